import { describe, expect, it } from 'vitest'
import { suffixBytesMax } from '../../src/core/limits.js'
import type { AcceptMessage } from '../../src/core/messages.js'
import { Postbox } from '../../src/runtime/postbox.js'
import { encodeFrame } from '../../src/wire/frame-codec.js'
import { RecordingTransport } from '../support/recording-transport.js'

const ballot = { epoch: 1, round: 1, priority: 0, incarnation: 1n }

function accept(firstSlot: number, bytes: number): AcceptMessage {
  const value = new Uint8Array(bytes)
  const entry = { type: 'value', session: 1, sequence: 1, value, logTimeMs: 0 } as const
  return { type: 'accept', ballot, firstSlot, entries: [entry], chosenSlotMax: 0 }
}

function post(letters: Parameters<Postbox['send']>[0]): RecordingTransport['sent'] {
  const transport = new RecordingTransport()
  new Postbox(transport, new Uint8Array(32), 1n).send(letters)
  return transport.sent
}

describe('Postbox', () => {
  it('sends what goes to one peer in one frame, in order', () => {
    const letters = [1, 2, 3].map(slot => ({ to: 'a', message: accept(slot, 10) }))
    const sent = post(letters)
    expect(sent).toHaveLength(1)
    expect(sent[0]?.frame.sections[0]?.messages).toEqual(letters.map(({ message }) => message))
  })

  it('gives peers that get the same messages the same frame', () => {
    const message = accept(1, 10)
    const sent = post([
      { to: 'a', message },
      { to: 'b', message },
      { to: 'c', message: accept(2, 10) }
    ])
    expect(sent.map(({ to }) => to)).toEqual(['a', 'b', 'c'])
    expect(sent[0]?.frame).toBe(sent[1]?.frame)
    expect(sent[2]?.frame).not.toBe(sent[0]?.frame)
  })

  it('never builds a frame above the limits, however much one step sends', () => {
    const large = Array.from({ length: 16 }, (_, i) => accept(i + 1, suffixBytesMax / 6))
    const many = Array.from({ length: 5000 }, (_, i) => accept(i + 17, 10))
    const sent = post([...large, ...many].map(message => ({ to: 'a', message })))
    const slots = sent.flatMap(({ frame }) =>
      frame.sections.flatMap(({ messages }) =>
        messages.map(m => ('firstSlot' in m ? m.firstSlot : 0))
      )
    )
    expect(slots).toEqual(Array.from({ length: 5016 }, (_, i) => i + 1))
    for (const { frame } of sent) expect(encodeFrame(frame).length).toBeGreaterThan(0)
  })
})
