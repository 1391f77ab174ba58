import { expect, it } from 'vitest'
import { snapshotChunkBytes } from '../../src/core/limits.js'
import type { Snapshot } from '../../src/core/snapshot.js'
import type { ReplicaStore } from '../../src/storage/store.js'
import { ballot, labels, labelsOf, logBatch } from './store-builders.js'
import type { SuiteContext } from './suite-context.js'

const endSlot = Number.MAX_SAFE_INTEGER

function snapshotOf(slot: number): Snapshot {
  return { slot, ballot: ballot(slot), bytes: 1, hash: new Uint8Array(32).fill(slot) }
}

function chunkOf(byte: number, bytes = snapshotChunkBytes): Uint8Array {
  return new Uint8Array(bytes).fill(byte)
}

async function stage(replica: ReplicaStore, slot: number, ...chunks: Uint8Array[]): Promise<void> {
  const staged = await replica.stageSnapshot(slot)
  for (const chunk of chunks) await staged.write(chunk)
  await staged.finish()
}

/** A log of slots 1 to 10 of which some are chosen, and a snapshot of slot 6 whose content is there. */
async function withSnapshot(at: SuiteContext): Promise<ReplicaStore> {
  const replica = await at.store.openReplica('a', 1n)
  for (const [first, last] of [
    [1, 4],
    [5, 8],
    [9, 10]
  ] as const) {
    await replica.append(logBatch(first, last))
  }
  await stage(replica, 6, chunkOf(1), chunkOf(2, 10))
  return replica
}

async function read(replica: ReplicaStore, firstSlot: number): Promise<string[]> {
  return labels(await replica.read(firstSlot, endSlot, endSlot))
}

/** Snapshots, and the part of the log that they make superfluous. */
export function snapshotTests(at: SuiteContext): void {
  it('gives up what a snapshot covers, and keeps the rest', async () => {
    const replica = await withSnapshot(at)
    const chosen = { slotMax: 8, ballot: ballot(6) }
    await replica.append({ chosen, snapshot: snapshotOf(6), compactedSlotMax: 6 })
    expect(await read(replica, 7)).toEqual(labelsOf(7, 10))
    expect(await read(replica, 6)).toEqual([])
    expect(await read(replica, 1)).toEqual([])
    await replica.append(logBatch(10, 11, 'b'))
    await at.reopen()
    const again = await at.store.openReplica('a', 1n)
    const expected = { lastSlot: 11, compactedSlotMax: 6, snapshot: snapshotOf(6) }
    expect(again.recovered).toMatchObject(expected)
    expect(await read(again, 7)).toEqual([...labelsOf(7, 9), ...labelsOf(10, 11, 'b')])
    expect(await again.readSnapshot(6, 0)).toEqual(chunkOf(1))
    expect(await again.readSnapshot(6, 1)).toEqual(chunkOf(2, 10))
    expect(await again.readSnapshot(6, 2)).toBeUndefined()
    expect(await again.readSnapshot(6, Number.MAX_SAFE_INTEGER)).toBeUndefined()
    expect(await again.readSnapshot(5, 0)).toBeUndefined()
  })

  it('keeps a part of the log before a snapshot, if it is told so', async () => {
    const replica = await withSnapshot(at)
    const chosen = { slotMax: 6, ballot: ballot(6) }
    await replica.append({ chosen, snapshot: snapshotOf(6), compactedSlotMax: 2 })
    await at.reopen()
    const again = await at.store.openReplica('a', 1n)
    expect(await read(again, 3)).toEqual(labelsOf(3, 10))
    expect(await read(again, 2)).toEqual([])
  })

  it.each([
    ['goes on after a snapshot that is beyond it', {}, []],
    ['goes on after it with new entries', logBatch(21, 22, 'b'), labelsOf(21, 22, 'b')]
  ])('%s', async (_, batch, expected) => {
    const replica = await withSnapshot(at)
    await stage(replica, 20, chunkOf(3))
    const chosen = { slotMax: 20, ballot: ballot(20) }
    await replica.append({ ...batch, chosen, snapshot: snapshotOf(20), compactedSlotMax: 20 })
    expect(await read(replica, 21)).toEqual(expected)
    await replica.append(logBatch(21 + expected.length, 23, 'c'))
    await at.reopen()
    const again = await at.store.openReplica('a', 1n)
    expect(again.recovered).toMatchObject({ lastSlot: 23, chosenSlotMax: 20, compactedSlotMax: 20 })
    expect(await read(again, 21)).toEqual([...expected, ...labelsOf(21 + expected.length, 23, 'c')])
    expect(await read(again, 9)).toEqual([])
  })

  it('cuts what is above a snapshot if an epoch ended before it', async () => {
    const replica = await withSnapshot(at)
    const chosen = { slotMax: 6, ballot: ballot(6) }
    const cut = { log: { firstSlot: 7, entries: [] } }
    await replica.append({ ...cut, chosen, snapshot: snapshotOf(6), compactedSlotMax: 6 })
    await at.reopen()
    const again = await at.store.openReplica('a', 1n)
    expect(again.recovered).toMatchObject({ lastSlot: 6, compactedSlotMax: 6 })
    await again.append(logBatch(7, 7, 'b'))
    expect(await read(again, 7)).toEqual(['b7'])
  })

  contentTests(at)
}

