import { setTimeout as sleep } from 'node:timers/promises'
import { median } from '../statistics.js'
import { Trio } from '../trio.js'
import { createVoter } from '../voter-place.js'
import type { VoterProcess } from '../voter-process.js'
import type { Watched } from '../watch.js'

/** How proposals fare while a large state is written, or sent and installed, beside how they fare without that. */
export interface SnapshotResult {
  readonly stateBytes: number
  /** p99 of proposals without snapshots, while all voters write one, and while a joiner gets one. */
  readonly calmP99Ms: number
  readonly builtP99Ms: number
  readonly sentP99Ms: number
  /** The longest time that the event loop of any voter, or of the joiner, was late in each of them. */
  readonly calmDelayMs: number
  readonly builtDelayMs: number
  readonly sentDelayMs: number
  /** From the call to join until the state was installed. */
  readonly installMs: number
}

const mebibyte = 1024 * 1024
const stateBytes = 256 * mebibyte

/** Proposals in flight meanwhile. */
const inFlight = 64

/** Milliseconds for which proposals are watched without snapshots. */
const calmMs = 5_000

/** Milliseconds before that. */
const warmUpMs = 1_000

/** Bytes of the log from one snapshot to the next: enough for the proposals that are watched without any. */
const snapshotEveryBytes = 64 * mebibyte

interface Run {
  readonly calm: readonly Watched[]
  readonly built: readonly Watched[]
  readonly sent: readonly Watched[]
  readonly installMs: number
}

/** Measures `runs` times in new groups; medians of the latencies, and the longest delays. */
export async function measureSnapshot(
  runs: number,
  parent: string | undefined,
  progress: (line: string) => void
): Promise<SnapshotResult> {
  const measured: Run[] = []
  for (let i = 0; i < runs; i += 1) {
    const run = await measureOnce(parent)
    measured.push(run)
    const parts = [run.calm, run.built, run.sent].map(part => {
      const delays = part.map(({ delayMaxMs }) => delayMaxMs.toFixed(0))
      return `p99 ${p99(part).toFixed(1)} ms, delays ${delays.join(' ')} ms`
    })
    progress(`snapshot ${i + 1} of ${runs}: ${parts.join('; ')}; ${run.installMs.toFixed(0)} ms`)
  }
  const p99Of = (part: (run: Run) => readonly Watched[]): number =>
    median(measured.map(run => p99(part(run))))
  const delayOf = (part: (run: Run) => readonly Watched[]): number =>
    Math.max(...measured.map(run => delay(part(run))))
  return {
    stateBytes,
    calmP99Ms: p99Of(run => run.calm),
    builtP99Ms: p99Of(run => run.built),
    sentP99Ms: p99Of(run => run.sent),
    calmDelayMs: delayOf(run => run.calm),
    builtDelayMs: delayOf(run => run.built),
    sentDelayMs: delayOf(run => run.sent),
    installMs: median(measured.map(run => run.installMs))
  }
}

/** Of the process that proposes, which is the first. */
function p99([proposer]: readonly Watched[]): number {
  return proposer?.p99Ms ?? Number.NaN
}

function delay(watched: readonly Watched[]): number {
  return Math.max(...watched.map(({ delayMaxMs }) => delayMaxMs))
}

async function measureOnce(parent: string | undefined): Promise<Run> {
  await using trio = await Trio.start(parent, { bytes: stateBytes, snapshotEveryBytes })
  const { leader, followers } = await trio.roles()
  const voters = [leader, ...followers]
  for (const voter of voters) {
    await voter.call('startWatch', { inFlight: voter === leader ? inFlight : 0 })
  }
  await sleep(warmUpMs)
  const calm = await during(voters, () => sleep(calmMs))
  await Promise.all(voters.map(voter => voter.call('snapshotBegun', null)))
  const built = await during(voters, () =>
    Promise.all(voters.map(voter => voter.call('snapshotTaken', null)))
  )
  const joiner = await createVoter(trio.scratch(), 4)
  const { privateKey, directory, process } = joiner
  try {
    const { invite } = await leader.call('invite', null)
    const startMs = performance.now()
    const state = { bytes: 0, snapshotEveryBytes }
    await process.call('join', { privateKey, directory, invite, state })
    // From here on: the start of a node is another matter.
    await process.call('startWatch', { inFlight: 0 })
    const sent = await during([...voters, process], () => process.call('restored', null))
    const installMs = performance.now() - startMs
    await leader.call('stopWatch', null)
    return { calm, built, sent, installMs }
  } finally {
    process.kill()
    await process.gone()
  }
}

/** What the processes see while `run` goes on. */
async function during(
  processes: readonly VoterProcess[],
  run: () => Promise<unknown>
): Promise<Watched[]> {
  const lap = (): Promise<Watched[]> => Promise.all(processes.map(each => each.call('lap', null)))
  await lap()
  await run()
  return await lap()
}
