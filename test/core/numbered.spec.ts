import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Numbered } from '../../src/core/numbered.js'

describe('what is numbered', () => {
  it('gets numbers one by one from the first on', () => {
    const numbered = new Numbered<string>(7)
    expect([numbered.oldest, numbered.next, numbered.count]).toEqual([7, 7, 0])
    expect(['a', 'b', 'c'].map(value => numbered.add(value))).toEqual([7, 8, 9])
    expect([numbered.oldest, numbered.next, numbered.count]).toEqual([7, 10, 3])
    expect([6, 7, 9, 10].map(number => numbered.get(number))).toEqual([
      undefined,
      'a',
      'c',
      undefined
    ])
  })

  it('leaves once', () => {
    const numbered = new Numbered<string>(1)
    numbered.add('a')
    expect([1, 1, 0, 2].map(number => numbered.take(number))).toEqual([
      'a',
      undefined,
      undefined,
      undefined
    ])
    expect([numbered.oldest, numbered.next, numbered.count]).toEqual([2, 2, 0])
  })

  it('is handed out from a number on, without what left meanwhile', () => {
    const numbered = new Numbered<string>(1)
    for (const value of ['a', 'b', 'c', 'd', 'e']) numbered.add(value)
    numbered.take(1)
    numbered.take(3)
    expect([...numbered.from(0)]).toEqual([
      [2, 'b'],
      [4, 'd'],
      [5, 'e']
    ])
    const seen: string[] = []
    for (const [number, value] of numbered.from(4)) {
      seen.push(value)
      numbered.take(number + 1)
    }
    expect(seen).toEqual(['d'])
  })

  it('is what a Map would have, whatever comes and goes', () => {
    const steps = fc.array(
      fc.oneof(
        { weight: 3, arbitrary: fc.constant('add' as const) },
        { weight: 2, arbitrary: fc.constant('take oldest' as const) },
        { weight: 1, arbitrary: fc.nat(300) }
      ),
      { maxLength: 1000, size: 'max' }
    )
    fc.assert(
      fc.property(steps, taken => {
        const numbered = new Numbered<{ readonly added: number }>(1)
        const map = new Map<number, { readonly added: number }>()
        for (const step of taken) {
          if (step === 'add') {
            const value = { added: numbered.next }
            map.set(numbered.add(value), value)
          } else {
            const number = step === 'take oldest' ? numbered.oldest : step
            expect(numbered.take(number)).toBe(map.get(number))
            map.delete(number)
          }
          expect(numbered.count).toBe(map.size)
          expect(numbered.oldest).toBe(map.keys().next().value ?? numbered.next)
        }
        expect([...numbered.from(1)]).toEqual([...map])
      })
    )
  })
})
