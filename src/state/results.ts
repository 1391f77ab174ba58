import { sessionsMax } from '../core/limits.js'
import type { Result } from './operation.js'

/** What an operation came to. */
export interface SlotResult {
  readonly session: number
  readonly sequence: number
  readonly slot: number
  readonly result: Result
}

/**
 * What operations came to, until their proposers know: in a snapshot, too, so that whoever installs it knows what became of its own.
 *
 * Of more sessions than the group remembers, the one that was used the longest time ago is forgotten: no session is forgotten here that
 * goes on in `Sessions` of the core.
 */
export class Results {
  /** Also those of which nothing is left, for a while: what comes and goes all the time would be costly in a Map. */
  readonly #sessions = new Map<number, Session>()
  /** Sessions of which something is left. */
  #count = 0
  #uses = 0
  readonly #bySlot: BySlot

  /** @param known What is known already, in the order of `all`. */
  constructor(known: readonly SlotResult[] = []) {
    this.#bySlot = new BySlot(known)
    for (const result of known) this.#addToSession(result)
  }

  /** What the operation in `slot` came to, if its proposer may not know it yet. */
  at(slot: number): Result | undefined {
    return this.#bySlot.get(slot)
  }

  /** A session is used: its proposer knows what became of everything up to a sequence. */
  acknowledge(id: number, sequence: number): void {
    const session = this.#sessions.get(id)
    if (session === undefined || isEmpty(session)) return
    this.#uses += 1
    session.lastUse = this.#uses
    const { results } = session
    for (let next = results[session.head]; next !== undefined; next = results[session.head]) {
      if (next.sequence > sequence) break
      this.#bySlot.delete(next.slot)
      session.head += 1
    }
    if (isEmpty(session)) this.#onEmpty()
    // Moving what is left has to be worth it.
    if (session.head * 2 <= results.length) return
    session.results = results.slice(session.head)
    session.head = 0
  }

  /** An operation in a later slot than all others came to something. */
  add(result: SlotResult): void {
    this.#bySlot.add(result)
    this.#addToSession(result)
    if (this.#count > sessionsMax) this.#forgetOldest()
  }

  /** What is known now. */
  all(): SlotResult[] {
    return [...this.#sessions.values()]
      .sort((a, b) => a.lastUse - b.lastUse)
      .flatMap(({ results, head }) => results.slice(head))
  }

  #addToSession(result: SlotResult): void {
    let session = this.#sessions.get(result.session)
    if (session === undefined) {
      session = { results: [], head: 0, lastUse: 0 }
      this.#sessions.set(result.session, session)
    }
    if (isEmpty(session)) this.#count += 1
    this.#uses += 1
    session.lastUse = this.#uses
    session.results.push(result)
  }

  #onEmpty(): void {
    this.#count -= 1
    if (this.#sessions.size <= 2 * this.#count + emptyMax) return
    for (const [id, session] of this.#sessions) if (isEmpty(session)) this.#sessions.delete(id)
  }

  #forgetOldest(): void {
    let oldest: readonly [number, Session] | undefined
    for (const each of this.#sessions) {
      if (isEmpty(each[1])) continue
      if (oldest === undefined || each[1].lastUse < oldest[1].lastUse) oldest = each
    }
    if (oldest !== undefined) this.acknowledge(oldest[0], Number.POSITIVE_INFINITY)
  }
}

/** Sessions of which nothing is left that are kept, if there are not more of the others. */
const emptyMax = 64

/** Results by ascending sequence, from `head` on. */
interface Session {
  results: SlotResult[]
  head: number
  /** Counted over all sessions. */
  lastUse: number
}

function isEmpty({ results, head }: Session): boolean {
  return head === results.length
}

/** Results by slot. */
class BySlot {
  /** Ascending. */
  #slots: number[]
  /** At the same places; undefined what was deleted. */
  #results: (Result | undefined)[]
  #deleted = 0

  constructor(known: readonly SlotResult[]) {
    const inOrder = [...known].sort((a, b) => a.slot - b.slot)
    this.#slots = inOrder.map(({ slot }) => slot)
    this.#results = inOrder.map(({ result }) => result)
  }

  get(slot: number): Result | undefined {
    return this.#results[this.#placeOf(slot)]
  }

  add({ slot, result }: SlotResult): void {
    this.#slots.push(slot)
    this.#results.push(result)
  }

  /** Of a slot that is there. */
  delete(slot: number): void {
    this.#results[this.#placeOf(slot)] = undefined
    this.#deleted += 1
    if (this.#deleted <= emptyMax || this.#deleted * 2 <= this.#slots.length) return
    this.#slots = this.#slots.filter((_, place) => this.#results[place] !== undefined)
    this.#results = this.#results.filter(result => result !== undefined)
    this.#deleted = 0
  }

  /** -1 of a slot that is not there. */
  #placeOf(slot: number): number {
    let low = 0
    let high = this.#slots.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#slots[middle] as number) < slot) low = middle + 1
      else high = middle
    }
    return this.#slots[low] === slot ? low : -1
  }
}
