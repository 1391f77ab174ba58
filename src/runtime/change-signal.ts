/** Lets callers wait until something changes, however often that happens. */
export class ChangeSignal {
  #waiters: (() => void)[] = []

  /** Resolves at the next {@link ChangeSignal.raise}; rejects with the signal's reason. */
  async next(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted()
    await new Promise<void>((resolve, reject) => {
      const onAbort = (): void => {
        this.#waiters = this.#waiters.filter(waiter => waiter !== done)
        reject(signal?.reason)
      }
      const done = (): void => {
        signal?.removeEventListener('abort', onAbort)
        resolve()
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      this.#waiters.push(done)
    })
  }

  raise(): void {
    const waiters = this.#waiters
    this.#waiters = []
    for (const waiter of waiters) waiter()
  }
}
