import type { Batch, DurableState } from '../core/batch.js'
import type { Entry } from '../core/entry.js'
import { StoreError } from '../errors.js'
import type { Database } from './database.js'
import type { DatabaseWriter, Write } from './database-writer.js'
import { nextState } from './durable-state.js'
import { needed } from './kept-snapshots.js'
import type { ReplicaKeys } from './layout.js'
import type { ReplicaStore, SnapshotStage } from './store.js'
import { toStoreError } from './store-error.js'
import {
  clearUntil,
  cutEntries,
  putEntries,
  putStanding,
  putState,
  readEntries
} from './stored-log.js'

/** Where the contents of the snapshots of one replica are kept; the methods are those of {@link ReplicaStore}. */
export interface SnapshotContents {
  stage(slot: number): Promise<SnapshotStage>
  read(slot: number, index: number): Promise<Uint8Array | undefined>
  /** Deletes all that `isKept` does not hold for. */
  keep(isKept: (slot: number) => boolean): Promise<void>
  /** Ends what is under way. */
  close(): Promise<void>
}

/** What a replica's state lives in. */
export interface DatabaseReplicaInit {
  readonly db: Database
  readonly writer: DatabaseWriter
  readonly keys: ReplicaKeys
  readonly snapshots: SnapshotContents
  readonly recovered: DurableState
  /** Called once, when the replica is closed and nothing of it is pending. */
  readonly onClose: () => void
}

/** The durable state of one replica in a database. In memory it keeps the state without the log. */
export class DatabaseReplica implements ReplicaStore {
  readonly recovered: DurableState
  readonly #init: DatabaseReplicaInit
  /** The state once everything that was submitted is durable. */
  #submitted: DurableState
  #failure: { readonly cause: unknown } | undefined
  #closed: Promise<void> | undefined
  /** What is under way beside batches. */
  readonly #uses = new Set<Promise<unknown>>()

  constructor(init: DatabaseReplicaInit) {
    this.#init = init
    this.recovered = init.recovered
    this.#submitted = init.recovered
  }

  async append(batch: Batch): Promise<void> {
    this.#checkOpen()
    if (this.#failure !== undefined) throw new StoreError('an earlier batch failed', this.#failure)
    try {
      await this.#init.writer.submit(this.#toWrite(batch))
      if (batch.compactedSlotMax !== undefined) this.#deleteUntil(batch.compactedSlotMax)
    } catch (cause) {
      this.#failure ??= { cause }
      throw cause instanceof StoreError
        ? cause
        : new StoreError('the batch cannot be written', { cause })
    }
  }

  async read(firstSlot: number, endSlot: number, bytesMax: number): Promise<readonly Entry[]> {
    const { db, keys } = this.#init
    return await this.#use('the log cannot be read', () =>
      readEntries(db, keys, firstSlot, endSlot, bytesMax)
    )
  }

  async stageSnapshot(slot: number): Promise<SnapshotStage> {
    const { snapshots } = this.#init
    return await this.#use('the snapshot cannot be written', () => snapshots.stage(slot))
  }

  async readSnapshot(slot: number, index: number): Promise<Uint8Array | undefined> {
    const { snapshots } = this.#init
    return await this.#use('the snapshot cannot be read', () => snapshots.read(slot, index))
  }

  async keepSnapshots(slots: readonly number[]): Promise<void> {
    const { snapshots } = this.#init
    await this.#use('the snapshot cannot be deleted', () => snapshots.keep(needed(slots)))
  }

  /** Nobody waits for what is given up to be gone; but who cannot delete cannot write for long. */
  #deleteUntil(slotMax: number): void {
    const { db, keys } = this.#init
    this.#use('the log cannot be cut', () => clearUntil(db, keys, slotMax)).catch(cause => {
      this.#failure ??= { cause }
    })
  }

  /** What `begin` finds; the replica is not closed before it has ended. */
  async #use<T>(failure: string, begin: () => Promise<T>): Promise<T> {
    this.#checkOpen()
    const using = begin()
    this.#uses.add(using)
    try {
      return await using
    } catch (cause) {
      throw toStoreError(failure, cause)
    } finally {
      this.#uses.delete(using)
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    // Nothing to write, but it comes after everything that this replica has submitted.
    const last = this.#init.writer.submit({ operations: [] })
    await Promise.allSettled([last, ...this.#uses])
    await this.#init.snapshots.close()
    this.#init.onClose()
  }

  #toWrite(batch: Batch): Write {
    const { db, keys } = this.#init
    const before = this.#submitted
    const state = nextState(before, batch)
    const { firstSlot, entries } = batch.log ?? { firstSlot: before.lastSlot + 1, entries: [] }
    const operations = putEntries(keys, firstSlot, entries)
    const { genesis, epoch, snapshot } = batch
    const isSettled = genesis === undefined && epoch === undefined && snapshot === undefined
    if (!isSettled) operations.push(putState(keys, state))
    const write: Write = { operations, state: { owner: this, put: putStanding(keys, state) } }
    this.#submitted = state
    if (firstSlot > before.lastSlot) return write
    return { ...write, prepare: () => cutEntries(db, keys, firstSlot) }
  }

  #checkOpen(): void {
    if (this.#closed !== undefined) throw new StoreError('the store is closed')
  }
}
