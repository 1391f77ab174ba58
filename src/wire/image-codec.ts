import { reader } from 'protons-runtime'
import { concat } from 'uint8arrays/concat'
import type { DecisionImage, KeyImage, LogImage, SessionImage } from '../core/image.js'
import { StoreCorruptError } from '../errors.js'
import { checkBytes, checkUint64, checkWhole } from './checks.js'
import * as wire from './generated/wire.js'
import { keyBytesMax, nameBytesMax, valueBytesMaxLimit } from './limits.js'
import {
  peerIdFromWire,
  peerIdToWire,
  required,
  textFromWire,
  textToWire,
  uint64FromWire
} from './parts.js'
import { encode } from './writer.js'

/*
 * An image is one message of the schema, which a group that remembers much makes too long to be written or read in one go. Its pieces
 * are messages too, with a part of its fields each: one after the other they are the bytes of the whole.
 */

/**
 * Bytes from which on a piece ends, about: a single item may have more.
 *
 * Too low and many pieces cost more than one; too high and writing one takes long.
 */
const pieceBytesTarget = 32 * 1024

/** What an item takes besides its texts and values, about. */
const itemBytes = 64

/** The bytes of an image, piece by piece: together the same for the same image, everywhere. */
export function* encodeImage(image: LogImage): Generator<Uint8Array, void, undefined> {
  const { slot, logTimeMs, sessions, keys, decisions, dueSlots } = image
  yield encodePiece({
    slot: checkWhole('slot', slot, 1),
    logTimeMs: checkWhole('logTimeMs', logTimeMs)
  })
  for (const some of inPieces(sessions, ({ outcomes }) => 8 * outcomes.length)) {
    yield encodePiece({ sessions: some.map(session => sessionToWire(session, slot)) })
  }
  for (const some of inPieces(keys, ({ key }) => key.length)) {
    yield encodePiece({ keys: some.map(used => keyToWire(used, slot)) })
  }
  for (const some of inPieces(decisions, ({ name, value }) => name.length + value.length)) {
    yield encodePiece({ decisions: some.map(decision => decisionToWire(decision, slot)) })
  }
  yield encodePiece({ dueSlots: dueSlots.map(due => checkWhole('dueSlot', due, 1, slot)) })
}

function encodePiece(piece: Partial<wire.ImageRecord>): Uint8Array {
  return encode(wire.ImageRecord.codec(), piece)
}

function* inPieces<T>(
  items: readonly T[],
  bytesOf: (item: T) => number
): Generator<readonly T[], void, undefined> {
  let start = 0
  let bytes = 0
  for (const [i, item] of items.entries()) {
    bytes += itemBytes + bytesOf(item)
    if (bytes < pieceBytesTarget && i + 1 < items.length) continue
    yield items.slice(start, i + 1)
    start = i + 1
    bytes = 0
  }
}

/**
 * Reads what {@link encodeImage} wrote, in pieces of any length.
 *
 * Its methods throw StoreCorruptError if the bytes are no image.
 */
export class ImageDecoder {
  #slot = 0
  #logTimeMs = 0
  readonly #sessions: SessionImage[] = []
  readonly #keys: KeyImage[] = []
  readonly #decisions: DecisionImage[] = []
  readonly #dueSlots: number[] = []
  /** What was not read yet, and how long that must be to be looked at: what holds no whole field is not looked at again and again. */
  #unread: Uint8Array[] = []
  #unreadBytes = 0
  #enoughBytes = 1

