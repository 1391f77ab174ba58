import { type Latency, medianLatency } from '../statistics.js'
import type { VoterGroup } from '../voter-group.js'

/** Latency with one operation at a time. */
export interface LatencyResult {
  /** Proposing in the leader's process. */
  readonly leader: Latency
  /** Proposing in another voter's process. */
  readonly follower: Latency
  /** A round trip on a bare stream between the same two processes. */
  readonly echo: Latency
  /** A durable append to a store of the same kind, in the leader's process. */
  readonly append: Latency
  /** The same in all three processes at once, as they do for every value: they share one disk here. */
  readonly appendTogether: Latency
}

const count = 2_000

/** Measures everything in turn, so that what disturbs the machine disturbs all of it. */
export async function measureLatency(
  group: VoterGroup,
  repetitions: number,
  progress: (line: string) => void
): Promise<LatencyResult> {
  const results: LatencyResult[] = []
  for (let i = 0; i <= repetitions; i += 1) {
    const { leader, followers } = await group.roles()
    const [follower = leader] = followers
    const [peerId = ''] = group.peersOf(leader)
    const result: LatencyResult = {
      echo: await leader.call('echo', { peerId, count }),
      append: await leader.call('appendSingly', { directory: group.scratch(), count }),
      appendTogether: medianLatency(
        await Promise.all(
          group.processes.map(voter =>
            voter.call('appendSingly', { directory: group.scratch(), count })
          )
        )
      ),
      leader: await leader.call('proposeSingly', { count }),
      follower: await follower.call('proposeSingly', { count })
    }
    // The first time the engine still compiles.
    if (i === 0) continue
    results.push(result)
    progress(`latency ${i} of ${repetitions}: ${JSON.stringify(result)}`)
  }
  return {
    leader: medianLatency(results.map(({ leader }) => leader)),
    follower: medianLatency(results.map(({ follower }) => follower)),
    echo: medianLatency(results.map(({ echo }) => echo)),
    append: medianLatency(results.map(({ append }) => append)),
    appendTogether: medianLatency(results.map(({ appendTogether }) => appendTogether))
  }
}
