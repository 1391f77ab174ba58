import { stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ClassicLevel } from 'classic-level'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Flush, levelStore } from '../../src/storage/level.js'
import { type LevelPlace, levelPlace } from './level-place.js'
import { LevelProcess } from './level-process.js'
import { churned, labelsOf, logBatch, readAll } from './store-builders.js'
import { storeSuite } from './store-suite.js'

storeSuite('level store', levelPlace)

describe('level store', () => {
  let place: LevelPlace
  const flushes: Flush[] = []
  const processes: LevelProcess[] = []

  beforeEach(async () => {
    flushes.length = 0
    place = await levelPlace({ onFlush: flush => flushes.push(flush) })
  })

  afterEach(async () => {
    vi.restoreAllMocks()
    await Promise.all(processes.splice(0).map(child => child.kill()))
    await place.remove()
  })

  function start(what: string, fileKibibytesMax?: number): LevelProcess {
    const child = new LevelProcess(what, place.directory, fileKibibytesMax)
    processes.push(child)
    return child
  }

  it('says that it survives a power cut, and syncs every write', async () => {
    const batch = vi.spyOn(ClassicLevel.prototype, 'batch')
    const store = place.store()
    expect(store.durability).toBe('fsync')
    await store.open()
    const replica = await store.openReplica('a', 1n)
    await replica.append(logBatch(1, 3))
    await replica.append(logBatch(2, 2))
    await replica.close()
    await store.delete('a')
    // The format, a birth, two batches and what is deleted.
    expect(batch.mock.calls.map((call: readonly unknown[]) => call[1])).toEqual(
      Array.from({ length: 5 }, () => ({ sync: true }))
    )
    await store.close()
  })

  it('makes its directory for this user alone', async () => {
    const store = place.store()
    await store.open()
    await store.close()
    if (process.platform === 'win32') return
    for (const directory of [place.directory, dirname(place.directory)]) {
      expect((await stat(directory)).mode & 0o777).toBe(0o700)
    }
  })

  it('writes the first batch at once and all that wait behind it in one write', async () => {
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
    expect(flushes.every(({ bytes, durationMs }) => bytes > 0 && durationMs > 0)).toBe(true)
    await store.close()
  })

  it('needs far fewer synced writes than appends under load', async () => {
    const store = place.store()
    await store.open()
    const replica = await store.openReplica('a', 1n)
    flushes.length = 0
    let slot = 0
    const writer = async (): Promise<void> => {
      for (let i = 0; i < 20; i += 1) {
        slot += 1
        await replica.append(logBatch(slot, slot))
      }
    }
    await Promise.all(Array.from({ length: 100 }, writer))
    expect(flushes.length).toBeLessThan(200)
    expect(await readAll(replica)).toEqual(labelsOf(1, 2000))
    await store.close()
  })

  it('stays locked for another process after a second attempt in this one', {
    timeout: 30_000
  }, async () => {
    const store = place.store()
    await store.open()
    await expect(place.store().open()).rejects.toMatchObject({ name: 'StoreLockedError' })
    expect(await start('open').end()).toEqual(['StoreLockedError'])
    await store.close()
    const child = start('open')
    expect(await child.printed(1)).toEqual(['open'])
    await expect(store.open()).rejects.toMatchObject({ name: 'StoreLockedError' })
    await child.end()
    await store.open()
    await store.close()
  })

  it('is locked, not corrupt, while another process writes', { timeout: 30_000 }, async () => {
    const child = start('churn')
    const store = place.store()
    for (let count = 1; count <= 2000; count += 100) {
      await child.printed(count)
      await expect(store.open()).rejects.toMatchObject({ name: 'StoreLockedError' })
    }
  })

  it('keeps what was acknowledged by a process that is killed', { timeout: 60_000 }, async () => {
    let acknowledged = 0
    for (let round = 1; round <= 8; round += 1) {
      const child = start('churn')
      await child.printed(40 * round)
      const lines = await child.kill()
      acknowledged = Number(lines.at(-1))
      const store = place.store()
      await store.open()
      const replica = await store.openReplica('a', 9n)
      const batches = replica.recovered.promisedBallot.round
      expect(batches).toBeGreaterThanOrEqual(acknowledged)
      const expected = churned(batches)
      expect(replica.recovered).toMatchObject({ incarnation: 1n, lastSlot: expected.length })
      expect(await readAll(replica)).toEqual(expected)
      await store.close()
    }
    expect(acknowledged).toBeGreaterThan(8 * 40)
  })

  it.skipIf(process.platform === 'win32')(
    'fails for good once the disk is full',
    { timeout: 30_000 },
    async () => {
      const [failed = '', next, birth] = await start('fill', 256).end()
      expect(failed).toMatch(/^\d+ StoreError$/)
      expect([next, birth]).toEqual(['StoreError', 'StoreError'])
      const store = place.store()
      await store.open()
      const replica = await store.openReplica('a', 1n)
      const slots = Number(failed.split(' ')[0])
      expect(slots).toBeGreaterThan(10)
      expect((await readAll(replica)).slice(0, slots)).toEqual(labelsOf(1, slots))
      await replica.append(logBatch(slots + 1, slots + 1))
      await store.close()
    }
  )

  it('fails every append of every replica after the first that failed, with its error', async () => {
    const store = place.store()
    await store.open()
    const [a, b] = await Promise.all([store.openReplica('a', 1n), store.openReplica('b', 1n)])
    const full = new Error('disk full')
    vi.spyOn(ClassicLevel.prototype, 'batch').mockRejectedValueOnce(full)
    const failed = a.append(logBatch(1, 1))
    const waiting = b.append(logBatch(1, 1))
    await expect(failed).rejects.toMatchObject({ name: 'StoreError', cause: full })
    await expect(waiting).rejects.toMatchObject({ name: 'StoreError', cause: full })
    await expect(a.append({})).rejects.toMatchObject({ name: 'StoreError', cause: { cause: full } })
    await expect(b.append({})).rejects.toMatchObject({ name: 'StoreError' })
    await expect(store.openReplica('c', 1n)).rejects.toMatchObject({ name: 'StoreError' })
    await store.close()
    await store.open()
    await (await store.openReplica('b', 2n)).append(logBatch(1, 1))
    await store.close()
  })

  it('refuses a directory that cannot be made', async () => {
    const file = join(dirname(dirname(place.directory)), 'file')
    await writeFile(file, '')
    for (const path of [file, join(file, 'store')]) {
      const error = { name: 'StoreError', cause: expect.any(Error) }
      await expect(levelStore(path).open()).rejects.toMatchObject(error)
    }
  })
})
