import type { Batch, DurableState } from '../core/batch.js'
import type { Entry } from '../core/entry.js'
import { StoreError, StoreLockedError } from '../errors.js'
import { bornState, checkReplicaKey, nextState, reopenedState } from './durable-state.js'
import { KeptLog } from './kept-log.js'
import { keepContents, needed } from './kept-snapshots.js'
import type { ReplicaStore, SnapshotStage, Store } from './store.js'

/**
 * A store that lives as long as the object: what it keeps survives `close` and `open`, and nothing else.
 *
 * It takes its time like a disk: a batch is not readable before a later microtask, and batches resolve in order. What is
 * appended is kept as it is, not copied.
 */
export function memoryStore(): Store {
  return new MemoryStore()
}

interface Kept {
  state: DurableState
  readonly log: KeptLog
  /** Contents of snapshots by their slots. */
  readonly snapshots: Map<number, Uint8Array[]>
}

class MemoryStore implements Store {
  readonly durability = 'memory'
  readonly #kept = new Map<string, Kept>()
  readonly #replicas = new Map<string, MemoryReplica>()
  #isOpen = false

  async open(): Promise<void> {
    if (this.#isOpen) throw new StoreLockedError('the store is already open')
    this.#isOpen = true
  }

  async close(): Promise<void> {
    this.#isOpen = false
    await Promise.all([...this.#replicas.values()].map(replica => replica.close()))
  }

  async openReplica(key: string, random: bigint): Promise<ReplicaStore> {
    this.#check(key)
    let kept = this.#kept.get(key)
    if (kept === undefined) {
      kept = { state: bornState(random), log: new KeptLog(), snapshots: new Map() }
      this.#kept.set(key, kept)
    } else {
      kept.state = reopenedState(kept.state, random)
    }
    keepContents(kept.snapshots, slot => slot === kept.state.snapshot?.slot)
    const replica = new MemoryReplica(kept, () => this.#replicas.delete(key))
    this.#replicas.set(key, replica)
    return replica
  }

  async keys(): Promise<readonly string[]> {
    this.#checkOpen()
    return [...this.#kept.keys()].sort()
  }

  async delete(key: string): Promise<void> {
    this.#check(key)
    this.#kept.delete(key)
  }

  #check(key: string): void {
    this.#checkOpen()
    checkReplicaKey(key)
    if (this.#replicas.has(key)) throw new StoreLockedError(`${key} is already open`)
  }

  #checkOpen(): void {
    if (!this.#isOpen) throw new StoreError('the store is not open')
  }
}

class MemoryReplica implements ReplicaStore {
  readonly recovered: DurableState
  readonly #kept: Kept
  readonly #onClose: () => void
  /** The state once every batch that was appended is durable. */
  #submitted: DurableState
  #pending: Promise<void> = Promise.resolve()
  #failure: unknown
  #isClosed = false

  constructor(kept: Kept, onClose: () => void) {
    this.recovered = kept.state
    this.#submitted = kept.state
    this.#kept = kept
    this.#onClose = onClose
  }

  async append(batch: Batch): Promise<void> {
    this.#checkOpen()
    if (this.#failure !== undefined) {
      throw new StoreError('an earlier batch failed', { cause: this.#failure })
    }
    let state: DurableState
    try {
      state = nextState(this.#submitted, batch)
    } catch (cause) {
      this.#failure = cause
      throw new StoreError('the batch does not fit the log', { cause })
    }
    this.#submitted = state
    this.#pending = this.#pending.then(() => this.#apply(batch, state))
    return this.#pending
  }

  async read(firstSlot: number, endSlot: number, bytesMax: number): Promise<readonly Entry[]> {
    this.#checkOpen()
    return this.#kept.log.read(firstSlot, endSlot, bytesMax)
  }

  async stageSnapshot(slot: number): Promise<SnapshotStage> {
    this.#checkOpen()
    const chunks: Uint8Array[] = []
    return {
      write: async chunk => {
        chunks.push(new Uint8Array(chunk))
      },
      finish: async () => {
        this.#kept.snapshots.set(slot, chunks)
      }
    }
  }

  async readSnapshot(slot: number, index: number): Promise<Uint8Array | undefined> {
    this.#checkOpen()
    return this.#kept.snapshots.get(slot)?.[index]
  }

  async keepSnapshots(slots: readonly number[]): Promise<void> {
    this.#checkOpen()
    keepContents(this.#kept.snapshots, needed(slots))
  }

  async close(): Promise<void> {
    if (this.#isClosed) return this.#pending
    this.#isClosed = true
    await this.#pending
    this.#onClose()
  }

  #apply(batch: Batch, state: DurableState): void {
    this.#kept.log.apply(batch)
    this.#kept.state = state
  }

  #checkOpen(): void {
    if (this.#isClosed) throw new StoreError('the store is closed')
  }
}
