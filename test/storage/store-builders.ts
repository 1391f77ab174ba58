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
