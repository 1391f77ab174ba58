import { assert } from './assert.js'
import { firstEpoch } from './configuration.js'
import type { Verdict } from './effects.js'
import {
  type Entry,
  entryBytes,
  type Proposal,
  type RepeatProposal,
  type Tick,
  type ValueProposal
} from './entry.js'
import type { LogImage } from './image.js'
import { dueSlotsMax, sessionsMax } from './limits.js'

interface Session {
  readonly origin: string
  readonly nonce: bigint
  /** Slot of the last entry that was applied in it; of what a snapshot told, a number below all slots, in the same order. */
  usedSlot: number
  nextSequence: number
  /** What became of the last sequences, up to the one before the next: see `SessionImage`. */
  outcomes: number[]
}

/** What a leader makes of a proposal at the end of its log. */
export type Admission =
  | { readonly type: 'next' | 'duplicate' | 'session-expired' }
  | { readonly type: 'gap'; readonly nextSequence: number }

/** What the group remembers about its proposers, and when that is kept. The same at all replicas of a group. */
export interface SessionOptions {
  /** Slots for which a proposal's key is remembered. */
  readonly keyWindowSlots: number
  /** Bytes of entries, by `entryBytes`, from one snapshot to the next. */
  readonly snapshotEveryBytes: number
}

/** Where sessions go on that are not known from slot 1 on. */
export interface SessionsStart {
  readonly image: LogImage
  /** Epoch of the slot after the image's last one. */
  readonly epoch: number
}

interface Use {
  readonly origin: string
  readonly key: string
  readonly slot: number
}

/**
 * Who proposed what up to one slot of the log: exactly-once, first-in first-out proposals as a pure function of the log
 * prefix. The leader judges proposals at the end of its log, and every replica judges entries again when they are chosen.
 * (Client sessions: Ongaro, "Consensus: Bridging Theory and Practice", section 6.3.)
 *
 * 1. A session is known from its open-session entry until it is the least recently used of too many.
 * 2. Sequences of a session are applied from 1 on without gaps.
 * 3. An image has the sessions in the order of their last use.
 */
export class Sessions {
  readonly #options: SessionOptions
  /** Whether outcomes are kept: not where the log only runs ahead of what is chosen. */
  readonly #keepsOutcomes: boolean
  #sessions = new Map<number, Session>()
  /** Session ids by origin and nonce, so that a repeated open-session opens nothing. */
  #opened = new Map<string, number>()
  /** First uses of keys by origin and key, oldest first. */
  #keys = new Map<string, Use>()
  #decisions = new Map<string, { readonly slot: number; readonly value: Uint8Array }>()
  #lastSlot = 0
  #epoch: number
  #logTimeMs = 0
  /** Bytes of the entries since the last slot that a snapshot was due at. */
  #bytes = 0
  /** The last slots at which snapshots were due. */
  #dueSlots: number[] = []

  constructor(options: SessionOptions, from?: SessionsStart, keepsOutcomes = true) {
    this.#options = options
    this.#epoch = from?.epoch ?? firstEpoch
    this.#keepsOutcomes = keepsOutcomes
    if (from !== undefined) this.#restore(from.image)
  }

  /** Epoch of the slot after the last one: every stop entry that took effect raised it. */
  get epoch(): number {
    return this.#epoch
  }

  /** The group's time in the last slot. */
  get logTimeMs(): number {
    return this.#logTimeMs
  }

  /** The slot up to which this is known. */
  get lastSlot(): number {
    return this.#lastSlot
  }

  /** Whether the session that was opened in slot `id` is known. */
  has(id: number): boolean {
    return this.#sessions.has(id)
  }

  /** PeerId of the replica that opened a session, if it is known. */
  openerOf(id: number): string | undefined {
    return this.#sessions.get(id)?.origin
  }

  /** The session that `origin` opened under `nonce`, if it is known. */
  openedBy(origin: string, nonce: bigint): number | undefined {
    return this.#opened.get(openKey({ origin, nonce }))
  }

  /** The sequence that comes next in a session that is known. */
  nextSequence(id: number): number {
    const session = this.#sessions.get(id)
    assert(session !== undefined, 'only a session that is known goes on')
    return session.nextSequence
  }

