import type { Latency } from './statistics.js'

/** How one peer looks now. Peers are numbered from 1. */
export interface PeerView {
  readonly peer: number
  readonly pid: number | null
  readonly state: 'starting' | 'running' | 'killed' | 'gone'
  /** The peer that it follows. */
  readonly leader: number | null
  readonly ballot: string | null
  /** Last slot that it printed. */
  readonly slot: number
}

/** How things stand while peers propose. */
export interface Progress extends Latency {
  readonly type: 'progress'
  readonly elapsedMs: number
  readonly peers: readonly PeerView[]
  readonly leader: number | null
  readonly ballot: string | null
  readonly slot: number
  /** Values chosen a second, lately. */
  readonly valuesPerSecond: number
  readonly inFlight: number
}

/** What the demo measured and found. */
export interface Summary extends Latency {
  readonly type: 'summary'
  /** Whether every peer chose the same, and everything acknowledged is in it once. */
  readonly agreed: boolean
  /** What differed, in words. */
  readonly problems: readonly string[]
  /** Values chosen, in one order at every peer. */
  readonly values: number
  readonly acknowledged: number
  readonly slot: number
  readonly firstLeaderMs: number
  readonly valuesPerSecond: number
  readonly failoverMs: number
  readonly catchUpMs: number
}

/** What a demo of churn measured and found. */
export interface ChurnSummary extends Latency {
  readonly type: 'churn-summary'
  /** Whether every peer that is left chose the same, and everything acknowledged is in it once. */
  readonly agreed: boolean
  readonly problems: readonly string[]
  readonly values: number
  readonly acknowledged: number
  readonly slot: number
  /** The epoch at the end: each change of the voters began one. */
  readonly epoch: number
  /** Peers that were lost for good, lost their disks, and were only killed. */
  readonly gone: number
  readonly wiped: number
  readonly killed: number
  /** From the first proposal until no founder was left and the group had made up for that. */
  readonly foundersGoneMs: number
  /** The longest time without any acknowledgement. */
  readonly pauseMaxMs: number
}

/** Something worth a line. Times are in milliseconds. */
export type DemoEvent =
  | {
      readonly type: 'started'
      readonly directory: string
      readonly discovery: string
      readonly peerIds: readonly string[]
    }
  | {
      readonly type: 'ready'
      readonly peer: number
      readonly pid: number
      readonly afterMs: number
    }
  | {
      readonly type: 'leader'
      readonly leader: number
      readonly ballot: string | null
      readonly afterMs: number
    }
  /** A peer is lost for good, or about to come back: with an empty disk, or with all it had. */
  | {
      readonly type: 'struck'
      readonly peer: number
      readonly blow: 'gone' | 'wiped' | 'killed'
      readonly slot: number
    }
  | { readonly type: 'voters'; readonly epoch: number; readonly voters: readonly number[] }
  | { readonly type: 'killed'; readonly peer: number; readonly slot: number }
  /** From the kill to the next acknowledgement, at peer `peer`, of what was proposed after the kill. */
  | { readonly type: 'failover'; readonly peer: number; readonly afterMs: number }
  | { readonly type: 'restarted'; readonly peer: number; readonly pid: number }
  /** From the restart until the peer had printed all that had been chosen before the restart. */
  | {
      readonly type: 'caught-up'
      readonly peer: number
      readonly slot: number
      readonly afterMs: number
    }
  | { readonly type: 'verifying'; readonly barriers: readonly number[] }
  | { readonly type: 'failed'; readonly message: string }
  | Progress
  | Summary
  | ChurnSummary

