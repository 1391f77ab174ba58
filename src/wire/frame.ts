import type { GenesisMessage } from '../core/genesis-messages.js'
import type { Message } from '../core/messages.js'

/** The unit that is sent: messages of any groups, for one peer. */
export interface Frame {
  readonly sections: readonly FrameSection[]
  /** Where other members can be reached; the transport's own business. */
  readonly peerRecords?: readonly PeerRecord[]
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
  readonly messages: readonly (Message | GenesisMessage)[]
}
