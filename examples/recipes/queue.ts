import type { ReplicatedMap, Sequence } from 'libp2p-paxos'
import { follow } from './follow.js'

// #region queue
/** Puts something in a queue. */
export async function put<V>(queue: ReplicatedMap<V>, ids: Sequence, item: V): Promise<void> {
  await queue.set(`${await ids.next()}`.padStart(16, '0'), item)
}

/** Takes the first of what is in it, which nobody else gets then; waits for something. */
export async function take<V>(queue: ReplicatedMap<V>): Promise<V> {
  for await (const items of follow(queue, { limit: 10 })) {
    for (const { key, version, value } of items) {
      const taken = await queue.compareAndDelete(key, version)
      if (taken.succeeded) return value
    }
  }
  throw new Error('the group was closed')
}
// #endregion queue
