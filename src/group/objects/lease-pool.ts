import { type CallOptions, raceLimit } from '../call-limit.js'
import type { ObjectsHost } from './host.js'
import { Lease } from './lease.js'

/** Milliseconds for which a lease that nobody uses is kept, as parts of its own time. */
const idleParts = 2

interface Pooled {
  readonly lease: Promise<Lease>
  users: number
  cancelTimer: (() => void) | undefined
}

/** A lease that others may use at the same time. */
export interface Loan {
  readonly lease: Lease
  giveBack(): void
}

/** The leases that the locks and offices of one member go with: one for each length, as long as it is used. */
export class LeasePool {
  readonly #host: ObjectsHost
  readonly #pooled = new Map<number, Pooled>()

  constructor(host: ObjectsHost) {
    this.#host = host
  }

  /** A lease of this length; whoever gives up waiting for it does not end it for others. */
  async borrow(ttlMs: number, options: CallOptions): Promise<Loan> {
    options.signal?.throwIfAborted()
    const pooled = this.#pooled.get(ttlMs) ?? this.#grant(ttlMs)
    pooled.users += 1
    pooled.cancelTimer?.()
    pooled.cancelTimer = undefined
    const giveBack = (): void => this.#giveBack(ttlMs, pooled)
    try {
      return { lease: await raceLimit(this.#host.clock, pooled.lease, options), giveBack }
    } catch (error) {
      giveBack()
      throw error
    }
  }

  /** The group is closed here. */
  close(): void {
    for (const { lease, cancelTimer } of this.#pooled.values()) {
      cancelTimer?.()
      lease.then(
        granted => granted.close(),
        // Whoever borrowed it knows.
        () => undefined
      )
    }
    this.#pooled.clear()
  }

  /** It is nobody's alone: no caller's options end it. */
  #grant(ttlMs: number): Pooled {
    const lease = Lease.grant(this.#host, ttlMs, {}, () => this.#forget(ttlMs, pooled))
    const pooled: Pooled = { lease, users: 0, cancelTimer: undefined }
    this.#pooled.set(ttlMs, pooled)
    lease.catch(() => this.#forget(ttlMs, pooled))
    return pooled
  }

  #giveBack(ttlMs: number, pooled: Pooled): void {
    pooled.users -= 1
    if (pooled.users > 0 || this.#pooled.get(ttlMs) !== pooled) return
    const { clock } = this.#host
    pooled.cancelTimer = clock.setTimer(clock.nowMs() + idleParts * ttlMs, () => {
      this.#forget(ttlMs, pooled)
      // If the group is closed, or nobody answers, it ends by itself.
      pooled.lease.then(lease => lease.release()).catch(() => undefined)
    })
  }

  #forget(ttlMs: number, pooled: Pooled): void {
    if (this.#pooled.get(ttlMs) === pooled) this.#pooled.delete(ttlMs)
  }
}
