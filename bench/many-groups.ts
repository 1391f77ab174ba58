import type { Group, Paxos } from '../src/index.js'
import { type Load, type Rate, valueBytes } from './commands.js'
import { runMany } from './load.js'

/** Groups that are opened at once. */
const openedTogether = 100

/** Many groups of the same voters. */
export class ManyGroups {
  readonly #paxos: Paxos
  readonly #groups: Group[] = []
  #turn = 0

  constructor(paxos: Paxos) {
    this.#paxos = paxos
  }

  /** Opens groups until there are so many, and resolves once each of them has a quorum. */
  async openUpTo(count: number, options: { readonly founders: readonly string[] }): Promise<void> {
    while (this.#groups.length < count) {
      const first = this.#groups.length
      const length = Math.min(openedTogether, count - first)
      const names = Array.from({ length }, (_, i) => `group-${first + i}`)
      const opened = await Promise.all(
        names.map(name => this.#paxos.open(name, { ...options, churn: false }))
      )
      await Promise.all(opened.map(group => group.ready()))
      this.#groups.push(...opened)
    }
  }

  /** Proposes in one group after the other, with so many values waiting at any time. */
  async propose(load: Load): Promise<Rate> {
    return await runMany(async () => {
      this.#turn += 1
      const group = this.#groups[this.#turn % this.#groups.length] as Group
      await group.propose(new Uint8Array(valueBytes))
    }, load)
  }
}
