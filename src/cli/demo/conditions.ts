/** Milliseconds that a condition has to come true. */
const limitMs = 60_000

interface Waiter {
  readonly isDone: () => boolean
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** Lets one course of action wait for what events bring about, until one of them is a failure. */
export class Conditions {
  readonly #waiters = new Set<Waiter>()
  #failure: Error | undefined

  /** Looks at all conditions again. To be called after every change. */
  wake(): void {
    for (const { isDone, resolve } of this.#waiters) if (isDone()) resolve()
  }

  /** Ends all waiting, now and later, with the first error it is called with. */
  fail(error: Error): void {
    this.#failure ??= error
    for (const { reject } of this.#waiters) reject(this.#failure)
  }

  /** Resolves when `isDone`. Rejects if that takes a minute, or after a failure. */
  async until(what: string, isDone: () => boolean): Promise<void> {
    await this.#wait(isDone, limitMs, reject =>
      reject(new Error(`waited ${limitMs} ms until ${what}, in vain`))
    )
  }

  /** Resolves at `atMs` of the monotonic clock. Rejects after a failure. */
  async pause(atMs: number): Promise<void> {
    const delayMs = Math.max(0, atMs - performance.now())
    await this.#wait(
      () => false,
      delayMs,
      (_reject, resolve) => resolve()
    )
  }

  async #wait(
    isDone: () => boolean,
    delayMs: number,
    onTime: (reject: (error: unknown) => void, resolve: () => void) => void
  ): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure
    if (isDone()) return
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const waiter = { isDone, resolve, reject }
    this.#waiters.add(waiter)
    const timer = setTimeout(() => onTime(reject, resolve), delayMs)
    try {
      await promise
    } finally {
      clearTimeout(timer)
      this.#waiters.delete(waiter)
    }
  }
}
