import { describe, expect, it } from 'vitest'
import { type Entry, entryBytes, entryOverheadBytes, sameEntry } from '../../src/core/entry.js'
import { bytes } from '../support/core-builders.js'

const open: Entry = { type: 'open-session', origin: 'p1', nonce: 1n, logTimeMs: 5 }
const valued: Entry = {
  type: 'value',
  session: 1,
  sequence: 2,
  key: 'k',
  value: bytes('x'),
  logTimeMs: 5
}
const decide: Entry = {
  type: 'decide',
  session: 1,
  sequence: 2,
  name: 'n',
  value: bytes('x'),
  logTimeMs: 5
}
const noOp: Entry = { type: 'no-op', session: 1, sequence: 2, logTimeMs: 5 }

describe('entries', () => {
  it.each([open, valued, decide, noOp])('are the same if every field is: $type', one => {
    const copy = 'value' in one ? { ...one, value: one.value.slice() } : { ...one }
    expect(sameEntry(one, one)).toBe(true)
    expect(sameEntry(one, copy)).toBe(true)
  })

  it.each<[string, Entry, Entry]>([
    ['type', valued, noOp],
    ['type, of a session and not', open, noOp],
    ['log time', noOp, { ...noOp, logTimeMs: 6 }],
    ['origin', open, { ...open, origin: 'p2' }],
    ['nonce', open, { ...open, nonce: 2n }],
    ['session', noOp, { ...noOp, session: 2 }],
    ['sequence', noOp, { ...noOp, sequence: 3 }],
    ['key', valued, { ...valued, key: 'l' }],
    ['value', valued, { ...valued, value: bytes('y') }],
    ['length of a value', valued, { ...valued, value: bytes('xx') }],
    ['name', decide, { ...decide, name: 'm' }],
    ['decided value', decide, { ...decide, value: bytes('y') }]
  ])('differ by their %s', (_title, a, b) => {
    expect(sameEntry(a, b)).toBe(false)
    expect(sameEntry(b, a)).toBe(false)
  })

  it('count their value, and three bytes for every character of a key, name or origin', () => {
    expect(entryBytes(noOp)).toBe(entryOverheadBytes)
    expect(entryBytes(open)).toBe(entryOverheadBytes + 6)
    expect(entryBytes(valued)).toBe(entryOverheadBytes + 1 + 3)
    expect(entryBytes({ type: 'value', session: 1, sequence: 2, value: bytes('abc') })).toBe(
      entryOverheadBytes + 3
    )
    expect(entryBytes({ ...decide, name: 'nn' })).toBe(entryOverheadBytes + 1 + 6)
  })
})
