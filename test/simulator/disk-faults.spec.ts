import { describe, expect, it } from 'vitest'
import type { DiskConditions } from '../../src/simulator/disk.js'
import { labelsOf, logBatch, readAll } from '../storage/store-builders.js'
import { manyBatches } from './disk-batches.js'
import { contentsAfter, DiskPlace, settlement } from './disk-place.js'

const eio = { name: 'StoreError', cause: { code: 'EIO' } }

describe('a flush', () => {
  it('takes as long as the disk is slow', async () => {
    const place = new DiskPlace()
    const replica = await place.openReplica()
    const slow: DiskConditions = { flushMs: [50, 80], readMs: [7, 7] }
    place.disk.conditions = slow
    const durations = new Set<number>()
    for (let slot = 1; slot <= 20; slot += 1) {
      const { nowMs } = place.scheduler
      await place.wait(replica.append(logBatch(slot, slot)))
      durations.add(place.scheduler.nowMs - nowMs)
    }
    expect(Math.min(...durations)).toBeGreaterThanOrEqual(50)
    expect(Math.max(...durations)).toBeLessThanOrEqual(80)
    expect(durations.size).toBeGreaterThan(10)
    const { nowMs } = place.scheduler
    await place.wait(replica.read(1, 2, 100))
    expect(place.scheduler.nowMs - nowMs).toBeCloseTo(7)
  })

  it('covers everything of all replicas that waits when it begins', async () => {
    const place = new DiskPlace()
    const store = await place.open()
    const a = await place.wait(store.openReplica('a', 1n))
    const b = await place.wait(store.openReplica('b', 2n))
    const before = place.disk.flushCount
    const first = place.wait(a.append(logBatch(1, 1)))
    const others = [2, 3, 4].map(slot => a.append(logBatch(slot, slot)))
    for (const slot of [1, 2, 3]) others.push(b.append(logBatch(slot, slot)))
    expect(place.disk).toMatchObject({ isFlushing: true, pendingBatches: 7 })
    await first
    expect(place.disk).toMatchObject({ isFlushing: true, pendingBatches: 6 })
    await place.wait(Promise.all(others))
    expect(place.disk).toMatchObject({ isFlushing: false, pendingBatches: 0, unflushedBytes: 0 })
    expect(place.disk.flushCount - before).toBe(2)
  })

  it('that is stalled hangs until it is not', async () => {
    const place = new DiskPlace()
    const replica = await place.openReplica()
    place.disk.stall(true)
    const isSettled = settlement(replica.append(logBatch(1, 1)))
    await place.run(10_000)
    expect(isSettled()).toBe(false)
    expect(place.observer.durable).toEqual([])
    expect(await place.wait(readAll(replica))).toEqual([])
    place.disk.stall(false)
    await place.run(0)
    expect(isSettled()).toBe(true)
    expect(await place.wait(readAll(replica))).toEqual(['a1'])
  })

  it('tells a process that is paused once it goes on', async () => {
    const place = new DiskPlace()
    let waiting: (() => void)[] | undefined
    const store = place.disk.store(run => {
      if (waiting === undefined) run()
      else waiting.push(run)
    })
    await place.wait(store.open())
    const replica = await place.wait(store.openReplica('a', 1n))
    waiting = []
    const isSettled = settlement(replica.append(logBatch(1, 1)))
    await place.run(1_000)
    expect(place.observer.durable).toHaveLength(1)
    expect(isSettled()).toBe(false)
    for (const run of waiting) run()
    await place.run(0)
    expect(isSettled()).toBe(true)
  })
})

