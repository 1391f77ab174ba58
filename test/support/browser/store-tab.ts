import { idbStore } from '../../../src/storage/idb.js'
import type { ReplicaStore, Store } from '../../../src/storage/store.js'
import { churnBatch, readAll } from '../../storage/store-builders.js'

/*
 * A page that uses a store.
 */

let store: Store | undefined
let replica: ReplicaStore | undefined
/** Number of the last batch that is durable. */
let durable = 0

interface Recovered {
  readonly round: number
  readonly lastSlot: number
  readonly labels: readonly string[]
}

/** Opens the store, and the log in it; says what was recovered. */
export async function open(name: string): Promise<Recovered> {
  store = idbStore(name)
  await store.open()
  replica = await store.openReplica('a', 1n)
  const { promisedBallot, lastSlot } = replica.recovered
  return { round: promisedBallot.round, lastSlot, labels: await readAll(replica) }
}

/** Appends the batches of `churnBatch` for ever. */
export function churn(): void {
  const opened = replica
  if (opened === undefined) throw new Error('no log is open')
  let { lastSlot } = opened.recovered
  const append = async (): Promise<never> => {
    const underWay: Promise<unknown>[] = []
    for (let number = opened.recovered.promisedBallot.round + 1; ; number += 1) {
      const next = churnBatch(number, lastSlot)
      lastSlot = next.lastSlot
      underWay.push(
        opened.append(next.batch).then(() => {
          durable = number
        })
      )
      if (underWay.length === 8) await underWay.shift()
    }
  }
  void append()
}

/** Appends until that fails: says how many slots are durable, and how that, another append and another birth failed. */
export async function fill(): Promise<{ readonly slots: number; readonly errors: string[] }> {
  let slots = 0
  const append = async (): Promise<unknown> => {
    const value = crypto.getRandomValues(new Uint8Array(60_000))
    const entry = { type: 'value', session: 1, sequence: slots + 1, value, logTimeMs: 0 } as const
    return await replica?.append({ log: { firstSlot: slots + 1, entries: [entry] } })
  }
  const errors: string[] = []
  while (errors.length === 0) {
    await append().then(
      () => (slots += 1),
      error => errors.push(describe(error))
    )
  }
  await append().catch(error => errors.push(describe(error)))
  await store?.openReplica('b', 1n).catch(error => errors.push(describe(error)))
  return { slots, errors }
}

function describe(error: Error): string {
  return error.cause instanceof Error ? `${error.name}, ${describe(error.cause)}` : error.name
}

/** The number of the last batch that is known to be durable. */
export function durableCount(): number {
  return durable
}

export async function close(): Promise<void> {
  await store?.close()
}
