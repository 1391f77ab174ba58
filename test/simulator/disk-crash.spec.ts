import { describe, expect, it } from 'vitest'
import type { Batch } from '../../src/core/batch.js'
import type { ReplicaStore, Store } from '../../src/storage/store.js'
import { labelsOf, logBatch, readAll } from '../storage/store-builders.js'
import { manyBatches } from './disk-batches.js'
import { contentsAfter, DiskPlace, settlement } from './disk-place.js'

/** A disk on which the first of some batches are durable, and all others appended. */
async function appended(
  batches: readonly Batch[],
  durableCount: number
): Promise<{ place: DiskPlace; replica: ReplicaStore }> {
  const place = new DiskPlace()
  const replica = await place.openReplica()
  for (const batch of batches.slice(0, durableCount)) await place.wait(replica.append(batch))
  for (const batch of batches.slice(durableCount)) void replica.append(batch)
  return { place, replica }
}

describe('a power cut', () => {
  it.each([0, 1, 4, 9])('at every byte, after %i durable batches, keeps a prefix', async count => {
    const { place } = await appended(manyBatches, count)
    const seen = new Set<number>()
    for (let kept = 0; kept <= place.disk.unflushedBytes; kept += 1) {
      const cut = (await appended(manyBatches, count)).place
      cut.disk.crash(kept)
      const contents = await cut.contents(await cut.openReplica('a', 2n))
      const found = cut.observer.durable.length
      expect(found, `${kept} bytes`).toBeGreaterThanOrEqual(count)
      expect(cut.observer.durable, `${kept} bytes`).toEqual(manyBatches.slice(0, found))
      expect(contents, `${kept} bytes`).toEqual(contentsAfter(1n, cut.observer.durable))
      seen.add(found)
    }
    expect(seen.size).toBe(manyBatches.length - count + 1)
  })

  it('at every byte leaves a disk that goes on where it was cut', async () => {
    const bytes = (await appended(manyBatches, 7)).place.disk.unflushedBytes
    for (let kept = 0; kept <= bytes; kept += 1) {
      const { place } = await appended(manyBatches, 7)
      place.disk.crash(kept)
      const replica = await place.openReplica('a', 2n)
      const later = logBatch(replica.recovered.lastSlot + 1, replica.recovered.lastSlot + 2, 'z')
      await place.wait(replica.append(later))
      place.disk.crash(0)
      expect(await place.everything(), `${kept} bytes`).toEqual({
        a: contentsAfter(1n, place.observer.durable)
      })
      expect(place.observer.durable.at(-1)).toBe(later)
    }
  })

  it('at every byte of a birth leaves all of it or nothing', async () => {
    const incarnations = new Set<bigint>()
    for (let kept = 0; kept <= 200; kept += 1) {
      const place = new DiskPlace()
      const store = await place.open()
      void store.openReplica('a', 1n)
      await place.scheduler.runUntil(1_000, () => place.disk.unflushedBytes > 0)
      expect(place.disk.unflushedBytes).toBeLessThan(200)
      place.disk.crash(kept)
      const { recovered } = await place.openReplica('a', 2n)
      expect(place.observer.born).toEqual([recovered.incarnation])
      incarnations.add(recovered.incarnation)
    }
    expect([...incarnations]).toEqual([2n, 1n])
  })

  it('keeps batches of several replicas in the order in which they were appended', async () => {
    const found = new Set<string>()
    for (let seed = 1; seed <= 300; seed += 1) {
      const place = new DiskPlace(seed)
      const store = await place.open()
      const a = await place.wait(store.openReplica('a', 1n))
      const b = await place.wait(store.openReplica('b', 2n))
      for (let slot = 1; slot <= 3; slot += 1) {
        void a.append(logBatch(slot, slot))
        void b.append(logBatch(slot, slot))
      }
      place.disk.crash()
      const kept = await place.everything()
      found.add(`${kept['a']?.entries.length}${kept['b']?.entries.length}`)
    }
    expect([...found].sort()).toEqual(['00', '10', '11', '21', '22', '32', '33'])
  })

  it('takes nothing that was flushed, and no second one takes what survived the first', async () => {
    for (let seed = 1; seed <= 30; seed += 1) {
      const place = new DiskPlace(seed)
      const replica = await place.openReplica()
      await place.wait(replica.append(logBatch(1, 3)))
      void replica.append(logBatch(4, 6))
      place.disk.crash(place.disk.unflushedBytes)
      place.disk.crash()
      expect(await readAllAgain(place)).toEqual(labelsOf(1, 6))
    }
  })

  it('while the store is opened loses nothing of what is to be told', async () => {
    const { place } = await appended(manyBatches, 5)
    place.disk.crash(place.disk.unflushedBytes)
    void place.disk.store().open()
    place.disk.crash()
    expect(place.observer.durable).toHaveLength(5)
    await place.open()
    expect(place.observer.durable).toEqual(manyBatches)
  })
})

