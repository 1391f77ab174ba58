import { describe, expect, it } from 'vitest'
import { Acceptor } from '../../src/core/acceptor.js'
import type { Ballot } from '../../src/core/ballot.js'
import { type Entry, entryOverheadBytes } from '../../src/core/entry.js'
import { suffixBytesMax } from '../../src/core/limits.js'
import type { AcceptMessage, AcceptSyncMessage, PrepareMessage } from '../../src/core/messages.js'
import {
  ballot,
  bigEntry,
  bottom,
  type ContextInit,
  contextOf,
  labels,
  log,
  messagesOf,
  type TestContext
} from '../support/core-builders.js'

// This replica is voter 1; voters 2 and 3 lead the ballots.
const a = ballot(1, 3)
const b = ballot(2, 2)
const c = ballot(3, 3)

interface Setup {
  readonly context: TestContext
  readonly acceptor: Acceptor
  readonly promised: Ballot[]
  readonly heard: Ballot[]
}

function setUp(init: ContextInit = {}): Setup {
  const context = contextOf(init)
  const promised: Ballot[] = []
  const heard: Ballot[] = []
  const acceptor = new Acceptor(context, {
    onPromised: ballot => promised.push(ballot),
    onLeaderHeard: ballot => heard.push(ballot)
  })
  return { context, acceptor, promised, heard }
}

function prepare(of: Ballot, given: Partial<PrepareMessage> = {}): PrepareMessage {
  return {
    type: 'prepare',
    ballot: of,
    acceptedBallot: bottom,
    lastSlot: 0,
    chosenSlotMax: 0,
    ...given
  }
}

function accept(
  of: Ballot,
  firstSlot: number,
  entries: readonly Entry[],
  chosen = 0
): AcceptMessage {
  return { type: 'accept', ballot: of, firstSlot, entries, chosenSlotMax: chosen }
}

function sync(
  of: Ballot,
  firstSlot: number,
  entries: readonly Entry[],
  given: Partial<AcceptSyncMessage> = {}
): AcceptSyncMessage {
  const adoptedEnd = firstSlot + entries.length - 1
  return {
    type: 'accept-sync',
    ballot: of,
    firstSlot,
    entries,
    adoptedEnd,
    chosenSlotMax: 0,
    ...given
  }
}

describe('an acceptor that is asked to promise', () => {
  it('promises a higher ballot, and answers only once that is durable', () => {
    const { context, acceptor, promised } = setUp({ accepted: a, log: log(1, 2) })
    acceptor.onPrepare('p2', prepare(b))
    const { batch, now, afterDurable } = context.end()
    expect(batch).toEqual({ promisedBallot: b, acceptedBallot: a })
    expect(now).toEqual([])
    expect(messagesOf(afterDurable, 'promise', 'p2')).toEqual([
      {
        type: 'promise',
        ballot: b,
        acceptedBallot: a,
        lastSlot: 2,
        chosenSlotMax: 0,
        firstSlot: 1,
        entries: log(1, 2)
      }
    ])
    expect(promised).toEqual([b])
  })

  it('answers an equal ballot again, with what it has now', () => {
    const { context, acceptor, promised } = setUp({
      promised: b,
      accepted: a,
      chosen: 1,
      log: log(1, 3)
    })
    acceptor.onPrepare('p2', prepare(b))
    const { batch, afterDurable } = context.end()
    expect(batch).toBeUndefined()
    expect(messagesOf(afterDurable, 'promise')).toMatchObject([
      { ballot: b, acceptedBallot: a, lastSlot: 3, chosenSlotMax: 1 }
    ])
    expect(promised).toEqual([])
  })

  it('repeats a promise only after what is under way, as at first', () => {
    const { context, acceptor } = setUp({ accepted: a })
    acceptor.onPrepare('p2', prepare(b))
    context.end()
    acceptor.onPrepare('p2', prepare(b))
    const { now, afterDurable } = context.end()
    expect(now).toEqual([])
    expect(messagesOf(afterDurable, 'promise')).toHaveLength(1)
  })

  it('refuses a lower ballot and says what it promised', () => {
    const { context, acceptor, promised } = setUp({
      promised: c,
      accepted: a,
      chosen: 1,
      log: log(1, 2)
    })
    acceptor.onPrepare('p2', prepare(b))
    const { batch, now, afterDurable } = context.end()
    expect(batch).toBeUndefined()
    expect(afterDurable).toEqual([])
    expect(now).toEqual([
      {
        to: 'p2',
        message: {
          type: 'reject',
          ballot: b,
          reason: 'promised-higher',
          promisedBallot: c,
          chosenSlotMax: 1
        }
      }
    ])
    expect(promised).toEqual([])
  })

  it.each([
    ['that the sender does not lead', 'p3', b],
    ['of another epoch', 'p2', { ...b, epoch: 2 }],
    ['of an unknown incarnation', 'p2', ballot(2, 9)]
  ])('ignores a ballot %s', (_title, from, of) => {
    const { context, acceptor } = setUp({ accepted: a })
    acceptor.onPrepare(from, prepare(of))
    expect(context.out.take()).toMatchObject({
      notices: [{ type: 'ignored', from, message: 'prepare' }],
      messages: [],
      messagesAfterDurable: []
    })
    const { batch, now, afterDurable } = context.end()
    expect([batch, now, afterDurable]).toEqual([undefined, [], []])
    expect(context.state.promisedBallot).toBe(a)
  })

  it('does not vote unless the configuration names its incarnation', () => {
    const { context, acceptor } = setUp({ accepted: a, self: 4 })
    acceptor.onPrepare('p2', prepare(b))
    acceptor.onAcceptSync('p2', sync(b, 1, log(1, 1)))
    acceptor.onAccept('p2', accept(b, 1, log(1, 1)))
    acceptor.onConfirm('p3', { type: 'confirm', ballot: a, round: 1 })
    acceptor.report('p2')
    const { batch, now, afterDurable } = context.end()
    expect([batch, now, afterDurable]).toEqual([undefined, [], []])
  })
})

