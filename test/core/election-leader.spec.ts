import { describe, expect, it } from 'vitest'
import type { Effects } from '../../src/core/effects.js'
import {
  ballot,
  bytes,
  Driver,
  log,
  messagesOf,
  peer,
  promiseOf,
  replyOf
} from '../support/core-builders.js'
import {
  answer,
  follows,
  leading,
  leads,
  ownReply,
  phase,
  round,
  roundOf,
  started,
  theirs
} from '../support/core-election.js'

describe('a leader', () => {
  it('is happy while an accept quorum that promised at most its ballot answers', () => {
    const driver = leading({ voters: 5, quorum: { prepare: 2, accept: 4 } })
    const promisedBallot = driver.replica.view().promisedBallot
    expect(ownReply(driver)).toMatchObject({
      leads: true,
      happy: true,
      leaderBallot: promisedBallot
    })
    const above = { promisedBallot: ballot(9, 5) }
    answer(driver, [5], above)
    expect(ownReply(driver)?.happy).toBe(true)
    answer(driver, [4], above)
    expect(ownReply(driver)?.happy).toBe(false)
  })

  it('needs no more than an accept quorum to be happy', () => {
    const driver = leading({ voters: 5, quorum: { prepare: 4, accept: 2 } })
    const promisedBallot = driver.replica.view().promisedBallot
    for (let i = 0; i < 7; i += 1) round(driver, [2], { promisedBallot })
    expect(phase(driver)).toBe('leader')
    expect(ownReply(driver)?.happy).toBe(true)
  })

  it('steps down when its accept quorum no longer answers', () => {
    const driver = leading({ voters: 5, quorum: { prepare: 2, accept: 4 } })
    const promisedBallot = driver.replica.view().promisedBallot
    for (let i = 0; i < 5; i += 1) {
      expect(phase(driver)).toBe('leader')
      round(driver, [2, 3], { promisedBallot })
    }
    driver.tick(100)
    expect(phase(driver)).toBe('follower')
    expect(driver.replica.view()).toMatchObject({ leader: undefined, quorum: 'suspended' })
    expect(ownReply(driver)).toMatchObject({ leads: false, happy: false })
  })

  it('steps down without its quorum, though one that it reaches promised higher', () => {
    const driver = leading({ voters: 5 })
    answer(driver, [2], { promisedBallot: ballot(9, 3) })
    for (const voter of [3, 4]) {
      driver.step([{ type: 'connectivity', peerId: peer(voter), connected: false }])
      expect(phase(driver)).toBe('leader')
    }
    driver.step([{ type: 'connectivity', peerId: 'p5', connected: false }])
    expect(phase(driver)).toBe('follower')
  })

  it('steps down for a higher leader that somebody it reaches is happy with', () => {
    const driver = leading()
    const higher = ballot(9, 3)
    answer(driver, [2], { promisedBallot: higher, leaderBallot: higher, happy: true })
    expect(phase(driver)).toBe('leader')
    driver.step([{ type: 'connectivity', peerId: 'p3', connected: false }])
    expect(phase(driver)).toBe('follower')
  })

  it('asks for answers soon after it lost its quorum, and in no hurry later', () => {
    const driver = leading()
    expect(driver.step().wakeAtMs).toBe(100)
    driver.step([{ type: 'connectivity', peerId: 'p2', connected: false }], 10)
    const lost = driver.step([{ type: 'connectivity', peerId: 'p3', connected: false }])
    expect(phase(driver)).toBe('follower')
    expect(lost.wakeAtMs).toBeLessThanOrEqual(30)
    for (let i = 0; i < 7; i += 1) driver.tick(100)
    expect(driver.tick(100).wakeAtMs).toBe(driver.nowMs + 100)
  })

  it('does not count a voter that came back in another life', () => {
    const driver = leading()
    const promisedBallot = driver.replica.view().promisedBallot
    for (let i = 0; i < 6; i += 1) {
      driver.tick(100)
      driver.receive(2, replyOf(roundOf(driver), { promisedBallot }), 99n)
      driver.receive(3, replyOf(roundOf(driver), { promisedBallot, canVote: false }))
    }
    expect(phase(driver)).toBe('follower')
  })

  it('prepares above a reachable voter that stays promised above its ballot', () => {
    const driver = leading()
    const promisedBallot = driver.replica.view().promisedBallot
    const above = ballot(9, 3)
    for (let i = 0; i < 4; i += 1) {
      round(driver, [2], { promisedBallot })
      answer(driver, [3], { promisedBallot: above })
    }
    expect(phase(driver)).toBe('leader')
    round(driver, [2], { promisedBallot })
    expect(phase(driver)).toBe('candidate')
    expect(driver.replica.view().promisedBallot).toEqual(ballot(10, 1))
  })

  it('does not prepare above one that was above for a while only', () => {
    const driver = leading()
    const promisedBallot = driver.replica.view().promisedBallot
    for (let i = 0; i < 12; i += 1) {
      round(driver, [2], { promisedBallot })
      answer(driver, [3], { promisedBallot: i % 3 === 2 ? promisedBallot : ballot(9, 3) })
    }
    expect(phase(driver)).toBe('leader')
    expect(driver.replica.view().promisedBallot).toEqual(promisedBallot)
  })

  it('is not deposed by an isolated voter that comes back with a higher promise', () => {
    const driver = leading()
    const promisedBallot = driver.replica.view().promisedBallot
    answer(driver, [3], { promisedBallot: ballot(9, 3) })
    expect(phase(driver)).toBe('leader')
    expect(ownReply(driver)?.happy).toBe(true)
    round(driver, [2, 3], { promisedBallot })
    expect(driver.replica.view().promisedBallot).toEqual(promisedBallot)
  })

  it('gives way to a higher ballot that it is asked to promise', () => {
    const driver = leading()
    const { type: _, ...rest } = promiseOf(ballot(9, 3))
    driver.receive(3, { ...rest, type: 'prepare' })
    expect(phase(driver)).toBe('follower')
    expect(driver.replica.view().promisedBallot).toEqual(ballot(9, 3))
  })
})

