import { expect, it } from 'vitest'
import { entryBytes } from '../../src/core/entry.js'
import { ballot, entryOf, labels, labelsOf, logBatch, readAll } from './store-builders.js'
import type { SuiteContext } from './suite-context.js'

/** Order, and what a read sees. */
export function orderTests(at: SuiteContext): void {
  it('resolves batches in the order of their submission, none at once', async () => {
    const replica = await at.store.openReplica('a', 1n)
    const resolved: number[] = []
    const pending: Promise<unknown>[] = []
    for (let slot = 1; slot <= 100; slot += 1) {
      // Cuts and empty batches between, which take another way.
      const batch = slot % 10 === 0 ? logBatch(slot - 2, slot) : logBatch(slot, slot)
      pending.push(replica.append(batch).then(() => resolved.push(slot)))
      if (slot % 3 === 0) pending.push(replica.append({}).then(() => resolved.push(slot)))
    }
    expect(resolved).toEqual([])
    await Promise.all(pending)
    expect(resolved).toEqual([...resolved].sort((a, b) => a - b))
    expect(await readAll(replica)).toEqual(labelsOf(1, 100))
  })

  it('reads no batch that is not durable and every batch that is', async () => {
    const replica = await at.store.openReplica('a', 1n)
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
    const replica = await at.store.openReplica('a', 1n)
    const before = replica.append(logBatch(1, 2))
    const failed = replica.append(batch)
    const after = replica.append(logBatch(3, 3))
    const cause = { name: 'InvariantError' }
    await expect(failed).rejects.toMatchObject({ name: 'StoreError', cause })
    await expect(after).rejects.toMatchObject({ name: 'StoreError', cause })
    await before
    await at.reopen()
    expect(await readAll(await at.store.openReplica('a', 1n))).toEqual(labelsOf(1, 2))
  })
}

/** Batches that replace the end of a log. */
export function cutTests(at: SuiteContext): void {
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
    const replica = await at.store.openReplica('a', 1n)
    const other = await at.store.openReplica('b', 1n)
    for (const [first, last] of spans) {
      await replica.append(logBatch(first, last))
      await other.append(logBatch(first, last, 'o'))
    }
    await replica.append(logBatch(firstSlot, lastSlot, 'b'))
    const expected = [...labelsOf(1, firstSlot - 1), ...labelsOf(firstSlot, lastSlot, 'b')]
    expect(await readAll(replica)).toEqual(expected)
    await at.reopen()
    const again = await at.store.openReplica('a', 1n)
    expect(again.recovered.lastSlot).toBe(lastSlot)
    expect(await readAll(again)).toEqual(expected)
    expect(await readAll(await at.store.openReplica('b', 1n))).toEqual(labelsOf(1, 10, 'o'))
    await again.append(logBatch(lastSlot + 1, lastSlot + 2, 'c'))
    expect(await readAll(again)).toEqual([
      ...expected,
      ...labelsOf(lastSlot + 1, lastSlot + 2, 'c')
    ])
  })
}

/** Cuts of what may not be durable yet. */
export function cutUnderWayTests(at: SuiteContext): void {
  it('cuts what is not durable yet', async () => {
    const replica = await at.store.openReplica('a', 1n)
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
    await at.reopen()
    expect(await readAll(await at.store.openReplica('a', 1n))).toEqual(expected)
  })

  it('agrees with a plain array whatever is appended and cut', async () => {
    const replica = await at.store.openReplica('a', 1n)
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
    await at.reopen()
    const again = await at.store.openReplica('a', 1n)
    expect(again.recovered.lastSlot).toBe(expected.length)
    expect(await readAll(again)).toEqual(expected)
  })
}

/** Ranges and bounds of reads. */
export function readTests(at: SuiteContext): void {
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
    const replica = await at.store.openReplica('a', 1n)
    await replica.append(logBatch(1, 4))
    await replica.append(logBatch(5, 5))
    await replica.append(logBatch(6, 10))
    expect(labels(await replica.read(firstSlot, endSlot, 1_000_000))).toEqual(expected)
  })

  it('reads as many entries as fit in the bytes, but at least one', async () => {
    const replica = await at.store.openReplica('a', 1n)
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
    const replica = await at.store.openReplica('a', 1n)
    await replica.append(logBatch(1, 10_000, 'a', 64))
    await replica.append(logBatch(10_001, 10_003, 'a', 1_000_000))
    await at.reopen()
    const again = await at.store.openReplica('a', 1n)
    expect(again.recovered.lastSlot).toBe(10_003)
    expect(await readAll(again)).toEqual(labelsOf(1, 10_003))
    expect(labels(await again.read(9_999, 10_002, 4_000_000))).toEqual(labelsOf(9_999, 10_001))
  })

  it('keeps 10,000 entries of many batches', { timeout: 30_000 }, async () => {
    const replica = await at.store.openReplica('a', 1n)
    const pending: Promise<void>[] = []
    for (let slot = 1; slot <= 10_000; slot += 1) pending.push(replica.append(logBatch(slot, slot)))
    await Promise.all(pending)
    await replica.append(logBatch(5_001, 5_000))
    await replica.append(logBatch(5_001, 5_001, 'b'))
    await at.reopen()
    const again = await at.store.openReplica('a', 1n)
    expect(await readAll(again)).toEqual([...labelsOf(1, 5_000), 'b5001'])
    expect(labels(await again.read(4_000, 4_003, 9999))).toEqual(labelsOf(4_000, 4_002))
  })
}
