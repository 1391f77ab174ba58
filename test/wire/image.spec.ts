import { describe, expect, it } from 'vitest'
import type { LogImage } from '../../src/core/image.js'
import { decodeImage, encodeImage } from '../../src/wire/image-codec.js'

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

describe('the image of a log', () => {
  it('comes back as it was, in its order, whatever becomes of the bytes', () => {
    const bytes = encodeImage(image)
    expect(encodeImage(structuredClone(image))).toEqual(bytes)
    const read = decodeImage(bytes)
    bytes.fill(0xff)
    expect(read).toEqual(image)
  })

  it.each([
    ['no slot', { slot: 0 }],
    ['a session from after it', { sessions: [{ ...image.sessions[0], id: 201 }] }],
    ['a key from after it', { keys: [{ ...image.keys[0], slot: 201 }] }],
    ['a due slot from after it', { dueSlots: [201] }],
    ['a decision from after it', { decisions: [{ ...image.decisions[0], slot: 201 }] }]
  ])('is not written with %s', (_, change) => {
    expect(() => encodeImage({ ...image, ...change } as LogImage)).toThrow('must be a whole number')
  })

  it('is not read from other bytes', () => {
    const bytes = encodeImage(image)
    for (const other of [bytes.subarray(0, 30), Uint8Array.of(1, 2, 3), new Uint8Array(0)]) {
      expect(() => decodeImage(other)).toThrow(
        expect.objectContaining({ name: 'StoreCorruptError' })
      )
    }
  })
})
