import { describe, expect, it } from 'vitest'
import type { Ballot } from '../../src/core/ballot.js'
import { Outbox } from '../../src/core/context.js'
import type { Effects } from '../../src/core/effects.js'
import type { Entry } from '../../src/core/entry.js'
import { tailBytesMax } from '../../src/core/limits.js'
import type { Message } from '../../src/core/messages.js'
import {
  ballot,
  bigEntry,
  bottom,
  Driver,
  type DriverInit,
  log,
  messagesOf,
  promiseOf,
  replyOf,
  value
} from '../support/core-builders.js'

const a = ballot(1, 2)
const theirs = ballot(4, 2)
const leads = { leaderBallot: theirs, promisedBallot: theirs, leads: true, happy: true }

/** A follower of p2, synchronised in its ballot, that it heard in a heartbeat. */
function following(init: DriverInit = {}): Driver {
  const driver = new Driver({ accepted: theirs, ...init })
  driver.tick(0)
  driver.receive(2, replyOf(1, leads))
  driver.receive(3, replyOf(1, { ...leads, leads: false }))
  return driver
}

/** A leader of three voters, with the ballot it leads. */
function leading(init: DriverInit = {}): { driver: Driver; own: Ballot } {
  const driver = new Driver(init)
  driver.tick(0)
  driver.receive(2, replyOf(1))
  const own = driver.replica.view().promisedBallot
  const { accepted, log } = init
  driver.receive(2, promiseOf(own, { accepted: accepted ?? bottom, lastSlot: log?.length ?? 0 }))
  expect(driver.replica.view().phase).toBe('leader')
  return { driver, own }
}

function accept(firstSlot: number, entries: readonly Entry[], chosenSlotMax = 0): Message {
  return { type: 'accept', ballot: theirs, firstSlot, entries, chosenSlotMax }
}

const opened: Entry = { type: 'open-session', origin: 'p2', nonce: 5n, logTimeMs: 0 }

describe('whom a replica listens to', () => {
  it.each([
    ['itself', 'p1', 1n],
    ['one that claims its own incarnation', 'p2', 1n]
  ])('is not %s', (_title, from, incarnation) => {
    const driver = new Driver()
    const message: Message = { type: 'heartbeat', round: 1, news: false }
    const effects = driver.step([{ type: 'message', from, incarnation, message }])
    expect(messagesOf(effects.messages, 'heartbeat-reply')).toEqual([])
    expect(effects.notices).toMatchObject([{ type: 'ignored', from, message: 'heartbeat' }])
  })

  it('is no learner, unless that asks', () => {
    const driver = new Driver()
    driver.tick(0)
    const round = messagesOf(driver.sent, 'heartbeat').at(-1)?.round ?? 0
    const hear = (message: Message): Effects =>
      driver.step([{ type: 'message', from: 'p9', incarnation: 9n, message }])
    const asked = hear({ type: 'heartbeat', round: 1, news: false })
    expect(messagesOf(asked.messages, 'heartbeat-reply', 'p9')).toHaveLength(1)
    const told = hear(replyOf(round))
    expect(told.notices).toMatchObject([
      { type: 'ignored', from: 'p9', message: 'heartbeat-reply' }
    ])
    const entries = log(1, 1)
    const reply = { type: 'catch-up-reply', ballot: a, firstSlot: 1, entries, chosenSlotMax: 1 }
    expect(hear(reply as Message).notices).toMatchObject([{ type: 'ignored' }])
    expect(driver.replica.view().chosenSlotMax).toBe(0)
  })

  it('counts no promise of a voter in another life', () => {
    const driver = new Driver()
    driver.tick(0)
    driver.receive(2, replyOf(1))
    const promise = promiseOf(driver.replica.view().promisedBallot)
    driver.receive(2, promise, 99n)
    driver.receive(3, promise, 2n)
    expect(driver.replica.view().phase).toBe('candidate')
    driver.receive(2, promise)
    expect(driver.replica.view().phase).toBe('leader')
  })

  it('counts no acceptance of a voter in another life', () => {
    const { driver, own } = leading({ accepted: a, log: log(1, 1) })
    const accepted: Message = { type: 'accepted', ballot: own, lastSlot: 1 }
    driver.receive(2, accepted, 99n)
    expect(driver.replica.view().chosenSlotMax).toBe(0)
    driver.receive(2, accepted)
    expect(driver.replica.view().chosenSlotMax).toBe(1)
  })

  it('counts no confirmation of a voter in another life, or of another ballot', () => {
    const { driver, own } = leading()
    driver.step([{ type: 'read', ticket: 1 }])
    const confirmed: Message = { type: 'confirmed', ballot: own, round: 1 }
    expect(driver.receive(2, confirmed, 99n).reads).toEqual([])
    expect(driver.receive(2, { ...confirmed, ballot: a }).reads).toEqual([])
    expect(driver.receive(2, confirmed).reads).toEqual([{ ticket: 1, slot: 0 }])
  })
})