describe('a replica whose disk hangs', () => {
  it('says that it cannot vote, leads no longer and does not campaign', () => {
    const driver = new Driver({ instantDisk: false, accepted: ballot(1, 1), log: log(1, 1) })
    const durable = (batchId: number) => driver.step([{ type: 'durable', batchId }])
    driver.tick(0)
    answer(driver, [2, 3])
    const own = driver.replica.view().promisedBallot
    durable(1)
    driver.receive(2, promiseOf(own, { accepted: ballot(1, 1), lastSlot: 1 }))
    expect(phase(driver)).toBe('leader')
    for (let i = 0; i < 5; i += 1) round(driver, [2, 3], { promisedBallot: own })
    expect(driver.nowMs).toBe(500)
    expect(ownReply(driver)).toMatchObject({ canVote: true, happy: true })
    round(driver, [2, 3], { promisedBallot: own })
    expect(ownReply(driver)).toMatchObject({ canVote: false, happy: false, leads: false })
    round(driver, [2, 3], { promisedBallot: own })
    expect(phase(driver)).toBe('follower')
    durable(2)
    round(driver, [2, 3], { promisedBallot: own })
    expect(phase(driver)).not.toBe('follower')
  })
})

describe('the quorum, as a replica sees it', () => {
  it('is suspended without a leader and lost after its time without a quorum', () => {
    const driver = started({ options: { quorumLostAfterMs: 1000 } })
    const states: string[] = []
    const watch = (effects: Effects) => {
      for (const notice of effects.notices) {
        if (notice.type === 'quorum-change') states.push(`${driver.nowMs} ${notice.state}`)
      }
    }
    expect(driver.replica.view().quorum).toBe('suspended')
    for (let i = 0; i < 11; i += 1) watch(driver.tick(100))
    expect(states).toEqual(['1100 lost'])
    watch(driver.receive(2, replyOf(roundOf(driver), { canVote: false })))
    expect(states).toHaveLength(1)
    watch(driver.receive(2, replyOf(roundOf(driver), { ...leads })))
    expect(states).toEqual(['1100 lost', '1100 available'])
    watch(driver.step([{ type: 'connectivity', peerId: 'p2', connected: false }]))
    expect(states.at(-1)).toBe('1100 suspended')
  })

  it('is not lost while a quorum answers without a leader', () => {
    const driver = started({ options: { quorumLostAfterMs: 300 } })
    // Both can vote, and have promised above this replica, so that it cannot lead.
    for (let i = 0; i < 9; i += 1) round(driver, [2, 3], { leaderBallot: theirs, happy: false })
    expect(driver.replica.view().quorum).toBe('suspended')
  })
})

