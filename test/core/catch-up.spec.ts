import { describe, expect, it } from 'vitest'
import type { Ballot } from '../../src/core/ballot.js'
import { CatchUp } from '../../src/core/catch-up.js'
import type { Entry } from '../../src/core/entry.js'
import { chunkBytesMax, chunkEntriesMax, loadsMax } from '../../src/core/limits.js'
import type { CatchUpReplyMessage } from '../../src/core/messages.js'
import {
  ballot,
  bigEntry,
  type ContextInit,
  contextOf,
  labels,
  log,
  messagesOf,
  replyOf,
  type TestContext
} from '../support/core-builders.js'

const a = ballot(1, 2)
const b = ballot(2, 3)
const c = ballot(3, 2)

interface Setup {
  readonly context: TestContext
  readonly catchUp: CatchUp
  readonly promised: Ballot[]
  /** Whether more was known to be had, each time that something was installed. */
  readonly more: boolean[]
}

function setUp(init: ContextInit = {}): Setup {
  const context = contextOf(init)
  const promised: Ballot[] = []
  const more: boolean[] = []
  const setup: Setup = {
    context,
    promised,
    more,
    catchUp: new CatchUp(context, {
      onPromised: ballot => promised.push(ballot),
      onInstalled: (_from, _bytes, hasMore) => more.push(hasMore)
    })
  }
  return setup
}

function reply(
  of: Ballot,
  firstSlot: number,
  entries: readonly Entry[],
  chosenSlotMax = firstSlot + entries.length - 1
): CatchUpReplyMessage {
  return { type: 'catch-up-reply', ballot: of, firstSlot, entries, chosenSlotMax }
}

describe('chosen entries that arrive', () => {
  it('are installed together with a promise of the ballot they are known chosen in', () => {
    const { context, catchUp, promised } = setUp({ accepted: a, chosen: 1, log: log(1, 2) })
    catchUp.onReply('p3', reply(c, 2, log(2, 4)))
    expect(context.end().batch).toEqual({
      promisedBallot: c,
      acceptedBallot: a,
      chosen: { slotMax: 4, ballot: c },
      log: { firstSlot: 3, entries: log(3, 4) }
    })
    expect(promised).toEqual([c])
  })

  it('leave a promise alone that is as high or higher', () => {
    const { context, catchUp, promised } = setUp({
      promised: c,
      accepted: a,
      chosen: 1,
      log: log(1, 1)
    })
    catchUp.onReply('p3', reply(b, 2, log(2, 2)))
    catchUp.onReply('p3', reply(c, 3, log(3, 3)))
    expect(context.state.promisedBallot).toBe(c)
    expect(promised).toEqual([])
    expect(context.state.chosenSlotMax).toBe(3)
    expect(context.end().batch?.promisedBallot).toBeUndefined()
  })

  it('replace what differs from the first difference on, and nothing that is equal', () => {
    const { context, catchUp } = setUp({ accepted: a, chosen: 1, log: log(1, 6) })
    catchUp.onReply('p3', reply(c, 2, [...log(2, 3), ...log(4, 4, 'c')]))
    expect(context.end().batch?.log).toEqual({ firstSlot: 4, entries: log(4, 4, 'c') })
    expect(labels(context.state.log.slice(1, 4))).toEqual(['a1', 'a2', 'a3', 'c4'])
  })

  it('cut nothing above them if all are equal', () => {
    const { context, catchUp } = setUp({ accepted: a, chosen: 1, log: log(1, 6) })
    catchUp.onReply('p3', reply(c, 2, log(2, 3)))
    expect(context.state.lastSlot).toBe(6)
    expect(context.state.chosenSlotMax).toBe(3)
  })

  it('change nothing at or below what is known chosen here', () => {
    const { context, catchUp } = setUp({ accepted: a, chosen: 3, log: log(1, 4) })
    catchUp.onReply('p3', reply(c, 1, [...log(1, 3, 'x'), ...log(4, 4)]))
    expect(labels(context.state.log.slice(1, 4))).toEqual(labels(log(1, 4)))
    expect(context.state.chosenSlotMax).toBe(4)
  })

  it.each([
    ['that leave a gap', reply(c, 5, log(5, 6))],
    ['that are all known', reply(c, 1, log(1, 3))],
    ['that are none', reply(c, 4, [])],
    ['of another epoch', reply({ ...c, epoch: 2 }, 4, log(4, 5))]
  ])('are ignored, with their ballot, if they are some %s', (_title, message) => {
    const setup = setUp({ accepted: a, chosen: 3, log: log(1, 4) })
    setup.catchUp.onReply('p3', message)
    expect(setup.context.end().batch).toBeUndefined()
    expect(setup.context.state.promisedBallot).toBe(a)
    expect(setup.context.state.chosenSlotMax).toBe(3)
    expect(setup.more).toEqual([])
  })

  it('say whether their sender has more, for which it can be asked at once', () => {
    const setup = setUp({ accepted: a, chosen: 1, log: log(1, 1) })
    setup.catchUp.ask('p3')
    setup.catchUp.onReply('p3', reply(c, 2, log(2, 3), 4))
    expect(setup.more).toEqual([true])
    setup.catchUp.ask('p3')
    expect(messagesOf(setup.context.settle(), 'catch-up-request', 'p3')).toEqual([
      { type: 'catch-up-request', firstSlot: 2 },
      { type: 'catch-up-request', firstSlot: 4 }
    ])
    setup.catchUp.onReply('p3', reply(c, 4, log(4, 4), 4))
    expect(setup.more).toEqual([true, false])
    expect(setup.context.settle()).toEqual([])
  })

  it('are told', () => {
    const { context, catchUp } = setUp({ accepted: a, chosen: 1, log: log(1, 1) })
    catchUp.onReply('p3', reply(c, 2, log(2, 3)))
    expect(context.out.take().notices).toEqual([{ type: 'catch-up', firstSlot: 2, lastSlot: 3 }])
  })
})