describe('a crash', () => {
  it('leaves pending calls pending for ever', async () => {
    const place = new DiskPlace()
    const store = await place.open()
    const replica = await place.wait(store.openReplica('a', 1n))
    await place.wait((await place.wait(store.openReplica('c', 1n))).close())
    const pending = [
      replica.append(logBatch(1, 1)),
      replica.read(1, 2, 100),
      replica.close(),
      store.openReplica('b', 1n),
      store.delete('c'),
      store.close()
    ].map(settlement)
    place.disk.crash()
    await place.run(10_000)
    expect(pending.map(isSettled => isSettled())).toEqual(pending.map(() => false))
  })

  it.each<[string, (store: Store, replica: ReplicaStore) => Promise<unknown>]>([
    ['append', (_, replica) => replica.append(logBatch(1, 1))],
    ['read', (_, replica) => replica.read(1, 2, 100)],
    ['close its state', (_, replica) => replica.close()],
    ['open', store => store.open()],
    ['open a state', store => store.openReplica('b', 1n)],
    ['ask for keys', store => store.keys()],
    ['delete', store => store.delete('c')],
    ['close', store => store.close()]
  ])('lets nothing reach the disk when the dead %s', async (_, ask) => {
    const place = new DiskPlace()
    const store = await place.open()
    const replica = await place.wait(store.openReplica('a', 1n))
    await place.wait((await place.wait(store.openReplica('c', 1n))).close())
    place.disk.crash()
    const { flushedBytes, flushCount } = place.disk
    place.disk.failRead(1)
    const isSettled = settlement(ask(store, replica))
    await place.run(10_000)
    expect(isSettled()).toBe(false)
    expect(place.disk).toMatchObject({ flushedBytes, unflushedBytes: 0, flushCount })
    expect(place.observer.appended).toEqual([])
    const next = place.disk.store()
    // The read that was to fail was not the dead one's.
    await expect(place.wait(next.open())).rejects.toMatchObject({ name: 'StoreError' })
    await place.wait(next.open())
    expect(await next.keys()).toEqual(['a', 'c'])
  })

  it('is not survived by what a paused process is to hear', async () => {
    const place = new DiskPlace()
    const waiting: (() => void)[] = []
    const opening = settlement(place.disk.store(run => waiting.push(run)).open())
    await place.run(1_000)
    place.disk.crash()
    expect(waiting).toHaveLength(1)
    for (const run of waiting) run()
    await place.run(1_000)
    expect(opening()).toBe(false)
  })

  it.each([
    ['appended', 'append', 0],
    ['found durable, before anybody acts on it', 'durable', 1]
  ] as const)('may strike while a batch is %s', async (_, moment, durableCount) => {
    const place = new DiskPlace()
    const replica = await place.openReplica()
    place.observer.onEvent = event => {
      if (event === moment) place.disk.crash(0)
    }
    const first = settlement(replica.append(logBatch(1, 1)))
    const second = settlement(replica.append(logBatch(2, 2)))
    await place.run(10_000)
    expect([first(), second()]).toEqual([false, false])
    place.observer.onEvent = () => undefined
    expect(await readAllAgain(place)).toEqual(labelsOf(1, durableCount))
    expect(place.observer.durable).toHaveLength(durableCount)
  })

  it('may strike while what survived an earlier one is told', async () => {
    const { place } = await appended(manyBatches, 5)
    place.disk.crash(place.disk.unflushedBytes)
    place.observer.onEvent = () => place.disk.crash()
    const opening = settlement(place.disk.store().open())
    await place.run(1_000)
    expect(opening()).toBe(false)
    place.observer.onEvent = () => undefined
    expect(await place.everything()).toEqual({ a: contentsAfter(1n, manyBatches) })
    expect(place.observer.durable).toEqual(manyBatches)
  })

  it('ends a flush that is stalled', async () => {
    const place = new DiskPlace()
    const replica = await place.openReplica()
    place.disk.stall(true)
    void replica.append(logBatch(1, 2))
    await place.run(1_000)
    expect(place.disk.isFlushing).toBe(true)
    place.disk.crash(0)
    place.disk.stall(false)
    expect(place.disk.isFlushing).toBe(false)
    expect(await readAllAgain(place)).toEqual([])
  })
})

async function readAllAgain(place: DiskPlace): Promise<string[]> {
  return place.wait(readAll(await place.openReplica('a', 2n)))
}
