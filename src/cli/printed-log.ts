import type { Group } from '../index.js'
import { chosenEvent } from './ndjson.js'
import type { Reporter } from './reporter.js'

/** Reports the values of a group's log from the first slot on, as fast as they are read, and knows how far it came. */
export class PrintedLog {
  readonly #group: Group<string>
  readonly #reporter: Reporter
  #slot = 0
  /** The last value up to a slot, as far as that was looked for. */
  #sought = { upTo: 0, last: 0 }
  #waiting: { readonly slot: number; readonly resolve: () => void }[] = []

  constructor(group: Group<string>, reporter: Reporter) {
    this.#group = group
    this.#reporter = reporter
  }

  /** Resolves when the group closes or its replica halts. */
  async run(): Promise<void> {
    for await (const entry of this.#group.log({ from: 1, live: true })) {
      this.#reporter.report(chosenEvent(entry))
      this.#slot = entry.slot
      this.#wake(entry.slot)
      await this.#reporter.drained()
    }
    this.#wake(Number.POSITIVE_INFINITY)
  }

  /** Resolves when every value up to `slot`, which must be known to be chosen here, was reported. */
  async reported(slot: number): Promise<void> {
    const last = await this.#lastValueSlot(slot)
    if (last <= this.#slot) return
    await new Promise<void>(resolve => {
      this.#waiting.push({ slot: last, resolve })
    })
  }

  /** Not every slot holds a value, and nothing is reported for those that do not: there may be many of them. */
  async #lastValueSlot(slot: number): Promise<number> {
    const { upTo, last } = this.#sought
    let found = Math.max(last, this.#slot)
    const floor = Math.max(upTo, this.#slot)
    let to = slot
    for (let count = 1; to > floor; count *= 2) {
      const from = Math.max(floor, to - count) + 1
      for await (const entry of this.#group.log({ from, to })) found = entry.slot
      to = found >= from ? floor : from - 1
    }
    if (slot > this.#sought.upTo) this.#sought = { upTo: slot, last: found }
    return found
  }

  #wake(slot: number): void {
    const ready = this.#waiting.filter(waiter => waiter.slot <= slot)
    if (ready.length === 0) return
    this.#waiting = this.#waiting.filter(waiter => waiter.slot > slot)
    for (const { resolve } of ready) resolve()
  }
}
