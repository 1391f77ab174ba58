import { describe, expect, it } from 'vitest'
import type { Effects } from '../../src/core/effects.js'
import { learnersMax, learnerWindowBytes } from '../../src/core/limits.js'
import type { CatchUpReplyMessage, LearnMessage } from '../../src/core/messages.js'
import {
  ballot,
  bigEntry,
  configurationOf,
  Driver,
  type DriverInit,
  labels,
  log,
  messagesOf,
  peer
} from '../support/core-builders.js'
import { leading, round } from '../support/core-election.js'

const a = ballot(1, 2)

/** A follower that knows `count` entries to be chosen. */
function knowing(count: number, init: DriverInit = {}): Driver {
  return new Driver({ accepted: a, log: log(1, count), chosen: count, chosenBallot: a, ...init })
}

function learn(
  driver: Driver,
  chosenSlotMax: number,
  given: Partial<LearnMessage> & { readonly from?: number } = {}
): Effects {
  const { from = 9, ...rest } = given
  return driver.receive(from, { type: 'learn', chosenSlotMax, willing: false, ...rest })
}

function replies({ messages }: Effects, to = 9): CatchUpReplyMessage[] {
  return messagesOf(messages, 'catch-up-reply', peer(to))
}

describe('a learner', () => {
  it('gets what is chosen that it lacks, and then what is chosen next, unasked', () => {
    const driver = leading({ accepted: a, log: log(1, 3), chosen: 3, chosenBallot: a })
    const [first, ...none] = replies(learn(driver, 1))
    expect(first).toMatchObject({ firstSlot: 2, chosenSlotMax: 3 })
    expect(labels(first?.entries ?? [])).toEqual(['a2', 'a3'])
    expect(none).toEqual([])
    const { promisedBallot } = driver.replica.view()
    driver.propose(1, { type: 'value', value: new Uint8Array(1) })
    const chosen = driver.receive(2, { type: 'accepted', ballot: promisedBallot, lastSlot: 4 })
    expect(replies(chosen)).toMatchObject([{ firstSlot: 4, chosenSlotMax: 4 }])
  })

  it('gets nothing twice while it may still be under way, and again once it said often enough that it lacks it', () => {
    const driver = knowing(3)
    expect(replies(learn(driver, 0))).toHaveLength(1)
    expect(replies(learn(driver, 0))).toEqual([])
    expect(replies(learn(driver, 0))).toEqual([])
    expect(replies(learn(driver, 0))).toMatchObject([{ firstSlot: 1 }])
    expect(replies(learn(driver, 3))).toEqual([])
  })

  it('is asked every second if it says nothing, and no more once it is gone', () => {
    const driver = leading({ accepted: a, log: log(1, 3), chosen: 3, chosenBallot: a })
    const asked = (rounds: number): number => {
      const before = messagesOf(driver.sent, 'heartbeat', peer(9)).length
      for (let i = 0; i < rounds; i += 1) round(driver, [2, 3])
      return messagesOf(driver.sent, 'heartbeat', peer(9)).length - before
    }
    learn(driver, 3)
    expect(asked(9)).toBe(0)
    learn(driver, 3)
    expect(asked(10)).toBe(1)
    expect(asked(100)).toBe(4)
  })

  it('is ahead of what it acknowledged by no more than a window', () => {
    const size = 128 * 1024
    const count = 24
    const entries = Array.from({ length: count }, (_, i) => bigEntry(size, i + 1))
    const driver = knowing(count, { log: entries })
    const sent = (effects: Effects): number =>
      replies(effects).reduce((sum, { entries: some }) => sum + some.length, 0)
    const first = sent(learn(driver, 0))
    expect(first * size).toBeGreaterThan(learnerWindowBytes)
    expect(first * size).toBeLessThan(2 * learnerWindowBytes)
    const second = sent(learn(driver, first))
    expect(second).toBeGreaterThan(0)
    expect(first + second).toBeLessThanOrEqual(count)
  })

  it('gets from the store what is no longer in memory, one part after the other', () => {
    const count = 30
    const entries = Array.from({ length: count }, (_, i) => bigEntry(256 * 1024, i + 1))
    const driver = knowing(count, { log: entries })
    driver.tick(0)
    expect(driver.replica.chosenInMemory(1, 2, 1)).toBeUndefined()
    const [load, ...none] = learn(driver, 0).loads
    expect(load).toMatchObject({ firstSlot: 1, endSlot: count + 1 })
    expect(none).toEqual([])
    expect(learn(driver, 0).loads).toEqual([])
    const loaded = driver.step([
      { type: 'loaded', loadId: load?.loadId ?? 0, firstSlot: 1, entries: entries.slice(0, 2) }
    ])
    expect(replies(loaded)).toMatchObject([{ firstSlot: 1, chosenSlotMax: count }])
    expect(learn(driver, 2).loads).toMatchObject([{ firstSlot: 3 }])
  })

  it('gets again from the store what was lost on its way', () => {
    const entries = Array.from({ length: 30 }, (_, i) => bigEntry(256 * 1024, i + 1))
    const driver = knowing(30, { log: entries })
    driver.tick(0)
    const loads = [0, 0, 0, 0].map(slot => learn(driver, slot).loads.length)
    expect(loads).toEqual([1, 0, 0, 1])
  })

  it('that would vote is told of to others, with what it has, until it is silent', () => {
    const driver = knowing(3)
    learn(driver, 1, { willing: true })
    learn(driver, 2, { willing: false, from: 8 })
    const told = (from: number): unknown =>
      messagesOf(
        driver.receive(from, { type: 'heartbeat', round: 1, news: false }).messages,
        'heartbeat-reply'
      )[0]?.learners
    const report = { peerId: 'p9', incarnation: 9n, chosenSlotMax: 1 }
    expect(told(2)).toEqual([report])
    expect(told(8)).toEqual([report])
    expect(driver.replica.view().candidates).toEqual([report])
    for (let i = 0; i < 60; i += 1) round(driver, [2, 3])
    expect(told(2)).toEqual([])
  })

  it('of another life is another one', () => {
    const driver = knowing(3)
    learn(driver, 3, { willing: true })
    const again = driver.receive(9, { type: 'learn', chosenSlotMax: 0, willing: true }, 99n)
    expect(replies(again)).toMatchObject([{ firstSlot: 1 }])
    expect(driver.replica.view().candidates).toMatchObject([{ incarnation: 99n }])
  })

  it('is not served if there are too many', () => {
    const driver = knowing(1, { voters: 1 })
    for (let i = 0; i < learnersMax; i += 1) {
      expect(replies(learn(driver, 0, { from: 100 + i }), 100 + i)).toHaveLength(1)
    }
    expect(replies(learn(driver, 0, { from: 99 }), 99)).toEqual([])
    expect(replies(learn(driver, 0, { from: 100 }), 100)).toEqual([])
  })

  it('gets the answers to what it proposed and read by way of whom it learns from', () => {
    const driver = knowing(1)
    learn(driver, 1)
    const reply = { type: 'read-reply', origin: 'p9', id: 4, slot: 1, via: [] } as const
    expect(messagesOf(driver.receive(2, reply).messages, 'read-reply', 'p9')).toEqual([reply])
    const further = { ...reply, origin: 'p8', via: ['p9'] }
    expect(messagesOf(driver.receive(2, further).messages, 'read-reply', 'p9')).toEqual([
      { ...further, via: [] }
    ])
  })

  it('gets the end of an epoch and the begin of the next one in ballots of their own', () => {
    const next = { ...configurationOf(3), epoch: 2 }
    const ended = { configuration: configurationOf(3), stopSlot: 2, ballot: a }
    const ballotOfNext = { ...ballot(1, 3), epoch: 2 }
    const driver = knowing(4, {
      accepted: ballotOfNext,
      chosenBallot: ballotOfNext,
      endedEpochs: [ended],
      current: next
    })
    const sent = replies(learn(driver, 0))
    expect(sent.map(({ ballot: { epoch }, firstSlot }) => [epoch, firstSlot])).toEqual([
      [1, 1],
      [2, 3]
    ])
  })
})