describe('a change of leader on request', () => {
  it('goes from the leader to the target, which campaigns at once', () => {
    const driver = leading()
    const own = driver.replica.view().promisedBallot
    const { messages } = driver.step([{ type: 'transfer', target: 'p2' }])
    expect(messagesOf(messages, 'transfer', 'p2')).toEqual([
      { type: 'transfer', ballot: own, target: 'p2' }
    ])
    const asked = driver.receive(3, { type: 'transfer', ballot: own, target: 'p3' })
    expect(messagesOf(asked.messages, 'transfer', 'p3')).toHaveLength(1)
    const stale = driver.receive(3, { type: 'transfer', ballot: ballot(0, 1), target: 'p3' })
    expect(messagesOf(stale.messages, 'transfer')).toEqual([])
  })

  it('goes to the leader first, if another asks', () => {
    const driver = started()
    answer(driver, [2], leads)
    const { messages } = driver.step([{ type: 'transfer', target: 'p3' }])
    expect(messagesOf(messages, 'transfer', 'p2')).toMatchObject([{ ballot: theirs, target: 'p3' }])
    expect(
      messagesOf(driver.step([{ type: 'transfer', target: 'p2' }]).messages, 'transfer')
    ).toEqual([])
  })

  it('is obeyed by nobody who cannot vote, and asked of nobody while no leader is known', () => {
    const learner = started({ self: 4, promised: theirs })
    learner.receive(2, { type: 'transfer', ballot: theirs, target: 'p4' })
    expect(phase(learner)).toBe('follower')
    const { messages } = learner.step([{ type: 'transfer', target: 'p3' }])
    expect(messagesOf(messages, 'transfer')).toEqual([])
  })

  it('is obeyed by the target, happy as it may be', () => {
    const driver = started({ promised: theirs })
    answer(driver, [2], leads)
    driver.receive(2, { type: 'transfer', ballot: theirs, target: 'p1' })
    expect(phase(driver)).toBe('candidate')
    expect(driver.replica.view().promisedBallot).toEqual(ballot(5, 1))
  })

  it.each([
    ['for another', 2, theirs, 'p3'],
    ['by one that does not lead the ballot', 3, theirs, 'p1'],
    ['of a ballot below its promise', 2, ballot(3, 2), 'p1']
  ])('is not obeyed %s', (_title, from, of, target) => {
    const driver = started({ promised: theirs })
    answer(driver, [2], leads)
    driver.receive(from, { type: 'transfer', ballot: of, target })
    expect(phase(driver)).toBe('follower')
  })
})

describe('the way to the leader', () => {
  const propose = (driver: Driver) => {
    return driver.propose(1, { type: 'value', value: bytes('x') }).messages
  }

  it('is direct if the leader answers', () => {
    const driver = started()
    const of = { leaderBallot: ballot(4, 3), promisedBallot: ballot(4, 3) }
    answer(driver, [2], { ...follows, ...of })
    answer(driver, [3], { ...leads, ...of })
    expect(messagesOf(propose(driver), 'propose', 'p3')).toHaveLength(1)
  })

  it('goes by a member that is happy if the leader does not answer', () => {
    const driver = started()
    answer(driver, [3], follows)
    expect(messagesOf(propose(driver), 'propose', 'p3')).toHaveLength(1)
  })

  it('is none without either', () => {
    const driver = started({ self: 4 })
    answer(driver, [3])
    expect(messagesOf(propose(driver), 'propose')).toEqual([])
  })
})
