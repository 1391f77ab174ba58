import { LearnerProcesses } from '../learner-processes.js'
import { median } from '../statistics.js'
import type { VoterGroup } from '../voter-group.js'
import type { VoterProcess } from '../voter-process.js'

/** What learners cost the leader: its processor's time for each value, with them and without. */
export interface LearnersResult {
  readonly learners: number
  /** Microseconds of the leader's process for each value. */
  readonly aloneCpu: number
  readonly servingCpu: number
  /** Slots by which the last learner was behind when the load ended. */
  readonly lag: number
}

const learnerCount = 200

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
  await using learners = new LearnerProcesses()
  await learners.joinUpTo(learnerCount, leader)
  progress(`${learnerCount} learners joined`)
  const serving = await measure(leader, runs)
  return {
    learners: learnerCount,
    aloneCpu: alone,
    servingCpu: serving,
    lag: await learners.lagBehind(leader)
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
