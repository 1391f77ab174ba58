import { describe, expect, it } from 'vitest'
import { sessionsMax } from '../../src/core/limits.js'
import type { Operation } from '../../src/state/operation.js'
import { Log, restored } from './log.js'

const add: Operation = { type: 'add', kind: 'counter', name: 'n', delta: 1 }
const count = (value: number) => ({ type: 'number', value })

describe('what operations came to', () => {
  it('is known by the slot, until the proposer says that it knows', () => {
    const log = new Log()
    for (const _ of [1, 2, 3, 4]) log.apply(add)
    expect([1, 2, 3, 4].map(slot => log.objects.resultAt(slot))).toEqual([1, 2, 3, 4].map(count))
    log.apply(add, { acknowledged: 2 })
    expect([1, 2].map(slot => log.objects.resultAt(slot))).toEqual([undefined, undefined])
    expect([3, 4, 5].map(slot => log.objects.resultAt(slot))).toEqual([3, 4, 5].map(count))
  })

  it.each([
    { type: 'value', value: new Uint8Array(1) },
    { type: 'no-op' },
    { type: 'decide', name: 'd', value: new Uint8Array(1) }
  ] as const)('is forgotten also if it is known by a proposal of another type: $type', proposal => {
    const log = new Log()
    log.apply(add)
    log.apply(add)
    log.append({ ...proposal, session: 1, sequence: 3, acknowledged: 1, logTimeMs: log.nowMs })
    expect(log.objects.resultAt(1)).toBeUndefined()
    expect(log.objects.resultAt(2)).toEqual(count(2))
  })

  it('of one session is not forgotten for what another one knows', () => {
    const log = new Log()
    log.apply(add, { session: 1 })
    log.apply(add, { session: 2 })
    log.apply(add, { session: 2, acknowledged: 1 })
    expect([1, 2, 3].map(slot => log.objects.resultAt(slot))).toEqual([
      count(1),
      undefined,
      count(3)
    ])
  })

  it('is not there of an entry that was not applied', () => {
    const log = new Log()
    const entry = {
      type: 'operation',
      session: 1,
      sequence: 1,
      operation: Uint8Array.of(1)
    } as const
    log.append({ ...entry, logTimeMs: 0 }, 'alice', { type: 'nothing' })
    expect(log.objects.resultAt(1)).toBeUndefined()
  })

  it('of more sessions than the group remembers is forgotten from the one that was used the longest time ago', () => {
    const log = new Log()
    log.apply(add, { session: 1 })
    log.apply(add, { session: 2 })
    // It goes on, and never knows all that it asked for.
    log.apply(add, { session: 1 })
    for (let session = 3; session <= sessionsMax; session += 1) log.apply(add, { session })
    expect(log.objects.resultAt(2)).toEqual(count(2))
    log.apply(add, { session: sessionsMax + 1 })
    expect(log.objects.resultAt(2)).toBeUndefined()
    expect(log.objects.resultAt(3)).toEqual(count(3))
    log.append({ type: 'no-op', session: 1, sequence: 3, logTimeMs: 0 })
    for (const more of [2, 3]) log.apply(add, { session: sessionsMax + more })
    expect(log.objects.resultAt(3)).toEqual(count(3))
    expect(log.objects.resultAt(4)).toBeUndefined()
  })

  it('is the same after a restart from a snapshot, and forgotten in the same order', () => {
    const log = new Log()
    for (let session = 1; session <= sessionsMax; session += 1) log.apply(add, { session })
    log.apply(add, { session: 1 })
    const other = restored(log.objects.snapshot())
    const last = log.slot
    for (let session = 1; session <= 3; session += 1)
      log.apply(add, { session: sessionsMax + session })
    for (const entry of log.entries.slice(last)) other.apply(entry)
    for (let slot = 1; slot <= log.slot; slot += 1) {
      expect(other.resultAt(slot)).toEqual(log.objects.resultAt(slot))
    }
    expect(other.resultAt(1)).toEqual(count(1))
    expect(other.resultAt(2)).toBeUndefined()
    expect(other.resultAt(5)).toEqual(count(5))
  })
})
