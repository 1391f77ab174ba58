import { describe, expect, it } from 'vitest'
import { ballot, type Driver, messagesOf, replyOf, value } from '../support/core-builders.js'
import {
  answer,
  leading,
  leads,
  ownReply,
  phase,
  round,
  started
} from '../support/core-election.js'

/** What a voter answers that has nothing to do and follows this replica. */
function content(driver: Driver): Parameters<typeof answer>[2] {
  const { promisedBallot, chosenSlotMax } = driver.replica.view()
  const led = { promisedBallot, leaderBallot: promisedBallot }
  return { ...led, happy: true, chosenSlotMax }
}

/** A leader of three voters which everyone follows. */
function settled(): Driver {
  const driver = leading()
  const own = driver.replica.view().promisedBallot
  for (const voter of [2, 3]) driver.receive(voter, { type: 'accepted', ballot: own, lastSlot: 0 })
  for (let i = 0; i < 3; i += 1) round(driver, [2, 3], content(driver))
  return driver
}

/** A leader that sends no heartbeats. */
function resting(): Driver {
  const driver = settled()
  driver.step([{ type: 'vouch', holds: true }])
  for (let i = 0; i < 2; i += 1) round(driver, [2, 3], content(driver))
  driver.tick(100)
  expect(driver.replica.view().isResting).toBe(true)
  return driver
}

/** A follower of the second of three voters. */
function following(): Driver {
  const driver = started()
  const led = ballot(4, 2)
  const log = { acceptedBallot: ballot(0, 0), lastSlot: 0, chosenSlotMax: 0 }
  driver.receive(2, { ...log, type: 'prepare', ballot: led })
  const sync = { type: 'accept-sync', ballot: led, firstSlot: 1, entries: [] } as const
  driver.receive(2, { ...sync, adoptedEnd: 0, chosenSlotMax: 0 })
  expect(phase(driver)).toBe('follower')
  return driver
}

/** Whether it has nothing to do after so many rounds that everyone answers. */
function calmAfter(driver: Driver, rounds: number): boolean {
  for (let i = 0; i < rounds; i += 1) {
    driver.tick(100)
    answer(driver, [2], leads)
    answer(driver, [3], { ...leads, leads: false })
  }
  return driver.replica.isCalm
}

function heartbeats(driver: Driver): number {
  return messagesOf(driver.sent, 'heartbeat').length
}

const own = { type: 'value', value: value(1, 1).value } as const

