import type { History } from './epochs.js'
import type { Snapshot } from './snapshot.js'

/** What members say to each other to hand over snapshots: none of it is of the log. */
export type SnapshotMessage = SnapshotRequestMessage | SnapshotOfferMessage | SnapshotChunkMessage

/**
 * Asks for part `index` of the content of the snapshot of `slot`. Who has that one no longer offers its newest; slot 0 asks for just that.
 */
export interface SnapshotRequestMessage {
  readonly type: 'snapshot-request'
  readonly slot: number
  /** Counted from 0. */
  readonly index: number
}

/** The sender's newest snapshot. */
export interface SnapshotOfferMessage {
  readonly type: 'snapshot-offer'
  readonly snapshot: Snapshot
  /** The configurations up to its slot. */
  readonly history: History
}

/** One part of the content of a snapshot, of `snapshotChunkBytes` but for the last. */
export interface SnapshotChunkMessage {
  readonly type: 'snapshot-chunk'
  readonly slot: number
  readonly index: number
  readonly content: Uint8Array
}
