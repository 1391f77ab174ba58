import { describe, expect, it } from 'vitest'
import { Candidate } from '../../src/core/candidate.js'
import type { PromiseMessage } from '../../src/core/messages.js'
import {
  ballot,
  bottom,
  type ContextInit,
  contextOf,
  labels,
  log,
  promiseOf,
  type TestContext
} from '../support/core-builders.js'

const a = ballot(1, 2)
const b = ballot(2, 3)
const own = ballot(3, 1)

function candidateOf(init: ContextInit = {}): { context: TestContext; candidate: Candidate } {
  const context = contextOf(init)
  context.state.promise(own)
  const candidate = new Candidate(context, own)
  return { context, candidate }
}

/** A candidate whose own promise is durable, with these promises of p2, p3, ... */
function withPromises(init: ContextInit, promises: readonly PromiseMessage[]) {
  const { context, candidate } = candidateOf(init)
  context.settle()
  promises.forEach((promise, i) => {
    candidate.onPromise(`p${i + 2}`, promise)
  })
  return { context, candidate, adoption: candidate.adopt() }
}

describe('a candidate', () => {
  it('asks every other voter once its own promise is durable, and tells its log', () => {
    const { context, candidate } = candidateOf({ accepted: a, chosen: 1, log: log(1, 2) })
    candidate.prepare()
    const { batch, now, afterDurable } = context.end()
    expect(batch).toEqual({ promisedBallot: own, acceptedBallot: a })
    expect(now).toEqual([])
    const prepare = {
      type: 'prepare',
      ballot: own,
      acceptedBallot: a,
      lastSlot: 2,
      chosenSlotMax: 1
    }
    expect(afterDurable).toEqual([
      { to: 'p2', message: prepare },
      { to: 'p3', message: prepare }
    ])
  })

  it('asks again those who have not promised, and only those', () => {
    const { context, candidate } = candidateOf()
    candidate.prepare()
    context.settle()
    candidate.onPromise('p2', promiseOf(own))
    candidate.prepare()
    expect(context.settle().map(({ to }) => to)).toEqual(['p3'])
  })

  it('waits for a prepare quorum, with itself in it', () => {
    const { context, candidate } = candidateOf({ voters: 5 })
    context.settle()
    candidate.onPromise('p2', promiseOf(own))
    expect(candidate.adopt()).toBe('waiting')
    candidate.onPromise('p2', promiseOf(own))
    expect(candidate.adopt()).toBe('waiting')
    candidate.onPromise('p3', promiseOf(own))
    expect(candidate.adopt()).not.toBe('waiting')
  })

  it('needs the prepare quorum of its configuration, not the accept quorum', () => {
    const quorum = { prepare: 4, accept: 2 }
    const three = [promiseOf(own), promiseOf(own)]
    expect(withPromises({ voters: 5, quorum }, three).adoption).toBe('waiting')
    const four = [...three, promiseOf(own)]
    expect(withPromises({ voters: 5, quorum }, four).adoption).toEqual({ adoptedBallot: bottom })
  })

  it('waits until its own promise is durable', () => {
    const { context, candidate } = candidateOf()
    candidate.onPromise('p2', promiseOf(own))
    expect(candidate.adopt()).toBe('waiting')
    context.end()
    expect(candidate.adopt()).toBe('waiting')
    context.state.onDurable(1)
    expect(candidate.adopt()).not.toBe('waiting')
  })

  it.each([
    ['of a lower ballot', promiseOf(b)],
    ['of a higher ballot', promiseOf(ballot(4, 1))],
    ['of a log accepted in the ballot itself', promiseOf(own, { accepted: own })],
    [
      'that ends before its last slot',
      promiseOf(own, { firstSlot: 1, entries: log(1, 2), lastSlot: 3 })
    ],
    [
      'that goes beyond its last slot',
      promiseOf(own, { firstSlot: 1, entries: log(1, 2), lastSlot: 1 })
    ]
  ])('does not count a promise %s', (_title, promise) => {
    const { candidate, adoption } = withPromises({}, [promise])
    expect(adoption).toBe('waiting')
    expect(candidate.promises.size).toBe(0)
  })
})

