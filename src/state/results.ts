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
 * Of more sessions than the group remembers, the one that was used the longest time ago is forgotten. Iteration order of `#sessions` is
 * least recently used first, as it is in `Sessions` of the core: no session is forgotten here that goes on there.
 */
export class Results {
  readonly #sessions = new Map<number, Session>()
  readonly #bySlot = new Map<number, Result>()

  /** What the operation in `slot` came to, if its proposer may not know it yet. */
  at(slot: number): Result | undefined {
    return this.#bySlot.get(slot)
  }

  /** A session is used: its proposer knows what became of everything up to a sequence. */
  acknowledge(session: number, sequence: number): void {
    const known = this.#sessions.get(session)
    if (known === undefined) return
    this.#sessions.delete(session)
    const { results } = known
    for (let next = results[known.head]; next !== undefined; next = results[known.head]) {
      if (next.sequence > sequence) break
      this.#bySlot.delete(next.slot)
      known.head += 1
    }
    if (known.head === results.length) return
    this.#sessions.set(session, known)
    // Moving what is left has to be worth it.
    if (known.head * 2 <= results.length) return
    known.results = results.slice(known.head)
    known.head = 0
  }

  /** An operation came to something. */
  add(result: SlotResult): void {
    const { session } = result
    const known = this.#sessions.get(session)
    if (known === undefined) this.#sessions.set(session, { results: [result], head: 0 })
    else known.results.push(result)
    this.#bySlot.set(result.slot, result.result)
    if (this.#sessions.size > sessionsMax) this.#forgetOldest()
  }

  /** What is known now, in the order in which it is to be added again. */
  all(): SlotResult[] {
    return [...this.#sessions.values()].flatMap(({ results, head }) => results.slice(head))
  }

  #forgetOldest(): void {
    for (const session of this.#sessions.keys()) {
      this.acknowledge(session, Number.POSITIVE_INFINITY)
      return
    }
  }
}

/** Results by ascending sequence, from `head` on. */
interface Session {
  results: SlotResult[]
  head: number
}
