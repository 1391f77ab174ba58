import type { GenesisMessage } from '../core/genesis-messages.js'
import type { Message } from '../core/messages.js'

/** The unit that is sent: messages of any groups, for one peer. */
export interface Frame {
  readonly sections: readonly FrameSection[]
}

/** The messages of one group within a frame, in the order they were sent. */
export interface FrameSection {
  /** 32 bytes: the group id, or the meeting id until the group exists. */
  readonly groupId: Uint8Array
  /** Incarnation of the sending replica. */
  readonly incarnation: bigint
  readonly messages: readonly (Message | GenesisMessage)[]
}
