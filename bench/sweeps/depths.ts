import { VoterGroup } from '../voter-group.js'
import { repeated, type SweepInit, type SweepResult } from './sweep.js'

const depths = [1, 8, 64, 512, 4_096]

export async function sweepDepths(init: SweepInit): Promise<SweepResult> {
  await using group = await VoterGroup.start({ parent: init.directory })
  const { leader, followers } = await group.roles()
  const [follower = leader] = followers
  const peerIds = group.peersOf(leader)
  const rows: number[][] = []
  for (const inFlight of depths) {
    const load = { inFlight, durationMs: init.durationMs }
    const rates = await repeated(init, `${inFlight} in flight`, async () => [
      (await leader.call('proposeMany', load)).perSecond,
      (await follower.call('proposeMany', load)).perSecond,
      (await leader.call('broadcast', { ...load, peerIds })).perSecond
    ])
    rows.push([inFlight, ...rates])
  }
  return {
    name: 'depths',
    what: 'Values of 100 bytes, beside bare libp2p messages to both others, done with the first reply.',
    columns: ['in flight', 'in the leader/s', 'in a follower/s', 'bare broadcast/s'],
    rows,
    plotted: [1, 2, 3]
  }
}
