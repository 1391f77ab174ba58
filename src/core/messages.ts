import type { Ballot } from './ballot.js'
import type { ReplicaId } from './configuration.js'
import type { Entry, Proposal } from './entry.js'
import type { SnapshotMark } from './marks.js'

/**
 * What replicas of one group say to each other.
 *
 * The sender is never a field: it is the peer at the other end of the connection. The envelope of a message
 * carries the group id and the sender's incarnation, and every ballot its epoch.
 */
export type Message =
  | PrepareMessage
  | PromiseMessage
  | RejectMessage
  | AcceptSyncMessage
  | AcceptMessage
  | AcceptedMessage
  | HeartbeatMessage
  | HeartbeatReplyMessage
  | CatchUpRequestMessage
  | CatchUpReplyMessage
  | CompactedMessage
  | LearnMessage
  | ProposeMessage
  | ProposeReplyMessage
  | ReadRequestMessage
  | ReadReplyMessage
  | ConfirmMessage
  | ConfirmedMessage
  | TransferMessage

/** Phase 1: asks to promise `ballot`, and says what log the proposer already has. */
export interface PrepareMessage {
  readonly type: 'prepare'
  readonly ballot: Ballot
  readonly acceptedBallot: Ballot
  readonly lastSlot: number
  readonly chosenSlotMax: number
}

/**
 * Phase 1: nothing below `ballot` will be accepted; this is the sender's log.
 *
 * `entries` are the part of it that the proposer lacks, from `firstSlot` to `lastSlot`; none if it lacks nothing.
 * Sent to a leader it is a fresh report of where the sender stands.
 */
export interface PromiseMessage {
  readonly type: 'promise'
  readonly ballot: Ballot
  readonly acceptedBallot: Ballot
  readonly lastSlot: number
  readonly chosenSlotMax: number
  readonly firstSlot: number
  readonly entries: readonly Entry[]
}

/** Why a message of a ballot was refused: see {@link RejectMessage}. */
export type RejectReason = 'promised-higher' | 'behind'

/**
 * `ballot` was refused.
 *
 * - `promised-higher`: the sender promised `promisedBallot`, which is above it.
 * - `behind`: the proposer lacks more chosen entries than a promise may carry; it must catch up to
 *   `chosenSlotMax` first.
 */
export interface RejectMessage {
  readonly type: 'reject'
  readonly ballot: Ballot
  readonly reason: RejectReason
  readonly promisedBallot: Ballot
  readonly chosenSlotMax: number
}

/** Phase 2: makes the receiver's log from `firstSlot` on equal to the leader's adopted log. */
export interface AcceptSyncMessage {
  readonly type: 'accept-sync'
  readonly ballot: Ballot
  readonly firstSlot: number
  readonly entries: readonly Entry[]
  /** Last slot of the log that the leader adopted; the entries reach at least to it. */
  readonly adoptedEnd: number
  readonly chosenSlotMax: number
}

/** Phase 2: appends `entries` at `firstSlot`; without entries it only tells `chosenSlotMax`. */
export interface AcceptMessage {
  readonly type: 'accept'
  readonly ballot: Ballot
  readonly firstSlot: number
  readonly entries: readonly Entry[]
  readonly chosenSlotMax: number
}

/** Phase 2: everything up to `lastSlot` is durably accepted in `ballot`. */
export interface AcceptedMessage {
  readonly type: 'accepted'
  readonly ballot: Ballot
  readonly lastSlot: number
}

/** Election: asks how the receiver sees the group in the sender's round. */
export interface HeartbeatMessage {
  readonly type: 'heartbeat'
  readonly round: number
  /** Whether the sender itself would answer something else than the receiver may have heard. */
  readonly news: boolean
}

