import type { Ballot } from '../core/ballot.js'
import type { Batch } from '../core/batch.js'
import type { Input } from '../core/effects.js'
import type { History } from '../core/epochs.js'
import type { LogImage } from '../core/image.js'
import { dueSlotsMax } from '../core/limits.js'
import type { Snapshot } from '../core/snapshot.js'
import type { SnapshotMessage } from '../core/snapshot-messages.js'
import { InvalidOptionsError, PaxosError, StoreCorruptError } from '../errors.js'
import type { ReplicaStore } from '../storage/store.js'
import { begun, type Machine } from './machine.js'
import type { Clock, Digests } from './ports.js'
import { contentOf, openContent, readContent, writeContent } from './snapshot-content.js'
import { SnapshotSource } from './snapshot-source.js'
import { SnapshotTransfer } from './snapshot-transfer.js'

/** Intervals of heartbeats after which a snapshot of which nothing comes is asked for at another member. */
const stallIntervals = 20

export interface SnapshotsInit {
  readonly store: ReplicaStore
  readonly clock: Clock
  readonly digests: Digests
  readonly machine: Machine
  /** Bytes of the log from one snapshot to the next. */
  readonly snapshotEveryBytes: number
  /** Bytes of the log that are kept, if possible. */
  readonly logBytesMax: number
  /** The newest snapshot that the store recovered. */
  readonly newest: Snapshot | undefined
  readonly send: (to: string, message: SnapshotMessage) => void
  readonly submit: (input: Input) => void
  readonly heartbeatIntervalMs: number
  /** Everything up to this slot is known. */
  readonly knownSlot: () => number
  /** The configurations up to a slot. */
  readonly historyUpTo: (slot: number) => History
  /** The machine threw when it was asked for its state. */
  readonly onMachineError: (error: unknown) => void
  /** The store failed. */
  readonly onFailure: (error: unknown) => void
}

/** The snapshots of one replica: those that it takes, gets and hands on. */
export class Snapshots {
  readonly #init: SnapshotsInit
  readonly #source: SnapshotSource
  readonly #transfer: SnapshotTransfer
  #isTaking = false
  #isRestoring = false
  #isOver = false
  /** What was fetched, until it is installed. */
  #fetched: Snapshot | undefined

  constructor(init: SnapshotsInit) {
    const { store, digests, send, knownSlot } = init
    this.#init = init
    const onFailure = (error: unknown): void => this.#fail(error)
    this.#source = new SnapshotSource({ ...init, onFailure })
    this.#transfer = new SnapshotTransfer({
      store,
      digests,
      clock: init.clock,
      stallMs: stallIntervals * init.heartbeatIntervalMs,
      send,
      knownSlot,
      onFetched: (snapshot, history) => this.#offerToCore(snapshot, history),
      onFailure
    })
  }

  /** A snapshot is due, and the machine is at its slot: one is taken, unless another is being written. */
  onDue(ballot: Ballot, image: LogImage): void {
    // The log got as far without what is on its way.
    this.#transfer.dropUpTo(image.slot)
    if (this.#isTaking || this.#isOver || this.#transfer.isUnderWay) return
    this.#isTaking = true
    const { machine } = this.#init
    let state: AsyncIterable<Uint8Array>
    try {
      state = begun(machine.snapshot())
    } catch (error) {
      this.#isTaking = false
      this.#init.onMachineError(error)
      return
    }
    void this.#take(ballot, image, state)
  }

  /** What this replica lacks is in a snapshot of `peerId`. */
  obtain(peerId: string): void {
    const isBusy = this.#isTaking || this.#isRestoring || this.#isOver
    if (!isBusy) this.#transfer.obtain(peerId)
  }

  onMessage(from: string, message: SnapshotMessage): void {
    if (this.#isOver) return
    if (message.type === 'snapshot-request') this.#source.onRequest(from, message)
    else if (message.type === 'snapshot-offer') this.#transfer.onOffer(from, message)
    else this.#transfer.onChunk(from, message)
  }

  /** `batch` is durable. */
  onDurable({ snapshot }: Batch): void {
    if (snapshot !== undefined) this.#source.onDurable(snapshot)
  }

  /**
   * Restores the machine to what it was at `slot`, from the store: the newest snapshot there, or the one that was fetched; returns the
   * image.
   *
   * @throws StoreCorruptError if the content is damaged; InvalidOptionsError if it is of a group with another machine, or none; what
   * `restore` throws.
   */
  async restore(slot: number): Promise<LogImage> {
    this.#isRestoring = true
    this.#transfer.drop()
    try {
      return await this.#restore(slot)
    } finally {
      this.#isRestoring = false
    }
  }

  stop(): void {
    this.#isOver = true
    this.#source.stop()
    this.#transfer.drop()
  }

  async #restore(slot: number): Promise<LogImage> {
    const { store, digests, machine, newest } = this.#init
    const snapshot = this.#fetched?.slot === slot ? this.#fetched : newest
    if (snapshot?.slot !== slot) throw new RangeError(`there is no snapshot of slot ${slot}`)
    const { image, kind, state } = await openContent(readContent(store, snapshot, digests))
    if (kind !== machine.kind) {
      throw new InvalidOptionsError(
        `the snapshot of slot ${slot} was taken with a state machine, or without: open the group as it was`
      )
    }
    // The machine may leave some of it; only who has read all of it knows that it is whole.
    await machine.restore({ [Symbol.asyncIterator]: () => ({ next: () => state.next() }) })
    for await (const _ of state);
    return image
  }

  async #take(ballot: Ballot, image: LogImage, state: AsyncIterable<Uint8Array>): Promise<void> {
    const { store, clock, digests, machine, submit, onMachineError } = this.#init
    const { slot } = image
    try {
      const content = contentOf(clock, image, machine.kind, state)
      const summary = await writeContent({ store, clock, digests }, slot, content)
      const snapshot = { slot, ballot, ...summary }
      if (!this.#isOver)
        submit({ type: 'snapshot', snapshot, compactedSlotMax: this.#giveUp(image) })
    } catch (error) {
      if (error instanceof PaxosError) this.#fail(error)
      else if (!this.#isOver) onMachineError(error)
    } finally {
      this.#isTaking = false
    }
  }

  /** Up to where the log can go, if there is a snapshot of this image: to where an earlier one was due. */
  #giveUp({ dueSlots }: LogImage): number {
    const { logBytesMax, snapshotEveryBytes } = this.#init
    const kept = Math.min(Math.floor(logBytesMax / snapshotEveryBytes), dueSlotsMax - 1)
    return logBytesMax === Number.POSITIVE_INFINITY ? 0 : (dueSlots.at(-1 - kept) ?? 0)
  }

  async #offerToCore(snapshot: Snapshot, history: History): Promise<void> {
    const { store, digests, submit, machine } = this.#init
    try {
      const content = readContent(store, snapshot, digests)
      const { image, kind } = await openContent(content)
      await content.return()
      // Of somebody who has another kind of machine it is of no use.
      const isOfUse = image.slot === snapshot.slot && kind === machine.kind
      if (this.#isOver || !isOfUse) return
      this.#fetched = snapshot
      submit({ type: 'install', snapshot, image, history })
    } catch (error) {
      // What was offered is no snapshot, though it is what was offered.
      if (error instanceof StoreCorruptError) this.#init.onMachineError(error)
      else this.#fail(error)
    }
  }

  #fail(error: unknown): void {
    if (!this.#isOver) this.#init.onFailure(error)
  }
}
