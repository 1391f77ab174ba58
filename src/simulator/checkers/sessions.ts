import type { Verdict } from '../../core/effects.js'
import type { Entry } from '../../core/entry.js'
import { sessionsMax } from '../../core/limits.js'

interface Session {
  readonly origin: string
  readonly nonce: bigint
  next: number
  usedSlot: number
}

/** What a chosen entry means: judged from the slots before it alone. */
export interface Judgement {
  readonly type: Verdict['type']
  /** Of a repeat, or of a decision that came too late: the slot that counts; else 0. */
  readonly firstSlot: number
  /** PeerId of the replica that proposed it; undefined if its session is unknown. */
  readonly origin: string | undefined
}

/**
 * An account of sessions, keys and decisions that owes nothing to the one it is compared with.
 *
 * What is next in its session counts, and nothing else does; a key counts once within its window, a name once for ever.
 */
export class SessionAccount {
  readonly #keyWindowSlots: number
  readonly #sessions = new Map<number, Session>()
  readonly #opened = new Set<string>()
  readonly #keys = new Map<string, number>()
  readonly #names = new Map<string, number>()
  #epoch = 1

  constructor(keyWindowSlots: number) {
    this.#keyWindowSlots = keyWindowSlots
  }

  /** Judges the entry in the slot after the one that was judged last. */
  judge(slot: number, entry: Entry): Judgement {
    if (entry.type === 'open-session') {
      const { origin, nonce } = entry
      const isNew = this.#open(slot, { origin, nonce, next: 1, usedSlot: slot })
      return { type: isNew ? 'applied' : 'nothing', firstSlot: 0, origin }
    }
    if (entry.type === 'tick') return { type: 'nothing', firstSlot: 0, origin: undefined }
    const session = this.#sessions.get(entry.session)
    const origin = session?.origin
    if (session?.next !== entry.sequence) return { type: 'nothing', firstSlot: 0, origin }
    session.next += 1
    session.usedSlot = slot
    if (entry.type === 'no-op') return { type: 'nothing', firstSlot: 0, origin }
    if (entry.type === 'stop') {
      const isNext = entry.configuration.epoch === this.#epoch + 1
      if (isNext) this.#epoch += 1
      return { type: isNext ? 'applied' : 'nothing', firstSlot: 0, origin }
    }
    if (entry.type === 'operation') return { type: 'applied', firstSlot: 0, origin }
    const firstSlot = this.#firstUse(slot, session.origin, entry)
    if (firstSlot === slot) {
      return { type: entry.type === 'repeat' ? 'nothing' : 'applied', firstSlot: 0, origin }
    }
    return { type: entry.type === 'decide' ? 'decided' : 'repeat', firstSlot, origin }
  }

  #open(slot: number, session: Session): boolean {
    const key = `${session.nonce} ${session.origin}`
    if (this.#opened.has(key)) return false
    this.#opened.add(key)
    this.#sessions.set(slot, session)
    if (this.#sessions.size > sessionsMax) this.#evict()
    return true
  }

  /** Forgets the session that was used least recently. */
  #evict(): void {
    let oldest: readonly [number, Session] | undefined
    for (const each of this.#sessions) {
      if (oldest === undefined || each[1].usedSlot < oldest[1].usedSlot) oldest = each
    }
    if (oldest === undefined) return
    const [id, { origin, nonce }] = oldest
    this.#sessions.delete(id)
    this.#opened.delete(`${nonce} ${origin}`)
  }

  /** The slot in which the key or name of `entry` counts; its own if it has none. */
  #firstUse(
    slot: number,
    origin: string,
    entry: Extract<Entry, { type: 'value' | 'repeat' | 'decide' }>
  ): number {
    if (entry.type === 'decide') {
      const firstSlot = this.#names.get(entry.name) ?? slot
      this.#names.set(entry.name, firstSlot)
      return firstSlot
    }
    if (entry.key === undefined) return slot
    const key = `${origin}\n${entry.key}`
    const usedSlot = this.#keys.get(key)
    const isKnown = usedSlot !== undefined && usedSlot > slot - this.#keyWindowSlots
    if (!isKnown && entry.type === 'value') this.#keys.set(key, slot)
    return isKnown ? usedSlot : slot
  }
}