describe('the order of effects', () => {
  const prepare: Message = {
    type: 'prepare',
    ballot: theirs,
    acceptedBallot: bottom,
    lastSlot: 0,
    chosenSlotMax: 0
  }

  it('holds an answer back until the batch of its step is durable', () => {
    const driver = new Driver({ instantDisk: false, accepted: a })
    const effects = driver.receive(2, prepare)
    expect(messagesOf(effects.messages, 'promise')).toEqual([])
    expect(effects.persist).toEqual({
      batchId: 1,
      batch: { promisedBallot: theirs, acceptedBallot: a }
    })
    expect(effects.afterDurable).toMatchObject({
      batchId: 1,
      messages: [{ to: 'p2', message: { type: 'promise', ballot: theirs } }]
    })
  })

  it('holds a repeated answer back until an earlier batch is durable', () => {
    const driver = new Driver({ instantDisk: false, accepted: a })
    driver.receive(2, prepare)
    const repeated = driver.receive(2, prepare)
    expect(repeated.persist).toBeUndefined()
    expect(messagesOf(repeated.messages, 'promise')).toEqual([])
    expect(repeated.afterDurable).toMatchObject({ batchId: 1, messages: [{ to: 'p2' }] })
    driver.step([{ type: 'durable', batchId: 1 }])
    const again = driver.receive(2, prepare)
    expect(messagesOf(again.messages, 'promise')).toHaveLength(1)
    expect(again.afterDurable).toBeUndefined()
  })

  it('sends its own prepare only after its own promise is durable', () => {
    const driver = new Driver({ instantDisk: false })
    driver.tick(0)
    const effects = driver.receive(2, replyOf(1))
    expect(messagesOf(effects.messages, 'prepare')).toEqual([])
    expect(effects.persist?.batch.promisedBallot).toEqual(ballot(1, 1))
    expect(messagesOf(effects.afterDurable?.messages ?? [], 'prepare')).toHaveLength(2)
  })

  it('joins all inputs of a step in one batch', () => {
    const driver = new Driver({ instantDisk: false, accepted: theirs })
    const from = { type: 'message', from: 'p2', incarnation: 2n } as const
    const effects = driver.step([
      { ...from, message: accept(1, log(1, 2)) },
      { ...from, message: accept(3, log(3, 3), 2) }
    ])
    expect(effects.persist?.batch).toEqual({
      chosen: { slotMax: 2, ballot: theirs },
      log: { firstSlot: 1, entries: log(1, 3) }
    })
    expect(effects.chosen.map(({ slot }) => slot)).toEqual([1, 2])
  })

  it('writes a watermark at an orderly end that no batch took along', () => {
    const driver = following({ log: log(1, 2) })
    expect(driver.receive(2, accept(3, [], 2)).persist).toBeUndefined()
    expect(driver.replica.finish().persist?.batch).toEqual({
      chosen: { slotMax: 2, ballot: theirs }
    })
  })

  it('never goes back in time', () => {
    const driver = new Driver()
    driver.tick(10)
    expect(() => driver.replica.step([], 9)).toThrow(
      expect.objectContaining({ name: 'InvariantError' })
    )
  })

  it('is what an outbox says: own messages stay here, and nothing is handed out twice', () => {
    const out = new Outbox('p1')
    const heartbeat: Message = { type: 'heartbeat', round: 1, news: false }
    out.send('p1', heartbeat)
    out.send('p2', heartbeat)
    out.sendWhenDurable('p3', heartbeat)
    expect(out.hasOwn).toBe(true)
    expect(out.takeOwn()).toEqual([heartbeat])
    expect(out.hasOwn).toBe(false)
    expect(out.take()).toMatchObject({
      messages: [{ to: 'p2' }],
      messagesAfterDurable: [{ to: 'p3' }]
    })
    expect(out.take()).toMatchObject({ messages: [], messagesAfterDurable: [] })
  })
})

