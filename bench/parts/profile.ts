import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { VoterGroup } from '../voter-group.js'

const depths = [1, 1_024] as const

/** Records the leader and a follower while values are proposed at the leader; returns the paths of the files. */
export async function recordProfiles(
  group: VoterGroup,
  directory: string,
  durationMs: number
): Promise<string[]> {
  await mkdir(directory, { recursive: true })
  const { leader, followers } = await group.roles()
  const [follower = leader] = followers
  const paths: string[] = []
  for (const inFlight of depths) {
    const load = { inFlight, durationMs }
    await leader.call('proposeMany', load)
    for (const [role, voter] of Object.entries({ leader, follower })) {
      const path = join(directory, `${role}-${inFlight}.cpuprofile`)
      await voter.call('startProfile', null)
      await leader.call('proposeMany', load)
      await voter.call('stopProfile', { path })
      paths.push(path)
    }
  }
  return paths
}
