import type { QuorumRule } from './configuration.js'

/** What founders must agree on before they can meet. */
export interface Founding {
  readonly name: string
  /** PeerIds, sorted, each once. */
  readonly founders: readonly string[]
  /** Quorum sizes of the first configuration. */
  readonly quorum: QuorumRule
  /** Slots for which a proposal's key is remembered. */
  readonly keyWindowSlots: number
  /** Bytes of entries from one snapshot to the next. */
  readonly snapshotEveryBytes: number
}
