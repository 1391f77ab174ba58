import { describe, expect, it } from 'vitest'
import type { Entry } from '../../src/core/entry.js'
import { Entries, formatEntry } from '../../src/simulator/checkers/entries.js'
import { Hash } from '../../src/simulator/checkers/hash.js'
import { bytes } from './checkers-scene.js'

const place = { session: 1, sequence: 2, logTimeMs: 3 }
const text = bytes('xyz')

/** Entries that are unlike each other, each in one respect only. */
const entries: Entry[] = [
  { type: 'open-session', origin: 'A', nonce: 1n, logTimeMs: 3 },
  { type: 'open-session', origin: 'B', nonce: 1n, logTimeMs: 3 },
  { type: 'open-session', origin: 'A', nonce: 2n, logTimeMs: 3 },
  { type: 'open-session', origin: 'A', nonce: 1n, logTimeMs: 4 },
  { type: 'no-op', ...place },
  { type: 'no-op', ...place, logTimeMs: 4 },
  { type: 'value', ...place, value: text },
  { type: 'value', ...place, session: 2, value: text },
  { type: 'value', ...place, sequence: 3, value: text },
  { type: 'value', ...place, value: bytes('xyy') },
  { type: 'value', ...place, value: bytes('xy') },
  { type: 'value', ...place, value: text, key: 'k' },
  { type: 'value', ...place, value: text, key: 'l' },
  { type: 'decide', ...place, value: text, name: 'k' },
  { type: 'decide', ...place, value: text, name: 'l' },
  { type: 'decide', ...place, value: bytes('xyzz'), name: 'k' }
]

describe('entries of a slot', () => {
  it('are told apart by their content, and by nothing else', () => {
    const seen = new Entries()
    const ids = entries.map(entry => seen.idOf(5, entry))
    expect(new Set(ids).size).toBe(entries.length)
    expect(entries.map(entry => seen.idOf(5, structuredClone(entry)))).toEqual(ids)
    expect(entries.map((_, i) => seen.at(5, ids[i] as number))).toEqual(entries)
  })

  it('have nothing to do with other slots', () => {
    const seen = new Entries()
    const [first, second] = entries as [Entry, Entry]
    expect(seen.idsOf({ firstSlot: 3, entries: [first, second] })).toEqual([0, 0])
    expect(seen.idsOf({ firstSlot: 2, entries: [first, second] })).toEqual([0, 1])
    expect(seen.text(3, 1)).toBe(formatEntry(second))
    expect(seen.text(3, undefined)).toBe('nothing')
    expect(() => seen.at(9, 0)).toThrow(RangeError)
  })

  it('have a form for people', () => {
    expect(entries.filter((_, i) => [0, 4, 6, 11, 13].includes(i)).map(formatEntry)).toEqual([
      'open-session of A (1) @3',
      'no-op 1.2 @3',
      'value 1.2 @3 "xyz"',
      'value 1.2 @3 key \'k\' "xyz"',
      'decide 1.2 @3 \'k\' "xyz"'
    ])
    const long: Entry = { type: 'value', ...place, value: bytes('v'.repeat(33)) }
    expect(formatEntry(long)).toBe(`value 1.2 @3 "${'v'.repeat(32)}" of 33 bytes`)
  })
})

describe('a hash', () => {
  const of = (...parts: (string | Uint8Array)[]): number => {
    const hash = new Hash()
    for (const part of parts) {
      if (typeof part === 'string') hash.mixText(part)
      else hash.mixBytes(part)
    }
    return hash.digest
  }

  it('is another one for whatever differs, and always a safe whole number', () => {
    const digests = new Set<number>()
    for (let i = 0; i < 20_000; i += 1) digests.add(of('A', bytes(String(i))))
    for (const parts of [['ab', 'c'], ['a', 'bc'], ['abc'], ['', 'abc'], ['ab', bytes('c')]]) {
      digests.add(of(...parts))
    }
    // A text and bytes that say the same are the same to it.
    expect(digests.size).toBe(20_004)
    expect([...digests].every(digest => Number.isSafeInteger(digest) && digest >= 0)).toBe(true)
  })

  it('uses all of its bits', () => {
    const largest = Math.max(...Array.from({ length: 100 }, (_, i) => of(String(i))))
    expect(largest).toBeGreaterThan(2 ** 52)
  })
})
