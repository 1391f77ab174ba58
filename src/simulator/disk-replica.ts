import type { Batch, DurableState } from '../core/batch.js'
import { type Entry, entryBytes } from '../core/entry.js'
import { StoreError } from '../errors.js'
import { nextState } from '../storage/durable-state.js'
import type { ReplicaStore } from '../storage/store.js'
import type { Life } from './disk-life.js'
import type { DiskMedium } from './disk-medium.js'
import type { GroupCommit } from './group-commit.js'
import { type JournalRecords, type Kept, replaceEntries } from './journal.js'

export interface DiskReplicaInit {
  readonly medium: DiskMedium
  readonly commit: GroupCommit
  readonly life: Life
  readonly records: JournalRecords
  readonly kept: Kept
  readonly onAppend: (batch: Batch) => void
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
    const { life, medium, kept } = this.#init
    const { promise, resolve, reject } = life.defer<readonly Entry[]>()
    if (life.isOver) return promise
    if (this.#closed !== undefined) {
      reject(new StoreError('the store is closed'))
      return promise
    }
    const entries = fitting(kept.entries, firstSlot, endSlot, bytesMax)
    medium.read(fault => {
      if (fault === undefined) resolve(entries)
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
    if (batch.log !== undefined)
      replaceEntries(kept.entries, batch.log.firstSlot, batch.log.entries)
    kept.state = state
    onDurable(batch)
  }
}

/** Entries of a log as `ReplicaStore.read` promises them. */
function fitting(
  log: readonly Entry[],
  firstSlot: number,
  endSlot: number,
  bytesMax: number
): readonly Entry[] {
  let bytes = 0
  let end = firstSlot - 1
  for (; end < Math.min(endSlot - 1, log.length); end += 1) {
    bytes += entryBytes(log[end] as Entry)
    if (bytes > bytesMax && end >= firstSlot) break
  }
  return log.slice(firstSlot - 1, end)
}