describe('a disk that fails', () => {
  it.each([
    ['write', 'failWrite'],
    ['flush', 'failFlush']
  ] as const)('at any %s keeps what it reported, and fails everything later', async (_, fail) => {
    const outcomes = new Set<number>()
    for (let count = 1; count <= manyBatches.length + 1; count += 1) {
      const place = new DiskPlace(count)
      const replica = await place.openReplica()
      place.disk[fail](count)
      const results: PromiseSettledResult<void>[] = []
      for (const batch of manyBatches) {
        results.push(...(await place.wait(Promise.allSettled([replica.append(batch)]))))
      }
      const done = results.filter(({ status }) => status === 'fulfilled').length
      expect(done).toBe(count - 1)
      for (const failed of results.slice(done)) expect(failed).toMatchObject({ reason: eio })
      place.disk.crash()
      // What did not strike yet would when the store is opened.
      place.disk.heal()
      const everything = await place.everything()
      const { durable } = place.observer
      expect(everything).toEqual({ a: contentsAfter(1n, durable) })
      expect(durable).toEqual(manyBatches.slice(0, durable.length))
      expect([done, done + 1]).toContain(durable.length)
      outcomes.add(durable.length - done)
    }
    expect(outcomes.size).toBe(2)
  })

  it('fails what waits, in order, after the flush that is under way', async () => {
    const place = new DiskPlace()
    const store = await place.open()
    const a = await place.wait(store.openReplica('a', 1n))
    const b = await place.wait(store.openReplica('b', 2n))
    await place.wait((await place.wait(store.openReplica('d', 3n))).close())
    place.disk.failWrite(3)
    const settled: string[] = []
    const note = (name: string, promise: Promise<unknown>): void => {
      promise.then(
        () => settled.push(`${name} done`),
        error => settled.push(`${name} ${error.cause.code}`)
      )
    }
    note('a1', a.append(logBatch(1, 1)))
    note('a2', a.append(logBatch(2, 2)))
    note('b1', b.append(logBatch(1, 1)))
    note('a3', a.append(logBatch(3, 3)))
    note('b', b.close())
    note('birth', store.openReplica('c', 3n))
    note('deletion', store.delete('d'))
    await place.run(1_000)
    expect(settled).toEqual([
      ...['a1 done', 'a2 EIO', 'b1 EIO', 'a3 EIO'],
      ...['b done', 'deletion EIO', 'birth EIO']
    ])
  })

  it('at a read fails that read, and nothing else', async () => {
    const place = new DiskPlace()
    const replica = await place.openReplica()
    await place.wait(replica.append(logBatch(1, 3)))
    place.disk.failRead(2)
    expect(await place.wait(readAll(replica))).toEqual(labelsOf(1, 3))
    await expect(place.wait(readAll(replica))).rejects.toMatchObject(eio)
    expect(await place.wait(readAll(replica))).toEqual(labelsOf(1, 3))
    await place.wait(replica.append(logBatch(4, 4)))
  })

  it('when it is opened, or a state is, can be opened again', async () => {
    const place = new DiskPlace()
    const store = place.disk.store()
    place.disk.failRead(1)
    await expect(place.wait(store.open())).rejects.toMatchObject(eio)
    await place.wait(store.open())
    place.disk.failRead(1)
    await expect(place.wait(store.openReplica('a', 1n))).rejects.toMatchObject(eio)
    await place.wait(store.openReplica('a', 1n))
    expect(place.observer.born).toEqual([1n])
  })

  it('for want of space fails until there is some and the store is opened anew', async () => {
    const place = new DiskPlace()
    const store = await place.open()
    const replica = await place.wait(store.openReplica('a', 1n))
    await place.wait(replica.append(logBatch(1, 1)))
    place.disk.full(true)
    const enospc = { name: 'StoreError', cause: { code: 'ENOSPC' } }
    await expect(place.wait(replica.append(logBatch(2, 2)))).rejects.toMatchObject(enospc)
    place.disk.full(false)
    await expect(place.wait(replica.append(logBatch(2, 2)))).rejects.toMatchObject(enospc)
    await expect(place.wait(store.openReplica('b', 1n))).rejects.toMatchObject(enospc)
    await place.wait(store.close())
    await place.wait(store.open())
    const again = await place.wait(store.openReplica('a', 1n))
    await place.wait(again.append(logBatch(again.recovered.lastSlot + 1, 5)))
    expect(await place.wait(readAll(again))).toEqual(labelsOf(1, 5))
  })

  it('is well again once it is healed, but for a process that it failed', async () => {
    const place = new DiskPlace()
    const replica = await place.openReplica()
    place.disk.full(true)
    place.disk.stall(true)
    place.disk.failWrite(1)
    place.disk.failFlush(1)
    place.disk.failRead(1)
    place.disk.heal()
    await place.wait(replica.append(logBatch(1, 1)))
    expect(await place.wait(readAll(replica))).toEqual(['a1'])
  })

  it('counts operations from 1', () => {
    const { disk } = new DiskPlace()
    for (const count of [0, -1, 1.5]) expect(() => disk.failWrite(count)).toThrow(RangeError)
  })
})

describe('closing', () => {
  it('lets the same store be opened again', async () => {
    const place = new DiskPlace()
    const store = await place.open()
    for (const key of ['a', 'b', 'c']) {
      await place.wait(store.openReplica(key, 1n))
      await place.wait(store.close())
      await place.wait(store.open())
    }
    expect(await store.keys()).toEqual(['a', 'b', 'c'])
  })

  it('a store that could not be opened leaves the disk to who has it', async () => {
    const place = new DiskPlace()
    const replica = await place.openReplica()
    const second = place.disk.store()
    await expect(place.wait(second.open())).rejects.toMatchObject({ name: 'StoreLockedError' })
    await place.wait(second.close())
    await expect(place.wait(second.open())).rejects.toMatchObject({ name: 'StoreLockedError' })
    await place.wait(replica.append(logBatch(1, 1)))
  })

  it('after a failure may lose what was not flushed', async () => {
    const found = new Set<number>()
    for (let seed = 1; seed <= 20; seed += 1) {
      const place = new DiskPlace(seed)
      const store = await place.open()
      const replica = await place.wait(store.openReplica('a', 1n))
      place.disk.failFlush(1)
      await expect(place.wait(replica.append(logBatch(1, 1)))).rejects.toMatchObject(eio)
      await place.wait(store.close())
      found.add((await place.everything())['a']?.entries.length ?? 0)
    }
    expect(found).toEqual(new Set([0, 1]))
  })

  it('while the store is opened, or a state is, waits for it and leaves it closed', async () => {
    const place = new DiskPlace()
    const store = place.disk.store()
    await place.wait(Promise.all([store.open(), store.close()]))
    await place.wait(store.open())
    const states = Promise.allSettled([store.openReplica('a', 1n)])
    await place.wait(store.close())
    expect(await place.wait(states)).toMatchObject([{ reason: { name: 'StoreError' } }])
    expect(await place.everything()).toEqual({})
  })
})
