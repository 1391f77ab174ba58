import { setTimeout as delay } from 'node:timers/promises'
import type { Group } from 'libp2p-paxos'
import { follow } from './follow.js'

type Objects = Pick<Group, 'map' | 'lease'>

// #region semaphore
/** Does something while fewer than `permits` others do, in the order in which they came. */
export async function withPermit<R>(
  group: Objects,
  name: string,
  permits: number,
  use: (signal: AbortSignal) => Promise<R>
): Promise<R> {
  await using lease = await group.lease() // Whoever dies gives its permit back.
  const { id, signal } = lease
  const line = group.map(name)
  await line.set(`${id}`, new Uint8Array(0), { lease })
  for await (const entries of follow(line, { signal })) {
    const first = entries.toSorted((a, b) => a.createdSlot - b.createdSlot).slice(0, permits)
    if (first.some(({ key }) => key === `${id}`)) return await use(signal)
  }
  throw signal.reason
}
// #endregion semaphore

// #region rate
/** Begins something only when fewer than `limit` members, or calls, began it in the last `windowMs`. */
export async function throttle<R>(
  group: Objects,
  name: string,
  limit: number,
  windowMs: number,
  use: () => Promise<R>
): Promise<R> {
  const begun = Promise.withResolvers<R>()
  withPermit(group, name, limit, async () => {
    begun.resolve(use())
    await delay(windowMs) // The permit is kept for that long.
  }).catch(begun.reject)
  return await begun.promise
}
// #endregion rate
