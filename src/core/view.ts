import type { Ballot } from './ballot.js'
import type { Configuration, ReplicaId } from './configuration.js'
import type { QuorumState } from './effects.js'
import type { LearnerReport } from './messages.js'

/** What a replica knows, for people and for checks. */
export interface ReplicaView {
  readonly phase: 'follower' | 'candidate' | 'leader'
  readonly promisedBallot: Ballot
  readonly acceptedBallot: Ballot
  readonly lastSlot: number
  readonly chosenSlotMax: number
  /** Slot of the newest snapshot; 0 if there is none. */
  readonly snapshotSlot: number
  readonly configuration: Configuration
  readonly leader: ReplicaId | undefined
  readonly leaderBallot: Ballot | undefined
  readonly quorum: QuorumState
  /** PeerIds of the members that answer. */
  readonly reachable: readonly string[]
  /** PeerId of the member that this replica learns from while it does not vote. */
  readonly source: string | undefined
  /** Voters that a quorum finds unreachable. */
  readonly unreachable: readonly ReplicaId[]
  /** Learners that would vote, as this replica and the voters it reaches know them. */
  readonly candidates: readonly LearnerReport[]
}
