import { describe, expect, it } from 'vitest'
import type { Ballot } from '../../src/core/ballot.js'
import { endOfTurn } from '../../src/libp2p/turn.js'
import { Watermarks } from '../../src/libp2p/watermarks.js'
import type { Frame } from '../../src/wire/frame.js'

const groupId = new Uint8Array(32)
const otherGroupId = new Uint8Array(32).fill(1)
const ballot: Ballot = { epoch: 1, round: 1, priority: 0, incarnation: 1n }
const entry = { type: 'no-op', session: 1, sequence: 1, logTimeMs: 0 } as const

interface AcceptOptions {
  readonly group?: Uint8Array
  readonly round?: number
  readonly entries?: number
}

function accept(
  chosenSlotMax: number,
  { group = groupId, round = 1, entries = 0 }: AcceptOptions = {}
): Frame {
  const message = {
    type: 'accept',
    ballot: { ...ballot, round },
    firstSlot: 9,
    entries: Array.from({ length: entries }, () => entry),
    chosenSlotMax
  } as const
  return { sections: [{ groupId: group, incarnation: 1n, messages: [message] }] }
}

function watermarks(): { readonly sent: [string, Frame][]; readonly outgoing: Watermarks } {
  const sent: [string, Frame][] = []
  return { sent, outgoing: new Watermarks((peerId, frame) => sent.push([peerId, frame])) }
}

describe('watermarks', () => {
  it('leave when the turn is over', async () => {
    const { sent, outgoing } = watermarks()
    outgoing.send('a', accept(8))
    outgoing.send('b', accept(8))
    expect(sent).toEqual([])
    await new Promise<void>(endOfTurn)
    expect(sent).toEqual([
      ['a', accept(8)],
      ['b', accept(8)]
    ])
  })

  it('are left out when the next accept tells the same', async () => {
    const { sent, outgoing } = watermarks()
    outgoing.send('a', accept(8))
    await Promise.resolve()
    outgoing.send('a', accept(8, { entries: 1 }))
    await new Promise<void>(endOfTurn)
    expect(sent).toEqual([['a', accept(8, { entries: 1 })]])
  })

  it.each<[string, Frame]>([
    ['of another ballot', accept(8, { round: 2, entries: 1 })],
    ['of another group', accept(8, { group: otherGroupId, entries: 1 })],
    ['that tells less', accept(7, { entries: 1 })]
  ])('leave before an accept %s', (_, next) => {
    const { sent, outgoing } = watermarks()
    outgoing.send('a', accept(8))
    outgoing.send('a', next)
    expect(sent).toEqual([
      ['a', accept(8)],
      ['a', next]
    ])
  })

  it('of one peer are not held up by, or left out for, what another gets', async () => {
    const { sent, outgoing } = watermarks()
    outgoing.send('a', accept(8))
    outgoing.send('b', accept(8, { entries: 1 }))
    expect(sent).toEqual([['b', accept(8, { entries: 1 })]])
    await new Promise<void>(endOfTurn)
    expect(sent.at(-1)).toEqual(['a', accept(8)])
  })
})
