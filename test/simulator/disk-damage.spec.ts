import { describe, expect, it } from 'vitest'
import { logBatch } from '../storage/store-builders.js'
import { manyBatches } from './disk-batches.js'
import { contentsAfter, DiskPlace, expectCorrupt } from './disk-place.js'

/** A disk with a state that has seen all kinds of batches, one that was deleted, and one that was born again. */
async function manifoldPlace(): Promise<DiskPlace> {
  const place = new DiskPlace()
  const store = await place.open()
  const a = await place.wait(store.openReplica('a', 1n))
  for (const batch of manyBatches) await place.wait(a.append(batch))
  for (const [key, incarnation] of [
    ['gone', 2n],
    ['again', 3n],
    ['again', 4n]
  ] as const) {
    await place.wait(store.delete(key))
    const replica = await place.wait(store.openReplica(key, incarnation))
    await place.wait(replica.append(logBatch(1, 2)))
    await place.wait(replica.close())
  }
  await place.wait(store.delete('gone'))
  await place.wait(store.close())
  return place
}

const manifold = {
  a: contentsAfter(1n, manyBatches),
  again: contentsAfter(4n, [logBatch(1, 2)])
}

describe('damage', () => {
  it('of any bit that is durable is found', async () => {
    const place = await manifoldPlace()
    expect(await place.everything()).toEqual(manifold)
    const bits = 8 * place.disk.flushedBytes
    for (let bit = 0; bit < bits; bit += 1) {
      place.disk.corrupt(bit)
      await expectCorrupt(place, `bit ${bit} of ${bits}`)
      place.disk.corrupt(bit)
    }
    expect(await place.everything()).toEqual(manifold)
  })

  it('of any bit after a power cut is found, or hit only what was dropped', async () => {
    const results = new Set<string>()
    for (const kept of [5, 40, 100]) {
      const place = new DiskPlace()
      const replica = await place.openReplica()
      void replica.append(logBatch(1, 3, 'a', 40))
      place.disk.crash(kept)
      const torn = place.disk.flushedBytes
      for (let bit = 0; bit < 8 * torn; bit += 1) {
        const cut = new DiskPlace()
        const again = await cut.openReplica()
        void again.append(logBatch(1, 3, 'a', 40))
        cut.disk.crash(kept)
        cut.disk.corrupt(bit)
        const result = await cut.everything().then(
          everything => everything,
          error => error.name
        )
        if (result !== 'StoreCorruptError') expect(result).toEqual({ a: contentsAfter(1n, []) })
        results.add(result === 'StoreCorruptError' ? 'found' : 'dropped')
      }
    }
    expect(results.size).toBe(2)
  })

  it('is found again and again, until the disk is wiped', async () => {
    const place = await manifoldPlace()
    place.disk.corrupt()
    await expectCorrupt(place)
    place.disk.crash()
    await expectCorrupt(place)
    place.disk.wipe()
    const store = await place.open()
    expect(await store.keys()).toEqual([])
    const born = await place.wait(store.openReplica('a', 9n))
    expect(born.recovered).toMatchObject(contentsAfter(9n, []).state)
    expect(place.observer.born).toEqual([1n, 2n, 3n, 4n, 9n])
  })

  it('hits what was read only on the disk', async () => {
    const place = await manifoldPlace()
    const { a } = await place.everything()
    for (let bit = 0; bit < 8 * place.disk.flushedBytes; bit += 1) place.disk.corrupt(bit)
    place.disk.wipe()
    const replica = await place.openReplica()
    await place.wait(replica.append(logBatch(1, 60, 'x', 40)))
    expect(a).toEqual(manifold.a)
  })

  it('cannot be done to a disk that is in use, nor can it be wiped', async () => {
    const place = new DiskPlace()
    const store = await place.open()
    expect(() => place.disk.corrupt()).toThrow('in use')
    expect(() => place.disk.wipe()).toThrow('in use')
    await place.wait(store.close())
    place.disk.corrupt()
    place.disk.wipe()
    expect(await place.everything()).toEqual({})
  })
})
