import { describe, expect, it } from 'vitest'
import { type Ballot, roundMax } from '../../src/core/ballot.js'
import { Proposer } from '../../src/core/proposer.js'
import { Sessions } from '../../src/core/sessions.js'
import {
  ballot,
  type ContextInit,
  contextOf,
  log,
  messagesOf,
  promiseOf,
  type TestContext
} from '../support/core-builders.js'

const a = ballot(1, 2)

interface Setup {
  readonly context: TestContext
  readonly proposer: Proposer
  readonly led: Ballot[]
  readonly steppedDown: Ballot[]
  readonly behind: string[]
}

function setUp(init: ContextInit = {}): Setup {
  const context = contextOf(init)
  const led: Ballot[] = []
  const steppedDown: Ballot[] = []
  const behind: string[] = []
  const proposer = new Proposer(context, {
    sessions: new Sessions({ keyWindowSlots: 10, snapshotEveryBytes: 1e6 }),
    onLead: ballot => led.push(ballot),
    onStepDown: ballot => steppedDown.push(ballot),
    onBehind: peerId => behind.push(peerId),
    isReady: () => true,
    onLagging: () => undefined
  })
  return { context, proposer, led, steppedDown, behind }
}

/** A proposer that campaigns, with its own promise durable. */
function campaigning(init: ContextInit = {}): Setup & { readonly own: Ballot } {
  const setup = setUp(init)
  setup.proposer.becomeCandidate()
  setup.context.settle()
  return { ...setup, own: setup.proposer.ballot as Ballot }
}

function leading(init: ContextInit = {}): Setup & { readonly own: Ballot } {
  const setup = campaigning(init)
  setup.proposer.onPromise('p2', promiseOf(setup.own))
  setup.context.settle()
  return setup
}

describe('a ballot of a candidate', () => {
  it('is one round above the promise, carries the priority, and is promised before it leaves', () => {
    const { context, proposer } = setUp({
      promised: ballot(4, 2),
      accepted: a,
      options: { priority: 3 }
    })
    proposer.becomeCandidate()
    const own = ballot(5, 1, 3)
    expect(proposer.phase).toBe('candidate')
    expect(proposer.ballot).toEqual(own)
    const { batch, now, afterDurable } = context.end()
    expect(batch).toEqual({ promisedBallot: own, acceptedBallot: a })
    expect(now).toEqual([])
    expect(messagesOf(afterDurable, 'prepare')).toMatchObject([{ ballot: own }, { ballot: own }])
  })

  it('is above every round seen, whoever it was seen from', () => {
    const { proposer } = setUp()
    proposer.onBallotSeen(ballot(9, 2))
    proposer.onBallotSeen(ballot(3, 2))
    proposer.becomeCandidate()
    expect(proposer.ballot?.round).toBe(10)
  })

  it('is above its own promise, however that came about', () => {
    const { context, proposer } = setUp()
    context.state.promise(ballot(9, 2))
    proposer.becomeCandidate()
    expect(proposer.ballot).toEqual(ballot(10, 1))
  })

  it('is told, and so is its end, with the reason', () => {
    const { context, proposer } = setUp()
    proposer.becomeCandidate()
    proposer.stepDown('a test')
    proposer.stepDown('again')
    expect(context.out.take().notices).toEqual([
      { type: 'campaign', ballot: ballot(1, 1) },
      { type: 'step-down', ballot: ballot(1, 1), why: 'a test' }
    ])
  })

  it('is above the round that a refusal names', () => {
    const { proposer, own } = campaigning()
    proposer.onReject('p2', {
      type: 'reject',
      ballot: own,
      reason: 'promised-higher',
      promisedBallot: ballot(6, 2),
      chosenSlotMax: 0
    })
    proposer.becomeCandidate()
    expect(proposer.ballot?.round).toBe(7)
  })

  it('is never used again', () => {
    const { proposer } = setUp()
    proposer.becomeCandidate()
    proposer.stepDown('a test')
    proposer.becomeCandidate()
    expect(proposer.ballot?.round).toBe(2)
  })

  it('is not taken from another epoch or from above the highest round', () => {
    const { proposer } = setUp()
    proposer.onBallotSeen({ ...ballot(9, 2), epoch: 2 })
    proposer.onBallotSeen(ballot(roundMax + 1, 2))
    proposer.becomeCandidate()
    expect(proposer.ballot?.round).toBe(1)
  })

  it('goes up to the highest round and no further', () => {
    const { proposer } = setUp()
    proposer.onBallotSeen(ballot(roundMax - 1, 2))
    proposer.becomeCandidate()
    expect(proposer.ballot?.round).toBe(roundMax)
    proposer.becomeCandidate()
    expect(proposer.ballot?.round).toBe(roundMax)
    const other = setUp()
    other.proposer.onBallotSeen(ballot(roundMax, 2))
    other.proposer.becomeCandidate()
    expect(other.proposer.phase).toBe('follower')
    expect(other.context.state.promisedBallot.round).toBe(0)
  })

  it('belongs to a voter', () => {
    const { proposer } = setUp({ self: 4 })
    expect(() => proposer.becomeCandidate()).toThrow(
      expect.objectContaining({ name: 'InvariantError' })
    )
  })
})

