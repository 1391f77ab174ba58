import { describe, expect, it } from 'vitest'
import type { ChosenEntry, Payload, Settlement, Verdict } from '../../src/core/effects.js'
import { entryOverheadBytes, type Proposal } from '../../src/core/entry.js'
import { chunkBytesMax, chunkEntriesMax } from '../../src/core/limits.js'
import { Origin, type Route } from '../../src/core/origin.js'
import { bytes, contextOf, messagesOf, type TestContext, text } from '../support/core-builders.js'

const leader: Route = { peerId: 'p2', generation: 'first' }
const next: Route = { peerId: 'p3', generation: 'second' }

interface Setup {
  readonly context: TestContext
  readonly origin: Origin
  /** Proposals that left in this step, with their receiver. */
  left(): { to: string; proposals: readonly Proposal[] }[]
  settled(): Settlement[]
}

function setUp(): Setup {
  const context = contextOf()
  const origin = new Origin(context, 7n)
  return {
    context,
    origin,
    left() {
      const { now, afterDurable } = context.end()
      expect(afterDurable).toEqual([])
      return now.map(({ to, message }) => ({
        to,
        proposals: messagesOf([{ to, message }], 'propose')[0]?.proposals ?? []
      }))
    },
    settled() {
      return context.out.take().settled
    }
  }
}

function payload(label: string): Payload {
  return { type: 'value', value: bytes(label) }
}

function chosen(
  slot: number,
  proposal: Proposal,
  verdict: Verdict = { type: 'applied' }
): ChosenEntry {
  return { slot, entry: { ...proposal, logTimeMs: 0 }, verdict, origin: 'p1' }
}

function opened(slot: number, nonce = 7n, origin = 'p1'): ChosenEntry {
  return chosen(slot, { type: 'open-session', origin, nonce })
}

/** An origin whose session 5 is open at the first leader. */
function withSession(): Setup {
  const setup = setUp()
  setup.origin.propose(99, payload('opens'))
  setup.origin.flush(leader)
  setup.origin.onChosen(opened(5))
  setup.origin.flush(leader)
  setup.origin.onChosen(
    chosen(6, { type: 'value', session: 5, sequence: 1, value: bytes('opens') })
  )
  setup.context.end()
  return setup
}

function show(proposals: readonly Proposal[]): string[] {
  return proposals.map(proposal => {
    if (proposal.type === 'open-session') return `open ${proposal.nonce}`
    const what = 'value' in proposal ? text(proposal.value) : 'no-op'
    return `${proposal.session}.${proposal.sequence} ${what}`
  })
}

describe('the session of an origin', () => {
  it('is opened by the first proposal, once to a leader', () => {
    const { origin, left } = setUp()
    origin.flush(leader)
    expect(left()).toEqual([])
    origin.propose(1, payload('x'))
    origin.flush(undefined)
    expect(left()).toEqual([])
    origin.flush(leader)
    origin.flush(leader)
    expect(left()).toEqual([
      { to: 'p2', proposals: [{ type: 'open-session', origin: 'p1', nonce: 7n }] }
    ])
    origin.flush(next)
    expect(left().map(({ to, proposals }) => [to, show(proposals)])).toEqual([['p3', ['open 7']]])
  })

  it('is the slot in which its own request was chosen', () => {
    const { origin, left } = setUp()
    origin.propose(1, payload('x'))
    origin.flush(leader)
    origin.onChosen(opened(3, 8n))
    origin.onChosen(opened(4, 7n, 'p2'))
    expect(origin.session).toBeUndefined()
    origin.onChosen({ ...opened(5), verdict: { type: 'nothing' } })
    expect(origin.session).toBeUndefined()
    origin.onChosen(opened(6))
    origin.onChosen(opened(7))
    expect(origin.session).toBe(6)
    left()
    origin.flush(leader)
    expect(left().map(({ proposals }) => show(proposals))).toEqual([['6.1 x']])
  })

  it('is asked for again if nothing came of it for three rounds', () => {
    const { origin, left } = setUp()
    origin.propose(1, payload('x'))
    origin.flush(leader)
    left()
    for (let round = 1; round <= 2; round += 1) origin.onRound(leader)
    origin.flush(leader)
    expect(left()).toEqual([])
    origin.onRound(leader)
    origin.flush(leader)
    expect(left().map(({ proposals }) => show(proposals))).toEqual([['open 7']])
  })
})

