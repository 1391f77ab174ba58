import { describe, expect, it } from 'vitest'
import * as wire from '../../src/state/generated/state.js'
import { bytesOf, keyOf } from '../../src/state/keys.js'
import { transactionActionsMax, ttlMsMax } from '../../src/state/limits.js'
import type { Operation } from '../../src/state/operation.js'
import { decodeOperation, encodeOperation } from '../../src/state/operation-codec.js'
import { decodePiece, encodePiece, type Piece } from '../../src/state/piece-codec.js'
import { heldKey, leaseKey, mapPrefix, numberKey } from '../../src/state/rows.js'
import { keyBytesMax, nameBytesMax } from '../../src/wire/limits.js'
import { set, thrown } from './log.js'
import { operations } from './samples.js'

function versioned(bytes: Uint8Array): Uint8Array {
  return Uint8Array.of(1, ...bytes)
}

/** What refuses an operation that the encoder would not write. */
function refusal(part: Partial<wire.Operation>): string | undefined {
  return thrown(() => decodeOperation(versioned(wire.Operation.encode(part))))?.name
}

const name = bytesOf('name')
const value = new Uint8Array(0)
const long = (bytesMax: number): Uint8Array => new Uint8Array(bytesMax + 1)

function transaction(part: Partial<wire.Transaction>): Partial<wire.Operation> {
  return { transaction: { map: name, conditions: [], actions: [], otherwise: [], ...part } }
}

function action(part: Partial<wire.Action>): Partial<wire.Operation> {
  return transaction({ actions: [{ key: name, lease: 0, deletes: false, ...part }] })
}

function condition(part: Partial<wire.Condition>): Partial<wire.Operation> {
  const is = wire.Comparison.EQUAL
  return transaction({ conditions: [{ key: name, is, version: 0, ...part }] })
}

const claim = { name, kind: wire.TurnKind.LOCK, lease: 1, value, waits: true }
const release = { name, kind: wire.TurnKind.ELECTION, claim: 1 }
const add = { name, kind: wire.NumberKind.COUNTER, amount: 1, subtracts: false }

function without<T extends object>(part: T, field: keyof T): T {
  const { [field]: _, ...rest } = part
  return rest as T
}

describe('an operation is read', () => {
  it.each([
    ['a transaction', transaction({})],
    ['an action', action({ value, lease: 7 })],
    ['a condition on a value', condition({ value })],
    ['a claim', { claim }],
    ['a release', { release }],
    ['an addition', { add }],
    ['the longest name', { add: { ...add, name: long(nameBytesMax).subarray(1) } }],
    ['the longest key', action({ key: long(keyBytesMax).subarray(1) })],
    ['the shortest time', { grant: { ttlMs: 1 } }]
  ])('if it is whole: %s', (_, part) => {
    expect(refusal(part)).toBeUndefined()
  })

  it.each([
    ['two kinds in one', { add, release }],
    ['no known kind', {}],
    ['a transaction without a map', transaction({ map: undefined as never })],
    ['an action without a key', transaction({ actions: [{ lease: 0, deletes: false }] })],
    ['a key that is set and deleted', action({ value, deletes: true })],
    ['a lease of what is deleted', action({ deletes: true, lease: 1 })],
    ['a lease of what is read', action({ lease: 1 })],
    ['a condition without a key', condition({ key: undefined as never })],
    ['a condition on a version and on a value', condition({ version: 1, value })],
    ['an addition without a name', { add: without(add, 'name') }],
    ['less than nothing, that is nothing', { add: { ...add, amount: 0, subtracts: true } }],
    ['no time', { grant: { ttlMs: 0 } }],
    ['more time than there may be', { grant: { ttlMs: ttlMsMax + 1 } }],
    ['no lease to keep alive', { keepAlive: { lease: 0 } }],
    ['no lease to revoke', { revoke: { lease: 0 } }],
    ['a claim without a name', { claim: without(claim, 'name') }],
    ['a claim without a lease', { claim: { ...claim, lease: 0 } }],
    ['a claim without a value', { claim: without(claim, 'value') }],
    ['a release without a name', { release: without(release, 'name') }],
    ['a release of no claim', { release: { ...release, claim: 0 } }],
    ['a proclamation without a name', { proclaim: { claim: 1, value } }],
    ['a proclamation of no claim', { proclaim: { name, claim: 0, value } }],
    ['a proclamation without a value', { proclaim: { name, claim: 1 } }]
  ])('not with %s', (_, part) => {
    expect(refusal(part)).toBe('InvalidMessageError')
  })

  it.each([
    ['name', { add: { ...add, name: long(nameBytesMax) } }],
    ['name of a map', transaction({ map: long(nameBytesMax) })],
    ['name of a lock', { claim: { ...claim, name: long(nameBytesMax) } }],
    ['key that is set', action({ key: long(keyBytesMax) })],
    ['key that is compared', condition({ key: long(keyBytesMax) })]
  ])('not with a %s that is too long', (_, part) => {
    expect(refusal(part)).toBe('MessageTooLargeError')
  })

  it.each(['conditions', 'actions', 'otherwise'] as const)(
    'with so many %s, and not more',
    list => {
      const items = (count: number): Partial<wire.Transaction> => ({
        [list]: Array.from({ length: count }, () => ({ key: name }))
      })
      expect(refusal(transaction(items(transactionActionsMax)))).toBeUndefined()
      expect(refusal(transaction(items(transactionActionsMax + 1)))).toBe('InvalidMessageError')
    }
  )

  it('not with a comparison that is not known', () => {
    const bytes = wire.Operation.encode(condition({ is: wire.Comparison.ABOVE }))
    const at = bytes.lastIndexOf(3)
    expect(thrown(() => decodeOperation(versioned(bytes.with(at, 4))))?.name).toBe(
      'InvalidMessageError'
    )
  })
})

