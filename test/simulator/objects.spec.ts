import { afterEach, describe, expect, it } from 'vitest'
import { bytesCodec } from '../../src/group/codec.js'
import { Group } from '../../src/group/group.js'
import { resolveOptions } from '../../src/group/options.js'
import { FencedLocks } from '../../src/simulator/fenced-locks.js'
import { History } from '../../src/simulator/history.js'
import { findAnomaly } from '../../src/simulator/linearizability.js'
import { MapTimeline } from '../../src/simulator/map-timeline.js'
import { ObjectClients } from '../../src/simulator/object-clients.js'
import type { ObjectOperation } from '../../src/simulator/plan.js'
import { Random } from '../../src/simulator/random.js'
import {
  type MapOperation,
  type MapResult,
  mapModel,
  type NumberOperation,
  type NumberResult,
  numberModel
} from '../../src/simulator/sequential-models.js'
import { observe } from '../support/groups.js'
import { MemoryNetwork } from '../support/memory-network.js'

/** Calls one after the other; `unknown` stands for those of which nobody knows what became of them. */
function inTurn<O, R>(...calls: readonly (readonly [O, R | 'unknown'])[]): History<O, R> {
  const history = new History<O, R>()
  for (const [operation, result] of calls) {
    const id = history.invoke('A', operation)
    if (result === 'unknown') history.unknown(id)
    else history.return(id, result)
  }
  return history
}

describe('keys of a map', () => {
  const key = 'x'
  const read = (found: string | null) => [{ type: 'read', key }, { found }] as const
  const set = (value: string, existed?: boolean) =>
    [{ type: 'set', key, value }, existed === undefined ? 'unknown' : { existed }] as const
  const remove = (existed?: boolean) =>
    [{ type: 'delete', key }, existed === undefined ? 'unknown' : { existed }] as const
  const swap = (expected: string | null, value: string, found?: string | null) =>
    [
      { type: 'compare-and-set', key, expected, value },
      found === undefined ? 'unknown' : { found }
    ] as const

  const judge = (...calls: readonly (readonly [MapOperation, MapResult | 'unknown'])[]) =>
    findAnomaly(mapModel, inTurn(...calls).calls)

  it('hold what was set last, until it is deleted', () => {
    const calls = [read(null), set('1', false), read('1'), set('2', true), remove(true)]
    expect(judge(...calls, read(null), remove(false), swap(null, '3', null), read('3'))).toBe(
      undefined
    )
  })

  it.each([
    ['a read misses what was set', [set('1', false), read(null)]],
    ['a read finds what was overwritten', [set('1', false), set('2', true), read('1')]],
    ['a read finds what was deleted', [set('1', false), remove(true), read('1')]],
    ['a key is told to be there that was never set', [set('1', true)]],
    ['a key is told not to be there that was set', [set('1', false), remove(false)]],
    ['a key is set although it is not as expected', [swap('1', '2', null), read('2')]],
    ['a key is not set although it is as expected', [swap(null, '2', null), read(null)]]
  ])('do not pass where %s', (_, calls) => {
    expect(judge(...calls)).toBeDefined()
  })

  it('may hold what was set by a call of which nobody knows, or not', () => {
    expect(judge(set('1'), read('1'))).toBeUndefined()
    expect(judge(set('1'), read(null))).toBeUndefined()
    expect(judge(set('1', false), remove(), read(null))).toBeUndefined()
    expect(judge(set('1', false), remove(), set('2', false))).toBeUndefined()
    expect(judge(set('1'), set('2', true), read('2'))).toBeUndefined()
    expect(judge(swap(null, '1'), swap('1', '2', '1'), read('2'))).toBeUndefined()
    expect(judge(set('1'), read('1'), read(null))).toBeDefined()
  })
})

