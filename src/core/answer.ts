import type { Context } from './context.js'
import type { ProposeReplyMessage, ReadReplyMessage } from './messages.js'

/** Sends an answer to who asked, back along the way on which the question came: each who passed it on needs to know nobody else. */
export function answer({ out }: Context, message: ProposeReplyMessage | ReadReplyMessage): void {
  const { origin, via } = message
  out.send(via.at(-1) ?? origin, { ...message, via: via.slice(0, -1) })
}
