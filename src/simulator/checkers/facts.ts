import type { Configuration } from '../../core/configuration.js'
import { Violation } from '../observer.js'
import { Entries, type EntryId } from './entries.js'
import type { Watched } from './watched.js'

/** The voters of one epoch, and how many of them a phase needs. */
export interface Voting {
  readonly epoch: number
  readonly voters: readonly Watched[]
  readonly acceptQuorum: number
  readonly prepareQuorum: number
}

/**
 * What is true of one group, counted from what its disks hold: whether or not any replica knows it.
 */
export class Facts {
  readonly entries: Entries = new Entries()
  /** Every incarnation that ever was, the lost ones included. */
  readonly replicas: Map<bigint, Watched> = new Map()
  /** The incarnation of each peer that lives now. */
  readonly living: Map<string, Watched> = new Map()
  readonly #chosen: EntryId[] = []
  /** Who votes in each epoch whose configuration is chosen. */
  readonly #votings = new Map<number, Voting>()
  #current: Voting | undefined

  /** Every slot up to here is chosen. */
  get chosenSlotMax(): number {
    return this.#chosen.length
  }

  chosenId(slot: number): EntryId | undefined {
    return this.#chosen[slot - 1]
  }

  /** What is chosen from slot 1 up to `slotMax`. */
  chosenUntil(slotMax: number): readonly EntryId[] {
    return this.#chosen.slice(0, slotMax)
  }

  /** The replica that lives at the peer. */
  of(peerId: string): Watched {
    const watched = this.living.get(peerId)
    if (watched === undefined) throw new RangeError(`nothing was born at ${peerId}`)
    return watched
  }

  /** Who votes in the newest epoch, once the first configuration is chosen. */
  get current(): Voting | undefined {
    return this.#current
  }

  /** Who votes in an epoch, if its configuration is chosen. */
  voting(epoch: number): Voting | undefined {
    return this.#votings.get(epoch)
  }

  /** Where `watched` stands among the voters of an epoch; -1 if it does not vote in it. */
  placeOf(watched: Watched, epoch: number): number {
    return this.#votings.get(epoch)?.voters.indexOf(watched) ?? -1
  }

  /** The configuration of the next epoch is chosen. */
  onConfiguration(configuration: Configuration): void {
    this.#current = this.votingOf(configuration)
    this.#votings.set(configuration.epoch, this.#current)
  }

  votingOf({ epoch, voters, quorum }: Configuration): Voting {
    return {
      epoch,
      voters: voters.flatMap(({ incarnation }) => this.replicas.get(incarnation) ?? []),
      acceptQuorum: quorum.accept,
      prepareQuorum: quorum.prepare
    }
  }

  /** An accept quorum of `epoch` accepted this. */
  choose(slot: number, id: EntryId, epoch: number): void {
    const known = this.#chosen[slot - 1]
    if (known === undefined) {
      if (epoch !== this.#current?.epoch) {
        const text = `slot ${slot} is chosen in epoch ${epoch}, which ended before it`
        throw new Violation('nothing follows a stop', text)
      }
      this.#chosen.push(id)
      const entry = this.entries.at(slot, id)
      if (entry.type === 'stop' && entry.configuration.epoch === epoch + 1) {
        this.onConfiguration(entry.configuration)
      }
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
