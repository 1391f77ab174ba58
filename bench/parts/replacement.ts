import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LoadReport } from '../commands.js'
import { createVoter, type Voter } from '../voter-place.js'

/** Five founders are replaced one after the other, each in a planned change, while one peer proposes. */
export interface ReplacementResult extends LoadReport {
  /** The longest pause of each run. */
  readonly pausesMs: readonly number[]
}

/** Proposals in flight meanwhile. */
const inFlight = 256

const founderCount = 5

/** Milliseconds for which nothing is changed, before, after and in between. */
const calmMs = 1_000

/** Replaces all founders of a new group, `runs` times; counts together, and the longest pause of all. */
export async function measureReplacement(
  runs: number,
  parent: string | undefined,
  progress: (line: string) => void
): Promise<ReplacementResult> {
  const reports: LoadReport[] = []
  for (let i = 0; i < runs; i += 1) {
    const report = await replaceAll(parent)
    progress(
      `replacement ${i + 1} of ${runs}: longest pause ${report.pauseMaxMs.toFixed(1)} ms, ` +
        `${report.acknowledged} acknowledged, ${report.lost} lost`
    )
    reports.push(report)
  }
  const sum = (count: (report: LoadReport) => number): number =>
    reports.reduce((total, report) => total + count(report), 0)
  const pausesMs = reports.map(({ pauseMaxMs }) => pauseMaxMs)
  return {
    acknowledged: sum(({ acknowledged }) => acknowledged),
    lost: sum(({ lost }) => lost),
    pauseMaxMs: Math.max(...pausesMs),
    pausesMs
  }
}

async function replaceAll(parent: string = tmpdir()): Promise<LoadReport> {
  const directory = await mkdtemp(join(parent, 'libp2p-paxos-bench-'))
  const voters = await Promise.all(
    Array.from({ length: 2 * founderCount }, (_, i) => createVoter(directory, i + 1))
  )
  try {
    const founders = voters.slice(0, founderCount)
    const successors = voters.slice(founderCount)
    await found(founders)
    const [host] = founders
    const [observer] = successors
    if (host === undefined || observer === undefined) throw new Error('there is nobody')
    await admit(observer, host)
    await observer.process.call('startLoad', { inFlight })
    await calm()
    for (const [i, founder] of founders.entries()) {
      const successor: Voter = successors[i] ?? observer
      if (successor !== observer) await admit(successor, observer)
      const change = { add: [successor.peerId], remove: [founder.peerId] }
      await observer.process.call('reconfigure', change)
      await calm()
      // Whoever was replaced goes; the processes of one machine are few enough.
      founder.process.kill()
      await calm()
    }
    return await observer.process.call('stopLoad', null)
  } finally {
    for (const { process } of voters) process.kill()
    await Promise.all(voters.map(({ process }) => process.gone()))
    await rm(directory, { recursive: true, force: true })
  }
}

async function found(founders: readonly Voter[]): Promise<void> {
  const peerIds = founders.map(({ peerId }) => peerId)
  const started: Voter[] = []
  for (const founder of founders) {
    const { process, privateKey, directory } = founder
    const address = await process.call('start', { privateKey, directory, founders: peerIds })
    for (const other of started) {
      await other.process.call('introduce', address)
      if (other.address !== undefined) await process.call('introduce', other.address)
    }
    founder.address = address
    started.push(founder)
  }
  await Promise.all(founders.map(({ process }) => process.call('ready', null)))
}

async function admit(joiner: Voter, host: Voter): Promise<void> {
  const { invite } = await host.process.call('invite', null)
  const { process, privateKey, directory } = joiner
  await process.call('join', { privateKey, directory, invite })
}

async function calm(): Promise<void> {
  await new Promise(resolve => setTimeout(resolve, calmMs))
}
