import { withCpu } from '../group-load.js'
import { VoterGroup } from '../voter-group.js'
import { repeated, type SweepInit, type SweepResult } from './sweep.js'

const voterCounts = [3, 5, 7, 9]
const inFlight = 256

/** Proposals one after the other, for each second that a rate is measured. */
const singlyPerSecond = 200

export async function sweepVoters(init: SweepInit): Promise<SweepResult> {
  const { directory, durationMs } = init
  const rows: number[][] = []
  for (const voters of voterCounts) {
    await using group = await VoterGroup.start({ parent: directory, voters })
    const { leader, followers } = await group.roles()
    const figures = await repeated(init, `${voters} voters`, async () => {
      const count = Math.ceil((durationMs * singlyPerSecond) / 1_000)
      const { p50Ms } = await leader.call('proposeSingly', { count })
      const { perSecond, cpuUs } = await withCpu([leader, ...followers], () =>
        leader.call('proposeMany', { inFlight, durationMs })
      )
      const [leaderCpuUs = Number.NaN, ...others] = cpuUs
      return [p50Ms, perSecond, leaderCpuUs, Math.max(...others)]
    })
    rows.push([voters, ...figures])
  }
  return {
    name: 'voters',
    what: `Values of 100 bytes proposed in the leader, ${inFlight} in flight but for the latency; all voters share the processors and the disk of one machine.`,
    columns: [
      'voters',
      'p50 ms, 1 in flight',
      'values/s',
      "leader's µs for a value",
      "a follower's µs"
    ],
    rows,
    plotted: [2]
  }
}