describe('numbers', () => {
  const name = 'sequence n'
  const add = (delta: number, value?: number) =>
    [{ type: 'add', name, delta }, value === undefined ? 'unknown' : { value }] as const
  const read = (value: number) => [{ type: 'read', name }, { value }] as const
  const judge = (...calls: readonly (readonly [NumberOperation, NumberResult | 'unknown'])[]) =>
    findAnomaly(numberModel, inTurn(...calls).calls)

  it('are given out once, in order, also past those that got lost', () => {
    expect(judge(add(1, 1), add(3, 4), read(4), add(1, 5))).toBeUndefined()
    expect(judge(add(1, 1), add(3), add(1, 5), read(5))).toBeUndefined()
    expect(judge(add(1, 1), add(3), add(1, 2), read(2))).toBeUndefined()
  })

  it.each([
    ['a number is given out twice', [add(1, 1), add(1, 1)]],
    ['a later call gets a lower number', [add(1, 2), add(1, 1)]],
    ['a number is left out that nobody asked for', [add(1, 1), add(1, 3)]],
    ['a read goes back', [add(1, 1), read(1), read(0)]]
  ])('do not pass where %s', (_, calls) => {
    expect(judge(...calls)).toBeDefined()
  })
})

describe('what a map held in which slot', () => {
  const entry = (value: string, version: number, createdSlot = version) => ({
    ...{ key: 'x', value, version, createdSlot }
  })
  const never = (): boolean => false

  it('is the same for everybody', () => {
    const timeline = new MapTimeline()
    timeline.change(3, 'x', 'a')
    timeline.read(2, 'x', undefined)
    timeline.read(3, 'x', entry('a', 3))
    timeline.read(6, 'x', entry('b', 5, 3))
    timeline.change(7, 'x', null)
    timeline.read(7, 'x', undefined)
    expect(() => timeline.check(never)).not.toThrow()
    expect(timeline.isGone('x')).toBe(true)
  })

  it.each<readonly [string, (timeline: MapTimeline) => void]>([
    ['two values in one slot', timeline => timeline.read(4, 'x', entry('b', 3))],
    ['a value from a later slot', timeline => timeline.read(4, 'x', entry('b', 5))],
    ['a value that was overwritten', timeline => timeline.read(5, 'x', entry('0', 2))],
    ['nothing where something was set', timeline => timeline.read(5, 'x', undefined)],
    ['what is older than its key', timeline => timeline.read(5, 'x', entry('a', 3, 4))]
  ])('does not pass with %s', (_, tell) => {
    const timeline = new MapTimeline()
    timeline.change(3, 'x', 'a')
    const judged = (): void => {
      tell(timeline)
      timeline.check(never)
    }
    expect(judged).toThrow(expect.objectContaining({ rule: 'one state per slot' }))
  })

  it('may be nothing where the key may have gone', () => {
    const timeline = new MapTimeline()
    timeline.change(3, 'x', 'a')
    timeline.read(5, 'x', undefined)
    expect(() => timeline.check(key => key === 'x')).not.toThrow()
  })

  it('is told to whoever watches, without gaps and in order', () => {
    const set = { type: 'set', key: 'x' } as const
    const timeline = new MapTimeline()
    const watched = timeline.watch(3)
    timeline.change(2, 'x', '0')
    watched.tell({ ...set, slot: 3, value: 'a' })
    watched.tell({ ...set, slot: 5, value: 'b' })
    timeline.change(6, 'x', 'c')
    expect(() => timeline.check(never)).not.toThrow()
    const broken = expect.objectContaining({ rule: 'watched without gaps' })
    expect(() => watched.tell({ ...set, slot: 5, value: 'b' })).toThrow(broken)
    expect(() => watched.tell({ ...set, slot: 4, value: 'd' })).toThrow(broken)
    timeline.change(4, 'y', 'd')
    expect(() => timeline.check(never)).toThrow(broken)
    watched.lastSlot = 3
    expect(() => timeline.check(never)).not.toThrow()
    watched.lastSlot = 6
    expect(() => timeline.check(never)).toThrow(broken)
  })
})

