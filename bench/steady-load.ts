import type { Group } from '../src/index.js'
import { type LoadReport, valueBytes } from './commands.js'

/** Proposes with so many values waiting at any time until it is stopped, and then looks for every one of them. */
export class SteadyLoad {
  readonly #group: Group
  /** Numbers of values by the slots that they were acknowledged in. */
  readonly #acknowledged = new Map<number, number>()
  readonly #workers: Promise<void>[]
  #isRunning = true
  #serial = 0
  #lastMs = performance.now()
  #pauseMaxMs = 0

  constructor(group: Group, inFlight: number) {
    this.#group = group
    this.#workers = Array.from({ length: inFlight }, () => this.#work())
  }

  async stop(): Promise<LoadReport> {
    this.#isRunning = false
    await Promise.all(this.#workers)
    const { slot } = await this.#group.barrier()
    let found = 0
    for await (const entry of this.#group.log({ to: slot })) {
      const number = new DataView(entry.bytes.buffer, entry.bytes.byteOffset).getUint32(0)
      if (this.#acknowledged.get(entry.slot) === number) found += 1
    }
    const acknowledged = this.#acknowledged.size
    return { acknowledged, lost: acknowledged - found, pauseMaxMs: this.#pauseMaxMs }
  }

  async #work(): Promise<void> {
    while (this.#isRunning) {
      this.#serial += 1
      const number = this.#serial
      const value = new Uint8Array(valueBytes)
      new DataView(value.buffer).setUint32(0, number)
      const { slot } = await this.#group.propose(value)
      this.#acknowledged.set(slot, number)
      const nowMs = performance.now()
      this.#pauseMaxMs = Math.max(this.#pauseMaxMs, nowMs - this.#lastMs)
      this.#lastMs = nowMs
    }
  }
}
