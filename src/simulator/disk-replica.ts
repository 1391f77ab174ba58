import type { Batch, DurableState } from '../core/batch.js'
import type { Entry } from '../core/entry.js'
import { StoreError } from '../errors.js'
import { nextState } from '../storage/durable-state.js'
import { keepContents, needed } from '../storage/kept-snapshots.js'
import type { ReplicaStore, SnapshotStage } from '../storage/store.js'
import type { Life } from './disk-life.js'
import type { DiskMedium } from './disk-medium.js'
import type { GroupCommit } from './group-commit.js'
import type { JournalRecords, Kept } from './journal.js'

export interface DiskReplicaInit {
  readonly medium: DiskMedium
  readonly commit: GroupCommit
  readonly life: Life
  readonly records: JournalRecords
  readonly kept: Kept
  readonly onAppend: (batch: Batch) => void
  readonly onStage: () => void
  readonly onDurable: (batch: Batch) => void
  /** Called when the replica is closed and nothing of it is pending. */
  readonly onClose: () => void
}

/** The durable state of one replica on a simulated disk, for one life of a process. */
export class DiskReplica implements ReplicaStore {
  readonly recovered: DurableState
  readonly #init: DiskReplicaInit
  /** The state once everything that was submitted is durable. */
  #submitted: DurableState
  #failure: { readonly cause: unknown } | undefined
  #closed: Promise<void> | undefined

  constructor(init: DiskReplicaInit) {
    this.#init = init
    this.recovered = init.kept.state
    this.#submitted = init.kept.state
  }

  append(batch: Batch): Promise<void> {
    const { promise, resolve, reject } = this.#init.life.defer<void>()
    if (this.#init.life.isOver) return promise
    if (this.#closed !== undefined) reject(new StoreError('the store is closed'))
    else if (this.#failure !== undefined) {
      reject(new StoreError('an earlier batch failed', this.#failure))
    } else {
      this.#submit(batch, fault => {
        if (fault === undefined) {
          resolve()
          return
        }
        this.#failure ??= { cause: fault }
        reject(new StoreError('the batch cannot be written', { cause: fault }))
      })
    }
    return promise
  }

  read(firstSlot: number, endSlot: number, bytesMax: number): Promise<readonly Entry[]> {
    return this.#read(({ log }) => log.read(firstSlot, endSlot, bytesMax))
  }

  stageSnapshot(slot: number): Promise<SnapshotStage> {
    const { promise, resolve } = this.#init.life.defer<SnapshotStage>()
    let index = -1
    resolve({
      write: chunk => {
        index += 1
        return this.#writeChunk(slot, index, new Uint8Array(chunk))
      },
      // Every part is durable once it is written.
      finish: async () => undefined
    })
    return promise
  }

  readSnapshot(slot: number, index: number): Promise<Uint8Array | undefined> {
    return this.#read(({ snapshots }) => snapshots.get(slot)?.[index])
  }

  /** Nothing is flushed for it: a crash may bring back what was deleted, or not. */
  async keepSnapshots(slots: readonly number[]): Promise<void> {
    const { life, medium, records, kept } = this.#init
    if (life.isOver) return
    keepContents(kept.snapshots, needed(slots))
    try {
      medium.write(records.cleaning(slots), () => undefined)
    } catch (cause) {
      throw new StoreError('the snapshot cannot be deleted', { cause })
    }
  }

  #writeChunk(slot: number, index: number, content: Uint8Array): Promise<void> {
    const { life, commit, records, kept, onStage } = this.#init
    const { promise, resolve, reject } = life.defer<void>()
    if (life.isOver) return promise
    commit.submit({
      record: records.chunk(slot, index, content),
      onDurable: () => {
        const chunks = index === 0 ? [] : (kept.snapshots.get(slot) ?? [])
        chunks[index] = content
        kept.snapshots.set(slot, chunks)
      },
      settle: fault => {
        if (fault === undefined) resolve()
        else reject(new StoreError('the snapshot cannot be written', { cause: fault }))
      }
    })
    onStage()
    return promise
  }

  /** What `look` finds, once something was read. */
  #read<T>(look: (kept: Kept) => T): Promise<T> {
    const { life, medium, kept } = this.#init
    const { promise, resolve, reject } = life.defer<T>()
    if (life.isOver) return promise
    if (this.#closed !== undefined) {
      reject(new StoreError('the store is closed'))
      return promise
    }
    const found = look(kept)
    medium.read(fault => {
      if (fault === undefined) resolve(found)
      else reject(new StoreError('the log cannot be read', { cause: fault }))
    })
    return promise
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  #close(): Promise<void> {
    const { life, commit, onClose } = this.#init
    const { promise, resolve } = life.defer<void>()
    commit.afterAll(() => {
      onClose()
      resolve()
    })
    return promise
  }

  #submit(batch: Batch, settle: (fault?: unknown) => void): void {
    const { commit, records, onAppend } = this.#init
    const before = this.#submitted
    let after: DurableState
    let record: Uint8Array
    try {
      after = nextState(before, batch)
      record = records.change(before, after, batch)
    } catch (cause) {
      settle(cause)
      return
    }
    this.#submitted = after
    commit.submit({ record, onDurable: () => this.#onDurable(batch, after), settle })
    onAppend(batch)
  }

  #onDurable(batch: Batch, state: DurableState): void {
    const { kept, onDurable } = this.#init
    kept.log.apply(batch)
    kept.state = state
    onDurable(batch)
  }
}
