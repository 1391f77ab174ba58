import type { Group } from 'libp2p-paxos'

const waitMs = 10_000

/**
 * Has the group make this member a voter now, if it is none. It would do so by itself as well, but only where that helps: a fourth voter
 * beside three survives no more failures than they do.
 *
 * @throws what `reconfigure` throws, but for other changes that come first.
 */
export async function becomeVoter(group: Group<string>, peerId: string): Promise<void> {
  await group.ready({ timeoutMs: waitMs })
  while (!group.status().votes) {
    try {
      await group.reconfigure({ add: [peerId] }, { timeoutMs: waitMs })
      return
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ReconfigurationPendingError') throw error
    }
  }
}
