/**
 * Every error that the public API throws or reports.
 *
 * `name` is the API: compare it, not the class, so that copies of the package in one program agree. Each class says
 * whether to retry and whether the call may have taken effect.
 *
 * @packageDocumentation
 */

interface ErrorDetails {
  readonly cause?: unknown
}

/** Common base of all errors of this package. */
export abstract class PaxosError extends Error {
  abstract override readonly name: string
}

/** An option or argument is not valid. Retrying does not help; the call had no effect. */
export class InvalidOptionsError extends PaxosError {
  static override readonly name = 'InvalidOptionsError' as const
  override readonly name = 'InvalidOptionsError' as const
}

/** The service was not started yet. Retry after `node.start()`; the call had no effect. */
export class NotStartedError extends PaxosError {
  static override readonly name = 'NotStartedError' as const
  override readonly name = 'NotStartedError' as const
}

/** The replica stopped or halted. Do not retry on it; a proposal that was pending may have taken effect. */
export class ReplicaStoppedError extends PaxosError {
  static override readonly name = 'ReplicaStoppedError' as const
  override readonly name = 'ReplicaStoppedError' as const
}

/** A bound on pending work was hit. Retry after the `drain` event; the call had no effect. */
export class OverloadedError extends PaxosError {
  static override readonly name = 'OverloadedError' as const
  override readonly name = 'OverloadedError' as const
}

/** Time ran out while no quorum was reachable and nothing was sent. Retry; the call had no effect. */
export class NoQuorumError extends PaxosError {
  static override readonly name = 'NoQuorumError' as const
  override readonly name = 'NoQuorumError' as const
}

/** How long to wait for the fate of a proposal. */
export interface OutcomeOptions {
  readonly signal?: AbortSignal
  readonly timeoutMs?: number
}

/** What became of a proposal whose caller stopped waiting for it. */
export type Outcome = { readonly chosen: true; readonly slot: number } | { readonly chosen: false }

/**
 * The caller stopped waiting after the proposal had left this replica. It may have taken effect: do not propose again,
 * ask {@link OutcomeUnknownError.outcome}. `cause` is the abort's reason.
 */
export class OutcomeUnknownError extends PaxosError {
  static override readonly name = 'OutcomeUnknownError' as const
  override readonly name = 'OutcomeUnknownError' as const
  /** Waits for the fate of the proposal, which is still pursued under the same session and sequence. */
  readonly outcome: (options?: OutcomeOptions) => Promise<Outcome>

  constructor(
    message: string,
    details: ErrorDetails & {
      readonly outcome: (options?: OutcomeOptions) => Promise<Outcome>
    }
  ) {
    super(message, { cause: details.cause })
    this.outcome = details.outcome
  }
}

/** The session that carried the proposal was evicted. Propose again only if twice does no harm: it may have taken effect. */
export class SessionExpiredError extends PaxosError {
  static override readonly name = 'SessionExpiredError' as const
  override readonly name = 'SessionExpiredError' as const
}

/** Another change of the voters was chosen first; this one had no effect. Try again with what is the configuration then. */
export class ReconfigurationPendingError extends PaxosError {
  static override readonly name = 'ReconfigurationPendingError' as const
  override readonly name = 'ReconfigurationPendingError' as const
}

/**
 * Founders opened the group with different founders or quorums, or the store holds another history of the same group.
 * Retrying does not help; the call had no effect.
 */
export class GenesisMismatchError extends PaxosError {
  static override readonly name = 'GenesisMismatchError' as const
  override readonly name = 'GenesisMismatchError' as const
  /** PeerId of the founder that disagrees. */
  readonly peerId: string

  constructor(message: string, details: ErrorDetails & { readonly peerId: string }) {
    super(message, { cause: details.cause })
    this.peerId = details.peerId
  }
}

/** A peer is not what the call needs it to be: a learner that would vote and has caught up. The call had no effect; try again once it is. */
export class NotMemberError extends PaxosError {
  static override readonly name = 'NotMemberError' as const
  override readonly name = 'NotMemberError' as const
  readonly peerIds: readonly string[]

  constructor(message: string, details: ErrorDetails & { readonly peerIds: readonly string[] }) {
    super(message, { cause: details.cause })
    this.peerIds = details.peerIds
  }
}

