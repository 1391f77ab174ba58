import { describe, expect, it } from 'vitest'
import type { Effects } from '../../src/core/effects.js'
import type { HeartbeatReplyMessage } from '../../src/core/messages.js'
import { ballot, Driver, type DriverInit, log, messagesOf, peer } from '../support/core-builders.js'
import { answer, follows, leads, phase } from '../support/core-election.js'

/** A replica that does not vote, connected to these peers. */
function learner(connected: readonly number[], init: DriverInit = {}): Driver {
  const driver = new Driver({ self: 9, ...init })
  for (const number of connected) connect(driver, number)
  return driver
}

function connect(driver: Driver, number: number, connected = true): Effects {
  return driver.step([{ type: 'connectivity', peerId: peer(number), connected }])
}

const sourceOf = (driver: Driver): string | undefined => driver.replica.view().source

/** One round, in which the source answers, or nobody does. */
function pass(driver: Driver, given?: Partial<HeartbeatReplyMessage>): Effects {
  const effects = driver.tick(100)
  const source = sourceOf(driver)
  if (given !== undefined && source !== undefined) answer(driver, [Number(source.slice(1))], given)
  return effects
}

describe('a replica that does not vote', () => {
  it('asks one member alone, and says with every round what it has', () => {
    const driver = learner([1, 2, 3])
    const source = sourceOf(driver)
    expect(source).toBeDefined()
    driver.sent.length = 0
    for (let i = 0; i < 5; i += 1) pass(driver, {})
    expect(new Set(driver.sent.map(({ to }) => to))).toEqual(new Set([source]))
    expect(messagesOf(driver.sent, 'learn')).toHaveLength(5)
    expect(messagesOf(driver.sent, 'heartbeat').length).toBeGreaterThanOrEqual(5)
  })

  it('spreads with others like it over the voters, after a while', () => {
    const counts = new Map<string | undefined, number>()
    for (let i = 1; i <= 60; i += 1) {
      const driver = learner([1, 2, 3], { self: 1000 + i })
      for (let rounds = 0; rounds < 30; rounds += 1) pass(driver, {})
      const source = sourceOf(driver)
      counts.set(source, (counts.get(source) ?? 0) + 1)
    }
    expect([...counts.keys()].sort()).toEqual(['p1', 'p2', 'p3'])
    for (const count of counts.values()) expect(count).toBeGreaterThan(8)
  })

  it('has none while nobody is connected, and takes the first that is', () => {
    const driver = learner([])
    pass(driver)
    expect(sourceOf(driver)).toBeUndefined()
    expect(messagesOf(connect(driver, 2).messages, 'learn', 'p2')).toEqual([
      { type: 'learn', chosenSlotMax: 0, willing: true }
    ])
    connect(driver, 2, false)
    expect(sourceOf(driver)).toBeUndefined()
  })

  it('leaves one that is silent, and one that disconnects', () => {
    const driver = learner([1, 2])
    const first = sourceOf(driver)
    for (let i = 0; i < 8; i += 1) pass(driver)
    const second = sourceOf(driver)
    expect(second).not.toBe(first)
    connect(driver, Number(second?.slice(1)), false)
    expect(sourceOf(driver)).toBe(first)
  })

  it('leaves one that knows of entries and does not send them', () => {
    const driver = learner([1, 2])
    const first = sourceOf(driver)
    for (let i = 0; i < 5; i += 1) pass(driver, { chosenSlotMax: 7 })
    expect(sourceOf(driver)).toBe(first)
    for (let i = 0; i < 5; i += 1) pass(driver, { chosenSlotMax: 7 })
    expect(sourceOf(driver)).not.toBe(first)
  })

  it('prefers a voter to another learner', () => {
    const driver = learner([8])
    expect(sourceOf(driver)).toBe('p8')
    pass(driver, { distance: 1 })
    connect(driver, 3)
    pass(driver, { distance: 1 })
    expect(sourceOf(driver)).toBe('p3')
  })

  it('leaves a leader to the voters after a while, if another voter can serve it', () => {
    const driver = learner([2])
    for (let i = 0; i < 40; i += 1) pass(driver, leads)
    expect(sourceOf(driver)).toBe('p2')
    connect(driver, 3)
    for (let i = 0; i < 2; i += 1) pass(driver, leads)
    expect(sourceOf(driver)).toBe('p3')
    for (let i = 0; i < 40; i += 1) pass(driver, follows)
    expect(sourceOf(driver)).toBe('p3')
  })

  it('reaches the leader by way of it, and knows who leads', () => {
    const driver = learner([3])
    pass(driver, follows)
    const { messages } = driver.propose(1, { type: 'value', value: new Uint8Array(1) })
    expect(messagesOf(messages, 'propose', 'p3')).toMatchObject([{ origin: 'p9' }])
    expect(driver.replica.view()).toMatchObject({
      leader: { peerId: 'p2' },
      quorum: 'available'
    })
  })

  it('does not believe learners that learn from one another that there is a leader', () => {
    const driver = learner([8])
    for (let i = 0; i < 3; i += 1) pass(driver, { ...follows, distance: 4 })
    expect(driver.replica.view().quorum).toBe('suspended')
    pass(driver, { ...follows, distance: 1 })
    expect(driver.replica.view().quorum).toBe('available')
  })

  it('never campaigns', () => {
    const driver = learner([1, 2, 3])
    for (let i = 0; i < 30; i += 1) pass(driver, {})
    expect(phase(driver)).toBe('follower')
    expect(messagesOf(driver.sent, 'prepare')).toEqual([])
  })

  it('says only what is durable', () => {
    const driver = learner([3], { instantDisk: false })
    const { messages, persist } = driver.receive(3, {
      type: 'catch-up-reply',
      ballot: ballot(1, 2),
      firstSlot: 1,
      entries: log(1, 2),
      chosenSlotMax: 9
    })
    expect(persist?.batch.chosen).toMatchObject({ slotMax: 2 })
    expect(messagesOf(messages, 'learn')).toEqual([])
    const { afterDurable } = driver.step([])
    expect(messagesOf(afterDurable?.messages ?? [], 'learn')).toEqual([])
  })

  it('asks for more at once if there is more', () => {
    const driver = learner([3])
    const { messages } = driver.receive(3, {
      type: 'catch-up-reply',
      ballot: ballot(1, 2),
      firstSlot: 1,
      entries: log(1, 2),
      chosenSlotMax: 9
    })
    expect(messagesOf(messages, 'learn', 'p3')).toEqual([
      { type: 'learn', chosenSlotMax: 2, willing: true }
    ])
  })
})
