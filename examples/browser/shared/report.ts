import type { GroupStatus } from 'libp2p-paxos'
import type { PeerReport } from './messages.js'

/** What a peer says of itself. */
export function reportOf(status: GroupStatus, connected: readonly string[]): PeerReport {
  const { role, leader, ballot, quorum, epoch, members, chosenSlotMax } = status
  return {
    role,
    leader: leader ?? null,
    ballot: ballot ?? null,
    quorum,
    epoch,
    voters: members.map(({ peerId }) => peerId),
    chosenSlotMax,
    connected
  }
}
