import { describe, expect, it } from 'vitest'
import { ConfirmRounds } from '../../src/core/confirm-rounds.js'
import type { ReadRequestMessage } from '../../src/core/messages.js'
import { ballot, type ContextInit, contextOf, log, messagesOf } from '../support/core-builders.js'

const own = ballot(3, 1)

function setUp(init: ContextInit = {}) {
  const context = contextOf({ accepted: own, chosen: 2, log: log(1, 4), ...init })
  const leadership = { ballot: own, mayServeReads: true }
  const rounds = new ConfirmRounds(context, leadership)
  return { context, leadership, rounds }
}

function request(origin: string, id: number): ReadRequestMessage {
  return { type: 'read-request', origin, id, via: [] }
}

type Setup = ReturnType<typeof setUp>

/** Flushes, and returns who is asked in which round and what is answered. */
function flush({ context, rounds }: Setup) {
  rounds.flush()
  const { now, afterDurable } = context.end()
  expect(afterDurable).toEqual([])
  return {
    asked: now.flatMap(envelope => {
      return messagesOf([envelope], 'confirm').map(({ round }) => `${envelope.to} ${round}`)
    }),
    answered: now.flatMap(envelope => {
      const replies = messagesOf([envelope], 'read-reply')
      return replies.map(({ origin, id, slot }) => `${envelope.to}: ${origin} ${id} at ${slot}`)
    })
  }
}

describe('a read at the leader', () => {
  it('is answered once an accept quorum confirmed its round, with what was chosen as it began', () => {
    const setup = setUp({ voters: 5 })
    setup.rounds.request({ ...request('p3', 8), via: ['p2'] })
    expect(flush(setup)).toEqual({ asked: ['p2 1', 'p3 1', 'p4 1', 'p5 1'], answered: [] })
    setup.context.state.learn(4, own)
    setup.rounds.onConfirmed('p2', 1)
    setup.rounds.onConfirmed('p2', 1)
    expect(flush(setup).answered).toEqual([])
    setup.rounds.onConfirmed('p3', 1)
    expect(flush(setup)).toEqual({ asked: [], answered: ['p2: p3 8 at 2'] })
    expect(flush(setup)).toEqual({ asked: [], answered: [] })
  })

  it('needs as many as accept, not as many as prepare', () => {
    const setup = setUp({ voters: 5, quorum: { prepare: 2, accept: 4 } })
    setup.rounds.request(request('p2', 1))
    flush(setup)
    setup.rounds.onConfirmed('p2', 1)
    setup.rounds.onConfirmed('p3', 1)
    expect(flush(setup).answered).toEqual([])
    setup.rounds.onConfirmed('p4', 1)
    expect(flush(setup).answered).toEqual(['p2: p2 1 at 2'])
  })

  it('is not served by a round that began before it', () => {
    const setup = setUp()
    setup.rounds.request(request('p2', 1))
    flush(setup)
    setup.rounds.request(request('p3', 1))
    setup.context.state.learn(3, own)
    expect(flush(setup)).toEqual({ asked: [], answered: [] })
    setup.rounds.onConfirmed('p2', 1)
    expect(flush(setup)).toEqual({ asked: ['p2 2', 'p3 2'], answered: ['p2: p2 1 at 2'] })
    setup.rounds.onConfirmed('p3', 1)
    expect(flush(setup).answered).toEqual([])
    setup.rounds.onConfirmed('p3', 2)
    expect(flush(setup).answered).toEqual(['p3: p3 1 at 3'])
  })

  it('shares its round with all that wait', () => {
    const setup = setUp()
    setup.rounds.request(request('p2', 1))
    setup.rounds.request(request('p3', 5))
    expect(flush(setup).asked).toEqual(['p2 1', 'p3 1'])
    setup.rounds.onConfirmed('p2', 1)
    expect(flush(setup).answered).toEqual(['p2: p2 1 at 2', 'p3: p3 5 at 2'])
  })

  it('waits until the leader may serve reads', () => {
    const setup = setUp()
    setup.leadership.mayServeReads = false
    setup.rounds.request(request('p2', 1))
    expect(flush(setup)).toEqual({ asked: [], answered: [] })
    setup.leadership.mayServeReads = true
    expect(flush(setup).asked).toEqual(['p2 1', 'p3 1'])
  })

  it('is answered at once by a leader that is an accept quorum alone', () => {
    const setup = setUp({ quorum: { prepare: 3, accept: 1 } })
    setup.rounds.request(request('p2', 1))
    expect(flush(setup).answered).toEqual(['p2: p2 1 at 2'])
  })

  it('asks again in the same round those who have not confirmed', () => {
    const setup = setUp({ voters: 5 })
    setup.rounds.repeat()
    expect(setup.context.end().now).toEqual([])
    setup.rounds.request(request('p2', 1))
    flush(setup)
    setup.rounds.onConfirmed('p3', 1)
    setup.rounds.repeat()
    const asked = setup.context.end().now
    expect(asked.map(({ to }) => to)).toEqual(['p2', 'p4', 'p5'])
    expect(messagesOf(asked, 'confirm')[0]).toEqual({ type: 'confirm', ballot: own, round: 1 })
  })

  it('is not confirmed by answers to a round that is over or has not begun', () => {
    const setup = setUp()
    setup.rounds.onConfirmed('p2', 1)
    setup.rounds.request(request('p2', 1))
    flush(setup)
    setup.rounds.onConfirmed('p2', 2)
    setup.rounds.onConfirmed('p2', 0)
    expect(flush(setup).answered).toEqual([])
  })
})
