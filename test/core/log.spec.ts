import { describe, expect, it } from 'vitest'
import { entryBytes } from '../../src/core/entry.js'
import { Log } from '../../src/core/log.js'
import { log as entriesOf, entry, labels } from '../support/core-builders.js'

const one = entryBytes(entry('a1'))

function logOf(count: number, firstSlot = 1): Log {
  const log = new Log(firstSlot)
  log.append(entriesOf(firstSlot, firstSlot + count - 1))
  return log
}

const invariant = expect.objectContaining({ name: 'InvariantError' })

describe('the log in memory', () => {
  it('is empty at first, and ends before the slot it begins with', () => {
    const log = new Log(4)
    expect(log.firstSlot).toBe(4)
    expect(log.lastSlot).toBe(3)
    expect(log.slice(4, 3)).toEqual([])
    expect(log.bytes(4, 3)).toBe(0)
    expect(log.slice(2, 1)).toEqual([])
    expect(log.bytes(9, 2)).toBe(0)
  })

  it('numbers what is appended without gaps', () => {
    const log = logOf(3, 4)
    expect(log.lastSlot).toBe(6)
    expect(labels([log.at(4), log.at(6)])).toEqual(['a4', 'a6'])
    expect(labels(log.slice(4, 6))).toEqual(['a4', 'a5', 'a6'])
    expect(labels(log.slice(5, 5))).toEqual(['a5'])
    expect(() => log.at(7)).toThrow(invariant)
    expect(() => log.slice(3, 5)).toThrow(invariant)
    expect(() => log.slice(5, 7)).toThrow(invariant)
  })

  it('counts the bytes of exactly the slots asked for', () => {
    const log = new Log(1)
    log.append([entry('a'), entry('bbb'), entry('cc')])
    expect(log.bytes(1, 1)).toBe(entryBytes(entry('a')))
    expect(log.bytes(2, 2)).toBe(entryBytes(entry('bbb')))
    expect(log.bytes(2, 3)).toBe(entryBytes(entry('bbb')) + entryBytes(entry('cc')))
  })

  it('keeps what is at or below a cut and counts on from there', () => {
    const log = logOf(5)
    log.cut(9)
    log.cut(5)
    expect(log.lastSlot).toBe(5)
    log.cut(2)
    expect(log.lastSlot).toBe(2)
    log.append([entry('b3')])
    expect(labels(log.slice(1, 3))).toEqual(['a1', 'a2', 'b3'])
    expect(log.bytes(1, 3)).toBe(3 * one)
    log.cut(0)
    expect(log.lastSlot).toBe(0)
  })

  it('never cuts what is no longer in memory', () => {
    const log = logOf(3, 4)
    expect(() => log.cut(2)).toThrow(invariant)
    log.cut(3)
    expect(log.lastSlot).toBe(3)
  })

  it('fits as many slots as the bytes allow, and not one more', () => {
    const log = logOf(5)
    expect(log.fit(1, 3 * one, 100)).toBe(3)
    expect(log.fit(1, 3 * one - 1, 100)).toBe(2)
    expect(log.fit(3, 2 * one, 100)).toBe(4)
    expect(log.fit(1, 100 * one, 100)).toBe(5)
  })

  it('fits no more slots than the count allows, and always one', () => {
    const log = logOf(5)
    expect(log.fit(2, 100 * one, 2)).toBe(3)
    expect(log.fit(2, 0, 2)).toBe(2)
    expect(log.fit(5, 100 * one, 2)).toBe(5)
  })

  it('trims the oldest slots until what is left up to the bound fits', () => {
    const log = logOf(6)
    log.trim(5, 3 * one, Number.POSITIVE_INFINITY)
    expect(log.firstSlot).toBe(3)
    expect(log.lastSlot).toBe(6)
    expect(labels(log.slice(3, 6))).toEqual(['a3', 'a4', 'a5', 'a6'])
    expect(log.bytes(3, 6)).toBe(4 * one)
    expect(() => log.slice(2, 3)).toThrow(invariant)
    log.trim(5, 3 * one, Number.POSITIVE_INFINITY)
    expect(log.firstSlot).toBe(3)
  })

  it('trims the oldest slots until as many are left up to the bound as may be', () => {
    const log = logOf(6)
    log.trim(5, Number.POSITIVE_INFINITY, 2)
    expect(log.firstSlot).toBe(4)
    log.trim(5, Number.POSITIVE_INFINITY, 0)
    expect(log.firstSlot).toBe(5)
    log.trim(6, 0, 3)
    expect(log.firstSlot).toBe(6)
  })

  it('keeps the last slot that it may trim, and everything above', () => {
    const log = logOf(6)
    log.trim(4, 0, Number.POSITIVE_INFINITY)
    expect(log.firstSlot).toBe(4)
    log.trim(0, 0, Number.POSITIVE_INFINITY)
    expect(log.firstSlot).toBe(4)
  })

  it('throws away what was trimmed once it is most of the memory, and keeps its numbers', () => {
    const log = logOf(3000)
    log.trim(2900, 10 * entryBytes(entry('a2900')), Number.POSITIVE_INFINITY)
    expect(log.firstSlot).toBe(2891)
    expect(log.lastSlot).toBe(3000)
    expect(labels([log.at(2891), log.at(3000)])).toEqual(['a2891', 'a3000'])
    expect(log.bytes(2891, 2892)).toBe(2 * entryBytes(entry('a2900')))
    expect(() => log.at(2890)).toThrow(invariant)
    log.cut(2890)
    expect(log.lastSlot).toBe(2890)
    log.append([entry('b')])
    expect(labels([log.at(2891)])).toEqual(['b'])
    expect(log.bytes(2891, 2891)).toBe(entryBytes(entry('b')))
  })
})
