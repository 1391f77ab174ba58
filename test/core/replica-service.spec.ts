import { describe, expect, it } from 'vitest'
import type { Ballot } from '../../src/core/ballot.js'
import type { Entry } from '../../src/core/entry.js'
import { tailBytesMax } from '../../src/core/limits.js'
import type { Message } from '../../src/core/messages.js'
import {
  ballot,
  bigEntry,
  bottom,
  bytes,
  Driver,
  type DriverInit,
  labels,
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

describe('chosen entries in memory', () => {
  it('are handed out as asked for, but for what is not chosen', () => {
    const driver = following({ chosen: 4, log: log(1, 5) })
    const { replica } = driver
    const all = Number.POSITIVE_INFINITY
    expect(replica.chosenSlotMax).toBe(4)
    expect(labels(replica.chosenInMemory(1, 3, all) ?? [])).toEqual(['a1', 'a2'])
    expect(labels(replica.chosenInMemory(3, 9, all) ?? [])).toEqual(['a3', 'a4'])
    expect(labels(replica.chosenInMemory(2, 9, 1) ?? [])).toEqual(['a2'])
    expect(replica.chosenInMemory(5, 9, all)).toEqual([])
    expect(replica.chosenInMemory(3, 3, all)).toEqual([])
  })

  it('are what is left there, after every step', () => {
    const driver = following()
    const part = bigEntry(tailBytesMax / 2)
    driver.receive(2, accept(1, [part, part, part], 0))
    driver.receive(2, accept(4, [], 3))
    expect(driver.replica.chosenInMemory(1, 2, 1)).toBeUndefined()
    expect(driver.replica.chosenInMemory(3, 4, 1)).toHaveLength(1)
  })
})

describe('a proposal', () => {
  it('leaves in the step in which its session opens', () => {
    const driver = new Driver({ voters: 1 })
    driver.tick(0)
    const { settled } = driver.propose(1, { type: 'value', value: bytes('x') })
    expect(settled).toEqual([{ type: 'chosen', ticket: 1, slot: 2 }])
  })

  it('at the only voter is chosen once it is durable', () => {
    const driver = new Driver({ voters: 1, instantDisk: false })
    const durable = (batchId: number) => driver.step([{ type: 'durable', batchId }])
    driver.tick(0)
    durable(1)
    expect(driver.replica.view().phase).toBe('leader')
    driver.propose(1, { type: 'value', value: bytes('x') })
    expect(driver.replica.view().chosenSlotMax).toBe(0)
    durable(2)
    durable(3)
    const settled = [...driver.step().settled]
    for (let batchId = 4; settled.length === 0 && batchId < 6; batchId += 1) {
      settled.push(...durable(batchId).settled)
    }
    expect(settled).toEqual([{ type: 'chosen', ticket: 1, slot: 2 }])
  })

  it('is chosen and handed out in order with what it means and whose it is', () => {
    const { driver, own } = leading()
    driver.receive(2, {
      type: 'propose',
      origin: 'p2',
      proposals: [
        { type: 'open-session', origin: 'p2', nonce: 5n },
        { ...value(1, 1, 'x'), key: 'k' }
      ],
      via: []
    })
    driver.receive(3, {
      type: 'propose',
      origin: 'p2',
      proposals: [{ ...value(1, 2, 'x'), key: 'k' }],
      via: ['p3']
    })
    const { chosen } = driver.receive(2, { type: 'accepted', ballot: own, lastSlot: 3 })
    expect(chosen.map(({ slot, verdict, origin }) => [slot, verdict, origin])).toEqual([
      [1, { type: 'applied' }, 'p2'],
      [2, { type: 'applied' }, 'p2'],
      [3, { type: 'repeat', firstSlot: 2 }, 'p2']
    ])
  })

  it('is handed out once it is chosen, and never again', () => {
    const driver = following({ log: log(1, 2) })
    expect(driver.receive(2, accept(3, [], 1)).chosen.map(({ slot }) => slot)).toEqual([1])
    expect(driver.step().chosen).toEqual([])
    expect(driver.receive(2, accept(3, [], 2)).chosen.map(({ slot }) => slot)).toEqual([2])
    expect(driver.receive(2, accept(3, [], 2)).chosen).toEqual([])
  })

  it('is passed on towards the leader, not back, and not for ever', () => {
    const driver = following()
    const propose = (...via: string[]): Message => {
      return { type: 'propose', origin: 'p9', proposals: [value(1, 1)], via }
    }
    const passed = (via: string[]) => [{ to: 'p2', message: propose(...via, 'p1') }]
    expect(driver.receive(9, propose()).messages).toEqual(passed([]))
    expect(driver.receive(3, propose('p8', 'p3')).messages).toEqual(passed(['p8', 'p3']))
    expect(driver.receive(3, propose('p7', 'p8', 'p3')).messages).toEqual([])
    expect(driver.receive(3, propose('p2', 'p3')).messages).toEqual([])
    expect(driver.receive(3, { ...propose('p3'), origin: 'p2' } as Message).messages).toEqual([])
    const lost = new Driver()
    expect(messagesOf(lost.receive(3, propose('p3')).messages, 'propose')).toEqual([])
  })

  it('is answered by way of whom it came from, and the answer is passed on to its origin', () => {
    const { driver } = leading({ log: log(1, 1), chosen: 1 })
    const propose: Message = {
      type: 'propose',
      origin: 'p9',
      proposals: [value(1, 1)],
      via: ['p3', 'p2']
    }
    const [reply] = messagesOf(driver.receive(2, propose).messages, 'propose-reply', 'p2')
    expect(reply).toMatchObject({ origin: 'p9', reason: 'session-expired', via: ['p3'] })
    const between = following()
    if (reply === undefined) return
    const next = messagesOf(between.receive(2, reply).messages, 'propose-reply', 'p3')
    expect(next).toEqual([{ ...reply, via: [] }])
    const last = messagesOf(
      following().receive(2, { ...reply, via: [] }).messages,
      'propose-reply',
      'p9'
    )
    expect(last).toEqual([{ ...reply, via: [] }])
  })

  it('is told to have lost its session when that is evicted', () => {
    const driver = following({ nonce: 7n })
    driver.propose(1, { type: 'value', value: bytes('x') })
    const openOf = (nonce: bigint, origin: string): Entry => {
      return { type: 'open-session', origin, nonce, logTimeMs: 0 }
    }
    driver.receive(2, accept(1, [openOf(7n, 'p1')], 1))
    driver.step()
    expect(messagesOf(driver.sent, 'propose').at(-1)?.proposals).toMatchObject([{ session: 1 }])
    const others = Array.from({ length: 4096 }, (_, i) => openOf(BigInt(i), 'p2'))
    const { settled } = driver.receive(2, accept(2, others, 4097))
    expect(settled).toEqual([{ type: 'session-expired', ticket: 1 }])
  })

  it('is sent again when nothing came of it for some rounds', () => {
    const driver = following()
    driver.propose(1, { type: 'value', value: bytes('x') })
    for (let round = 2; round <= 4; round += 1) {
      driver.tick(100)
      driver.receive(2, replyOf(round, leads))
    }
    expect(messagesOf(driver.sent, 'propose', 'p2')).toHaveLength(2)
  })

  it('that is aborted before it leaves is withdrawn', () => {
    const driver = new Driver()
    driver.propose(1, { type: 'value', value: bytes('x') })
    expect(driver.step([{ type: 'abort', ticket: 1 }]).settled).toEqual([
      { type: 'withdrawn', ticket: 1 }
    ])
  })
})

describe('a read', () => {
  it('is confirmed at the leader, and served where it was asked for once that slot is applied', () => {
    const driver = following({ log: log(1, 2) })
    const { messages } = driver.step([{ type: 'read', ticket: 5 }])
    const [request] = messagesOf(messages, 'read-request', 'p2')
    const id = request?.id ?? 0
    const reply: Message = { type: 'read-reply', origin: 'p1', id, slot: 2, via: [] }
    expect(driver.receive(2, reply).reads).toEqual([])
    const effects = driver.receive(2, accept(3, [], 2))
    expect(effects.reads).toEqual([{ ticket: 5, slot: 2 }])
    expect(effects.chosen.map(({ slot }) => slot)).toEqual([1, 2])
  })

  it('is asked for again after three rounds', () => {
    const driver = following()
    driver.step([{ type: 'read', ticket: 5 }])
    for (let round = 2; round <= 4; round += 1) {
      driver.tick(100)
      driver.receive(2, replyOf(round, leads))
    }
    expect(messagesOf(driver.sent, 'read-request', 'p2')).toHaveLength(2)
  })

  it('is passed on towards the leader, as is its answer', () => {
    const driver = following()
    const request = (...via: string[]): Message => {
      return { type: 'read-request', origin: 'p3', id: 4, via }
    }
    expect(driver.receive(3, request()).messages).toEqual([{ to: 'p2', message: request('p1') }])
    expect(driver.receive(3, request('p7', 'p8', 'p9')).messages).toEqual([])
    const own = driver.step([{ type: 'read', ticket: 5 }]).messages
    const id = messagesOf(own, 'read-request')[0]?.id ?? 0
    const reply: Message = { type: 'read-reply', origin: 'p3', id, slot: 0, via: [] }
    const effects = driver.receive(2, reply)
    expect(effects.messages).toEqual([{ to: 'p3', message: reply }])
    expect(effects.reads).toEqual([])
  })

  it('waits at a new leader until all that it adopted is chosen', () => {
    const { driver, own } = leading({ accepted: a, log: log(1, 2) })
    const { messages } = driver.receive(3, {
      type: 'read-request',
      origin: 'p3',
      id: 4,
      via: []
    })
    expect(messagesOf(messages, 'confirm')).toEqual([])
    driver.receive(2, { type: 'accepted', ballot: own, lastSlot: 1 })
    expect(messagesOf(driver.sent, 'confirm')).toEqual([])
    driver.receive(2, { type: 'accepted', ballot: own, lastSlot: 2 })
    expect(messagesOf(driver.sent, 'confirm', 'p3')).toEqual([
      { type: 'confirm', ballot: own, round: 1 }
    ])
  })
})

describe('a replica that lacks entries', () => {
  it('tells the leader of its promise where it stands once it has caught up', () => {
    const driver = new Driver({ promised: theirs, accepted: a, log: log(1, 1) })
    const { messages } = driver.receive(3, {
      type: 'catch-up-reply',
      ballot: theirs,
      firstSlot: 1,
      entries: log(1, 3),
      chosenSlotMax: 3
    })
    expect(messagesOf(messages, 'promise', 'p2')).toMatchObject([
      { ballot: theirs, acceptedBallot: a, lastSlot: 3, chosenSlotMax: 3, entries: [] }
    ])
  })

  it('tells nobody where it stands if its promise has no leader', () => {
    const driver = new Driver()
    const { messages } = driver.receive(3, {
      type: 'catch-up-reply',
      ballot: bottom,
      firstSlot: 1,
      entries: log(1, 3),
      chosenSlotMax: 3
    })
    expect(messagesOf(messages, 'promise')).toEqual([])
    expect(driver.replica.view().chosenSlotMax).toBe(3)
  })

  it('ends its candidature and its leadership when it learns of a higher ballot so', () => {
    const { driver, own } = leading()
    const reply: Message = {
      type: 'catch-up-reply',
      ballot: own,
      firstSlot: 1,
      entries: log(1, 1),
      chosenSlotMax: 1
    }
    driver.receive(3, reply)
    expect(driver.replica.view().phase).toBe('leader')
    const higher = ballot(9, 3)
    driver.receive(3, { ...reply, ballot: higher, firstSlot: 2, entries: log(2, 2) })
    expect(driver.replica.view()).toMatchObject({ phase: 'follower', promisedBallot: higher })
  })

  it('catches up from whom it must before it can lead', () => {
    const driver = new Driver()
    driver.tick(0)
    driver.receive(2, replyOf(1))
    const own = driver.replica.view().promisedBallot
    const { messages } = driver.receive(3, {
      type: 'reject',
      ballot: own,
      reason: 'behind',
      promisedBallot: own,
      chosenSlotMax: 50
    })
    expect(driver.replica.view().phase).toBe('follower')
    expect(messagesOf(messages, 'catch-up-request', 'p3')).toEqual([
      { type: 'catch-up-request', firstSlot: 1 }
    ])
  })

  it('asks who knows more, when a round brought it nothing', () => {
    const driver = following()
    driver.receive(3, replyOf(1, { ...leads, leads: false, chosenSlotMax: 4 }))
    for (let round = 2; round <= 3; round += 1) driver.tick(100)
    expect(messagesOf(driver.sent, 'catch-up-request', 'p3')).toHaveLength(1)
  })

  it('is served by a leader from which it lags too far', () => {
    const big = Array(6).fill(bigEntry(2 ** 20))
    const { driver, own } = leading({ accepted: a, chosen: 6, log: big })
    const { messages, loads } = driver.receive(3, promiseOf(own, { lastSlot: 0 }))
    expect(messagesOf(messages, 'accept-sync')).toEqual([])
    const [load] = loads
    expect(load).toMatchObject({ firstSlot: 1, endSlot: 7 })
    const loaded = driver.step([
      { type: 'loaded', loadId: load?.loadId ?? 0, firstSlot: 1, entries: big.slice(0, 1) }
    ])
    expect(messagesOf(loaded.messages, 'catch-up-reply', 'p3')).toMatchObject([
      { firstSlot: 1, entries: { length: 1 }, chosenSlotMax: 6 }
    ])
  })
})

describe('a follower that is synchronised', () => {
  it('knows whom it follows before any heartbeat tells', () => {
    const driver = new Driver({ promised: theirs, accepted: a })
    const sync: Message = {
      type: 'accept-sync',
      ballot: theirs,
      firstSlot: 1,
      entries: log(1, 1),
      adoptedEnd: 1,
      chosenSlotMax: 0
    }
    driver.tick(0)
    const { notices } = driver.receive(2, sync)
    expect(driver.replica.view().leader).toEqual({ peerId: 'p2', incarnation: 2n })
    expect(notices).toContainEqual({
      type: 'leader-change',
      leader: { peerId: 'p2', incarnation: 2n },
      ballot: theirs
    })
  })
})

describe('a whole change of leader', () => {
  it('keeps what may have been chosen, and drops what cannot have been', () => {
    const { driver, own } = leading({ accepted: a, log: log(1, 2) })
    // The old leader of a ballot between comes back with entries that nobody else has.
    const { messages } = driver.receive(
      3,
      promiseOf(own, { accepted: a, lastSlot: 5, firstSlot: 3, entries: log(3, 5, 'lost') })
    )
    const [sync] = messagesOf(messages, 'accept-sync', 'p3')
    expect(sync).toMatchObject({ firstSlot: 3, adoptedEnd: 2 })
    expect(labels(sync?.entries ?? [])).not.toContain('lost3')
    driver.receive(2, { type: 'accepted', ballot: own, lastSlot: 2 })
    expect(driver.replica.view().chosenSlotMax).toBe(2)
  })
})
