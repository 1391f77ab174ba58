import { keyOfText } from '../../src/state/keys.js'
import type { Operation, Result } from '../../src/state/operation.js'
import type { Piece } from '../../src/state/piece-codec.js'
import {
  claimKey,
  heldKey,
  leaseKey,
  mapPrefix,
  numberKey,
  type Row
} from '../../src/state/rows.js'

/** One of everything that operations and snapshots hold, for golden bytes and for mutations. */

const key = keyOfText('schlüssel 🔑')
const empty = new Uint8Array(0)
const bytes = Uint8Array.of(0, 1, 254, 255)
const last = 2 ** 53 - 1

export const operations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  [
    'transaction',
    {
      type: 'transaction',
      map: keyOfText('karte'),
      conditions: [
        { key, is: 'equal', version: 0 },
        { key: '', is: 'not-equal', version: last },
        { key, is: 'below', value: bytes },
        { key, is: 'above', value: empty }
      ],
      actions: [
        { type: 'set', key, value: bytes, lease: 0 },
        { type: 'set', key: '\0\xff', value: empty, lease: last },
        { type: 'delete', key },
        { type: 'get', key: '' }
      ],
      otherwise: [{ type: 'get', key }]
    }
  ],
  [
    'transaction of nothing',
    { type: 'transaction', map: '', conditions: [], actions: [], otherwise: [] }
  ],
  ['add to a counter', { type: 'add', kind: 'counter', name: key, delta: -last }],
  ['add to a sequence', { type: 'add', kind: 'sequence', name: key, delta: 1 }],
  ['add nothing', { type: 'add', kind: 'counter', name: '', delta: 0 }],
  ['grant', { type: 'grant', ttlMs: 86_400_000 }],
  ['keep-alive', { type: 'keep-alive', lease: 2 ** 32 }],
  ['revoke', { type: 'revoke', lease: last }],
  [
    'claim of a lock',
    { type: 'claim', kind: 'lock', name: key, lease: 300, value: empty, waits: true }
  ],
  [
    'claim of an office',
    { type: 'claim', kind: 'election', name: '', lease: 1, value: bytes, waits: false }
  ],
  ['release of a lock', { type: 'release', kind: 'lock', name: key, claim: 1 }],
  ['release of an office', { type: 'release', kind: 'election', name: key, claim: last }],
  ['proclaim', { type: 'proclaim', name: key, claim: 129, value: bytes }],
  ['upgrade', { type: 'upgrade', version: last }]
])

export const rows: ReadonlyMap<string, readonly [string, Row]> = new Map<
  string,
  readonly [string, Row]
>([
  [
    'of a map',
    [
      `${mapPrefix('karte')}${key}`,
      { type: 'map', value: bytes, version: last, createdSlot: 1, lease: 300 }
    ]
  ],
  [
    'of a map, empty',
    [mapPrefix(''), { type: 'map', value: empty, version: 7, createdSlot: 7, lease: 0 }]
  ],
  ['of a counter', [numberKey('counter', key), { type: 'number', value: -last }]],
  ['of a sequence', [numberKey('sequence', key), { type: 'number', value: 0 }]],
  [
    'of a lease',
    [leaseKey(2 ** 32), { type: 'lease', ttlMs: 100, expiresAtMs: last, origin: '12D3KooWAlice' }]
  ],
  [
    'of who has a lock',
    [
      claimKey('lock', key, 129),
      { type: 'claim', lease: 300, origin: '12D3KooWBob', value: empty, token: 2 ** 40 }
    ]
  ],
  [
    'of who waits for an office',
    [
      claimKey('election', key, last),
      { type: 'claim', lease: 300, origin: '12D3KooWBob', value: bytes, token: 0 }
    ]
  ],
  ['of what goes with a lease', [heldKey(300, claimKey('lock', key, 129)), { type: 'held' }]]
])

const found = [
  undefined,
  { type: 'map', value: bytes, version: 9, createdSlot: 8, lease: 0 }
] as const

export const results: ReadonlyMap<string, Result> = new Map<string, Result>([
  ['transaction', { type: 'transaction', succeeded: true, found }],
  ['transaction that did something else', { type: 'transaction', succeeded: false, found: [] }],
  ['number', { type: 'number', value: -last }],
  ['lease', { type: 'lease', lease: 300, expiresAtMs: last }],
  ['claim', { type: 'claim', claim: 301, token: 12 }],
  ['claim that waits', { type: 'claim', claim: last, token: 0 }],
  ['done', { type: 'done', existed: true }],
  ['done nothing', { type: 'done', existed: false }],
  ['applied', { type: 'applied', value: bytes }],
  ['applied to nothing', { type: 'applied', value: empty }],
  ['applied silently', { type: 'applied', value: undefined }],
  ['threw', { type: 'threw', message: 'nicht möglich' }],
  ['refused: lease-ended', { type: 'refused', reason: 'lease-ended' }],
  ['refused: out-of-range', { type: 'refused', reason: 'out-of-range' }],
  ['refused: taken', { type: 'refused', reason: 'taken' }],
  ['refused: malformed', { type: 'refused', reason: 'malformed' }]
])

function piece(part: Partial<Piece>): Piece {
  return { rows: [], results: [], ...part }
}

export const pieces: ReadonlyMap<string, Piece> = new Map<string, Piece>([
  ['clock', piece({ clock: { slot: last, logTimeMs: 2 ** 40, token: 12, machineVersion: last } })],
  ['first clock', piece({ clock: { slot: 1, logTimeMs: 0, token: 0, machineVersion: 1 } })],
  ...[...rows].map(([name, row]) => [`row ${name}`, piece({ rows: [row] })] as const),
  ...[...results].map(
    ([name, result]) =>
      [
        `result ${name}`,
        piece({ results: [{ session: 1, sequence: 2, slot: 300, result }] })
      ] as const
  ),
  ['all rows', piece({ rows: [...rows.values()] })],
  [
    'all results',
    piece({
      results: [...results.values()].map((result, i) => {
        return { session: 2 ** 32, sequence: i + 1, slot: last - i, result }
      })
    })
  ]
])
