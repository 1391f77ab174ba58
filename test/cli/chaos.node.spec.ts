/**
 * Five processes that come and go. For longer, or to repeat a run:
 *
 * CHAOS_SECONDS=600 CHAOS_SEED=1 npm run test:only -- --project network test/cli/chaos
 */
import { expect, it } from 'vitest'
import { Random } from '../../src/simulator/random.js'
import { Chaos } from '../support/chaos.js'
import { createPeers } from '../support/peer-process.js'

const seconds = Number(process.env['CHAOS_SECONDS'] ?? 40)
const seed = Number(process.env['CHAOS_SEED'] ?? Math.floor(Math.random() * 2 ** 32))

it('keeps every acknowledged value, once and in one order, while processes are killed and stopped', {
  timeout: (seconds + 120) * 1000
}, async () => {
  console.log(`CHAOS_SEED=${seed}`)
  await using peers = await createPeers(5)
  const chaos = new Chaos(peers, new Random(seed))
  await chaos.run(seconds)
  const problems = await chaos.heal()
  expect(problems, `CHAOS_SEED=${seed}: ${chaos.faults.history.join(', ')}`).toEqual([])
  expect(chaos.ledger.acknowledgedCount).toBeGreaterThan(0)
  expect(chaos.answeredBarrierCount).toBeGreaterThan(0)
  console.log(
    `${chaos.faults.history.length} actions, ${chaos.ledger.acknowledgedCount} values acknowledged, ` +
      `${chaos.ledger.valueCount} chosen, ${chaos.answeredBarrierCount} barriers answered`
  )
})