describe('what a candidate adopts', () => {
  it('is its own log if none is newer, in one batch with the ballot', () => {
    const { context, adoption } = withPromises({ accepted: b, log: log(1, 2, 'b') }, [
      promiseOf(own, { accepted: a, lastSlot: 9 })
    ])
    expect(adoption).toEqual({ adoptedBallot: b })
    expect(context.end().batch).toEqual({ promisedBallot: own, acceptedBallot: own })
    expect(labels(context.state.log.slice(1, 2))).toEqual(['b1', 'b2'])
  })

  it('is the log of the highest accepted ballot, however short, from what is chosen on', () => {
    const { context, adoption } = withPromises({ accepted: a, chosen: 1, log: log(1, 5) }, [
      promiseOf(own, { accepted: b, firstSlot: 2, entries: log(2, 3, 'b') })
    ])
    expect(adoption).toEqual({ adoptedBallot: b })
    expect(context.end().batch).toEqual({
      promisedBallot: own,
      acceptedBallot: own,
      log: { firstSlot: 2, entries: log(2, 3, 'b') }
    })
    expect(labels(context.state.log.slice(1, 3))).toEqual(['a1', 'b2', 'b3'])
  })

  it('is the longest of the logs of one ballot', () => {
    const { context, adoption } = withPromises({ voters: 5, accepted: a, log: log(1, 2) }, [
      promiseOf(own, { accepted: a, firstSlot: 3, entries: log(3, 5) }),
      promiseOf(own, { accepted: a, firstSlot: 3, entries: log(3, 4) })
    ])
    expect(adoption).toEqual({ adoptedBallot: a })
    expect(labels(context.state.log.slice(1, 5))).toEqual(labels(log(1, 5)))
    expect(context.end().batch?.log).toEqual({ firstSlot: 3, entries: log(3, 5) })
  })

  it('is the same whatever the order of the promises', () => {
    const promises = [
      promiseOf(own, { accepted: a, firstSlot: 1, entries: log(1, 4) }),
      promiseOf(own, { accepted: b, firstSlot: 1, entries: log(1, 2, 'b') }),
      promiseOf(own, { accepted: b, firstSlot: 1, entries: log(1, 3, 'b') })
    ]
    for (const order of [promises, [...promises].reverse()]) {
      const quorum = { prepare: 4, accept: 4 }
      const { context, adoption } = withPromises({ voters: 5, quorum }, order)
      expect(adoption).toEqual({ adoptedBallot: b })
      expect(labels(context.state.log.slice(1, 3))).toEqual(['b1', 'b2', 'b3'])
    }
  })

  it('leaves out what a promise repeats of what is known chosen by now', () => {
    const { context, adoption } = withPromises({ accepted: a, chosen: 2, log: log(1, 4) }, [
      promiseOf(own, { accepted: b, firstSlot: 1, entries: [...log(1, 2), ...log(3, 3, 'b')] })
    ])
    expect(adoption).toEqual({ adoptedBallot: b })
    expect(context.end().batch?.log).toEqual({ firstSlot: 3, entries: log(3, 3, 'b') })
  })

  it('is known chosen as far as any promise says', () => {
    const { context } = withPromises({ voters: 5, accepted: a, log: log(1, 4) }, [
      promiseOf(own, { accepted: a, lastSlot: 3, chosen: 3 }),
      promiseOf(own, { accepted: a, lastSlot: 3, chosen: 2 })
    ])
    expect(context.state.chosenSlotMax).toBe(3)
    expect(context.state.chosenBallot).toEqual(own)
  })

  it.each([
    ['a mere report of a newer log', b, { firstSlot: 7, lastSlot: 6 }],
    ['a mere report of a longer log of the same ballot', a, { firstSlot: 7, lastSlot: 6 }],
    ['a newer log without the slots after what is chosen here', b, { entries: log(3, 6, 'b') }],
    ['a longer log without the slots after the own last one', a, { entries: log(6, 7) }]
  ])('never comes from %s: that is no promise to count', (_title, accepted, given) => {
    const firstSlot = 'entries' in given && accepted === a ? 6 : 3
    const { context, candidate, adoption } = withPromises(
      { accepted: a, chosen: 1, log: log(1, 4) },
      [promiseOf(own, { accepted, firstSlot, ...given })]
    )
    expect(adoption).toBe('waiting')
    expect(candidate.promises.size).toBe(0)
    expect(context.state.acceptedBallot).toBe(a)
  })

  it('comes from promises that reach exactly down to what is lacked here', () => {
    const own4 = { accepted: a, chosen: 1, log: log(1, 4) }
    const newer = promiseOf(own, { accepted: b, firstSlot: 2, entries: log(2, 2, 'b') })
    expect(withPromises(own4, [newer]).adoption).toEqual({ adoptedBallot: b })
    const longer = promiseOf(own, { accepted: a, firstSlot: 5, entries: log(5, 5) })
    expect(withPromises(own4, [longer]).adoption).toEqual({ adoptedBallot: a })
    const older = promiseOf(own, { accepted: bottom, firstSlot: 9, lastSlot: 8 })
    expect(withPromises(own4, [older]).adoption).toEqual({ adoptedBallot: a })
  })

  it('may be a newer log that ends where what is chosen here ends', () => {
    const { context, adoption } = withPromises({ accepted: a, chosen: 2, log: log(1, 4) }, [
      promiseOf(own, { accepted: b, firstSlot: 3, lastSlot: 2 })
    ])
    expect(adoption).toEqual({ adoptedBallot: b })
    expect(context.end().batch?.log).toEqual({ firstSlot: 3, entries: [] })
  })

  it('is nothing if the best log ends before what is chosen here', () => {
    const { adoption } = withPromises({ accepted: a, chosen: 3, log: log(1, 3) }, [
      promiseOf(own, { accepted: b, firstSlot: 1, entries: log(1, 2) })
    ])
    expect(adoption).toBe('log-changed')
  })

  it('is nothing if more is chosen than the best log holds', () => {
    const { adoption } = withPromises({ accepted: b, chosen: 1, log: log(1, 2) }, [
      promiseOf(own, { accepted: a, lastSlot: 3, chosen: 3 })
    ])
    expect(adoption).toBe('log-changed')
  })
})
