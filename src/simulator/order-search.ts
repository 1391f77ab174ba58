import type { Call } from './history.js'
import type { Anomaly, Model } from './sequential-model.js'

/** A call that returned, and its places in the orders of beginnings and of ends. */
interface Known<Operation, Result> {
  readonly call: Call<Operation, Result>
  readonly result: Result
  readonly returnedAt: number
  readonly begun: number
  ended: number
}

/** A state that calls of unknown outcome lead to. */
interface Reached<State, Operation, Result> {
  readonly state: State
  /** All calls of unknown outcome that took effect so far, as bits. */
  readonly used: bigint
  /** Those of them that lead here from the state of the step. */
  readonly by: readonly Call<Operation, Result>[]
}

/** What comes next: a call that returned, right after some of unknown outcome. */
interface Choice<State, Operation, Result> extends Reached<State, Operation, Result> {
  readonly known: Known<Operation, Result>
}

/** A place in the order, and what can come there. */
interface Step<State, Operation, Result> {
  /** Calls that returned and can come next as far as time goes; first the one that can wait for no other. */
  readonly candidates: readonly Known<Operation, Result>[]
  reached: readonly Reached<State, Operation, Result>[]
  readonly seen: Situations
  choices: readonly Choice<State, Operation, Result>[]
  next: number
  chosen: Choice<State, Operation, Result> | undefined
}

/** Calls that are shown of an order. */
const orderShownMax = 8

/**
 * Searches the orders in which calls of one object can have taken effect: depth first, and no situation twice. (Wing and Gong,
 * 1993, with the memoisation of Lowe, 2017.)
 *
 * A call of unknown outcome takes effect right before a call that returned, or never, since nobody can tell when else. It is
 * tried after everything that needs fewer of them.
 */
export class OrderSearch<State, Operation, Result> {
  readonly #model: Model<State, Operation, Result>
  readonly #part: string | undefined
  readonly #known: readonly Known<Operation, Result>[]
  readonly #knownByEnd: readonly Known<Operation, Result>[]
  readonly #optional: readonly Call<Operation, Result>[]
  /** The known calls that have no place yet, in the orders of their beginnings and of their ends. */
  readonly #begun: Chain
  readonly #ended: Chain
  readonly #path: Step<State, Operation, Result>[] = []
  /** Situations that were entered, by the calls that could come next. */
  readonly #entered = new Map<string, Situations>()
  #anomaly: Anomaly<State, Operation, Result> | undefined
  #stuckUntil = 0

