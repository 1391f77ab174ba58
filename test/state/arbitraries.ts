import fc from 'fast-check'
import { ttlMsMax } from '../../src/state/limits.js'
import type { Action, Condition, Operation, Result } from '../../src/state/operation.js'
import type { Piece } from '../../src/state/piece-codec.js'
import type { SlotResult } from '../../src/state/results.js'
import {
  claimKey,
  heldKey,
  leaseKey,
  type MapRow,
  mapPrefix,
  numberKey,
  type Row
} from '../../src/state/rows.js'

/** Everything that operations and snapshots hold, at random. */

type Arbitrary<T> = fc.Arbitrary<T>

const whole = fc.maxSafeNat()
const positive = whole.map(n => Math.max(1, n))
const bytes = fc.uint8Array({ maxLength: 20 })
const key = fc.uint8Array({ maxLength: 20 }).map(codes => String.fromCharCode(...codes))
const peerId = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 60 })
const number = fc.maxSafeInteger().map(value => value + 0)
const turnKind = fc.constantFrom('lock', 'election')
const numberKind = fc.constantFrom('counter', 'sequence')

function type<T extends string>(name: T): { type: Arbitrary<T> } {
  return { type: fc.constant(name) }
}

const is = fc.constantFrom('equal', 'not-equal', 'below', 'above')
const condition: Arbitrary<Condition> = fc.oneof(
  fc.record({ key, is, version: whole }),
  fc.record({ key, is, value: bytes })
)
const action: Arbitrary<Action> = fc.oneof(
  fc.record({ ...type('set'), key, value: bytes, lease: whole }),
  fc.record({ type: fc.constantFrom('delete', 'get'), key })
)
const actions = fc.array(action, { maxLength: 4 })

export const operation: Arbitrary<Operation> = fc.oneof(
  fc.record({
    ...type('transaction'),
    map: key,
    conditions: fc.array(condition, { maxLength: 4 }),
    actions,
    otherwise: actions
  }),
  fc.record({ ...type('add'), kind: numberKind, name: key, delta: number }),
  fc.record({ ...type('grant'), ttlMs: fc.integer({ min: 1, max: ttlMsMax }) }),
  fc.record({ type: fc.constantFrom('keep-alive', 'revoke'), lease: positive }),
  fc.record({
    ...type('claim'),
    kind: turnKind,
    name: key,
    lease: positive,
    value: bytes,
    waits: fc.boolean()
  }),
  fc.record({ ...type('release'), kind: turnKind, name: key, claim: positive }),
  fc.record({ ...type('proclaim'), name: key, claim: positive, value: bytes }),
  fc.record({ ...type('upgrade'), version: positive })
)

const mapRow: Arbitrary<MapRow> = fc
  .record({ ...type('map'), value: bytes, version: positive, created: fc.nat(), lease: whole })
  .map(({ created, ...row }) => ({ ...row, createdSlot: (created % row.version) + 1 }))

const keyedRow: Arbitrary<readonly [string, Row]> = fc.oneof(
  fc.tuple(
    fc.tuple(key, key).map(([map, place]) => mapPrefix(map) + place),
    mapRow
  ),
  fc.tuple(
    fc.tuple(numberKind, key).map(([kind, name]) => numberKey(kind, name)),
    fc.record({ ...type('number'), value: number })
  ),
  fc.tuple(
    positive.map(leaseKey),
    fc
      .record({
        ...type('lease'),
        ttlMs: fc.integer({ min: 1, max: ttlMsMax }),
        more: fc.nat(),
        origin: peerId
      })
      .map(({ more, ...lease }) => ({ ...lease, expiresAtMs: lease.ttlMs + more }))
  ),
  fc.tuple(
    fc.tuple(turnKind, key, positive).map(([kind, name, claim]) => claimKey(kind, name, claim)),
    fc.record({ ...type('claim'), lease: positive, origin: peerId, value: bytes, token: whole })
  ),
  fc.tuple(
    fc.tuple(positive, key).map(([lease, place]) => heldKey(lease, place)),
    fc.record(type('held'))
  )
)

const result: Arbitrary<Result> = fc.oneof(
  fc.record({
    ...type('transaction'),
    succeeded: fc.boolean(),
    found: fc.array(fc.oneof(mapRow, fc.constant(undefined)), { maxLength: 4 })
  }),
  fc.record({ ...type('number'), value: number }),
  fc.record({ ...type('lease'), lease: positive, expiresAtMs: positive }),
  fc.record({ ...type('claim'), claim: positive, token: whole }),
  fc.record({ ...type('done'), existed: fc.boolean() }),
  fc.record({ ...type('applied'), value: fc.option(bytes, { nil: undefined }) }),
  fc.record({ ...type('threw'), message: fc.string({ unit: 'grapheme' }) }),
  fc.record({
    ...type('refused'),
    reason: fc.constantFrom('lease-ended', 'out-of-range', 'taken', 'malformed')
  })
)

export const slotResult: Arbitrary<SlotResult> = fc.record({
  session: positive,
  sequence: positive,
  slot: positive,
  result
})

export const piece: Arbitrary<Piece> = fc.record(
  {
    clock: fc.record({
      slot: positive,
      logTimeMs: whole,
      token: whole,
      machineVersion: positive
    }),
    rows: fc.array(keyedRow, { maxLength: 5 }),
    results: fc.array(slotResult, { maxLength: 5 })
  },
  { requiredKeys: ['rows', 'results'] }
)
