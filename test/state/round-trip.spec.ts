import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyOf } from '../../src/state/keys.js'
import { decodeOperation, encodeOperation } from '../../src/state/operation-codec.js'
import { decodePiece, encodePiece } from '../../src/state/piece-codec.js'
import { operation, piece } from './arbitraries.js'
import { operations, pieces } from './samples.js'

describe('what is written is read back', () => {
  it('of operations', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(operation, written => {
        seen.add(written.type)
        expect(decodeOperation(encodeOperation(written))).toEqual(written)
      }),
      { numRuns: 1000 }
    )
    expect([...seen].sort()).toEqual([...new Set([...operations.values()].map(o => o.type))].sort())
  })

  it('of pieces', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(piece, written => {
        for (const [, row] of written.rows) seen.add(`row ${row.type}`)
        for (const { result } of written.results) seen.add(`result ${result.type}`)
        expect(decodePiece(encodePiece(written))).toEqual(written)
      }),
      { numRuns: 1000 }
    )
    const kinds = [...pieces.values()].flatMap(({ rows, results }) => [
      ...rows.map(([, row]) => `row ${row.type}`),
      ...results.map(({ result }) => `result ${result.type}`)
    ])
    expect([...seen].sort()).toEqual([...new Set(kinds)].sort())
  })

  it('of bytes that have every value', () => {
    const codes = Uint8Array.from({ length: 256 }, (_, i) => i)
    const key = keyOf(codes)
    const written = { type: 'proclaim', name: key, claim: 1, value: codes } as const
    expect(decodeOperation(encodeOperation(written))).toEqual(written)
  })
})

describe('what is kept of an operation', () => {
  const values = [
    ['set', { type: 'transaction', map: '', conditions: [], actions: [], otherwise: [] }],
    ['claim', operations.get('claim of an office')],
    ['proclaim', operations.get('proclaim')]
  ] as const
  const value = Uint8Array.of(1, 2, 3)

  it.each(values)('shares no memory with it: %s', (_, sample) => {
    if (sample === undefined) throw new Error('there is no sample')
    const actions = [{ type: 'set', key: 'k', value, lease: 0 }] as const
    const written =
      sample.type === 'transaction'
        ? { ...sample, actions, otherwise: actions }
        : { ...sample, value }
    const bytes = encodeOperation(written)
    const read = decodeOperation(bytes)
    bytes.fill(0xff)
    expect(read).toEqual(written)
    const kept =
      read.type === 'transaction'
        ? [...read.actions, ...read.otherwise]
        : [read as { value: Uint8Array }]
    for (const each of kept) expect('value' in each && each.value.buffer.byteLength).toBe(3)
  })
})

describe('what is kept of a piece', () => {
  it.each([...pieces])('shares no memory with it: %s', (_, written) => {
    const bytes = encodePiece(written)
    const read = decodePiece(bytes)
    bytes.fill(0xff)
    expect(read).toEqual(written)
  })
})
