import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Key } from '../../src/state/keys.js'
import { SortedMap } from '../../src/state/sorted-map.js'

/** Three maps, each begun as a copy of another, and plain ones that they must agree with. */
interface Pair {
  readonly map: SortedMap<number>
  readonly plain: Map<Key, number>
}

type Step = readonly [kind: 'set' | 'delete' | 'clone', which: number, key: number]

/** Keys by which some pages fill up and others run empty. */
const steps = fc.array(
  fc.tuple(
    fc.constantFrom<Step[0]>('set', 'set', 'set', 'delete', 'delete', 'clone'),
    fc.nat(2),
    fc.nat(600)
  ),
  { minLength: 1500, maxLength: 3000 }
)

function keyOf(number: number): Key {
  return String(number).padStart(4, '0')
}

function sorted({ plain }: Pair): [Key, number][] {
  return [...plain].sort(([a], [b]) => (a < b ? -1 : 1))
}

function check(pair: Pair): void {
  const { map, plain } = pair
  const expected = sorted(pair)
  expect(map.size).toBe(plain.size)
  expect([...map.entries('')]).toEqual(expected)
  expect([...map.entriesBack(undefined)]).toEqual(expected.toReversed())
  for (let number = 0; number <= 610; number += 61) {
    const key = keyOf(number)
    expect(map.get(key)).toBe(plain.get(key))
    expect([...map.entries(key)]).toEqual(expected.filter(([other]) => other >= key))
    const below = expected.filter(([other]) => other < key).toReversed()
    expect([...map.entriesBack(key)]).toEqual(below)
  }
}

describe('a sorted map', () => {
  it('agrees with a plain one, and so do its copies, whatever changes in which', () => {
    fc.assert(
      fc.property(steps, steps => {
        const pairs: Pair[] = [0, 1, 2].map(() => ({ map: SortedMap.empty(), plain: new Map() }))
        for (const [i, [kind, which, number]] of steps.entries()) {
          const { map, plain } = pairs[which] as Pair
          const key = keyOf(number)
          if (kind === 'set') {
            map.set(key, i)
            plain.set(key, i)
          } else if (kind === 'delete') {
            expect(map.delete(key)).toBe(plain.delete(key))
          } else if (number % 60 === 0) {
            pairs[(which + 1) % 3] = { map: map.clone(), plain: new Map(plain) }
          }
        }
        pairs.forEach(check)
      }),
      { numRuns: 10 }
    )
  })

  it.each([
    ['ascend', (i: number) => i],
    ['descend', (i: number) => 9999 - i],
    ['jump', (i: number) => (i * 7919) % 10_000]
  ])('takes keys that %s, and gives them all up again', (_, numberOf) => {
    const pair: Pair = { map: SortedMap.empty(), plain: new Map() }
    for (let i = 0; i < 10_000; i += 1) {
      pair.map.set(keyOf(numberOf(i)), i)
      pair.plain.set(keyOf(numberOf(i)), i)
    }
    expect([...pair.map.entries('')]).toEqual(sorted(pair))
    for (let i = 0; i < 10_000; i += 1) expect(pair.map.delete(keyOf(numberOf(i)))).toBe(true)
    expect(pair.map.size).toBe(0)
    expect([...pair.map.entries('')]).toEqual([])
    expect(pair.map.delete(keyOf(1))).toBe(false)
  })
})
