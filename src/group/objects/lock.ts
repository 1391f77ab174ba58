import type { CallOptions } from '../call-limit.js'
import type { ReadOptions } from './host.js'
import { type HeldTurn, type TurnInit, takeTurn } from './turn.js'

/** A lock that this member has. Where its scope is left, it is given up, if it is not lost already: `signal` says that. */
export interface HeldLock extends AsyncDisposable {
  /**
   * Higher than the token of whoever had the lock before, and than all others that the group gave out: what the lock protects refuses a
   * lower one than it has seen.
   */
  readonly token: number
  /** Aborted, with a LockLostError, once the lock may be somebody else's. */
  readonly signal: AbortSignal
  /** Gives the lock up. @throws LockLostError if it was lost before. */
  release(options?: CallOptions): Promise<void>
}

/** Options of a lock, an office or a lease. */
export interface LockOptions {
  /**
   * Milliseconds after which the lock passes on if this member is gone. Too low and a pause loses it; too high and others wait long.
   *
   * @default 10000
   */
  readonly ttlMs?: number
}

/** Who has a lock. */
export interface LockHolder {
  readonly peerId: string
  readonly token: number
}

const nothing = new Uint8Array(0)

/**
 * A lock that one member of a group has at a time, in the order in which they asked.
 *
 * It is a member's for as long as that keeps its lease alive. No lock can stop a process that stood still from going on as if it had it:
 * give its `token` along, and let what it protects refuse lower ones.
 */
export class Lock {
  readonly name: string
  readonly #init: TurnInit

  /** To be had from `Group.lock`. */
  constructor(name: string, init: TurnInit) {
    this.name = name
    this.#init = init
  }

  /**
   * Waits for the lock.
   *
   * @throws the signal's reason, or a TimeoutError, if that comes first: then the lock is not had, and will not be.
   * @throws LockLostError if the lease of this member ended while it was in line; what `Group.propose` throws.
   */
  async acquire(options: CallOptions = {}): Promise<HeldLock> {
    return held((await takeTurn(this.#init, nothing, true, options)) as HeldTurn)
  }

  /** Gets the lock if nobody has it; resolves with undefined if somebody does. */
  async tryAcquire(options: CallOptions = {}): Promise<HeldLock | undefined> {
    const turn = await takeTurn(this.#init, nothing, false, options)
    return turn && held(turn)
  }

  /**
   * Does something while it has the lock, and resolves with what that returns.
   *
   * @throws LockLostError if the lock was lost before it was done; what `use` throws.
   */
  async with<T>(
    use: (lock: Pick<HeldLock, 'token' | 'signal'>) => Promise<T> | T,
    options: CallOptions = {}
  ): Promise<T> {
    const lock = await this.acquire(options)
    let result: T
    try {
      result = await use(lock)
    } catch (error) {
      // What went wrong in there matters more than what may go wrong now.
      lock.release().catch(() => undefined)
      throw error
    }
    await lock.release()
    return result
  }

  /** Who has the lock. */
  async holder(options: ReadOptions = {}): Promise<LockHolder | undefined> {
    const { host, kind, name } = this.#init
    await host.read(options)
    const first = host.objects.holder(kind, name)
    return first && { peerId: first.row.origin, token: first.row.token }
  }
}

function held(turn: HeldTurn): HeldLock {
  const { token, signal } = turn
  return {
    token,
    signal,
    release: (options = {}) => turn.release(options),
    [Symbol.asyncDispose]: () => turn.dispose()
  }
}
