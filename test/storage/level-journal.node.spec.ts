import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { crc32c } from '../../src/storage/checksum.js'
import { readJournal } from '../../src/storage/level-journal.js'
import { type LevelPlace, levelPlace } from './level-place.js'
import { logBatch } from './store-builders.js'

describe('checksum', () => {
  // The test vectors of RFC 3720, appendix B.4.
  it.each([
    ['32 zeros', new Uint8Array(32), 0x8a9136aa],
    ['32 ones', new Uint8Array(32).fill(0xff), 0x62a8ab43],
    ['0 to 31', Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
    ['31 to 0', Uint8Array.from({ length: 32 }, (_, i) => 31 - i), 0x113fdb5c],
    ['digits', new TextEncoder().encode('123456789'), 0xe3069283]
  ])('is that of CRC-32C for %s', (_, bytes, expected) => {
    expect(crc32c(bytes)).toBe(expected)
    for (let at = 0; at <= bytes.length; at += 1) {
      expect(crc32c(bytes.subarray(at), crc32c(bytes.subarray(0, at)))).toBe(expected)
    }
  })
})

describe('journal of LevelDB', () => {
  let place: LevelPlace
  /** Four writes: the format, a birth, 100 kB and 100 kB. */
  let bytes: Uint8Array
  /** Where the last write begins, but for some hundreds of bytes. */
  let middle: number

  beforeAll(async () => {
    place = await levelPlace()
    const store = place.store()
    await store.open()
    const replica = await store.openReplica('a', 1n)
    await replica.append(logBatch(1, 100, 'a', 1000))
    await replica.append(logBatch(101, 200, 'a', 1000))
    await store.close()
    const name = (await readdir(place.directory)).find(file => file.endsWith('.log')) ?? ''
    bytes = await readFile(join(place.directory, name))
    middle = bytes.length / 2 + 1000
  })

  afterAll(() => place.remove())

  /** A copy in which `length` bytes from `start` on are zeros. */
  function emptied(start: number, length: number): Uint8Array {
    return new Uint8Array(bytes).fill(0, start, start + length)
  }

  it('is whole as it was written', () => {
    const { records, isTorn, damage } = readJournal(bytes)
    expect(records.map(({ length }) => length > 100_000)).toEqual([false, false, true, true])
    expect({ isTorn, damage }).toEqual({ isTorn: false, damage: undefined })
  })

  it('is whole when it is empty', () => {
    expect(readJournal(new Uint8Array())).toEqual({ records: [], isTorn: false })
  })

  it('is torn when its end is missing, and keeps what was written before', () => {
    for (let length = bytes.length - 1; length > middle; length -= 611) {
      const { records, isTorn, damage } = readJournal(bytes.subarray(0, length))
      expect({ count: records.length, isTorn, damage }).toEqual({ count: 3, isTorn: true })
    }
  })

  it('is torn when pages of its last write are empty', () => {
    for (let page = Math.ceil(middle / 4096) * 4096; page < bytes.length; page += 4096) {
      for (const length of [4096, bytes.length]) {
        const { records, isTorn, damage } = readJournal(emptied(page, length))
        expect({ count: records.length, isTorn, damage }).toEqual({ count: 3, isTorn: true })
      }
    }
  })

  it('is damaged when a page before its last write is empty', () => {
    for (let page = 0; page < bytes.length / 2 - 5000; page += 4096) {
      const { isTorn, damage } = readJournal(emptied(page, 4096))
      expect(isTorn).toBe(false)
      expect(damage).toMatch(/^a record .* at byte \d+$/)
    }
  })

  it('is damaged when a byte anywhere is another one', () => {
    let padding = 0
    for (let at = 0; at < bytes.length; at += 389) {
      const flipped = Uint8Array.from(bytes)
      flipped[at] = (flipped[at] ?? 0) ^ 0x10
      const { isTorn, damage } = readJournal(flipped)
      expect(isTorn).toBe(false)
      if (damage === undefined) padding += 1
    }
    expect(padding).toBeLessThan(3)
  })
})
