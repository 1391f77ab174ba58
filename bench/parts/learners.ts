import { median } from '../statistics.js'
import type { VoterGroup } from '../voter-group.js'
import { VoterProcess } from '../voter-process.js'

/** What learners cost the leader: its processor's time for each value, with them and without. */
export interface LearnersResult {
  readonly learners: number
  /** Microseconds of the leader's process for each value. */
  readonly aloneCpu: number
  readonly servingCpu: number
  /** Slots by which the last learner was behind when the load ended. */
  readonly lag: number
}

const processCount = 2
const learnersPerProcess = 100

/** Few values: the learners, which share the machine with the leader, get 200 times as many. */
const load = { perSecond: 100, durationMs: 10_000 }

/** Measures `runs` times without learners and then with them. */
export async function measureLearners(
  group: VoterGroup,
  runs: number,
  progress: (line: string) => void
): Promise<LearnersResult> {
  const { leader } = await group.roles()
  // The first time the engine still compiles.
  await leader.call('proposePaced', load)
  const alone = await measure(leader, runs)
  const { invite } = await leader.call('invite', null)
  const processes = Array.from({ length: processCount }, () => new VoterProcess())
  try {
    for (const process of processes) {
      await process.call('joinMany', { invite, count: learnersPerProcess })
    }
    progress(`${processCount * learnersPerProcess} learners joined`)
    const serving = await measure(leader, runs)
    const { chosenSlotMax } = await leader.call('status', null)
    const lags = await Promise.all(
      processes.map(process => process.call('lag', { slot: chosenSlotMax }))
    )
    return {
      learners: processCount * learnersPerProcess,
      aloneCpu: alone,
      servingCpu: serving,
      lag: Math.max(...lags.map(({ slots }) => slots))
    }
  } finally {
    for (const process of processes) process.kill()
    await Promise.all(processes.map(process => process.gone()))
  }
}

async function measure(leader: VoterProcess, runs: number): Promise<number> {
  const measured: number[] = []
  for (let i = 0; i < runs; i += 1) {
    const { cpuUs } = await leader.call('proposePaced', load)
    measured.push(cpuUs)
  }
  return median(measured)
}