/** Members that were asked to admit this peer refused. The call had no effect; whether to try again is for the application to know. */
export class JoinRefusedError extends PaxosError {
  static override readonly name = 'JoinRefusedError' as const
  override readonly name = 'JoinRefusedError' as const
  /** PeerIds of the members that refused. */
  readonly peerIds: readonly string[]

  constructor(message: string, details: ErrorDetails & { readonly peerIds: readonly string[] }) {
    super(message, { cause: details.cause })
    this.peerIds = details.peerIds
  }
}

/** Entries were asked for that this replica has given up, because a snapshot covers them. Go on from {@link CompactedError.firstSlot}. */
export class CompactedError extends PaxosError {
  static override readonly name = 'CompactedError' as const
  override readonly name = 'CompactedError' as const
  /** First slot of the log that is kept here. */
  readonly firstSlot: number

  constructor(message: string, details: ErrorDetails & { readonly firstSlot: number }) {
    super(message, { cause: details.cause })
    this.firstSlot = details.firstSlot
  }
}

/** The disk failed. The replica halts; a pending proposal may have taken effect. */
export class StoreError extends PaxosError {
  static override readonly name: string = 'StoreError'
  override readonly name: string = 'StoreError'
}

/** The store holds something that cannot be trusted. It is left as it is, and the replica does not vote. */
export class StoreCorruptError extends StoreError {
  static override readonly name = 'StoreCorruptError' as const
  override readonly name = 'StoreCorruptError' as const
}

/** Another process or another object holds the store. Retry once that has closed it; the call had no effect. */
export class StoreLockedError extends StoreError {
  static override readonly name = 'StoreLockedError' as const
  override readonly name = 'StoreLockedError' as const
}

/** A lease, or a lock or office that goes with it, is this member's no more, or may not be. Acquire it again; whoever has it now has a higher token. */
export class LockLostError extends PaxosError {
  static override readonly name = 'LockLostError' as const
  override readonly name = 'LockLostError' as const
}

/**
 * The state machine does not depend on the log alone. If a majority of the voters has another state than this replica, this replica halts;
 * if no state is that of a majority, all go on voting, and apply nothing more. Retrying does not help.
 */
export class StateDivergedError extends PaxosError {
  static override readonly name = 'StateDivergedError' as const
  override readonly name = 'StateDivergedError' as const
  /** The slot after which the states were found to differ. */
  readonly slot: number

  constructor(message: string, details: ErrorDetails & { readonly slot: number }) {
    super(message, { cause: details.cause })
    this.slot = details.slot
  }
}

/** The state machine threw when it applied the value, here as everywhere, with this message. The value is chosen: do not propose it again. */
export class ApplyError extends PaxosError {
  static override readonly name = 'ApplyError' as const
  override readonly name = 'ApplyError' as const
  /** The slot that the value is in. */
  readonly slot: number

  constructor(message: string, details: ErrorDetails & { readonly slot: number }) {
    super(message, { cause: details.cause })
    this.slot = details.slot
  }
}

/** Bytes from a peer or a store are not a valid message or record. Retrying does not help. */
export class InvalidMessageError extends PaxosError {
  static override readonly name = 'InvalidMessageError' as const
  override readonly name = 'InvalidMessageError' as const
}

/** A value, key or frame is above its limit. Retrying does not help; the call had no effect. */
export class MessageTooLargeError extends PaxosError {
  static override readonly name = 'MessageTooLargeError' as const
  override readonly name = 'MessageTooLargeError' as const
  /** What was found, in bytes. */
  readonly bytes: number
  /** What is allowed, in bytes. */
  readonly bytesMax: number

  constructor(
    message: string,
    details: ErrorDetails & { readonly bytes: number; readonly bytesMax: number }
  ) {
    super(message, { cause: details.cause })
    this.bytes = details.bytes
    this.bytesMax = details.bytesMax
  }
}

/** Data of a version that this one cannot read. Retry with a newer version; the call had no effect. */
export class UnsupportedVersionError extends PaxosError {
  static override readonly name = 'UnsupportedVersionError' as const
  override readonly name = 'UnsupportedVersionError' as const
}

/** A bug of this package: the replica halts rather than risk the group. Please report it. */
export class InvariantError extends PaxosError {
  static override readonly name = 'InvariantError' as const
  override readonly name = 'InvariantError' as const
}
