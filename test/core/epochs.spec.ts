import { describe, expect, it } from 'vitest'
import type { Ballot } from '../../src/core/ballot.js'
import type { Configuration } from '../../src/core/configuration.js'
import type { Effects } from '../../src/core/effects.js'
import type { Entry } from '../../src/core/entry.js'
import { ballot, configurationOf, Driver, messagesOf, promiseOf } from '../support/core-builders.js'
import { leading, phase, round } from '../support/core-election.js'

/** A configuration of epoch `epoch` whose voters are those of these numbers. */
function next(numbers: readonly number[] = [1, 2, 3], epoch = 2): Configuration {
  const all = configurationOf(Math.max(...numbers))
  const voters = numbers.flatMap(number => all.voters[number - 1] ?? [])
  const majority = Math.floor(numbers.length / 2) + 1
  return { epoch, voters, quorum: { prepare: majority, accept: majority } }
}

/** p2 accepts everything that the leader has in its ballot. */
function accept(driver: Driver): Effects {
  const { promisedBallot, lastSlot } = driver.replica.view()
  return driver.receive(2, { type: 'accepted', ballot: promisedBallot, lastSlot })
}

/** A leader whose session is open. */
function ready(): Driver {
  const driver = leading()
  driver.propose(1, { type: 'value', value: new Uint8Array(1) })
  accept(driver)
  accept(driver)
  expect(driver.replica.view()).toMatchObject({ chosenSlotMax: 2, lastSlot: 2 })
  return driver
}

const stop = (configuration: Configuration): Entry => ({
  type: 'stop',
  session: 1,
  sequence: 1,
  configuration,
  logTimeMs: 1
})

const opened: Entry = { type: 'open-session', origin: 'p1', nonce: 9n, logTimeMs: 0 }

describe('a stop entry', () => {
  it('is the last one that a leader appends in its epoch', () => {
    const driver = ready()
    driver.propose(2, { type: 'stop', configuration: next() })
    driver.propose(3, { type: 'value', value: new Uint8Array(1) })
    expect(driver.replica.view()).toMatchObject({ phase: 'leader', lastSlot: 3 })
  })

  it('is the last one of its epoch also for a leader that adopted it', () => {
    const log = [opened, stop(next())]
    const driver = new Driver({ log, accepted: ballot(1, 2) })
    driver.tick(0)
    driver.receive(2, {
      type: 'heartbeat-reply',
      round: messagesOf(driver.sent, 'heartbeat').at(-1)?.round ?? 0,
      epoch: 1,
      promisedBallot: ballot(1, 2),
      leads: false,
      happy: false,
      canVote: true,
      inReserve: false,
      distance: 0,
      silent: 0n,
      learners: [],
      chosenSlotMax: 0
    })
    const own = driver.replica.view().promisedBallot
    driver.receive(2, promiseOf(own, { accepted: ballot(1, 2), lastSlot: 2 }))
    expect(phase(driver)).toBe('leader')
    driver.propose(1, { type: 'value', value: new Uint8Array(1) })
    expect(driver.replica.view()).toMatchObject({ lastSlot: 2, configuration: { epoch: 1 } })
    accept(driver)
    expect(driver.replica.view()).toMatchObject({ configuration: { epoch: 2 } })
  })

  it.each([1, 3])('means nothing if it is not for the next epoch but for %i', epoch => {
    const driver = ready()
    driver.propose(2, { type: 'stop', configuration: next([1, 2, 3], epoch) })
    driver.propose(3, { type: 'value', value: new Uint8Array(1) })
    const { settled } = accept(driver)
    expect(settled).toEqual([
      { type: 'skipped', ticket: 2 },
      { type: 'chosen', ticket: 3, slot: 4 }
    ])
    expect(driver.replica.view().configuration.epoch).toBe(1)
  })
})

