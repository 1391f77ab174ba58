import { entryBytes } from '../core/entry.js'
import type { GenesisMessage } from '../core/genesis-messages.js'
import type { Message } from '../core/messages.js'
import type { Frame } from '../wire/frame.js'
import type { Transport } from './ports.js'

type AnyMessage = Message | GenesisMessage

interface Letter {
  readonly to: string
  readonly message: AnyMessage
}

/** Bytes of entries, and messages, that one frame carries, unless a single message has more. */
const loadBytesMax = 1024 * 1024
const loadMessagesMax = 1024

/** Sends the messages of one replica, in as few frames as their limits allow. */
export class Postbox {
  readonly #transport: Transport
  readonly #groupId: Uint8Array
  readonly #incarnation: bigint

  constructor(transport: Transport, groupId: Uint8Array, incarnation: bigint) {
    this.#transport = transport
    this.#groupId = groupId
    this.#incarnation = incarnation
  }

  send(letters: readonly Letter[]): void {
    if (letters.length === 0) return
    const byPeer = new Map<string, AnyMessage[]>()
    for (const { to, message } of letters) {
      const messages = byPeer.get(to)
      if (messages === undefined) byPeer.set(to, [message])
      else messages.push(message)
    }
    const frames: Frame[] = []
    for (const [peerId, all] of byPeer) {
      for (const messages of loads(all)) this.#transport.send(peerId, this.#frame(frames, messages))
    }
  }

  /** Peers that get the same messages get the same frame, which the transport need encode only once. */
  #frame(frames: Frame[], messages: readonly AnyMessage[]): Frame {
    const known = frames.find(({ sections }) => sameItems(sections[0]?.messages ?? [], messages))
    if (known !== undefined) return known
    const frame: Frame = {
      sections: [{ groupId: this.#groupId, incarnation: this.#incarnation, messages }]
    }
    frames.push(frame)
    return frame
  }
}

/** Splits messages into what one frame carries each, in their order. */
function loads(messages: readonly AnyMessage[]): (readonly AnyMessage[])[] {
  const split: AnyMessage[][] = []
  let load: AnyMessage[] = []
  let bytes = 0
  for (const message of messages) {
    const size = entriesBytes(message)
    if (load.length > 0 && (bytes + size > loadBytesMax || load.length >= loadMessagesMax)) {
      split.push(load)
      load = []
      bytes = 0
    }
    load.push(message)
    bytes += size
  }
  split.push(load)
  return split
}

function entriesBytes(message: AnyMessage): number {
  const entries =
    'entries' in message ? message.entries : 'proposals' in message ? message.proposals : []
  let bytes = 0
  for (const entry of entries) bytes += entryBytes(entry)
  return bytes
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i])
}
