import type { Clock } from '../runtime/ports.js'
import type { ReplicaRuntime } from '../runtime/replica-runtime.js'
import { CallLimit, type CallOptions, gaveUpError } from './call-limit.js'

interface Waiting {
  readonly resolve: (read: { readonly slot: number }) => void
  readonly reject: (error: unknown) => void
  readonly limit: CallLimit
}

/** The reads of one group that wait for the leader's word. Those that begin in the same turn ask for it together. */
export class Reads {
  readonly #clock: Clock
  readonly #replica: () => ReplicaRuntime
  /** By ticket. */
  readonly #waiting = new Map<number, Set<Waiting>>()
  #ticket = 0
  /** Those that have not asked yet. */
  #joining: Set<Waiting> | undefined

  constructor(clock: Clock, replica: () => ReplicaRuntime) {
    this.#clock = clock
    this.#replica = replica
  }

  read(options: CallOptions): Promise<{ readonly slot: number }> {
    const joined = this.#joining ?? this.#begin()
    return new Promise((resolve, reject) => {
      const limit = new CallLimit(this.#clock, options, (reason, isTimeout) => {
        joined.delete(waiting)
        reject(gaveUpError(reason, isTimeout))
      })
      const waiting = { resolve, reject, limit }
      joined.add(waiting)
    })
  }

  onRead(ticket: number, slot: number): void {
    const waiting = this.#waiting.get(ticket)
    if (waiting === undefined) return
    this.#waiting.delete(ticket)
    for (const { limit, resolve } of waiting) {
      limit.end()
      resolve({ slot })
    }
  }

  stop(error: Error): void {
    for (const waiting of this.#waiting.values()) {
      for (const { limit, reject } of waiting) {
        limit.end()
        reject(error)
      }
    }
    this.#waiting.clear()
    this.#joining = undefined
  }

  #begin(): Set<Waiting> {
    this.#ticket += 1
    const ticket = this.#ticket
    const joining = new Set<Waiting>()
    this.#joining = joining
    this.#waiting.set(ticket, joining)
    this.#clock.soon(() => {
      if (this.#joining !== joining) return
      this.#joining = undefined
      if (joining.size === 0) this.#waiting.delete(ticket)
      else this.#replica().read(ticket)
    })
    return joining
  }
}
