import type { Load, ObjectOperation } from '../commands.js'
import { median } from '../statistics.js'
import type { VoterGroup } from '../voter-group.js'
import type { VoterProcess } from '../voter-process.js'

/** Operations on a map a second. */
export interface ObjectsResult {
  /** Bare values and writes of a map at the leader, with as many in flight. */
  readonly values: number
  readonly sets: number
  /** Linearizable reads, and with a tenth of writes among them. */
  readonly leaderGets: number
  readonly leaderMixed: number
  readonly followerGets: number
  readonly followerMixed: number
  readonly localGets: number
  /** Writes at the leader, next to each other, while nobody watches there and while 1,000 do, each another key. */
  readonly unwatchedSets: number
  readonly watchedSets: number
}

const writesInFlight = 1_024
const readsInFlight = 256

/** Measures everything in turn, so that what disturbs the machine disturbs all of it. */
export async function measureObjects(
  group: VoterGroup,
  repetitions: number,
  durationMs: number,
  progress: (line: string) => void
): Promise<ObjectsResult> {
  const results: ObjectsResult[] = []
  const { leader, followers } = await group.roles()
  const [follower = leader] = followers
  await leader.call('fillMap', null)
  for (let i = 0; i <= repetitions; i += 1) {
    // The first time the engine still compiles.
    const load = (inFlight: number): Load => ({
      inFlight,
      durationMs: i === 0 ? durationMs / 2 : durationMs
    })
    const rate = async (process: VoterProcess, kind: ObjectOperation, inFlight: number) =>
      (await process.call('runObjects', { kind, ...load(inFlight) })).perSecond
    const unwatchedSets = await rate(leader, 'set', writesInFlight)
    await leader.call('watchKeys', null)
    const watchedSets = await rate(leader, 'set', writesInFlight)
    await leader.call('stopWatchingKeys', null)
    const result: ObjectsResult = {
      values: (await leader.call('proposeMany', load(writesInFlight))).perSecond,
      sets: await rate(leader, 'set', writesInFlight),
      leaderGets: await rate(leader, 'get', readsInFlight),
      leaderMixed: await rate(leader, 'mixed', readsInFlight),
      followerGets: await rate(follower, 'get', readsInFlight),
      followerMixed: await rate(follower, 'mixed', readsInFlight),
      localGets: await rate(follower, 'local-get', 1),
      unwatchedSets,
      watchedSets
    }
    if (i === 0) continue
    results.push(result)
    progress(`objects ${i} of ${repetitions}: ${JSON.stringify(result)}`)
  }
  const middle = (pick: (result: ObjectsResult) => number): number => median(results.map(pick))
  return {
    values: middle(({ values }) => values),
    sets: middle(({ sets }) => sets),
    leaderGets: middle(({ leaderGets }) => leaderGets),
    leaderMixed: middle(({ leaderMixed }) => leaderMixed),
    followerGets: middle(({ followerGets }) => followerGets),
    followerMixed: middle(({ followerMixed }) => followerMixed),
    localGets: middle(({ localGets }) => localGets),
    unwatchedSets: middle(({ unwatchedSets }) => unwatchedSets),
    watchedSets: middle(({ watchedSets }) => watchedSets)
  }
}
