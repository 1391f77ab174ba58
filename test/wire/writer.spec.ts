import fc from 'fast-check'
import { encodeMessage } from 'protons-runtime'
import { describe, expect, it } from 'vitest'
import * as wire from '../../src/wire/generated/wire.js'
import { messageToWire } from '../../src/wire/messages.js'
import { encode } from '../../src/wire/writer.js'
import { message } from './arbitraries.js'
import { messages } from './samples.js'

describe('the writer writes what protons writes', () => {
  it('messages of any kind', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(message, sent => {
        seen.add(sent.type)
        const part = messageToWire(sent)
        expect([...encode(wire.Message.codec(), part)]).toEqual([...wire.Message.encode(part)])
      }),
      { numRuns: 1000 }
    )
    expect([...seen].sort()).toEqual(Object.keys(messages).sort())
  })

  it('whole numbers of any length, and 64 bits of any value', () => {
    const ballot = fc.record({
      epoch: fc.maxSafeNat(),
      round: fc.maxSafeNat(),
      priority: fc.integer({ min: 0, max: 2 ** 35 }),
      incarnation: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
    })
    fc.assert(
      fc.property(ballot, part => {
        expect([...encode(wire.Ballot.codec(), part)]).toEqual([
          ...encodeMessage(part, wire.Ballot.codec())
        ])
      })
    )
  })

  it.each([0, 1, 127, 128, 16_383, 16_384, 70_000, 2 ** 21, 5_000_000])(
    'parts within parts, with a value of %i bytes',
    length => {
      const value = new Uint8Array(length).fill(7)
      const part = { accept: { entries: [{ value: { session: 1, sequence: 1, value } }] } }
      const codec = wire.Message.codec()
      const written = encode(codec, part as Partial<wire.Message>)
      expect(Buffer.compare(written, wire.Message.encode(part as Partial<wire.Message>))).toBe(0)
    }
  )

  it('a message after one that failed half-way', () => {
    const broken = {
      accept: { firstSlot: 300 },
      get accepted() {
        throw new RangeError('half-way')
      }
    }
    expect(() => encode(wire.Message.codec(), broken as unknown as wire.Message)).toThrow(
      'half-way'
    )
    const part = { heartbeat: { round: 300, news: false } }
    expect([...encode(wire.Message.codec(), part)]).toEqual([...wire.Message.encode(part)])
  })

  it('with a version in front, and each in bytes of its own', () => {
    const part = { heartbeat: { round: 300, news: false } }
    const first = encode(wire.Message.codec(), part, 7)
    const second = encode(wire.Message.codec(), { heartbeat: { round: 301, news: false } })
    expect([...first]).toEqual([7, ...wire.Message.encode(part)])
    expect([...second]).toEqual([
      ...wire.Message.encode({ heartbeat: { round: 301, news: false } })
    ])
  })
})
