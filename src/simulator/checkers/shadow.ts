import { type Ballot, bottomBallot, compareBallots, formatBallot } from '../../core/ballot.js'
import type { Batch, DurableState, GenesisRecord } from '../../core/batch.js'
import { Violation } from '../observer.js'
import type { EntryId } from './entries.js'

/** A batch, and what its entries are. */
export interface Written {
  readonly batch: Batch
  readonly ids: readonly EntryId[]
  /** What is chosen up to the slot of a snapshot that goes beyond what was known to be. */
  readonly installed?: readonly EntryId[]
}

/** The state that the batches of a replica add up to, kept apart from what the replica itself thinks. */
export class Shadow {
  readonly #peerId: string
  promisedBallot: Ballot = bottomBallot(0)
  acceptedBallot: Ballot = bottomBallot(0)
  chosenSlotMax = 0
  chosenBallot: Ballot = bottomBallot(0)
  genesis: GenesisRecord = { promisedBallot: bottomBallot(0), chosen: false }
  /** Epochs that are over. */
  endedEpochs = 0
  /** What the log holds, from slot 1 on. */
  ids: EntryId[] = []
  snapshotSlot = 0
  compactedSlotMax = 0

  constructor(peerId: string) {
    this.#peerId = peerId
  }

  get lastSlot(): number {
    return this.ids.length
  }

  idAt(slot: number): EntryId | undefined {
    return this.ids[slot - 1]
  }

  /** @throws Violation if something regresses, or the batch does not fit the log. */
  apply({ batch, ids, installed }: Written): void {
    const { promisedBallot = this.promisedBallot, acceptedBallot = this.acceptedBallot } = batch
    this.#rise('promise', this.promisedBallot, promisedBallot)
    this.#rise('accepted ballot', this.acceptedBallot, acceptedBallot)
    this.#rise('promise below what it accepted', acceptedBallot, promisedBallot)
    this.promisedBallot = promisedBallot
    this.acceptedBallot = acceptedBallot
    if (batch.genesis !== undefined) this.#applyGenesis(batch.genesis)
    if (batch.snapshot !== undefined) this.#keep(batch.snapshot.slot, batch.compactedSlotMax ?? 0)
    if (installed !== undefined) this.ids.splice(0, installed.length, ...installed)
    if (batch.epoch !== undefined) {
      const firstSlot = batch.log?.firstSlot ?? this.lastSlot + 1
      this.#enter(batch.epoch, firstSlot, installed?.length)
    }
    if (batch.log !== undefined) this.#write(batch.log.firstSlot, ids)
    if (batch.chosen !== undefined) this.#learn(batch.chosen)
    const stopSlot = batch.epoch?.ended.at(-1)?.stopSlot ?? 0
    if (stopSlot > this.chosenSlotMax) {
      const text = `${this.#peerId} ends an epoch at slot ${stopSlot}, and knows ${this.chosenSlotMax} chosen`
      throw new Violation('nothing follows a stop', text)
    }
    if (this.snapshotSlot <= this.chosenSlotMax && this.chosenSlotMax <= this.lastSlot) return
    const has = `${this.#peerId} has ${this.lastSlot} slots and a snapshot of ${this.snapshotSlot}`
    const text = `${has}, and knows ${this.chosenSlotMax} chosen`
    throw new Violation('nothing chosen is cut', text)
  }

  /** Whether `state` is what a store has to find again. */
  matches(state: DurableState): boolean {
    return (
      sameBallot(this.promisedBallot, state.promisedBallot) &&
      sameBallot(this.acceptedBallot, state.acceptedBallot) &&
      sameBallot(this.chosenBallot, state.chosenBallot) &&
      this.chosenSlotMax === state.chosenSlotMax &&
      this.lastSlot === state.lastSlot &&
      this.snapshotSlot === (state.snapshot?.slot ?? 0) &&
      this.compactedSlotMax === state.compactedSlotMax &&
      this.endedEpochs === state.endedEpochs.length &&
      sameGenesis(this.genesis, state.genesis)
    )
  }

  copy(): Shadow {
    const copy = new Shadow(this.#peerId)
    copy.promisedBallot = this.promisedBallot
    copy.acceptedBallot = this.acceptedBallot
    copy.chosenSlotMax = this.chosenSlotMax
    copy.chosenBallot = this.chosenBallot
    copy.genesis = this.genesis
    copy.endedEpochs = this.endedEpochs
    copy.ids = this.ids.slice()
    copy.snapshotSlot = this.snapshotSlot
    copy.compactedSlotMax = this.compactedSlotMax
    return copy
  }

  #rise(what: string, from: Ballot, to: Ballot): void {
    if (from === to || compareBallots(from, to) <= 0) return
    const text = `${this.#peerId}: ${what}, ${formatBallot(from)} and then ${formatBallot(to)}`
    throw new Violation('ballots never regress', text)
  }

