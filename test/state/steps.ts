import fc from 'fast-check'
import type { ChosenEntry } from '../../src/core/effects.js'
import type { Action, Condition, Operation } from '../../src/state/operation.js'
import { encodeOperation } from '../../src/state/operation-codec.js'

/*
 * Logs at random, of few names, so that what is in them meets: operations on leases and claims that there are, or were, or never, and
 * times between them in which some leases end and others do not.
 */

export const maps = ['m', 'mm'] as const
export const keys = ['', 'a', 'b'] as const
export const names = ['x', 'xx'] as const

/** A step of a log: some time passes, and then comes an entry. */
export interface Step {
  readonly elapsedMs: number
  readonly session: number
  /** Operations before this one that the proposer does not say it knows. */
  readonly unknown: number
  readonly draft: Draft
}

/** What is proposed; slots in it are picked among those of the log when it is applied. */
export type Draft =
  | { readonly type: 'operation'; readonly operation: Operation }
  | {
      readonly type: 'other'
      readonly entry: 'tick' | 'value' | 'no-op' | 'nothing' | 'open-session'
    }
  | { readonly type: 'bytes'; readonly bytes: Uint8Array }

const pick = fc.oneof({ weight: 3, arbitrary: fc.nat(2) }, { weight: 1, arbitrary: fc.nat(10) })
const elapsedMs = fc.constantFrom(...Array.from({ length: 12 }, () => 0), 1, 1, 50, 100, 300)
const lease = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: pick.map(n => n + 1) }
)
const map = fc.constantFrom(...maps)
const key = fc.constantFrom(...keys)
const name = fc.constantFrom(...names)
const kind = fc.constantFrom('lock', 'lock', 'lock', 'election')
const value = fc.uint8Array({ maxLength: 2, max: 3 })
const is = fc.constantFrom('equal', 'not-equal', 'below', 'above')

const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ key, is, version: pick }),
  fc.record({ key, is, value })
)
const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ type: fc.constant('set' as const), key, value, lease }),
  fc.record({ type: fc.constantFrom('delete', 'get'), key })
)

function type<T extends string>(text: T): { type: fc.Arbitrary<T> } {
  return { type: fc.constant(text) }
}

const transaction: fc.Arbitrary<Operation> = fc.record({
  ...type('transaction'),
  map,
  conditions: fc.array(condition, { maxLength: 2 }),
  actions: fc.array(action, { maxLength: 4 }),
  otherwise: fc.array(action, { maxLength: 2 })
})

const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 6, arbitrary: transaction },
  {
    weight: 1,
    arbitrary: fc.record({
      ...type('add'),
      kind: fc.constantFrom('counter', 'sequence'),
      name,
      delta: fc.constantFrom(1, 2, 0, -3, 2 ** 53 - 1, 1 - 2 ** 53)
    })
  },
  {
    weight: 3,
    arbitrary: fc.record({ ...type('grant'), ttlMs: fc.constantFrom(300, 301, 600, 1000, 3000) })
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constantFrom('keep-alive', 'keep-alive', 'keep-alive', 'revoke'),
      lease: pick
    })
  },
  {
    weight: 6,
    arbitrary: fc.record({
      ...type('claim'),
      kind,
      name,
      lease: pick,
      value,
      waits: fc.constantFrom(true, true, false)
    })
  },
  { weight: 2, arbitrary: fc.record({ ...type('release'), kind, name, claim: pick }) },
  { weight: 1, arbitrary: fc.record({ ...type('proclaim'), name, claim: pick, value }) }
)

const draft: fc.Arbitrary<Draft> = fc.oneof(
  { weight: 20, arbitrary: fc.record({ ...type('operation'), operation }) },
  {
    weight: 3,
    arbitrary: fc.record({
      ...type('other'),
      entry: fc.constantFrom('tick', 'value', 'no-op', 'nothing', 'open-session')
    })
  },
  {
    weight: 1,
    arbitrary: fc.record({
      ...type('bytes'),
      bytes: fc.constantFrom(Uint8Array.of(1), Uint8Array.of(1, 9))
    })
  }
)

