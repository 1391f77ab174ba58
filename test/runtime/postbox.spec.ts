import { describe, expect, it } from 'vitest'
import { suffixBytesMax } from '../../src/core/limits.js'
import type { AcceptMessage } from '../../src/core/messages.js'
import { systemClock } from '../../src/libp2p/system-ports.js'
import { endOfTurn } from '../../src/libp2p/turn.js'
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
  new Postbox(systemClock, transport, new Uint8Array(32), { incarnation: 1n }).send(letters)
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

describe('watermarks', () => {
  const watermark = (chosenSlotMax: number): AcceptMessage => ({
    type: 'accept',
    ballot,
    firstSlot: 9,
    entries: [],
    chosenSlotMax
  })
  const next = (chosenSlotMax: number, round = 1): AcceptMessage => ({
    ...accept(9, 10),
    ballot: { ...ballot, round },
    chosenSlotMax
  })

  function postbox(): { readonly outgoing: Postbox; readonly said: () => [string, unknown][] } {
    const transport = new RecordingTransport()
    const outgoing = new Postbox(systemClock, transport, new Uint8Array(32), { incarnation: 1n })
    const said = (): [string, unknown][] =>
      transport.sent.flatMap(({ to, frame }) =>
        frame.sections.flatMap(({ messages }) =>
          messages.map((message): [string, unknown] => [to, message])
        )
      )
    return { outgoing, said }
  }

  it('leave when the turn is over', async () => {
    const { outgoing, said } = postbox()
    outgoing.send(['a', 'b'].map(to => ({ to, message: watermark(8) })))
    expect(said()).toEqual([])
    await new Promise<void>(endOfTurn)
    expect(said()).toEqual([
      ['a', watermark(8)],
      ['b', watermark(8)]
    ])
  })

  it('do not leave once nothing may leave any more', async () => {
    const { outgoing, said } = postbox()
    outgoing.send([{ to: 'a', message: watermark(8) }])
    outgoing.close()
    await new Promise<void>(endOfTurn)
    expect(said()).toEqual([])
  })

  it('are left out when the next accept tells the same', async () => {
    const { outgoing, said } = postbox()
    outgoing.send([{ to: 'a', message: watermark(8) }])
    outgoing.send([{ to: 'a', message: next(8) }])
    await new Promise<void>(endOfTurn)
    expect(said()).toEqual([['a', next(8)]])
  })

  it.each<[string, AcceptMessage]>([
    ['of another ballot', next(8, 2)],
    ['that tells less', next(7)]
  ])('leave before an accept %s', (_, message) => {
    const { outgoing, said } = postbox()
    outgoing.send([{ to: 'a', message: watermark(8) }])
    outgoing.send([{ to: 'a', message }])
    expect(said()).toEqual([
      ['a', watermark(8)],
      ['a', message]
    ])
  })

  it('of one peer are not held up by, or left out for, what another gets', async () => {
    const { outgoing, said } = postbox()
    outgoing.send([{ to: 'a', message: watermark(8) }])
    outgoing.send([{ to: 'b', message: next(8) }])
    expect(said()).toEqual([['b', next(8)]])
    await new Promise<void>(endOfTurn)
    expect(said().at(-1)).toEqual(['a', watermark(8)])
  })
})
