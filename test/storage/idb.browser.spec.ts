import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { cdp } from 'vitest/browser'
import type { Flush } from '../../src/storage/idb.js'
import type * as StoreTab from '../support/browser/store-tab.js'
import { Tab } from '../support/browser/tabs.js'
import { deleteDatabase, type IdbPlace, idbPlace, openDatabase } from './idb-place.js'
import { churned, logBatch, readAll } from './store-builders.js'
import { storeSuite } from './store-suite.js'

storeSuite('IndexedDB store', idbPlace)

const { origin } = location
const lockOf = (name: string): string => `libp2p-paxos:${name}`

describe('IndexedDB store', () => {
  let place: IdbPlace
  const flushes: Flush[] = []

  beforeEach(async () => {
    flushes.length = 0
    place = await idbPlace({ onFlush: flush => flushes.push(flush) })
  })

  afterEach(async () => {
    vi.restoreAllMocks()
    await place.remove()
  })

  it('asks for strict durability wherever it acknowledges something', async () => {
    const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction')
    const store = place.store()
    expect(store.durability).toBe('strict')
    await store.open()
    const replica = await store.openReplica('a', 1n)
    const stage = await replica.stageSnapshot(1)
    await replica.append(logBatch(1, 3))
    await replica.append(logBatch(2, 2))
    await stage.write(new Uint8Array(10))
    await stage.finish()
    await store.close()
    const writes = transaction.mock.calls.filter(([, mode]) => mode === 'readwrite')
    const asked = writes.map(([name, , options]) => [name, options?.durability])
    const strict = (name: string): string[] => [name, 'strict']
    expect(asked).toEqual([
      ...[strict('records'), strict('records'), ['snapshots', 'relaxed']],
      ...[strict('records'), strict('records'), strict('snapshots')]
    ])
  })

  it('writes the first batch at once and all that wait behind it in one transaction', async () => {
    const store = place.store()
    await store.open()
    const replicas = await Promise.all(['a', 'b', 'c', 'd'].map(key => store.openReplica(key, 1n)))
    flushes.length = 0
    const pending: Promise<void>[] = []
    for (let slot = 1; slot <= 250; slot += 1) {
      for (const replica of replicas) pending.push(replica.append(logBatch(slot, slot)))
    }
    await Promise.all(pending)
    expect(flushes.map(({ writes }) => writes)).toEqual([1, 999])
    await store.close()
  })

  it.each([
    [
      'is deleted by a page',
      'somebody deletes it',
      (name: string): Promise<unknown> => deleteDatabase(name)
    ],
    [
      'is cleared by the browser',
      'the browser closed it',
      (): Promise<unknown> =>
        cdp().send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' })
    ],
    [
      'has its lock taken by a page',
      'somebody took its lock',
      (name: string): Promise<unknown> =>
        navigator.locks.request(lockOf(name), { steal: true }, async () => undefined)
    ]
  ])('fails for good once it %s', async (_, why, lose) => {
    const store = place.store()
    await store.open()
    const replica = await store.openReplica('a', 1n)
    await replica.append(logBatch(1, 1))
    await lose(place.name)
    const isLost = {
      name: 'StoreError',
      cause: { name: 'StoreError', message: expect.stringContaining(why) }
    }
    await vi.waitFor(() => expect(replica.append({})).rejects.toMatchObject(isLost))
    await expect(replica.read(1, 2, 1)).rejects.toMatchObject(isLost.cause)
    await expect(store.openReplica('b', 1n)).rejects.toMatchObject({ name: 'StoreError' })
    await store.close()
  })

  it('is born anew once it was deleted', async () => {
    const store = place.store()
    await store.open()
    await (await store.openReplica('a', 1n)).append(logBatch(1, 1))
    await store.close()
    await deleteDatabase(place.name)
    await store.open()
    const { recovered } = await store.openReplica('a', 2n)
    expect(recovered).toMatchObject({ incarnation: 2n, lastSlot: 0 })
    await store.close()
  })

  it.each([
    ['a newer version', 'UnsupportedVersionError', 2, ['records', 'snapshots', 'more']],
    ['something else', 'StoreCorruptError', 1, ['mine']]
  ])('refuses the database of %s and leaves it alone', async (_, error, version, names) => {
    const upgrade = (db: IDBDatabase): void =>
      names.forEach(name => void db.createObjectStore(name))
    const db = await openDatabase(place.name, version, upgrade)
    db.close()
    const store = place.store()
    await expect(store.open()).rejects.toMatchObject({ name: error })
    const left = await openDatabase(place.name, version)
    expect([...left.objectStoreNames].sort()).toEqual([...names].sort())
    left.close()
    // Nothing is held.
    await expect(store.open()).rejects.toMatchObject({ name: error })
  })

  describe('a damaged one', () => {
    /** A log of three records, and a promise. */
    async function fill(): Promise<void> {
      const store = place.store()
      await store.open()
      const replica = await store.openReplica('a', 1n)
      for (const [first, last] of [
        [1, 4],
        [5, 5],
        [6, 8]
      ] as const) {
        await replica.append(logBatch(first, last))
      }
      await store.close()
    }

    /** The name of the error that opening it and reading all ends with. */
    async function open(): Promise<string> {
      const store = place.store()
      try {
        await store.open()
        const replica = await store.openReplica('a', 2n)
        expect(replica.recovered.incarnation).toBe(1n)
        await readAll(replica)
        return 'intact'
      } catch (error) {
        return error instanceof Error ? error.name : 'no error'
      } finally {
        await store.close()
      }
    }

    it('is corrupt, not empty, whatever record is missing or changed', async () => {
      await fill()
      expect(await open()).toBe('intact')
      const db = await openDatabase(place.name, 1)
      const store = db.transaction('records').objectStore('records')
      const all = await Promise.all([
        resultOf(store.getAllKeys()),
        resultOf<Uint8Array[]>(store.getAll())
      ])
      db.close()
      const [keys, values] = all
      expect(keys).toHaveLength(6)
      for (const [i, key] of keys.entries()) {
        const value = values[i] ?? new Uint8Array()
        const changed = value.with(value.length - 1, (value.at(-1) ?? 0) ^ 1)
        await place.edit(records => records.put(changed, key))
        expect(await open()).toBe('StoreCorruptError')
        await place.edit(records => records.delete(key))
        expect(await open()).toBe('StoreCorruptError')
        await place.edit(records => records.put(value, key))
      }
      expect(await open()).toBe('intact')
    })
  })
})

