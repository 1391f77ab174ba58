import { describe, expect, it } from 'vitest'
import type { Result } from '../../src/state/operation.js'
import type { NumberKind } from '../../src/state/rows.js'
import { Log, refused } from './log.js'

const last = Number.MAX_SAFE_INTEGER

function add(log: Log, kind: NumberKind, delta: number, name = 'n'): Result {
  return log.apply({ type: 'add', kind, name, delta })
}

const number = (value: number): Result => ({ type: 'number', value })

describe('a counter', () => {
  it('begins with 0, and is the sum of what was added', () => {
    const log = new Log()
    expect(log.objects.number('counter', 'n')).toBe(0)
    expect([5, -7, 0, 2].map(delta => add(log, 'counter', delta))).toEqual(
      [5, -2, -2, 0].map(number)
    )
    expect(Object.is(log.objects.number('counter', 'n'), 0)).toBe(true)
  })

  it.each([1, -1])('is never a number that is not exact (%i)', sign => {
    const log = new Log()
    expect(add(log, 'counter', sign * last)).toEqual(number(sign * last))
    expect(add(log, 'counter', sign)).toEqual(refused('out-of-range'))
    expect(add(log, 'counter', sign * last)).toEqual(refused('out-of-range'))
    expect(log.objects.number('counter', 'n')).toBe(sign * last)
    expect(add(log, 'counter', -sign)).toEqual(number(sign * (last - 1)))
  })
})

describe('a sequence', () => {
  it('gives out numbers from 1 on, as many at a time as are asked for', () => {
    const log = new Log()
    expect([1, 1, 10, 1].map(delta => add(log, 'sequence', delta))).toEqual(
      [1, 2, 12, 13].map(number)
    )
    expect(log.objects.number('sequence', 'n')).toBe(13)
  })

  it.each([0, -1, -last])('gives out nothing but more: %i', delta => {
    const log = new Log()
    add(log, 'sequence', 5)
    expect(add(log, 'sequence', delta)).toEqual(refused('out-of-range'))
    expect(log.objects.number('sequence', 'n')).toBe(5)
  })

  it('ends with the last number that is exact', () => {
    const log = new Log()
    expect(add(log, 'sequence', last)).toEqual(number(last))
    expect(add(log, 'sequence', 1)).toEqual(refused('out-of-range'))
    expect(log.objects.number('sequence', 'n')).toBe(last)
  })
})

it('numbers have nothing to do with those of other names and kinds', () => {
  const log = new Log()
  add(log, 'counter', 3, 'n')
  add(log, 'sequence', 4, 'n')
  add(log, 'counter', 5, 'nn')
  add(log, 'counter', 6, '')
  expect(
    (['n', 'nn', ''] as const).map(name => [
      log.objects.number('counter', name),
      log.objects.number('sequence', name)
    ])
  ).toEqual([
    [3, 4],
    [5, 0],
    [6, 0]
  ])
  expect(log.changes()).toEqual([])
})
