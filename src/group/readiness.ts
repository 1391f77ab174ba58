import type { Clock } from '../runtime/ports.js'
import { type CallOptions, raceLimit } from './call-limit.js'

/** Calls that wait until a group can make progress. */
export class Readiness {
  readonly #clock: Clock
  #next = unhandled()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** @throws NoQuorumError if `timeoutMs` runs out; the signal's reason if it is aborted; what {@link Readiness.fail} was told. */
  async wait(options: CallOptions): Promise<void> {
    await raceLimit(this.#clock, this.#next.promise, options)
  }

  /** The group is ready: who waits goes on. */
  tell(): void {
    this.#next.resolve()
    this.#next = unhandled()
  }

  /** It will not be. */
  fail(error: unknown): void {
    this.#next.reject(error)
    this.#next = unhandled()
  }
}

/** Nobody may be waiting. */
function unhandled(): PromiseWithResolvers<void> {
  const next = Promise.withResolvers<void>()
  next.promise.catch(() => undefined)
  return next
}
