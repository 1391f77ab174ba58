import { sameBallot } from '../core/ballot.js'
import type { AcceptMessage } from '../core/messages.js'
import type { Frame } from '../wire/frame.js'
import { endOfTurn } from './turn.js'

/**
 * Holds back frames that only tell what was chosen, to the end of the turn: who proposes again as soon as a value is chosen has
 * an accept sent by then, which tells the same. All other frames pass at once, and the order stays.
 */
export class Watermarks {
  readonly #transmit: (peerId: string, frame: Frame) => void
  readonly #held = new Map<string, Frame>()

  constructor(transmit: (peerId: string, frame: Frame) => void) {
    this.#transmit = transmit
  }

  send(peerId: string, frame: Frame): void {
    const held = this.#held.get(peerId)
    if (held !== undefined) {
      this.#held.delete(peerId)
      if (!tells(frame, held)) this.#transmit(peerId, held)
    }
    if (onlyWatermark(frame) === undefined) {
      this.#transmit(peerId, frame)
      return
    }
    if (this.#held.size === 0) endOfTurn(() => this.#release())
    this.#held.set(peerId, frame)
  }

  #release(): void {
    const held = [...this.#held]
    this.#held.clear()
    for (const [peerId, frame] of held) this.#transmit(peerId, frame)
  }
}

/** The only message of a frame, if it is an accept without entries. */
function onlyWatermark({ sections, peerRecords }: Frame): AcceptMessage | undefined {
  const message = sections[0]?.messages[0]
  if (sections.length !== 1 || sections[0]?.messages.length !== 1) return undefined
  if (peerRecords !== undefined || message?.type !== 'accept') return undefined
  return message.entries.length === 0 ? message : undefined
}

/** Whether whoever gets `frame` learns all that `held` tells. */
function tells(frame: Frame, held: Frame): boolean {
  const watermark = onlyWatermark(held)
  const groupId = held.sections[0]?.groupId
  if (watermark === undefined) return false
  return frame.sections.some(
    section =>
      section.groupId === groupId &&
      section.messages.some(
        message =>
          message.type === 'accept' &&
          message.chosenSlotMax >= watermark.chosenSlotMax &&
          sameBallot(message.ballot, watermark.ballot)
      )
  )
}
