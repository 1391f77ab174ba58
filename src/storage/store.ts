import type { Batch, DurableState } from '../core/batch.js'
import type { Entry } from '../core/entry.js'

/**
 * What a resolved `append` survives.
 *
 * - `fsync`: a power cut (the data reached the disk).
 * - `strict`: a power cut as far as the browser keeps its word.
 * - `relaxed`: a crash of the process, not of the machine.
 * - `memory`: nothing.
 */
export type Durability = 'fsync' | 'strict' | 'relaxed' | 'memory'

/**
 * Where a peer keeps the durable state of its replicas; one store serves all groups of a peer.
 *
 * A store is used by one peer in one process at a time.
 */
export interface Store {
  readonly durability: Durability
  /**
   * Takes the store for this process.
   *
   * @throws StoreLockedError if another process or store object holds it.
   * @throws StoreCorruptError if what is there cannot be trusted; UnsupportedVersionError if a newer version wrote it.
   * @throws StoreError for any other failure of the disk.
   */
  open(): Promise<void>
  /** Waits for pending writes and gives the store back. Closing twice is the same as closing once. */
  close(): Promise<void>
  /**
   * Opens the state kept under `key` and reads it whole but for the log entries.
   *
   * State that does not exist is born: with `random` as its incarnation, bottom ballots of epoch 0, an empty log. That it was opened is
   * counted in its `boot`. Both are durable before this resolves. A key is open once at a time.
   *
   * @param random A random number of 64 bits other than 0, which was never used before: it tells apart what else has the same past.
   * @param key Any non-empty string of whole Unicode characters; the caller's name for one replica's state.
   * @throws InvalidOptionsError for another key; StoreLockedError if the key is open.
   * @throws StoreCorruptError if something is there but it cannot be read back whole: corrupt is not empty.
   */
  openReplica(key: string, random: bigint): Promise<ReplicaStore>
  /** Keys of all states kept, sorted. */
  keys(): Promise<readonly string[]>
  /**
   * Deletes the state kept under `key`, durably; unknown keys are ignored.
   *
   * @throws StoreLockedError if the key is open.
   */
  delete(key: string): Promise<void>
}

/** The durable state of one replica. */
export interface ReplicaStore {
  /** The state as it was when opened; it is not kept up to date. */
  readonly recovered: DurableState
  /**
   * Makes `batch` durable, atomically, after all batches appended before it; resolves when it is.
   *
   * Batches resolve in the order of their submission. Once one has failed every later one fails too, with the first
   * error as cause: the caller halts its replica.
   *
   * @throws StoreError if the batch may not have become durable.
   */
  append(batch: Batch): Promise<void>
  /**
   * Entries from `firstSlot` on, ascending and without gaps, of batches that are durable: as many as there are below
   * `endSlot`, and no more than fit in `bytesMax` (by `entryBytes`), but at least one if there is any. None if `firstSlot` is one of those
   * that were given up.
   *
   * @throws StoreCorruptError if a record cannot be read back whole.
   */
  read(firstSlot: number, endSlot: number, bytesMax: number): Promise<readonly Entry[]>
  /**
   * Begins to write the content of a snapshot that covers everything up to `slot`. What was written of one before is thrown away, unless
   * a batch named it.
   *
   * @throws StoreError if that fails.
   */
  stageSnapshot(slot: number): Promise<SnapshotStage>
  /**
   * One part of the content of a snapshot, of `snapshotChunkBytes` but for the last; undefined if the snapshot is not kept, or has no such
   * part.
   *
   * @param index Counted from 0.
   * @throws StoreCorruptError if it cannot be read back whole.
   */
  readSnapshot(slot: number, index: number): Promise<Uint8Array | undefined>
  /**
   * Deletes the contents of all snapshots but those of `slots` and of later ones, which a batch may be about to name. What no durable
   * batch names is also gone when the state is opened again.
   */
  keepSnapshots(slots: readonly number[]): Promise<void>
  /** Waits for pending batches; the key can be opened again afterwards. */
  close(): Promise<void>
}

/** The content of a snapshot that is being written. */
export interface SnapshotStage {
  /**
   * Adds the next part, of `snapshotChunkBytes` but for the last. The caller may use its space again once this resolves.
   *
   * @throws StoreError if it cannot be written.
   */
  write(chunk: Uint8Array): Promise<void>
  /**
   * Resolves once all of it is durable: from then on a batch may name the snapshot.
   *
   * @throws StoreError if it may not have become durable.
   */
  finish(): Promise<void>
}