describe('a replica that learns that a stop entry is chosen', () => {
  it('enters the next epoch in one batch, and prepares at once if it led', () => {
    const driver = ready()
    driver.propose(2, { type: 'stop', configuration: next([1, 2]) })
    const before = driver.replica.view().promisedBallot
    const effects = accept(driver)
    expect(effects.settled).toEqual([{ type: 'chosen', ticket: 2, slot: 3 }])
    expect(effects.persist?.batch).toMatchObject({
      chosen: { slotMax: 3, ballot: before },
      epoch: {
        ended: [{ configuration: configurationOf(3), stopSlot: 3, ballot: before }],
        configuration: next([1, 2])
      },
      acceptedBallot: { epoch: 2, round: 0 }
    })
    expect(driver.replica.view()).toMatchObject({ phase: 'candidate', lastSlot: 3 })
    const prepares = messagesOf(effects.messages, 'prepare')
    expect(prepares.map(message => message.ballot)).toEqual([
      { epoch: 2, round: 1, priority: 0, incarnation: 1n }
    ])
  })

  it('tells the others before it does so', () => {
    const driver = ready()
    driver.propose(2, { type: 'stop', configuration: next() })
    const { promisedBallot } = driver.replica.view()
    const { messages } = accept(driver)
    const told = messagesOf(messages, 'accept', 'p2').filter(m => m.chosenSlotMax === 3)
    expect(told.map(message => message.ballot)).toEqual([promisedBallot])
  })

  it('says nothing any more of what it accepted in the same step', () => {
    const driver = new Driver({
      log: [opened],
      chosen: 1,
      accepted: ballot(1, 2),
      instantDisk: false
    })
    const chosen = { type: 'accept', ballot: ballot(1, 2), chosenSlotMax: 2 } as const
    const message = { ...chosen, firstSlot: 2, entries: [stop(next())] }
    const from = { type: 'message', from: 'p2', incarnation: 2n } as const
    const effects = driver.step([{ ...from, message }])
    expect(driver.replica.view().configuration.epoch).toBe(2)
    expect(effects.persist?.batch.epoch).toBeDefined()
    expect(messagesOf(effects.afterDurable?.messages ?? [], 'accepted')).toEqual([])
  })

  it('cuts what is above it: that can never be chosen', () => {
    const log = [opened, stop(next()), { ...opened, nonce: 10n }]
    const driver = new Driver({ log: [opened, ...log.slice(2)], accepted: ballot(1, 2) })
    const effects = driver.receive(3, {
      type: 'catch-up-reply',
      ballot: ballot(2, 3),
      firstSlot: 1,
      entries: log.slice(0, 2),
      chosenSlotMax: 5
    })
    expect(effects.persist?.batch.log).toEqual({ firstSlot: 2, entries: [log[1]] })
    expect(driver.replica.view()).toMatchObject({ lastSlot: 2, configuration: { epoch: 2 } })
  })

  it('neither votes nor campaigns if it is no voter any more', () => {
    const driver = ready()
    driver.propose(2, { type: 'stop', configuration: next([2, 3]) })
    accept(driver)
    expect(phase(driver)).toBe('follower')
    for (let i = 0; i < 20; i += 1) driver.tick(100)
    expect(phase(driver)).toBe('follower')
    const second: Ballot = { ...ballot(5, 2), epoch: 2 }
    const { messages } = driver.receive(2, { ...promiseOf(second), type: 'prepare' })
    expect(messages).toEqual([])
  })
})

