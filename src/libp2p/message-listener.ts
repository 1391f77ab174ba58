import type { Logger } from '@libp2p/interface'
import { toHex } from '../runtime/group-id.js'
import type { Frame } from '../wire/frame.js'
import { type MessageSummary, summarize } from '../wire/message-summary.js'

/** A message between this peer and another one, summed up. */
export interface ObservedMessage extends MessageSummary {
  /** `sent`: handed over to be sent, which it may be in vain; `received`: about to be handled. */
  readonly direction: 'sent' | 'received'
  /** The peer at the other end. */
  readonly peerId: string
  /** Hexadecimal; of a group that has not formed yet, what its founders meet under. */
  readonly groupId: string
}

/** Tells `listener` of every message of a frame, in their order. A listener that throws is logged, and stops nothing. */
export function tellMessages(
  listener: (message: ObservedMessage) => void,
  log: Logger,
  frame: Frame,
  envelope: Pick<ObservedMessage, 'direction' | 'peerId'>
): void {
  try {
    for (const { groupId, messages } of frame.sections) {
      const group = toHex(groupId)
      for (const message of messages) {
        listener({ ...envelope, groupId: group, ...summarize(message) })
      }
    }
  } catch (error) {
    log.error('a listener of messages threw: %e', error)
  }
}
