import { type CallOptions, raceLimit } from '../call-limit.js'
import type { ObjectsHost } from './host.js'
import { Lease } from './lease.js'

/** Milliseconds for which a lease that nobody uses is kept, as parts of its own time. */
const idleParts = 2

interface Pooled {
  readonly lease: Promise<Lease>
  granted: Lease | undefined
  users: number
  cancelTimer: (() => void) | undefined
}

/** A lease that others may use at the same time. */
export interface Loan {
  readonly lease: Lease
  giveBack(): void
  /**
   * Gives it back because something goes with it that ends in no other way: nobody else gets it, and it ends once the last of those who
   * have it gave it back.
   */
  abandon(): void
}

/** The leases that the locks and offices of one member go with: one for each length, as long as it is used. */
export class LeasePool {
  readonly #host: ObjectsHost
  /** Those that are lent. */
  readonly #pooled = new Map<number, Pooled>()
  /** Those, and others that somebody still has. */
  readonly #all = new Set<Pooled>()

  constructor(host: ObjectsHost) {
    this.#host = host
  }

  /** All that were granted, and last. */
  get granted(): Lease[] {
    return [...this.#all].flatMap(({ granted }) => granted ?? [])
  }

  /** A lease of this length; whoever gives up waiting for it does not end it for others. */
  async borrow(ttlMs: number, options: CallOptions): Promise<Loan> {
    options.signal?.throwIfAborted()
    const pooled = this.#pooled.get(ttlMs) ?? this.#grant(ttlMs)
    pooled.users += 1
    pooled.cancelTimer?.()
    pooled.cancelTimer = undefined
    const giveBack = (): void => this.#giveBack(ttlMs, pooled)
    const abandon = (): void => {
      this.#retire(ttlMs, pooled)
      giveBack()
    }
    try {
      return {
        lease: await raceLimit(this.#host.clock, pooled.lease, options),
        giveBack,
        abandon
      }
    } catch (error) {
      giveBack()
      throw error
    }
  }

  /** The group is closed here. */
  close(): void {
    for (const { lease, cancelTimer } of this.#all) {
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
    const onOver = (): void => {
      this.#retire(ttlMs, pooled)
      this.#all.delete(pooled)
    }
    const lease = Lease.grant(this.#host, ttlMs, {}, onOver)
    const pooled: Pooled = { lease, granted: undefined, users: 0, cancelTimer: undefined }
    this.#pooled.set(ttlMs, pooled)
    this.#all.add(pooled)
    lease.then(granted => {
      pooled.granted = granted
    }, onOver)
    return pooled
  }

  #giveBack(ttlMs: number, pooled: Pooled): void {
    pooled.users -= 1
    if (pooled.users > 0) return
    if (this.#pooled.get(ttlMs) !== pooled) {
      end(pooled)
      return
    }
    const { clock } = this.#host
    pooled.cancelTimer = clock.setTimer(clock.nowMs() + idleParts * ttlMs, () => {
      this.#retire(ttlMs, pooled)
      end(pooled)
    })
  }

  /** It is lent no more. */
  #retire(ttlMs: number, pooled: Pooled): void {
    if (this.#pooled.get(ttlMs) === pooled) this.#pooled.delete(ttlMs)
  }
}

/** If the group is closed, or nobody answers, it ends by itself. */
function end({ lease }: Pooled): void {
  lease.then(granted => granted.release()).catch(() => undefined)
}
