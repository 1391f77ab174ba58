import fc from 'fast-check'
import { equals } from 'uint8arrays/equals'
import { describe, expect, it } from 'vitest'
import { decodeOperation, encodeOperation } from '../../src/state/operation-codec.js'
import { decodePiece, encodePiece } from '../../src/state/piece-codec.js'
import { operation, piece } from './arbitraries.js'
import { Log, thrown } from './log.js'
import { operations, pieces } from './samples.js'

/*
 * Whatever the bytes are: reading them ends in one of the documented errors, or in something that could have been written, which is read
 * back as the same.
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

function judge({ encode, decode, errors }: Format<unknown>, bytes: Uint8Array): string {
  let read: unknown
  try {
    read = decode(bytes)
  } catch (error) {
    const { name } = error as Error
    if (!errors.includes(name)) throw error
    return name
  }
  const written = encode(read)
  if (!equals(encode(decode(written)), written)) throw new Error('it is not read back as it is')
  return 'read'
}

const operationFormat = formatOf(
  operations,
  encodeOperation,
  decodeOperation,
  'InvalidMessageError',
  'MessageTooLargeError',
  'UnsupportedVersionError'
)
const pieceFormat = formatOf(
  pieces,
  encodePiece,
  decodePiece,
  'StoreCorruptError',
  'UnsupportedVersionError'
)

describe.each([
  ['operation', operationFormat, operation],
  ['piece', pieceFormat, piece]
] as const)('an encoded %s', (_, format, arbitrary) => {
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
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, hasVersion) => {
        judge(format, hasVersion ? Uint8Array.of(1, ...bytes) : bytes)
      }),
      { numRuns: 5000 }
    )
  })

  it('is read or refused when parts of two are mixed', () => {
    const both = arbitrary as fc.Arbitrary<unknown>
    fc.assert(
      fc.property(both, both, fc.nat(), fc.nat(), (first, second, a, b) => {
        const head = format.encode(first)
        const tail = format.encode(second)
        const mixed = [
          ...head.subarray(0, a % (head.length + 1)),
          ...tail.subarray(b % tail.length)
        ]
        judge(format, Uint8Array.from(mixed))
      }),
      { numRuns: 1000 }
    )
  })

  it('is refused without a version, and with a newer one', () => {
    const [sample] = samples
    if (sample === undefined) throw new Error('there is no sample')
    const invalid = format.errors[0]
    expect(judge(format, new Uint8Array(0))).toBe(invalid)
    expect(judge(format, sample.bytes.with(0, 0))).toBe(invalid)
    for (const version of [2, 127, 128, 255]) {
      expect(judge(format, sample.bytes.with(0, version))).toBe('UnsupportedVersionError')
    }
    expect(judge(format, Uint8Array.of(2))).toBe('UnsupportedVersionError')
  })

  it('is refused when it nests groups without an end', () => {
    const bytes = new Uint8Array(1_000_000).fill(0x7b)
    bytes[0] = 1
    expect(judge(format, bytes)).toBe(format.errors[0])
  })
})

describe('objects', () => {
  it('take any bytes for an operation, and change by nothing that is none', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), bytes => {
        const log = new Log()
        const operation = Uint8Array.of(1, ...bytes)
        const isOperation = thrown(() => decodeOperation(operation)) === undefined
        const result = log.applyBytes(operation)
        expect(result.type === 'refused' && result.reason === 'malformed').toBe(!isOperation)
        if (!isOperation) expect(log.changes()).toEqual([])
      }),
      { numRuns: 1000 }
    )
  })
})
