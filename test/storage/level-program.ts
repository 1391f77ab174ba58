import { once } from 'node:events'
import { levelStore } from '../../src/storage/level.js'
import { churnBatch, logBatch } from './store-builders.js'

/*
 * A process that uses a store: `level-program.ts <what to do> <directory>`.
 *
 * - `open`: opens the store and prints `open` or the name of the error; closes it when its input ends.
 * - `churn`: goes on with the batches of `churnBatch` for ever, and prints the number of each once it is durable.
 * - `fill`: appends until that fails and once more; prints the number of slots that are durable and both errors.
 */
const [what, directory = ''] = process.argv.slice(2)

const underWayMax = 8

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function describe(error: unknown): string {
  return error instanceof Error ? error.name : 'no error'
}

async function open(): Promise<void> {
  const store = levelStore(directory)
  try {
    await store.open()
  } catch (error) {
    say(describe(error))
    return
  }
  say('open')
  process.stdin.resume()
  await once(process.stdin, 'end')
  await store.close()
}

async function churn(): Promise<never> {
  const store = levelStore(directory)
  await store.open()
  const replica = await store.openReplica('a', 1n)
  let { lastSlot } = replica.recovered
  const underWay: Promise<void>[] = []
  for (let number = replica.recovered.promisedBallot.round + 1; ; number += 1) {
    const next = churnBatch(number, lastSlot)
    lastSlot = next.lastSlot
    underWay.push(replica.append(next.batch).then(() => say(`${number}`)))
    if (underWay.length === underWayMax) await underWay.shift()
  }
}

async function fill(): Promise<void> {
  const store = levelStore(directory)
  await store.open()
  const replica = await store.openReplica('a', 1n)
  let slot = 0
  try {
    for (;;) {
      await replica.append(logBatch(slot + 1, slot + 1, 'a', 4000))
      slot += 1
    }
  } catch (error) {
    say(`${slot} ${describe(error)}`)
  }
  const again = await replica.append({}).catch((error: unknown) => error)
  say(describe(again))
  const other = await store.openReplica('b', 1n).catch((error: unknown) => error)
  say(describe(other))
  await store.close()
}

if (what === 'open') await open()
else if (what === 'churn') await churn()
else await fill()
