import type { ChosenEntry, Verdict } from '../../core/effects.js'
import type { Entry } from '../../core/entry.js'
import { sameBytes } from '../bytes.js'
import { Violation } from '../observer.js'
import { formatEntry } from './entries.js'
import type { Facts } from './facts.js'
import { type Judgement, SessionAccount } from './sessions.js'
import type { Watched } from './watched.js'

/** An entry that somebody learned, and what it means. */
export interface Learned {
  readonly entry: Entry
  readonly judgement: Judgement
}

/** What replicas learned: in order, without gaps, what is chosen, and with the same meaning everywhere. */
export class LearnedLog {
  readonly #facts: Facts
  readonly #sessions: SessionAccount
  readonly #log: Learned[] = []
  #logTimeMs = 0

  constructor(facts: Facts, keyWindowSlots: number) {
    this.#facts = facts
    this.#sessions = new SessionAccount(keyWindowSlots)
  }

  /** Slots that somebody learned. */
  get slotMax(): number {
    return this.#log.length
  }

  at(slot: number): Learned | undefined {
    return this.#log[slot - 1]
  }

  /** The log begins with these entries, unless it does already: somebody learned them in another group. */
  inherit(entries: readonly Entry[]): void {
    for (const [i, entry] of entries.entries()) if (i >= this.slotMax) this.#judge(i + 1, entry)
  }

  /** `watched` learned this; returns what nobody had learned before. */
  learn(watched: Watched, chosen: readonly ChosenEntry[]): readonly Learned[] {
    const slotMaxBefore = this.slotMax
    for (const next of chosen) this.#learn(watched, next)
    return this.slotMax === slotMaxBefore ? [] : this.#log.slice(slotMaxBefore)
  }

  /** `watched` learned everything in these slots from the snapshot of somebody who had learned it. */
  jump(watched: Watched, firstSlot: number, lastSlot: number): void {
    if (firstSlot !== watched.learnedSlot + 1 || lastSlot < firstSlot || lastSlot > this.slotMax) {
      const text = `${watched.peerId} learned slots ${firstSlot} to ${lastSlot} after slot ${watched.learnedSlot}`
      throw new Violation('learned in order', `${text}; somebody learned ${this.slotMax}`)
    }
    watched.learnedSlot = lastSlot
  }

  #learn(watched: Watched, { slot, entry, verdict, origin }: ChosenEntry): void {
    const { peerId } = watched
    if (slot !== watched.learnedSlot + 1) {
      const text = `${peerId} learned slot ${slot} after slot ${watched.learnedSlot}`
      throw new Violation('learned in order', text)
    }
    this.#facts.checkChosen(peerId, slot, this.#facts.entries.idOf(slot, entry))
    watched.learnedSlot = slot
    const { judgement } = this.at(slot) ?? this.#judge(slot, entry)
    const isRight =
      verdict.type === judgement.type &&
      origin === judgement.origin &&
      (!('firstSlot' in verdict) || verdict.firstSlot === judgement.firstSlot) &&
      (verdict.type !== 'decided' || this.#isValueOf(judgement.firstSlot, verdict.value))
    if (isRight) return
    const claim = `slot ${slot} (${formatEntry(entry)} of ${origin}) ${formatVerdict(verdict)}`
    const truth = `${judgement.type} ${judgement.firstSlot || ''} of ${judgement.origin}`
    throw new Violation(
      'sessions in order, each once',
      `${claim} to ${peerId}; it should be ${truth}`
    )
  }

  /** Nobody learned this slot before. */
  #judge(slot: number, entry: Entry): Learned {
    if (entry.logTimeMs < this.#logTimeMs) {
      const text = `slot ${slot} is of ${entry.logTimeMs}, the one before of ${this.#logTimeMs}`
      throw new Violation('log time never runs back', text)
    }
    this.#logTimeMs = entry.logTimeMs
    const learned: Learned = { entry, judgement: this.#sessions.judge(slot, entry) }
    if (entry.type === 'value' && learned.judgement.type === 'repeat') {
      const text = `slot ${slot} holds a value under a key that counts in another: ${formatEntry(entry)}`
      throw new Violation('sessions in order, each once', text)
    }
    this.#log.push(learned)
    return learned
  }

  #isValueOf(slot: number, value: Uint8Array): boolean {
    const entry = this.at(slot)?.entry
    return entry?.type === 'decide' && sameBytes(entry.value, value)
  }
}

function formatVerdict(verdict: Verdict): string {
  return 'firstSlot' in verdict ? `is ${verdict.type} ${verdict.firstSlot}` : `is ${verdict.type}`
}
