import { once } from 'node:events'
import { levelStore } from '../../src/storage/level.js'
import { logBatch } from './store-builders.js'

/*
 * A process that uses a store: `level-program.ts <what to do> <directory>`.
 *
 * - `open`: opens the store and prints `open` or the name of the error; closes it when its input ends.
 * - `append`: appends for ever, cutting the log now and then, and prints the last slot of every batch once it is durable.
 * - `fill`: the same without cuts, until an append fails; then prints the errors of that one and the next.
 */
const [what, directory = ''] = process.argv.slice(2)

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

async function openOnly(): Promise<void> {
  const store = levelStore(directory)
  try {
    await store.open()
  } catch (error) {
    say(error instanceof Error ? error.name : 'no error')
    return
  }
  say('open')
  process.stdin.resume()
  await once(process.stdin, 'end')
  await store.close()
}

/** Each entry is labelled by the number of the batch that wrote it: see {@link logBatch}. */
async function append(hasCuts: boolean): Promise<void> {
  const store = levelStore(directory)
  await store.open()
  const replica = await store.openReplica('a', 1n)
  let { lastSlot } = replica.recovered
  const under: Promise<void>[] = []
  for (let batch = 1; ; batch += 1) {
    const cut = hasCuts && batch % 50 === 0 ? Math.min(3, lastSlot) : 0
    const firstSlot = lastSlot + 1 - cut
    lastSlot = firstSlot + (batch % 5)
    const slot = lastSlot
    const done = replica.append(logBatch(firstSlot, lastSlot, 'a', 400)).then(() => say(`${slot}`))
    under.push(done)
    // A handful of batches under way at once.
    if (under.length === 8) await under.shift()
  }
}

async function fill(): Promise<void> {
  try {
    await append(false)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    say(`${error.name} caused by ${error.cause instanceof Error ? error.cause.name : 'nothing'}`)
  }
}

if (what === 'open') await openOnly()
else if (what === 'append') await append(true)
else await fill()
