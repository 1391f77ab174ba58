import { assert } from './assert.js'
import { type Ballot, bottomBallot, compareBallots, maxBallot, sameBallot } from './ballot.js'
import type { Batch, DurableState } from './batch.js'
import type { Configuration } from './configuration.js'
import { type Entry, sameEntry } from './entry.js'
import type { EndedEpoch } from './epochs.js'
import { tailBytesMax, tailEntriesMax } from './limits.js'
import { Log } from './log.js'
import { Marks } from './marks.js'
import type { Snapshot } from './snapshot.js'

type Writable<T> = { -readonly [Field in keyof T]: T[Field] }

/**
 * What a replica promised, accepted and learned, in memory, and what of it the store has yet to make durable.
 *
 * 1. `acceptedBallot <= promisedBallot`, and neither ever regresses.
 * 2. `chosenSlotMax <= lastSlot`, and it never regresses; nothing at or below it is ever changed.
 * 3. While `acceptedBallot` stays the same, the log above `chosenSlotMax` only grows.
 *    (Sequence Paxos; an acknowledgement of any age then stays true.)
 * 4. Batches leave in the order of their ids; what `takeBatch` returns is all that changed since the last one.
 */
export class ReplicaState {
  readonly log: Log
  readonly marks: Marks = new Marks()
  #promisedBallot: Ballot
  #acceptedBallot: Ballot
  #chosenSlotMax: number
  #chosenBallot: Ballot

  #ballotsChanged = false
  #chosenChanged = false
  #epochEntry: Batch['epoch']
  #snapshot: Snapshot | undefined
  #compactedSlotMax: number
  #snapshotChanged = false
  /** Lowest slot that changed since the last batch. */
  #changedFrom = Number.POSITIVE_INFINITY