describe('quiescence', () => {
  it('begins with a round after the owner vouched, not before', () => {
    const driver = settled()
    expect(driver.replica.isCalm).toBe(true)
    expect(driver.replica.view().isResting).toBe(false)
    driver.step([{ type: 'vouch', holds: true }])
    // The round under way began before.
    driver.tick(100)
    expect(driver.replica.view().isResting).toBe(false)
    answer(driver, [2, 3], content(driver))
    const { notices, wakeAtMs } = driver.tick(100)
    expect(notices).toEqual([{ type: 'rest' }])
    expect(wakeAtMs).toBe(Number.POSITIVE_INFINITY)
  })

  it('sends nothing while nothing happens', () => {
    const driver = resting()
    const before = driver.sent.length
    for (let i = 0; i < 50; i += 1) driver.tick(1000)
    expect(driver.sent.length).toBe(before)
    expect(driver.replica.view()).toMatchObject({ phase: 'leader', quorum: 'available' })
  })

  it('answers who asks without news, and rests on', () => {
    const driver = resting()
    const before = heartbeats(driver)
    expect(ownReply(driver)).toMatchObject({ leads: true, happy: true })
    expect(heartbeats(driver)).toBe(before)
    expect(driver.replica.view().isResting).toBe(true)
  })

  it.each<[string, (driver: Driver) => unknown]>([
    [
      'a heartbeat with news',
      driver => driver.receive(2, { type: 'heartbeat', round: 9, news: true })
    ],
    ['a doubt of the owner', driver => driver.step([{ type: 'vouch', holds: false }])],
    ['a proposal', driver => driver.propose(1, own)],
    ['a read', driver => driver.step([{ type: 'read', ticket: 1 }])],
    [
      'a connection that closed',
      driver => driver.step([{ type: 'connectivity', peerId: 'p2', connected: false }])
    ],
    [
      'a message of the log',
      driver => driver.receive(2, { type: 'learn', chosenSlotMax: 0, willing: false })
    ],
    [
      'an owner that is to be held back',
      driver => driver.step([{ type: 'reserve', why: 'hidden', isHeldBack: true }])
    ]
  ])('ends with %s: everyone is asked at once, and again', (_, disturb) => {
    const driver = resting()
    const before = heartbeats(driver)
    disturb(driver)
    expect(driver.replica.view().isResting).toBe(false)
    expect(heartbeats(driver)).toBeGreaterThanOrEqual(before + 2)
    const asked = heartbeats(driver)
    driver.tick(100)
    expect(heartbeats(driver)).toBe(asked + 2)
  })

  it('ends when the group comes to the time that something waits for', () => {
    const driver = resting()
    driver.step([{ type: 'alarm', logTimeMs: 5000 }])
    for (let i = 0; i < 6; i += 1) round(driver, [2, 3], content(driver))
    driver.step([{ type: 'vouch', holds: true }])
    for (let i = 0; i < 3; i += 1) round(driver, [2, 3], content(driver))
    const { wakeAtMs } = driver.tick(100)
    expect(driver.replica.view().isResting).toBe(true)
    expect(wakeAtMs).toBeLessThan(10_000)
    driver.tick(wakeAtMs - driver.nowMs)
    expect(driver.replica.view()).toMatchObject({ isResting: false, lastSlot: 1 })
  })

  it('blames nobody for a silence of which nobody asked', () => {
    const driver = resting()
    driver.tick(60_000)
    driver.step([{ type: 'vouch', holds: false }])
    for (let i = 0; i < 4; i += 1) driver.tick(100)
    expect(driver.replica.view()).toMatchObject({ quorum: 'available', reachable: ['p2', 'p3'] })
    driver.tick(100)
    expect(driver.replica.view().reachable).toEqual([])
  })

  it.each<[string, Parameters<typeof answer>[2]]>([
    ['knows less', { chosenSlotMax: -1 }],
    ['is not happy', { happy: false }],
    ['cannot vote', { canVote: false }],
    ['is in reserve', { inReserve: true }],
    ['is in another epoch', { epoch: 2 }],
    ['promised another ballot', { promisedBallot: ballot(0, 3) }],
    ['serves who would vote', { learners: [{ peerId: 'p9', incarnation: 9n, chosenSlotMax: 0 }] }]
  ])('does not begin while a voter %s', (_, given) => {
    const driver = settled()
    for (let i = 0; i < 5; i += 1) {
      driver.tick(100)
      answer(driver, [2], content(driver))
      answer(driver, [3], { ...content(driver), ...given })
      if (i === 2) driver.step([{ type: 'vouch', holds: true }])
    }
    driver.tick(100)
    expect(driver.replica.isCalm).toBe(false)
    expect(driver.replica.view().isResting).toBe(false)
  })

  it('begins with a voter that has not answered for long, not before', () => {
    const driver = settled()
    for (let i = 0; i < 5; i += 1) {
      round(driver, [2], content(driver))
      driver.tick(0)
      if (i > 0) expect(driver.replica.isCalm).toBe(false)
    }
    for (let i = 0; i < 2; i += 1) round(driver, [2], { ...content(driver), silent: 4n })
    expect(driver.replica.isCalm).toBe(true)
    driver.step([{ type: 'vouch', holds: true }])
    for (let i = 0; i < 2; i += 1) round(driver, [2], { ...content(driver), silent: 4n })
    driver.tick(100)
    expect(driver.replica.view()).toMatchObject({ isResting: true, reachable: ['p2'] })
  })

  it('ends with an answer of somebody who had not answered for long', () => {
    const driver = settled()
    for (let i = 0; i < 8; i += 1) round(driver, [2], content(driver))
    driver.step([{ type: 'vouch', holds: true }])
    for (let i = 0; i < 2; i += 1) round(driver, [2], content(driver))
    expect(driver.replica.view()).toMatchObject({ isResting: true, reachable: ['p2'] })
    driver.receive(3, replyOf(1, content(driver)))
    expect(driver.replica.view()).toMatchObject({ isResting: false, reachable: ['p2', 'p3'] })
  })

  it.each<[string, (driver: Driver) => unknown]>([
    ['a proposal', driver => driver.propose(1, own)],
    ['a read', driver => driver.step([{ type: 'read', ticket: 1 }])]
  ])('does not begin while %s of a follower waits for the leader', (_, call) => {
    const driver = following()
    expect(calmAfter(driver, 5)).toBe(true)
    call(driver)
    expect(calmAfter(driver, 20)).toBe(false)
  })

  it('does not begin while a voter has not what the leader has', () => {
    const driver = settled()
    driver.propose(1, own)
    const accepted = { type: 'accepted', ballot: driver.replica.view().promisedBallot } as const
    // First a session, then what is proposed in it.
    for (const lastSlot of [1, 2]) driver.receive(2, { ...accepted, lastSlot })
    expect(driver.replica.view()).toMatchObject({ lastSlot: 2, chosenSlotMax: 2 })
    for (let i = 0; i < 5; i += 1) round(driver, [2, 3], content(driver))
    expect(driver.replica.isCalm).toBe(false)
    driver.receive(3, { ...accepted, lastSlot: 2 })
    for (let i = 0; i < 5; i += 1) round(driver, [2, 3], content(driver))
    expect(driver.replica.isCalm).toBe(true)
  })
})

describe('news', () => {
  function lastNews(driver: Driver): boolean | undefined {
    return messagesOf(driver.sent, 'heartbeat').at(-1)?.news
  }

  it('is told with every round until everyone answered one', () => {
    const driver = settled()
    expect(lastNews(driver)).toBe(false)
    driver.step([{ type: 'reserve', why: 'hidden', isHeldBack: true }])
    for (let i = 0; i < 3; i += 1) {
      driver.tick(100)
      expect(lastNews(driver)).toBe(true)
      answer(driver, [2], content(driver))
    }
    const late = messagesOf(driver.sent, 'heartbeat').at(-1)?.round ?? 0
    driver.receive(3, replyOf(late - 3, content(driver)))
    driver.tick(100)
    expect(lastNews(driver)).toBe(true)
    answer(driver, [2, 3], content(driver))
    driver.tick(100)
    expect(lastNews(driver)).toBe(false)
  })

  it('of another makes a follower ask anew before it rests', () => {
    const driver = following()
    expect(calmAfter(driver, 5)).toBe(true)
    driver.receive(2, { type: 'heartbeat', round: 50, news: true })
    expect(driver.replica.isCalm).toBe(false)
    driver.tick(100)
    expect(driver.replica.isCalm).toBe(false)
    expect(calmAfter(driver, 2)).toBe(true)
  })
})
