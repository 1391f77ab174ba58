import type { Configuration } from '../../core/configuration.js'
import { Violation } from '../observer.js'
import { Entries, type EntryId } from './entries.js'
import type { Watched } from './watched.js'

/**
 * What is true of one group, counted from what its disks hold: whether or not any replica knows it.
 */
export class Facts {
  readonly entries: Entries = new Entries()
  /** Every incarnation that ever was, the lost ones included. */
  readonly replicas: Map<bigint, Watched> = new Map()
  /** The incarnation of each peer that lives now. */
  readonly living: Map<string, Watched> = new Map()
  /** The voters of the configuration, once it is chosen. */
  voters: readonly Watched[] = []
  acceptQuorum = 0
  prepareQuorum = 0
  readonly #chosen: EntryId[] = []

  /** Every slot up to here is chosen. */
  get chosenSlotMax(): number {
    return this.#chosen.length
  }

  chosenId(slot: number): EntryId | undefined {
    return this.#chosen[slot - 1]
  }

  /** The replica that lives at the peer. */
  of(peerId: string): Watched {
    const watched = this.living.get(peerId)
    if (watched === undefined) throw new RangeError(`nothing was born at ${peerId}`)
    return watched
  }

  onConfiguration({ voters, quorum }: Configuration): void {
    this.acceptQuorum = quorum.accept
    this.prepareQuorum = quorum.prepare
    this.voters = voters.flatMap(({ incarnation }) => this.replicas.get(incarnation) ?? [])
    for (const [i, watched] of this.voters.entries()) watched.voter = i
  }

  /** An accept quorum accepted this. */
  choose(slot: number, id: EntryId): void {
    const known = this.#chosen[slot - 1]
    if (known === undefined) {
      this.#chosen.push(id)
    } else if (known !== id) {
      const both = [known, id].map(each => this.entries.text(slot, each))
      throw new Violation(
        'one entry per slot',
        `slot ${slot} is chosen to be ${both.join(' and ')}`
      )
    }
  }

  /** Somebody says that everything up to `slotMax` is chosen. */
  checkWatermark(peerId: string, slotMax: number): void {
    if (slotMax <= this.chosenSlotMax) return
    const text = `${peerId} calls slot ${slotMax} chosen, of which ${this.chosenSlotMax} are`
    throw new Violation('learned is chosen', text)
  }

  /** Somebody says that this is what is chosen. */
  checkChosen(peerId: string, slot: number, id: EntryId | undefined): void {
    const truth = this.chosenId(slot)
    if (id !== undefined && id === truth) return
    const claim = `${peerId} takes ${this.entries.text(slot, id)} for slot ${slot}`
    const text = `${claim}, where ${this.entries.text(slot, truth)} is chosen`
    throw new Violation('learned is chosen', text)
  }
}
