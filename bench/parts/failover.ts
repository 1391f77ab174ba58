import { median } from '../statistics.js'
import type { VoterGroup } from '../voter-group.js'

/** From the SIGKILL of the leader to the next acknowledgement at another voter, one proposal in flight. */
export interface FailoverResult {
  readonly outagesMs: readonly number[]
  readonly medianMs: number
  readonly maxMs: number
}

/** Kills the leader again and again, and starts it anew in between. */
export async function measureFailover(
  group: VoterGroup,
  trials: number,
  progress: (line: string) => void
): Promise<FailoverResult> {
  const outagesMs: number[] = []
  for (let i = 0; i < trials; i += 1) {
    const { leader, followers } = await group.roles()
    const survivor = followers[i % followers.length] ?? leader
    const { outageMs } = await survivor.call('failAndPropose', {
      pid: leader.pid,
      signal: 'SIGKILL'
    })
    outagesMs.push(outageMs)
    progress(`failover ${i + 1} of ${trials}: ${outageMs.toFixed(1)} ms`)
    await group.restart(leader)
  }
  return { outagesMs, medianMs: median(outagesMs), maxMs: Math.max(...outagesMs) }
}