export const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({ elapsedMs, session: fc.integer({ min: 1, max: 3 }), unknown: fc.nat(4), draft }),
  { minLength: 30, maxLength: 80, size: 'max' }
)

/** Makes entries of steps. */
export class Drafter {
  readonly #sequences = new Map<number, number>()
  readonly #leases: number[] = []
  readonly #claims: number[] = []
  #slot = 0
  #nowMs = 0

  /** The entry of a step, with the operation in it, if it is one. */
  entry({ elapsedMs: elapsed, session, unknown, draft: given }: Step): {
    readonly chosen: ChosenEntry
    readonly operation: Operation | undefined
  } {
    this.#slot += 1
    this.#nowMs += elapsed
    const logTimeMs = this.#nowMs
    const place = { slot: this.#slot, origin: `member ${session}` }
    const applied = { ...place, verdict: { type: 'applied' } } as const
    const nothing = { ...place, verdict: { type: 'nothing' } } as const
    if (given.type === 'other' && given.entry === 'tick') {
      return { chosen: { ...nothing, entry: { type: 'tick', logTimeMs } }, operation: undefined }
    }
    if (given.type === 'other' && given.entry === 'open-session') {
      const entry = { type: 'open-session', origin: 'member', nonce: 1n, logTimeMs } as const
      return { chosen: { ...applied, entry }, operation: undefined }
    }
    const sequence = (this.#sequences.get(session) ?? 0) + 1
    this.#sequences.set(session, sequence)
    const proposed = {
      session,
      sequence,
      acknowledged: Math.max(0, sequence - 1 - unknown),
      logTimeMs
    }
    if (given.type === 'other') {
      const { entry } = given
      if (entry === 'no-op')
        return {
          chosen: { ...nothing, entry: { type: 'no-op', ...proposed } },
          operation: undefined
        }
      const bytes = new Uint8Array(1)
      return entry === 'value'
        ? {
            chosen: { ...applied, entry: { type: 'value', value: bytes, ...proposed } },
            operation: undefined
          }
        : {
            chosen: { ...nothing, entry: { type: 'operation', operation: bytes, ...proposed } },
            operation: undefined
          }
    }
    const found = given.type === 'operation' ? this.#placed(given.operation) : undefined
    const bytes = given.type === 'bytes' ? given.bytes : encodeOperation(found as Operation)
    if (found?.type === 'grant') this.#leases.push(this.#slot)
    if (found?.type === 'claim') this.#claims.push(this.#slot)
    return {
      chosen: { ...applied, entry: { type: 'operation', operation: bytes, ...proposed } },
      operation: found
    }
  }

  /** The operation, with slots of this log in it. */
  #placed(given: Operation): Operation {
    switch (given.type) {
      case 'transaction': {
        const place = (each: Action): Action =>
          each.type === 'set' && each.lease > 0
            ? { ...each, lease: this.#pick(this.#leases, each.lease) }
            : each
        const conditions = given.conditions.map(each =>
          'version' in each && each.version > 0
            ? { ...each, version: Math.max(0, this.#slot - each.version) }
            : each
        )
        return {
          ...given,
          conditions,
          actions: given.actions.map(place),
          otherwise: given.otherwise.map(place)
        }
      }
      case 'keep-alive':
      case 'revoke':
      case 'claim':
        return { ...given, lease: this.#pick(this.#leases, given.lease) }
      case 'release':
      case 'proclaim':
        return { ...given, claim: this.#pick(this.#claims, given.claim) }
      default:
        return given
    }
  }

  /** One of the last slots in a list, or another one. */
  #pick(slots: readonly number[], n: number): number {
    return n > 8 ? this.#slot : (slots.at(-1 - (n % Math.max(1, slots.length))) ?? this.#slot)
  }
}