describe('a promise', () => {
  const held = { accepted: b, promised: b, chosen: 1, log: log(1, 4) }

  it.each([
    ['all that is not known chosen there, if its log is newer', a, 9, 1, 2],
    ['everything, if the proposer knows nothing chosen', a, 9, 0, 1],
    ['what is beyond the log of the proposer, if both are of the same ballot', b, 2, 0, 3],
    ['nothing, if the proposer has more of the same ballot', b, 7, 0, 5],
    ['nothing, if the log of the proposer is newer', c, 1, 0, 5],
    ['nothing, if the proposer knows more chosen than this log holds', a, 9, 8, 5]
  ])('carries %s', (_title, acceptedBallot, lastSlot, chosenSlotMax, firstSlot) => {
    const { context, acceptor } = setUp(held)
    acceptor.onPrepare('p3', prepare(ballot(9, 3), { acceptedBallot, lastSlot, chosenSlotMax }))
    const [promise] = messagesOf(context.settle(), 'promise')
    expect(promise).toMatchObject({ firstSlot, lastSlot: 4, acceptedBallot: b, chosenSlotMax: 1 })
    expect(labels(promise?.entries ?? [])).toEqual(labels(log(firstSlot, 4)))
  })

  it('is replaced by the word that the proposer is behind, if the entries are too many', () => {
    const half = bigEntry(suffixBytesMax / 2)
    const { context, acceptor } = setUp({ accepted: a, chosen: 1, log: [half, half, half] })
    acceptor.onPrepare('p2', prepare(b))
    const { now, afterDurable } = context.end()
    expect(now).toEqual([])
    expect(messagesOf(afterDurable, 'reject')).toEqual([
      { type: 'reject', ballot: b, reason: 'behind', promisedBallot: b, chosenSlotMax: 1 }
    ])
    expect(messagesOf(afterDurable, 'promise')).toEqual([])
  })

  it('carries as much as fits', () => {
    const half = bigEntry(suffixBytesMax / 2 - entryOverheadBytes)
    const { context, acceptor } = setUp({ accepted: a, log: [half, half] })
    acceptor.onPrepare('p2', prepare(b))
    expect(messagesOf(context.settle(), 'promise')).toMatchObject([{ entries: { length: 2 } }])
  })

  it('is replaced by the word that the proposer is behind, if the entries are not in memory', () => {
    const { context, acceptor } = setUp({ accepted: a, chosen: 5, log: log(1, 6) })
    context.state.log.trim(5, 0, Number.POSITIVE_INFINITY)
    acceptor.onPrepare('p2', prepare(b, { chosenSlotMax: 3 }))
    expect(messagesOf(context.settle(), 'reject')).toMatchObject([
      { reason: 'behind', chosenSlotMax: 5 }
    ])
    acceptor.onPrepare('p2', prepare(b, { chosenSlotMax: 4 }))
    expect(messagesOf(context.settle(), 'promise')).toMatchObject([{ firstSlot: 5, lastSlot: 6 }])
  })
})

