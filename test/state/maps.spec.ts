import { describe, expect, it } from 'vitest'
import type { Comparison, Result } from '../../src/state/operation.js'
import { Log, refused, set, text } from './log.js'

const everywhere = { from: '', end: undefined }

function transaction(succeeded: boolean, ...found: unknown[]): Result {
  return { type: 'transaction', succeeded, found } as Result
}

function row(value: string, version: number, createdSlot = version, lease = 0) {
  return { type: 'map', value: text(value), version, createdSlot, lease }
}

describe('a key of a map', () => {
  it('holds what was set last, with the slots in which that was and since which it is there', () => {
    const log = new Log()
    expect(log.set('k', 'one')).toEqual(transaction(true, undefined))
    expect(log.row('k')).toEqual(row('one', 1))
    expect(log.set('k', 'two')).toEqual(transaction(true, row('one', 1)))
    expect(log.row('k')).toEqual(row('two', 2, 1))
    expect(log.delete('k')).toEqual(transaction(true, row('two', 2, 1)))
    expect(log.row('k')).toBeUndefined()
    expect(log.delete('k')).toEqual(transaction(true, undefined))
    log.set('k', '')
    expect(log.row('k')).toEqual(row('', 5))
  })

  it('is one thing in each map', () => {
    const log = new Log()
    for (const map of ['', 'a', 'ab']) log.set('k', map, 0, map)
    log.delete('k', 'a')
    expect(['', 'a', 'ab'].map(map => log.map(map))).toEqual([{ k: '' }, {}, { k: 'ab' }])
  })

  it.each([
    ['', 'b'],
    ['a', ''],
    ['a', '\xff'],
    ['\xff', '\xff\xff'],
    ['\0', '']
  ])('is in no other map, whatever the two names are: %j, %j', (first, second) => {
    const log = new Log()
    for (const key of ['', '\0', 'k', '\xff']) {
      log.set(key, 'first', 0, first)
      log.set(key, 'second', 0, second)
    }
    expect(Object.values(log.map(first))).toEqual(Array.from({ length: 4 }, () => 'first'))
    expect(Object.values(log.map(second))).toEqual(Array.from({ length: 4 }, () => 'second'))
  })
})

describe('a condition', () => {
  /** Whether it holds of a key that was set to `m` in slot 2, and of one that is not there. */
  function holds(
    condition: { readonly is: Comparison } & ({ version: number } | { value: Uint8Array })
  ): [boolean, boolean] {
    const log = new Log()
    log.set('other', 'x')
    log.set('k', 'm')
    return ['k', 'none'].map(key => {
      const result = log.transact([{ key, ...condition }])
      return result.type === 'transaction' && result.succeeded
    }) as [boolean, boolean]
  }

  it.each<[Comparison, number, boolean, boolean]>([
    ['equal', 2, true, false],
    ['equal', 1, false, false],
    ['equal', 0, false, true],
    ['not-equal', 2, false, true],
    ['not-equal', 0, true, false],
    ['below', 2, false, true],
    ['below', 3, true, true],
    ['below', 0, false, false],
    ['above', 2, false, false],
    ['above', 1, true, false],
    ['above', 0, true, false]
  ])('on a version, which is 0 of what is not there: %s %i', (is, version, ofKey, ofNone) => {
    expect(holds({ is, version })).toEqual([ofKey, ofNone])
  })

  it.each<[Comparison, string, boolean]>([
    ['equal', 'm', true],
    ['equal', 'ma', false],
    ['equal', '', false],
    ['not-equal', 'm', false],
    ['not-equal', 'n', true],
    ['below', 'm', false],
    ['below', 'n', true],
    ['below', 'ma', true],
    ['below', 'l\xff', false],
    ['below', '\xff', true],
    ['above', 'm', false],
    ['above', 'l\xff', true],
    ['above', '', true],
    ['above', 'ma', false]
  ])('on a value, which only what is there has: %s %j', (is, value, ofKey) => {
    expect(holds({ is, value: Uint8Array.from(value, c => c.charCodeAt(0)) })).toEqual([
      ofKey,
      false
    ])
  })
})

