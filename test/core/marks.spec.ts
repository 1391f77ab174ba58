import { describe, expect, it } from 'vitest'
import { Marks, type SnapshotMark } from '../../src/core/marks.js'
import type { Snapshot } from '../../src/core/snapshot.js'
import { ballot } from '../support/core-builders.js'

function snapshotOf(slot: number, byte: number): Snapshot {
  return { slot, ballot: ballot(1, 2), bytes: 9, hash: new Uint8Array(32).fill(byte) }
}

function markOf(slot: number, byte: number): SnapshotMark {
  return { slot, mark: BigInt(`0x${byte.toString(16).padStart(2, '0').repeat(8)}`) }
}

describe('the marks of snapshots', () => {
  it('are of the newest one, and of none at first', () => {
    const marks = new Marks()
    expect(marks.newest).toBeUndefined()
    marks.add(snapshotOf(4, 1))
    marks.add(snapshotOf(9, 0xfe))
    expect(marks.newest).toEqual(markOf(9, 0xfe))
  })

  it('differ if they are of one slot and not the same, which is said once', () => {
    const marks = new Marks()
    for (const slot of [4, 9]) marks.add(snapshotOf(slot, 1))
    expect(marks.differs('b', markOf(4, 1))).toBe(false)
    expect(marks.differs('b', markOf(5, 2))).toBe(false)
    expect(marks.differs('b', markOf(4, 2))).toBe(true)
    expect(marks.differs('b', markOf(4, 2))).toBe(false)
    expect(marks.differs('c', markOf(4, 2))).toBe(true)
    expect(marks.differs('b', markOf(9, 2))).toBe(true)
  })

  it('are those of the last snapshots', () => {
    const marks = new Marks()
    for (let slot = 1; slot <= 17; slot += 1) marks.add(snapshotOf(slot, 1))
    expect(marks.differs('b', markOf(1, 2))).toBe(false)
    expect(marks.differs('b', markOf(2, 2))).toBe(true)
  })
})

describe('what voters say of one slot', () => {
  /** What is said of slot 4, at which replica `a` of `voters` has state 1, by each voter in turn. */
  function verdicts(voters: readonly string[], said: Record<string, number>): unknown[] {
    const marks = new Marks()
    marks.add(snapshotOf(4, 1))
    return Object.entries(said).map(([peerId, byte]) => {
      marks.differs(peerId, markOf(4, byte))
      return marks.verdict(4, 'a', voters)
    })
  }

  const none = undefined
  const five = ['a', 'b', 'c', 'd', 'e']

  it.each([
    ['all agree', five, { b: 1, c: 1, d: 1, e: 1 }, [none, none, none, none]],
    ['a majority has this state', five, { b: 2, c: 1, d: 1, e: 2 }, [none, none, none, none]],
    ['a majority has another one', five, { b: 2, c: 2, d: 2 }, [none, none, 'outvoted']],
    ['it is said once', five, { b: 2, c: 2, d: 2, e: 2 }, [none, none, 'outvoted', none]],
    [
      'many have others, but not the same',
      five,
      { b: 2, c: 3, d: 2, e: 4 },
      [none, none, none, 'split']
    ],
    ['one could still decide it', five, { b: 2, c: 1, d: 2 }, [none, none, none]],
    ['half against half', ['a', 'b', 'c', 'd'], { c: 2, d: 2, b: 1 }, [none, none, 'split']],
    ['others do not vote', ['a', 'b', 'c'], { x: 2, y: 2, z: 2 }, [none, none, none]],
    ['it does not vote itself', ['b', 'c', 'd'], { b: 2, c: 2 }, [none, 'outvoted']],
    ['it does not vote and they differ', ['b', 'c'], { b: 2, c: 1 }, [none, 'split']]
  ])('%s', (_, voters, said, expected) => {
    expect(verdicts(voters, said)).toEqual(expected)
  })

  it('may come before its own snapshot is taken', () => {
    const marks = new Marks()
    for (const peerId of ['b', 'c']) expect(marks.differs(peerId, markOf(4, 2))).toBe(false)
    expect(marks.verdict(4, 'a', ['a', 'b', 'c'])).toBeUndefined()
    marks.add(snapshotOf(4, 1))
    expect(marks.verdict(4, 'a', ['a', 'b', 'c'])).toBe('outvoted')
  })

  it('is remembered for the last slots only', () => {
    const marks = new Marks()
    for (const peerId of ['b', 'c']) marks.differs(peerId, markOf(4, 2))
    for (let slot = 5; slot <= 20; slot += 1) marks.differs('b', markOf(slot, 2))
    marks.add(snapshotOf(4, 1))
    expect(marks.verdict(4, 'a', ['a', 'b', 'c'])).toBeUndefined()
  })
})