  /** Takes the next bytes, which must stay as they are. */
  add(piece: Uint8Array): void {
    this.#unread.push(piece)
    this.#unreadBytes += piece.length
    if (this.#unreadBytes >= this.#enoughBytes) this.#readFields()
  }

  /** There are no more bytes: what they were. */
  end(): LogImage {
    this.#readFields()
    if (this.#slot === 0 || this.#unreadBytes > 0) throw corrupt(undefined)
    return {
      slot: this.#slot,
      logTimeMs: this.#logTimeMs,
      sessions: this.#sessions,
      keys: this.#keys,
      decisions: this.#decisions,
      dueSlots: this.#dueSlots
    }
  }

  #readFields(): void {
    const bytes = concat(this.#unread, this.#unreadBytes)
    try {
      const end = wholeFields(bytes)
      this.#take(wire.ImageRecord.decode(bytes.subarray(0, end)))
      const rest = bytes.subarray(end)
      this.#unread = [rest]
      this.#unreadBytes = rest.length
      this.#enoughBytes = 2 * rest.length
    } catch (cause) {
      throw corrupt(cause)
    }
  }

  /** The slot comes first, so that it is known what must not be above it. */
  #take({ slot, logTimeMs, sessions, keys, decisions, dueSlots }: wire.ImageRecord): void {
    if (slot !== 0) this.#slot = checkWhole('slot', slot, 1)
    if (logTimeMs !== 0) this.#logTimeMs = checkWhole('logTimeMs', logTimeMs)
    for (const session of sessions) this.#sessions.push(sessionFromWire(session, this.#slot))
    for (const used of keys) this.#keys.push(keyFromWire(used, this.#slot))
    for (const decision of decisions) this.#decisions.push(decisionFromWire(decision, this.#slot))
    for (const due of dueSlots) this.#dueSlots.push(checkWhole('dueSlot', due, 1, this.#slot))
  }
}

/** Bytes of the whole fields that `bytes` begins with. */
function wholeFields(bytes: Uint8Array): number {
  const fields = reader(bytes)
  let end = 0
  try {
    while (end < bytes.length) {
      fields.skipType(fields.uint32() & 7)
      end = fields.pos
    }
  } catch (error) {
    // The last one goes beyond them.
    if (!(error instanceof RangeError)) throw error
  }
  return end
}

function corrupt(cause: unknown): StoreCorruptError {
  return new StoreCorruptError('the image of a snapshot cannot be read back', { cause })
}

function sessionToWire(session: SessionImage, slot: number): wire.SessionImage {
  return {
    id: checkWhole('session.id', session.id, 1, slot),
    origin: peerIdToWire(session.origin),
    nonce: checkUint64('nonce', session.nonce),
    nextSequence: checkWhole('nextSequence', session.nextSequence, 1),
    outcomes: [...session.outcomes]
  }
}

function sessionFromWire(session: wire.SessionImage, slot: number): SessionImage {
  return {
    id: checkWhole('session.id', session.id, 1, slot),
    origin: peerIdFromWire(session.origin),
    nonce: uint64FromWire(session.nonce),
    nextSequence: checkWhole('nextSequence', session.nextSequence, 1),
    outcomes: session.outcomes.map(outcome => checkWhole('outcome', outcome, 0, slot))
  }
}

function keyToWire(used: KeyImage, slot: number): wire.KeyImage {
  return {
    origin: peerIdToWire(used.origin),
    key: textToWire('key', used.key, keyBytesMax),
    slot: checkWhole('key.slot', used.slot, 1, slot)
  }
}

function keyFromWire(used: wire.KeyImage, slot: number): KeyImage {
  return {
    origin: peerIdFromWire(used.origin),
    key: textFromWire('key', used.key, keyBytesMax),
    slot: checkWhole('key.slot', used.slot, 1, slot)
  }
}

function decisionToWire(decision: DecisionImage, slot: number): wire.DecisionImage {
  return {
    name: textToWire('name', decision.name, nameBytesMax),
    slot: checkWhole('decision.slot', decision.slot, 1, slot),
    value: decision.value
  }
}

function decisionFromWire(decision: wire.DecisionImage, slot: number): DecisionImage {
  const value = required('value', decision.value)
  checkBytes('value', value.length, valueBytesMaxLimit)
  return {
    name: textFromWire('name', decision.name, nameBytesMax),
    slot: checkWhole('decision.slot', decision.slot, 1, slot),
    value: new Uint8Array(value)
  }
}
