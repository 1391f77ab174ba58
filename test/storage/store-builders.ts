import type { Ballot } from '../../src/core/ballot.js'
import type { Batch } from '../../src/core/batch.js'
import type { Entry } from '../../src/core/entry.js'
import type { ReplicaStore } from '../../src/storage/store.js'

export function ballot(round: number): Ballot {
  return { epoch: 0, round, priority: 1, incarnation: 7n }
}

/** An entry that tells its slot, and by `tag` who wrote it. */
export function entryOf(slot: number, tag = 'a', bytes = 0): Entry {
  const text = `${tag}${slot}`.padEnd(bytes, '.')
  const value = new TextEncoder().encode(text)
  return { type: 'value', session: 1, sequence: slot, value, logTimeMs: slot }
}

/** Appends slots `firstSlot` to `lastSlot`, and cuts what was there. */
export function logBatch(firstSlot: number, lastSlot: number, tag = 'a', bytes = 0): Batch {
  const count = Math.max(0, lastSlot - firstSlot + 1)
  const entries = Array.from({ length: count }, (_, i) => entryOf(firstSlot + i, tag, bytes))
  return { log: { firstSlot, entries } }
}

/** What the values of entries say, without their padding. */
export function labels(entries: readonly Entry[]): string[] {
  return entries.map(entry => {
    if (entry.type !== 'value') throw new Error(`a ${entry.type} has no label`)
    return new TextDecoder().decode(entry.value).replace(/\.+$/, '')
  })
}

/** The labels of slots `firstSlot` to `lastSlot`. */
export function labelsOf(firstSlot: number, lastSlot: number, tag = 'a'): string[] {
  return Array.from({ length: lastSlot - firstSlot + 1 }, (_, i) => `${tag}${firstSlot + i}`)
}

/** The labels of the whole log. */
export async function readAll(replica: ReplicaStore): Promise<string[]> {
  return labels(await replica.read(1, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER))
}

/**
 * Batch `number`, from 1, of a long run of appends with a cut now and then, for a log that ends at `lastSlot`. Its number is
 * the round of the promise and the label of its entries.
 */
export function churnBatch(number: number, lastSlot: number): ChurnBatch {
  const firstSlot = lastSlot + 1 - (number % 20 === 0 ? Math.min(7, lastSlot) : 0)
  const endSlot = firstSlot + (number % 5)
  const batch = logBatch(firstSlot, endSlot, `${number}-`, 400)
  return { batch: { ...batch, promisedBallot: ballot(number) }, firstSlot, lastSlot: endSlot }
}

export interface ChurnBatch {
  readonly batch: Batch
  readonly firstSlot: number
  readonly lastSlot: number
}

/** The labels of a log after the first `count` batches of {@link churnBatch}. */
export function churned(count: number): string[] {
  const expected: string[] = []
  for (let number = 1; number <= count; number += 1) {
    const { firstSlot, lastSlot } = churnBatch(number, expected.length)
    expected.length = firstSlot - 1
    expected.push(...labelsOf(firstSlot, lastSlot, `${number}-`))
  }
  return expected
}
