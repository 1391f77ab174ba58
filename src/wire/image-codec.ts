import type { LogImage } from '../core/image.js'
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

/** The bytes of an image: the same for the same image, everywhere. */
export function encodeImage(image: LogImage): Uint8Array {
  const { slot, logTimeMs, sessions, keys, decisions, dueSlots } = image
  return encode(wire.ImageRecord.codec(), {
    slot: checkWhole('slot', slot, 1),
    logTimeMs: checkWhole('logTimeMs', logTimeMs),
    sessions: sessions.map(session => ({
      id: checkWhole('session.id', session.id, 1, slot),
      origin: peerIdToWire(session.origin),
      nonce: checkUint64('nonce', session.nonce),
      nextSequence: checkWhole('nextSequence', session.nextSequence, 1),
      outcomes: [...session.outcomes]
    })),
    keys: keys.map(used => ({
      origin: peerIdToWire(used.origin),
      key: textToWire('key', used.key, keyBytesMax),
      slot: checkWhole('key.slot', used.slot, 1, slot)
    })),
    decisions: decisions.map(decision => ({
      name: textToWire('name', decision.name, nameBytesMax),
      slot: checkWhole('decision.slot', decision.slot, 1, slot),
      value: decision.value
    })),
    dueSlots: dueSlots.map(due => checkWhole('dueSlot', due, 1, slot))
  })
}

/**
 * Reads what {@link encodeImage} wrote.
 *
 * @throws StoreCorruptError if the bytes are no image.
 */
export function decodeImage(bytes: Uint8Array): LogImage {
  try {
    const { slot, logTimeMs, sessions, keys, decisions, dueSlots } = wire.ImageRecord.decode(bytes)
    return {
      slot: checkWhole('slot', slot, 1),
      logTimeMs: checkWhole('logTimeMs', logTimeMs),
      sessions: sessions.map(({ id, origin, nonce, nextSequence, outcomes }) => ({
        id: checkWhole('session.id', id, 1, slot),
        origin: peerIdFromWire(origin),
        nonce: uint64FromWire(nonce),
        nextSequence: checkWhole('nextSequence', nextSequence, 1),
        outcomes: outcomes.map(outcome => checkWhole('outcome', outcome, 0, slot))
      })),
      keys: keys.map(used => ({
        origin: peerIdFromWire(used.origin),
        key: textFromWire('key', used.key, keyBytesMax),
        slot: checkWhole('key.slot', used.slot, 1, slot)
      })),
      decisions: decisions.map(({ name, slot: decidedSlot, value }) => ({
        name: textFromWire('name', name, nameBytesMax),
        slot: checkWhole('decision.slot', decidedSlot, 1, slot),
        value: decisionFromWire(value)
      })),
      dueSlots: dueSlots.map(due => checkWhole('dueSlot', due, 1, slot))
    }
  } catch (cause) {
    throw new StoreCorruptError('the image of a snapshot cannot be read back', { cause })
  }
}

function decisionFromWire(part: Uint8Array | undefined): Uint8Array {
  const value = required('value', part)
  checkBytes('value', value.length, valueBytesMaxLimit)
  return new Uint8Array(value)
}
