import { cp, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ReplicaKeys, seal } from '../../src/storage/layout.js'
import { encodeLogRecord, encodeStandingRecord } from '../../src/wire/record-codec.js'
import { type LevelPlace, levelPlace } from './level-place.js'
import { ballot, labelsOf, logBatch, readAll } from './store-builders.js'

/** Every file of a directory and what is in it, without LevelDB's notes to people. */
async function contents(directory: string): Promise<Map<string, string>> {
  const names = (await readdir(directory)).filter(name => !name.startsWith('LO')).sort()
  const files = names.map(async name => {
    return [name, await readFile(join(directory, name), 'latin1')] as const
  })
  return new Map(await Promise.all(files))
}

describe('a damaged level store', () => {
  let place: LevelPlace
  let keys: ReplicaKeys

  beforeEach(async () => {
    place = await levelPlace()
    keys = new ReplicaKeys('a')
  })

  afterEach(() => place.remove())

  /** A log of slots 1 to 4, 5, 6 to 8, and a promise. With `hasTables` it is in tables, as it is after a restart. */
  async function fill(hasTables: boolean): Promise<void> {
    const store = place.store()
    await store.open()
    const replica = await store.openReplica('a', 1n)
    await replica.append({ ...logBatch(1, 4), promisedBallot: ballot(1) })
    await replica.append(logBatch(5, 5))
    await replica.append(logBatch(6, 8))
    await replica.append({ promisedBallot: ballot(2) })
    await store.close()
    if (!hasTables) return
    await store.open()
    await store.close()
  }

  /** What becomes of opening the store: the name of the error, or `intact`. */
  async function open(): Promise<string> {
    const store = place.store()
    try {
      await store.open()
      const replica = await store.openReplica('a', 2n)
      expect(replica.recovered).toMatchObject({ incarnation: 1n, promisedBallot: ballot(2) })
      expect(await readAll(replica)).toEqual(labelsOf(1, 8))
      return 'intact'
    } catch (error) {
      if (!(error instanceof Error) || error.name === 'AssertionError') throw error
      return error.name
    } finally {
      await store.close()
    }
  }

  describe.each([
    ['write-ahead log', false, /\.log$/],
    ['table', true, /\.ldb$/],
    ['manifest', true, /^MANIFEST/],
    ['pointer to its manifest', true, /^CURRENT$/]
  ])('%s', (_, hasTables, pattern) => {
    async function damagedFile(): Promise<string> {
      await fill(hasTables)
      const names = (await readdir(place.directory)).filter(name => pattern.test(name)).sort()
      expect(names.length).toBeGreaterThan(0)
      return names[0] ?? ''
    }

    it('refuses any flipped byte and leaves it alone', { timeout: 60_000 }, async () => {
      const name = await damagedFile()
      const original = `${place.directory}-original`
      await cp(place.directory, original, { recursive: true })
      const bytes = await readFile(join(original, name))
      const outcomes = new Map<string, number>()
      const step = Math.ceil(bytes.length / 120)
      for (let at = 0; at < bytes.length; at += step) {
        const flipped = Uint8Array.from(bytes, (byte, i) => (i === at ? byte ^ 0x55 : byte))
        await writeFile(join(place.directory, name), flipped)
        const before = await contents(place.directory)
        const outcome = await open()
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
        if (outcome === 'StoreCorruptError') {
          expect(await contents(place.directory)).toEqual(before)
          continue
        }
        await rm(place.directory, { recursive: true })
        await cp(original, place.directory, { recursive: true })
      }
      // The padding of a table's footer means nothing.
      const { StoreCorruptError: refused = 0, intact = 0, ...others } = Object.fromEntries(outcomes)
      expect(others).toEqual({})
      expect(refused).toBeGreaterThan(10 * intact)
    })

    it('refuses a store without it', async () => {
      const name = await damagedFile()
      await rm(join(place.directory, name))
      expect(await open()).toBe('StoreCorruptError')
      expect(await open()).toBe('StoreCorruptError')
    })
  })

  it('is refused when a table is cut short', async () => {
    await fill(true)
    const name = (await readdir(place.directory)).find(file => file.endsWith('.ldb')) ?? ''
    const length = (await readFile(join(place.directory, name))).length
    await truncate(join(place.directory, name), length - 1)
    expect(await open()).toBe('StoreCorruptError')
  })

  it('is not confused by files of the database that are left over', async () => {
    await fill(true)
    await writeFile(join(place.directory, '000001.log'), 'left over')
    await writeFile(join(place.directory, '000002.ldb'), 'left over')
    await rename(join(place.directory, 'LOG'), join(place.directory, 'LOG.old'))
    expect(await open()).toBe('intact')
  })

  it('goes on without a last write that was cut short, wherever that is', async () => {
    await fill(false)
    const store = place.store()
    await store.open()
    const replica = await store.openReplica('a', 2n)
    await replica.append({ ...logBatch(7, 40), promisedBallot: ballot(3) })
    await store.close()
    const original = `${place.directory}-original`
    await cp(place.directory, original, { recursive: true })
    const name = (await readdir(place.directory)).find(file => file.endsWith('.log')) ?? ''
    const { length } = await readFile(join(place.directory, name))
    expect(length).toBeGreaterThan(500)
    for (let cut = 1; cut <= length; cut += 20) {
      await rm(place.directory, { recursive: true })
      await cp(original, place.directory, { recursive: true })
      await truncate(join(place.directory, name), length - cut)
      expect(await open()).toBe('intact')
    }
  })

  it.each([
    ['a state record', () => new ReplicaKeys('a').state],
    ['where a replica stands', () => new ReplicaKeys('a').standing],
    ['the first log record', () => new ReplicaKeys('a').log({ firstSlot: 1, count: 4 })],
    ['a log record in the middle', () => new ReplicaKeys('a').log({ firstSlot: 5, count: 1 })],
    ['the last log record', () => new ReplicaKeys('a').log({ firstSlot: 6, count: 3 })]
  ])('is refused without %s, and with a flipped byte in it', async (_, keyOf) => {
    await fill(true)
    const key = keyOf()
    let record: Uint8Array = new Uint8Array()
    await place.edit(async db => {
      record = (await db.get(key)) ?? record
      await db.del(key)
    })
    expect(record.length).toBeGreaterThan(0)
    expect(await open()).toBe('StoreCorruptError')
    for (let at = 0; at < record.length; at += 5) {
      const flipped = Uint8Array.from(record, (byte, i) => (i === at ? byte ^ 1 : byte))
      await place.edit(db => db.put(key, flipped))
      expect(await open()).toBe('StoreCorruptError')
    }
    await place.edit(db => db.put(key, record))
    expect(await open()).toBe('intact')
  })

  it.each([
    ['reaches beyond its log', 9],
    ['ends before its log does', 5]
  ])('is refused when its state %s', async (_, lastSlot) => {
    await fill(true)
    const store = place.store()
    await store.open()
    const { recovered } = await store.openReplica('a', 1n)
    await store.close()
    const record = encodeStandingRecord({ ...recovered, lastSlot })
    await place.edit(db => db.put(keys.standing, seal(keys.standing, record)))
    expect(await open()).toBe('StoreCorruptError')
  })

  it('is refused when a log record holds more or fewer entries than its key says', async () => {
    await fill(true)
    const key = keys.log({ firstSlot: 5, count: 1 })
    const entries = logBatch(5, 6).log?.entries ?? []
    await place.edit(db => db.put(key, seal(key, encodeLogRecord(entries))))
    expect(await open()).toBe('StoreCorruptError')
  })

  it('is refused when a record is in another one’s place', async () => {
    await fill(true)
    const other = new ReplicaKeys('b')
    await place.edit(async db => {
      const record = await db.get(keys.state)
      if (record !== undefined) await db.put(other.state, record)
    })
    const store = place.store()
    await store.open()
    expect(await store.keys()).toEqual(['a', 'b'])
    const error = { name: 'StoreCorruptError' }
    await expect(store.openReplica('b', 1n)).rejects.toMatchObject(error)
    await store.openReplica('a', 1n)
    await store.delete('b')
    expect((await store.openReplica('b', 3n)).recovered.incarnation).toBe(3n)
    await store.close()
  })

  it('reports a record that is damaged while the store is open', async () => {
    await fill(true)
    const key = keys.log({ firstSlot: 5, count: 1 })
    await place.edit(db => db.put(key, Uint8Array.of(1, 2, 3, 4, 5)))
    const store = place.store()
    await store.open()
    const replica = await store.openReplica('a', 1n)
    expect(await replica.read(1, 5, 9999)).toHaveLength(4)
    await expect(replica.read(4, 7, 9999)).rejects.toMatchObject({ name: 'StoreCorruptError' })
    expect(await replica.read(6, 9, 9999)).toHaveLength(3)
    await store.close()
  })

  it('takes no database of something else, and changes nothing there', async () => {
    const store = place.store()
    await store.open()
    await store.close()
    await place.edit(async db => {
      await db.clear()
      await db.put(Uint8Array.of(1), Uint8Array.of(2))
    })
    await expect(store.open()).rejects.toMatchObject({ name: 'StoreCorruptError' })
    await place.edit(async db => {
      expect(await db.keys().all()).toHaveLength(1)
    })
  })

  it('refuses the format of another version', async () => {
    await fill(true)
    const key = new TextEncoder().encode('format')
    const later = new TextEncoder().encode('libp2p-paxos 2')
    await place.edit(db => db.put(key, seal(key, later)))
    expect(await open()).toBe('UnsupportedVersionError')
  })
})