describe('proposals of an origin', () => {
  it('get sequence numbers in the order of proposing when they leave', () => {
    const { origin, left } = withSession()
    origin.propose(1, payload('x'))
    origin.propose(2, { type: 'decide', name: 'n', value: bytes('y') })
    origin.flush(leader)
    origin.flush(leader)
    const [sent, ...more] = left()
    expect(more).toEqual([])
    expect(sent).toEqual({
      to: 'p2',
      proposals: [
        { type: 'value', session: 5, sequence: 2, acknowledged: 1, value: bytes('x') },
        { type: 'decide', session: 5, sequence: 3, acknowledged: 1, name: 'n', value: bytes('y') }
      ]
    })
    origin.propose(3, payload('z'))
    origin.flush(leader)
    expect(left().map(({ proposals }) => show(proposals))).toEqual([['5.4 z']])
  })

  it('say whose they are and how far they may be passed on', () => {
    const { context, origin } = withSession()
    origin.propose(1, payload('x'))
    origin.flush(leader)
    expect(messagesOf(context.end().now, 'propose')).toMatchObject([{ origin: 'p1', via: [] }])
  })

  it('are all sent again to a new leader, in order, before what is new', () => {
    const { origin, left } = withSession()
    origin.propose(1, payload('x'))
    origin.propose(2, payload('y'))
    origin.flush(leader)
    left()
    origin.propose(3, payload('z'))
    origin.flush(undefined)
    expect(left()).toEqual([])
    origin.flush(next)
    expect(left().map(({ to, proposals }) => [to, show(proposals)])).toEqual([
      ['p3', ['5.2 x', '5.3 y']],
      ['p3', ['5.4 z']]
    ])
    origin.flush(next)
    expect(left()).toEqual([])
  })

  it('are split into messages of bounded size', () => {
    const { origin, left } = withSession()
    const half: Payload = { type: 'value', value: new Uint8Array(chunkBytesMax / 2 - 100) }
    for (let ticket = 1; ticket <= 3; ticket += 1) origin.propose(ticket, half)
    origin.flush(leader)
    expect(left().map(({ proposals }) => proposals.length)).toEqual([2, 1])
    const exact = withSession()
    const fits: Payload = {
      type: 'value',
      value: new Uint8Array(chunkBytesMax / 2 - entryOverheadBytes)
    }
    for (let ticket = 1; ticket <= 3; ticket += 1) exact.origin.propose(ticket, fits)
    exact.origin.flush(leader)
    expect(exact.left().map(({ proposals }) => proposals.length)).toEqual([2, 1])
    const large = withSession()
    large.origin.propose(1, { type: 'value', value: new Uint8Array(2 * chunkBytesMax) })
    large.origin.flush(leader)
    expect(large.left().map(({ proposals }) => proposals.length)).toEqual([1])
    const small = withSession()
    for (let ticket = 0; ticket <= chunkEntriesMax; ticket += 1) {
      small.origin.propose(ticket, payload(''))
    }
    small.origin.flush(leader)
    expect(Math.max(...small.left().map(({ proposals }) => proposals.length))).toBeLessThanOrEqual(
      chunkEntriesMax
    )
  })

  it('are settled when they are learned, in their order', () => {
    const { origin, settled } = withSession()
    origin.propose(1, payload('x'))
    origin.propose(2, payload('y'))
    origin.flush(leader)
    const x = { type: 'value', session: 5, sequence: 2, value: bytes('x') } as const
    origin.onChosen(chosen(8, { ...x, session: 4 }))
    origin.onChosen(chosen(9, { ...x, sequence: 1 }))
    origin.onChosen(chosen(9, { ...x, sequence: 3 }))
    expect(settled()).toEqual([])
    origin.onChosen(chosen(10, x))
    origin.onChosen(chosen(11, { ...x, sequence: 3 }))
    expect(settled()).toEqual([
      { type: 'chosen', ticket: 1, slot: 10 },
      { type: 'chosen', ticket: 2, slot: 11 }
    ])
    origin.onChosen(chosen(12, { ...x, sequence: 4 }))
    expect(settled()).toEqual([])
  })

  it('keep their order and numbers however many were settled before', () => {
    const { origin, left, settled } = withSession()
    for (let ticket = 1; ticket <= 3000; ticket += 1) origin.propose(ticket, payload('x'))
    origin.flush(leader)
    for (let i = 1; i <= 2500; i += 1) {
      origin.onChosen(
        chosen(10 + i, { type: 'value', session: 5, sequence: 1 + i, value: bytes('x') })
      )
    }
    const done = settled()
    expect(done.at(0)).toEqual({ type: 'chosen', ticket: 1, slot: 11 })
    expect(done.at(-1)).toEqual({ type: 'chosen', ticket: 2500, slot: 2510 })
    left()
    origin.propose(9000, payload('z'))
    origin.flush(next)
    const sent = left().flatMap(({ proposals }) => show(proposals))
    expect(sent.at(0)).toBe('5.2502 x')
    expect(sent.at(-1)).toBe('5.3002 z')
    expect(sent).toHaveLength(501)
  })

  it.each<[string, Payload, Verdict, object]>([
    ['a value by its slot', payload('x'), { type: 'applied' }, { slot: 9 }],
    [
      'a repeated key by the slot of its first use',
      payload('x'),
      { type: 'repeat', firstSlot: 4 },
      { slot: 4 }
    ],
    [
      'a decision by its own value, if it was the first',
      { type: 'decide', name: 'n', value: bytes('mine') },
      { type: 'applied' },
      { slot: 9, value: bytes('mine') }
    ],
    [
      'a decision by the first value',
      { type: 'decide', name: 'n', value: bytes('mine') },
      { type: 'decided', firstSlot: 3, value: bytes('theirs') },
      { slot: 3, value: bytes('theirs') }
    ]
  ])('are settled: %s', (_title, proposed, verdict, expected) => {
    const { origin, settled } = withSession()
    origin.propose(1, proposed)
    origin.flush(leader)
    origin.onChosen(chosen(9, { ...proposed, session: 5, sequence: 2 }, verdict))
    expect(settled()).toEqual([{ type: 'chosen', ticket: 1, ...expected }])
  })
})

