import type { Batch, DurableState } from '../core/batch.js'
import type { Configuration } from '../core/configuration.js'
import type { ChosenEntry, Payload, Settlement } from '../core/effects.js'
import type { AnyMessage } from '../wire/frame.js'

/**
 * Sees everything that happens in a simulated world, synchronously and in the order in which it happens. It must not change
 * what it is shown. What it throws ends the run.
 *
 * `peerId` names a peer and `group` a group, by its name; incarnations tell the lives of a peer's store apart.
 */
export interface Observer {
  /** A process of the peer begins, with what its disk kept. */
  onStart(peerId: string): void
  /** The process is gone, and with it everything that was not durable. */
  onCrash(peerId: string): void
  /** The state of a replica is born, durably, with `incarnation`: at the first opening of a group, or the first after a wipe. */
  onBorn(peerId: string, group: string, incarnation: bigint): void
  /**
   * The peer makes a group of what it holds of another one, unless it did so before: it becomes the only voter, and everything in its log of
   * the old group is chosen in the new one, but that the ends of epochs are nothing there.
   */
  onFork(peerId: string, group: string, of: string): void
  /**
   * A replica is opened over the state that its store found, before anything else comes from it: it hands out chosen entries
   * from slot 1 on, and its tickets begin anew. What a crash left durable was told by then.
   */
  onOpen(peerId: string, group: string, recovered: DurableState): void
  /** A replica handed a batch to its store. */
  onAppend(peerId: string, group: string, batch: Batch): void
  /**
   * A batch is durable: the oldest one that was appended and is not; after a crash also one that the restart found although
   * nobody had been told.
   */
  onDurable(peerId: string, group: string, batch: Batch): void
  /** A message left the replica with this incarnation. */
  onSend(from: string, to: string, group: string, incarnation: bigint, message: AnyMessage): void
  /** The replica knows the group's first configuration; told at every replica and at every opening. */
  onConfiguration(peerId: string, group: string, configuration: Configuration): void
  /** Chosen entries that the store brought back, from slot 1 on. */
  onRestored(peerId: string, group: string, chosen: readonly ChosenEntry[]): void
  /** Entries that the replica newly learned. */
  onChosen(peerId: string, group: string, chosen: readonly ChosenEntry[]): void
  /** The replica newly learned the entries of these slots as a whole, from a snapshot. */
  onInstall(peerId: string, group: string, firstSlot: number, lastSlot: number): void
  /** A replica was asked to propose or to read. Proposals and reads have tickets of their own. */
  onAsk(peerId: string, group: string, ticket: number, what: Payload | 'read'): void
  /** The fate of the proposal `ticket`, or what is known of it. */
  onSettled(peerId: string, group: string, settlement: Settlement): void
  /** The read `ticket` may be served: it covers everything up to `slot`. */
  onRead(peerId: string, group: string, ticket: number, slot: number): void
  /** The replica stopped for good. */
  onHalt(peerId: string, group: string, error: unknown): void
}

/** What must hold in every run. */
export type Rule =
  | 'one entry per slot'
  | 'only proposed values'
  | 'ballots never regress'
  | 'durable before said'
  | 'durable is kept'
  | 'one log per ballot'
  | 'a ballot leads once'
  | 'only voters vote'
  | 'nothing follows a stop'
  | 'one configuration'
  | 'nothing chosen is cut'
  | 'learned in order'
  | 'learned is chosen'
  | 'one state per slot'
  | 'sessions in order, each once'
  | 'log time never runs back'
  | 'settled is true'
  | 'reads are current'
  | 'only a broken disk halts'
  | 'linearizable'
  | 'one holder at a time'
  | 'a lease lasts, and ends'
  | 'watched without gaps'
  | 'everything finishes'

/** A rule was broken: there is a bug in what was simulated. */
export class Violation extends Error {
  static override readonly name = 'Violation' as const
  override readonly name = 'Violation' as const
  readonly rule: Rule

  constructor(rule: Rule, message: string) {
    super(`${rule}: ${message}`)
    this.rule = rule
  }
}
