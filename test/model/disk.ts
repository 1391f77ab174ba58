import { type Ballot, bottomBallot } from '../../src/core/ballot.js'
import type { Batch, DurableState } from '../../src/core/batch.js'
import type { Entry } from '../../src/core/entry.js'

/** The durable state of one replica, in memory: what the batches applied so far add up to. */
export class Disk {
  promisedBallot: Ballot = bottomBallot(1)
  acceptedBallot: Ballot = bottomBallot(1)
  chosenSlotMax = 0
  chosenBallot: Ballot = bottomBallot(1)
  entries: Entry[] = []
  readonly incarnation: bigint

  constructor(incarnation: bigint) {
    this.incarnation = incarnation
  }

  get lastSlot(): number {
    return this.entries.length
  }

  apply(batch: Batch): void {
    if (batch.promisedBallot !== undefined) this.promisedBallot = batch.promisedBallot
    if (batch.acceptedBallot !== undefined) this.acceptedBallot = batch.acceptedBallot
    if (batch.chosen !== undefined) {
      this.chosenSlotMax = batch.chosen.slotMax
      this.chosenBallot = batch.chosen.ballot
    }
    if (batch.log === undefined) return
    if (batch.log.firstSlot > this.lastSlot + 1) throw new RangeError('a batch leaves a gap')
    this.entries.length = batch.log.firstSlot - 1
    for (const entry of batch.log.entries) this.entries.push(entry)
  }

  /** Entries of `firstSlot` up to but not including `endSlot`. */
  read(firstSlot: number, endSlot: number): readonly Entry[] {
    return this.entries.slice(firstSlot - 1, endSlot - 1)
  }

  recovered(): DurableState {
    const bottom = bottomBallot(0)
    return {
      incarnation: this.incarnation,
      promisedBallot: this.promisedBallot,
      acceptedBallot: this.acceptedBallot,
      chosenSlotMax: this.chosenSlotMax,
      chosenBallot: this.chosenBallot,
      lastSlot: this.lastSlot,
      compactedSlotMax: 0,
      genesis: { promisedBallot: bottom, chosen: true },
      endedEpochs: []
    }
  }

  copy(): Disk {
    const copy = new Disk(this.incarnation)
    copy.promisedBallot = this.promisedBallot
    copy.acceptedBallot = this.acceptedBallot
    copy.chosenSlotMax = this.chosenSlotMax
    copy.chosenBallot = this.chosenBallot
    copy.entries = this.entries.slice()
    return copy
  }
}
