import type { ReplicatedMap } from 'libp2p-paxos'
import { follow } from './follow.js'

// #region meet
/** Waits until `count` members, of which this is one, have come so far. */
export async function meet(
  map: ReplicatedMap<Uint8Array>,
  self: string,
  count: number
): Promise<void> {
  await map.setIfAbsent(self, new Uint8Array(0))
  for await (const { length } of follow(map)) if (length >= count) return
  throw new Error('the group was closed')
}
// #endregion meet
