import { describe, expect, it } from 'vitest'
import type { Route } from '../../src/core/origin.js'
import { Reads } from '../../src/core/reads.js'
import { ballot, contextOf, log, messagesOf, type TestContext } from '../support/core-builders.js'

const a = ballot(1, 2)
const leader: Route = { peerId: 'p2', generation: 'first' }
const next: Route = { peerId: 'p3', generation: 'second' }

function setUp(chosen = 2, nonce = 7n): { context: TestContext; reads: Reads } {
  const context = contextOf({ accepted: a, chosen, log: log(1, 5) })
  return { context, reads: new Reads(context, nonce) }
}

/** Ids of the requests that left, with their receivers. */
function asked(context: TestContext): [string, number][] {
  return context.end().now.flatMap(envelope => {
    return messagesOf([envelope], 'read-request').map(({ id }): [string, number] => {
      return [envelope.to, id]
    })
  })
}

function served(context: TestContext): readonly { ticket: number; slot: number }[] {
  return context.out.take().reads
}

function reply(id: number, slot: number) {
  return { type: 'read-reply', origin: 'p1', id, slot, via: [] } as const
}

describe('local reads', () => {
  it('are asked for together, once', () => {
    const { context, reads } = setUp()
    reads.read(1)
    reads.read(2)
    reads.flush(undefined)
    expect(asked(context)).toEqual([])
    reads.flush(leader)
    reads.flush(leader)
    const { now } = context.end()
    expect(now).toHaveLength(1)
    expect(now).toMatchObject([
      { to: 'p2', message: { type: 'read-request', origin: 'p1', via: [] } }
    ])
  })

  it('are served once the slot that the leader named was learned here', () => {
    const { context, reads } = setUp(2)
    reads.read(1)
    reads.flush(leader)
    const [[, id] = ['', 0]] = asked(context)
    reads.serve()
    expect(served(context)).toEqual([])
    reads.onReply(reply(id, 3))
    reads.serve()
    expect(served(context)).toEqual([])
    context.state.learn(3, a)
    reads.serve()
    expect(served(context)).toEqual([{ ticket: 1, slot: 3 }])
    reads.serve()
    expect(served(context)).toEqual([])
  })

  it('are served at once if the slot is learned already', () => {
    const { context, reads } = setUp(3)
    reads.read(1)
    reads.flush(leader)
    const [[, id] = ['', 0]] = asked(context)
    reads.onReply(reply(id, 3))
    reads.serve()
    expect(served(context)).toEqual([{ ticket: 1, slot: 3 }])
  })

  it('are not served by the answer to an earlier request', () => {
    const { context, reads } = setUp(5)
    reads.read(1)
    reads.flush(leader)
    const [[, first] = ['', 0]] = asked(context)
    reads.read(2)
    reads.flush(leader)
    const [[, second] = ['', 0]] = asked(context)
    expect(second).not.toBe(first)
    reads.onReply(reply(first, 1))
    reads.onReply(reply(first, 1))
    reads.serve()
    expect(served(context)).toEqual([{ ticket: 1, slot: 1 }])
    reads.onReply(reply(second, 5))
    reads.serve()
    expect(served(context)).toEqual([{ ticket: 2, slot: 5 }])
  })

  it('are asked for anew from another leader, under another number', () => {
    const { context, reads } = setUp(5)
    reads.read(1)
    reads.flush(leader)
    const [[, first] = ['', 0]] = asked(context)
    reads.flush(next)
    const again = asked(context)
    expect(again.map(([to]) => to)).toEqual(['p3'])
    reads.onReply(reply(first, 1))
    reads.serve()
    expect(served(context)).toEqual([])
    reads.onReply(reply(again[0]?.[1] ?? 0, 2))
    reads.serve()
    expect(served(context)).toEqual([{ ticket: 1, slot: 2 }])
  })

  it('wait longer with every request, so that a slow answer is of use', () => {
    const { context, reads } = setUp()
    reads.read(1)
    const askedInRounds: number[] = []
    for (let round = 0; round <= 45; round += 1) {
      reads.flush(leader)
      if (asked(context).length > 0) askedInRounds.push(round)
      reads.onRound()
    }
    expect(askedInRounds).toEqual([0, 3, 9, 21, 33, 45])
    reads.flush(next)
    const [[, id] = ['', 0]] = asked(context)
    reads.onReply(reply(id, 2))
    reads.read(2)
    reads.flush(next)
    asked(context)
    for (let round = 0; round < 3; round += 1) reads.onRound()
    reads.flush(next)
    expect(asked(context)).toHaveLength(1)
  })

  it('are asked for anew after three rounds without an answer', () => {
    const { context, reads } = setUp()
    reads.read(1)
    reads.flush(leader)
    expect(asked(context)).toHaveLength(1)
    reads.onRound()
    reads.onRound()
    reads.flush(leader)
    expect(asked(context)).toEqual([])
    reads.onRound()
    reads.flush(leader)
    const [again, ...more] = asked(context)
    expect(more).toEqual([])
    reads.onRound()
    reads.flush(leader)
    expect(asked(context)).toEqual([])
    reads.onReply(reply(again?.[1] ?? 0, 1))
    reads.serve()
    expect(served(context)).toEqual([{ ticket: 1, slot: 1 }])
  })

  it('are not served by the answer to a request of the life before', () => {
    const before = setUp(5, 7n)
    before.reads.read(1)
    before.reads.flush(leader)
    const [[, old] = ['', 0]] = asked(before.context)
    const { context, reads } = setUp(5, 2n ** 64n - 3n)
    reads.read(1)
    reads.flush(leader)
    const [[, id] = ['', 0]] = asked(context)
    expect(id).not.toBe(old)
    expect(Number.isSafeInteger(id)).toBe(true)
    reads.onReply(reply(old, 1))
    reads.serve()
    expect(served(context)).toEqual([])
  })
})
