import { sha256 } from '@noble/hashes/sha2.js'
import { concat } from 'uint8arrays/concat'
import { describe, expect, it } from 'vitest'
import type { History } from '../../src/core/epochs.js'
import { snapshotChunkBytes } from '../../src/core/limits.js'
import type { Snapshot } from '../../src/core/snapshot.js'
import type { SnapshotMessage } from '../../src/core/snapshot-messages.js'
import { systemClock } from '../../src/libp2p/system-ports.js'
import { ownDigests } from '../../src/runtime/content-hash.js'
import { SnapshotTransfer } from '../../src/runtime/snapshot-transfer.js'
import { memoryStore } from '../../src/storage/memory.js'
import type { ReplicaStore } from '../../src/storage/store.js'
import { ballot, configurationOf } from '../support/core-builders.js'

/** A history in which these epochs ended in these slots. */
function historyOf(...ended: readonly (readonly [epoch: number, stopSlot: number])[]): History {
  const configuration = configurationOf(3)
  const endedEpochs = ended.map(([epoch, stopSlot]) => {
    return { configuration: { ...configuration, epoch }, stopSlot, ballot: ballot(1, 2) }
  })
  return { endedEpochs, configuration: { ...configuration, epoch: ended.length + 1 } }
}

function partOf(slot: number, index: number, bytes = snapshotChunkBytes): Uint8Array {
  return new Uint8Array(bytes).fill(10 * slot + index)
}

/** A snapshot of two parts, the last of which is short. */
function snapshotOf(slot: number): Snapshot {
  const parts = [partOf(slot, 0), partOf(slot, 1, 5)]
  const hash = sha256(concat(parts.map(part => sha256(part))))
  return { slot, ballot: ballot(1, 2), bytes: snapshotChunkBytes + 5, hash }
}

/** Lets everything happen that waits for nothing else. */
async function settled(): Promise<void> {
  await new Promise(resolve => setTimeout(resolve))
}

async function setUp(wrap: (store: ReplicaStore) => ReplicaStore = store => store) {
  const stores = memoryStore()
  await stores.open()
  const store = wrap(await stores.openReplica('a', 1n))
  const sent: string[] = []
  const fetched: number[] = []
  const failures: unknown[] = []
  const known = { slot: 0 }
  const time = { nowMs: 0 }
  let handedOver = Promise.resolve()
  const transfer = new SnapshotTransfer({
    store,
    digests: ownDigests,
    clock: { ...systemClock, nowMs: () => time.nowMs },
    stallMs: 1_000,
    send: (to, message: SnapshotMessage) => {
      if (message.type === 'snapshot-request') sent.push(`${to} ${message.slot}.${message.index}`)
    },
    knownSlot: () => known.slot,
    onFetched: async ({ slot }) => {
      fetched.push(slot)
      await handedOver
    },
    onFailure: error => failures.push(error)
  })
  return {
    store,
    transfer,
    fetched,
    failures,
    known,
    time,
    holdUp: (until: Promise<void>) => {
      handedOver = until
    },
    offer: (from: string, slot: number, snapshot = snapshotOf(slot), history = historyOf()) =>
      transfer.onOffer(from, { type: 'snapshot-offer', snapshot, history }),
    give: (from: string, slot: number, index: number, content?: Uint8Array) => {
      const bytes = index === 0 ? snapshotChunkBytes : 5
      const part = content ?? partOf(slot, index, bytes)
      transfer.onChunk(from, { type: 'snapshot-chunk', slot, index, content: part })
    },
    /** What was asked for since the last call. */
    asked: async () => {
      await settled()
      return sent.splice(0)
    }
  }
}

