import { muxerNames } from '../../test/support/libp2p-node.js'
import { VoterGroup } from '../voter-group.js'
import { repeated, type SweepInit, type SweepResult } from './sweep.js'

const depths = [1, 32, 1_024]

export async function sweepMuxers(init: SweepInit): Promise<SweepResult> {
  await using stack = new AsyncDisposableStack()
  const groups: VoterGroup[] = []
  for (const muxer of muxerNames) {
    groups.push(stack.use(await VoterGroup.start({ parent: init.directory, muxer })))
  }
  const rows: number[][] = []
  for (const inFlight of depths) {
    const load = { inFlight, durationMs: init.durationMs }
    const rates = await repeated(init, `${inFlight} in flight`, async () => {
      const measured: number[] = []
      for (const group of groups) {
        const { leader } = await group.roles()
        const peerIds = group.peersOf(leader)
        measured.push((await leader.call('proposeMany', load)).perSecond)
        measured.push((await leader.call('broadcast', { ...load, peerIds })).perSecond)
      }
      return measured
    })
    rows.push([inFlight, ...rates])
  }
  return {
    name: 'muxers',
    what: 'Values of 100 bytes proposed in the leader, beside bare libp2p messages on streams of the same muxer.',
    columns: ['in flight', ...muxerNames.flatMap(name => [`${name}/s`, `bare ${name}/s`])],
    rows,
    plotted: [1, 2, 3, 4]
  }
}
