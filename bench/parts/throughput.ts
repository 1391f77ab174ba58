import { median } from '../statistics.js'
import type { VoterGroup } from '../voter-group.js'

/** Operations a second with so many under way. */
export interface ThroughputResult {
  readonly inFlight: number
  /** Values chosen, proposed in the leader's process. */
  readonly leader: number
  /** Values chosen, proposed in another voter's process. */
  readonly follower: number
  /** Messages on bare streams to two peers, done with the first reply. */
  readonly broadcast: number
  /** Durable appends of one entry each to a store of the same kind. */
  readonly append: number
}

const depths = [1, 16, 256, 1_024] as const

/** Measures everything in turn, so that what disturbs the machine disturbs all of it. */
export async function measureThroughput(
  group: VoterGroup,
  repetitions: number,
  durationMs: number,
  progress: (line: string) => void
): Promise<ThroughputResult[]> {
  const results: ThroughputResult[] = []
  for (let i = 0; i <= repetitions; i += 1) {
    for (const inFlight of depths) {
      const { leader, followers } = await group.roles()
      const [follower = leader] = followers
      // The first time the engine still compiles.
      const load = { inFlight, durationMs: i === 0 ? durationMs / 2 : durationMs }
      const peerIds = group.peersOf(leader)
      const broadcast = await leader.call('broadcast', { ...load, peerIds })
      const append = await leader.call('appendMany', { ...load, directory: group.scratch() })
      const atLeader = await leader.call('proposeMany', load)
      const atFollower = await follower.call('proposeMany', load)
      if (i === 0) continue
      const result: ThroughputResult = {
        inFlight,
        leader: atLeader.perSecond,
        follower: atFollower.perSecond,
        broadcast: broadcast.perSecond,
        append: append.perSecond
      }
      results.push(result)
      progress(`throughput ${i} of ${repetitions}: ${JSON.stringify(result)}`)
    }
  }
  return depths.map(inFlight => {
    const same = results.filter(result => result.inFlight === inFlight)
    return {
      inFlight,
      leader: median(same.map(({ leader }) => leader)),
      follower: median(same.map(({ follower }) => follower)),
      broadcast: median(same.map(({ broadcast }) => broadcast)),
      append: median(same.map(({ append }) => append))
    }
  })
}