describe('locks', () => {
  const broken = expect.objectContaining({ rule: 'one holder at a time' })

  it('are had one after the other, with higher tokens', () => {
    const locks = new FencedLocks()
    const first = locks.ask('a')
    const second = locks.ask('a')
    locks.grant(first, 2)
    expect(locks.use(first)).toBe(true)
    locks.release(first)
    locks.grant(second, 5)
    expect(locks.use(second)).toBe(true)
    const other = locks.ask('b')
    locks.grant(other, 6)
    expect(locks.use(other)).toBe(true)
    expect(locks.use(first)).toBe(false)
    expect(() => locks.check()).not.toThrow()
  })

  it('cannot have been had to the end by somebody who was refused', () => {
    const locks = new FencedLocks()
    const first = locks.ask('a')
    const second = locks.ask('a')
    locks.grant(first, 2)
    locks.grant(second, 5)
    locks.use(second)
    locks.use(first)
    expect(() => locks.release(first)).toThrow(broken)
    expect(() => locks.release(second)).not.toThrow()
  })

  it.each<readonly [string, (locks: FencedLocks) => void]>([
    ['the same', locks => locks.grant(locks.ask('b'), 2)],
    ['a lower one later', locks => locks.grant(locks.ask('b'), 1)],
    ['none', locks => locks.grant(locks.ask('b'), 0)]
  ])('do not pass where a token is %s', (_, act) => {
    const locks = new FencedLocks()
    locks.grant(locks.ask('a'), 2)
    act(locks)
    expect(() => locks.check()).toThrow(broken)
  })
})

describe('clients of objects', () => {
  let stop: (() => Promise<void>) | undefined

  afterEach(async () => await stop?.())

  it('do all that there is, and find nothing wrong', { timeout: 20_000 }, async () => {
    const runtime = await new MemoryNetwork().createPeer('peer-a')
    stop = () => runtime.stop()
    const options = resolveOptions('g', 'peer-a', { codec: bytesCodec, founders: ['peer-a'] })
    const group = await Group.open(runtime, options, observe())
    const failures: unknown[] = []
    const counts = new Map<string, number>()
    const clients = new ObjectClients({
      random: new Random(1),
      fail: error => failures.push(error),
      count: what => counts.set(what, (counts.get(what) ?? 0) + 1),
      nowMs: () => performance.now(),
      after: (ms, run) => setTimeout(run, ms),
      isTimeTrue: () => true
    })
    clients.attach('peer-a', group)
    const holding = { forMs: 100, ttlMs: 1000 }
    const operations: readonly ObjectOperation[] = [
      ...(['set', 'delete', 'compare-and-set', 'set-if-absent', 'compare-and-set'] as const).map(
        how => ({ type: 'map-write', key: 'x', how }) as const
      ),
      ...(['linearizable', 'session', 'local'] as const).flatMap(
        consistency =>
          [
            { type: 'map-read', key: 'x', consistency },
            { type: 'pair-move', key: 'p', amount: 3 },
            { type: 'pair-move', key: 'p', amount: 0 },
            { type: 'pair-read', key: 'p', consistency }
          ] as const
      ),
      ...(['sequence', 'counter'] as const).flatMap(
        kind =>
          [
            { type: 'number-add', kind, name: 'n', delta: 1 },
            { type: 'number-add', kind, name: 'n', delta: 4 },
            { type: 'number-read', kind, name: 'n' }
          ] as const
      ),
      { type: 'lock', lock: 'l', waits: true, ...holding },
      { type: 'lock', lock: 'l', waits: true, ...holding },
      { type: 'lock', lock: 'l', waits: false, ...holding },
      { type: 'lease', ...holding }
    ]
    for (const operation of operations) clients.perform('peer-a', operation)
    expect(clients.pending.length).toBeGreaterThan(5)
    await expect.poll(() => counts.get('lease kept'), { timeout: 10_000 }).toBe(1)
    clients.audit()
    await expect.poll(() => clients.pending, { timeout: 10_000 }).toEqual([])
    await expect.poll(() => counts.get('lock released'), { timeout: 10_000 }).toBe(2)
    await clients.check()
    expect(failures).toEqual([])
    expect(counts.get('watch told')).toBeGreaterThan(3)
    clients.detach('peer-a')
    clients.perform('peer-a', { type: 'lease', ...holding })
    expect(clients.pending).toEqual([])
  })
})