describe('a candidate', () => {
  it('leads with a prepare quorum and brings those who promised onto its log', () => {
    const { context, proposer, own, led } = campaigning({ accepted: a, log: log(1, 1) })
    proposer.onPromise('p2', promiseOf(own, { accepted: a, lastSlot: 1 }))
    expect(proposer.phase).toBe('leader')
    expect(proposer.leader?.ballot).toBe(own)
    expect(led).toEqual([own])
    const { batch, afterDurable, now } = context.end()
    expect(batch).toMatchObject({ acceptedBallot: own })
    expect(messagesOf([...now, ...afterDurable], 'accept-sync', 'p2')).toMatchObject([
      { firstSlot: 2, adoptedEnd: 1 }
    ])
    expect(messagesOf([...now, ...afterDurable], 'accept-sync', 'p3')).toEqual([])
  })

  it('leads when its own promise becomes durable after those of others', () => {
    const { context, proposer, led } = setUp()
    proposer.becomeCandidate()
    const own = proposer.ballot as Ballot
    proposer.onPromise('p2', promiseOf(own))
    expect(proposer.phase).toBe('candidate')
    context.end()
    context.state.onDurable(1)
    proposer.onDurable()
    expect(led).toEqual([own])
  })

  it('leads alone if it alone is a quorum', () => {
    const { context, proposer, led } = setUp({ voters: 1 })
    proposer.becomeCandidate()
    expect(proposer.phase).toBe('candidate')
    context.settle()
    proposer.onDurable()
    expect(led).toHaveLength(1)
  })

  it('does not lead by a promise that comes after it stepped down', () => {
    const { proposer, own, led, steppedDown } = campaigning()
    proposer.stepDown('a test')
    proposer.onPromise('p2', promiseOf(own))
    proposer.onDurable()
    expect(proposer.phase).toBe('follower')
    expect(led).toEqual([])
    expect(steppedDown).toEqual([own])
  })

  it('does not lead by promises of its ballot before this one', () => {
    const { proposer, own, led } = campaigning()
    proposer.becomeCandidate()
    proposer.onPromise('p2', promiseOf(own))
    proposer.onPromise('p3', promiseOf(own))
    expect(led).toEqual([])
  })

  it('steps down for a higher promise of its own, and not for its own ballot', () => {
    const { proposer, own, steppedDown } = campaigning()
    proposer.onPromised(own)
    expect(proposer.phase).toBe('candidate')
    proposer.onPromised(ballot(9, 2))
    expect(proposer.phase).toBe('follower')
    expect(proposer.ballot).toBeUndefined()
    expect(steppedDown).toEqual([own])
  })

  it.each([
    ['steps down if a voter promised higher', ballot(9, 2), 'promised-higher', 0, 'follower'],
    ['goes on if the refusal is older than the promise', a, 'promised-higher', 0, 'candidate'],
    ['steps down to catch up if it is behind', ballot(2, 1), 'behind', 1, 'follower'],
    ['goes on if it has caught up by now', ballot(2, 1), 'behind', 0, 'candidate']
  ] as const)('%s', (_title, promisedBallot, reason, chosenSlotMax, phase) => {
    const { proposer, own, behind } = campaigning({ accepted: a })
    const reject = { type: 'reject', ballot: own, reason, promisedBallot, chosenSlotMax } as const
    proposer.onReject('p3', { ...reject, ballot: ballot(1, 1) })
    expect(proposer.phase).toBe('candidate')
    proposer.onReject('p3', reject)
    expect(proposer.phase).toBe(phase)
    expect(behind).toEqual(reason === 'behind' && phase === 'follower' ? ['p3'] : [])
  })

  it('starts anew above if its log and the promises do not fit', () => {
    const { context, proposer, own, led, steppedDown } = campaigning({
      accepted: a,
      chosen: 1,
      log: log(1, 2)
    })
    proposer.onPromise('p2', promiseOf(own, { lastSlot: 3, chosen: 3 }))
    expect(steppedDown).toEqual([own])
    expect(led).toEqual([])
    expect(proposer.ballot).toEqual(ballot(3, 1))
    expect(messagesOf(context.settle(), 'prepare')).toMatchObject([
      { ballot: ballot(3, 1), lastSlot: 2 },
      { ballot: ballot(3, 1) }
    ])
  })

  it('asks again after a round', () => {
    const { context, proposer } = campaigning()
    proposer.onRound()
    expect(messagesOf(context.settle(), 'prepare')).toHaveLength(2)
  })
})

