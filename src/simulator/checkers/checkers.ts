import type { Batch, DurableState } from '../../core/batch.js'
import type { Configuration } from '../../core/configuration.js'
import type { ChosenEntry, Payload, Settlement } from '../../core/effects.js'
import { StoreError } from '../../errors.js'
import type { AnyMessage } from '../../wire/frame.js'
import { type Observer, Violation } from '../observer.js'
import { GroupChecker } from './group-checker.js'

export interface CheckersInit {
  /**
   * Slots for which groups remember the keys of proposals, as their options say.
   *
   * @default 100000
   */
  readonly keyWindowSlots?: number
}

/**
 * Judges all groups of a world by what can be seen from outside, and throws a {@link Violation} as soon as a rule is broken.
 *
 * It keeps its own account of every disk and counts choices from what accept quorums durably hold. It knows nothing but what
 * it is told, and shares no judgement with what it watches. Rules that no wipe may break hold as long as the
 * founders are never all wiped: that would begin another history.
 */
export class Checkers implements Observer {
  readonly #keyWindowSlots: number
  readonly #groups = new Map<string, GroupChecker>()

  constructor({ keyWindowSlots = 100_000 }: CheckersInit = {}) {
    this.#keyWindowSlots = keyWindowSlots
  }

  /** Slots of the group that are chosen, whether or not anybody knows it. */
  chosenSlotMax(group: string): number {
    return this.#of(group).chosenSlotMax
  }

  /** Slots of the group that somebody learned. */
  learnedSlotMax(group: string): number {
    return this.#of(group).learnedSlotMax
  }

  /**
   * What the replicas that are open still have to do: proposals and reads that wait, and chosen entries that they have to
   * learn. Once everything is healed and nothing more is asked for, this must become empty.
   *
   * @param except Peers that are left out.
   */
  unfinished(group: string, except: ReadonlySet<string> = new Set()): string[] {
    return this.#of(group).unfinished(except)
  }

  /**
   * Voters that have not accepted in the highest ballot that any of them promised. Once a leader reaches all, and anything is
   * chosen, there must be none.
   */
  unsynced(group: string, except: ReadonlySet<string> = new Set()): string[] {
    return this.#of(group).unsynced(except)
  }

  /** Whether all groups can go on if `peerId` loses its disk. */
  canLose(peerId: string): boolean {
    return [...this.#groups.values()].every(group => group.canLose(peerId))
  }

  /** `peerId` lost its disk. */
  onLost(peerId: string): void {
    for (const group of this.#groups.values()) group.onLost(peerId)
  }

  /** Whether too few voters of the group live for anything ever to be chosen again. */
  isLost(group: string): boolean {
    return this.#of(group).isLost
  }

  onStart(peerId: string): void {
    for (const group of this.#groups.values()) group.onEnd(peerId)
  }

  onCrash(peerId: string): void {
    for (const group of this.#groups.values()) group.onEnd(peerId)
  }

  onBorn(peerId: string, group: string, incarnation: bigint): void {
    this.#of(group).onBorn(peerId, incarnation)
  }

  onFork(peerId: string, group: string, of: string): void {
    this.#of(group).onFork(peerId, () => this.#of(of).heldBy(peerId))
  }

  onOpen(peerId: string, group: string, recovered: DurableState): void {
    this.#of(group).onOpen(peerId, recovered)
  }

  onAppend(peerId: string, group: string, batch: Batch): void {
    this.#of(group).onAppend(peerId, batch)
  }

  onDurable(peerId: string, group: string, batch: Batch): void {
    this.#of(group).onDurable(peerId, batch)
  }

  onSend(from: string, _to: string, group: string, incarnation: bigint, message: AnyMessage): void {
    this.#of(group).onSend(from, incarnation, message)
  }

  onConfiguration(peerId: string, group: string, configuration: Configuration): void {
    this.#of(group).onConfiguration(peerId, configuration)
  }

  onRestored(peerId: string, group: string, chosen: readonly ChosenEntry[]): void {
    this.#of(group).onLearned(peerId, chosen)
  }

  onChosen(peerId: string, group: string, chosen: readonly ChosenEntry[]): void {
    this.#of(group).onLearned(peerId, chosen)
  }

  onInstall(peerId: string, group: string, firstSlot: number, lastSlot: number): void {
    this.#of(group).onInstall(peerId, firstSlot, lastSlot)
  }

  onAsk(peerId: string, group: string, ticket: number, what: Payload | 'read'): void {
    this.#of(group).onAsk(peerId, ticket, what)
  }

  onSettled(peerId: string, group: string, settlement: Settlement): void {
    this.#of(group).onSettled(peerId, settlement)
  }

  onRead(peerId: string, group: string, ticket: number, slot: number): void {
    this.#of(group).onRead(peerId, ticket, slot)
  }

  /** A replica may stop for its disk, never for itself. */
  onHalt(peerId: string, group: string, error: unknown): void {
    if (!(error instanceof StoreError)) {
      throw new Violation('only a broken disk halts', `${peerId} of ${group} halted: ${error}`)
    }
    this.#of(group).onHalt(peerId)
  }

  #of(group: string): GroupChecker {
    let checker = this.#groups.get(group)
    if (checker === undefined) {
      checker = new GroupChecker(this.#keyWindowSlots)
      this.#groups.set(group, checker)
    }
    return checker
  }
}
