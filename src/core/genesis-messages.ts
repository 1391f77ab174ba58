import type { Ballot } from './ballot.js'
import type { Configuration } from './configuration.js'

/**
 * What founders say to each other until the first configuration is chosen: single-value Paxos in epoch 0,
 * in which every founder belongs to every quorum. The envelope carries the meeting id as group id.
 */
export type GenesisMessage =
  | GenesisPrepareMessage
  | GenesisPromiseMessage
  | GenesisAcceptMessage
  | GenesisAcceptedMessage
  | GenesisRejectMessage
  | GenesisChosenMessage
  | GenesisMismatchMessage

/** Asks to promise `ballot`; `nameHash` lets a founder with other founders in mind notice the difference. */
export interface GenesisPrepareMessage {
  readonly type: 'genesis-prepare'
  readonly ballot: Ballot
  /** SHA-256 of the group's name. */
  readonly nameHash: Uint8Array
}

/** Promises `ballot` and tells what was accepted before; the envelope's incarnation is the one to bind. */
export interface GenesisPromiseMessage {
  readonly type: 'genesis-promise'
  readonly ballot: Ballot
  readonly accepted?: { readonly ballot: Ballot; readonly configuration: Configuration }
}

/** Asks to accept `configuration` in `ballot`. */
export interface GenesisAcceptMessage {
  readonly type: 'genesis-accept'
  readonly ballot: Ballot
  readonly configuration: Configuration
}

/** The configuration of `ballot` is durably accepted. */
export interface GenesisAcceptedMessage {
  readonly type: 'genesis-accepted'
  readonly ballot: Ballot
}

/** `ballot` was refused for a higher promise. */
export interface GenesisRejectMessage {
  readonly type: 'genesis-reject'
  readonly ballot: Ballot
  readonly promisedBallot: Ballot
}

/** The group exists: this is its first configuration. */
export interface GenesisChosenMessage {
  readonly type: 'genesis-chosen'
  readonly configuration: Configuration
}

/** The sender opened a group of the same name with other founders or another quorum rule. */
export interface GenesisMismatchMessage {
  readonly type: 'genesis-mismatch'
  readonly nameHash: Uint8Array
}