describe('a leader', () => {
  it('takes promises for reports, and counts acceptances', () => {
    const { context, proposer, own } = leading({ accepted: a, log: log(1, 1) })
    proposer.onPromise('p3', promiseOf(own, { accepted: own, lastSlot: 0 }))
    expect(context.state.chosenSlotMax).toBe(0)
    proposer.onAccepted('p2', { type: 'accepted', ballot: own, lastSlot: 1 })
    expect(context.state.chosenSlotMax).toBe(1)
  })

  it('counts its own log when it becomes durable', () => {
    const { context, proposer, own } = leading()
    context.state.accept(own, 1, log(1, 1))
    context.end()
    proposer.onAccepted('p2', { type: 'accepted', ballot: own, lastSlot: 1 })
    expect(context.state.chosenSlotMax).toBe(0)
    context.state.onDurable(context.state.batchId)
    proposer.onDurable()
    expect(context.state.chosenSlotMax).toBe(1)
  })

  it('counts nothing once it stepped down', () => {
    const { context, proposer, own } = leading({ accepted: a, log: log(1, 1) })
    proposer.onPromised(ballot(9, 3))
    expect(proposer.leader).toBeUndefined()
    proposer.onAccepted('p2', { type: 'accepted', ballot: own, lastSlot: 1 })
    proposer.onDurable()
    expect(context.state.chosenSlotMax).toBe(0)
  })

  it('is not deposed by a refusal alone', () => {
    const { proposer, own } = leading()
    proposer.onReject('p3', {
      type: 'reject',
      ballot: own,
      reason: 'promised-higher',
      promisedBallot: ballot(9, 3),
      chosenSlotMax: 0
    })
    expect(proposer.phase).toBe('leader')
    proposer.becomeCandidate()
    expect(proposer.ballot?.round).toBe(10)
  })

  it('repeats after a round what was not answered', () => {
    const { context, proposer, own } = leading()
    proposer.onRound()
    expect(messagesOf(context.settle(), 'prepare', 'p3')).toMatchObject([{ ballot: own }])
  })
})
