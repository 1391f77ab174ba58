import { describe, expect, it } from 'vitest'
import type { LogImage } from '../../src/core/image.js'
import * as wire from '../../src/wire/generated/wire.js'
import { encodeImage, ImageDecoder } from '../../src/wire/image-codec.js'
import { encode } from '../../src/wire/writer.js'

const image: LogImage = {
  slot: 200,
  logTimeMs: 2 ** 40,
  sessions: [
    { id: 7, origin: 'bob', nonce: 2n ** 64n - 1n, nextSequence: 4, outcomes: [0, 9, 2] },
    { id: 3, origin: 'alice', nonce: 0n, nextSequence: 1, outcomes: [] }
  ],
  keys: [{ origin: 'bob', key: 'schlüssel 🔑', slot: 12 }],
  decisions: [
    { name: '', slot: 1, value: new Uint8Array(0) },
    { name: 'first', slot: 2, value: Uint8Array.of(0, 255) }
  ],
  dueSlots: [40, 120, 200]
}

/** The image of a group that remembers much. */
function largeImage(): LogImage {
  const slot = 100_000
  const origins = ['alice', 'bob', 'carol'].map(name => name.padEnd(52, '.'))
  const origin = (i: number): string => origins[i % 3] ?? ''
  return {
    slot,
    logTimeMs: 2 ** 40,
    sessions: Array.from({ length: 500 }, (_, i) => ({
      id: i + 1,
      origin: origin(i),
      nonce: BigInt(i),
      nextSequence: i + 1,
      outcomes: Array.from({ length: i % 50 }, () => slot)
    })),
    keys: Array.from({ length: 3_000 }, (_, i) => {
      return { origin: origin(i), key: `order-${i}`, slot: i + 1 }
    }),
    decisions: [10, 300_000, 0, 20].map((bytes, i) => {
      return { name: `name-${i}`, slot: i + 1, value: new Uint8Array(bytes).fill(i) }
    }),
    dueSlots: [40, 120, 200]
  }
}

function bytesOf(given: LogImage): Uint8Array {
  return new Uint8Array(Buffer.concat([...encodeImage(given)]))
}

function decode(bytes: Uint8Array, pieceBytes = bytes.length): LogImage {
  const decoder = new ImageDecoder()
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    decoder.add(bytes.subarray(at, at + pieceBytes))
  }
  return decoder.end()
}

describe('the image of a log', () => {
  it('comes back as it was, in its order, whatever becomes of the bytes', () => {
    const bytes = bytesOf(image)
    expect(bytesOf(structuredClone(image))).toEqual(bytes)
    const read = decode(bytes)
    bytes.fill(0xff)
    expect(read).toEqual(image)
  })

  it('is written in pieces that are one message together', () => {
    const large = largeImage()
    const bytes = bytesOf(large)
    const message = wire.ImageRecord.decode(bytes)
    expect(Buffer.compare(encode(wire.ImageRecord.codec(), message), bytes)).toBe(0)
    const lengths = [...encodeImage(large)].map(({ length }) => length)
    // But for the one with the large value.
    expect(lengths.filter(length => length > 64 * 1024)).toHaveLength(1)
    expect(lengths.length).toBeGreaterThan(10)
    expect(lengths.length).toBeLessThan(40)
  })

  it.each([1, 7, 1_000, 64 * 1024, 10 ** 6])('is read from pieces of %i bytes', pieceBytes => {
    const large = pieceBytes === 1 ? image : largeImage()
    expect(decode(bytesOf(large), pieceBytes)).toEqual(large)
  })

  it.each([
    ['no slot', { slot: 0 }],
    ['a session from after it', { sessions: [{ ...image.sessions[0], id: 201 }] }],
    ['a key from after it', { keys: [{ ...image.keys[0], slot: 201 }] }],
    ['a due slot from after it', { dueSlots: [201] }],
    ['a decision from after it', { decisions: [{ ...image.decisions[0], slot: 201 }] }]
  ])('is not written with %s', (_, change) => {
    expect(() => bytesOf({ ...image, ...change } as LogImage)).toThrow('must be a whole number')
  })

  it('is read as it comes', () => {
    const bytes = bytesOf(largeImage())
    const decoder = new ImageDecoder()
    // A slot of 1: what follows is of later ones.
    const spoilt = Buffer.concat([Uint8Array.of(8, 1), bytes.subarray(4)])
    expect(() => decoder.add(spoilt.subarray(0, 5_000))).toThrow(
      expect.objectContaining({ name: 'StoreCorruptError' })
    )
  })

  it('is not read from other bytes', () => {
    const bytes = bytesOf(image)
    const half = bytes.subarray(0, 30)
    const foreign = bytes.with(0, 3)
    const withoutSlot = encode(wire.ImageRecord.codec(), { dueSlots: [] })
    for (const other of [half, foreign, withoutSlot, Uint8Array.of(1, 2, 3), new Uint8Array(0)]) {
      expect(() => decode(other)).toThrow(expect.objectContaining({ name: 'StoreCorruptError' }))
      expect(() => decode(other, 1)).toThrow(expect.objectContaining({ name: 'StoreCorruptError' }))
    }
  })

  it.each([
    ['a session', { sessions: [{ ...image.sessions[0], id: 201 }] }],
    ['a key', { keys: [{ ...image.keys[0], slot: 201 }] }],
    ['a decision', { decisions: [{ ...image.decisions[0], slot: 201 }] }],
    ['a due slot', { dueSlots: [201] }]
  ])('is not read with %s from after it', (_, change) => {
    const later = bytesOf({ ...image, slot: 300, ...change } as LogImage)
    // 300 takes two bytes, as 200 does.
    const wrong = later.with(1, 0xc8).with(2, 0x01)
    expect(() => decode(wrong)).toThrow(expect.objectContaining({ name: 'StoreCorruptError' }))
  })
})