describe('a replica that restarts', () => {
  const entries: Entry[] = [
    opened,
    { ...value(1, 1, 'x'), logTimeMs: 0 },
    { ...value(1, 2), logTimeMs: 0 }
  ]

  it('hands out again what is known chosen, part by part, and nothing else', () => {
    const driver = new Driver({ accepted: theirs, chosen: 2, lastSlot: 3 })
    expect(driver.replica.restore(entries.slice(0, 1))).toEqual([
      { slot: 1, entry: opened, verdict: { type: 'applied' }, origin: 'p2' }
    ])
    expect(driver.replica.restore(entries.slice(1)).map(({ slot }) => slot)).toEqual([2])
    expect(driver.step().chosen).toEqual([])
    expect(driver.replica.sessions.lastSlot).toBe(2)
    expect(driver.replica.view()).toMatchObject({ lastSlot: 3, chosenSlotMax: 2 })
    expect(driver.receive(2, accept(4, [], 3)).chosen).toMatchObject([{ slot: 3, origin: 'p2' }])
  })

  it('keeps its promises, its acceptances and its synchronisation', () => {
    const driver = new Driver({ accepted: theirs, log: log(1, 2) })
    expect(driver.replica.view()).toMatchObject({
      phase: 'follower',
      promisedBallot: theirs,
      acceptedBallot: theirs,
      lastSlot: 2,
      leader: undefined
    })
    const { messages } = driver.receive(2, accept(3, log(3, 3)))
    expect(messagesOf(messages, 'accepted')).toMatchObject([{ lastSlot: 3 }])
  })

  it('takes a log of any size at once and keeps only its end in memory', () => {
    const count = 3000
    const big = bigEntry(Math.ceil((3 * tailBytesMax) / count))
    const driver = new Driver({ accepted: theirs, chosen: count, lastSlot: count })
    expect(driver.replica.restore(Array(count).fill(big))).toHaveLength(count)
    const { loads } = driver.receive(2, { type: 'catch-up-request', firstSlot: 1 })
    expect(loads).toMatchObject([{ firstSlot: 1 }])
  })

  it('keeps only the end in memory while more is to come', () => {
    const driver = new Driver({ accepted: theirs, chosen: 30, lastSlot: 30 })
    const part = Array(10).fill(bigEntry(tailBytesMax / 5))
    expect(driver.replica.restore(part)).toHaveLength(10)
    expect(driver.replica.restore(part)).toHaveLength(10)
    const { loads } = driver.receive(2, { type: 'catch-up-request', firstSlot: 15 })
    expect(loads).toMatchObject([{ firstSlot: 15 }])
  })

  it('leads only under a ballot it never used', () => {
    const driver = new Driver({ promised: ballot(7, 1), accepted: a })
    driver.tick(0)
    driver.receive(2, replyOf(1))
    expect(driver.replica.view().promisedBallot).toEqual(ballot(8, 1))
    driver.receive(2, promiseOf(ballot(7, 1)))
    driver.receive(3, promiseOf(ballot(7, 1)))
    expect(driver.replica.view().phase).toBe('candidate')
  })
})