describe('a request for chosen entries', () => {
  it('is not repeated for two heartbeat intervals, unless it was answered', () => {
    const { context, catchUp } = setUp()
    catchUp.ask('p2')
    context.nowMs = 199
    catchUp.ask('p3')
    expect(context.settle().map(({ to }) => to)).toEqual(['p2'])
    context.nowMs = 200
    catchUp.ask('p3')
    expect(context.settle().map(({ to }) => to)).toEqual(['p3'])
    catchUp.onReply('p2', reply(a, 1, []))
    catchUp.ask('p2')
    expect(context.settle()).toEqual([])
    catchUp.onReply('p3', reply(a, 1, []))
    catchUp.ask('p2')
    expect(context.settle().map(({ to }) => to)).toEqual(['p2'])
  })

  it('goes to the member that knows most, if that is still lacking a round later', () => {
    const { context, catchUp } = setUp({ accepted: a, chosen: 3, log: log(1, 4) })
    const others = [
      { peerId: 'p2', reply: replyOf(1, { chosenSlotMax: 4 }) },
      { peerId: 'p3', reply: replyOf(1, { chosenSlotMax: 5 }) }
    ]
    catchUp.onRound(others)
    expect(context.settle()).toEqual([])
    catchUp.onRound(others)
    expect(context.settle()).toEqual([
      { to: 'p3', message: { type: 'catch-up-request', firstSlot: 4 } }
    ])
  })

  it('is not made by one that lacks nothing of what others knew a round ago', () => {
    const { context, catchUp } = setUp({ accepted: a, chosen: 3, log: log(1, 4) })
    catchUp.onRound([])
    catchUp.onRound([{ peerId: 'p2', reply: replyOf(1, { chosenSlotMax: 3 }) }])
    catchUp.onRound([{ peerId: 'p2', reply: replyOf(2, { chosenSlotMax: 9 }) }])
    expect(context.settle()).toEqual([])
  })
})

describe('a member that serves chosen entries', () => {
  it('sends nothing that is not chosen, with the ballot it is known chosen in', () => {
    const { context, catchUp } = setUp({ accepted: b, chosen: 3, chosenBallot: a, log: log(1, 5) })
    catchUp.onRequest('p2', { type: 'catch-up-request', firstSlot: 2 })
    expect(context.settle()).toEqual([{ to: 'p2', message: reply(a, 2, log(2, 3)) }])
    catchUp.onRequest('p2', { type: 'catch-up-request', firstSlot: 4 })
    expect(context.settle()).toEqual([])
    catchUp.onRequest('p2', { type: 'catch-up-request', firstSlot: 3 })
    expect(context.settle()).toEqual([{ to: 'p2', message: reply(a, 3, log(3, 3)) }])
  })

  it('sends no more at a time than a message carries, and tells how much there is', () => {
    const part = bigEntry(chunkBytesMax / 2 - 100)
    const { context, catchUp } = setUp({
      accepted: b,
      chosen: 3,
      chosenBallot: a,
      log: [part, part, part]
    })
    catchUp.serve('p2', 1)
    expect(messagesOf(context.settle(), 'catch-up-reply')).toMatchObject([
      { entries: { length: 2 }, chosenSlotMax: 3 }
    ])
  })

  it('loads from the store what is not in memory', () => {
    const { context, catchUp } = setUp({ accepted: b, chosen: 4, chosenBallot: a, log: log(1, 5) })
    context.state.log.trim(3, 0, Number.POSITIVE_INFINITY)
    catchUp.serve('p2', 2)
    const { loads, messages } = context.out.take()
    expect(messages).toEqual([])
    expect(loads).toEqual([{ loadId: 1, firstSlot: 2, endSlot: 5 }])
    catchUp.onLoaded(1, 2, log(2, 3))
    catchUp.onLoaded(1, 2, log(2, 3))
    catchUp.onLoaded(9, 2, log(2, 3))
    expect(context.settle()).toEqual([{ to: 'p2', message: reply(a, 2, log(2, 3), 4) }])
    catchUp.serve('p2', 3)
    expect(context.out.take().loads).toEqual([])
  })

  it('loads no more entries at a time than a message carries', () => {
    const count = chunkEntriesMax + 5
    const { context, catchUp } = setUp({ accepted: b, chosen: count, log: log(1, count) })
    context.state.log.trim(count, 0, Number.POSITIVE_INFINITY)
    catchUp.serve('p2', 2)
    expect(context.out.take().loads).toEqual([
      { loadId: 1, firstSlot: 2, endSlot: chunkEntriesMax + 2 }
    ])
  })

  it('drops requests beyond a bound of loads under way', () => {
    const { context, catchUp } = setUp({ accepted: b, chosen: 4, log: log(1, 5) })
    context.state.log.trim(3, 0, Number.POSITIVE_INFINITY)
    for (let i = 0; i < loadsMax + 3; i += 1) catchUp.serve('p2', 1)
    expect(context.out.take().loads).toHaveLength(loadsMax)
    catchUp.onLoaded(1, 1, [])
    expect(context.settle()).toEqual([])
    catchUp.serve('p2', 1)
    expect(context.out.take().loads).toHaveLength(1)
  })
})
