import { sha256 } from '@noble/hashes/sha2.js'
import { describe, expect, it } from 'vitest'
import type { LogImage } from '../../src/core/image.js'
import { snapshotChunkBytes } from '../../src/core/limits.js'
import type { Snapshot } from '../../src/core/snapshot.js'
import { systemClock, systemDigests } from '../../src/libp2p/system-ports.js'
import {
  contentOf,
  openContent,
  readContent,
  writeContent
} from '../../src/runtime/snapshot-content.js'
import { memoryStore } from '../../src/storage/memory.js'
import type { ReplicaStore } from '../../src/storage/store.js'

const ballot = { epoch: 1, round: 1, priority: 0, incarnation: 1n }

function imageOf(valueBytes: number): LogImage {
  const decisions = [{ name: 'n', slot: 3, value: new Uint8Array(valueBytes).fill(7) }]
  return { slot: 9, logTimeMs: 5, sessions: [], keys: [], decisions, dueSlots: [] }
}

async function* pieces(sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (const [i, size] of sizes.entries()) yield new Uint8Array(size).fill(i)
}

async function gather(source: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const found: Uint8Array[] = []
  for await (const piece of source) found.push(piece)
  return new Uint8Array(Buffer.concat(found))
}

async function opened(): Promise<ReplicaStore> {
  const store = memoryStore()
  await store.open()
  return await store.openReplica('a', 1n)
}

async function written(
  store: ReplicaStore,
  image: LogImage,
  sizes: readonly number[]
): Promise<Snapshot> {
  const summary = await writeContent(
    { store, clock: systemClock, digests: systemDigests },
    9,
    contentOf(systemClock, image, 7, pieces(sizes))
  )
  return { slot: 9, ballot, ...summary }
}

/** Counts the turns of the event loop, until it is ended. */
function countTurns(): { readonly end: () => number } {
  let turns = 0
  let next: NodeJS.Immediate
  const count = (): void => {
    next = setImmediate(() => {
      turns += 1
      count()
    })
  }
  count()
  return {
    end: () => {
      clearImmediate(next)
      return turns
    }
  }
}

const chunk = snapshotChunkBytes

describe('the content of a snapshot', () => {
  it.each([
    ['nothing of a machine', 10, []],
    ['small pieces', 10, [1, 0, 5, 300]],
    ['pieces larger than parts', 10, [chunk * 2 + 1, chunk]],
    ['an image larger than a part', chunk + 5, [3]],
    ['the end of a part at the end of the image', chunk - 4 - 21, [chunk]]
  ])('comes back with %s', async (_, valueBytes, sizes) => {
    const store = await opened()
    const image = imageOf(valueBytes)
    const snapshot = await written(store, image, sizes)
    const whole = await gather(contentOf(systemClock, image, 7, pieces(sizes)))
    const starts = Array.from({ length: Math.ceil(whole.length / chunk) }, (_, i) => i * chunk)
    const hashes = starts.map(start => sha256(whole.subarray(start, start + chunk)))
    const hash = sha256(Buffer.concat(hashes))
    expect(snapshot).toMatchObject({ bytes: whole.length, hash })
    const {
      image: found,
      kind,
      state
    } = await openContent(readContent(store, snapshot, systemDigests))
    expect(found).toEqual(image)
    expect(kind).toBe(7)
    expect(await gather(state)).toEqual(await gather(pieces(sizes)))
  })

  it('is kept in parts of one length', async () => {
    const store = await opened()
    const { bytes } = await written(store, imageOf(10), [chunk, chunk])
    const lengths: number[] = []
    for (let index = 0; ; index += 1) {
      const part = await store.readSnapshot(9, index)
      if (part === undefined) break
      lengths.push(part.length)
    }
    expect(lengths).toEqual([chunk, chunk, bytes - 2 * chunk])
  })

  it.each([
    ['another hash', { hash: new Uint8Array(32) }],
    ['less than there should be', { bytes: 2 * chunk }],
    ['another slot', { slot: 8 }]
  ])('is refused with %s', async (_, change) => {
    const store = await opened()
    const snapshot = await written(store, imageOf(10), [100])
    await expect(
      gather(readContent(store, { ...snapshot, ...change }, systemDigests))
    ).rejects.toMatchObject({
      name: 'StoreCorruptError'
    })
  })

  it('takes several turns of the event loop to begin with if the image is large', async () => {
    const keys = Array.from({ length: 20_000 }, (_, i) => {
      return { origin: 'alice', key: `order-${i}`, slot: i + 1 }
    })
    const content = contentOf(systemClock, { ...imageOf(10), slot: 20_000, keys }, 7, pieces([]))
    const turns = countTurns()
    const { value: length } = await content.next()
    expect(turns.end()).toBeGreaterThanOrEqual(6)
    expect(length).toHaveLength(4)
  })

  it('is refused if it ends within the image', async () => {
    await expect(openContent(pieces([2]))).rejects.toMatchObject({ name: 'StoreCorruptError' })
    const long = async function* (): AsyncGenerator<Uint8Array, void> {
      yield Uint8Array.of(0, 0, 1, 0, 1)
    }
    await expect(openContent(long())).rejects.toMatchObject({ name: 'StoreCorruptError' })
  })
})
