import type { Boot } from '../core/boot.js'
import type { GenesisMessage } from '../core/genesis-messages.js'
import type { MembershipMessage } from '../core/join-messages.js'
import type { Message } from '../core/messages.js'
import type { SnapshotMessage } from '../core/snapshot-messages.js'

/** Whatever one peer says to another within a group. */
export type AnyMessage = Message | GenesisMessage | MembershipMessage | SnapshotMessage

/** The unit that is sent: messages of any groups, for one peer. */
export interface Frame {
  readonly sections: readonly FrameSection[]
  /** Where other members can be reached; the transport's own business. */
  readonly peerRecords?: readonly PeerRecord[]
  readonly probe?: Probe
}

/** Asks a peer, for all groups at once, whether it is there; or answers, if it has a generation. */
export interface Probe {
  readonly round: number
  /** A number of 64 bits: another one once a replica of the sender stopped. */
  readonly generation?: bigint
}

/** Says where a peer can be reached, in that peer's own words. */
export interface PeerRecord {
  readonly peerId: string
  /** A libp2p signed envelope of the peer's addresses. */
  readonly envelope: Uint8Array
}

/** The messages of one group within a frame, in the order they were sent. */
export interface FrameSection {
  /** 32 bytes: the group id, or the meeting id until the group exists. */
  readonly groupId: Uint8Array
  /** Incarnation of the sending replica. */
  readonly incarnation: bigint
  /** The opening of its store that goes on; undefined of whoever has none of the group. */
  readonly boot?: Boot
  readonly messages: readonly AnyMessage[]
}

/** Whether a message belongs to epoch 0, in which the founders meet. */
export function isGenesisMessage(message: AnyMessage): message is GenesisMessage {
  return message.type.startsWith('genesis-')
}

const membershipTypes: readonly string[] = ['join', 'welcome', 'join-refused', 'boot-refused']

/** Whether a message is about being admitted, and so none of the log. */
export function isMembershipMessage(message: AnyMessage): message is MembershipMessage {
  return membershipTypes.includes(message.type)
}

/** Whether a message is about handing over a snapshot, and so none of the log. */
export function isSnapshotMessage(message: AnyMessage): message is SnapshotMessage {
  return message.type.startsWith('snapshot-')
}
