import type { Sequence } from 'libp2p-paxos'

// #region ids
/** Ids that nobody else ever gets, a block of them for each slot of the log. */
export async function* ids(
  sequence: Sequence,
  block = 100
): AsyncGenerator<number, void, undefined> {
  for (;;) {
    const { first, last } = await sequence.take(block)
    for (let id = first; id <= last; id += 1) yield id
  }
}
// #endregion ids
