import { EventQueue } from './event-queue.js'
import { Reactions } from './reactions.js'

/**
 * Virtual time, and everything that happens in it: one thing after the other, in an order that never depends on the machine.
 *
 * Events are functions. Between two of them promise reactions run; what both cause by {@link Scheduler.soon} happens before
 * the next event.
 */
export class Scheduler {
  readonly #events = new EventQueue()
  #soon: (() => void)[] = []
  #nowMs = 0

  /** Virtual milliseconds since the beginning. */
  get nowMs(): number {
    return this.#nowMs
  }

  /**
   * Calls `run` once, at `atMs` or, if that is past, now; at equal times in the order of adding. The result cancels it.
   */
  at(atMs: number, run: () => void): () => void {
    let isCancelled = false
    this.#events.add(Math.max(atMs, this.#nowMs), () => {
      if (!isCancelled) run()
    })
    return () => {
      isCancelled = true
    }
  }

  /** Calls `run` before time goes on, and before any event of this very moment that has not begun. */
  soon(run: () => void): void {
    this.#soon.push(run)
  }

  /**
   * Lets everything happen that is due by `endMs`, or until `isReached`; returns whether it was. Time then stands at `endMs`, or
   * at the event that reached it.
   *
   * @throws what an event throws; nothing may be run afterwards.
   */
  async runUntil(endMs: number, isReached: () => boolean = () => false): Promise<boolean> {
    const reactions = new Reactions()
    try {
      return await new Promise((resolve, reject) => {
        const turn = (): void => {
          try {
            const end = this.#turn(endMs, isReached)
            if (end === undefined) reactions.after(turn)
            else resolve(end.isReached)
          } catch (error) {
            reject(error)
          }
        }
        reactions.after(turn)
      })
    } finally {
      reactions.end()
    }
  }

  /** Lets the next thing happen; says so if nothing more is to happen. */
  #turn(endMs: number, isReached: () => boolean): { readonly isReached: boolean } | undefined {
    if (this.#soon.length === 0) {
      if (isReached()) return { isReached: true }
      const event = this.#events.takeUntil(endMs)
      if (event === undefined) {
        this.#nowMs = Math.max(this.#nowMs, endMs)
        return { isReached: false }
      }
      this.#nowMs = event.atMs
      event.run()
    }
    while (this.#soon.length > 0) {
      const due = this.#soon
      this.#soon = []
      for (const run of due) run()
    }
    return undefined
  }
}
