import { describe, expect, it } from 'vitest'
import { Random } from '../../src/simulator/random.js'
import { Scheduler } from '../../src/simulator/scheduler.js'

describe('virtual time', () => {
  it('runs events by time, and in the order of adding where the times are equal', async () => {
    const scheduler = new Scheduler()
    const seen: string[] = []
    for (const [atMs, name] of [
      [2, 'c'],
      [1, 'a'],
      [2, 'd'],
      [1, 'b'],
      [3, 'e']
    ] as const) {
      scheduler.at(atMs, () => seen.push(`${name} at ${scheduler.nowMs}`))
    }
    expect(await scheduler.runUntil(2.5)).toBe(false)
    expect(seen).toEqual(['a at 1', 'b at 1', 'c at 2', 'd at 2'])
    expect(scheduler.nowMs).toBe(2.5)
  })

  it('keeps a thousand events in order', async () => {
    const scheduler = new Scheduler()
    const random = new Random(1)
    const times = Array.from({ length: 1000 }, () => random.below(100))
    const seen: number[] = []
    for (const atMs of times) scheduler.at(atMs, () => seen.push(atMs))
    await scheduler.runUntil(100)
    expect(seen).toEqual(times.toSorted((a, b) => a - b))
  })

  it('leaves out what was cancelled, and runs what is past now', async () => {
    const scheduler = new Scheduler()
    const seen: string[] = []
    const cancel = scheduler.at(1, () => seen.push('cancelled'))
    scheduler.at(2, () => scheduler.at(0, () => seen.push(`past, at ${scheduler.nowMs}`)))
    cancel()
    await scheduler.runUntil(5)
    expect(seen).toEqual(['past, at 2'])
  })

  it('runs promise reactions, to the last one, and what is to happen soon before the next event', async () => {
    const scheduler = new Scheduler()
    const seen: string[] = []
    const chain = async (): Promise<void> => {
      for (let depth = 0; depth < 1000; depth += 1) await Promise.resolve()
      seen.push('reaction')
      scheduler.soon(() => seen.push('soon'))
    }
    scheduler.at(1, () => {
      void chain()
    })
    scheduler.at(1, () => seen.push('next'))
    await scheduler.runUntil(1)
    expect(seen).toEqual(['reaction', 'soon', 'next'])
  })

  it('stops at the event that reaches what was waited for', async () => {
    const scheduler = new Scheduler()
    let count = 0
    for (const atMs of [1, 2, 3]) {
      scheduler.at(atMs, () => {
        count += 1
      })
    }
    expect(await scheduler.runUntil(9, () => count === 2)).toBe(true)
    expect(scheduler.nowMs).toBe(2)
  })
})

describe('random numbers', () => {
  const draw = (random: Random): number[] => Array.from({ length: 8 }, () => random.uint32())

  it('are the same for the same seed', () => {
    expect(draw(new Random(7))).toEqual(draw(new Random(7)))
    expect(draw(new Random(7))).not.toEqual(draw(new Random(8)))
  })

  it('are the same for a purpose, whatever was drawn for others', () => {
    const random = new Random(7)
    const before = draw(random.fork('links'))
    draw(random)
    expect(draw(random.fork('links'))).toEqual(before)
    expect(draw(random.fork('disks'))).not.toEqual(before)
    expect(draw(new Random(8).fork('links'))).not.toEqual(before)
  })

  it('are unlike for purposes of purposes', () => {
    const random = new Random(2 ** 40)
    const names = ['a', 'b', 'c'].flatMap(a => ['a', 'b', 'c'].map(b => [a, b] as const))
    const drawn = names.map(([a, b]) => draw(random.fork(a).fork(b)).join())
    expect(new Set(drawn).size).toBe(names.length)
  })
})
