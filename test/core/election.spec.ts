import { describe, expect, it } from 'vitest'
import type { Ballot } from '../../src/core/ballot.js'
import type { Effects } from '../../src/core/effects.js'
import type { HeartbeatReplyMessage } from '../../src/core/messages.js'
import {
  ballot,
  bytes,
  Driver,
  type DriverInit,
  log,
  type MessageOf,
  messagesOf,
  peer,
  promiseOf,
  replyOf
} from '../support/core-builders.js'

/** The newest round of heartbeats. */
function roundOf(driver: Driver): number {
  return messagesOf(driver.sent, 'heartbeat').at(-1)?.round ?? 0
}

/** Lets these voters answer the newest round. */
function answer(
  driver: Driver,
  voters: readonly number[],
  given: Partial<HeartbeatReplyMessage> = {}
): void {
  const round = roundOf(driver)
  for (const voter of voters) driver.receive(voter, replyOf(round, given))
}

/** A replica that asked everyone how they are, once. */
function started(init: DriverInit = {}): Driver {
  const driver = new Driver(init)
  driver.tick(0)
  return driver
}

/** A replica that leads, with answers of all others in the newest round. */
function leading(init: DriverInit = {}): Driver {
  const voters = init.voters ?? 3
  const others = Array.from({ length: voters - 1 }, (_, i) => i + 2)
  const driver = started(init)
  answer(driver, others)
  const own = driver.replica.snapshot().promisedBallot
  for (const voter of others) driver.receive(voter, promiseOf(own))
  expect(driver.replica.snapshot().phase).toBe('leader')
  answer(driver, others, { promisedBallot: own })
  return driver
}

/** One regular round, in which these voters answer. */
function round(
  driver: Driver,
  voters: readonly number[],
  given: Partial<HeartbeatReplyMessage> = {}
): Effects {
  const effects = driver.tick(100)
  answer(driver, voters, given)
  return effects
}

function phase(driver: Driver): string {
  return driver.replica.snapshot().phase
}

/** What the replica answers to a heartbeat of p2. */
function ownReply(driver: Driver): HeartbeatReplyMessage | undefined {
  const { messages } = driver.receive(2, { type: 'heartbeat', round: 77 })
  return messagesOf(messages, 'heartbeat-reply', 'p2')[0]
}

const theirs: Ballot = ballot(4, 2)
const leads = { leaderBallot: theirs, promisedBallot: theirs, leads: true, happy: true }
const follows = { ...leads, leads: false }