describe('IndexedDB store in several tabs', () => {
  let place: IdbPlace
  const tabs: Tab<typeof StoreTab>[] = []

  beforeEach(async () => {
    place = await idbPlace()
  })

  afterEach(async () => {
    await Promise.all(tabs.splice(0).map(tab => tab.close()))
    await place.remove()
  })

  async function openTab(): Promise<Tab<typeof StoreTab>> {
    const tab = await Tab.open<typeof StoreTab>('store-tab')
    tabs.push(tab)
    return tab
  }

  it('is held by one tab, and goes with it', async () => {
    const [first, second] = [await openTab(), await openTab()]
    await first.call('open', place.name)
    const locked = { name: 'StoreLockedError' }
    await expect(second.call('open', place.name)).rejects.toMatchObject(locked)
    await first.freeze()
    await expect(second.call('open', place.name)).rejects.toMatchObject(locked)
    await first.thaw()
    const opening = second.call('open', place.name)
    await first.close()
    tabs.splice(tabs.indexOf(first), 1)
    await opening
  })

  it('fails for good once its quota is used up, and has all that was acknowledged', async () => {
    const tab = await Tab.open<typeof StoreTab>('store-tab', 4_000_000)
    tabs.push(tab)
    await tab.call('open', place.name)
    const { slots, errors } = await tab.call('fill')
    expect(slots).toBeGreaterThan(10)
    expect(errors).toEqual([
      'StoreError, QuotaExceededError',
      'StoreError, StoreError, QuotaExceededError',
      'StoreError, QuotaExceededError'
    ])
    await tab.freeQuota()
    await tab.call('close')
    expect((await tab.call('open', place.name)).lastSlot).toBe(slots)
    await tab.call('close')
  })

  it('is there after the page was loaded again', async () => {
    const tab = await openTab()
    for (let round = 1; round <= 3; round += 1) {
      const { round: before, labels } = await tab.call('open', place.name)
      expect(labels).toEqual(churned(before))
      await tab.call('churn')
      await vi.waitUntil(async () => (await tab.call('durableCount')) >= before + 20)
      const durable = await tab.call('durableCount')
      await tab.reload()
      const again = await tab.call('open', place.name)
      expect(again.round).toBeGreaterThanOrEqual(durable)
      expect(again.labels).toEqual(churned(again.round))
      await tab.reload()
    }
  })

  it('has what was acknowledged in a tab that crashed', async () => {
    let acknowledged = 0
    for (let round = 1; round <= 4; round += 1) {
      const tab = await Tab.open<typeof StoreTab>('store-tab')
      const { round: batches, labels } = await tab.call('open', place.name)
      expect(batches).toBeGreaterThanOrEqual(acknowledged)
      expect(labels).toEqual(churned(batches))
      await tab.call('churn')
      const before = acknowledged
      await vi.waitUntil(async () => {
        acknowledged = await tab.call('durableCount')
        return acknowledged >= before + 20
      })
      await tab.crash()
    }
  })
})

function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
