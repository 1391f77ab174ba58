import { bareFlow } from '../group-load.js'
import { VoterGroup } from '../voter-group.js'
import { repeated, type SweepInit, type SweepResult } from './sweep.js'

const kibibyte = 1024
const sizes = [16, 128, kibibyte, 16 * kibibyte, 128 * kibibyte, 1024 * kibibyte]

/** Values in flight, and bytes of them: what may wait at once has a bound. */
const inFlightMax = 256
const bytesInFlightMax = 8 * kibibyte * kibibyte

export async function sweepSizes(init: SweepInit): Promise<SweepResult> {
  await using group = await VoterGroup.start({ parent: init.directory })
  const { leader } = await group.roles()
  const rows: number[][] = []
  for (const valueBytes of sizes) {
    const inFlight = Math.min(inFlightMax, bytesInFlightMax / valueBytes)
    const load = { inFlight, durationMs: init.durationMs, valueBytes }
    const [own = Number.NaN, bare = Number.NaN] = await repeated(
      init,
      `${valueBytes} bytes`,
      async () => [
        (await leader.call('proposeMany', load)).perSecond,
        (await bareFlow(group, leader, load)).perSecond
      ]
    )
    rows.push([valueBytes, inFlight, own, own * valueBytes, bare * valueBytes])
  }
  return {
    name: 'sizes',
    what: 'Values proposed in the leader, beside bare libp2p messages of the same length to both others, done with the first answer.',
    columns: ['bytes of a value', 'in flight', 'values/s', 'bytes/s', 'bare bytes/s'],
    rows,
    plotted: [3, 4]
  }
}
