import { parseArgs } from 'node:util'
import { type SweepName, sweepNames } from './sweeps/sweep.js'

export const partNames = [
  'latency',
  'throughput',
  'failover',
  'heap',
  'catch-up',
  'replacement',
  'start',
  'snapshot',
  'learners',
  'objects',
  'etcd',
  'zookeeper',
  'faults',
  'large'
] as const

export type PartName = (typeof partNames)[number]

/** What the command line asks for. */
export interface BenchOptions {
  readonly only: readonly PartName[]
  readonly sweeps: readonly SweepName[]
  readonly json: boolean
  /** Whether the figures go into the documents. */
  readonly report: boolean
  /** Directory for `.cpuprofile` files. */
  readonly profile: string | undefined
  /** Directory below which the stores are kept; the system's own for temporary files by default. */
  readonly directory: string | undefined
  /** Whether a run counts as complete that could not measure other systems because they are not installed. */
  readonly allowMissing: boolean
  /** How often each latency and throughput is measured; the median counts. */
  readonly repetitions: number
  /** Seconds that one measurement of throughput takes. */
  readonly seconds: number
  /** Seconds for which idle groups are watched. */
  readonly idleSeconds: number
  /** Sweeps go to lengths that take an hour. */
  readonly full: boolean
  /** How often a leader is lost in each way. */
  readonly trials: number
  /** How often a peer joins or starts, all founders of a group are replaced, a snapshot is taken and handed over, and the cost of learners is measured. */
  readonly runs: number
}

export const usage = `npm run bench -- [options]

  --only PARTS       comma-separated: ${partNames.join(', ')} (default: all)
  --sweep SWEEPS     instead of all parts: all, or comma-separated ${sweepNames.join(', ')}
  --full             sweep the log up to 10,000,000 values
  --idle-seconds N   that idle groups are watched in a sweep (default: 60)
  --json             one JSON object instead of tables
  --report           also write tables and plots into docs/benchmarks.md and docs/pictures
  --profile DIR      also write .cpuprofile files of the leader and a follower to DIR
  --directory DIR    keep the stores below DIR (default: the system's temporary directory)
  --allow-missing    exit with 0 also if etcd, its client in Go, ZooKeeper or network namespaces are missing
  --repetitions N    of each latency, throughput and rate; medians count (default: 5)
  --seconds N        that one measurement of throughput takes (default: 2)
  --trials N         of failover and of each way to lose a leader (default: 30)
  --runs N           of catch-up, replacement, start, snapshot and learners (default: 5)
  --help             show this`

/** Reads the command line. Undefined if it only asks for help; throws an error that says what is wrong with it. */
export function parseOptions(args: readonly string[]): BenchOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      sweep: { type: 'string' },
      full: { type: 'boolean', default: false },
      'idle-seconds': { type: 'string', default: '60' },
      report: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      profile: { type: 'string' },
      directory: { type: 'string' },
      'allow-missing': { type: 'boolean', default: false },
      repetitions: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '2' },
      trials: { type: 'string', default: '30' },
      runs: { type: 'string', default: '5' },
      help: { type: 'boolean', default: false }
    }
  })
  if (values.help) return undefined
  return {
    only: partsOf(values.only, values.sweep),
    sweeps: sweepsOf(values.sweep),
    full: values.full,
    idleSeconds: positive('idle-seconds', values['idle-seconds']),
    json: values.json,
    report: values.report,
    profile: values.profile,
    directory: values.directory,
    allowMissing: values['allow-missing'],
    repetitions: Math.ceil(positive('repetitions', values.repetitions)),
    seconds: positive('seconds', values.seconds),
    trials: Math.ceil(positive('trials', values.trials)),
    runs: Math.ceil(positive('runs', values.runs))
  }
}

function partsOf(only: string | undefined, sweep: string | undefined): readonly PartName[] {
  if (only === undefined) return sweep === undefined ? partNames : []
  return parseNames('part', only, partNames)
}

function sweepsOf(sweep: string | undefined): readonly SweepName[] {
  if (sweep === undefined) return []
  return sweep === 'all' ? sweepNames : parseNames('sweep', sweep, sweepNames)
}

function parseNames<T extends string>(kind: string, text: string, known: readonly T[]): T[] {
  return text.split(',').map(name => {
    const found = known.find(other => other === name.trim())
    if (found === undefined) throw new Error(`there is no ${kind} '${name}'`)
    return found
  })
}

function positive(name: string, text: string): number {
  const value = Number(text)
  if (!(value > 0 && value < Number.POSITIVE_INFINITY)) {
    throw new Error(`--${name} must be a number above 0, not ${text}`)
  }
  return value
}
