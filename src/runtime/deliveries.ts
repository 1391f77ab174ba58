/**
 * What a replica tells its owner, in order. While something is under way that takes time, what comes after it waits.
 */
export class Deliveries {
  #waiting: { readonly tell: () => void; readonly bytes: number }[] | undefined
  #bytes = 0
  #isOver = false

  /** Bytes of what waits, as they were given. */
  get bytes(): number {
    return this.#bytes
  }

  /** Calls `tell`, now or when its turn comes. */
  add(tell: () => void, bytes = 0): void {
    if (this.#isOver) return
    if (this.#waiting === undefined) {
      tell()
      return
    }
    this.#bytes += bytes
    this.#waiting.push({ tell, bytes })
  }

  /** Does `run`, and lets everything that is added later wait for it. What it throws goes to `onError`, and nothing is told any more. */
  addSlow(run: () => Promise<void>, onError: (error: unknown) => void): void {
    this.add(() => {
      this.#waiting = []
      run().then(
        () => this.#resume(),
        error => {
          if (this.#isOver) return
          this.stop()
          onError(error)
        }
      )
    })
  }

  /** Drops what waits. */
  stop(): void {
    this.#isOver = true
    this.#waiting = undefined
    this.#bytes = 0
  }

  #resume(): void {
    const waiting = this.#waiting ?? []
    this.#waiting = undefined
    this.#bytes = 0
    for (const { tell, bytes } of waiting) this.add(tell, bytes)
  }
}
