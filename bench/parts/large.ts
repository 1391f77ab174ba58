import { bareFlow, withCpu } from '../group-load.js'
import { median } from '../statistics.js'
import { VoterGroup } from '../voter-group.js'

/** What large values cost a group. */
export interface LargeResult {
  readonly voters: number
  /** Bytes of values chosen a second, proposed in the leader's process. */
  readonly own: number
  /** Bytes of bare messages a second to as many peers, each done when as many of them answered as choose a value. */
  readonly bare: number
  /** Processors' time for each value. */
  readonly leaderCpuUs: number
  /** The same of the follower that took most. */
  readonly followerCpuUs: number
}

export const largeBytes: number = 64 * 1024

/** Values in flight. */
export const largeInFlight = 32

const voterCounts = [3, 9] as const

interface LargeInit {
  readonly directory: string | undefined
  readonly repetitions: number
  readonly durationMs: number
  readonly progress: (line: string) => void
}

export async function measureLarge(init: LargeInit): Promise<LargeResult[]> {
  const results: LargeResult[] = []
  for (const voters of voterCounts) {
    await using group = await VoterGroup.start({ parent: init.directory, voters })
    const measured: LargeResult[] = []
    for (let i = 0; i <= init.repetitions; i += 1) {
      const result = await measureOnce(group, init.durationMs)
      // The first time the engine still compiles.
      if (i === 0) continue
      measured.push(result)
      init.progress(`large ${i} of ${init.repetitions}: ${JSON.stringify(result)}`)
    }
    results.push({
      voters,
      own: median(measured.map(({ own }) => own)),
      bare: median(measured.map(({ bare }) => bare)),
      leaderCpuUs: median(measured.map(({ leaderCpuUs }) => leaderCpuUs)),
      followerCpuUs: median(measured.map(({ followerCpuUs }) => followerCpuUs))
    })
  }
  return results
}

async function measureOnce(group: VoterGroup, durationMs: number): Promise<LargeResult> {
  const { leader, followers } = await group.roles()
  const load = { inFlight: largeInFlight, durationMs }
  const bare = await bareFlow(group, leader, { ...load, valueBytes: largeBytes })
  const own = await withCpu([leader, ...followers], () =>
    leader.call('proposeMany', { ...load, valueBytes: largeBytes })
  )
  const [leaderCpuUs = Number.NaN, ...others] = own.cpuUs
  return {
    voters: followers.length + 1,
    own: own.perSecond * largeBytes,
    bare: bare.perSecond * largeBytes,
    leaderCpuUs,
    followerCpuUs: Math.max(...others)
  }
}