describe('an operation is written', () => {
  function writing(change: object, sample: string): string | undefined {
    return thrown(() => encodeOperation({ ...operations.get(sample), ...change } as Operation))
      ?.name
  }

  it.each([
    ['half a number', 'add to a counter', { delta: 0.5 }],
    ['a number that is not exact', 'add to a counter', { delta: 2 ** 53 }],
    ['no number', 'add to a counter', { delta: Number.NaN }],
    ['no time', 'grant', { ttlMs: 0 }],
    ['too much time', 'grant', { ttlMs: ttlMsMax + 1 }],
    ['no lease to keep alive', 'keep-alive', { lease: 0 }],
    ['no lease to revoke', 'revoke', { lease: 1.5 }],
    ['no lease to claim with', 'claim of a lock', { lease: 0 }],
    ['no claim to release', 'release of a lock', { claim: 0 }],
    ['no claim to proclaim with', 'proclaim', { claim: -1 }],
    ['a version below 0', 'transaction', { conditions: [{ key: '', is: 'equal', version: -1 }] }],
    ['a lease below 0', 'transaction', { actions: [set('k', 'v', -1)] }]
  ])('not with %s', (_, sample, change) => {
    expect(writing(change, sample)).toBe('InvalidMessageError')
  })

  it.each([
    ['conditions', { key: 'k', is: 'equal', version: 0 }],
    ['actions', { type: 'get', key: 'k' }],
    ['otherwise', { type: 'get', key: 'k' }]
  ])('with so many %s, and not more', (list, item) => {
    const many = (count: number) => ({ [list]: Array.from({ length: count }, () => item) })
    expect(writing(many(transactionActionsMax), 'transaction')).toBeUndefined()
    expect(writing(many(transactionActionsMax + 1), 'transaction')).toBe('InvalidMessageError')
  })

  it('not with a name or a key that is too long', () => {
    const text = 'x'.repeat(nameBytesMax)
    for (const sample of ['add to a counter', 'claim of a lock', 'release of a lock', 'proclaim']) {
      expect(writing({ name: text }, sample)).toBeUndefined()
      expect(writing({ name: `${text}x` }, sample)).toBe('MessageTooLargeError')
    }
    expect(writing({ map: `${text}x` }, 'transaction')).toBe('MessageTooLargeError')
    const key = 'x'.repeat(keyBytesMax)
    expect(writing({ actions: [set(key, '')] }, 'transaction')).toBeUndefined()
    expect(writing({ actions: [set(`${key}x`, '')] }, 'transaction')).toBe('MessageTooLargeError')
  })
})

