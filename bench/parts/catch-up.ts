import { median } from '../statistics.js'
import type { VoterGroup } from '../voter-group.js'
import { createVoter } from '../voter-place.js'

/** From the call to join until everything is known that was chosen before it. */
export interface CatchUpResult {
  readonly values: number
  readonly timesMs: readonly number[]
  readonly medianMs: number
  readonly maxMs: number
}

/** Values that are chosen before anybody joins. */
const valueCount = 100_000

/** Proposals in flight while the group is filled. */
const inFlight = 1_024

/** Lets one peer after the other join a group with a long log. */
export async function measureCatchUp(
  group: VoterGroup,
  runs: number,
  progress: (line: string) => void
): Promise<CatchUpResult> {
  const { leader } = await group.roles()
  await leader.call('fill', { chosenSlotMax: valueCount, inFlight })
  await group.ready()
  const timesMs: number[] = []
  for (let i = 0; i < runs; i += 1) {
    const joiner = await createVoter(group.scratch(), i + 1)
    try {
      const { invite } = await leader.call('invite', null)
      const { chosenSlotMax } = await leader.call('status', null)
      const { privateKey, directory, process } = joiner
      const startMs = performance.now()
      await process.call('join', { privateKey, directory, invite })
      await process.call('learned', { slot: chosenSlotMax })
      timesMs.push(performance.now() - startMs)
      progress(`catch-up ${i + 1} of ${runs}: ${timesMs.at(-1)?.toFixed(0)} ms`)
    } finally {
      joiner.process.kill()
      await joiner.process.gone()
    }
  }
  return {
    values: valueCount,
    timesMs,
    medianMs: median(timesMs),
    maxMs: Math.max(...timesMs)
  }
}
