import type { Ballot } from './ballot.js'

/**
 * A snapshot of everything that the log amounts to up to a slot: its image, and the application's state.
 *
 * It never ends with the end of an epoch, so that `slot` and the slot after it are of the same one.
 */
export interface Snapshot {
  /** Last slot that it covers. */
  readonly slot: number
  /** A ballot of that slot's epoch in which everything up to it is known to be chosen. */
  readonly ballot: Ballot
  /** Length of its content. */
  readonly bytes: number
  /** SHA-256 of its content: the same at every replica. */
  readonly hash: Uint8Array
}