  /** `calls` are in the order of their beginnings. */
  constructor(
    model: Model<State, Operation, Result>,
    part: string | undefined,
    calls: readonly Call<Operation, Result>[]
  ) {
    this.#model = model
    this.#part = part
    const known: Known<Operation, Result>[] = []
    const optional: Call<Operation, Result>[] = []
    for (const call of calls) {
      const { outcome } = call
      if (outcome.type === 'returned') {
        const { result, at: returnedAt } = outcome
        known.push({ call, result, returnedAt, begun: known.length, ended: 0 })
      } else if (outcome.type !== 'failed' && (model.matters?.(call, calls) ?? true)) {
        optional.push(call)
      }
    }
    this.#known = known
    this.#knownByEnd = known.toSorted((a, b) => a.returnedAt - b.returnedAt)
    for (const [i, each] of this.#knownByEnd.entries()) each.ended = i
    this.#optional = optional
    this.#begun = new Chain(known.length)
    this.#ended = new Chain(known.length)
  }

  /**
   * What stands in the way of an order; undefined if there is one.
   *
   * @throws RangeError after `stepsMax` steps without an answer.
   */
  run(stepsMax: number): Anomaly<State, Operation, Result> | undefined {
    if (this.#known.length === 0) return undefined
    this.#enter(this.#model.init, 0n)
    for (let steps = 0; steps < stepsMax; steps += 1) {
      const step = this.#path.at(-1)
      if (step === undefined) return this.#anomaly
      if (step.chosen !== undefined) this.#putBack(step.chosen.known)
      step.chosen = this.#nextChoice(step)
      if (step.chosen === undefined) {
        this.#path.pop()
        continue
      }
      this.#take(step.chosen.known)
      if (this.#ended.first === this.#known.length) return undefined
      this.#enter(step.chosen.state, step.chosen.used)
    }
    throw new RangeError(`no answer after ${stepsMax} steps`)
  }

  /** Goes on from here, unless that was tried before. */
  #enter(state: State, used: bigint): void {
    const candidates = this.#candidates()
    const [stuck] = candidates
    if (stuck === undefined) return
    const key = candidates.map(({ call }) => call.id).join()
    const situations = this.#entered.get(key) ?? new Situations()
    this.#entered.set(key, situations)
    const identity = this.#identify(state)
    if (!situations.add(identity, used)) return
    const seen = new Situations()
    seen.add(identity, used)
    const here = { state, used, by: [] }
    const pure = candidates.find(known => this.#isPureIn(state, known))
    const reached = pure === undefined ? [here] : []
    const choices =
      pure === undefined ? this.#choices(candidates, [here]) : [{ ...here, known: pure }]
    this.#path.push({ candidates, reached, seen, choices, next: 0, chosen: undefined })
    if (stuck.returnedAt <= this.#stuckUntil) return
    this.#stuckUntil = stuck.returnedAt
    this.#anomaly = {
      part: this.#part,
      order: this.#order(),
      state,
      stuck: stuck.call,
      concurrent: candidates.slice(1).map(({ call }) => call)
    }
  }

  /** The set of these, with the time of the first end among them, tells which calls have their place. */
  #candidates(): Known<Operation, Result>[] {
    const first = this.#knownByEnd[this.#ended.first]
    const candidates: Known<Operation, Result>[] = []
    if (first === undefined) return candidates
    for (let i = this.#begun.first; i < this.#known.length; i = this.#begun.after(i)) {
      const known = this.#known[i] as Known<Operation, Result>
      if (known.call.invokedAt > first.returnedAt) break
      candidates.push(known)
    }
    return candidates.sort((a, b) => a.returnedAt - b.returnedAt)
  }

  #nextChoice(step: Step<State, Operation, Result>): Choice<State, Operation, Result> | undefined {
    while (step.next === step.choices.length) {
      step.reached = this.#widen(step)
      if (step.reached.length === 0) return undefined
      step.choices = this.#choices(step.candidates, step.reached)
      step.next = 0
    }
    step.next += 1
    return step.choices[step.next - 1]
  }

  /** Where one more call of unknown outcome leads to. */
  #widen({
    candidates,
    reached,
    seen
  }: Step<State, Operation, Result>): Reached<State, Operation, Result>[] {
    const endAt = candidates[0]?.returnedAt ?? 0
    const wider: Reached<State, Operation, Result>[] = []
    for (const { state, used, by } of reached) {
      for (const [i, call] of this.#optional.entries()) {
        if (call.invokedAt > endAt) break
        const bit = 1n << BigInt(i)
        if ((used & bit) !== 0n) continue
        const next = this.#model.step(state, call.operation, undefined)
        if (next === undefined || !seen.add(this.#identify(next), used | bit)) continue
        wider.push({ state: next, used: used | bit, by: [...by, call] })
      }
    }
    return wider
  }

  #choices(
    candidates: readonly Known<Operation, Result>[],
    reached: readonly Reached<State, Operation, Result>[]
  ): Choice<State, Operation, Result>[] {
    const choices: Choice<State, Operation, Result>[] = []
    for (const { state, used, by } of reached) {
      for (const known of candidates) {
        const next = this.#model.step(state, known.call.operation, known.result)
        if (next !== undefined) choices.push({ known, state: next, used, by })
      }
    }
    return choices
  }

  /** Such a call can come at once: what comes after it could come without it, and what it finds may be gone later. */
  #isPureIn(state: State, { call, result }: Known<Operation, Result>): boolean {
    if (this.#model.isPure?.(call.operation, result) !== true) return false
    return this.#model.step(state, call.operation, result) !== undefined
  }

  #take({ begun, ended }: Known<Operation, Result>): void {
    this.#begun.remove(begun)
    this.#ended.remove(ended)
  }

  #putBack({ begun, ended }: Known<Operation, Result>): void {
    this.#begun.restore(begun)
    this.#ended.restore(ended)
  }

  #identify(state: State): unknown {
    return this.#model.identify === undefined ? state : this.#model.identify(state)
  }

  /** The end of the order as far as it goes. */
  #order(): Call<Operation, Result>[] {
    const order = this.#path
      .slice(-orderShownMax - 1)
      .flatMap(({ chosen }) => (chosen === undefined ? [] : [...chosen.by, chosen.known.call]))
    return order.slice(-orderShownMax)
  }
}

/**
 * States, with the calls of unknown outcome that were used up to get there. Who used fewer of them can do all that others can:
 * only what no other surpasses counts.
 */
class Situations {
  readonly #used = new Map<unknown, bigint[]>()

  /** Adds a situation; false if it or a better one is known. */
  add(identity: unknown, used: bigint): boolean {
    const known = this.#used.get(identity)
    if (known === undefined) {
      this.#used.set(identity, [used])
      return true
    }
    if (known.some(other => (other & used) === other)) return false
    known.push(used)
    return true
  }
}

/** The numbers from 0 on, in order. What is removed can be restored, last out first in. (Dancing links: Knuth, 2000.) */
class Chain {
  readonly #end: number
  /** The neighbours of each number; the last place is where the chain begins and ends. */
  readonly #next: Int32Array
  readonly #previous: Int32Array

  constructor(count: number) {
    this.#end = count
    this.#next = Int32Array.from({ length: count + 1 }, (_, i) => (i === count ? 0 : i + 1))
    this.#previous = Int32Array.from({ length: count + 1 }, (_, i) => (i === 0 ? count : i - 1))
  }

  /** The first number; the count of all numbers if there is none. */
  get first(): number {
    return this.after(this.#end)
  }

  /** The number after `i`; the count of all numbers if there is none. */
  after(i: number): number {
    return this.#next[i] as number
  }

  remove(i: number): void {
    const next = this.#next[i] as number
    const previous = this.#previous[i] as number
    this.#next[previous] = next
    this.#previous[next] = previous
  }

  restore(i: number): void {
    this.#next[this.#previous[i] as number] = i
    this.#previous[this.#next[i] as number] = i
  }
}
