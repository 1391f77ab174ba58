/**
 * Objects of five processes that come and go. For longer, or to repeat a run:
 *
 * CHAOS_SECONDS=600 CHAOS_SEED=1 npm run test:only -- --project network test/cli/objects-chaos
 */
import { expect, it } from 'vitest'
import { checkLinearizable } from '../../src/simulator/linearizability.js'
import { Random } from '../../src/simulator/random.js'
import { registerModel } from '../../src/simulator/sequential-models.js'
import { ObjectChaos } from '../support/object-chaos.js'
import { createPeers } from '../support/peer-process.js'

const seconds = Number(process.env['CHAOS_SECONDS'] ?? 3)
const seed = Number(process.env['CHAOS_SEED'] ?? Math.floor(Math.random() * 2 ** 32))

it('keeps a map linearizable and a lock exclusive while processes are killed and stopped', {
  timeout: (seconds + 60) * 1000
}, async () => {
  console.log(`CHAOS_SEED=${seed}`)
  await using peers = await createPeers(5)
  const chaos = new ObjectChaos(peers, new Random(seed))
  await chaos.run(seconds)
  const problems = await chaos.finish()
  const done = `CHAOS_SEED=${seed}: ${chaos.faults.history.join(', ')}`
  expect(problems, done).toEqual([])
  const { calls } = chaos.history
  checkLinearizable(registerModel, calls)
  const counts = new Map<string, number>()
  for (const { operation, outcome } of calls) {
    const name = `${operation.type} ${outcome.type}`
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  for (const type of ['read', 'write', 'compare-and-set']) {
    expect(counts.get(`${type} returned`), done).toBeGreaterThan(0)
  }
  expect(chaos.locks.count, done).toBeGreaterThan(1)
  const shown = [...counts].map(([name, count]) => `${count} ${name}`)
  console.log(`${done}; ${shown.join(', ')}; ${chaos.locks.count} locks`)
})