/** One line for people. */
export function describeEvent(event: DemoEvent): string {
  switch (event.type) {
    case 'started':
      return (
        `${event.peerIds.length} peers start as processes, with stores in ${event.directory}, ` +
        `and find each other by ${event.discovery}`
      )
    case 'ready':
      return `peer ${event.peer} listens (process ${event.pid}, after ${ms(event.afterMs)})`
    case 'leader':
      return `peer ${event.leader} leads with ballot ${event.ballot}, ${ms(event.afterMs)} after the start`
    case 'killed':
      return `peer ${event.peer}, the leader, was killed with SIGKILL at slot ${event.slot}`
    case 'struck':
      return `peer ${event.peer} ${blows[event.blow]} at slot ${event.slot}`
    case 'voters':
      return `epoch ${event.epoch}: the voters are ${event.voters.join(', ')}`
    case 'failover':
      return `the next value was chosen ${ms(event.afterMs)} after the kill, proposed at peer ${event.peer}`
    case 'restarted':
      return `peer ${event.peer} starts again (process ${event.pid})`
    case 'caught-up':
      return `peer ${event.peer} caught up to slot ${event.slot}, ${ms(event.afterMs)} after its restart`
    case 'verifying':
      return `barriers at all peers reached slots ${event.barriers.join(', ')}`
    case 'failed':
      return `failed: ${event.message}`
    case 'progress':
      return describeProgress(event)
    case 'summary':
      return describeSummary(event).join('\n')
    case 'churn-summary':
      return describeChurn(event).join('\n')
  }
}

const blows = {
  gone: 'is lost for good',
  wiped: 'is killed and loses its disk',
  killed: 'is killed'
} as const

function describeProgress(progress: Progress): string {
  const { elapsedMs, leader, ballot, slot, valuesPerSecond, p50Ms, p99Ms } = progress
  return (
    `${(elapsedMs / 1000).toFixed(1)} s: ${leader === null ? 'no leader' : `leader ${leader}`}, ` +
    `ballot ${ballot ?? '-'}, slot ${slot}, ${Math.round(valuesPerSecond)} values/s, ` +
    `p50 ${ms(p50Ms)}, p99 ${ms(p99Ms)}`
  )
}

/** A table of what was measured, and the verdict. */
export function describeSummary(summary: Summary): readonly string[] {
  const rows: [string, string][] = [
    ['first leader', `${ms(summary.firstLeaderMs)} after the start of the processes`],
    ['values chosen', `${summary.values}, up to slot ${summary.slot}`],
    ['acknowledged', `${summary.acknowledged}`],
    ['throughput', `${Math.round(summary.valuesPerSecond)} values/s before the kill`],
    ['latency', `p50 ${ms(summary.p50Ms)}, p99 ${ms(summary.p99Ms)}`],
    ['leader killed', `next value chosen after ${ms(summary.failoverMs)}`],
    ['leader restarted', `caught up after ${ms(summary.catchUpMs)}`]
  ]
  return [...rows.map(describeRow), ...describeVerdict(summary)]
}

function describeChurn(summary: ChurnSummary): readonly string[] {
  const { gone, wiped, killed } = summary
  const rows: [string, string][] = [
    ['values chosen', `${summary.values}, up to slot ${summary.slot}`],
    ['acknowledged', `${summary.acknowledged}`],
    ['latency', `p50 ${ms(summary.p50Ms)}, p99 ${ms(summary.p99Ms)}`],
    ['blows', `${gone} peers lost for good, ${wiped} disks lost, ${killed} kills`],
    ['epochs', `${summary.epoch}`],
    ['founders', `all gone after ${ms(summary.foundersGoneMs)}`],
    ['longest pause', ms(summary.pauseMaxMs)]
  ]
  return [...rows.map(describeRow), ...describeVerdict(summary)]
}

function describeRow([name, value]: readonly [string, string]): string {
  return `${name.padEnd(18)}${value}`
}

function describeVerdict({ agreed, problems }: Summary | ChurnSummary): readonly string[] {
  const verdict = agreed
    ? 'Every peer chose the same sequence; every acknowledged value is in it once.'
    : 'The peers do NOT agree:'
  return [verdict, ...problems.map(problem => `- ${problem}`)]
}

/** Milliseconds with as many digits as they deserve. */
export function ms(value: number): string {
  return value < 10 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`
}