describe('an acceptor that is synchronised', () => {
  it('takes over the log from the first slot on, in one batch, and answers once it is durable', () => {
    const { context, acceptor, heard } = setUp({
      promised: b,
      accepted: a,
      chosen: 1,
      log: log(1, 5)
    })
    acceptor.onAcceptSync('p2', sync(b, 3, log(3, 4, 'b'), { chosenSlotMax: 3 }))
    const { batch, now, afterDurable } = context.end()
    expect(batch).toEqual({
      promisedBallot: b,
      acceptedBallot: b,
      chosen: { slotMax: 3, ballot: b },
      log: { firstSlot: 3, entries: log(3, 4, 'b') }
    })
    expect(now).toEqual([])
    expect(afterDurable).toEqual([
      { to: 'p2', message: { type: 'accepted', ballot: b, lastSlot: 4 } }
    ])
    expect(labels(context.state.log.slice(1, 4))).toEqual(['a1', 'a2', 'b3', 'b4'])
    expect(heard).toEqual([b])
  })

  it('promises the ballot with it, if it had not', () => {
    const { context, acceptor, promised } = setUp({ accepted: a, log: log(1, 1) })
    acceptor.onAcceptSync('p2', sync(b, 1, log(1, 2, 'b')))
    expect(context.end().batch).toMatchObject({ promisedBallot: b, acceptedBallot: b })
    expect(promised).toEqual([b])
  })

  it('refuses a ballot below its promise', () => {
    const { context, acceptor, heard } = setUp({ promised: c, accepted: a, log: log(1, 1) })
    acceptor.onAcceptSync('p2', sync(b, 1, log(1, 2, 'b')))
    expect(messagesOf(context.settle(), 'reject')).toMatchObject([{ reason: 'promised-higher' }])
    expect(context.state.acceptedBallot).toBe(a)
    expect(heard).toEqual([])
  })

  it('never truncates at or below what it knows to be chosen', () => {
    const { context, acceptor } = setUp({ promised: b, accepted: a, chosen: 3, log: log(1, 5) })
    acceptor.onAcceptSync('p2', sync(b, 2, [...log(2, 3), ...log(4, 4, 'b')]))
    expect(context.end().batch?.log).toEqual({ firstSlot: 4, entries: log(4, 4, 'b') })
    expect(context.state.lastSlot).toBe(4)
  })

  it('answers with a report if the log ends below what it knows to be chosen', () => {
    const { context, acceptor, heard } = setUp({
      promised: b,
      accepted: a,
      chosen: 3,
      log: log(1, 5)
    })
    acceptor.onAcceptSync('p2', sync(b, 1, log(1, 2)))
    expect(messagesOf(context.settle(), 'promise')).toMatchObject([
      { ballot: b, acceptedBallot: a, lastSlot: 5, chosenSlotMax: 3, firstSlot: 6, entries: [] }
    ])
    expect(context.state.acceptedBallot).toBe(a)
    expect(heard).toEqual([])
  })

  it('takes a log that ends exactly where what it knows to be chosen ends', () => {
    const { context, acceptor } = setUp({ promised: b, accepted: a, chosen: 3, log: log(1, 5) })
    acceptor.onAcceptSync('p2', sync(b, 1, log(1, 3)))
    expect(context.state.acceptedBallot).toBe(b)
    expect(context.state.lastSlot).toBe(3)
  })

  it('is not synchronised by less than the whole adopted log', () => {
    const { context, acceptor } = setUp({ promised: b, accepted: a, log: log(1, 2) })
    acceptor.onAcceptSync('p2', sync(b, 1, log(1, 4, 'b'), { adoptedEnd: 5 }))
    const { batch, afterDurable } = context.end()
    expect(batch).toBeUndefined()
    expect(messagesOf(afterDurable, 'accepted')).toEqual([])
    expect(messagesOf(afterDurable, 'promise')).toMatchObject([{ acceptedBallot: a, lastSlot: 2 }])
    expect(labels(context.state.log.slice(1, 2))).toEqual(['a1', 'a2'])
  })

  it('answers a gap with a report', () => {
    const { context, acceptor } = setUp({ promised: b, accepted: a, log: log(1, 2) })
    acceptor.onAcceptSync('p2', sync(b, 4, log(4, 4, 'b')))
    expect(messagesOf(context.settle(), 'promise')).toMatchObject([
      { acceptedBallot: a, lastSlot: 2 }
    ])
    expect(context.state.acceptedBallot).toBe(a)
    acceptor.onAcceptSync('p2', sync(b, 3, log(3, 3, 'b')))
    expect(context.state.acceptedBallot).toBe(b)
  })

  it('loses nothing to an old synchronisation of the same ballot', () => {
    const { context, acceptor } = setUp({ accepted: b, log: log(1, 6, 'b') })
    acceptor.onAcceptSync('p2', sync(b, 1, log(1, 3, 'b')))
    const { batch, now } = context.end()
    expect(batch).toBeUndefined()
    expect(context.state.lastSlot).toBe(6)
    expect(messagesOf(now, 'accepted')).toEqual([{ type: 'accepted', ballot: b, lastSlot: 6 }])
  })

  it('appends what a repeated synchronisation has beyond its log', () => {
    const { context, acceptor } = setUp({ accepted: b, log: log(1, 2, 'b') })
    acceptor.onAcceptSync('p2', sync(b, 1, log(1, 3, 'b')))
    expect(context.end().batch?.log).toEqual({ firstSlot: 3, entries: log(3, 3, 'b') })
  })

  it('learns no further than its own log', () => {
    const { context, acceptor } = setUp({ promised: b, accepted: a })
    acceptor.onAcceptSync('p2', sync(b, 1, log(1, 2, 'b'), { chosenSlotMax: 9 }))
    expect(context.state.chosenSlotMax).toBe(2)
  })

  it('ignores a synchronisation by another than the leader of the ballot', () => {
    const { context, acceptor } = setUp({ promised: b, accepted: a })
    acceptor.onAcceptSync('p3', sync(b, 1, log(1, 2, 'b')))
    acceptor.onAccept('p3', accept(b, 1, log(1, 2, 'b')))
    const { batch, now, afterDurable } = context.end()
    expect([batch, now, afterDurable]).toEqual([undefined, [], []])
  })
})

