import type { DiskMedium } from './disk-medium.js'

/** What has to become durable, and who waits for it. */
export interface Write {
  readonly record: Uint8Array
  /** The record is durable. It is called before anybody hears of it, or after a crash for what was found durable. */
  readonly onDurable: () => void
  /** Whoever waits may go on, unless there is a fault. */
  readonly settle: (fault?: unknown) => void
}

/**
 * Makes writes durable in the order in which they are submitted, with one flush for as many as wait: the first is flushed at
 * once, and what comes meanwhile goes into the next. Once a write or a flush has failed, everything that waits fails, and
 * everything later.
 */
export class GroupCommit {
  readonly #medium: DiskMedium
  #waiting: ((fault?: unknown) => void)[] = []
  #isFlushing = false
  #failure: { readonly fault: unknown } | undefined

  constructor(medium: DiskMedium) {
    this.#medium = medium
  }

  submit({ record, onDurable, settle }: Write): void {
    this.#waiting.push(settle)
    if (this.#failure === undefined) {
      try {
        this.#medium.write(record, onDurable)
      } catch (fault) {
        this.#failure = { fault }
      }
    }
    if (!this.#isFlushing) this.#next()
  }

  /** Calls `run` once everything that was submitted before is durable or failed. */
  afterAll(run: () => void): void {
    if (this.#isFlushing) this.#waiting.push(run)
    else run()
  }

  #next(): void {
    const group = this.#waiting
    this.#waiting = []
    if (this.#failure !== undefined || this.#medium.unflushedBytes === 0) {
      for (const settle of group) settle(this.#failure?.fault)
      return
    }
    this.#isFlushing = true
    this.#medium.flush(fault => {
      this.#isFlushing = false
      if (fault !== undefined) this.#failure ??= { fault }
      for (const settle of group) settle(fault)
      this.#next()
    })
  }
}
