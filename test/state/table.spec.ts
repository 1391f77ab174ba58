import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesOf, keyOf, keyOfText, prefixEnd, textOf } from '../../src/state/keys.js'
import {
  claimKey,
  heldKey,
  heldPrefix,
  keyHeld,
  leaseKey,
  leaseOf,
  mapPrefix,
  numberKey,
  parseKey,
  type Row
} from '../../src/state/rows.js'
import { Table, withPrefix } from '../../src/state/table.js'

const bytes = fc.uint8Array({ maxLength: 6 })
const key = bytes.map(keyOf)
const character = fc.constantFrom('\0', 'a', '\x7f', '\x80', 'ÿ', '€', '\ufeff', '🔑', '\u{10ffff}')
const slot = fc.oneof(fc.maxSafeNat(), fc.constantFrom(0, 255, 256, 2 ** 32, 2 ** 53 - 1))

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (const [i, byte] of a.entries()) {
    if (i >= b.length || byte !== b[i]) return byte - (b[i] ?? -1)
  }
  return a.length - b.length
}

describe('keys', () => {
  it('are in the order of their bytes, and come back as those', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(bytesOf(keyOf(a))).toEqual(a)
        expect(Math.sign(compareBytes(a, b))).toBe(
          Number(keyOf(a) > keyOf(b)) - Number(keyOf(a) < keyOf(b))
        )
      })
    )
  })

  it('of text are its UTF-8, and come back as the text', () => {
    fc.assert(
      fc.property(
        fc.array(character).map(characters => characters.join('')),
        text => {
          expect(bytesOf(keyOfText(text))).toEqual(new TextEncoder().encode(text))
          expect(textOf(keyOfText(text))).toBe(text)
        }
      )
    )
    expect(textOf(keyOfText('\ufeffmark'))).toBe('\ufeffmark')
    expect(textOf('\xff')).toBe('\ufffd')
  })

  it.each([
    ['', undefined],
    ['a', 'b'],
    ['a\xff', 'b'],
    ['a\xff\xff', 'b'],
    ['\xff', undefined],
    ['\xff\xff', undefined],
    ['\xfe', '\xff'],
    ['\0', '\x01']
  ])('that begin with others end before: %j, %j', (prefix, end) => {
    expect(prefixEnd(prefix)).toBe(end)
  })

  it('are before the end of a prefix if they begin with it, and only then', () => {
    fc.assert(
      fc.property(key, key, (prefix, other) => {
        const end = prefixEnd(prefix)
        const isWithin = other >= prefix && (end === undefined || other < end)
        expect(isWithin).toBe(other.startsWith(prefix))
      })
    )
  })
})

describe('keys of rows', () => {
  it('say what they are of', () => {
    fc.assert(
      fc.property(key, key, slot, (name, place, made) => {
        const kind = made % 2 === 0 ? 'lock' : 'election'
        expect(parseKey(mapPrefix(name) + place)).toEqual({ type: 'map', map: name, key: place })
        expect(parseKey(claimKey(kind, name, made))).toEqual({
          type: 'claim',
          kind,
          name,
          claim: made
        })
        expect(leaseOf(leaseKey(made))).toBe(made)
        expect(keyHeld(heldKey(made, place))).toBe(place)
        expect(parseKey(numberKey('counter', name))).toBeUndefined()
        expect(parseKey(leaseKey(made))).toBeUndefined()
        expect(parseKey(heldKey(made, place))).toBeUndefined()
      })
    )
  })

  it('of names as long as they can be say so, too', () => {
    const name = 'n'.repeat(1024)
    expect(parseKey(claimKey('lock', name, 7))).toEqual({
      type: 'claim',
      kind: 'lock',
      name,
      claim: 7
    })
    expect(parseKey(`${mapPrefix(name)}k`)).toEqual({ type: 'map', map: name, key: 'k' })
  })

  it('are in the order of slots', () => {
    fc.assert(
      fc.property(slot, slot, (a, b) => {
        expect(leaseKey(a) < leaseKey(b)).toBe(a < b)
        expect(claimKey('lock', 'n', a) < claimKey('lock', 'n', b)).toBe(a < b)
        expect(heldKey(a, 'x').startsWith(heldPrefix(b))).toBe(a === b)
      })
    )
  })
})

describe('a table', () => {
  const row = (value: number): Row => ({ type: 'number', value })

  const names = Array.from({ length: 3000 }, (_, i) => leaseKey(i))

  /** The values in order of their keys, as text. */
  function contents(table: Table): string {
    let text = ''
    for (const [at, found] of table.rows(withPrefix(''))) {
      text += `${leaseOf(at)}:${found.type === 'number' ? found.value : 'none'} `
    }
    return text
  }

  /** Likewise, of values by number. */
  function contentsOf(values: readonly (number | undefined)[]): string {
    return values.map((value, i) => (value === undefined ? '' : `${i}:${value} `)).join('')
  }

  it('and its copies are apart from what changes later in one of them, however large they are', () => {
    const step = fc.record({
      at: fc.nat(2500),
      span: fc.nat(500),
      what: fc.constantFrom('set', 'delete', 'copy')
    })
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 40 }), steps => {
        let table = new Table()
        const expected: (number | undefined)[] = names.map(() => undefined)
        const copies: [Table, string][] = []
        for (const [i, { at, span, what }] of steps.entries()) {
          if (what === 'copy') {
            const copy = table.clone()
            // One goes on, the other stays as it is: whichever that is.
            copies.push([i % 2 === 0 ? copy : table, contentsOf(expected)])
            if (i % 2 === 1) table = copy
          }
          for (const [n, name] of names.slice(at, at + span).entries()) {
            if (what === 'delete') table.delete(name)
            else table.set(name, row(i))
            expected[at + n] = what === 'delete' ? undefined : i
          }
        }
        expect(contents(table)).toBe(contentsOf(expected))
        expect(table.size).toBe(expected.filter(value => value !== undefined).length)
        for (const [copy, was] of copies) expect(contents(copy)).toBe(was)
      }),
      { numRuns: 20 }
    )
  })

  it('finds rows of the type that is asked for', () => {
    const table = new Table()
    table.set('k', row(1))
    expect(table.find('number', 'k')).toEqual(row(1))
    expect(table.find('lease', 'k')).toBeUndefined()
    expect(table.find('number', 'other')).toBeUndefined()
  })
})
