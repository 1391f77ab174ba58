import type { BesideResults } from './parts/beside.js'
import type { CatchUpResult } from './parts/catch-up.js'
import type { FailoverResult } from './parts/failover.js'
import type { FaultResults } from './parts/faults.js'
import type { HeapResult } from './parts/heap.js'
import type { LargeResult } from './parts/large.js'
import type { LatencyResult } from './parts/latency.js'
import type { LearnersResult } from './parts/learners.js'
import type { ObjectsResult } from './parts/objects.js'
import type { ReplacementResult } from './parts/replacement.js'
import type { SnapshotPhase, SnapshotResult } from './parts/snapshot.js'
import type { StartResult } from './parts/start.js'
import type { ThroughputResult } from './parts/throughput.js'
import type { ProfileSummary } from './profile-summary.js'
import {
  besideSection,
  faultsSection,
  largeSection,
  type Section,
  sweepSection
} from './report/sections.js'
import type { SweepResult } from './sweeps/sweep.js'
import { count, mebibytes, milliseconds, percent, table } from './tables.js'

/** Everything that was measured; a part that was not asked for is missing. */
export interface Results {
  latency?: LatencyResult
  throughput?: readonly ThroughputResult[]
  failover?: FailoverResult
  heap?: HeapResult
  catchUp?: CatchUpResult
  replacement?: ReplacementResult
  start?: StartResult
  snapshot?: SnapshotResult
  learners?: LearnersResult
  objects?: ObjectsResult
  etcd?: BesideResults
  zooKeeper?: BesideResults
  faults?: FaultResults
  large?: readonly LargeResult[]
  sweeps?: readonly SweepResult[]
  profiles?: readonly ProfileSummary[]
}

/** A figure that was promised. */
export interface Target {
  readonly what: string
  readonly measured: string
  readonly target: string
  readonly met: boolean
}

/** Most that one value in flight may cost, in bare round trips with a durable write each. */
const latencyRatioMax = 2
/** Values a second with 1,024 in flight, or this share of the bare broadcast. */
const throughputMin = 40_000
const throughputRatioMin = 0.12
const failoverMedianMaxMs = 200
const failoverMaxMs = 1_000
/** From the call to join until a log of 100,000 values is known. */
const catchUpMaxMs = 5_000
/** Longest time without an acknowledgement while voters are replaced one by one. */
const replacementPauseMaxMs = 300
const mebibyte = 1024 * 1024
/** From the call to start until a group with 1,000,000 entries is open, and the memory that takes. */
const startMaxMs = 3_000
const startRssMax = 256 * mebibyte
/** p99 of proposals while a large state is written or handed over, beside that without; and how late any event loop is. */
const snapshotRatioMax = 3
const snapshotDelayMaxMs = 50
/** Processor's time of a leader for each value with learners, beside that without. */
const learnersRatioMax = 1.1
/** Reads of a map a second, with 256 in flight, and local ones. */
const leaderGetsMin = 100_000
const followerGetsMin = 50_000
const localGetsMin = 1_000_000
/** Writes of a map beside bare values, and with 1,000 that watch beside none. */
const setsRatioMin = 0.85
const watchedRatioMin = 0.9
const heapGrowthMax = 16 * mebibyte

/** Compares what was measured with what was promised. */
export function targets(results: Results): Target[] {
  return [
    ...latencyTargets(results.latency),
    ...throughputTargets(results.throughput),
    ...failoverTargets(results.failover),
    ...heapTargets(results.heap),
    ...catchUpTargets(results.catchUp),
    ...replacementTargets(results.replacement),
    ...startTargets(results.start),
    ...snapshotTargets(results.snapshot),
    ...learnersTargets(results.learners),
    ...objectsTargets(results.objects)
  ]
}

function latencyTargets(latency: LatencyResult | undefined): Target[] {
  if (latency === undefined) return []
  const ratio = latency.leader.p50Ms / (latency.echo.p50Ms + latency.append.p50Ms)
  return [
    {
      what: 'p50, 1 in flight at the leader / (round trip + durable write)',
      measured: ratio.toFixed(2),
      target: `<= ${latencyRatioMax}`,
      met: ratio <= latencyRatioMax
    }
  ]
}

function throughputTargets(throughput: readonly ThroughputResult[] | undefined): Target[] {
  const deepest = throughput?.at(-1)
  if (deepest === undefined) return []
  const ratio = deepest.leader / deepest.broadcast
  return [
    {
      what: `values/s, ${deepest.inFlight} in flight at the leader`,
      measured: `${count(deepest.leader)}, ${percent(ratio)} of the bare broadcast`,
      target: `>= ${count(throughputMin)} or ${percent(throughputRatioMin)}`,
      met: deepest.leader >= throughputMin || ratio >= throughputRatioMin
    }
  ]
}

