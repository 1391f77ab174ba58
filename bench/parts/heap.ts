import type { Heap } from '../commands.js'
import type { VoterGroup } from '../voter-group.js'

/** What the values between two sizes of the log cost each voter in memory. */
export interface HeapResult {
  readonly slotMin: number
  readonly slotMax: number
  /** Bytes by which each voter grew: the leader first. */
  readonly growth: readonly Heap[]
}

const slotMin = 20_000
const slotMax = 200_000
const inFlight = 1_024

/** Measures every voter after a forced collection at two sizes of the log. */
export async function measureHeap(
  group: VoterGroup,
  progress: (line: string) => void
): Promise<HeapResult> {
  const before = await heapsAt(group, slotMin)
  progress(`heap at ${slotMin}: ${JSON.stringify(before)}`)
  const after = await heapsAt(group, slotMax)
  progress(`heap at ${slotMax}: ${JSON.stringify(after)}`)
  const growth = after.map((heap, i) => ({
    heapUsed: heap.heapUsed - (before[i]?.heapUsed ?? 0),
    arrayBuffers: heap.arrayBuffers - (before[i]?.arrayBuffers ?? 0)
  }))
  return { slotMin, slotMax, growth }
}

async function heapsAt(group: VoterGroup, chosenSlotMax: number): Promise<Heap[]> {
  const { leader, followers } = await group.roles()
  await leader.call('fill', { chosenSlotMax, inFlight })
  await group.ready()
  return await Promise.all([leader, ...followers].map(voter => voter.call('heap', null)))
}
