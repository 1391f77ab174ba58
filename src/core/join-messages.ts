import type { Boot } from './boot.js'
import type { Configuration } from './configuration.js'
import type { Founding } from './founding.js'

/** What somebody who wants to take part in a group says to its members, and what they answer. */
export type MembershipMessage =
  | JoinMessage
  | WelcomeMessage
  | JoinRefusedMessage
  | BootRefusedMessage

/** Asks to be admitted as a learner. */
export interface JoinMessage {
  readonly type: 'join'
  /** Whether the sender would vote, too. */
  readonly willing: boolean
}

/** The receiver is admitted. What the group id was made of tells it that this is the group it was invited to. */
export interface WelcomeMessage {
  readonly type: 'welcome'
  readonly founding: Founding
  /** The first configuration. */
  readonly configuration: Configuration
}

/** The receiver is not admitted; or the sender knows no such group, which it does not tell. */
export interface JoinRefusedMessage {
  readonly type: 'join-refused'
}

/** What the receiver says of its store is behind what it said before: nothing that it says is taken. */
export interface BootRefusedMessage {
  readonly type: 'boot-refused'
  readonly known: Boot
}