describe('a voter campaigns', () => {
  it('when it reaches a quorum of voters and nobody is happy', () => {
    const driver = started()
    expect(phase(driver)).toBe('follower')
    answer(driver, [2])
    expect(phase(driver)).toBe('candidate')
    expect(messagesOf(driver.sent, 'prepare').map(({ ballot }) => ballot.round)).toEqual([1, 1])
  })

  it('above every ballot that others promised', () => {
    const driver = started()
    const promisedBallot = ballot(6, 3)
    answer(driver, [2], { promisedBallot })
    for (let i = 0; i < 3; i += 1) round(driver, [2], { promisedBallot })
    expect(driver.replica.snapshot().promisedBallot).toEqual(ballot(7, 1))
  })

  it('alone if it is the only voter', () => {
    const driver = started({ voters: 1 })
    expect(phase(driver)).toBe('leader')
    expect(ownReplyOfSingle(driver)).toBe('available')
  })

  it('only if all connected voters answered, or the round is over', () => {
    const driver = new Driver()
    driver.step([
      { type: 'connectivity', peerId: 'p2', connected: true },
      { type: 'connectivity', peerId: 'p3', connected: true }
    ])
    answer(driver, [2])
    expect(phase(driver)).toBe('follower')
    answer(driver, [3])
    expect(phase(driver)).toBe('candidate')
  })

  it.each([
    ['prepare quorum is the larger', { prepare: 4, accept: 2 }],
    ['accept quorum is the larger', { prepare: 2, accept: 4 }]
  ])('only if it reaches the larger of both quorums: the %s', (_title, quorum) => {
    const driver = started({ voters: 5, quorum })
    answer(driver, [2, 3])
    expect(phase(driver)).toBe('follower')
    answer(driver, [4])
    expect(phase(driver)).toBe('candidate')
  })

  it('never if it is not a voter in this life', () => {
    const driver = started({ self: 4 })
    answer(driver, [1, 2, 3])
    round(driver, [1, 2, 3])
    round(driver, [1, 2, 3])
    expect(phase(driver)).toBe('follower')
    expect(ownReply(driver)?.canVote).toBe(false)
  })

  it('not with answers of others than voters that can vote', () => {
    const driver = started()
    answer(driver, [2], { canVote: false })
    driver.receive(3, replyOf(roundOf(driver)), 99n)
    driver.tick(100)
    expect(phase(driver)).toBe('follower')
  })

  it('not while anyone it reaches is happy', () => {
    const driver = started({ voters: 5 })
    answer(driver, [5], { ...follows, leaderBallot: theirs })
    answer(driver, [3, 4])
    expect(phase(driver)).toBe('follower')
    round(driver, [3, 4])
    round(driver, [3, 4])
    expect(phase(driver)).toBe('follower')
    // The happy one is not reached any longer.
    for (let i = 0; i < 4; i += 1) round(driver, [3, 4])
    expect(phase(driver)).toBe('candidate')
  })

  it('not before a ballot that it promised had the time of an election', () => {
    const driver = started()
    const asked = promiseOf(theirs)
    driver.receive(2, { ...asked, type: 'prepare', ballot: theirs })
    answer(driver, [2, 3])
    for (let i = 0; i < 4; i += 1) round(driver, [2, 3])
    expect(driver.nowMs).toBe(400)
    expect(phase(driver)).toBe('follower')
    round(driver, [2, 3])
    expect(phase(driver)).toBe('candidate')
  })

  it('at once when the connection to its leader closes and the others know no leader', () => {
    const driver = started()
    driver.step(
      [2, 3].map(voter => ({ type: 'connectivity', peerId: peer(voter), connected: true }))
    )
    driver.receive(2, {
      type: 'accept-sync',
      ballot: theirs,
      firstSlot: 1,
      entries: [],
      adoptedEnd: 0,
      chosenSlotMax: 0
    })
    answer(driver, [2], leads)
    answer(driver, [3], follows)
    driver.step([{ type: 'connectivity', peerId: 'p2', connected: false }], 10)
    expect(phase(driver)).toBe('follower')
    answer(driver, [3], { promisedBallot: theirs })
    expect(phase(driver)).toBe('candidate')
    expect(driver.nowMs).toBe(10)
  })

  it('no longer, when it reaches nobody after the time of an election', () => {
    const driver = started()
    answer(driver, [2])
    expect(phase(driver)).toBe('candidate')
    for (let i = 0; i < 7; i += 1) driver.tick(100)
    expect(phase(driver)).toBe('follower')
  })

  it('without forgetting the leader that it followed, if nothing comes of it', () => {
    const driver = started({ promised: theirs })
    answer(driver, [2], leads)
    driver.receive(2, { type: 'transfer', ballot: theirs, target: 'p1' })
    const own = driver.replica.snapshot().promisedBallot
    driver.receive(3, {
      type: 'reject',
      ballot: own,
      reason: 'promised-higher',
      promisedBallot: ballot(9, 3),
      chosenSlotMax: 0
    })
    expect(phase(driver)).toBe('follower')
    expect(driver.replica.snapshot().leaderBallot).toEqual(theirs)
  })

  it('again above, when no quorum promised in the time of an election', () => {
    const driver = started()
    answer(driver, [2])
    const first = driver.replica.snapshot().promisedBallot
    for (let i = 0; i < 4; i += 1) round(driver, [2])
    expect(driver.replica.snapshot().promisedBallot).toEqual(first)
    expect(messagesOf(driver.sent, 'prepare', 'p2').length).toBeGreaterThan(1)
    round(driver, [2])
    expect(driver.replica.snapshot().promisedBallot.round).toBe(first.round + 1)
  })
})

function ownReplyOfSingle(driver: Driver): string {
  return driver.replica.snapshot().quorum
}