  #batchId = 0
  #durableBatchId = 0
  /** What each batch under way makes true once it is durable. */
  readonly #underWay: {
    readonly batchId: number
    readonly ballot: Ballot
    lastSlot: number
    readonly sinceMs: number
  }[] = []
  #durableBallot: Ballot
  #durableSlot: number

  constructor(recovered: DurableState) {
    this.#promisedBallot = recovered.promisedBallot
    this.#acceptedBallot = recovered.acceptedBallot
    this.#chosenSlotMax = recovered.chosenSlotMax
    this.#chosenBallot = recovered.chosenBallot
    this.#durableBallot = recovered.acceptedBallot
    this.#durableSlot = recovered.lastSlot
    this.#snapshot = recovered.snapshot
    this.#compactedSlotMax = recovered.compactedSlotMax
    this.log = new Log((recovered.snapshot?.slot ?? 0) + 1)
    if (recovered.snapshot !== undefined) this.marks.add(recovered.snapshot)
  }

  get promisedBallot(): Ballot {
    return this.#promisedBallot
  }

  get acceptedBallot(): Ballot {
    return this.#acceptedBallot
  }

  get chosenSlotMax(): number {
    return this.#chosenSlotMax
  }

  /** A ballot in which everything up to `chosenSlotMax` is known to be chosen. */
  get chosenBallot(): Ballot {
    return this.#chosenBallot
  }

  get lastSlot(): number {
    return this.log.lastSlot
  }

  /** Id of the batch that left last. */
  get batchId(): number {
    return this.#batchId
  }

  /** Whether this replica's log is the one its promised ballot accepts onto. */
  get synced(): boolean {
    return sameBallot(this.#acceptedBallot, this.#promisedBallot)
  }

  /** Bytes of the entries that are not known to be chosen. */
  get unchosenBytes(): number {
    return this.log.bytes(this.#chosenSlotMax + 1, this.log.lastSlot)
  }

  /** The newest snapshot. */
  get snapshot(): Snapshot | undefined {
    return this.#snapshot
  }

  /** Entries up to here are no longer kept. */
  get compactedSlotMax(): number {
    return this.#compactedSlotMax
  }

  /** Brings back entries that the store already has, in order, from the slot after the snapshot's on. */
  restore(entries: readonly Entry[]): void {
    this.log.append(entries)
  }

  /** Promises to accept nothing below `ballot`. */
  promise(ballot: Ballot): void {
    const order = compareBallots(ballot, this.#promisedBallot)
    assert(order >= 0, 'a promise must not regress')
    if (order === 0) return
    this.#promisedBallot = ballot
    this.#ballotsChanged = true
  }

  /** Makes the log from `firstSlot` on equal to `entries` and accepts it in `ballot`, the promised one. */
  accept(ballot: Ballot, firstSlot: number, entries: readonly Entry[]): void {
    assert(sameBallot(ballot, this.#promisedBallot), 'accepts only in the promised ballot')
    const order = compareBallots(ballot, this.#acceptedBallot)
    assert(order >= 0, 'the accepted ballot must not regress')
    if (order === 0) assert(firstSlot === this.log.lastSlot + 1, 'within a ballot a log only grows')
    this.#replaceFrom(firstSlot, entries)
    if (order > 0) {
      this.#acceptedBallot = ballot
      this.#ballotsChanged = true
    }
  }

  /**
   * Installs entries that are known to be chosen, the first at `chosenSlotMax + 1`. What is equal is kept; at the
   * first difference the rest of the log is cut, because it can never be chosen.
   */
  installChosen(ballot: Ballot, entries: readonly Entry[]): void {
    let slot = this.#chosenSlotMax + 1
    let kept = 0
    while (kept < entries.length && slot <= this.log.lastSlot) {
      if (!sameEntry(entries[kept] as Entry, this.log.at(slot))) break
      kept += 1
      slot += 1
    }
    if (kept < entries.length) this.#replaceFrom(slot, entries.slice(kept))
    this.learn(this.#chosenSlotMax + entries.length, ballot)
  }

  /** Records that everything up to `slotMax` is chosen, known in `ballot`. */
  learn(slotMax: number, ballot: Ballot): void {
    if (slotMax <= this.#chosenSlotMax) return
    assert(slotMax <= this.log.lastSlot, 'only what is in the log can be learned')
    this.#chosenSlotMax = slotMax
    this.#chosenBallot = maxBallot(this.#chosenBallot, ballot)
    this.#chosenChanged = true
  }

  /**
   * Enters the epoch that the chosen stop entry at `chosenSlotMax` begins: what is above it can never be chosen, and nothing is
   * promised or accepted in the new epoch yet.
   */
  enterEpoch(before: Configuration, configuration: Configuration): EndedEpoch {
    assert(configuration.epoch === before.epoch + 1, 'epochs follow one another')
    const ended = {
      configuration: before,
      stopSlot: this.#chosenSlotMax,
      ballot: this.#chosenBallot
    }
    this.#replaceFrom(this.#chosenSlotMax + 1, [])
    this.#promisedBallot = bottomBallot(configuration.epoch)
    this.#acceptedBallot = this.#promisedBallot
    this.#ballotsChanged = true
    this.#epochEntry = { ended: [...(this.#epochEntry?.ended ?? []), ended], configuration }
    return ended
  }

  /** A snapshot was taken here: entries up to `compactedSlotMax` are given up. */
  keepSnapshot(snapshot: Snapshot, compactedSlotMax: number): void {
    assert(snapshot.slot <= this.#chosenSlotMax, 'only what is chosen is in a snapshot')
    assert(compactedSlotMax <= snapshot.slot, 'only what a snapshot covers is given up')
    if (this.#snapshot !== undefined && snapshot.slot <= this.#snapshot.slot) return
    this.#snapshot = snapshot
    this.#compactedSlotMax = Math.max(this.#compactedSlotMax, compactedSlotMax)
    this.log.forget(this.#compactedSlotMax)
    this.marks.add(snapshot)
    this.#snapshotChanged = true
  }

  /**
   * Takes up the log from a snapshot that goes beyond what is known to be chosen. Of the log, what is above its slot is kept: it may have
   * been accepted by a quorum, which `acceptedBallot` still vouches for. Only what is left of an epoch that is over by then, `entered` says,
   * can never be chosen. The promise covers what is known to be chosen: no candidate of a lower ballot is told of that without what it is.
   */
  installSnapshot(snapshot: Snapshot, entered: Batch['epoch']): void {
    const { slot, ballot } = snapshot
    assert(slot > this.#chosenSlotMax, 'a snapshot is installed for what it adds')
    if (entered !== undefined) {
      this.#cut(Math.max(this.log.firstSlot - 1, slot))
      this.#promisedBallot = ballot
      this.#acceptedBallot = bottomBallot(entered.configuration.epoch)
      this.#ballotsChanged = true
      const ended = [...(this.#epochEntry?.ended ?? []), ...entered.ended]
      this.#epochEntry = { ended, configuration: entered.configuration }
    }
    if (slot >= this.log.lastSlot) this.#changedFrom = slot + 1
    else if (this.#changedFrom <= slot) this.#changedFrom = slot + 1
    this.log.forget(slot)
    this.#chosenSlotMax = slot
    this.#chosenBallot = maxBallot(this.#chosenBallot, ballot)
    this.#chosenChanged = true
    this.#snapshot = snapshot
    this.#compactedSlotMax = slot
    this.marks.add(snapshot)
    this.#snapshotChanged = true
  }

  /** Lets go of chosen entries that are far behind, and that the store has. */
  trim(): void {
    const slotMax = Math.min(this.#chosenSlotMax, this.#durableSlot, this.lastSlot)
    this.log.trim(slotMax, tailBytesMax, tailEntriesMax)
  }

  /**
   * Everything that changed since the last batch, as one batch.
   *
   * A watermark alone is worth a batch only when `flush` is set: it is never needed to be safe, and the next batch takes it along.
   */
  takeBatch(nowMs: number, flush = false): { batchId: number; batch: Batch } | undefined {
    const logChanged = this.#changedFrom !== Number.POSITIVE_INFINITY
    const isWorthIt = this.#ballotsChanged || logChanged || this.#snapshotChanged
    if (!isWorthIt && !(flush && this.#chosenChanged)) return undefined
    assert(
      compareBallots(this.#acceptedBallot, this.#promisedBallot) <= 0,
      'what is accepted must have been promised'
    )
    const firstSlot = this.#changedFrom
    const batch: Writable<Batch> = {}
    if (this.#ballotsChanged) {
      batch.promisedBallot = this.#promisedBallot
      batch.acceptedBallot = this.#acceptedBallot
    }
    if (this.#chosenChanged) {
      batch.chosen = { slotMax: this.#chosenSlotMax, ballot: this.#chosenBallot }
    }
    if (this.#epochEntry !== undefined) batch.epoch = this.#epochEntry
    if (this.#snapshotChanged && this.#snapshot !== undefined) {
      batch.snapshot = this.#snapshot
      batch.compactedSlotMax = this.#compactedSlotMax
    }
    if (logChanged) {
      batch.log = { firstSlot, entries: this.log.slice(firstSlot, this.log.lastSlot) }
    }
    this.#ballotsChanged = false
    this.#chosenChanged = false
    this.#snapshotChanged = false
    this.#epochEntry = undefined
    this.#changedFrom = Number.POSITIVE_INFINITY
    this.#batchId += 1
    this.#underWay.push({
      batchId: this.#batchId,
      ballot: this.#acceptedBallot,
      lastSlot: this.log.lastSlot,
      sinceMs: nowMs
    })
    return { batchId: this.#batchId, batch }
  }

  /** Every batch up to `batchId` is durable. */
  onDurable(batchId: number): void {
    assert(batchId <= this.#batchId, 'only what left can be durable')
    while (this.#underWay[0] !== undefined && this.#underWay[0].batchId <= batchId) {
      const done = this.#underWay.shift()
      if (done === undefined) break
      this.#durableBallot = done.ballot
      this.#durableSlot = done.lastSlot
      this.#durableBatchId = done.batchId
    }
  }

  /** Whether the batch with this id is durable. */
  isDurable(batchId: number): boolean {
    return batchId <= this.#durableBatchId
  }

  /** Last slot that is durably accepted in exactly `ballot`; 0 if nothing is. */
  durableSlot(ballot: Ballot): number {
    return sameBallot(ballot, this.#durableBallot) ? this.#durableSlot : 0
  }

  /** Whether everything there is was accepted in the ballot that is promised, chosen and durable. */
  get isSettled(): boolean {
    return (
      this.lastSlot === this.#chosenSlotMax &&
      this.#underWay.length === 0 &&
      sameBallot(this.acceptedBallot, this.promisedBallot)
    )
  }

  /** Since when the oldest batch that is not durable is under way. */
  get flushingSinceMs(): number | undefined {
    return this.#underWay[0]?.sinceMs
  }

  #replaceFrom(firstSlot: number, entries: readonly Entry[]): void {
    assert(firstSlot > this.#chosenSlotMax, 'what is chosen is never changed')
    assert(firstSlot <= this.log.lastSlot + 1, 'the log has no gaps')
    if (firstSlot > this.log.lastSlot && entries.length === 0) return
    this.#cut(firstSlot - 1)
    this.log.append(entries)
    this.#changedFrom = Math.min(this.#changedFrom, firstSlot)
  }

  /** What is cut is not durable any more: a batch under way may still write it, but a later one replaces it. */
  #cut(lastSlot: number): void {
    if (lastSlot >= this.log.lastSlot) return
    this.log.cut(lastSlot)
    this.#durableSlot = Math.min(this.#durableSlot, lastSlot)
    for (const batch of this.#underWay) batch.lastSlot = Math.min(batch.lastSlot, lastSlot)
  }
}

/** The state in which a replica enters the first epoch. */
export function emptyLog(recovered: DurableState, epoch: number): DurableState {
  const bottom = bottomBallot(epoch)
  return { ...recovered, promisedBallot: bottom, acceptedBallot: bottom, chosenBallot: bottom }
}
