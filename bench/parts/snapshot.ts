import { setTimeout as sleep } from 'node:timers/promises'
import { median } from '../statistics.js'
import { VoterGroup } from '../voter-group.js'
import { createVoter } from '../voter-place.js'
import { VoterProcess } from '../voter-process.js'
import type { Watched } from '../watch.js'

/** How proposals and event loops fared in one part of the measurement: the median of the runs' p99, and the longest of all other times. */
export interface SnapshotPhase {
  readonly p99Ms: number
  /** How late the event loop of any voter, or of the joiner, was. */
  readonly delayMs: number
  /** How late that of a process was that does nothing, beside them: what only the lack of a processor costs. */
  readonly idleDelayMs: number
  /** How much of a processor's time any of those event loops took between two looks at its timers. */
  readonly busyMs: number
}

/** How a group fares without snapshots, while all voters write a large state, and while a joiner gets and installs it. */
export interface SnapshotResult {
  readonly stateBytes: number
  readonly calm: SnapshotPhase
  readonly built: SnapshotPhase
  readonly sent: SnapshotPhase
  /** From the call to join until the joiner has the state, and all that was chosen meanwhile. */
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

/** What was seen in one part of one run. */
interface Seen {
  /** By the voters, of which the first proposes, and by the joiner. */
  readonly members: readonly Watched[]
  readonly idle: Watched
}

interface Run {
  readonly calm: Seen
  readonly built: Seen
  readonly sent: Seen
  readonly installMs: number
}

/** Measures `runs` times in new groups. */
export async function measureSnapshot(
  runs: number,
  parent: string | undefined,
  progress: (line: string) => void
): Promise<SnapshotResult> {
  const measured: Run[] = []
  for (let i = 0; i < runs; i += 1) {
    const run = await measureOnce(parent)
    measured.push(run)
    const parts = [run.calm, run.built, run.sent].map(describe)
    progress(`snapshot ${i + 1} of ${runs}: ${parts.join('; ')}; ${run.installMs.toFixed(0)} ms`)
  }
  return {
    stateBytes,
    calm: phaseOf(measured.map(({ calm }) => calm)),
    built: phaseOf(measured.map(({ built }) => built)),
    sent: phaseOf(measured.map(({ sent }) => sent)),
    installMs: median(measured.map(run => run.installMs))
  }
}

function phaseOf(seen: readonly Seen[]): SnapshotPhase {
  const members = seen.flatMap(each => each.members)
  return {
    p99Ms: median(seen.map(each => each.members[0]?.p99Ms ?? Number.NaN)),
    delayMs: Math.max(...members.map(({ delayMaxMs }) => delayMaxMs)),
    idleDelayMs: Math.max(...seen.map(({ idle }) => idle.delayMaxMs)),
    busyMs: Math.max(...members.map(({ busyMaxMs }) => busyMaxMs))
  }
}

function describe({ members, idle }: Seen): string {
  const delays = members.map(({ delayMaxMs }) => delayMaxMs.toFixed(0)).join(' ')
  const busy = members.map(({ busyMaxMs }) => busyMaxMs.toFixed(0)).join(' ')
  const p99Ms = members[0]?.p99Ms.toFixed(1)
  return `p99 ${p99Ms} ms, delays ${delays} ms, idle ${idle.delayMaxMs.toFixed(0)} ms, busy ${busy} ms`
}

async function measureOnce(parent: string | undefined): Promise<Run> {
  await using group = await VoterGroup.start({
    parent,
    state: { bytes: stateBytes, snapshotEveryBytes }
  })
  const { leader, followers } = await group.roles()
  const voters = [leader, ...followers]
  await using idle = new VoterProcess()
  for (const each of [idle, ...voters]) {
    await each.call('startWatch', { inFlight: each === leader ? inFlight : 0 })
  }
  const during = watching(idle)
  await sleep(warmUpMs)
  const calm = await during(voters, () => sleep(calmMs))
  await Promise.all(voters.map(voter => voter.call('snapshotBegun', null)))
  const built = await during(voters, () =>
    Promise.all(voters.map(voter => voter.call('snapshotTaken', null)))
  )
  const { privateKey, directory, process } = await createVoter(group.scratch(), 4)
  await using joiner = process
  const { invite } = await leader.call('invite', null)
  const startMs = performance.now()
  const state = { bytes: 0, snapshotEveryBytes }
  await joiner.call('join', { privateKey, directory, invite, state })
  // From here on: the start of a node is another matter.
  await joiner.call('startWatch', { inFlight: 0 })
  const sent = await during([...voters, joiner], () => joiner.call('restored', null))
  const installMs = performance.now() - startMs
  await leader.call('stopWatch', null)
  return { calm, built, sent, installMs }
}

/** What the members see while `run` goes on, and what `idle` sees. */
function watching(
  idle: VoterProcess
): (members: readonly VoterProcess[], run: () => Promise<unknown>) => Promise<Seen> {
  return async (members, run) => {
    const lap = async (): Promise<Seen> => ({
      idle: await idle.call('lap', null),
      members: await Promise.all(members.map(member => member.call('lap', null)))
    })
    await lap()
    await run()
    return await lap()
  }
}