describe('a follower', () => {
  it('is happy with a leader that answered it directly and is happy itself', () => {
    const driver = started()
    answer(driver, [2], leads)
    expect(ownReply(driver)).toMatchObject({ happy: true, leads: false, leaderBallot: theirs })
    expect(driver.replica.snapshot()).toMatchObject({
      leader: { peerId: 'p2', incarnation: 2n },
      leaderBallot: theirs,
      quorum: 'available'
    })
  })

  it('is not happy because others are', () => {
    const driver = started()
    answer(driver, [3], follows)
    expect(ownReply(driver)).toMatchObject({ happy: false, leaderBallot: theirs })
    expect(driver.replica.snapshot().quorum).toBe('available')
  })

  it.each([
    ['is not happy itself', { ...leads, happy: false }],
    ['does not lead', { ...leads, leads: false }],
    ['leads another ballot', { ...leads, leaderBallot: ballot(3, 2) }]
  ])('is not happy with a leader that %s', (_title, given) => {
    const driver = started()
    answer(driver, [3], { ...follows, leaderBallot: theirs })
    answer(driver, [2], given)
    expect(ownReply(driver)?.happy).toBe(false)
  })

  it('is not happy with a leader that stopped answering', () => {
    const driver = started()
    answer(driver, [2], leads)
    for (let i = 0; i < 5; i += 1) {
      expect(ownReply(driver)?.happy).toBe(true)
      driver.tick(100)
    }
    expect(ownReply(driver)?.happy).toBe(true)
    driver.tick(100)
    expect(ownReply(driver)).toMatchObject({ happy: false })
    expect(ownReply(driver)?.leaderBallot).toBeUndefined()
    expect(driver.replica.snapshot().leader).toBeUndefined()
  })

  it('forgets a leader that says it leads no longer', () => {
    const driver = started()
    answer(driver, [2], leads)
    driver.tick(100)
    answer(driver, [3], { promisedBallot: theirs })
    expect(driver.replica.snapshot().leaderBallot).toEqual(theirs)
    answer(driver, [2], { promisedBallot: theirs })
    expect(driver.replica.snapshot().leaderBallot).toBeUndefined()
  })

  it('follows the higher of two ballots that are said to lead', () => {
    const driver = started()
    answer(driver, [2], leads)
    answer(driver, [3], { ...leads, leaderBallot: ballot(3, 3) })
    expect(driver.replica.snapshot().leaderBallot).toEqual(theirs)
    answer(driver, [3], { ...leads, leaderBallot: ballot(5, 3) })
    expect(driver.replica.snapshot().leaderBallot).toEqual(ballot(5, 3))
  })

  it('follows nobody who is no voter', () => {
    const driver = started()
    answer(driver, [2], { ...leads, leaderBallot: ballot(9, 9) })
    expect(driver.replica.snapshot().leaderBallot).toBeUndefined()
  })

  it('blames nobody for a time in which it slept itself', () => {
    const driver = started()
    answer(driver, [2], leads)
    for (let i = 0; i < 9; i += 1) driver.tick(1000)
    expect(ownReply(driver)?.happy).toBe(true)
    expect(driver.replica.snapshot().reachable).toEqual(['p2'])
    expect(phase(driver)).toBe('follower')
  })

  it('takes no answer to a round that it has not begun, and no older answer for a newer one', () => {
    const driver = started()
    driver.receive(2, replyOf(roundOf(driver) + 1, leads))
    expect(driver.replica.snapshot().reachable).toEqual([])
    driver.tick(100)
    driver.tick(100)
    answer(driver, [2], leads)
    driver.receive(2, replyOf(1))
    expect(ownReply(driver)?.happy).toBe(true)
  })

  it('stays in touch with a member that connects once more', () => {
    const driver = started()
    answer(driver, [2], leads)
    driver.step([{ type: 'connectivity', peerId: 'p2', connected: true }])
    expect(driver.replica.snapshot().reachable).toEqual(['p2'])
    expect(driver.replica.snapshot().leaderBallot).toEqual(theirs)
  })

  it('knows its leader as long as that answers, happy or not', () => {
    const driver = started()
    answer(driver, [2], leads)
    for (let i = 0; i < 3; i += 1) round(driver, [2], { ...leads, happy: false })
    expect(driver.replica.snapshot().leaderBallot).toEqual(theirs)
  })

  it('asks all at once how they are when it hears a new leader, and not when it hears it again', () => {
    const driver = started()
    const heard: MessageOf<'accept-sync'> = {
      type: 'accept-sync',
      ballot: theirs,
      firstSlot: 1,
      entries: [],
      adoptedEnd: 0,
      chosenSlotMax: 0
    }
    expect(messagesOf(driver.receive(2, heard).messages, 'heartbeat')).toHaveLength(2)
    expect(messagesOf(driver.receive(2, heard).messages, 'heartbeat')).toEqual([])
  })

  it('is cut off from a member as soon as its connection closes', () => {
    const driver = started()
    answer(driver, [2], leads)
    driver.step([{ type: 'connectivity', peerId: 'p2', connected: false }])
    expect(driver.replica.snapshot().reachable).toEqual([])
    driver.step([{ type: 'connectivity', peerId: 'p9', connected: false }])
  })
})

