/** Turns after which the machine's own events are let in. */
const turnsBetweenBreaths = 1024

/**
 * Waits until all promise reactions that are due have run, however many of them follow from one another.
 *
 * Node runs them to the last one before it calls what a reaction left to `process.nextTick`. Elsewhere a message to oneself tells:
 * the platform delivers none before that.
 */
export class Reactions {
  readonly #channel = new MessageChannel()
  readonly #nextTick = globalThis.process?.nextTick
  #onMessage: () => void = () => undefined
  #turns = 0

  constructor() {
    this.#channel.port1.onmessage = () => this.#onMessage()
  }

  /** Calls `run` once they have run. One call at a time. */
  after(run: () => void): void {
    const nextTick = this.#nextTick
    this.#turns += 1
    if (nextTick !== undefined && this.#turns % turnsBetweenBreaths !== 0) {
      queueMicrotask(() => nextTick(run))
      return
    }
    this.#onMessage = run
    this.#channel.port2.postMessage(undefined)
  }

  /** Lets go of the platform's means. */
  end(): void {
    this.#channel.port1.close()
    this.#channel.port2.close()
  }
}
