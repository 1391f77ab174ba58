import type { CallOptions, Election, Leadership } from 'libp2p-paxos'

// #region lead
/** Works whenever this member has the office, until the work is done; if it loses the office it gets in line again. */
export async function lead<V, R>(
  election: Election<V>,
  value: V,
  work: (leadership: Leadership<V>) => Promise<R>,
  options: CallOptions = {}
): Promise<R> {
  for (;;) {
    try {
      const leadership = await election.campaign(value, options)
      try {
        return await work(leadership) // It ends when `leadership.signal` is aborted.
      } finally {
        await leadership.resign() // Throws if the office was lost: whatever was done may not count.
      }
    } catch (error) {
      if ((error as Error).name !== 'LockLostError') throw error
    }
  }
}
// #endregion lead