/** Election: the answer to one heartbeat. */
export interface HeartbeatReplyMessage {
  readonly type: 'heartbeat-reply'
  readonly round: number
  /** Epoch of the sender: what it says of leaders and votes is of that epoch. */
  readonly epoch: number
  readonly promisedBallot: Ballot
  /** The ballot the sender leads or follows, if it knows one. */
  readonly leaderBallot?: Ballot | undefined
  /** Whether the sender leads `leaderBallot` itself. */
  readonly leads: boolean
  /** Whether the sender leads with a quorum behind it, or a leader that does answered it directly. */
  readonly happy: boolean
  /** Members between the sender and a voter: 0 if it votes itself. A learner is happy if the member it learns from is. */
  readonly distance: number
  /** Whether the sender can vote: a voter whose disk keeps up. */
  readonly canVote: boolean
  /** Whether the sender leads only where nobody else can. */
  readonly inReserve: boolean
  readonly chosenSlotMax: number
  /** Voters of the sender's epoch that do not answer it: one bit each, in the order of the configuration. */
  readonly silent: bigint
  /** Learners that would vote: to a voter, those that the sender serves; to a learner, all that it knows of. */
  readonly learners: readonly LearnerReport[]
  /** The sender's newest snapshot, if it has one. */
  readonly snapshot?: SnapshotMark | undefined
}

/** Where a learner stands. */
export interface LearnerReport extends ReplicaId {
  /** Everything up to this slot is durable there, and known to be chosen. */
  readonly chosenSlotMax: number
}

/** Asks for chosen entries from `firstSlot` on. */
export interface CatchUpRequestMessage {
  readonly type: 'catch-up-request'
  readonly firstSlot: number
}

/** Chosen entries from `firstSlot` on, known chosen in `ballot`. */
export interface CatchUpReplyMessage {
  readonly type: 'catch-up-reply'
  readonly ballot: Ballot
  readonly firstSlot: number
  readonly entries: readonly Entry[]
  /** The sender's watermark: more can be asked for up to it. */
  readonly chosenSlotMax: number
}

/** The answer to whoever lacks chosen entries that the sender has given up: they are in a snapshot that covers everything up to `slot`. */
export interface CompactedMessage {
  readonly type: 'compacted'
  readonly slot: number
}

/**
 * Asks for entries as they are chosen, from `chosenSlotMax + 1` on; everything up to there is durable at the sender, and known to be
 * chosen. A learner repeats it with every round of heartbeats.
 */
export interface LearnMessage {
  readonly type: 'learn'
  readonly chosenSlotMax: number
  /** Whether the sender would vote if it was made a voter. */
  readonly willing: boolean
}

/** Proposals on their way to the leader, in the order of their sequence. */
export interface ProposeMessage {
  readonly type: 'propose'
  /** PeerId of the replica whose proposals these are; another than the sender's if they were passed on. */
  readonly origin: string
  readonly proposals: readonly Proposal[]
  /** PeerIds of the replicas that passed this on, in their order. */
  readonly via: readonly string[]
}

/** Tells an origin that its proposals cannot be taken as they came. */
export interface ProposeReplyMessage {
  readonly type: 'propose-reply'
  /** PeerId of the replica whose proposals these are. */
  readonly origin: string
  readonly session: number
  /** `gap`: resend from `nextSequence`; `session-expired`: the session is unknown for ever. */
  readonly reason: 'gap' | 'session-expired'
  readonly nextSequence: number
  /** PeerIds of the replicas that are yet to pass this on, the next one last. */
  readonly via: readonly string[]
}

/** Asks the leader for a slot that covers everything chosen before the request. */
export interface ReadRequestMessage {
  readonly type: 'read-request'
  /** PeerId of the replica that reads; another than the sender's if the request was passed on. */
  readonly origin: string
  readonly id: number
  /** PeerIds of the replicas that passed this on, in their order. */
  readonly via: readonly string[]
}

/** Everything chosen before read request `id` was made is at or below `slot`. */
export interface ReadReplyMessage {
  readonly type: 'read-reply'
  /** PeerId of the replica that reads. */
  readonly origin: string
  readonly id: number
  readonly slot: number
  /** PeerIds of the replicas that are yet to pass this on, the next one last. */
  readonly via: readonly string[]
}

/** A leader asks whether its ballot still stands. */
export interface ConfirmMessage {
  readonly type: 'confirm'
  readonly ballot: Ballot
  readonly round: number
}

/** The sender's promise is exactly `ballot`, at a time after round `round` began. */
export interface ConfirmedMessage {
  readonly type: 'confirmed'
  readonly ballot: Ballot
  readonly round: number
}

/** Asks the leader of `ballot` to hand over to `target`; from that leader, asks `target` to lead. */
export interface TransferMessage {
  readonly type: 'transfer'
  readonly ballot: Ballot
  /** PeerId of the voter that is to lead. */
  readonly target: string
}