describe('an aborted proposal', () => {
  it('never leaves if it had not left, and takes no sequence number', () => {
    const { origin, left, settled } = withSession()
    origin.propose(1, payload('x'))
    origin.propose(2, payload('y'))
    origin.abort(1)
    origin.abort(77)
    expect(settled()).toEqual([{ type: 'withdrawn', ticket: 1 }])
    origin.flush(leader)
    expect(left().map(({ proposals }) => show(proposals))).toEqual([['5.2 y']])
  })

  it('is followed up after it left, and may still be chosen', () => {
    const { origin, settled } = withSession()
    origin.propose(1, payload('x'))
    origin.flush(leader)
    settled()
    origin.abort(1)
    expect(settled()).toEqual([{ type: 'sent', ticket: 1 }])
    origin.onChosen(chosen(9, { type: 'value', session: 5, sequence: 2, value: bytes('x') }))
    expect(settled()).toEqual([{ type: 'chosen', ticket: 1, slot: 9 }])
    origin.abort(1)
    expect(settled()).toEqual([])
  })

  it('is replaced by a no-op when it is sent again, so that what follows is not blocked', () => {
    const { origin, left, settled } = withSession()
    origin.propose(1, payload('x'))
    origin.propose(2, payload('y'))
    origin.flush(leader)
    origin.abort(1)
    left()
    origin.flush(next)
    expect(left().map(({ proposals }) => show(proposals))).toEqual([['5.2 no-op', '5.3 y']])
    origin.onChosen(chosen(9, { type: 'no-op', session: 5, sequence: 2 }, { type: 'nothing' }))
    origin.onChosen(chosen(10, { type: 'value', session: 5, sequence: 3, value: bytes('y') }))
    expect(settled()).toEqual([
      { type: 'skipped', ticket: 1 },
      { type: 'chosen', ticket: 2, slot: 10 }
    ])
  })
})