function failoverTargets(failover: FailoverResult | undefined): Target[] {
  if (failover === undefined) return []
  const { medianMs, maxMs } = failover
  return [
    {
      what: 'SIGKILL of the leader to the next acknowledgement, median',
      measured: milliseconds(medianMs),
      target: `<= ${failoverMedianMaxMs} ms`,
      met: medianMs <= failoverMedianMaxMs
    },
    {
      what: `the same, maximum of ${failover.outagesMs.length}`,
      measured: milliseconds(maxMs),
      target: `<= ${failoverMaxMs} ms`,
      met: maxMs <= failoverMaxMs
    }
  ]
}

function heapTargets(heap: HeapResult | undefined): Target[] {
  if (heap === undefined) return []
  const growth = Math.max(...heap.growth.map(({ heapUsed }) => heapUsed))
  return [
    {
      what: `growth of heapUsed from ${count(heap.slotMin)} to ${count(heap.slotMax)} values, largest`,
      measured: mebibytes(growth),
      target: `<= ${mebibytes(heapGrowthMax)}`,
      met: growth <= heapGrowthMax
    }
  ]
}

function catchUpTargets(catchUp: CatchUpResult | undefined): Target[] {
  if (catchUp === undefined) return []
  const { values, maxMs } = catchUp
  return [
    {
      what: `a joiner learns ${count(values)} values, slowest`,
      measured: milliseconds(maxMs),
      target: `<= ${catchUpMaxMs} ms`,
      met: maxMs <= catchUpMaxMs
    }
  ]
}

function replacementTargets(replacement: ReplacementResult | undefined): Target[] {
  if (replacement === undefined) return []
  const { pauseMaxMs, lost, acknowledged } = replacement
  return [
    {
      what: 'all five founders replaced one by one, 256 in flight: longest pause',
      measured: milliseconds(pauseMaxMs),
      target: `<= ${replacementPauseMaxMs} ms`,
      met: pauseMaxMs <= replacementPauseMaxMs
    },
    {
      what: 'acknowledged values lost meanwhile',
      measured: `${count(lost)} of ${count(acknowledged)}`,
      target: '0',
      met: lost === 0
    }
  ]
}

function startTargets(start: StartResult | undefined): Target[] {
  if (start === undefined) return []
  const { entries, maxMs, rssMax } = start
  return [
    {
      what: `a voter starts with ${count(entries)} entries, slowest`,
      measured: milliseconds(maxMs),
      target: `<= ${startMaxMs} ms`,
      met: maxMs <= startMaxMs
    },
    {
      what: 'memory of its process then, most',
      measured: mebibytes(rssMax),
      target: `<= ${mebibytes(startRssMax)}`,
      met: rssMax <= startRssMax
    }
  ]
}

function snapshotTargets(snapshot: SnapshotResult | undefined): Target[] {
  if (snapshot === undefined) return []
  const { stateBytes, calm, built, sent } = snapshot
  const size = mebibytes(stateBytes)
  const targetsOf = (what: string, { p99Ms, delayMs }: SnapshotPhase): Target[] => [
    {
      what: `p99 while a state of ${size} is ${what} / p99 without`,
      measured: (p99Ms / calm.p99Ms).toFixed(2),
      target: `<= ${snapshotRatioMax}`,
      met: p99Ms / calm.p99Ms <= snapshotRatioMax
    },
    {
      what: `longest delay of an event loop while it is ${what}`,
      measured: milliseconds(delayMs),
      target: `<= ${snapshotDelayMaxMs} ms`,
      met: delayMs <= snapshotDelayMaxMs
    }
  ]
  return [...targetsOf('written', built), ...targetsOf('sent and installed', sent)]
}

function learnersTargets(learners: LearnersResult | undefined): Target[] {
  if (learners === undefined) return []
  const { aloneCpu, servingCpu, lag } = learners
  const ratio = servingCpu / aloneCpu
  return [
    {
      what: `processor's time of the leader for a value with ${learners.learners} learners / without`,
      measured: `${ratio.toFixed(2)} (${count(servingCpu)} µs; the last learner is ${lag} slots behind)`,
      target: `<= ${learnersRatioMax}`,
      met: ratio <= learnersRatioMax
    }
  ]
}

function objectsTargets(objects: ObjectsResult | undefined): Target[] {
  if (objects === undefined) return []
  const { values, sets, unwatchedSets, watchedSets } = objects
  const rateOf = (what: string, perSecond: number, min: number): Target => ({
    what: `${what}/s`,
    measured: count(perSecond),
    target: `>= ${count(min)}`,
    met: perSecond >= min
  })
  const ratioOf = (what: string, ratio: number, min: number): Target => ({
    what,
    measured: ratio.toFixed(2),
    target: `>= ${min}`,
    met: ratio >= min
  })
  return [
    rateOf('linearizable reads at the leader', objects.leaderGets, leaderGetsMin),
    rateOf('the same with 10 % of writes', objects.leaderMixed, leaderGetsMin),
    rateOf('linearizable reads at a follower', objects.followerGets, followerGetsMin),
    rateOf('the same with 10 % of writes', objects.followerMixed, followerGetsMin),
    rateOf('local reads', objects.localGets, localGetsMin),
    ratioOf(`writes of a map (${count(sets)}/s) / bare values`, sets / values, setsRatioMin),
    ratioOf('writes with 1,000 that watch / without', watchedSets / unwatchedSets, watchedRatioMin)
  ]
}

