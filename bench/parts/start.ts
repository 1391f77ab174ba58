import type { VoterGroup } from '../voter-group.js'

/** How a voter starts whose store has a long log. */
export interface StartResult {
  readonly entries: number
  /** From the call to start until the group is open, of each start. */
  readonly timesMs: readonly number[]
  readonly maxMs: number
  /** The most memory that the process had in its hands after a start. */
  readonly rssMax: number
}

const entryCount = 1_000_000
const inFlight = 1_024

/** Fills a log, and then kills and starts a follower, `runs` times. */
export async function measureStart(
  group: VoterGroup,
  runs: number,
  progress: (line: string) => void
): Promise<StartResult> {
  const { leader, followers } = await group.roles()
  await leader.call('fill', { chosenSlotMax: entryCount, inFlight })
  await group.ready()
  const timesMs: number[] = []
  let rssMax = 0
  let [follower] = followers
  for (let i = 0; i < runs && follower !== undefined; i += 1) {
    follower.kill()
    const { openMs, rss, process } = await group.restart(follower)
    follower = process
    timesMs.push(openMs)
    rssMax = Math.max(rssMax, rss)
    progress(`start ${i + 1} of ${runs}: ${openMs.toFixed(0)} ms, ${rss} bytes`)
  }
  return { entries: entryCount, timesMs, maxMs: Math.max(...timesMs), rssMax }
}