describe('in the next epoch', () => {
  function entered(numbers: readonly number[] = [1, 2, 3]): Driver {
    const driver = ready()
    driver.propose(2, { type: 'stop', configuration: next(numbers) })
    accept(driver)
    expect(driver.replica.view().configuration).toEqual(next(numbers))
    return driver
  }

  it('votes of the one before count for nothing', () => {
    const driver = entered()
    const { promisedBallot } = driver.replica.view()
    driver.receive(2, promiseOf({ ...promisedBallot, epoch: 1 }, { lastSlot: 3 }))
    expect(phase(driver)).toBe('candidate')
    driver.receive(
      2,
      promiseOf(promisedBallot, { accepted: { ...ballot(0, 0), epoch: 2 }, lastSlot: 3 })
    )
    expect(phase(driver)).toBe('leader')
    driver.propose(3, { type: 'value', value: new Uint8Array(1) })
    driver.receive(2, { type: 'accepted', ballot: { ...promisedBallot, epoch: 1 }, lastSlot: 4 })
    expect(driver.replica.view().chosenSlotMax).toBe(3)
    accept(driver)
    expect(driver.replica.view().chosenSlotMax).toBe(4)
  })

  it('whoever still works in the one before gets its end, and no vote', () => {
    const driver = entered()
    const { promisedBallot } = driver.replica.view()
    const { messages, persist } = driver.receive(3, {
      type: 'prepare',
      ballot: ballot(99, 3),
      acceptedBallot: ballot(1, 1),
      lastSlot: 2,
      chosenSlotMax: 1
    })
    expect(persist).toBeUndefined()
    expect(driver.replica.view().promisedBallot).toEqual(promisedBallot)
    expect(messages).toEqual([
      {
        to: 'p3',
        message: expect.objectContaining({ type: 'catch-up-reply', firstSlot: 2, chosenSlotMax: 3 })
      }
    ])
    expect(messagesOf(messages, 'catch-up-reply')[0]?.ballot.epoch).toBe(1)
  })

  it('catch-up stops at the end of an epoch, in a ballot of it', () => {
    const driver = entered([1])
    driver.propose(3, { type: 'value', value: new Uint8Array(1) })
    expect(driver.replica.view()).toMatchObject({ phase: 'leader', chosenSlotMax: 4 })
    const ask = (firstSlot: number) =>
      messagesOf(
        driver.receive(2, { type: 'catch-up-request', firstSlot }).messages,
        'catch-up-reply'
      )[0]
    expect(ask(1)).toMatchObject({ ballot: { epoch: 1 }, chosenSlotMax: 4 })
    expect(ask(1)?.entries).toHaveLength(3)
    expect(ask(4)).toMatchObject({ ballot: { epoch: 2 }, chosenSlotMax: 4 })
    expect(ask(4)?.entries).toHaveLength(1)
  })

  it('is led on while voters have yet to answer in it, but not once they are silent', () => {
    const driver = ready()
    driver.propose(2, { type: 'stop', configuration: next() })
    accept(driver)
    const own = driver.replica.view().promisedBallot
    driver.receive(2, promiseOf(own, { accepted: { ...own, round: 0 }, lastSlot: 3 }))
    expect(phase(driver)).toBe('leader')
    for (let i = 0; i < 10; i += 1) round(driver, [2, 3], { epoch: 1 })
    expect(phase(driver)).toBe('leader')
    round(driver, [2, 3], { epoch: 2, promisedBallot: own })
    expect(driver.replica.view().quorum).toBe('available')
    for (let i = 0; i < 10; i += 1) round(driver, [])
    expect(phase(driver)).toBe('follower')
  })

  it('is not led by one that nobody can hear, whatever they said before', () => {
    const driver = ready()
    driver.propose(2, { type: 'stop', configuration: next() })
    accept(driver)
    const own = driver.replica.view().promisedBallot
    driver.receive(2, promiseOf(own, { accepted: { ...own, round: 0 }, lastSlot: 3 }))
    for (let i = 0; i < 10; i += 1) round(driver, [])
    expect(phase(driver)).toBe('follower')
  })

  it('answers of the one before keep nobody from leading', () => {
    const driver = entered([1, 2, 3])
    const round = messagesOf(driver.sent, 'heartbeat').at(-1)?.round ?? 0
    driver.receive(3, {
      type: 'heartbeat-reply',
      round,
      epoch: 1,
      promisedBallot: ballot(1, 1),
      leaderBallot: ballot(1, 1),
      leads: false,
      happy: true,
      canVote: true,
      inReserve: false,
      distance: 0,
      silent: 0n,
      learners: [],
      chosenSlotMax: 2
    })
    expect(driver.replica.view().quorum).not.toBe('lost')
    expect(driver.replica.view().leader).toBeUndefined()
  })
})

describe('a replica that restarts', () => {
  it('goes on in the epoch that it had entered', () => {
    const driver = ready()
    driver.propose(2, { type: 'stop', configuration: next([1]) })
    const { persist } = accept(driver)
    const { epoch } = persist?.batch ?? {}
    expect(epoch).toBeDefined()
    if (epoch === undefined) return
    const log: Entry[] = [opened, stop(next([1]))]
    const again = new Driver({
      log,
      chosen: 2,
      accepted: { ...ballot(0, 0), epoch: 2 },
      endedEpochs: epoch.ended.map(each => ({ ...each, stopSlot: 2 })),
      current: next([1])
    })
    expect(again.replica.view().configuration).toEqual(next([1]))
    const { persist: batch } = again.tick(100)
    expect(batch?.batch.epoch).toBeUndefined()
    expect(phase(again)).toBe('leader')
  })
})
