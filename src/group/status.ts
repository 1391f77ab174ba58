import type { QuorumRule } from '../core/configuration.js'
import type { QuorumState } from '../core/effects.js'

/**
 * Where a group stands, as this replica sees it.
 *
 * - `forming`: the founders have not all met yet.
 * - `open`: the group exists and this replica takes part.
 * - `halted`: this replica stopped for good, for `error`.
 * - `closed`: it was closed.
 */
export type GroupState = 'forming' | 'open' | 'halted' | 'closed'

/** A voter of the group. */
export interface MemberStatus {
  readonly peerId: string
  /** Hexadecimal; undefined until the group exists. */
  readonly incarnation: string | undefined
  /** Whether it answers this replica; this replica itself always does. */
  readonly reachable: boolean
}

/** Everything a person wants to know about a group at one replica. */
export interface GroupStatus {
  readonly name: string
  readonly state: GroupState
  readonly error: Error | undefined
  /** Hexadecimal; undefined until the group exists. */
  readonly groupId: string | undefined
  readonly peerId: string
  readonly incarnation: string
  /** Whether this replica votes: only in an open group, and not if its store was lost since the group was founded. */
  readonly votes: boolean
  readonly role: 'follower' | 'candidate' | 'leader'
  readonly leader: string | undefined
  /** The leader's ballot, in a form for people. */
  readonly ballot: string | undefined
  readonly quorum: QuorumState
  readonly quorumRule: QuorumRule
  readonly epoch: number
  readonly members: readonly MemberStatus[]
  /** While `forming`: founders that are not connected. */
  readonly missing: readonly string[]
  /** Everything up to this slot is known to be chosen. */
  readonly chosenSlotMax: number
  /** Last slot of this replica's log. */
  readonly lastSlot: number
  /** Own proposals that wait for their slot. */
  readonly pendingCount: number
}
