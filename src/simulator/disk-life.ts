/** A promise of one life of a process, and how it is settled. */
export interface Deferred<T> {
  readonly promise: Promise<T>
  readonly resolve: (value: T) => void
  readonly reject: (error: unknown) => void
}

/** Runs something in a process: now, later if the process is paused, or never if it ended. */
export type Enter = (run: () => void) => void

/** The time from a process's start to its crash. What it waits for then is never settled. */
export class Life {
  readonly #enter: Enter
  #isOver = false

  constructor(enter: Enter) {
    this.#enter = enter
  }

  get isOver(): boolean {
    return this.#isOver
  }

  end(): void {
    this.#isOver = true
  }

  /** A promise that is settled as long as the process lives. */
  defer<T>(): Deferred<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    return {
      promise,
      resolve: value => this.#run(() => resolve(value)),
      reject: error => this.#run(() => reject(error))
    }
  }

  #run(settle: () => void): void {
    this.#enter(() => {
      if (!this.#isOver) settle()
    })
  }
}
