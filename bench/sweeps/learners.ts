import { LearnerProcesses } from '../learner-processes.js'
import { VoterGroup } from '../voter-group.js'
import { repeated, type SweepInit, type SweepResult } from './sweep.js'

const learnerCounts = [2, 20, 200]

/** Few values: the learners, which share the machine with the leader, get each of them too. */
const perSecond = 100

export async function sweepLearners(init: SweepInit): Promise<SweepResult> {
  await using group = await VoterGroup.start({ parent: init.directory })
  await using learners = new LearnerProcesses()
  const { leader } = await group.roles()
  const load = { perSecond, durationMs: init.durationMs }
  const rows: number[][] = []
  for (const count of learnerCounts) {
    await learners.joinUpTo(count, leader)
    const figures = await repeated(init, `${count} learners`, async () => {
      const { cpuUs } = await leader.call('proposePaced', load)
      return [cpuUs, await learners.lagBehind(leader)]
    })
    rows.push([count, ...figures])
  }
  return {
    name: 'learners',
    what: `Learners in two processes that get ${perSecond} values a second: the processor's time of the leader's process for each value, and by how many slots the last learner is behind right after.`,
    columns: ['learners', "leader's µs for a value", 'slots behind'],
    rows,
    plotted: [1]
  }
}
