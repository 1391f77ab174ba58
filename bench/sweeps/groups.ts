import { setTimeout as sleep } from 'node:timers/promises'
import { VoterGroup } from '../voter-group.js'
import type { VoterProcess } from '../voter-process.js'
import { repeated, type SweepInit, type SweepResult } from './sweep.js'

const groupCounts = [1, 10, 100, 1_000, 10_000]

/** Milliseconds within which so many groups must be open, or the sweep ends with fewer. */
const openMaxMs = 60_000
const inFlight = 256

const kibibyte = 1024

/** The processor's time and the memory of the process that leads most groups, idle and with load in all of them. */
export async function sweepGroups(init: SweepInit): Promise<SweepResult> {
  await using group = await VoterGroup.start({ parent: init.directory })
  const { leader, followers } = await group.roles()
  const voters = [leader, ...followers]
  const emptyBytes = await heapOf(leader)
  const founders = group.peerIds
  const load = { inFlight, durationMs: init.durationMs }
  const rows: number[][] = []
  let ending = ''
  for (const count of groupCounts) {
    const opened = Promise.all(voters.map(voter => voter.call('openGroups', { count, founders })))
    const openMs = await timeOf(opened)
    if (openMs === undefined) {
      ending = ` ${count} groups were not open within ${openMaxMs / 1_000} s.`
      break
    }
    init.progress(`${count} groups open after ${openMs.toFixed(0)} ms`)
    const heapBytes = await heapOf(leader)
    const before = await leader.call('cpu', null)
    await sleep(init.idleMs)
    const after = await leader.call('cpu', null)
    const idleShare = (after.cpuUs - before.cpuUs) / 1_000 / init.idleMs
    const [perSecond = Number.NaN] = await repeated(init, `${count} groups`, async () => [
      (await leader.call('proposeInGroups', load)).perSecond
    ])
    rows.push([count, (heapBytes - emptyBytes) / count / kibibyte, 100 * idleShare, perSecond])
  }
  return {
    name: 'groups',
    what: `Groups of the same three voters: one process after a forced collection and while nothing is proposed for ${init.idleMs / 1_000} s, and values proposed in one group after the other there, ${inFlight} in flight.${ending}`,
    columns: ['groups', 'heap KiB for each', '% of a processor, idle', 'values/s'],
    rows,
    plotted: [2]
  }
}

/** Milliseconds until that is done; undefined if it takes too long. */
async function timeOf(work: Promise<unknown>): Promise<number | undefined> {
  const startMs = performance.now()
  const late = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => late.resolve(true), openMaxMs)
  const isLate = await Promise.race([work.then(() => false), late.promise]).finally(() =>
    clearTimeout(timer)
  )
  return isLate ? undefined : performance.now() - startMs
}

async function heapOf(voter: VoterProcess): Promise<number> {
  const { heapUsed, arrayBuffers } = await voter.call('heap', null)
  return heapUsed + arrayBuffers
}
