import type { GenesisMessage } from '../core/genesis-messages.js'
import type { Message } from '../core/messages.js'
import type { Frame } from '../wire/frame.js'
import type { Transport } from './ports.js'

interface Letter {
  readonly to: string
  readonly message: Message | GenesisMessage
}

/** Sends the messages of one replica, one frame for each peer and call. */
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
    const byPeer = new Map<string, (Message | GenesisMessage)[]>()
    for (const { to, message } of letters) {
      const messages = byPeer.get(to)
      if (messages === undefined) byPeer.set(to, [message])
      else messages.push(message)
    }
    const frames: Frame[] = []
    for (const [peerId, messages] of byPeer) {
      // Peers that get the same messages get the same frame, which the transport need encode only once.
      let frame = frames.find(({ sections }) => sameItems(sections[0]?.messages ?? [], messages))
      if (frame === undefined) {
        frame = {
          sections: [{ groupId: this.#groupId, incarnation: this.#incarnation, messages }]
        }
        frames.push(frame)
      }
      this.#transport.send(peerId, frame)
    }
  }
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i])
}
