import fc from 'fast-check'
import { Uint8ArrayList } from 'uint8arraylist'
import { describe, expect, it } from 'vitest'
import { entryBytes } from '../../src/core/entry.js'
import { decodeFrame, encodeFrame } from '../../src/wire/frame-codec.js'
import {
  decodeLogRecord,
  decodeStandingRecord,
  decodeStateRecord,
  encodeLogRecord,
  encodeStandingRecord,
  encodeStateRecord
} from '../../src/wire/record-codec.js'
import { entries, entry, frame, message, state } from './arbitraries.js'
import { frameOf, frames, messages } from './samples.js'

describe('what is written is read back', () => {
  it('in frames', () => {
    fc.assert(
      fc.property(frame, sent => {
        expect(decodeFrame(encodeFrame(sent))).toEqual(sent)
      })
    )
  })

  it('in frames of a single message of any kind', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(message, sent => {
        seen.add(sent.type)
        expect(decodeFrame(encodeFrame(frameOf(sent)))).toEqual(frameOf(sent))
      }),
      { numRuns: 1000 }
    )
    expect([...seen].sort()).toEqual(Object.keys(messages).sort())
  })

  it('in log records', () => {
    fc.assert(
      fc.property(entries, written => {
        expect(decodeLogRecord(encodeLogRecord(written))).toEqual(written)
      })
    )
  })

  it('in state records', () => {
    fc.assert(
      fc.property(state, written => {
        expect(decodeStateRecord(encodeStateRecord(written))).toEqual(written)
        expect(written).toMatchObject(decodeStandingRecord(encodeStandingRecord(written)))
      })
    )
  })

  it('wherever a frame was cut into pieces on its way', () => {
    fc.assert(
      fc.property(frame, fc.nat(), (sent, at) => {
        const bytes = encodeFrame(sent)
        const cut = at % (bytes.length + 1)
        const pieces = new Uint8ArrayList(bytes.subarray(0, cut), bytes.subarray(cut))
        expect(decodeFrame(pieces)).toEqual(sent)
      })
    )
  })
})

describe('frames', () => {
  it('are the same bytes for the same messages, sent once or again', () => {
    for (const sent of frames.values()) {
      const once = encodeFrame(structuredClone(sent))
      expect(encodeFrame(sent)).toEqual(once)
      expect(encodeFrame(sent)).toEqual(once)
    }
  })

  it('share no memory with what is read from them, but for the contents of snapshots', () => {
    for (const [kind, sent] of frames) {
      if (kind.startsWith('snapshot-chunk')) continue
      const bytes = Uint8Array.from(encodeFrame(sent))
      const read = decodeFrame(bytes)
      bytes.fill(0xff)
      expect(read).toEqual(sent)
    }
  })
})

it('an entry takes no more bytes than it is counted with', () => {
  fc.assert(
    fc.property(entry, written => {
      const overhead = encodeLogRecord([]).length
      expect(encodeLogRecord([written]).length - overhead).toBeLessThanOrEqual(entryBytes(written))
    })
  )
})
