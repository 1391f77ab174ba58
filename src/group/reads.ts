import type { Clock } from '../runtime/ports.js'
import type { ReplicaRuntime } from '../runtime/replica-runtime.js'
import { CallLimit, type CallOptions, gaveUpError } from './call-limit.js'

interface Waiting {
  readonly resolve: (read: { readonly slot: number }) => void
  readonly reject: (error: unknown) => void
  readonly limit: CallLimit
}

/** The reads of one group that wait for the leader's word. */
export class Reads {
  readonly #clock: Clock
  readonly #replica: () => ReplicaRuntime
  readonly #waiting = new Map<number, Waiting>()
  #ticket = 0

  constructor(clock: Clock, replica: () => ReplicaRuntime) {
    this.#clock = clock
    this.#replica = replica
  }

  read(options: CallOptions): Promise<{ readonly slot: number }> {
    this.#ticket += 1
    const ticket = this.#ticket
    return new Promise((resolve, reject) => {
      const limit = new CallLimit(this.#clock, options, (reason, isTimeout) => {
        this.#waiting.delete(ticket)
        reject(gaveUpError(reason, isTimeout))
      })
      this.#waiting.set(ticket, { resolve, reject, limit })
      this.#replica().read(ticket)
    })
  }

  onRead(ticket: number, slot: number): void {
    const waiting = this.#waiting.get(ticket)
    if (waiting === undefined) return
    this.#waiting.delete(ticket)
    waiting.limit.end()
    waiting.resolve({ slot })
  }

  stop(error: Error): void {
    for (const waiting of this.#waiting.values()) {
      waiting.limit.end()
      waiting.reject(error)
    }
    this.#waiting.clear()
  }
}
