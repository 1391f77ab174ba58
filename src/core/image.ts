/**
 * What a prefix of the log amounts to, for who takes it up from there: the part of a snapshot that is not the application's.
 *
 * It is a pure function of the log up to `slot`, the same at every replica, in its order too.
 */
export interface LogImage {
  /** Last slot of the prefix. */
  readonly slot: number
  /** The group's time in that slot. */
  readonly logTimeMs: number
  /** Sessions that are known, the least recently used first. */
  readonly sessions: readonly SessionImage[]
  /** Keys that are remembered, the oldest first. */
  readonly keys: readonly KeyImage[]
  /** All decisions, the oldest first. */
  readonly decisions: readonly DecisionImage[]
  /** The last slots at which snapshots were due, the newest last. */
  readonly dueSlots: readonly number[]
}

/** What the group knows of one session. */
export interface SessionImage {
  /** Slot of the entry that opened the session. */
  readonly id: number
  /** PeerId of the replica that opened it. */
  readonly origin: string
  readonly nonce: bigint
  readonly nextSequence: number
  /**
   * What became of the sequences before the next one that the origin has not acknowledged: the slot that counts for each, or 0 if it
   * came to nothing.
   */
  readonly outcomes: readonly number[]
}

/** A key, and the slot of its first use. */
export interface KeyImage {
  /** PeerId of the replica that used it. */
  readonly origin: string
  readonly key: string
  readonly slot: number
}

/** A decision, and the slot in which it was made. */
export interface DecisionImage {
  readonly name: string
  readonly slot: number
  readonly value: Uint8Array
}
