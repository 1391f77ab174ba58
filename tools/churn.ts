/**
 * Simulates groups whose members come and go all the time, each once as it is and once without the replacement of voters:
 *
 *   npm run simulate:churn -- --seeds 1..1000
 *
 * Every 5 simulated seconds a peer crashes and comes back later, some of them without their disks: 100 times in every run. All that a group
 * promises is checked. Counts, once in a second from when the group exists, with replacement and without:
 *
 * - without a quorum: of the voters of the newest configuration that anybody knew of fewer than a quorum are up with the store with which they
 *   became voters, or nobody who is up knows that configuration;
 * - without a leader: nobody leads with a quorum behind it, as far as it knows. That counts elections as well, and which leaders crash
 *   depends on who they are, which differs between the two runs.
 *
 * The exit code is 1 if a rule was broken or a group was without a quorum for longer with replacement than without it, and 2 if the options
 * make no sense. Without a leader it may be for longer.
 */
import { parseArgs } from 'node:util'
import type { GroupStatus } from '../src/group/status.js'
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
/** Half of the defaults: peers come and go faster than in most groups. */
const churn = {
  votersTarget: 5,
  votersMin: 3,
  evictAfterMs: 30_000,
  evictUrgentAfterMs: 2_500,
  graceMs: 5_000,
  changeIntervalMs: 5_000
}

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
      churn: replaces && churn
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

/** Counts the seconds of one run in which a group that exists lacked something. */
class Outages {
  /** The newest configuration that anybody knew of so far, as who knew it described it. */
  #newest: GroupStatus | undefined
  withoutQuorum = 0
  withoutLeader = 0

  /** To be called once a second. */
  sample(world: World): void {
    const statuses = world.peerIds.flatMap(peerId => world.group(peerId, group)?.status() ?? [])
    for (const status of statuses) {
      if (status.epoch > (this.#newest?.epoch ?? 0)) this.#newest = status
    }
    if (this.#newest === undefined) return
    if (!hasQuorum(this.#newest, statuses)) this.withoutQuorum += 1
    if (world.leaders(group).length === 0) this.withoutLeader += 1
  }
}

/** Whether a quorum of its voters can vote: they are there in the lives in which they vote, and somebody can tell them that they do. */
function hasQuorum(
  { epoch, members, quorumRule }: GroupStatus,
  statuses: readonly GroupStatus[]
): boolean {
  const there = members.filter(({ peerId, incarnation }) =>
    statuses.some(
      status =>
        status.peerId === peerId && status.incarnation === incarnation && status.state === 'open'
    )
  )
  const isKnown = statuses.some(status => status.epoch === epoch)
  return isKnown && there.length >= Math.max(quorumRule.prepare, quorumRule.accept)
}

interface Outcome {
  readonly churned: number
  readonly withoutQuorum: number
  readonly withoutLeader: number
}

async function simulate(seed: number, replaces: boolean): Promise<Outcome> {
  const outages = new Outages()
  const plan = planOf(seed, replaces)
  const sampled = (world: World): Clients => {
    for (let atMs = 1_000; atMs <= plan.durationMs; atMs += 1_000) {
      world.scheduler.at(atMs, () => outages.sample(world))
    }
    return new Clients(world)
  }
  const command = `npm run simulate:churn -- --seeds ${seed}..${seed}`
  const { coverage } = await run(plan, { application: sampled, command })
  const churned = (coverage['fault crash'] ?? 0) + (coverage['fault wipe'] ?? 0)
  const { withoutQuorum, withoutLeader } = outages
  return { churned, withoutQuorum, withoutLeader }
}

/** The seconds of many runs. */
class Total {
  withoutQuorum = 0
  withoutLeader = 0

  add({ withoutQuorum, withoutLeader }: Outcome): void {
    this.withoutQuorum += withoutQuorum
    this.withoutLeader += withoutLeader
  }
}

function describe(churned: number, replaced: Total | Outcome, kept: Total | Outcome): string {
  const quorum = `without a quorum for ${replaced.withoutQuorum} s, not ${kept.withoutQuorum}`
  const leader = `without a leader for ${replaced.withoutLeader} s, not ${kept.withoutLeader}`
  return `${churned} times a peer went; ${quorum}; ${leader}`
}

let churned = 0
const withReplacement = new Total()
const withoutReplacement = new Total()
let worse = 0
let failures = 0
for (let seed = first; seed <= last; seed += 1) {
  try {
    const replaced = await simulate(seed, true)
    const kept = await simulate(seed, false)
    churned += replaced.churned
    withReplacement.add(replaced)
    withoutReplacement.add(kept)
    if (replaced.withoutQuorum > kept.withoutQuorum) worse += 1
    console.log(`seed ${seed}: ${describe(replaced.churned, replaced, kept)}`)
  } catch (error) {
    if (!(error instanceof SimulationFailure)) throw error
    failures += 1
    console.error(error.stack)
  }
}
console.log(describe(churned, withReplacement, withoutReplacement))
console.log(
  `longer without a quorum than if nobody is replaced: ${worse} seeds; ${failures} failures`
)
if (failures > 0 || worse > 0) process.exitCode = 1
