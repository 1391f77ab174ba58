import type { Ballot } from './ballot.js'
import type { Configuration, ReplicaId } from './configuration.js'
import type { Context } from './context.js'
import type { QuorumState } from './effects.js'
import type { Election } from './election.js'
import type { LearnerReport } from './messages.js'
import type { Neighbours } from './neighbours.js'
import type { Proposer } from './proposer.js'
import type { Source } from './source.js'

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
  /** Whether it sends no heartbeats, since nothing happens. */
  readonly isResting: boolean
  /** PeerIds of the members that answer. */
  readonly reachable: readonly string[]
  /** PeerId of the member that this replica learns from while it does not vote. */
  readonly source: string | undefined
  /** Voters that a quorum finds unreachable. */
  readonly unreachable: readonly ReplicaId[]
  /** Learners that would vote, as this replica and the voters it reaches know them. */
  readonly candidates: readonly LearnerReport[]
}

/** What is known by the parts of a replica. */
export function viewOf(parts: {
  readonly context: Context
  readonly proposer: Proposer
  readonly election: Election
  readonly neighbours: Neighbours
  readonly source: Source
}): ReplicaView {
  const { proposer, election, neighbours, source } = parts
  const { state, configuration } = parts.context
  return {
    phase: proposer.phase,
    promisedBallot: state.promisedBallot,
    acceptedBallot: state.acceptedBallot,
    lastSlot: state.lastSlot,
    chosenSlotMax: state.chosenSlotMax,
    snapshotSlot: state.snapshot?.slot ?? 0,
    configuration,
    leader: election.leader,
    leaderBallot: election.leaderBallot,
    quorum: election.quorumState,
    isResting: election.isResting,
    reachable: [...neighbours.reachable()].map(({ peerId }) => peerId),
    source: source.peerId,
    unreachable: election.unreachable,
    candidates: neighbours.candidates
  }
}
