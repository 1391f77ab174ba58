import { describe, expect, it } from 'vitest'
import {
  ballot,
  Driver,
  type MessageOf,
  messagesOf,
  peer,
  promiseOf,
  replyOf
} from '../support/core-builders.js'
import {
  answer,
  follows,
  leads,
  ownReply,
  phase,
  round,
  roundOf,
  started,
  theirs
} from '../support/core-election.js'

/** A follower of p2, connected to p2 and p3, whom its leader has just answered. */
function following(): Driver {
  const driver = started()
  driver.step([2, 3].map(voter => ({ type: 'connectivity', peerId: peer(voter), connected: true })))
  driver.receive(2, {
    type: 'accept-sync',
    ballot: theirs,
    firstSlot: 1,
    entries: [],
    adoptedEnd: 0,
    chosenSlotMax: 0
  })
  answer(driver, [2], leads)
  return driver
}

describe('a voter campaigns', () => {
  it('over links that are slower than the heartbeat interval', () => {
    const driver = new Driver()
    driver.step([2, 3].map(v => ({ type: 'connectivity', peerId: `p${v}`, connected: true })))
    const answers: { readonly round: number; readonly atMs: number }[] = []
    let seen = 0
    for (let ms = 0; ms < 3000 && driver.replica.view().phase === 'follower'; ms += 10) {
      driver.tick(10)
      for (const { round } of messagesOf(driver.sent, 'heartbeat', 'p2').slice(seen)) {
        answers.push({ round, atMs: ms + 150 })
        seen += 1
      }
      while (answers[0] !== undefined && answers[0].atMs <= ms) {
        const round = answers.shift()?.round ?? 0
        for (const voter of [2, 3]) driver.receive(voter, replyOf(round))
      }
    }
    expect(driver.replica.view().phase).toBe('candidate')
  })

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
    expect(driver.replica.view().promisedBallot).toEqual(ballot(7, 1))
  })

  it('only a heartbeat later if it hears of a candidature that is new: that one may be about to lead', () => {
    const driver = started()
    answer(driver, [2, 3], { promisedBallot: ballot(6, 3) })
    expect(phase(driver)).toBe('follower')
    driver.tick(99)
    answer(driver, [2, 3], { promisedBallot: ballot(6, 3) })
    expect(phase(driver)).toBe('follower')
    driver.tick(1)
    answer(driver, [2, 3], { promisedBallot: ballot(6, 3) })
    expect(phase(driver)).toBe('candidate')
  })

  it('alone if it is the only voter', () => {
    const driver = started({ voters: 1 })
    expect(phase(driver)).toBe('leader')
    expect(driver.replica.view().quorum).toBe('available')
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

  describe('for a leader that fell silent', () => {
    /** A follower whose leader p2 answered for the last time, and p3 half an election timeout after it. */
    function silenced(): Driver {
      const driver = following()
      for (let i = 0; i < 3; i += 1) round(driver, [3], { promisedBallot: theirs })
      for (let i = 0; i < 3; i += 1) round(driver, [])
      return driver
    }

    it('not on what others said while it was silent', () => {
      const driver = silenced()
      expect(driver.replica.view().leader).toBeUndefined()
      expect(driver.replica.view().reachable).toEqual(['p3'])
      expect(phase(driver)).toBe('follower')
    })

    it('on what they say then, without waiting for it', () => {
      const driver = silenced()
      const { nowMs } = driver
      answer(driver, [3], { promisedBallot: theirs })
      expect(phase(driver)).toBe('candidate')
      expect(driver.nowMs).toBe(nowMs)
    })
  })

  it('at once when the connection to its leader closes and the others know no leader', () => {
    const driver = following()
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
    const own = driver.replica.view().promisedBallot
    driver.receive(3, {
      type: 'reject',
      ballot: own,
      reason: 'promised-higher',
      promisedBallot: ballot(9, 3),
      chosenSlotMax: 0
    })
    expect(phase(driver)).toBe('follower')
    expect(driver.replica.view().leaderBallot).toEqual(theirs)
  })

  it('again above, when no quorum promised in the time of an election', () => {
    const driver = started()
    answer(driver, [2])
    const first = driver.replica.view().promisedBallot
    for (let i = 0; i < 4; i += 1) round(driver, [2])
    expect(driver.replica.view().promisedBallot).toEqual(first)
    expect(messagesOf(driver.sent, 'prepare', 'p2').length).toBeGreaterThan(1)
    round(driver, [2])
    expect(driver.replica.view().promisedBallot.round).toBe(first.round + 1)
  })
})

describe('a follower', () => {
  it('is happy with a leader that answered it directly and is happy itself', () => {
    const driver = started()
    answer(driver, [2], leads)
    expect(ownReply(driver)).toMatchObject({ happy: true, leads: false, leaderBallot: theirs })
    expect(driver.replica.view()).toMatchObject({
      leader: { peerId: 'p2', incarnation: 2n },
      leaderBallot: theirs,
      quorum: 'available'
    })
  })

  it('is not happy because others are', () => {
    const driver = started()
    answer(driver, [3], follows)
    expect(ownReply(driver)).toMatchObject({ happy: false, leaderBallot: theirs })
    expect(driver.replica.view().quorum).toBe('available')
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
    expect(driver.replica.view().leader).toBeUndefined()
  })

  it('forgets a leader that says it leads no longer', () => {
    const driver = started()
    answer(driver, [2], leads)
    driver.tick(100)
    answer(driver, [3], { promisedBallot: theirs })
    expect(driver.replica.view().leaderBallot).toEqual(theirs)
    answer(driver, [2], { promisedBallot: theirs })
    expect(driver.replica.view().leaderBallot).toBeUndefined()
  })

  it('follows the higher of two ballots that are said to lead', () => {
    const driver = started()
    answer(driver, [2], leads)
    answer(driver, [3], { ...leads, leaderBallot: ballot(3, 3) })
    expect(driver.replica.view().leaderBallot).toEqual(theirs)
    answer(driver, [3], { ...leads, leaderBallot: ballot(5, 3) })
    expect(driver.replica.view().leaderBallot).toEqual(ballot(5, 3))
  })

  it('follows nobody who is no voter', () => {
    const driver = started()
    answer(driver, [2], { ...leads, leaderBallot: ballot(9, 9) })
    expect(driver.replica.view().leaderBallot).toBeUndefined()
  })

  it('blames nobody for a time in which it slept itself', () => {
    const driver = started()
    answer(driver, [2], leads)
    for (let i = 0; i < 9; i += 1) driver.tick(1000)
    expect(ownReply(driver)?.happy).toBe(true)
    expect(driver.replica.view().reachable).toEqual(['p2'])
    expect(phase(driver)).toBe('follower')
  })

  it('takes no answer to a round that it has not begun, and no older answer for a newer one', () => {
    const driver = started()
    driver.receive(2, replyOf(roundOf(driver) + 1, leads))
    expect(driver.replica.view().reachable).toEqual([])
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
    expect(driver.replica.view().reachable).toEqual(['p2'])
    expect(driver.replica.view().leaderBallot).toEqual(theirs)
  })

  it('knows its leader as long as that answers, happy or not', () => {
    const driver = started()
    answer(driver, [2], leads)
    for (let i = 0; i < 3; i += 1) round(driver, [2], { ...leads, happy: false })
    expect(driver.replica.view().leaderBallot).toEqual(theirs)
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
    expect(driver.replica.view().reachable).toEqual([])
    driver.step([{ type: 'connectivity', peerId: 'p9', connected: false }])
  })
})
