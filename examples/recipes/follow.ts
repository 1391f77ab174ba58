import type { MapEntry, ReplicatedMap, ScanOptions } from 'libp2p-paxos'

// #region follow
/** The first entries of a map, now and after each change, until the group is closed. */
export async function* follow<V>(
  map: ReplicatedMap<V>,
  options: Pick<ScanOptions<string>, 'limit' | 'signal'> = {}
): AsyncGenerator<readonly MapEntry<V>[], void, undefined> {
  for (;;) {
    let page = await map.scan(options)
    yield page.entries
    try {
      for await (const { slot } of map.watch({ ...options, slot: page.slot + 1 })) {
        if (slot <= page.slot) continue // It was read already.
        page = await map.scan({ ...options, consistency: 'local', slot })
        yield page.entries
      }
      return
    } catch (error) {
      // Too much happened, or it came as a snapshot: from the beginning.
      if ((error as Error).name !== 'CompactedError') throw error
    }
  }
}
// #endregion follow