describe('a leader', () => {
  it('is happy while an accept quorum that promised at most its ballot answers', () => {
    const driver = leading({ voters: 5, quorum: { prepare: 2, accept: 4 } })
    const promisedBallot = driver.replica.snapshot().promisedBallot
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
    const promisedBallot = driver.replica.snapshot().promisedBallot
    for (let i = 0; i < 7; i += 1) round(driver, [2], { promisedBallot })
    expect(phase(driver)).toBe('leader')
    expect(ownReply(driver)?.happy).toBe(true)
  })

  it('steps down when its accept quorum no longer answers', () => {
    const driver = leading({ voters: 5, quorum: { prepare: 2, accept: 4 } })
    const promisedBallot = driver.replica.snapshot().promisedBallot
    for (let i = 0; i < 5; i += 1) {
      expect(phase(driver)).toBe('leader')
      round(driver, [2, 3], { promisedBallot })
    }
    driver.tick(100)
    expect(phase(driver)).toBe('follower')
    expect(driver.replica.snapshot()).toMatchObject({ leader: undefined, quorum: 'suspended' })
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
    const promisedBallot = driver.replica.snapshot().promisedBallot
    for (let i = 0; i < 6; i += 1) {
      driver.tick(100)
      driver.receive(2, replyOf(roundOf(driver), { promisedBallot }), 99n)
      driver.receive(3, replyOf(roundOf(driver), { promisedBallot, canVote: false }))
    }
    expect(phase(driver)).toBe('follower')
  })

  it('prepares above a reachable voter that stays promised above its ballot', () => {
    const driver = leading()
    const promisedBallot = driver.replica.snapshot().promisedBallot
    const above = ballot(9, 3)
    for (let i = 0; i < 4; i += 1) {
      round(driver, [2], { promisedBallot })
      answer(driver, [3], { promisedBallot: above })
    }
    expect(phase(driver)).toBe('leader')
    round(driver, [2], { promisedBallot })
    expect(phase(driver)).toBe('candidate')
    expect(driver.replica.snapshot().promisedBallot).toEqual(ballot(10, 1))
  })

  it('does not prepare above one that was above for a while only', () => {
    const driver = leading()
    const promisedBallot = driver.replica.snapshot().promisedBallot
    for (let i = 0; i < 12; i += 1) {
      round(driver, [2], { promisedBallot })
      answer(driver, [3], { promisedBallot: i % 3 === 2 ? promisedBallot : ballot(9, 3) })
    }
    expect(phase(driver)).toBe('leader')
    expect(driver.replica.snapshot().promisedBallot).toEqual(promisedBallot)
  })

  it('is not deposed by an isolated voter that comes back with a higher promise', () => {
    const driver = leading()
    const promisedBallot = driver.replica.snapshot().promisedBallot
    answer(driver, [3], { promisedBallot: ballot(9, 3) })
    expect(phase(driver)).toBe('leader')
    expect(ownReply(driver)?.happy).toBe(true)
    round(driver, [2, 3], { promisedBallot })
    expect(driver.replica.snapshot().promisedBallot).toEqual(promisedBallot)
  })

  it('gives way to a higher ballot that it is asked to promise', () => {
    const driver = leading()
    const { type: _, ...rest } = promiseOf(ballot(9, 3))
    driver.receive(3, { ...rest, type: 'prepare' })
    expect(phase(driver)).toBe('follower')
    expect(driver.replica.snapshot().promisedBallot).toEqual(ballot(9, 3))
  })
})

describe('a replica whose disk hangs', () => {
  it('says that it cannot vote, leads no longer and does not campaign', () => {
    const driver = new Driver({ instantDisk: false, accepted: ballot(1, 1), log: log(1, 1) })
    const durable = (batchId: number) => driver.step([{ type: 'durable', batchId }])
    driver.tick(0)
    answer(driver, [2, 3])
    const own = driver.replica.snapshot().promisedBallot
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
    expect(driver.replica.snapshot().quorum).toBe('suspended')
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
    const driver = started({ self: 4, options: { quorumLostAfterMs: 300 } })
    for (let i = 0; i < 9; i += 1) round(driver, [1, 2])
    expect(driver.replica.snapshot().quorum).toBe('suspended')
  })
})

describe('a change of leader on request', () => {
  it('goes from the leader to the target, which campaigns at once', () => {
    const driver = leading()
    const own = driver.replica.snapshot().promisedBallot
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
    expect(driver.replica.snapshot().promisedBallot).toEqual(ballot(5, 1))
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
    answer(driver, [3], follows)
    answer(driver, [2], leads)
    expect(messagesOf(propose(driver), 'propose', 'p2')).toHaveLength(1)
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
