import type { ReplicatedMap } from 'libp2p-paxos'

// #region update
/** Sets a key to what follows from what it holds, without losing what others set meanwhile. */
export async function update<V>(
  map: ReplicatedMap<V>,
  key: string,
  change: (value: V | undefined) => V
): Promise<V> {
  // What is read may be old: whoever does not succeed is told what is there.
  let { entry } = await map.read(key, { consistency: 'session' })
  for (;;) {
    const value = change(entry?.value)
    const set = await map.compareAndSet(key, entry?.version ?? 0, value)
    if (set.succeeded) return value
    entry = set.entry
  }
}
// #endregion update
