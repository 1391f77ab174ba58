import { sameBallot } from '../core/ballot.js'
import { entryBytes } from '../core/entry.js'
import type { AcceptMessage } from '../core/messages.js'
import type { AnyMessage, Frame, FrameSection } from '../wire/frame.js'
import type { Clock, Transport } from './ports.js'

/** What messages say of whoever sends them. */
export type Sender = Pick<FrameSection, 'incarnation' | 'boot'>

interface Letter {
  readonly to: string
  readonly message: AnyMessage
}

/** Bytes of entries, and messages, that one frame carries, unless a single message has more. */
const loadBytesMax = 1024 * 1024
const loadMessagesMax = 1024

/**
 * Sends the messages of one replica, in order and in as few frames as their limits allow.
 *
 * A message that only tells what was chosen waits for the end of the turn: who proposes again as soon as a value is chosen has
 * an accept sent by then, which tells the same.
 */
export class Postbox {
  readonly #transport: Transport
  readonly #groupId: Uint8Array
  readonly #sender: Sender
  readonly #clock: Clock
  /** Watermarks that wait for the end of the turn, by peer. */
  readonly #held = new Map<string, AcceptMessage>()

  constructor(clock: Clock, transport: Transport, groupId: Uint8Array, sender: Sender) {
    this.#clock = clock
    this.#transport = transport
    this.#groupId = groupId
    this.#sender = sender
  }

  /** Drops what waits: nothing leaves any more. */
  close(): void {
    this.#held.clear()
  }

  send(letters: readonly Letter[]): void {
    const frames: Frame[] = []
    for (const [peerId, messages] of byPeer(letters)) {
      if (this.#hold(peerId, messages)) continue
      for (const load of loads(messages)) this.#transport.send(peerId, this.#frame(frames, load))
    }
  }

  /** Sends one message so that it holds up no others, and may be overtaken by them. */
  sendApart({ to, message }: Letter): void {
    this.#transport.send(to, this.#frame([], [message]), 'snapshot')
  }

  /** Whether all of `messages` can wait. What waited before leaves ahead of them, unless they tell it too. */
  #hold(peerId: string, messages: AnyMessage[]): boolean {
    const held = this.#held.get(peerId)
    this.#held.delete(peerId)
    if (held !== undefined && !messages.some(message => tells(message, held))) {
      messages.unshift(held)
    }
    const [only] = messages
    if (messages.length !== 1 || only?.type !== 'accept' || only.entries.length > 0) return false
    if (this.#held.size === 0) this.#clock.turnEnd(() => this.#release())
    this.#held.set(peerId, only)
    return true
  }

  #release(): void {
    const held = [...this.#held]
    this.#held.clear()
    const frames: Frame[] = []
    for (const [peerId, message] of held) {
      this.#transport.send(peerId, this.#frame(frames, [message]))
    }
  }

  /** Peers that get the same messages get the same frame, which the transport need encode only once. */
  #frame(frames: Frame[], messages: readonly AnyMessage[]): Frame {
    const known = frames.find(({ sections }) => sameItems(sections[0]?.messages ?? [], messages))
    if (known !== undefined) return known
    const frame: Frame = { sections: [{ groupId: this.#groupId, ...this.#sender, messages }] }
    frames.push(frame)
    return frame
  }
}

/** The messages to each peer, in their order. */
function byPeer(letters: readonly Letter[]): Iterable<[string, AnyMessage[]]> {
  const [first] = letters
  // Most steps send nothing or answer one peer.
  if (first === undefined) return []
  if (letters.length === 1) return [[first.to, [first.message]]]
  const found = new Map<string, AnyMessage[]>()
  for (const { to, message } of letters) {
    const messages = found.get(to)
    if (messages === undefined) found.set(to, [message])
    else messages.push(message)
  }
  return found
}

/** Splits messages into what one frame carries each, in their order. */
function loads(messages: readonly AnyMessage[]): (readonly AnyMessage[])[] {
  if (messages.length === 1) return [messages]
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

/** Whether whoever gets `message` learns all that `watermark` tells. */
function tells(message: AnyMessage, watermark: AcceptMessage): boolean {
  return (
    message.type === 'accept' &&
    message.chosenSlotMax >= watermark.chosenSlotMax &&
    sameBallot(message.ballot, watermark.ballot)
  )
}
