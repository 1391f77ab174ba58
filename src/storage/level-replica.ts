import type { Batch, DurableState } from '../core/batch.js'
import type { Entry } from '../core/entry.js'
import { StoreError } from '../errors.js'
import { nextState } from './durable-state.js'
import { toStoreError } from './level-error.js'
import type { ReplicaKeys } from './level-layout.js'
import { cutEntries, putEntries, putStanding, putState, readEntries } from './level-log.js'
import type { Database, LevelWriter, Write } from './level-writer.js'
import type { ReplicaStore } from './store.js'

/** What a replica's state lives in. */
export interface LevelReplicaInit {
  readonly db: Database
  readonly writer: LevelWriter
  readonly keys: ReplicaKeys
  readonly recovered: DurableState
  /** Called once, when the replica is closed and nothing of it is pending. */
  readonly onClose: () => void
}

/** The durable state of one replica in a LevelDB database. In memory it keeps the state without the log. */
export class LevelReplica implements ReplicaStore {
  readonly recovered: DurableState
  readonly #init: LevelReplicaInit
  /** The state once everything that was submitted is durable. */
  #submitted: DurableState
  #failure: { readonly cause: unknown } | undefined
  #closed: Promise<void> | undefined
  readonly #reads = new Set<Promise<unknown>>()

  constructor(init: LevelReplicaInit) {
    this.#init = init
    this.recovered = init.recovered
    this.#submitted = init.recovered
  }

  async append(batch: Batch): Promise<void> {
    this.#checkOpen()
    if (this.#failure !== undefined) throw new StoreError('an earlier batch failed', this.#failure)
    try {
      await this.#init.writer.submit(this.#toWrite(batch))
    } catch (cause) {
      this.#failure ??= { cause }
      throw cause instanceof StoreError
        ? cause
        : new StoreError('the batch cannot be written', { cause })
    }
  }

  async read(firstSlot: number, endSlot: number, bytesMax: number): Promise<readonly Entry[]> {
    this.#checkOpen()
    const { db, keys } = this.#init
    const reading = readEntries(db, keys, firstSlot, endSlot, bytesMax)
    this.#reads.add(reading)
    try {
      return await reading
    } catch (cause) {
      throw toStoreError('the log cannot be read', cause)
    } finally {
      this.#reads.delete(reading)
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    // Nothing to write, but it comes after everything that this replica has submitted.
    const last = this.#init.writer.submit({ operations: [] })
    await Promise.allSettled([last, ...this.#reads])
    this.#init.onClose()
  }

  #toWrite(batch: Batch): Write {
    const { db, keys } = this.#init
    const before = this.#submitted
    const state = nextState(before, batch)
    const { firstSlot, entries } = batch.log ?? { firstSlot: before.lastSlot + 1, entries: [] }
    const operations = putEntries(keys, firstSlot, entries)
    const isSettled = batch.genesis === undefined && batch.epoch === undefined
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