/** What the document says of the parts that were measured. */
export function documentSections(results: Results): Section[] {
  const { latency, throughput } = results
  return [
    ...(latency ? [{ name: 'latency', title: 'latency', content: formatLatency(latency) }] : []),
    ...(throughput
      ? [{ name: 'throughput', title: 'throughput', content: formatThroughput(throughput) }]
      : []),
    ...plottedSections(results)
  ]
}

function plottedSections({ etcd, zooKeeper, faults, large, sweeps = [] }: Results): Section[] {
  return [
    ...(etcd ? [besideSection('etcd', etcd)] : []),
    ...(zooKeeper ? [besideSection('zookeeper', zooKeeper)] : []),
    ...(faults ? [faultsSection(faults)] : []),
    ...(large ? [largeSection(large)] : []),
    ...sweeps.map(sweepSection)
  ]
}

/** Other systems that are not installed, and so were not measured. */
export function missingPrograms({ etcd, zooKeeper, faults }: Results): string[] {
  return [etcd, zooKeeper, faults].flatMap(part => part?.missing ?? [])
}

/** The results for people. */
export function formatReport(results: Results): string {
  const { latency, throughput, failover, heap, replacement, snapshot, profiles = [] } = results
  const sections: string[] = []
  if (latency !== undefined) sections.push(formatLatency(latency))
  if (throughput !== undefined) sections.push(formatThroughput(throughput))
  if (failover !== undefined) {
    const outages = [...failover.outagesMs].sort((a, b) => a - b)
    sections.push(`failover, ms: ${outages.map(outage => outage.toFixed(0)).join(' ')}`)
  }
  if (heap !== undefined) {
    const rows = heap.growth.map(({ heapUsed, arrayBuffers }, i) => [
      i === 0 ? 'leader' : `follower ${i}`,
      mebibytes(heapUsed),
      mebibytes(arrayBuffers)
    ])
    sections.push(table([['growth of memory', 'heapUsed', 'arrayBuffers'], ...rows]))
  }
  if (replacement !== undefined) {
    const pauses = [...replacement.pausesMs].sort((a, b) => a - b)
    sections.push(`longest pauses, ms: ${pauses.map(pause => pause.toFixed(0)).join(' ')}`)
  }
  if (snapshot !== undefined) sections.push(formatSnapshot(snapshot))
  for (const { content } of plottedSections(results)) sections.push(content)
  for (const profile of profiles) sections.push(formatProfile(profile))
  const rows = targets(results).map(({ what, measured, target, met }) => [
    what,
    measured,
    target,
    met ? 'met' : 'MISSED'
  ])
  if (rows.length > 0) sections.push(table([['target', 'measured', 'wanted', ''], ...rows]))
  return sections.join('\n\n')
}

function formatLatency(latency: LatencyResult): string {
  const floorMs = latency.echo.p50Ms + latency.append.p50Ms
  const rows = Object.entries({
    'proposed at the leader': latency.leader,
    'proposed at a follower': latency.follower,
    'bare round trip': latency.echo,
    'durable write': latency.append,
    'durable write, three at once': latency.appendTogether
  }).map(([name, { p50Ms, p99Ms }]) => [
    name,
    milliseconds(p50Ms),
    milliseconds(p99Ms),
    (p50Ms / floorMs).toFixed(2)
  ])
  return table([['1 in flight', 'p50', 'p99', 'p50 / (trip + write)'], ...rows])
}

function formatThroughput(throughput: readonly ThroughputResult[]): string {
  const rows = throughput.map(({ inFlight, leader, follower, broadcast, append }) => [
    count(inFlight),
    count(leader),
    count(follower),
    count(broadcast),
    count(append),
    percent(leader / broadcast),
    percent(leader / append)
  ])
  const head = ['in flight', 'leader/s', 'follower/s', 'bare broadcast/s', 'durable appends/s']
  return table([[...head, 'leader/broadcast', 'leader/appends'], ...rows])
}

function formatSnapshot({ calm, built, sent, installMs }: SnapshotResult): string {
  const rows = Object.entries({ without: calm, written: built, 'sent and installed': sent }).map(
    ([name, { p99Ms, delayMs, idleDelayMs, busyMs }]) => [
      name,
      ...[p99Ms, delayMs, idleDelayMs, busyMs].map(milliseconds)
    ]
  )
  const head = ['snapshot', 'p99', 'longest delay', 'of an idle process', 'busy at a time']
  return `${table([head, ...rows])}\n\na joiner has the state after ${milliseconds(installMs)}`
}

const functionsShown = 25

function formatProfile({ path, busy, groups, functions }: ProfileSummary): string {
  const lines = [...groups.filter(({ share }) => share >= 0.01), undefined]
    .concat(functions.slice(0, functionsShown))
    .map(cost => (cost === undefined ? '' : `${percent(cost.share).padStart(7)}  ${cost.name}`))
  return [`${path}: busy ${percent(busy)}`, ...lines].join('\n')
}
