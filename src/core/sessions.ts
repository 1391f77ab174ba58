import { assert } from './assert.js'
import { firstEpoch } from './configuration.js'
import type { Verdict } from './effects.js'
import type { Entry, Proposal } from './entry.js'
import { sessionsMax } from './limits.js'

interface Session {
  readonly origin: string
  readonly nonce: bigint
  nextSequence: number
}

/** What a leader makes of a proposal at the end of its log. */
export type Admission =
  | { readonly type: 'next' | 'duplicate' | 'session-expired' }
  | { readonly type: 'gap'; readonly nextSequence: number }

/** What the group remembers about its proposers. */
export interface SessionOptions {
  /** Slots for which a proposal's key is remembered. The same at all replicas of a group. */
  readonly keyWindowSlots: number
}

/**
 * Who proposed what up to one slot of the log: exactly-once, first-in first-out proposals as a pure function of the log
 * prefix. The leader judges proposals at the end of its log, and every replica judges entries again when they are chosen.
 * (Client sessions: Ongaro, "Consensus: Bridging Theory and Practice", section 6.3.)
 *
 * 1. A session is known from its open-session entry until it is the least recently used of too many.
 * 2. Sequences of a session are applied from 1 on without gaps.
 * 3. Iteration order of `#sessions` is least recently used first, counted in slots.
 */
export class Sessions {
  readonly #options: SessionOptions
  #sessions = new Map<number, Session>()
  /** Session ids by origin and nonce, so that a repeated open-session opens nothing. */
  #opened = new Map<string, number>()
  /** Slots by origin and key, oldest first. */
  #keys = new Map<string, number>()
  #decisions = new Map<string, { readonly slot: number; readonly value: Uint8Array }>()
  #lastSlot = 0
  #epoch = firstEpoch

  constructor(options: SessionOptions) {
    this.#options = options
  }

  /** Epoch of the slot after the last one: every stop entry that took effect raised it. */
  get epoch(): number {
    return this.#epoch
  }

  /** The slot up to which this is known. */
  get lastSlot(): number {
    return this.#lastSlot
  }

  /** Whether the session that was opened in slot `id` is known. */
  has(id: number): boolean {
    return this.#sessions.has(id)
  }

  /** A copy that can run ahead. */
  fork(): Sessions {
    const fork = new Sessions(this.#options)
    for (const [id, session] of this.#sessions) fork.#sessions.set(id, { ...session })
    fork.#opened = new Map(this.#opened)
    fork.#keys = new Map(this.#keys)
    fork.#decisions = new Map(this.#decisions)
    fork.#lastSlot = this.#lastSlot
    fork.#epoch = this.#epoch
    return fork
  }

  /** Whether `proposal` may be appended in the slot after the last one. */
  admit(proposal: Proposal): Admission {
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

  /** PeerId of the replica that opened the session of `entry`. */
  originOf(entry: Proposal): string | undefined {
    return entry.type === 'open-session' ? entry.origin : this.#sessions.get(entry.session)?.origin
  }

  /** Applies the entry in the slot after the last one, and says what it means. */
  apply(slot: number, entry: Entry): Verdict {
    assert(slot === this.#lastSlot + 1, 'slots are applied in order, each once')
    const admission = this.admit(entry)
    this.#lastSlot = slot
    if (admission.type !== 'next') return { type: 'nothing' }
    if (entry.type === 'open-session') {
      this.#open(slot, entry.origin, entry.nonce)
      return { type: 'applied' }
    }
    const session = this.#sessions.get(entry.session)
    assert(session !== undefined, 'an admitted proposal has a session')
    session.nextSequence += 1
    this.#sessions.delete(entry.session)
    this.#sessions.set(entry.session, session)
    switch (entry.type) {
      case 'no-op':
        return { type: 'nothing' }
      case 'stop':
        return this.#stop(entry.configuration.epoch)
      case 'decide':
        return this.#decide(slot, entry.name, entry.value)
      case 'value':
        return entry.key === undefined
          ? { type: 'applied' }
          : this.#useKey(slot, `${session.origin}\n${entry.key}`)
    }
  }

  /** Of several stop entries for one epoch the first takes effect: none is chosen after it in its epoch. */
  #stop(nextEpoch: number): Verdict {
    if (nextEpoch !== this.#epoch + 1) return { type: 'nothing' }
    this.#epoch = nextEpoch
    return { type: 'applied' }
  }

  #open(slot: number, origin: string, nonce: bigint): void {
    this.#sessions.set(slot, { origin, nonce, nextSequence: 1 })
    this.#opened.set(openKey({ origin, nonce }), slot)
    if (this.#sessions.size <= sessionsMax) return
    for (const [id, session] of this.#sessions) {
      this.#sessions.delete(id)
      this.#opened.delete(openKey(session))
      break
    }
  }

  #decide(slot: number, name: string, value: Uint8Array): Verdict {
    const first = this.#decisions.get(name)
    if (first !== undefined) return { type: 'decided', firstSlot: first.slot, value: first.value }
    this.#decisions.set(name, { slot, value })
    return { type: 'applied' }
  }

  #useKey(slot: number, key: string): Verdict {
    for (const [old, oldSlot] of this.#keys) {
      if (oldSlot > slot - this.#options.keyWindowSlots) break
      this.#keys.delete(old)
    }
    const firstSlot = this.#keys.get(key)
    if (firstSlot !== undefined) return { type: 'repeat', firstSlot }
    this.#keys.set(key, slot)
    return { type: 'applied' }
  }
}

function openKey(proposal: { readonly origin: string; readonly nonce: bigint }): string {
  return `${proposal.origin}\n${proposal.nonce}`
}
