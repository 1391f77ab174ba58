import type { Call } from './history.js'
import type { Model } from './sequential-model.js'

/** What a register holds: a string, or nothing yet. */
export type Content = string | null

/** What can be done to one of many registers, and to one of many decisions. */
export type RegisterOperation =
  | { readonly type: 'read'; readonly register: string }
  | { readonly type: 'write'; readonly register: string; readonly value: string }
  | {
      readonly type: 'compare-and-set'
      readonly register: string
      /** Only a register that holds this is set. */
      readonly expected: Content
      readonly value: string
    }
  /** The first value under a name stays for ever. */
  | { readonly type: 'decide'; readonly name: string; readonly value: string }

/** What a call found in the register before it did anything, or what was decided; a blind write does not tell. */
export interface RegisterResult {
  readonly found?: Content
}

/** Registers and decisions by name, each by itself. */
export const registerModel: Model<Content, RegisterOperation, RegisterResult> = {
  init: null,
  part: operation =>
    operation.type === 'decide' ? `decision ${operation.name}` : `register ${operation.register}`,
  step: (state, operation, result) => {
    const found = operation.type === 'decide' ? (state ?? operation.value) : state
    if (result?.found !== undefined && result.found !== found) return undefined
    switch (operation.type) {
      case 'read':
      case 'decide':
        return found
      case 'write':
        return operation.value
      case 'compare-and-set':
        return state === operation.expected ? operation.value : state
    }
  },
  isPure: (operation, { found }) => {
    if (operation.type === 'read' || found === undefined) return operation.type === 'read'
    if (operation.type === 'write') return false
    return operation.type === 'decide' ? found !== operation.value : found !== operation.expected
  },
  // What nobody found, nor expected, was overwritten before anybody looked; or it never was.
  matters: ({ id, operation }, others) =>
    operation.type !== 'read' &&
    others.some(
      ({ id: otherId, operation: other, outcome }) =>
        otherId !== id &&
        ((outcome.type === 'returned' && outcome.result.found === operation.value) ||
          (other.type === 'compare-and-set' && other.expected === operation.value))
    )
}

/** What can be done to the keys of a map. */
export type MapOperation =
  | { readonly type: 'read' | 'delete'; readonly key: string }
  | { readonly type: 'set'; readonly key: string; readonly value: string }
  | {
      readonly type: 'compare-and-set'
      readonly key: string
      /** Only a key that holds this is set; null if it is not there. */
      readonly expected: Content
      readonly value: string
    }

/** What a call found, as far as it tells: the value, or merely whether the key was there. */
export interface MapResult {
  readonly found?: Content
  readonly existed?: boolean
}

/** The keys of a map, each by itself. No two calls set the same value. */
export const mapModel: Model<Content, MapOperation, MapResult> = {
  init: null,
  part: ({ key }) => key,
  step: (state, operation, result) => {
    if (result?.found !== undefined && result.found !== state) return undefined
    if (result?.existed !== undefined && result.existed !== (state !== null)) return undefined
    switch (operation.type) {
      case 'read':
        return state
      case 'set':
        return operation.value
      case 'delete':
        return null
      case 'compare-and-set':
        return state === operation.expected ? operation.value : state
    }
  },
  isPure: (operation, { found, existed }) => {
    if (operation.type === 'delete') return existed === false
    if (operation.type !== 'compare-and-set') return operation.type === 'read'
    return found !== undefined && found !== operation.expected
  },
  // What nobody found, nor expected, nor noticed, was overwritten before anybody looked; or it never was.
  matters: ({ id, operation }, others) => {
    if (operation.type === 'read') return false
    const left = 'value' in operation ? operation.value : null
    return others.some(({ id: otherId, operation: other, outcome }) => {
      if (otherId === id) return false
      if (other.type === 'compare-and-set' && other.expected === left) return true
      if (outcome.type !== 'returned') return false
      const { found, existed } = outcome.result
      return found === left || existed === (left !== null)
    })
  }
}

/** What can be done to a counter; or to a sequence, which gives out so many numbers up to the sum. */
export type NumberOperation =
  | { readonly type: 'add'; readonly name: string; readonly delta: number }
  | { readonly type: 'read'; readonly name: string }

/** What it came to, if the call tells. */
export interface NumberResult {
  readonly value?: number
}

/** Numbers by name. That no two calls to a sequence get the same number follows. */
export const numberModel: Model<number, NumberOperation, NumberResult> = {
  init: 0,
  part: ({ name }) => name,
  step: (state, operation, result) => {
    const value = operation.type === 'add' ? state + operation.delta : state
    return result?.value === undefined || result.value === value ? value : undefined
  },
  isPure: ({ type }) => type === 'read',
  matters: ({ operation }) => operation.type === 'add'
}

/** What can be done to an append-only log. */
export type LogOperation =
  | { readonly type: 'append'; readonly value: string }
  /** Reads the whole log. */
  | { readonly type: 'read' }

/** What a read found, and where an append put its value, from 1 on, if it tells. */
export interface LogResult {
  readonly values?: readonly string[]
  readonly position?: number
}

/** A log that only grows: two that hold the same are the same object. */
class GrowingLog {
  readonly length: number
  readonly #before: GrowingLog | undefined
  readonly #last: string
  readonly #after = new Map<string, GrowingLog>()

  constructor(before?: GrowingLog, last = '') {
    this.#before = before
    this.#last = last
    this.length = before === undefined ? 0 : before.length + 1
  }

  append(value: string): GrowingLog {
    const after = this.#after.get(value) ?? new GrowingLog(this, value)
    this.#after.set(value, after)
    return after
  }

  toJSON(): string[] {
    const values: string[] = []
    for (let log: GrowingLog = this; log.#before !== undefined; log = log.#before) {
      values.push(log.#last)
    }
    return values.reverse()
  }
}

/**
 * An append-only log, for judging `calls` and no others: the longest read among them tells the order of the values that it
 * found, and so no other order need be tried.
 */
export function logModel(
  calls: readonly Call<LogOperation, LogResult>[]
): Model<GrowingLog, LogOperation, LogResult> {
  const init = new GrowingLog()
  const read = new Map<readonly string[], GrowingLog>()
  let longest: readonly string[] = []
  for (const { outcome } of calls) {
    if (outcome.type !== 'returned' || outcome.result.values === undefined) continue
    const { values } = outcome.result
    read.set(
      values,
      values.reduce((log: GrowingLog, value) => log.append(value), init)
    )
    if (values.length > longest.length) longest = values
  }
  return {
    init,
    step: (log, operation, result) => {
      if (operation.type === 'read') {
        return result?.values === undefined || read.get(result.values) === log ? log : undefined
      }
      const { position = log.length + 1 } = result ?? {}
      if (position !== log.length + 1) return undefined
      if (log.length < longest.length && longest[log.length] !== operation.value) return undefined
      return log.append(operation.value)
    },
    isPure: ({ type }) => type === 'read'
  }
}