describe('a transaction', () => {
  it('does one thing if all conditions hold, and the other if one does not', () => {
    const log = new Log()
    log.set('k', 'v')
    const yes = { key: 'k', is: 'equal', version: 1 } as const
    const no = { key: 'k', is: 'equal', version: 9 } as const
    const actions = [[set('one', '')], [set('other', '')]] as const
    expect(log.transact([yes, yes], ...actions)).toEqual(transaction(true, undefined))
    expect(log.map()).toEqual({ k: 'v', one: '' })
    for (const conditions of [
      [yes, no],
      [no, yes]
    ]) {
      log.delete('other')
      expect(log.transact(conditions, ...actions)).toEqual(transaction(false, undefined))
      expect(log.map()).toEqual({ k: 'v', one: '', other: '' })
    }
  })

  it('sees what its own earlier actions did, in its conditions nothing of that', () => {
    const log = new Log()
    log.set('k', 'old')
    const result = log.transact(
      [{ key: 'k', is: 'equal', value: text('old') }],
      [
        { type: 'get', key: 'k' },
        set('k', 'new'),
        { type: 'get', key: 'k' },
        { type: 'delete', key: 'k' },
        { type: 'get', key: 'k' },
        set('k', 'again'),
        { type: 'get', key: 'other' }
      ]
    )
    expect(result).toEqual(
      transaction(
        true,
        row('old', 1),
        row('old', 1),
        row('new', 2, 1),
        row('new', 2, 1),
        undefined,
        undefined,
        undefined
      )
    )
    expect(log.row('k')).toEqual(row('again', 2, 2))
  })

  it('of nothing succeeds', () => {
    expect(new Log().transact([])).toEqual(transaction(true))
  })

  it('with a lease that has ended does nothing at all', () => {
    const log = new Log()
    const lease = log.grant()
    log.set('k', 'v')
    log.changes()
    const stale = [{ type: 'delete', key: 'k' }, set('a', '', lease), set('b', '', 99)] as const
    expect(log.transact([], stale)).toEqual(refused('lease-ended'))
    expect(log.transact([{ key: '', is: 'above', version: 0 }], [], stale)).toEqual(
      refused('lease-ended')
    )
    expect(log.map()).toEqual({ k: 'v' })
    expect(log.changes()).toEqual([])
    // What is not done may name what it wants.
    expect(log.transact([], [], stale)).toEqual(transaction(true))
  })
})

describe('the changes of a map', () => {
  it('are told in order, each once, and not of what only looks or finds nothing', () => {
    const log = new Log()
    log.transact([], [set('a', '1'), set('a', '2'), { type: 'get', key: 'a' }])
    log.delete('none')
    log.delete('a')
    const place = { type: 'map', map: 'map', key: 'a' }
    expect(log.changes()).toEqual([
      { ...place, slot: 1, row: row('1', 1) },
      { ...place, slot: 1, row: row('2', 1) },
      { ...place, slot: 3, row: undefined }
    ])
    expect(log.changes()).toEqual([])
  })
})

describe('a range of a map', () => {
  const keys = ['', '\0', 'a', 'a\0', 'aa', 'b', '\x7f', '\x80', '\xff', '\xff\xff']

  function log(): Log {
    const made = new Log()
    for (const key of keys.toReversed()) made.set(key, key)
    made.set('z', 'z', 0, 'maq')
    return made
  }

  function read(from: string, end: string | undefined, reverse = false): string[] {
    return [...log().objects.mapRows('map', { from, end }, reverse)].map(([key]) => key)
  }

  it('is in the order of bytes, or the other way round', () => {
    expect(read('', undefined)).toEqual(keys)
    expect(read('', undefined, true)).toEqual(keys.toReversed())
  })

  it.each([
    ['a', 'b', 2, 5],
    ['a', 'a', 2, 2],
    ['b', 'a', 5, 5],
    ['ab', 'az', 5, 5],
    ['', '', 0, 0],
    ['', 'a', 0, 2],
    ['\x80', undefined, 7, 10],
    ['\xff\xff\xff', undefined, 10, 10]
  ])('begins with its first key, and ends before its end: %j, %j', (from, end, first, last) => {
    expect(read(from, end)).toEqual(keys.slice(first, last))
    expect(read(from, end, true)).toEqual(keys.slice(first, last).toReversed())
  })

  it('of a map that is not there is empty', () => {
    expect([...log().objects.mapRows('none', everywhere)]).toEqual([])
    expect([...log().objects.mapRows('ma', everywhere, true)]).toEqual([])
  })
})
