import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bottomBallot } from '../../src/core/ballot.js'
import type { Batch } from '../../src/core/batch.js'
import { type Entry, entryBytes } from '../../src/core/entry.js'
import type { Store } from '../../src/storage/store.js'
import { ballot, entryOf, labels, labelsOf, logBatch, readAll } from './store-builders.js'

/** A place in which a store keeps its state, empty at first. */
export interface StorePlace {
  /** A store object for this place that is not open. After the one before is closed it finds that one's state. */
  store(): Store
  /** Whether every call of `store` gives another object, so that two can compete for the place. */
  readonly hasHandles: boolean
  remove(): Promise<void>
}

/** What every {@link Store} promises. */
export function storeSuite(name: string, makePlace: () => Promise<StorePlace>): void {
  let place: StorePlace
  let store: Store

  beforeEach(async () => {
    place = await makePlace()
    store = place.store()
    await store.open()
  })

  afterEach(async () => {
    await store.close()
    await place.remove()
  })

  async function reopen(): Promise<void> {
    await store.close()
    store = place.store()
    await store.open()
  }

  describe(`${name}: life of a store`, () => {
    it('refuses to be opened twice, and can be opened again once closed', async () => {
      await expect(store.open()).rejects.toMatchObject({ name: 'StoreLockedError' })
      await reopen()
      expect(await store.keys()).toEqual([])
    })

    it('refuses a second object while the first is open', async () => {
      if (!place.hasHandles) return
      const second = place.store()
      await expect(second.open()).rejects.toMatchObject({ name: 'StoreLockedError' })
      await store.close()
      await second.open()
      await second.close()
    })

    it('can be closed twice', async () => {
      await Promise.all([store.close(), store.close()])
      await store.close()
    })

    it('rejects everything while it is not open', async () => {
      await store.close()
      const error = { name: 'StoreError' }
      await expect(store.openReplica('a', 1n)).rejects.toMatchObject(error)
      await expect(store.keys()).rejects.toMatchObject(error)
      await expect(store.delete('a')).rejects.toMatchObject(error)
    })

    it('rejects what its replicas are asked after it is closed', async () => {
      const replica = await store.openReplica('a', 1n)
      await store.close()
      await expect(replica.append({})).rejects.toMatchObject({ name: 'StoreError' })
      await expect(replica.read(1, 2, 1)).rejects.toMatchObject({ name: 'StoreError' })
      await replica.close()
    })

    it('makes pending batches durable before it is closed', async () => {
      const replica = await store.openReplica('a', 1n)
      const pending = [replica.append(logBatch(1, 3)), replica.append(logBatch(4, 4))]
      await reopen()
      await Promise.all(pending)
      expect(await readAll(await store.openReplica('a', 1n))).toEqual(labelsOf(1, 4))
    })
  })

  describe(`${name}: keys`, () => {
    it('lists the keys of all states, sorted, open or not', async () => {
      await (await store.openReplica('b', 1n)).close()
      await store.openReplica('a', 2n)
      expect(await store.keys()).toEqual(['a', 'b'])
      await reopen()
      expect(await store.keys()).toEqual(['a', 'b'])
    })

    it('keeps states apart whose keys are alike', async () => {
      const keys = ['a', 'a/', 'a\0', 'aa', 'state/a', '\u{1f600}', '\uffee', 'é', 'e\u0301']
      for (const [i, key] of keys.entries()) {
        const replica = await store.openReplica(key, BigInt(i + 1))
        await replica.append(logBatch(1, i + 1, key))
      }
      await reopen()
      expect(await store.keys()).toEqual([...keys].sort())
      for (const [i, key] of keys.entries()) {
        const replica = await store.openReplica(key, 99n)
        expect(replica.recovered.incarnation).toBe(BigInt(i + 1))
        expect(await readAll(replica)).toEqual(labelsOf(1, i + 1, key))
      }
    })

    it.each(['', '\ud800'])('refuses the key %j', async key => {
      const error = { name: 'InvalidOptionsError' }
      await expect(store.openReplica(key, 1n)).rejects.toMatchObject(error)
      await expect(store.delete(key)).rejects.toMatchObject(error)
    })

    it('opens a key once at a time', async () => {
      const [replica, second] = await Promise.allSettled([
        store.openReplica('a', 1n),
        store.openReplica('a', 2n)
      ])
      expect(second).toMatchObject({ reason: { name: 'StoreLockedError' } })
      if (replica.status === 'rejected') throw replica.reason
      await replica.value.close()
      expect((await store.openReplica('a', 3n)).recovered.incarnation).toBe(1n)
    })

    it('deletes one state and leaves the others', async () => {
      for (const key of ['a', 'b', 'c']) {
        const replica = await store.openReplica(key, 1n)
        await replica.append(logBatch(1, 5, key))
        await replica.append(logBatch(6, 7, key))
        await replica.close()
      }
      await store.delete('b')
      await store.delete('unknown')
      expect(await store.keys()).toEqual(['a', 'c'])
      await reopen()
      expect(await store.keys()).toEqual(['a', 'c'])
      const born = await store.openReplica('b', 2n)
      expect(born.recovered).toMatchObject({ incarnation: 2n, lastSlot: 0 })
      expect(await readAll(born)).toEqual([])
      expect(await readAll(await store.openReplica('c', 2n))).toEqual(labelsOf(1, 7, 'c'))
    })

    it('does not delete a state that is open', async () => {
      const replica = await store.openReplica('a', 1n)
      await expect(store.delete('a')).rejects.toMatchObject({ name: 'StoreLockedError' })
      await replica.append(logBatch(1, 1))
      expect(await store.keys()).toEqual(['a'])
    })
  })

  describe(`${name}: durable state`, () => {
    it('gives birth to an empty state with the incarnation, once', async () => {
      const bottom = bottomBallot(0)
      const born = {
        incarnation: 2n ** 64n - 1n,
        promisedBallot: bottom,
        acceptedBallot: bottom,
        chosenSlotMax: 0,
        chosenBallot: bottom,
        lastSlot: 0,
        genesis: { promisedBallot: bottom, chosen: false }
      }
      const replica = await store.openReplica('a', born.incarnation)
      expect(replica.recovered).toEqual(born)
      await reopen()
      expect((await store.openReplica('a', 5n)).recovered).toEqual(born)
    })

    it('keeps every field of a batch, and what a batch leaves out as it was', async () => {
      const replica = await store.openReplica('a', 3n)
      const configuration = {
        epoch: 1,
        voters: [{ peerId: 'p1', incarnation: 3n }],
        quorum: { prepare: 1, accept: 1 }
      }
      const genesis = {
        promisedBallot: ballot(4),
        accepted: { ballot: ballot(3), configuration },
        chosen: true
      }
      const batches: Batch[] = [
        { promisedBallot: ballot(9) },
        { ...logBatch(1, 4), acceptedBallot: ballot(8) },
        { chosen: { slotMax: 3, ballot: ballot(7) } },
        { genesis },
        {}
      ]
      for (const batch of batches) await replica.append(batch)
      expect(replica.recovered.lastSlot).toBe(0)
      await reopen()
      expect((await store.openReplica('a', 4n)).recovered).toEqual({
        incarnation: 3n,
        promisedBallot: ballot(9),
        acceptedBallot: ballot(8),
        chosenSlotMax: 3,
        chosenBallot: ballot(7),
        lastSlot: 4,
        genesis
      })
    })

    it('keeps every kind of entry', async () => {
      const value = Uint8Array.of(0, 255)
      const entries: Entry[] = [
        { type: 'open-session', origin: 'p1', nonce: 2n ** 63n, logTimeMs: 0 },
        { type: 'value', session: 1, sequence: 1, key: 'k', value, logTimeMs: 5 },
        { type: 'value', session: 1, sequence: 2, value: new Uint8Array(), logTimeMs: 5 },
        { type: 'decide', session: 1, sequence: 3, name: 'n', value, logTimeMs: 6 },
        { type: 'no-op', session: 1, sequence: 4, logTimeMs: 7 }
      ]
      const replica = await store.openReplica('a', 1n)
      await replica.append({ log: { firstSlot: 1, entries } })
      await reopen()
      expect(await (await store.openReplica('a', 1n)).read(1, 9, 9999)).toEqual(entries)
    })

    it('keeps the states of several replicas that write at once', async () => {
      const keys = ['a', 'b', 'c', 'd']
      const replicas = await Promise.all(keys.map(key => store.openReplica(key, 1n)))
      const pending: Promise<void>[] = []
      for (let slot = 1; slot <= 50; slot += 1) {
        for (const [i, replica] of replicas.entries()) {
          pending.push(
            replica.append({ ...logBatch(slot, slot, keys[i]), promisedBallot: ballot(slot + i) })
          )
        }
      }
      await Promise.all(pending)
      await reopen()
      for (const [i, key] of keys.entries()) {
        const replica = await store.openReplica(key, 1n)
        expect(replica.recovered.promisedBallot).toEqual(ballot(50 + i))
        expect(await readAll(replica)).toEqual(labelsOf(1, 50, key))
      }
    })
  })

  describe(`${name}: order`, () => {
    it('resolves batches in the order of their submission, none at once', async () => {
      const replica = await store.openReplica('a', 1n)
      const resolved: number[] = []
      const pending: Promise<unknown>[] = []
      for (let slot = 1; slot <= 100; slot += 1) {
        // Cuts and empty batches between, which take another way.
        const batch = slot % 10 === 0 ? logBatch(slot - 2, slot) : logBatch(slot, slot)
        pending.push(replica.append(slot % 7 === 0 ? { ...batch } : batch).then(() => resolved.push(slot)))
        if (slot % 3 === 0) pending.push(replica.append({}).then(() => resolved.push(slot)))
      }
      expect(resolved).toEqual([])
      await Promise.all(pending)
      expect(resolved).toEqual([...resolved].sort((a, b) => a - b))
      expect(await readAll(replica)).toEqual(labelsOf(1, 100))
    })

    it('reads no batch that is not durable and every batch that is', async () => {
      const replica = await store.openReplica('a', 1n)
      await replica.append(logBatch(1, 2))
      let durableSlot = 2
      const pending = [3, 4, 5, 6].map(slot =>
        replica.append(logBatch(slot, slot)).then(() => {
          durableSlot = slot
        })
      )
      while (durableSlot < 6) {
        const before = durableSlot
        expect((await readAll(replica)).length).toBeGreaterThanOrEqual(before)
      }
      await Promise.all(pending)
    })

    it.each([
      ['a gap', logBatch(4, 4)],
      ['no slot', logBatch(0, 1)],
      ['a watermark above the log', { chosen: { slotMax: 3, ballot: ballot(1) } }]
    ])('refuses %s and everything after it, with the cause', async (_, batch) => {
      const replica = await store.openReplica('a', 1n)
      const before = replica.append(logBatch(1, 2))
      const failed = replica.append(batch)
      const after = replica.append(logBatch(3, 3))
      const cause = { name: 'InvariantError' }
      await expect(failed).rejects.toMatchObject({ name: 'StoreError', cause })
      await expect(after).rejects.toMatchObject({ name: 'StoreError', cause })
      await before
      await reopen()
      expect(await readAll(await store.openReplica('a', 1n))).toEqual(labelsOf(1, 2))
    })
  })

  describe(`${name}: cutting the log`, () => {
    /** Records of slots 1 to 4, 5, 6 to 8 and 9 to 10. */
    const spans = [
      [1, 4],
      [5, 5],
      [6, 8],
      [9, 10]
    ] as const

    it.each([
      ['inside a record', 7, 7],
      ['inside a record, without a replacement', 7, 6],
      ['at the beginning of a record', 6, 9],
      ['at the end of a record', 8, 8],
      ['over several records', 3, 3],
      ['over several records, with a longer log', 3, 30],
      ['the last slot', 10, 10],
      ['everything', 1, 0],
      ['everything, with another log', 1, 12],
      ['nothing', 11, 10]
    ])('cuts %s', async (_, firstSlot, lastSlot) => {
      const replica = await store.openReplica('a', 1n)
      const other = await store.openReplica('b', 1n)
      for (const [first, last] of spans) {
        await replica.append(logBatch(first, last))
        await other.append(logBatch(first, last, 'o'))
      }
      await replica.append(logBatch(firstSlot, lastSlot, 'b'))
      const expected = [...labelsOf(1, firstSlot - 1), ...labelsOf(firstSlot, lastSlot, 'b')]
      expect(await readAll(replica)).toEqual(expected)
      await reopen()
      const again = await store.openReplica('a', 1n)
      expect(again.recovered.lastSlot).toBe(lastSlot)
      expect(await readAll(again)).toEqual(expected)
      expect(await readAll(await store.openReplica('b', 1n))).toEqual(labelsOf(1, 10, 'o'))
      await again.append(logBatch(lastSlot + 1, lastSlot + 2, 'c'))
      expect(await readAll(again)).toEqual([...expected, ...labelsOf(lastSlot + 1, lastSlot + 2, 'c')])
    })

    it('cuts what is not durable yet', async () => {
      const replica = await store.openReplica('a', 1n)
      await Promise.all([
        replica.append(logBatch(1, 3)),
        replica.append(logBatch(4, 9)),
        replica.append(logBatch(5, 6, 'b')),
        replica.append(logBatch(7, 8, 'b')),
        replica.append(logBatch(2, 2, 'c')),
        replica.append(logBatch(3, 4, 'c'))
      ])
      const expected = ['a1', 'c2', 'c3', 'c4']
      expect(await readAll(replica)).toEqual(expected)
      await reopen()
      expect(await readAll(await store.openReplica('a', 1n))).toEqual(expected)
    })

    it('agrees with a plain array whatever is appended and cut', async () => {
      const replica = await store.openReplica('a', 1n)
      let expected: string[] = []
      let seed = 12345
      const random = (below: number): number => {
        seed = (seed * 1103515245 + 12345) % 2 ** 31
        return Math.floor((seed / 2 ** 31) * below)
      }
      for (let round = 0; round < 30; round += 1) {
        const pending: Promise<void>[] = []
        for (let i = 0; i <= random(6); i += 1) {
          const cut = random(3) === 0 ? random(expected.length + 1) : 0
          const firstSlot = expected.length + 1 - cut
          const lastSlot = firstSlot - 1 + random(6)
          const tag = `r${round}-${i}-`
          pending.push(replica.append(logBatch(firstSlot, lastSlot, tag)))
          expected = [...expected.slice(0, firstSlot - 1), ...labelsOf(firstSlot, lastSlot, tag)]
        }
        await Promise.all(pending)
        expect(await readAll(replica)).toEqual(expected)
      }
      await reopen()
      const again = await store.openReplica('a', 1n)
      expect(again.recovered.lastSlot).toBe(expected.length)
      expect(await readAll(again)).toEqual(expected)
    })
  })

  describe(`${name}: reading`, () => {
    it.each([
      [1, 11, labelsOf(1, 10)],
      [1, 2, labelsOf(1, 1)],
      [3, 7, labelsOf(3, 6)],
      [5, 6, labelsOf(5, 5)],
      [10, 11, labelsOf(10, 10)],
      [8, 99, labelsOf(8, 10)],
      [11, 99, []],
      [50, 99, []],
      [4, 4, []],
      [9, 2, []]
    ])('reads from slot %i to before %i', async (firstSlot, endSlot, expected) => {
      const replica = await store.openReplica('a', 1n)
      await replica.append(logBatch(1, 4))
      await replica.append(logBatch(5, 5))
      await replica.append(logBatch(6, 10))
      expect(labels(await replica.read(firstSlot, endSlot, 1_000_000))).toEqual(expected)
    })

    it('reads as many entries as fit in the bytes, but at least one', async () => {
      const replica = await store.openReplica('a', 1n)
      const batches = [logBatch(1, 3, 'a', 100), logBatch(4, 6, 'a', 100)]
      await Promise.all(batches.map(batch => replica.append(batch)))
      const size = entryBytes(entryOf(1, 'a', 100))
      for (const [bytesMax, count] of [
        [0, 1],
        [size - 1, 1],
        [size, 1],
        [2 * size - 1, 1],
        [2 * size, 2],
        [5 * size, 5],
        [6 * size, 6]
      ] as const) {
        expect(labels(await replica.read(1, 99, bytesMax))).toEqual(labelsOf(1, count))
      }
      expect(labels(await replica.read(3, 99, 2 * size))).toEqual(labelsOf(3, 4))
    })

    it('keeps 10,000 entries of one batch, and values that are larger than most', async () => {
      const replica = await store.openReplica('a', 1n)
      await replica.append(logBatch(1, 10_000, 'a', 64))
      await replica.append(logBatch(10_001, 10_003, 'a', 1_000_000))
      await reopen()
      const again = await store.openReplica('a', 1n)
      expect(again.recovered.lastSlot).toBe(10_003)
      expect(await readAll(again)).toEqual(labelsOf(1, 10_003))
      expect(labels(await again.read(9_999, 10_002, 4_000_000))).toEqual(labelsOf(9_999, 10_001))
    })

    it('keeps 10,000 entries of many batches', { timeout: 30_000 }, async () => {
      const replica = await store.openReplica('a', 1n)
      const pending: Promise<void>[] = []
      for (let slot = 1; slot <= 10_000; slot += 1) pending.push(replica.append(logBatch(slot, slot)))
      await Promise.all(pending)
      await replica.append(logBatch(5_001, 5_000))
      await replica.append(logBatch(5_001, 5_001, 'b'))
      await reopen()
      const again = await store.openReplica('a', 1n)
      expect(await readAll(again)).toEqual([...labelsOf(1, 5_000), 'b5001'])
      expect(labels(await again.read(4_000, 4_003, 9999))).toEqual(labelsOf(4_000, 4_002))
    })
  })
}
