import { describe, expect, it } from 'vitest'
import { jsonCodec, stringCodec } from '../../src/group/codec.js'

describe('codecs', () => {
  it.each(['', 'text', 'héllo 🎉', '\ufeffbegins with a byte order mark', 'a\nb\u0000'])(
    'give back the string %j',
    text => {
      expect(stringCodec.decode(stringCodec.encode(text))).toBe(text)
      expect(jsonCodec<string>().decode(jsonCodec<string>().encode(text))).toBe(text)
    }
  )

  it('refuse bytes that are no valid UTF-8', () => {
    expect(() => stringCodec.decode(Uint8Array.of(0xff))).toThrow(TypeError)
  })
})
