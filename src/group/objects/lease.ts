import { TypedEventEmitter } from 'main-event'
import { LockLostError } from '../../errors.js'
import type { CallOptions } from '../call-limit.js'
import type { Signal } from './changes.js'
import { type ObjectsHost, perform } from './host.js'

/** What a lease tells of; each one's `detail`. */
export interface LeaseEvents {
  /** It could not be kept alive for a while: without another word it may be lost in `remainingMs`. */
  readonly jeopardy: CustomEvent<{ readonly remainingMs: number }>
  /** It is kept alive again. */
  readonly safe: CustomEvent<undefined>
  /** It may have ended, or has. */
  readonly lost: CustomEvent<{ readonly error: LockLostError }>
}

/** Parts of its time after which a lease is kept alive, in jeopardy, and taken for lost, counted from when it was last asked for. */
const renewPart = 1 / 3
const jeopardyPart = 2 / 3
/** The rest is for clocks that run at different speeds. */
const lostPart = 9 / 10

/**
 * Time that the group gives to one member, for as long as that is there: what goes with a lease goes when it ends.
 *
 * It ends by the group's time, never by a clock of this machine; but here it is taken for lost a little before that could be. A process
 * that stood still notices late: who must not be harmed by that has to check tokens. (Fencing: Kleppmann, "How to do distributed locking".)
 */
export class Lease extends TypedEventEmitter<LeaseEvents> implements AsyncDisposable {
  /** The slot in which it was granted. */
  readonly id: number
  readonly ttlMs: number
  readonly #host: ObjectsHost
  readonly #aborter = new AbortController()
  readonly #unwatch: () => void
  readonly #onOver: (lease: Lease) => void
  #askedAtMs: number
  #cancelTimer: (() => void) | undefined
  #isRenewing = false
  #isInJeopardy = false
  #isOver = false

  private constructor(
    host: ObjectsHost,
    id: number,
    ttlMs: number,
    askedAtMs: number,
    onOver: (lease: Lease) => void
  ) {
    super()
    this.#host = host
    this.id = id
    this.ttlMs = ttlMs
    this.#askedAtMs = askedAtMs
    this.#onOver = onOver
    this.#unwatch = host.changes.watchOthers(change => {
      const hasEnded = change.type === 'jump' ? !host.objects.hasLease(id) : isEndOf(change, id)
      if (hasEnded) this.#lose('the lease has ended')
    })
    this.#wait()
  }

  /**
   * Has a lease granted.
   *
   * @param onOver Called once it is lost or released; that may be before it is returned.
   */
  static async grant(
    host: ObjectsHost,
    ttlMs: number,
    options: CallOptions,
    onOver: (lease: Lease) => void = () => undefined
  ): Promise<Lease> {
    const askedAtMs = host.clock.nowMs()
    const { result } = await perform(host, 'lease', { type: 'grant', ttlMs }, options)
    return new Lease(host, result.lease, ttlMs, askedAtMs, onOver)
  }

  /** Whether it is lost or released. */
  get isOver(): boolean {
    return this.#isOver
  }

  /** Aborted, with a LockLostError, once the lease may have ended. */
  get signal(): AbortSignal {
    return this.#aborter.signal
  }

  /** Milliseconds for which it lasts at least, if nothing more is heard; 0 once it may have ended. */
  get remainingMs(): number {
    if (this.#isOver) return 0
    return Math.max(0, this.#atMs(lostPart) - this.#host.clock.nowMs())
  }

  /** Ends it. */
  async release(options: CallOptions = {}): Promise<void> {
    if (this.#isOver) return
    this.#end()
    await perform(this.#host, 'done', { type: 'revoke', lease: this.id }, options)
  }

  /** The group is closed: it lasts as long as it does. */
  close(): void {
    this.#lose('the group is closed here')
  }

  /** Ends it: for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.release()
  }

  /** When this part of its time is over. Timers and what they find are told by the very same number: no rounding comes between them. */
  #atMs(part: number): number {
    return this.#askedAtMs + part * this.ttlMs
  }

  #wait(): void {
    this.#cancelTimer?.()
    const { clock } = this.#host
    const nowMs = clock.nowMs()
    const part = [renewPart, jeopardyPart, lostPart].find(each => this.#atMs(each) > nowMs)
    if (part === undefined) {
      this.#lose('the lease was not kept alive in time')
      // So that others need not wait for its end. If that fails, they do.
      this.#host.perform({ type: 'revoke', lease: this.id }).catch(() => undefined)
      return
    }
    this.#cancelTimer = clock.setTimer(this.#atMs(part), () => this.#onTimer())
  }

  #onTimer(): void {
    const nowMs = this.#host.clock.nowMs()
    if (nowMs < this.#atMs(lostPart) && !this.#isRenewing) void this.#renew()
    if (nowMs >= this.#atMs(jeopardyPart) && !this.#isInJeopardy) {
      this.#isInJeopardy = true
      const { remainingMs } = this
      this.safeDispatchEvent('jeopardy', { detail: { remainingMs } })
    }
    this.#wait()
  }

  async #renew(): Promise<void> {
    this.#isRenewing = true
    const askedAtMs = this.#host.clock.nowMs()
    try {
      await perform(this.#host, 'lease', { type: 'keep-alive', lease: this.id }, {})
      if (this.#isOver) return
      this.#askedAtMs = askedAtMs
      if (this.#isInJeopardy) this.safeDispatchEvent('safe', { detail: undefined })
      this.#isInJeopardy = false
      this.#wait()
    } catch (error) {
      if (error instanceof LockLostError) this.#lose('the lease has ended')
      // Whatever else it is, there is time until the next attempt.
    } finally {
      this.#isRenewing = false
    }
  }

  #lose(why: string): void {
    if (this.#isOver) return
    this.#end()
    const error = new LockLostError(why)
    this.#aborter.abort(error)
    this.safeDispatchEvent('lost', { detail: { error } })
  }

  #end(): void {
    this.#isOver = true
    this.#cancelTimer?.()
    this.#unwatch()
    this.#onOver(this)
  }
}

function isEndOf(change: Signal, id: number): boolean {
  return change.type === 'lease-ended' && change.lease === id
}
