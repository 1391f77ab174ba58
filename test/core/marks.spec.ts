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