describe('a snapshot of another member', () => {
  it('is asked for part by part, and handed over once it is whole', async () => {
    const { transfer, offer, give, asked, fetched, store } = await setUp()
    transfer.obtain('b')
    expect(await asked()).toEqual(['b 0.0'])
    offer('b', 9)
    expect(await asked()).toEqual(['b 9.0', 'b 9.1'])
    give('b', 9, 0)
    await settled()
    expect(fetched).toEqual([])
    give('b', 9, 1)
    await settled()
    expect(fetched).toEqual([9])
    expect(transfer.isUnderWay).toBe(false)
    expect(await store.readSnapshot(9, 1)).toEqual(partOf(9, 1, 5))
  })

  it('may come in another order', async () => {
    const { transfer, offer, give, asked, fetched, store } = await setUp()
    transfer.obtain('b')
    offer('b', 9)
    await asked()
    give('b', 9, 1)
    await settled()
    give('b', 9, 0)
    await settled()
    expect(fetched).toEqual([9])
    expect(await store.readSnapshot(9, 1)).toEqual(partOf(9, 1, 5))
  })

  it('goes on at another member where one stopped', async () => {
    const { transfer, offer, give, asked, fetched, time } = await setUp()
    transfer.obtain('b')
    offer('b', 9)
    await settled()
    time.nowMs = 900
    give('b', 9, 0)
    await asked()
    time.nowMs = 1_800
    // A part may take a while.
    for (let i = 0; i < 5; i += 1) transfer.obtain('c')
    expect(await asked()).toEqual([])
    time.nowMs = 1_900
    transfer.obtain('c')
    expect(await asked()).toEqual(['c 9.1'])
    give('b', 9, 1)
    await settled()
    expect(fetched).toEqual([])
    give('c', 9, 1)
    await settled()
    expect(fetched).toEqual([9])
  })

  it('is of no use if it is not what was offered', async () => {
    const { transfer, offer, give, fetched } = await setUp()
    transfer.obtain('b')
    offer('b', 9)
    await settled()
    give('b', 9, 0, partOf(8, 0))
    give('b', 9, 1)
    await settled()
    expect(fetched).toEqual([])
    expect(transfer.isUnderWay).toBe(false)
  })

  it('is not asked for again while it is handed over, which would write over it', async () => {
    const { transfer, offer, give, asked, holdUp, store, time } = await setUp()
    const done = Promise.withResolvers<void>()
    holdUp(done.promise)
    transfer.obtain('b')
    offer('b', 9)
    await settled()
    give('b', 9, 0)
    give('b', 9, 1)
    await asked()
    time.nowMs = 5_000
    for (let i = 0; i < 3; i += 1) transfer.obtain('b')
    offer('b', 9)
    transfer.dropUpTo(9)
    expect(transfer.isUnderWay).toBe(true)
    expect(await asked()).toEqual([])
    expect(await store.readSnapshot(9, 1)).toEqual(partOf(9, 1, 5))
    done.resolve()
    await settled()
    expect(transfer.isUnderWay).toBe(false)
  })

  it('is left alone if everything in it is known', async () => {
    const { transfer, offer, asked, known } = await setUp()
    transfer.obtain('b')
    await asked()
    known.slot = 9
    offer('b', 9)
    expect(await asked()).toEqual([])
    expect(transfer.isUnderWay).toBe(false)
  })

  it('is dropped if the log got as far, and not if it goes beyond', async () => {
    const { transfer, offer } = await setUp()
    transfer.obtain('b')
    offer('b', 9)
    transfer.dropUpTo(8)
    expect(transfer.isUnderWay).toBe(true)
    transfer.dropUpTo(9)
    expect(transfer.isUnderWay).toBe(false)
  })

  it('fails with the store while it is under way, and never after it was dropped', async () => {
    const cause = new Error('disk full')
    let write = Promise.withResolvers<void>()
    const failing = (store: ReplicaStore): ReplicaStore => ({
      ...store,
      stageSnapshot: async () => ({ write: () => write.promise, finish: async () => undefined })
    })
    const { transfer, offer, give, failures } = await setUp(failing)
    for (const isDropped of [true, false]) {
      write = Promise.withResolvers()
      transfer.obtain('b')
      offer('b', 9)
      await settled()
      give('b', 9, 0)
      await settled()
      if (isDropped) transfer.drop()
      write.reject(cause)
      await settled()
      expect(failures).toEqual(isDropped ? [] : [cause])
    }
  })
})

describe('a snapshot whose history cannot be is left alone', () => {
  it.each<[string, number, History, string[]]>([
    ['its epochs, which can be', 2, historyOf([1, 5]), ['b 9.0', 'b 9.1']],
    ['epochs that do not follow one another', 2, historyOf([2, 5]), []],
    ['an epoch that ends before the one before', 3, historyOf([1, 5], [2, 5]), []],
    ['an epoch that is not over', 2, historyOf([1, 9]), []],
    ['another epoch than its ballot', 1, historyOf([1, 5]), []]
  ])('%s', async (_, epoch, told, expected) => {
    const { transfer, offer, asked } = await setUp()
    transfer.obtain('b')
    await asked()
    offer('b', 9, { ...snapshotOf(9), ballot: { ...ballot(1, 2), epoch } }, told)
    expect(await asked()).toEqual(expected)
  })
})