  /**
   * What became of a sequence that came before the next one: the slot that counts, 0 if it came to nothing, undefined if its origin
   * acknowledged it.
   */
  outcomeOf(id: number, sequence: number): number | undefined {
    const session = this.#sessions.get(id)
    if (session === undefined) return undefined
    return session.outcomes[session.outcomes.length - (session.nextSequence - sequence)]
  }

  /** What was decided under `name`. */
  decided(name: string): Uint8Array | undefined {
    return this.#decisions.get(name)?.value
  }

  /** A copy that can run ahead. */
  fork(): Sessions {
    const fork = new Sessions(this.#options, undefined, false)
    fork.#epoch = this.#epoch
    for (const [id, session] of this.#sessions) {
      fork.#sessions.set(id, { ...session, outcomes: [] })
    }
    fork.#opened = new Map(this.#opened)
    fork.#keys = new Map(this.#keys)
    fork.#decisions = new Map(this.#decisions)
    fork.#lastSlot = this.#lastSlot
    fork.#logTimeMs = this.#logTimeMs
    return fork
  }

  /** Whether a snapshot is due at the last slot: if so, that is the case at every replica, and not again before enough was applied. */
  takeDue(): boolean {
    const isDue = this.#bytes >= this.#options.snapshotEveryBytes
    if (!isDue) return false
    this.#bytes = 0
    this.#dueSlots.push(this.#lastSlot)
    if (this.#dueSlots.length > dueSlotsMax) this.#dueSlots.shift()
    return true
  }

  /** Everything that is known, apart from what changes later. */
  image(): LogImage {
    const sessions = [...this.#sessions]
      .sort(([, a], [, b]) => a.usedSlot - b.usedSlot)
      .map(([id, { outcomes, usedSlot: _, ...session }]) => {
        return { id, ...session, outcomes: [...outcomes] }
      })
    const decisions = [...this.#decisions].map(([name, decision]) => ({ name, ...decision }))
    const keys = [...this.#keys.values()]
    const dueSlots = [...this.#dueSlots]
    return { slot: this.#lastSlot, logTimeMs: this.#logTimeMs, sessions, keys, decisions, dueSlots }
  }

  #restore({ slot, logTimeMs, sessions, keys, decisions, dueSlots }: LogImage): void {
    for (const [i, { id, outcomes, ...session }] of sessions.entries()) {
      const usedSlot = i - sessions.length
      this.#sessions.set(id, { ...session, usedSlot, outcomes: [...outcomes] })
      this.#opened.set(openKey(session), id)
    }
    for (const use of keys) this.#keys.set(usedKey(use.origin, use.key), use)
    for (const { name, ...decision } of decisions) this.#decisions.set(name, decision)
    this.#lastSlot = slot
    this.#logTimeMs = logTimeMs
    this.#dueSlots = [...dueSlots]
  }

  /** Whether `proposal` may be appended in the slot after the last one. */
  admit(proposal: Proposal | RepeatProposal): Admission {
    if (proposal.type === 'open-session') {
      return { type: this.#opened.has(openKey(proposal)) ? 'duplicate' : 'next' }
    }
    const session = this.#sessions.get(proposal.session)
    if (session === undefined) return { type: 'session-expired' }
    if (proposal.sequence < session.nextSequence) return { type: 'duplicate' }
    if (proposal.sequence > session.nextSequence) {
      return { type: 'gap', nextSequence: session.nextSequence }
    }
    return { type: 'next' }
  }

  /** What is left of an admitted value in `slot`, the one after the last, if its key was used before. */
  withoutRepeat(slot: number, proposal: ValueProposal): ValueProposal | RepeatProposal {
    const { value: _, key, ...place } = proposal
    const session = this.#sessions.get(proposal.session)
    if (key === undefined || session === undefined) return proposal
    if (this.#firstUse(slot, session.origin, key) === undefined) return proposal
    return { ...place, type: 'repeat', key }
  }

  /** PeerId of the replica that opened the session of `entry`. */
  originOf(entry: Proposal | RepeatProposal | Tick): string | undefined {
    if (entry.type === 'tick') return undefined
    return entry.type === 'open-session' ? entry.origin : this.#sessions.get(entry.session)?.origin
  }

  /** Applies the entry in the slot after the last one, and says what it means. */
  apply(slot: number, entry: Entry): Verdict {
    assert(slot === this.#lastSlot + 1, 'slots are applied in order, each once')
    this.#lastSlot = slot
    this.#logTimeMs = entry.logTimeMs
    this.#bytes += entryBytes(entry)
    if (entry.type === 'tick' || this.admit(entry).type !== 'next') return { type: 'nothing' }
    if (entry.type === 'open-session') {
      this.#open(slot, entry.origin, entry.nonce)
      return { type: 'applied' }
    }
    const session = this.#sessions.get(entry.session)
    assert(session !== undefined, 'an admitted proposal has a session')
    session.nextSequence += 1
    session.usedSlot = slot
    const verdict = this.#judge(slot, entry, session.origin)
    if (this.#keepsOutcomes) note(session, entry.acknowledged ?? 0, outcome(slot, verdict))
    return verdict
  }

  #judge(
    slot: number,
    entry: Exclude<Entry, { type: 'open-session' | 'tick' }>,
    origin: string
  ): Verdict {
    switch (entry.type) {
      case 'no-op':
        return { type: 'nothing' }
      case 'stop':
        return this.#stop(entry.configuration.epoch)
      case 'operation':
        return { type: 'applied' }
      case 'decide':
        return this.#decide(slot, entry.name, entry.value)
      case 'value':
      case 'repeat': {
        if (entry.key === undefined) return { type: 'applied' }
        const firstSlot = this.#firstUse(slot, origin, entry.key)
        if (firstSlot !== undefined) return { type: 'repeat', firstSlot }
        if (entry.type === 'repeat') return { type: 'nothing' }
        this.#keys.set(usedKey(origin, entry.key), { origin, key: entry.key, slot })
        return { type: 'applied' }
      }
    }
  }

  /** Of several stop entries for one epoch the first takes effect: none is chosen after it in its epoch. */
  #stop(nextEpoch: number): Verdict {
    if (nextEpoch !== this.#epoch + 1) return { type: 'nothing' }
    this.#epoch = nextEpoch
    return { type: 'applied' }
  }

  #open(slot: number, origin: string, nonce: bigint): void {
    const opened = { origin, nonce, usedSlot: slot, nextSequence: 1, outcomes: [] }
    this.#sessions.set(slot, opened)
    this.#opened.set(openKey(opened), slot)
    if (this.#sessions.size > sessionsMax) this.#evict()
  }

  #evict(): void {
    let least: readonly [number, Session] | undefined
    for (const each of this.#sessions) {
      if (least === undefined || each[1].usedSlot < least[1].usedSlot) least = each
    }
    assert(least !== undefined, 'there are too many')
    this.#sessions.delete(least[0])
    this.#opened.delete(openKey(least[1]))
  }

  #decide(slot: number, name: string, value: Uint8Array): Verdict {
    const first = this.#decisions.get(name)
    if (first !== undefined) return { type: 'decided', firstSlot: first.slot, value: first.value }
    this.#decisions.set(name, { slot, value })
    return { type: 'applied' }
  }

  /** Where `origin` used a key first, as it is remembered in `slot`. */
  #firstUse(slot: number, origin: string, key: string): number | undefined {
    for (const [old, use] of this.#keys) {
      if (use.slot > slot - this.#options.keyWindowSlots) break
      this.#keys.delete(old)
    }
    return this.#keys.get(usedKey(origin, key))?.slot
  }
}

/** The slot that counts for a proposal in `slot`; 0 if it came to nothing. */
function outcome(slot: number, verdict: Verdict): number {
  if (verdict.type === 'nothing') return 0
  return 'firstSlot' in verdict ? verdict.firstSlot : slot
}

/** Remembers what became of the sequence before the next, and forgets what was acknowledged. */
function note(session: Session, acknowledged: number, slot: number): void {
  const { outcomes, nextSequence } = session
  outcomes.push(slot)
  const kept = Math.max(0, nextSequence - 1 - acknowledged)
  // Moving what is kept has to be worth it.
  if (outcomes.length > 2 * kept) session.outcomes = kept === 0 ? [] : outcomes.slice(-kept)
}

function openKey(proposal: { readonly origin: string; readonly nonce: bigint }): string {
  return `${proposal.origin}\n${proposal.nonce}`
}

function usedKey(origin: string, key: string): string {
  return `${origin}\n${key}`
}
