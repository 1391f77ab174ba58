import { decodeFrame } from '../../src/wire/frame-codec.js'
import * as wire from '../../src/wire/generated/wire.js'
import { ballot } from './samples.js'

/** Frames that the encoder would not write. */

const groupId = new Uint8Array(32).fill(9)

/** The bytes of a frame with one section of these messages; `envelope` replaces parts of the section. */
export function rawFrame(messages: Uint8Array[], envelope: Partial<wire.Section> = {}): Uint8Array {
  const section = wire.Section.encode({ groupId, incarnation: 1n, messages, ...envelope })
  return wire.Frame.encode({ version: 1, sections: [section] })
}

export function rawMessage(message: Partial<wire.Message>): Uint8Array {
  return rawFrame([wire.Message.encode(message)])
}

export function rawEntry(entry: Partial<wire.Entry>): Uint8Array {
  const entries = [{ logTimeMs: 0, ...entry }]
  return rawMessage({ accept: { ballot, firstSlot: 1, entries, chosenSlotMax: 0 } })
}

/** The field `number` of type bytes. */
export function rawField(number: number, bytes: Uint8Array): Uint8Array {
  return Uint8Array.of(...varint(number * 8 + 2), ...varint(bytes.length), ...bytes)
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))]
}

/** What refuses the bytes. */
export function refusal(bytes: Parameters<typeof decodeFrame>[0]): Error & { bytesMax?: number } {
  try {
    decodeFrame(bytes)
  } catch (error) {
    return error as Error
  }
  throw new Error('the frame was read')
}