  #write(firstSlot: number, ids: readonly EntryId[]): void {
    if (firstSlot < 1 || firstSlot > this.lastSlot + 1) {
      const text = `${this.#peerId} writes slot ${firstSlot} of a log that ends at ${this.lastSlot}`
      throw new Violation('one log per ballot', text)
    }
    this.ids.length = firstSlot - 1
    for (const id of ids) this.ids.push(id)
  }

  #learn({ slotMax, ballot }: NonNullable<Batch['chosen']>): void {
    this.#rise('ballot of what is chosen', this.chosenBallot, ballot)
    if (slotMax < this.chosenSlotMax) {
      const text = `${this.#peerId} knew ${this.chosenSlotMax} slots to be chosen, then ${slotMax}`
      throw new Violation('nothing chosen is cut', text)
    }
    this.chosenSlotMax = slotMax
    this.chosenBallot = ballot
  }

  /** An epoch begins right after the stop entry that ended the one before: nothing that was accepted above it stays. */
  #enter(
    { ended, configuration }: NonNullable<Batch['epoch']>,
    firstSlot: number,
    installedSlot = 0
  ): void {
    for (const { stopSlot } of ended) {
      this.endedEpochs += 1
      if (firstSlot <= Math.max(Math.min(stopSlot, this.lastSlot), installedSlot) + 1) continue
      const text = `${this.#peerId} ends an epoch at slot ${stopSlot} of a log that goes to ${this.lastSlot}`
      throw new Violation('nothing follows a stop', text)
    }
    // Epochs are counted from 1.
    if (this.endedEpochs + 1 === configuration.epoch) return
    const text = `${this.#peerId} is in epoch ${configuration.epoch} and knows ${this.endedEpochs} before it`
    throw new Violation('nothing follows a stop', text)
  }

  #keep(slot: number, compactedSlotMax: number): void {
    if (
      slot < this.snapshotSlot ||
      compactedSlotMax < this.compactedSlotMax ||
      compactedSlotMax > slot
    ) {
      const text = `${this.#peerId} has a snapshot of ${slot} and gives up ${compactedSlotMax} slots`
      throw new Violation('nothing chosen is cut', text)
    }
    this.snapshotSlot = slot
    this.compactedSlotMax = compactedSlotMax
  }

  #applyGenesis(next: GenesisRecord): void {
    const before = this.genesis
    const bottom = bottomBallot(0)
    const acceptedBallot = next.accepted?.ballot ?? bottom
    this.#rise('promise of genesis', before.promisedBallot, next.promisedBallot)
    this.#rise('accepted ballot of genesis', before.accepted?.ballot ?? bottom, acceptedBallot)
    this.#rise('promise of genesis below what it accepted', acceptedBallot, next.promisedBallot)
    if (before.chosen && !next.chosen) {
      throw new Violation('one configuration', `${this.#peerId} knew one and forgot it`)
    }
    this.genesis = next
  }
}

/** Whether two batches say the same. */
export function sameWritten(a: Written, b: Written): boolean {
  if (a.batch === b.batch) return true
  return (
    sameBallot(a.batch.promisedBallot, b.batch.promisedBallot) &&
    sameBallot(a.batch.acceptedBallot, b.batch.acceptedBallot) &&
    a.batch.chosen?.slotMax === b.batch.chosen?.slotMax &&
    sameBallot(a.batch.chosen?.ballot, b.batch.chosen?.ballot) &&
    a.batch.log?.firstSlot === b.batch.log?.firstSlot &&
    a.batch.snapshot?.slot === b.batch.snapshot?.slot &&
    a.batch.compactedSlotMax === b.batch.compactedSlotMax &&
    a.batch.epoch?.ended.at(-1)?.stopSlot === b.batch.epoch?.ended.at(-1)?.stopSlot &&
    a.ids.length === b.ids.length &&
    a.ids.every((id, i) => id === b.ids[i]) &&
    sameGenesis(a.batch.genesis, b.batch.genesis)
  )
}

function sameBallot(a: Ballot | undefined, b: Ballot | undefined): boolean {
  return a === undefined || b === undefined ? a === b : compareBallots(a, b) === 0
}

/** Configurations are judged by who counts the votes; here it is enough that none got lost. */
function sameGenesis(a: GenesisRecord | undefined, b: GenesisRecord | undefined): boolean {
  return (
    a?.chosen === b?.chosen &&
    sameBallot(a?.promisedBallot, b?.promisedBallot) &&
    sameBallot(a?.accepted?.ballot, b?.accepted?.ballot)
  )
}
