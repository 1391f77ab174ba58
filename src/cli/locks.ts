import { LockLostError } from '../errors.js'
import type { CallOptions, Group, HeldLock } from '../index.js'
import type { NamedLock, ObjectRequest } from './object-messages.js'

interface Held {
  readonly lock: HeldLock
  readonly onLost: () => void
}

/** The locks that this peer has, by their names. */
export class Locks {
  readonly #group: Group<string>
  readonly #tellLost: (lost: NamedLock) => void
  readonly #held = new Map<string, Held>()

  /** @param tellLost Told of a lock that was lost, after it was watched. */
  constructor(group: Group<string>, tellLost: (lost: NamedLock) => void) {
    this.#group = group
    this.#tellLost = tellLost
  }

  get list(): NamedLock[] {
    return [...this.#held].map(([name, { lock }]) => ({ name, token: lock.token }))
  }

  /** Gets a lock, and resolves with its token; with undefined if it is not to be waited for, and somebody has it. */
  async take(
    { name, ttlMs, waits }: Extract<ObjectRequest, { readonly type: 'lock' }>,
    limit: CallOptions
  ): Promise<number | undefined> {
    const handle = this.#group.lock(name, ttlMs === undefined ? {} : { ttlMs })
    const lock = waits ? await handle.acquire(limit) : await handle.tryAcquire(limit)
    if (lock === undefined) return undefined
    const onLost = (): void => {
      if (this.#held.get(name)?.lock === lock) this.#held.delete(name)
      this.#tellLost({ name, token: lock.token })
    }
    this.#held.set(name, { lock, onLost })
    return lock.token
  }

  /** Tells from now on if a lock is lost, or was since it was taken. */
  watch(name: string): void {
    const held = this.#held.get(name)
    if (held === undefined) return
    const { lock, onLost } = held
    if (lock.signal.aborted) onLost()
    else lock.signal.addEventListener('abort', onLost, { once: true })
  }

  /**
   * Gives a lock up, for good: whoever gives up waiting for that does not have it any more either.
   *
   * @throws LockLostError if this peer does not have it; a TimeoutError if that is not sure in time.
   */
  async giveUp(name: string, { timeoutMs }: CallOptions): Promise<void> {
    const held = this.#held.get(name)
    if (held === undefined) throw new LockLostError(`this peer does not have the lock ${name}`)
    const { lock, onLost } = held
    this.#held.delete(name)
    lock.signal.removeEventListener('abort', onLost)
    await within(timeoutMs, lock.release())
  }
}

async function within(timeoutMs: number | undefined, released: Promise<void>): Promise<void> {
  if (timeoutMs === undefined) return await released
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => late.reject(new DOMException('it is not sure yet', 'TimeoutError')),
    timeoutMs
  )
  try {
    await Promise.race([released, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
