import { describe, expect, it } from 'vitest'
import { cborCodec } from '../../src/group/cbor-codec.js'
import { jsonCodec, stringCodec, validatedCodec } from '../../src/group/codec.js'

describe('codecs', () => {
  it.each(['', 'text', 'héllo 🎉', '\ufeffbegins with a byte order mark', 'a\nb\u0000'])(
    'give back the string %j',
    text => {
      expect(stringCodec.decode(stringCodec.encode(text))).toBe(text)
      expect(jsonCodec<string>().decode(jsonCodec<string>().encode(text))).toBe(text)
    }
  )

  it('refuse what is no text, rather than make something of it', () => {
    for (const value of [undefined, null, 3, new Uint8Array(1)]) {
      expect(() => stringCodec.encode(value as unknown as string)).toThrow(
        expect.objectContaining({ name: 'InvalidOptionsError' })
      )
    }
    expect(() => jsonCodec<unknown>().encode(undefined)).toThrow('must be a string')
  })

  it('give back what CBOR can express, in one form', () => {
    const codec = cborCodec<unknown>()
    const value = { b: [1, -2.5, 2 ** 53 - 1, true, null], a: Uint8Array.of(0, 255), '': 'ä🎉' }
    expect(codec.decode(codec.encode(value))).toEqual(value)
    expect(codec.encode({ b: 1, a: 2 })).toEqual(codec.encode({ a: 2, b: 1 }))
    expect(() => codec.decode(Uint8Array.of(0x82, 1))).toThrow()
  })

  it('let through what a validation does, as it makes it, both ways', () => {
    const codec = validatedCodec(jsonCodec<unknown>(), value => {
      if (typeof value !== 'string') throw new TypeError(`${value} is no name`)
      return value.trim()
    })
    expect(codec.decode(codec.encode(' Ann '))).toBe('Ann')
    expect(() => codec.encode(3 as unknown as string)).toThrow('3 is no name')
    expect(() => codec.decode(stringCodec.encode('4'))).toThrow('4 is no name')
    expect(codec.decode(stringCodec.encode('" Bob"'))).toBe('Bob')
  })

  it('refuse bytes that are no valid UTF-8', () => {
    expect(() => stringCodec.decode(Uint8Array.of(0xff))).toThrow(TypeError)
  })
})
