/**
 * Simulates groups whose members come and go all the time, each once as it is and once without the replacement of voters:
 *
 *   npm run simulate:churn -- --seeds 1..1000
 *
 * Every 5 simulated seconds a peer crashes and comes back later, some of them without their disks: 100 times in every run. All that a group
 * promises is checked. Tells in how many seconds nobody led with a quorum, with replacement and without.
 *
 * The exit code is 1 if a rule was broken or a group had a quorum for less time with replacement than without, and 2 if the options make no
 * sense.
 */
import { parseArgs } from 'node:util'
import { Clients } from '../src/simulator/clients.js'
import { goodDisk } from '../src/simulator/disk.js'
import { type Plan, run, SimulationFailure, type TimedFault } from '../src/simulator/index.js'
import { goodLink } from '../src/simulator/link.js'
import { peerNames } from '../src/simulator/peer-names.js'
import type { TimedOperation } from '../src/simulator/plan.js'
import { Random } from '../src/simulator/random.js'
import type { World } from '../src/simulator/world.js'

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '1..10' } } })
const [first, last] = values.seeds.split('..').map(Number)
if (first === undefined || last === undefined || !(first >= 1 && last >= first)) {
  console.error('--seeds takes two whole numbers, as in 1..1000')
  process.exit(2)
}

const peerCount = 20
const founderCount = 5
const group = 'group'
const churnCount = 100
const churnEveryMs = 5_000
const operationEveryMs = 2_500
const sampleEveryMs = 1_000
const churn = { votersTarget: 5, votersMin: 3, evictAfterMs: 30_000, graceMs: 5_000 }

/** A peer goes: mostly for seconds, sometimes for minutes, and sometimes it has lost its disk when it is back. */
function drawChurn(random: Random, atMs: number): TimedFault {
  const peer = random.pick(peerNames(peerCount))
  const kind = random.between(0, 1)
  const forMs = kind < 0.2 ? random.between(30_000, 120_000) : random.between(2_000, 20_000)
  if (kind > 0.9) return { type: 'wipe', peer, forMs, atMs }
  const ending = random.pick(['close', 'reset', 'silent'] as const)
  return { type: 'crash', peer, forMs, ending, atMs }
}

function drawOperation(random: Random, atMs: number): TimedOperation {
  const place = { peer: random.pick(peerNames(peerCount)), group, atMs }
  const register = random.pick(['x', 'y'])
  return random.chance(0.5)
    ? { ...place, type: 'write', register, persists: true }
    : { ...place, type: 'compare-and-set', register, persists: true }
}

function planOf(seed: number, replaces: boolean): Plan {
  const random = new Random(seed).fork('churn')
  const faults = Array.from({ length: churnCount }, (_, i) => drawChurn(random, i * churnEveryMs))
  const durationMs = churnCount * churnEveryMs
  const operations = Array.from({ length: durationMs / operationEveryMs }, (_, i) =>
    drawOperation(random, i * operationEveryMs)
  )
  return {
    seed,
    peerCount,
    joinerCount: peerCount - founderCount,
    groups: [group],
    options: {
      heartbeatIntervalMs: 1_000,
      missedHeartbeatsMax: 3,
      keyWindowSlots: 100_000,
      snapshotEveryBytes: 5_000,
      logBytesMax: 5_000,
      pendingCountMax: 1_024,
      churn: replaces && { ...churn, changeIntervalMs: 5_000 }
    },
    priorities: {},
    links: { ...goodLink, delayMs: [5, 50] },
    disks: { ...goodDisk, flushMs: [1, 5] },
    durationMs,
    eventsMin: 0,
    faults,
    operations
  }
}

interface Outcome {
  readonly churned: number
  readonly secondsWithout: number
}

async function simulate(seed: number, replaces: boolean): Promise<Outcome> {
  let without = 0
  const plan = planOf(seed, replaces)
  const sampled = (world: World): Clients => {
    for (let atMs = sampleEveryMs; atMs <= plan.durationMs; atMs += sampleEveryMs) {
      world.scheduler.at(atMs, () => {
        if (world.leaders(group).length === 0) without += 1
      })
    }
    return new Clients(world)
  }
  const command = `npm run simulate:churn -- --seeds ${seed}..${seed}`
  const { coverage } = await run(plan, { application: sampled, command })
  const churned = (coverage['fault crash'] ?? 0) + (coverage['fault wipe'] ?? 0)
  return { churned, secondsWithout: (without * sampleEveryMs) / 1_000 }
}

let churned = 0
let secondsWith = 0
let secondsWithout = 0
let worse = 0
let failures = 0
for (let seed = first; seed <= last; seed += 1) {
  try {
    const replaced = await simulate(seed, true)
    const kept = await simulate(seed, false)
    churned += replaced.churned
    secondsWith += replaced.secondsWithout
    secondsWithout += kept.secondsWithout
    if (replaced.secondsWithout > kept.secondsWithout) worse += 1
    const seconds = `${replaced.secondsWithout} s without a quorum, ${kept.secondsWithout} s without replacement`
    console.log(`seed ${seed}: ${replaced.churned} times a peer went, ${seconds}`)
  } catch (error) {
    if (!(error instanceof SimulationFailure)) throw error
    failures += 1
    console.error(error.stack)
  }
}
const seconds = `${secondsWith} s without a quorum, ${secondsWithout} s without replacement`
console.log(`${churned} times a peer went, ${seconds}; worse with replacement in ${worse} seeds`)
console.log(`${failures} failures`)
if (failures > 0 || worse > 0) process.exitCode = 1
