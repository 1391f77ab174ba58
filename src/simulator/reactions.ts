/**
 * Waits until all promise reactions that are due have run, however many of them follow from one another.
 *
 * The platform runs them to the last one before it delivers a message: so a message to oneself tells. It takes about as long as
 * to wait for a fixed number of reactions, which would let longer chains stretch over virtual time.
 */
export class Reactions {
  readonly #channel = new MessageChannel()
  #resolve: () => void = () => undefined

  constructor() {
    this.#channel.port1.onmessage = () => this.#resolve()
  }

  done(): Promise<void> {
    this.#channel.port2.postMessage(undefined)
    return new Promise(resolve => {
      this.#resolve = resolve
    })
  }

  /** Lets go of the platform's means. */
  end(): void {
    this.#channel.port1.close()
    this.#channel.port2.close()
  }
}
