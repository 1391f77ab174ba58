import { formatBallot } from '../core/ballot.js'
import type { QuorumRule } from '../core/configuration.js'
import type { QuorumState } from '../core/effects.js'
import type { Founding } from '../core/founding.js'
import type { StateDivergedError, UnsupportedVersionError } from '../errors.js'
import { toHex } from '../runtime/group-id.js'
import type { ReplicaRuntime } from '../runtime/replica-runtime.js'

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
  /** Why this replica, which goes on voting, applies nothing more: see the event `apply:stop`. */
  readonly applyError: UnsupportedVersionError | StateDivergedError | undefined
  /** Hexadecimal; undefined until the group exists. */
  readonly groupId: string | undefined
  readonly peerId: string
  readonly incarnation: string
  /** Whether this replica votes: only in an open group, and not if its store was lost since the group was founded. */
  readonly votes: boolean
  readonly role: 'learner' | 'follower' | 'candidate' | 'leader'
  /** PeerId of the member that this replica learns from while it does not vote. */
  readonly source: string | undefined
  readonly leader: string | undefined
  /** The leader's ballot, in a form for people. */
  readonly ballot: string | undefined
  readonly quorum: QuorumState
  readonly quorumRule: QuorumRule
  readonly epoch: number
  readonly members: readonly MemberStatus[]
  /**
   * Whether the group keeps its quorum, as far as is known here, while this peer restarts, even if its store is empty after that: enough
   * other voters answer, in the lives in which they vote, or this peer does not vote.
   */
  readonly isRestartSafe: boolean
  /** PeerIds of learners that would vote, as far as this replica knows of them. */
  readonly candidates: readonly string[]
  /** While `forming`: founders that are not connected. */
  readonly missing: readonly string[]
  /** Everything up to this slot is known to be chosen. */
  readonly chosenSlotMax: number
  /**
   * The ballot in which this replica accepted its log, in a form for people: epoch, round, priority and incarnation. Of two logs the one of the
   * higher ballot, or if that is the same the longer one, has all that can be chosen of the other.
   */
  readonly acceptedBallot: string | undefined
  /** First and last slot of this replica's log; what was before is in its snapshot. */
  readonly firstSlot: number
  readonly lastSlot: number
  /** Slot of this replica's newest snapshot; 0 if it has none. */
  readonly snapshotSlot: number
  /** Own proposals that wait for their slot. */
  readonly pendingCount: number
}

/** What a group knows of itself. */
export interface GroupView
  extends Pick<
    GroupStatus,
    | 'name'
    | 'peerId'
    | 'state'
    | 'error'
    | 'applyError'
    | 'leader'
    | 'ballot'
    | 'quorum'
    | 'pendingCount'
  > {
  readonly founding: Founding | undefined
  readonly replica: ReplicaRuntime | undefined
}

/** Where a group stands, for people. */
export function describeGroup({ founding, replica, ...known }: GroupView): GroupStatus {
  const { peerId, state } = known
  const view = replica?.view
  const configuration = replica?.configuration
  const incarnations = new Map(configuration?.voters.map(v => [v.peerId, v.incarnation]))
  const votes = state === 'open' && incarnations.get(peerId) === replica?.incarnation
  const quorum = configuration?.quorum ?? founding?.quorum ?? { prepare: 1, accept: 1 }
  const enough = Math.max(quorum.prepare, quorum.accept)
  const others = (configuration?.voters ?? []).filter(
    voter => voter.peerId !== peerId && replica?.reaches(voter) === true
  )
  const members = configuration?.voters.map(voter => voter.peerId) ?? founding?.founders ?? []
  return {
    ...known,
    groupId: replica?.groupId && toHex(replica.groupId),
    incarnation: formatIncarnation(replica?.incarnation ?? 0n),
    votes,
    role: votes ? (view?.phase ?? 'follower') : 'learner',
    source: view?.source,
    quorumRule: quorum,
    epoch: configuration?.epoch ?? 0,
    members: members.map(member => {
      const incarnation = incarnations.get(member)
      return {
        peerId: member,
        incarnation: incarnation === undefined ? undefined : formatIncarnation(incarnation),
        reachable: member === peerId || (view?.reachable.includes(member) ?? false)
      }
    }),
    isRestartSafe: state === 'open' && (!votes || others.length >= enough),
    candidates: view?.candidates.map(candidate => candidate.peerId) ?? [],
    missing: state === 'forming' ? (replica?.missing ?? []) : [],
    chosenSlotMax: replica?.chosenSlotMax ?? 0,
    acceptedBallot: view && formatBallot(view.acceptedBallot),
    firstSlot: replica?.firstSlot ?? 1,
    lastSlot: view?.lastSlot ?? 0,
    snapshotSlot: view?.snapshotSlot ?? 0
  }
}

function formatIncarnation(incarnation: bigint): string {
  return incarnation.toString(16).padStart(16, '0')
}
