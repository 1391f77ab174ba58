import type { Batch, DurableState } from '../core/batch.js'
import { type Entry, entryBytes } from '../core/entry.js'
import { StoreError, StoreLockedError } from '../errors.js'
import { bornState, checkReplicaKey, nextState } from './durable-state.js'
import type { ReplicaStore, Store } from './store.js'

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
  /** `entries[0]` is the entry in slot 1. */
  readonly entries: Entry[]
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

  async openReplica(key: string, incarnation: bigint): Promise<ReplicaStore> {
    this.#check(key)
    const kept = this.#kept.get(key) ?? { state: bornState(incarnation), entries: [] }
    this.#kept.set(key, kept)
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
    const { entries } = this.#kept
    const end = Math.min(endSlot - 1, entries.length)
    let count = 0
    let bytes = 0
    for (let slot = firstSlot; slot <= end; slot += 1) {
      bytes += entryBytes(entries[slot - 1] as Entry)
      if (bytes > bytesMax && count > 0) break
      count += 1
    }
    return entries.slice(firstSlot - 1, firstSlot - 1 + count)
  }

  async close(): Promise<void> {
    if (this.#isClosed) return this.#pending
    this.#isClosed = true
    await this.#pending
    this.#onClose()
  }

  #apply(batch: Batch, state: DurableState): void {
    const { entries } = this.#kept
    if (batch.log !== undefined) {
      entries.length = batch.log.firstSlot - 1
      for (const entry of batch.log.entries) entries.push(entry)
    }
    this.#kept.state = state
  }

  #checkOpen(): void {
    if (this.#isClosed) throw new StoreError('the store is closed')
  }
}
