import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeFrame, encodeFrame } from '../../src/wire/frame-codec.js'
import {
  decodeLogRecord,
  decodeStandingRecord,
  decodeStateRecord,
  encodeLogRecord,
  encodeStandingRecord,
  encodeStateRecord
} from '../../src/wire/record-codec.js'
import { frame } from './arbitraries.js'
import { frames, logs, standings, states } from './samples.js'

/*
 * Whatever the bytes are: reading them ends in one of the documented errors, or in something that could have been written,
 * in no more bytes than it was read from.
 */

interface Format<T> {
  readonly samples: ReadonlyMap<string, T>
  readonly encode: (sample: T) => Uint8Array
  readonly decode: (bytes: Uint8Array) => T
  readonly errors: readonly string[]
}

function formatOf<T>(
  samples: ReadonlyMap<string, T>,
  encode: (sample: T) => Uint8Array,
  decode: (bytes: Uint8Array) => T,
  ...errors: string[]
): Format<unknown> {
  return { samples, encode, decode, errors } as Format<unknown>
}

const frameErrors = ['InvalidMessageError', 'MessageTooLargeError', 'UnsupportedVersionError']
const recordErrors = ['StoreCorruptError', 'UnsupportedVersionError']
const frameFormat = formatOf(frames, encodeFrame, decodeFrame, ...frameErrors)

/**
 * Bytes by which what was read may be longer once written. A part that ends after where its length says is read whole, and
 * its length may take more bytes then.
 */
const prefixesBytes = 8

function judge({ encode, decode, errors }: Format<unknown>, bytes: Uint8Array): string {
  let read: unknown
  try {
    read = decode(bytes)
  } catch (error) {
    const { name } = error as Error
    if (!errors.includes(name)) throw error
    return name
  }
  const { length } = encode(read)
  if (length > bytes.length + prefixesBytes)
    throw new Error(`${bytes.length} bytes became ${length}`)
  return 'read'
}

describe.each([
  ['frame', frameFormat],
  ['log record', formatOf(logs, encodeLogRecord, decodeLogRecord, ...recordErrors)],
  ['state record', formatOf(states, encodeStateRecord, decodeStateRecord, ...recordErrors)],
  [
    'standing record',
    formatOf(standings, encodeStandingRecord, decodeStandingRecord, ...recordErrors)
  ]
])('a %s', (_, format) => {
  const samples = [...format.samples].map(([name, sample]) => ({
    name,
    bytes: format.encode(sample)
  }))

  it.each(samples)('is read or refused when cut short at any byte: $name', ({ bytes }) => {
    for (let end = 0; end < bytes.length; end += 1) judge(format, bytes.subarray(0, end))
  })

  it.each(samples)('is read or refused when any bit is flipped: $name', ({ bytes }) => {
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Uint8Array.from(bytes)
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7))
      judge(format, flipped)
    }
  })

  it.each(samples)('is read or refused when any byte is set or lost: $name', ({ bytes }) => {
    for (let at = 0; at < bytes.length; at += 1) {
      for (const byte of [0x00, 0x7f, 0x80, 0xff]) judge(format, bytes.with(at, byte))
      judge(format, Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(at + 1)))
    }
  })

  it('is read or refused whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
        judge(format, bytes)
      }),
      { numRuns: 5000 }
    )
  })
})

describe('a frame', () => {
  it('is read or refused when parts of two are mixed', () => {
    fc.assert(
      fc.property(frame, frame, fc.nat(), fc.nat(), (first, second, a, b) => {
        const head = encodeFrame(first)
        const tail = encodeFrame(second)
        const mixed = [
          ...head.subarray(0, a % (head.length + 1)),
          ...tail.subarray(b % tail.length)
        ]
        judge(frameFormat, Uint8Array.from(mixed))
      }),
      { numRuns: 1000 }
    )
  })

  it('is refused when it nests groups without an end', () => {
    expect(judge(frameFormat, new Uint8Array(1_000_000).fill(0x1b))).toBe('InvalidMessageError')
  })
})
