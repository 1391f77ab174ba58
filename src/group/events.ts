import type { QuorumState } from '../core/effects.js'
import type {
  GenesisMismatchError,
  StateDivergedError,
  UnsupportedVersionError
} from '../errors.js'

/** A value of the application in its slot. */
export interface LogEntry<T> {
  readonly slot: number
  /** The decoded value; undefined if it did not decode. */
  readonly value: T | undefined
  /** The value as it was proposed. */
  readonly bytes: Uint8Array
  /** Why the bytes did not decode. */
  readonly decodeError?: unknown
  /** PeerId of the member that proposed it; empty if the group has forgotten that member's session. */
  readonly origin: string
  /** Milliseconds of the group's own clock, which never runs backwards; not a time of day. */
  readonly logTimeMs: number
}

/** Who leads. */
export interface LeaderChange {
  /** PeerId of the leader; undefined while none is known. */
  readonly leader: string | undefined
  /** The leader's ballot, in a form for people. */
  readonly ballot: string | undefined
}

/** Who votes. */
export interface MembersChange {
  readonly epoch: number
  /** PeerIds, sorted. */
  readonly voters: readonly string[]
}

/** The events of a group; each one's `detail`. */
export interface GroupEvents<T> {
  /**
   * A value was chosen and learned here: ascending by slot, each once, without gaps among those learned after `open` but for those that
   * `snapshot:install` tells of.
   */
  readonly chosen: CustomEvent<LogEntry<T>>
  /**
   * What was chosen in these slots was learned as a whole, from a snapshot of another member: there is no `chosen` event for it, and it is
   * not in the log here.
   */
  readonly 'snapshot:install': CustomEvent<{ readonly fromSlot: number; readonly toSlot: number }>
  /**
   * This replica and the member `peerId` have different states after the same `slot`: the machine depends on something else than what it
   * is told. A replica that a majority of the voters disagrees with halts; if there is no such majority, nothing more is applied: `apply:stop`.
   */
  readonly 'snapshot:divergence': CustomEvent<{ readonly peerId: string; readonly slot: number }>
  readonly 'leader:change': CustomEvent<LeaderChange>
  /**
   * Whether the group can make progress: `available`; `suspended` (no leader with a quorum is known: calls wait); `lost` (no
   * quorum was reachable for `quorumLostAfterMs`).
   */
  readonly 'quorum:change': CustomEvent<{ readonly state: QuorumState }>
  /** A change of the voters was chosen: the group is in a new epoch. */
  readonly 'members:change': CustomEvent<MembersChange>
  /** After an OverloadedError: there is room for proposals again. */
  readonly drain: CustomEvent<{ readonly pendingCount: number }>
  /** A founder disagrees about the group, which cannot form until one of the two is opened with other options. */
  readonly 'genesis:mismatch': CustomEvent<{ readonly error: GenesisMismatchError }>
  /**
   * This replica goes on voting, and applies nothing more: an entry is of a newer version, until it is opened with one that knows that; or
   * no state is that of a majority.
   */
  readonly 'apply:stop': CustomEvent<{
    readonly error: UnsupportedVersionError | StateDivergedError
  }>
  /** This replica stopped for good: it votes no more, and the group goes on without it. */
  readonly halt: CustomEvent<{ readonly error: Error }>
}
