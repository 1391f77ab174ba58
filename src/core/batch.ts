import type { Ballot } from './ballot.js'
import type { Boot } from './boot.js'
import type { Configuration } from './configuration.js'
import type { Entry } from './entry.js'
import type { EndedEpoch, Entered } from './epochs.js'
import type { Founding } from './founding.js'
import type { Snapshot } from './snapshot.js'

/**
 * One atomic, ordered change of a replica's durable state. Either all of it survives a crash or nothing does,
 * and no batch survives without every batch before it. A field that is left out stays as it was.
 */
export interface Batch {
  readonly promisedBallot?: Ballot
  readonly acceptedBallot?: Ballot
  /** New value of the watermark, with the ballot it is known chosen in; never above the log's last slot. */
  readonly chosen?: { readonly slotMax: number; readonly ballot: Ballot }
  /** A snapshot whose content the store has. A log that ends below its slot goes on after it. */
  readonly snapshot?: Snapshot
  /** Entries up to this slot, which a durable snapshot covers, are given up. */
  readonly compactedSlotMax?: number
  /** Replaces the log from `firstSlot` on by `entries`: the last slot becomes `firstSlot + entries.length - 1`. */
  readonly log?: { readonly firstSlot: number; readonly entries: readonly Entry[] }
  /** What was accepted for the first configuration. */
  readonly genesis?: GenesisRecord
  /** Epochs ended, one after the other, and another one begins: the accepted ballot is the bottom of it. */
  readonly epoch?: Entered
}

/** The durable state of epoch 0, in which the founders choose the first configuration. */
export interface GenesisRecord {
  readonly promisedBallot: Ballot
  readonly accepted?: { readonly ballot: Ballot; readonly configuration: Configuration }
  /** Whether the accepted configuration is known to be chosen: the group exists. */
  readonly chosen: boolean
  /** What the founders agreed on, if this replica was told by a member when it joined. */
  readonly founding?: Founding
}

/** Where a replica stands: what changes with nearly every batch. */
export interface Standing {
  readonly promisedBallot: Ballot
  readonly acceptedBallot: Ballot
  readonly chosenSlotMax: number
  /** The ballot in which everything up to `chosenSlotMax` is known to be chosen. */
  readonly chosenBallot: Ballot
  /** Last slot of the log; 0 if it is empty. */
  readonly lastSlot: number
  /** The log begins after this slot. */
  readonly compactedSlotMax: number
}

/** Everything durable of a replica but its log entries. */
export interface DurableState extends Standing {
  /** Born with the store: random, never 0. */
  readonly incarnation: bigint
  /** The opening of the store that goes on, or did last. */
  readonly boot: Boot
  readonly genesis: GenesisRecord
  /** Epochs that are over, in order. */
  readonly endedEpochs: readonly EndedEpoch[]
  /** The configuration of the current epoch, if it is not the first one. */
  readonly configuration?: Configuration
  /** The newest snapshot. */
  readonly snapshot?: Snapshot
}
