import { InvalidOptionsError } from '../errors.js'

/** Names one life of one peer: a peer that lost its store comes back with another incarnation. */
export interface ReplicaId {
  /** The peer's libp2p PeerId in its string form. */
  readonly peerId: string
  /** Random 64-bit number born with the replica's store, never 0. */
  readonly incarnation: bigint
}

/** A voter, and where it was found when it became one. */
export interface Voter extends ReplicaId {
  /** Texts that mean nothing to the core; none if nothing was known. */
  readonly addresses?: readonly string[]
}

/** How many voters a phase needs. Any prepare quorum and any accept quorum must share a voter. */
export interface QuorumRule {
  /** Voters that must promise before a ballot leads. */
  readonly prepare: number
  /** Voters that must accept before a value is chosen. */
  readonly accept: number
}

/** The voters and the quorum sizes of one epoch. */
export interface Configuration {
  readonly epoch: number
  /** Sorted by PeerId; every PeerId and every incarnation occurs once. */
  readonly voters: readonly Voter[]
  readonly quorum: QuorumRule
}

/** The epoch of the first slot: in epoch 0 the founders choose its configuration. */
export const firstEpoch = 1

/** More voters than this slow every value down and add little safety. */
export const votersMax = 64

/** The smallest quorums of equal size that intersect: more than half. */
export function majorityQuorum(voterCount: number): QuorumRule {
  const majority = Math.floor(voterCount / 2) + 1
  return { prepare: majority, accept: majority }
}

/**
 * Checks that every prepare quorum meets every accept quorum, which is what keeps a chosen value chosen.
 * (Flexible Paxos, Howard, Malkhi and Spiegelman, 2016: only quorums of different phases must intersect.)
 *
 * @throws InvalidOptionsError if a size is not a whole number of 1 to `voterCount`, or the sizes do not
 * add up to more than `voterCount`.
 */
export function checkQuorum(quorum: QuorumRule, voterCount: number): void {
  for (const phase of ['prepare', 'accept'] as const) {
    const size = quorum[phase]
    if (!Number.isInteger(size) || size < 1 || size > voterCount) {
      throw new InvalidOptionsError(
        `quorum.${phase} must be a whole number from 1 to ${voterCount}, not ${size}`
      )
    }
  }
  if (quorum.prepare + quorum.accept <= voterCount) {
    throw new InvalidOptionsError(
      `quorums of ${quorum.prepare} (prepare) and ${quorum.accept} (accept) of ${voterCount} voters ` +
        'need not share a voter: their sum must be greater than the number of voters'
    )
  }
}

/** Whether two names mean the same life of the same peer. */
export function sameReplica(a: ReplicaId, b: ReplicaId): boolean {
  return a.incarnation === b.incarnation && a.peerId === b.peerId
}

function sameVoter(a: Voter, b: Voter): boolean {
  const { addresses: ofA = [] } = a
  const { addresses: ofB = [] } = b
  return sameReplica(a, b) && ofA.length === ofB.length && ofA.every((each, i) => each === ofB[i])
}

/** Whether two configurations are the same in every part. */
export function sameConfiguration(a: Configuration, b: Configuration): boolean {
  return (
    a.epoch === b.epoch &&
    a.quorum.prepare === b.quorum.prepare &&
    a.quorum.accept === b.quorum.accept &&
    a.voters.length === b.voters.length &&
    a.voters.every((voter, i) => sameVoter(voter, b.voters[i] as Voter))
  )
}