describe('what an origin sends again', () => {
  it('is the oldest after three rounds in which nothing was learned', () => {
    const { context, origin, left } = withSession()
    origin.propose(1, payload('x'))
    origin.flush(leader)
    left()
    origin.onRound(leader)
    origin.onRound(leader)
    expect(left()).toEqual([])
    context.nowMs = 1000
    origin.onRound(leader)
    expect(left().map(({ to, proposals }) => [to, show(proposals)])).toEqual([['p2', ['5.2 x']]])
  })

  it('waits for three rounds from when something was last learned', () => {
    const { origin, left } = withSession()
    origin.propose(1, payload('x'))
    origin.propose(2, payload('y'))
    origin.flush(leader)
    left()
    origin.onRound(leader)
    origin.onRound(leader)
    origin.onChosen(chosen(9, { type: 'value', session: 5, sequence: 2, value: bytes('x') }))
    origin.onRound(leader)
    origin.onRound(leader)
    expect(left()).toEqual([])
  })

  it('does not count rounds in which nothing waited', () => {
    const { origin, left } = withSession()
    for (let round = 0; round < 5; round += 1) origin.onRound(leader)
    origin.propose(1, payload('x'))
    origin.flush(leader)
    left()
    origin.onRound(leader)
    expect(left()).toEqual([])
  })

  it('is no more than one message, and the rest two rounds after that was learned', () => {
    const { context, origin, left } = withSession()
    const half: Payload = { type: 'value', value: new Uint8Array(chunkBytesMax / 2 - 100) }
    for (let ticket = 1; ticket <= 5; ticket += 1) origin.propose(ticket, half)
    origin.flush(leader)
    left()
    const sequences = () => {
      const sent = left().map(({ proposals }) => proposals)
      return sent.map(proposals => proposals.map(p => ('sequence' in p ? p.sequence : 0)))
    }
    for (let round = 1; round <= 3; round += 1) origin.onRound(leader)
    expect(sequences()).toEqual([[2, 3]])
    for (let round = 1; round <= 2; round += 1) origin.onRound(leader)
    expect(sequences()).toEqual([])
    for (const sequence of [2, 3]) {
      origin.onChosen(chosen(9, { ...half, session: 5, sequence }))
    }
    origin.onRound(leader)
    expect(sequences()).toEqual([])
    origin.onRound(leader)
    expect(sequences()).toEqual([[4, 5], [6]])
    // From now on only the oldest again.
    for (let round = 1; round <= 2; round += 1) origin.onRound(leader)
    expect(sequences()).toEqual([])
    origin.onRound(leader)
    expect(sequences()).toEqual([[4, 5]])
    context.nowMs += 1000
    for (let round = 1; round <= 9; round += 1) origin.onRound(undefined)
    expect(sequences()).toEqual([])
  })

  it('is no message without proposals', () => {
    const { origin, left } = withSession()
    origin.propose(1, payload('x'))
    origin.flush(next)
    expect(left().map(({ proposals }) => show(proposals))).toEqual([['5.2 x']])
  })

  it('is not all of it for every answer to what left before', () => {
    const { context, origin, left } = withSession()
    for (const [i, label] of ['x', 'y'].entries()) origin.propose(i, payload(label))
    const gap = { type: 'propose-reply', origin: 'p1', session: 5, reason: 'gap', via: [] } as const
    context.nowMs = 1000
    origin.flush(next)
    left()
    origin.onReply({ ...gap, nextSequence: 2 }, next)
    context.nowMs = 1099
    origin.onReply({ ...gap, nextSequence: 2 }, next)
    expect(left()).toEqual([])
    context.nowMs = 1100
    origin.onReply({ ...gap, nextSequence: 2 }, next)
    origin.onReply({ ...gap, nextSequence: 2 }, next)
    expect(left().map(({ proposals }) => show(proposals))).toEqual([['5.2 x', '5.3 y']])
  })

  it('begins at the sequence that the leader misses', () => {
    const { context, origin, left } = withSession()
    for (const [i, label] of ['x', 'y', 'z'].entries()) origin.propose(i, payload(label))
    origin.flush(leader)
    left()
    const gap = { type: 'propose-reply', origin: 'p1', session: 5, reason: 'gap', via: [] } as const
    context.nowMs = 1000
    origin.onReply({ ...gap, nextSequence: 3 }, undefined)
    origin.onReply({ ...gap, session: 4, nextSequence: 3 }, leader)
    origin.onReply({ ...gap, nextSequence: 1 }, leader)
    expect(left()).toEqual([])
    origin.onReply({ ...gap, nextSequence: 3 }, leader)
    expect(left().map(({ proposals }) => show(proposals))).toEqual([['5.3 y', '5.4 z']])
  })
})

describe('a session that is gone', () => {
  const gone = {
    type: 'propose-reply',
    origin: 'p1',
    session: 5,
    reason: 'session-expired',
    nextSequence: 0,
    via: []
  } as const

  it('settles what left under it, and opens another for the rest', () => {
    const { origin, left, settled } = withSession()
    origin.propose(1, payload('x'))
    origin.propose(2, payload('y'))
    origin.flush(leader)
    origin.propose(3, payload('z'))
    settled()
    origin.onReply({ ...gone, session: 4 }, leader)
    expect(settled()).toEqual([])
    origin.onReply(gone, leader)
    expect(settled()).toEqual([
      { type: 'session-expired', ticket: 1 },
      { type: 'session-expired', ticket: 2 }
    ])
    expect(origin.session).toBeUndefined()
    origin.flush(leader)
    expect(left().map(({ proposals }) => show(proposals))).toEqual([['open 8']])
    origin.onChosen(opened(20))
    expect(origin.session).toBeUndefined()
    origin.onChosen(opened(21, 8n))
    origin.flush(leader)
    expect(left().map(({ proposals }) => show(proposals))).toEqual([['21.1 z']])
  })

  it('says nothing of what was settled before', () => {
    const { origin, settled } = withSession()
    origin.propose(1, payload('x'))
    origin.flush(leader)
    origin.onChosen(chosen(9, { type: 'value', session: 5, sequence: 2, value: bytes('x') }))
    settled()
    origin.expire()
    expect(settled()).toEqual([])
  })

  it('takes the next of the 64-bit nonces', () => {
    const context = contextOf()
    const origin = new Origin(context, 2n ** 64n - 1n)
    origin.expire()
    origin.propose(1, payload('x'))
    origin.flush(leader)
    expect(messagesOf(context.end().now, 'propose')).toMatchObject([{ proposals: [{ nonce: 0n }] }])
  })
})
