import { levelStore } from '../src/storage/level.js'
import type { Store } from '../src/storage/store.js'
import { type Load, type Rate, valueBytes } from './commands.js'
import { runMany, runSingly } from './load.js'
import type { Latency } from './statistics.js'

/** Measures durable appends of one entry, one after the other, to a new store in `directory`. */
export async function appendSingly(directory: string, count: number): Promise<Latency> {
  return await withAppend(directory, append => runSingly(append, count))
}

/** Measures durable appends of one entry each with several under way. */
export async function appendMany(directory: string, load: Load): Promise<Rate> {
  return await withAppend(directory, append => runMany(append, load))
}

async function withAppend<T>(
  directory: string,
  measure: (append: () => Promise<void>) => Promise<T>
): Promise<T> {
  const store: Store = levelStore(directory)
  await store.open()
  try {
    const replica = await store.openReplica('bench', 1n)
    let slot = replica.recovered.lastSlot
    return await measure(async () => {
      slot += 1
      const value = new Uint8Array(valueBytes)
      const entry = { type: 'value', session: 1, sequence: slot, value, logTimeMs: 0 } as const
      await replica.append({ log: { firstSlot: slot, entries: [entry] } })
    })
  } finally {
    await store.close()
  }
}