/** The contents of snapshots. */
function contentTests(at: SuiteContext): void {
  it('keeps the contents that are named and later ones, and only what a batch names when it is opened again', async () => {
    const replica = await withSnapshot(at)
    await stage(replica, 8, chunkOf(8))
    await stage(replica, 9, chunkOf(9))
    await stage(replica, 10, chunkOf(10))
    await replica.keepSnapshots([8, 9])
    expect(await replica.readSnapshot(6, 0)).toBeUndefined()
    expect(await replica.readSnapshot(8, 0)).toEqual(chunkOf(8))
    expect(await replica.readSnapshot(10, 0)).toEqual(chunkOf(10))
    const chosen = { slotMax: 8, ballot: ballot(6) }
    await replica.append({ chosen, snapshot: snapshotOf(8), compactedSlotMax: 0 })
    await at.reopen()
    const again = await at.store.openReplica('a', 1n)
    expect(await again.readSnapshot(8, 0)).toEqual(chunkOf(8))
    expect(await again.readSnapshot(9, 0)).toBeUndefined()
  })

  it('holds what was written, whatever becomes of its space', async () => {
    const replica = await at.store.openReplica('a', 1n)
    const chunk = chunkOf(1)
    const staged = await replica.stageSnapshot(6)
    await staged.write(chunk)
    await staged.write(chunk.fill(2))
    await staged.finish()
    chunk.fill(3)
    expect(await replica.readSnapshot(6, 0)).toEqual(chunkOf(1))
    expect(await replica.readSnapshot(6, 1)).toEqual(chunkOf(2))
  })

  it('begins anew what was not finished', async () => {
    const replica = await at.store.openReplica('a', 1n)
    const staged = await replica.stageSnapshot(6)
    await staged.write(chunkOf(1))
    await staged.write(chunkOf(2))
    await stage(replica, 6, chunkOf(3, 5))
    expect(await replica.readSnapshot(6, 0)).toEqual(chunkOf(3, 5))
    expect(await replica.readSnapshot(6, 1)).toBeUndefined()
  })

  it.each([
    ['entries are given up that no snapshot covers', { compactedSlotMax: 3 }],
    ['a snapshot leaves a gap', { snapshot: snapshotOf(20), compactedSlotMax: 6 }],
    [
      'entries are written that were given up',
      { ...logBatch(6, 7), compactedSlotMax: 6, snapshot: snapshotOf(6) }
    ]
  ])('refuses a batch by which %s', async (_, batch) => {
    const replica = await withSnapshot(at)
    const cause = { name: 'InvariantError' }
    await expect(replica.append(batch)).rejects.toMatchObject({ name: 'StoreError', cause })
  })
}
