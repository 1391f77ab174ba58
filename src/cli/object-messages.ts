import type { Consistency } from '../index.js'
import { Fields } from './fields.js'

/** What a peer is asked to do with the objects of its group. */
export type ObjectRequest =
  | {
      readonly type: 'get'
      readonly map: string
      readonly key: string
      readonly consistency: Consistency
    }
  | {
      readonly type: 'scan'
      readonly map: string
      readonly prefix: string
      readonly limit: number
      readonly after: string | undefined
      readonly consistency: Consistency
    }
  | { readonly type: 'put'; readonly map: string; readonly key: string; readonly value: string }
  | {
      readonly type: 'cas'
      readonly map: string
      readonly key: string
      readonly version: number
      readonly value: string
    }
  | {
      readonly type: 'delete'
      readonly map: string
      readonly key: string
      readonly version: number | undefined
    }
  | { readonly type: 'next'; readonly sequence: string }
  | {
      readonly type: 'lock'
      readonly name: string
      readonly ttlMs: number | undefined
      readonly waits: boolean
    }
  | { readonly type: 'unlock'; readonly name: string }
  | { readonly type: 'locks' }

/** Bytes as text, or in base64 if they are no valid UTF-8. */
export type Text = { readonly value: string } | { readonly valueBase64: string }

/** What a key holds, or that it is not there. */
export type Found = { readonly found: false } | ({ readonly found: true } & Versioned)

export type Versioned = { readonly version: number } & Text

/** What became of a change that depends on what is there: it was made, or what is there instead. */
export type Outcome = { readonly slot: number } & (
  | { readonly succeeded: true }
  | ({ readonly succeeded: false } & Found)
)

/** A lock that the peer has. */
export interface NamedLock {
  readonly name: string
  readonly token: number
}

/** What a peer tells of the objects of its group. */
export type ObjectEvent =
  | ({ readonly type: 'got'; readonly id: string; readonly slot: number } & Found)
  | {
      readonly type: 'scanned'
      readonly id: string
      readonly slot: number
      readonly entries: readonly ({ readonly key: string } & Versioned)[]
      readonly hasMore: boolean
    }
  | { readonly type: 'put'; readonly id: string; readonly slot: number }
  | ({ readonly type: 'cas'; readonly id: string } & Outcome)
  | ({ readonly type: 'deleted'; readonly id: string } & Outcome)
  | { readonly type: 'next'; readonly id: string; readonly number: number }
  | { readonly type: 'locked'; readonly id: string; readonly token: number }
  | { readonly type: 'taken'; readonly id: string }
  | { readonly type: 'unlocked'; readonly id: string }
  | { readonly type: 'locks'; readonly id: string; readonly locks: readonly NamedLock[] }
  | ({ readonly type: 'lock-lost' } & NamedLock)

/** Entries of a page at most, and by default. */
const scanLimitMax = 1000
const scanLimitDefault = 100

const consistencies: readonly Consistency[] = ['linearizable', 'session', 'local']

const consistencyOf = (fields: Fields): Consistency =>
  fields.optional('consistency', field => fields.oneOf(field, consistencies)) ?? 'linearizable'

const readers = {
  get: fields => ({
    type: 'get',
    map: fields.text('map'),
    key: fields.text('key'),
    consistency: consistencyOf(fields)
  }),
  scan: fields => ({
    type: 'scan',
    map: fields.text('map'),
    prefix: fields.optional('prefix', field => fields.text(field)) ?? '',
    limit:
      fields.optional('limit', field => fields.whole(field, 1, scanLimitMax)) ?? scanLimitDefault,
    after: fields.optional('after', field => fields.text(field)),
    consistency: consistencyOf(fields)
  }),
  put: fields => ({
    type: 'put',
    map: fields.text('map'),
    key: fields.text('key'),
    value: fields.text('value')
  }),
  cas: fields => ({
    type: 'cas',
    map: fields.text('map'),
    key: fields.text('key'),
    version: fields.whole('version', 0),
    value: fields.text('value')
  }),
  delete: fields => ({
    type: 'delete',
    map: fields.text('map'),
    key: fields.text('key'),
    version: fields.optional('version', field => fields.whole(field, 1))
  }),
  next: fields => ({ type: 'next', sequence: fields.text('sequence') }),
  lock: fields => ({
    type: 'lock',
    name: fields.text('name'),
    ttlMs: fields.optional('ttlMs', field => fields.whole(field, 1)),
    waits: fields.optional('waits', field => fields.flag(field)) ?? true
  }),
  unlock: fields => ({ type: 'unlock', name: fields.text('name') })
} satisfies Record<string, (fields: Fields) => ObjectRequest>

export type ObjectRequestName = keyof typeof readers

export const objectRequestNames = Object.keys(readers) as readonly ObjectRequestName[]

/**
 * Reads what is asked for under this name.
 *
 * @throws InvalidOptionsError if it is not what it must be.
 */
export function readObjectRequest(name: ObjectRequestName, argument: unknown): ObjectRequest {
  const fields = new Fields(name, argument)
  const request = readers[name](fields)
  fields.end()
  return request
}
