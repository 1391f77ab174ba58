import type { Batch, DurableState } from '../../core/batch.js'
import type { Payload } from '../../core/effects.js'
import { Violation } from '../observer.js'
import type { Entries, EntryId } from './entries.js'
import { Shadow, sameWritten, type Written } from './shadow.js'

/** What is known to be chosen, whoever knows it. */
export interface Chosen {
  readonly entries: Entries
  checkWatermark(peerId: string, slotMax: number): void
  chosenUntil(slotMax: number): readonly EntryId[]
}

/** One incarnation of the replica at one peer, as seen from outside. */
export class Watched {
  readonly peerId: string
  readonly incarnation: bigint
  /** What the disk holds. */
  readonly durable: Shadow
  /** What the disk will hold once everything that was handed to it is durable. */
  ahead: Shadow
  /** How often it was opened: tells its runs apart. */
  openings = 0
  isOpen = false
  /** Last slot that this run handed out. */
  learnedSlot = 0
  /** Its log up to here was counted when it was chosen, and must stay. */
  keptSlot = 0
  /** Its durable log agrees with the log of its accepted ballot up to here. */
  agreedSlot = 0
  /** The proposals of this run that wait for their fate, by ticket. */
  readonly proposals: Map<number, Payload> = new Map()
  /** The reads of this run that wait, by ticket, each with what anyone had learned when it was asked for. */
  readonly reads: Map<number, number> = new Map()
  readonly #facts: Chosen
  /** Batches that are under way, or were when the process ended. */
  #pending: Written[] = []

  constructor(peerId: string, incarnation: bigint, facts: Chosen) {
    this.peerId = peerId
    this.incarnation = incarnation
    this.durable = new Shadow(peerId)
    this.ahead = new Shadow(peerId)
    this.#facts = facts
  }

  /** The batch, with what its entries are; it is yet to be applied to `ahead`. */
  append(batch: Batch): Written {
    const written = this.#written(batch)
    this.#pending.push(written)
    return written
  }

  /** The oldest batch that is under way became durable; it is yet to be applied to `durable`. */
  flushed(batch: Batch): Written {
    const oldest = this.#pending.shift()
    if (oldest?.batch === batch) return oldest
    const written = this.#written(batch)
    if (oldest !== undefined && sameWritten(oldest, written)) return written
    const text = `${this.peerId}'s disk tells of a batch that is not the oldest one under way`
    throw new Violation('durable is kept', text)
  }

  /** The process ended. */
  end(): void {
    this.isOpen = false
    this.proposals.clear()
    this.reads.clear()
  }

  /** A process begins over what the store found. */
  open(recovered: DurableState): void {
    if (recovered.incarnation !== this.incarnation || !this.durable.matches(recovered)) {
      const text = `${this.peerId} began with something else than its disk had durably`
      throw new Violation('durable is kept', text)
    }
    this.end()
    this.#pending = []
    this.ahead = this.durable.copy()
    this.learnedSlot = recovered.snapshot?.slot ?? 0
    this.openings += 1
    this.isOpen = true
  }

  #written(batch: Batch): Written {
    const { log, snapshot, chosen } = batch
    const ids = log === undefined ? [] : this.#facts.entries.idsOf(log)
    // What was chosen before is also what the log held.
    if (snapshot === undefined || chosen?.slotMax !== snapshot.slot) return { batch, ids }
    this.#facts.checkWatermark(this.peerId, snapshot.slot)
    return { batch, ids, installed: this.#facts.chosenUntil(snapshot.slot) }
  }
}