describe('a piece is read', () => {
  function pieceRefusal(part: Partial<wire.Piece>): string | undefined {
    return thrown(() => decodePiece(versioned(wire.Piece.encode(part))))?.name
  }

  const origin = bytesOf('alice')
  const lease = { ttlMs: 100, expiresAtMs: 200, origin }
  const map = { value, version: 7, createdSlot: 7, lease: 0 }
  const claimed = { lease: 1, origin, value, token: 0 }
  const number = { amount: 1, isNegative: false }
  const leaseRow = bytesOf(leaseKey(3))
  const mapRow = bytesOf(mapPrefix('m'))
  const lockRow = bytesOf('k\0\0')
  const result = (part: wire.Result, place = {}) => ({
    results: [{ session: 1, sequence: 1, slot: 1, result: part, ...place }]
  })

  it.each<[string, Partial<wire.Piece>]>([
    ['a clock', { clock: { slot: 1, logTimeMs: 0, token: 0, machineVersion: 1 } }],
    [
      'rows',
      {
        rows: [
          { key: leaseRow, lease },
          { key: mapRow, map }
        ]
      }
    ],
    ['a claim', { rows: [{ key: lockRow, claim: claimed }] }],
    ['a result', result({ done: { existed: true } })]
  ])('if it is whole: %s', (_, part) => {
    expect(pieceRefusal(part)).toBeUndefined()
  })

  it.each<[string, Partial<wire.Piece>]>([
    ['a clock without a slot', { clock: { slot: 0, logTimeMs: 0, token: 0, machineVersion: 1 } }],
    ['a row without a key', { rows: [{ lease }] }],
    ['a row of no type', { rows: [{ key: bytesOf(heldKey(1, 'k')) }] }],
    ['a row of two types', { rows: [{ key: leaseRow, lease, held: {} }] }],
    ['a row with the key of another type', { rows: [{ key: mapRow, lease }] }],
    ['a row with a key of no type', { rows: [{ key: bytesOf('x'), lease }] }],
    ['a row with no key at all', { rows: [{ key: value, lease }] }],
    [
      'a key without a value',
      { rows: [{ key: mapRow, map: without(map as wire.MapRow, 'value') }] }
    ],
    ['a key without a version', { rows: [{ key: mapRow, map: { ...map, version: 0 } }] }],
    ['a key that was never set', { rows: [{ key: mapRow, map: { ...map, createdSlot: 0 } }] }],
    ['a key that was set later', { rows: [{ key: mapRow, map: { ...map, createdSlot: 8 } }] }],
    ['a lease of nobody', { rows: [{ key: leaseRow, lease: { ...lease, origin: value } }] }],
    ['a lease that does not last', { rows: [{ key: leaseRow, lease: { ...lease, ttlMs: 0 } }] }],
    [
      'a lease that was over before',
      { rows: [{ key: leaseRow, lease: { ...lease, expiresAtMs: 99 } }] }
    ],
    [
      'a claim of nobody',
      { rows: [{ key: lockRow, claim: without(claimed as wire.ClaimRow, 'origin') }] }
    ],
    ['a claim without a lease', { rows: [{ key: lockRow, claim: { ...claimed, lease: 0 } }] }],
    [
      'a claim without a value',
      { rows: [{ key: lockRow, claim: without(claimed as wire.ClaimRow, 'value') }] }
    ],
    [
      'less than nothing, that is nothing',
      {
        rows: [{ key: bytesOf(numberKey('counter', '')), number: { amount: 0, isNegative: true } }]
      }
    ],
    ['a result of no session', result({ number }, { session: 0 })],
    ['a result of no sequence', result({ number }, { sequence: 0 })],
    ['a result of no slot', result({ number }, { slot: 0 })],
    ['a result of no type', result({})],
    ['a result of two types', result({ number, done: { existed: true } })],
    ['no lease that was granted', result({ lease: { lease: 0, expiresAtMs: 1 } })],
    ['no claim that was made', result({ claim: { claim: 0, token: 1 } })],
    [
      'a sum that is less than nothing, and nothing',
      result({ number: { amount: 0, isNegative: true } })
    ]
  ])('not with %s', (_, part) => {
    expect(pieceRefusal(part)).toBe('StoreCorruptError')
  })
})

describe('a piece is written', () => {
  const rows = (...[row]: Piece['rows']): Piece => ({ rows: row ? [row] : [], results: [] })
  it.each<[string, Piece]>([
    [
      'a clock without a slot',
      { clock: { slot: 0, logTimeMs: 0, token: 0, machineVersion: 1 }, ...rows() }
    ],
    ['a row under a key of another type', rows([leaseKey(1), { type: 'number', value: 1 }])],
    ['half a number', rows([numberKey('counter', 'n'), { type: 'number', value: 0.5 }])],
    [
      'a lease of nobody',
      rows([leaseKey(1), { type: 'lease', ttlMs: 1, expiresAtMs: 1, origin: '' }])
    ],
    [
      'a result of no slot',
      {
        rows: [],
        results: [{ session: 1, sequence: 1, slot: 0, result: { type: 'done', existed: true } }]
      }
    ]
  ])('not with %s', (_, piece) => {
    expect(thrown(() => encodePiece(piece))?.name).toBe('InvalidMessageError')
  })
})

it('a key is as many characters as bytes', () => {
  const codes = Uint8Array.from({ length: 256 }, (_, i) => i)
  expect(bytesOf(keyOf(codes))).toEqual(codes)
})