describe('an acceptor that is asked to accept', () => {
  it('appends what continues its log, and answers once it is durable', () => {
    const { context, acceptor, heard } = setUp({ accepted: b, log: log(1, 2) })
    acceptor.onAccept('p2', accept(b, 3, log(3, 4), 2))
    const { batch, now, afterDurable } = context.end()
    expect(batch).toEqual({
      chosen: { slotMax: 2, ballot: b },
      log: { firstSlot: 3, entries: log(3, 4) }
    })
    expect(now).toEqual([])
    expect(afterDurable).toEqual([
      { to: 'p2', message: { type: 'accepted', ballot: b, lastSlot: 4 } }
    ])
    expect(heard).toEqual([b])
  })

  it('appends nothing in a ballot that it promised but is not synchronised in', () => {
    const { context, acceptor, heard } = setUp({ promised: b, accepted: a, log: log(1, 2) })
    acceptor.onAccept('p2', accept(b, 3, log(3, 3), 2))
    const { batch, now, afterDurable } = context.end()
    expect(batch).toBeUndefined()
    expect(now).toEqual([])
    expect(messagesOf(afterDurable, 'accepted')).toEqual([])
    expect(messagesOf(afterDurable, 'promise')).toMatchObject([
      { ballot: b, acceptedBallot: a, lastSlot: 2, firstSlot: 3, entries: [] }
    ])
    expect(context.state.lastSlot).toBe(2)
    expect(heard).toEqual([])
  })

  it('believes no watermark of a ballot that it is not synchronised in', () => {
    const { context, acceptor } = setUp({ promised: b, accepted: a, log: log(1, 2) })
    acceptor.onAccept('p2', accept(b, 3, [], 2))
    expect(context.state.chosenSlotMax).toBe(0)
  })

  it('promises a higher ballot that it hears of so, durably, and reports where it stands', () => {
    const { context, acceptor, promised } = setUp({ accepted: a, log: log(1, 2) })
    acceptor.onAccept('p2', accept(b, 3, log(3, 3)))
    const { batch, afterDurable } = context.end()
    expect(batch).toEqual({ promisedBallot: b, acceptedBallot: a })
    expect(messagesOf(afterDurable, 'promise')).toMatchObject([{ ballot: b, acceptedBallot: a }])
    expect(promised).toEqual([b])
  })

  it('refuses a ballot below its promise, even one it once accepted in', () => {
    const { context, acceptor } = setUp({ promised: c, accepted: b, log: log(1, 2) })
    acceptor.onAccept('p2', accept(b, 3, log(3, 3), 2))
    const { batch, now } = context.end()
    expect(batch).toBeUndefined()
    expect(messagesOf(now, 'reject')).toMatchObject([{ ballot: b, promisedBallot: c }])
    expect(context.state.lastSlot).toBe(2)
    expect(context.state.chosenSlotMax).toBe(0)
  })

  it('answers a gap with a report, and does not learn from it', () => {
    const { context, acceptor } = setUp({ accepted: b, log: log(1, 2) })
    acceptor.onAccept('p2', accept(b, 4, log(4, 4), 2))
    const { batch, afterDurable } = context.end()
    expect(batch).toBeUndefined()
    expect(messagesOf(afterDurable, 'promise')).toMatchObject([
      { ballot: b, acceptedBallot: b, lastSlot: 2 }
    ])
    expect(context.state.lastSlot).toBe(2)
  })

  it('overwrites nothing where entries overlap', () => {
    const { context, acceptor } = setUp({ accepted: b, log: log(1, 3) })
    acceptor.onAccept('p2', accept(b, 2, [...log(2, 3, 'x'), ...log(4, 4)]))
    expect(context.end().batch?.log).toEqual({ firstSlot: 4, entries: log(4, 4) })
    expect(labels(context.state.log.slice(1, 4))).toEqual(['a1', 'a2', 'a3', 'a4'])
  })

  it('acknowledges an overlap again up to what is durable, and no further', () => {
    const { context, acceptor } = setUp({ accepted: b, log: log(1, 2) })
    acceptor.onAccept('p2', accept(b, 3, log(3, 4)))
    context.end()
    acceptor.onAccept('p2', accept(b, 3, log(3, 4)))
    const repeated = context.end()
    expect(repeated.now).toEqual([
      { to: 'p2', message: { type: 'accepted', ballot: b, lastSlot: 2 } }
    ])
    expect(repeated.afterDurable).toEqual([])
    context.state.onDurable(1)
    acceptor.onAccept('p2', accept(b, 3, log(3, 4)))
    expect(context.end().now).toEqual([
      { to: 'p2', message: { type: 'accepted', ballot: b, lastSlot: 4 } }
    ])
  })

  it('acknowledges no overlap while nothing of the ballot is durable', () => {
    const { context, acceptor } = setUp({ promised: b, accepted: a })
    acceptor.onAcceptSync('p2', sync(b, 1, log(1, 2)))
    context.end()
    acceptor.onAccept('p2', accept(b, 1, log(1, 2)))
    const { now, afterDurable } = context.end()
    expect([now, afterDurable]).toEqual([[], []])
  })

  it('acknowledges nothing for a watermark alone, and learns it', () => {
    const { context, acceptor } = setUp({ accepted: b, log: log(1, 3) })
    acceptor.onAccept('p2', accept(b, 4, [], 2))
    const { now, afterDurable } = context.end()
    expect([now, afterDurable]).toEqual([[], []])
    expect(context.state.chosenSlotMax).toBe(2)
    acceptor.onAccept('p2', accept(b, 4, [], 9))
    expect(context.state.chosenSlotMax).toBe(3)
  })
})

describe('an acceptor that is asked to confirm', () => {
  it.each([
    ['confirms the very ballot it promised', b, 'p2', true],
    ['does not confirm a ballot below its promise', a, 'p3', false],
    ['does not confirm a ballot above its promise', c, 'p3', false],
    ['does not confirm to another than the leader', b, 'p3', false]
  ])('%s', (_title, of, from, confirms) => {
    const { context, acceptor } = setUp({ promised: b, accepted: a })
    acceptor.onConfirm(from, { type: 'confirm', ballot: of, round: 7 })
    expect(context.settle()).toEqual(
      confirms ? [{ to: from, message: { type: 'confirmed', ballot: of, round: 7 } }] : []
    )
    expect(context.state.promisedBallot).toBe(b)
  })
})
