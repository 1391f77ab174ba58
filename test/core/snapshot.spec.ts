import { describe, expect, it } from 'vitest'
import type { Ballot } from '../../src/core/ballot.js'
import { bottomBallot } from '../../src/core/ballot.js'
import type { Configuration } from '../../src/core/configuration.js'
import type { Effects, InstallInput } from '../../src/core/effects.js'
import type { Entry } from '../../src/core/entry.js'
import type { History } from '../../src/core/epochs.js'
import type { LogImage } from '../../src/core/image.js'
import type { Snapshot } from '../../src/core/snapshot.js'
import {
  ballot,
  bytes,
  configurationOf,
  Driver,
  type DriverInit,
  entry,
  labels,
  log,
  messagesOf,
  promiseOf,
  replyOf,
  value
} from '../support/core-builders.js'

const theirs = ballot(4, 2)
const higher = ballot(6, 3)
const first: History = { endedEpochs: [], configuration: configurationOf(3) }

function snapshotOf(slot: number, known: Ballot = theirs): Snapshot {
  return { slot, ballot: known, bytes: 0, hash: new Uint8Array(32) }
}

function imageOf(slot: number, given: Partial<LogImage> = {}): LogImage {
  return { slot, logTimeMs: 50, sessions: [], keys: [], decisions: [], dueSlots: [], ...given }
}

function install(
  slot: number,
  { history = first, known = theirs, ...image }: InstallInit = {}
): InstallInput {
  return {
    type: 'install',
    snapshot: snapshotOf(slot, known),
    image: imageOf(slot, image),
    history
  }
}

interface InstallInit extends Partial<LogImage> {
  readonly history?: History
  readonly known?: Ballot
}

/** A follower of p2, synchronised in its ballot. */
function following(init: DriverInit = {}): Driver {
  const driver = new Driver({ accepted: theirs, ...init })
  driver.tick(0)
  const leads = { leaderBallot: theirs, promisedBallot: theirs, leads: true, happy: true }
  driver.receive(2, replyOf(1, leads))
  return driver
}

function accept(
  firstSlot: number,
  entries: readonly Entry[],
  chosenSlotMax: number
): Effects['messages'][number]['message'] {
  return { type: 'accept', ballot: theirs, firstSlot, entries, chosenSlotMax }
}

function stop(configuration: Configuration): Entry {
  return { type: 'stop', session: 1, sequence: 1, configuration, logTimeMs: 0 }
}

describe('a snapshot is due', () => {
  const open: Entry = { type: 'open-session', origin: 'p2', nonce: 1n, logTimeMs: 3 }
  const keyed: Entry = { ...value(1, 1, 'x'), key: 'k', logTimeMs: 7 }

  it('at the same slots however entries arrive, with what the log amounts to there', () => {
    const entries = [open, keyed, ...log(3, 9)]
    const due = (chunks: readonly number[]): unknown[] => {
      const driver = following({ snapshotEveryBytes: 150 })
      const found: unknown[] = []
      let from = 1
      for (const end of chunks) {
        const { chosen } = driver.receive(2, accept(from, entries.slice(from - 1, end), end))
        for (const { image } of chosen) if (image !== undefined) found.push(image)
        from = end + 1
      }
      return found
    }
    const found = due([9])
    expect(found).toEqual(due([1, 2, 3, 4, 5, 6, 7, 8, 9]))
    expect(found).toHaveLength(3)
    expect(found[0]).toEqual({
      ballot: theirs,
      log: {
        slot: 3,
        logTimeMs: 0,
        sessions: [{ id: 1, origin: 'p2', nonce: 1n, nextSequence: 2, outcomes: [2] }],
        keys: [{ origin: 'p2', key: 'k', slot: 2 }],
        decisions: [],
        dueSlots: [3]
      }
    })
  })

  it('after the end of an epoch, not at it', () => {
    const driver = following({ snapshotEveryBytes: 1 })
    const next = { ...configurationOf(3), epoch: 2 }
    const { chosen } = driver.receive(2, accept(1, [open, stop(next)], 2))
    expect(chosen.map(({ image }) => image?.log.slot)).toEqual([1, undefined])
    expect(driver.replica.view().configuration.epoch).toBe(2)
  })
})

describe('a snapshot that was taken', () => {
  it('is written with what is given up, and again only if it is newer', () => {
    const driver = following({ chosen: 6, log: log(1, 8) })
    const taken = driver.step([{ type: 'snapshot', snapshot: snapshotOf(5), compactedSlotMax: 3 }])
    expect(taken.persist?.batch).toEqual({ snapshot: snapshotOf(5), compactedSlotMax: 3 })
    const older = { type: 'snapshot', snapshot: snapshotOf(4), compactedSlotMax: 4 } as const
    expect(driver.step([older]).persist).toBeUndefined()
    expect(driver.replica.view()).toMatchObject({ lastSlot: 8, chosenSlotMax: 6 })
  })

  it('is named to whoever lacks what is given up', () => {
    const compacted = { snapshot: snapshotOf(5), compactedSlotMax: 5 }
    const driver = following({
      chosen: 6,
      lastSlot: 8,
      log: log(6, 8),
      ...compacted,
      image: imageOf(5)
    })
    const answer = driver.receive(3, { type: 'catch-up-request', firstSlot: 5 })
    expect(answer.messages).toEqual([{ to: 'p3', message: { type: 'compacted', slot: 5 } }])
    expect(answer.loads).toEqual([])
    const served = driver.receive(3, { type: 'catch-up-request', firstSlot: 6 })
    expect(messagesOf(served.messages, 'catch-up-reply')).toMatchObject([{ firstSlot: 6 }])
  })

  it('is asked for by who lacks more', () => {
    const driver = following({ chosen: 2, log: log(1, 2) })
    expect(driver.receive(3, { type: 'compacted', slot: 2 }).snapshotFrom).toBeUndefined()
    expect(driver.receive(3, { type: 'compacted', slot: 3 }).snapshotFrom).toBe('p3')
  })
})

describe('a snapshot of another member', () => {
  it('takes the place of a log that ends before it', () => {
    const driver = following({ chosen: 2, log: log(1, 4) })
    const { persist, notices } = driver.step([install(9)])
    expect(persist?.batch).toEqual({
      chosen: { slotMax: 9, ballot: theirs },
      snapshot: snapshotOf(9),
      compactedSlotMax: 9,
      log: { firstSlot: 10, entries: [] }
    })
    expect(notices).toContainEqual({ type: 'install', firstSlot: 3, lastSlot: 9 })
    const { chosen } = driver.receive(2, accept(10, [entry('x')], 10))
    expect(chosen.map(({ slot }) => slot)).toEqual([10])
  })

  it('leaves what was accepted beyond it: a quorum may have accepted that', () => {
    const driver = following({ chosen: 2, log: log(1, 6) })
    driver.step([install(4)])
    expect(driver.replica.view()).toMatchObject({ lastSlot: 6, chosenSlotMax: 4 })
    expect(driver.replica.view().acceptedBallot).toEqual(theirs)
    const asked = driver.receive(3, {
      type: 'prepare',
      ballot: higher,
      acceptedBallot: bottomBallot(1),
      lastSlot: 0,
      chosenSlotMax: 4
    })
    const [promise] = messagesOf(asked.messages, 'promise')
    expect(promise).toMatchObject({ acceptedBallot: theirs, firstSlot: 5, lastSlot: 6 })
    expect(labels(promise?.entries ?? [])).toEqual(['a5', 'a6'])
  })

  it('raises the promise to the ballot in which it is known to be chosen', () => {
    const driver = following({ chosen: 2, log: log(1, 4) })
    driver.step([install(9, { known: higher })])
    const view = driver.replica.view()
    expect(view).toMatchObject({ promisedBallot: higher, acceptedBallot: theirs, lastSlot: 9 })
    const late = driver.receive(2, accept(10, [entry('x')], 9))
    expect(messagesOf(late.messages, 'reject')).toMatchObject([{ reason: 'promised-higher' }])
  })

  it('ends a candidature in a lower ballot', () => {
    const driver = new Driver()
    driver.tick(0)
    driver.receive(2, replyOf(1))
    expect(driver.replica.view().phase).toBe('candidate')
    const own = driver.replica.view().promisedBallot
    driver.step([install(9, { known: ballot(own.round + 1, 3) })])
    expect(driver.replica.view().phase).toBe('follower')
    driver.receive(3, promiseOf(own))
    expect(driver.replica.view().phase).toBe('follower')
  })

  it('of a later epoch brings its configurations, and leaves nothing of the old one', () => {
    const driver = following({ chosen: 2, log: log(1, 12) })
    const second = { ...configurationOf(3), epoch: 2 }
    const third = { ...configurationOf(2), epoch: 3 }
    const ended = [
      { configuration: first.configuration, stopSlot: 4, ballot: theirs },
      { configuration: second, stopSlot: 6, ballot: { ...theirs, epoch: 2 } }
    ]
    const history = { endedEpochs: ended, configuration: third }
    const known = { ...theirs, epoch: 3 }
    const { persist } = driver.step([install(9, { history, known })])
    expect(persist?.batch).toEqual({
      promisedBallot: known,
      acceptedBallot: bottomBallot(3),
      chosen: { slotMax: 9, ballot: known },
      epoch: { ended, configuration: third },
      snapshot: snapshotOf(9, known),
      compactedSlotMax: 9,
      log: { firstSlot: 10, entries: [] }
    })
    expect(driver.replica.view()).toMatchObject({ lastSlot: 9, configuration: third })
    // Whoever still works in the first epoch is told of its end, by way of the snapshot.
    const told = driver.receive(3, accept(3, [], 2))
    expect(told.messages).toContainEqual({ to: 'p3', message: { type: 'compacted', slot: 9 } })
  })

  it('of a later epoch leaves no room for a candidate that may lack what is in it', () => {
    const driver = following({ chosen: 2, log: log(1, 2) })
    const second = { ...configurationOf(3), epoch: 2 }
    const ended = [{ configuration: first.configuration, stopSlot: 4, ballot: theirs }]
    const known = { ...ballot(5, 2), epoch: 2 }
    const history = { endedEpochs: ended, configuration: second }
    driver.step([install(9, { history, known })])
    const lower = { ...ballot(4, 3), epoch: 2 }
    const bottom = bottomBallot(2)
    const prepare = { type: 'prepare', ballot: lower, acceptedBallot: bottom } as const
    driver.receive(3, { ...prepare, lastSlot: 9, chosenSlotMax: 4 })
    driver.step()
    expect(messagesOf(driver.sent, 'promise')).toEqual([])
    expect(messagesOf(driver.sent, 'reject', 'p3')).toMatchObject([{ promisedBallot: known }])
  })

  it('tells of what was learned in the same step before it, and of the rest as a whole', () => {
    const driver = following({ chosen: 2, log: log(1, 6) })
    const { chosen, notices } = driver.step([
      { type: 'message', from: 'p2', incarnation: 2n, message: accept(7, [], 5) },
      install(9)
    ])
    expect(chosen.map(({ slot }) => slot)).toEqual([3, 4, 5])
    expect(notices).toContainEqual({ type: 'install', firstSlot: 6, lastSlot: 9 })
  })

  it('is left alone if it is of what is known already, or of an epoch that is over', () => {
    const driver = following({ chosen: 4, log: log(1, 6) })
    expect(driver.step([install(4)]).persist).toBeUndefined()
    const second = { ...configurationOf(3), epoch: 2 }
    const ended = [{ configuration: first.configuration, stopSlot: 5, ballot: theirs }]
    driver.step([
      install(6, {
        history: { endedEpochs: ended, configuration: second },
        known: { ...theirs, epoch: 2 }
      })
    ])
    expect(driver.step([install(9)]).persist).toBeUndefined()
    expect(driver.replica.view()).toMatchObject({ lastSlot: 6, chosenSlotMax: 6 })
  })
})

describe('proposals whose entries are jumped by a snapshot', () => {
  /** A replica with an open session and three proposals under way. */
  function proposing(): Driver {
    const driver = following({ nonce: 7n })
    driver.propose(1, { type: 'value', value: bytes('x') })
    const open: Entry = { type: 'open-session', origin: 'p1', nonce: 7n, logTimeMs: 0 }
    driver.receive(2, accept(1, [open], 1))
    driver.propose(2, { type: 'decide', name: 'n', value: bytes('mine') })
    driver.propose(3, { type: 'value', value: bytes('z') })
    return driver
  }

  const session = { id: 1, origin: 'p1', nonce: 7n }

  it('are settled as the log says, and the others go on', () => {
    const driver = proposing()
    const decisions = [{ name: 'n', slot: 4, value: bytes('theirs') }]
    const sessions = [{ ...session, nextSequence: 3, outcomes: [8, 4] }]
    const { settled } = driver.step([install(9, { sessions, decisions })])
    expect(settled).toEqual([
      { type: 'chosen', ticket: 1, slot: 8 },
      { type: 'chosen', ticket: 2, slot: 4, value: bytes('theirs') }
    ])
    const third: Entry = { ...value(1, 3, 'z'), logTimeMs: 60 }
    expect(driver.receive(2, accept(10, [third], 10)).settled).toEqual([
      { type: 'chosen', ticket: 3, slot: 10 }
    ])
  })

  it('that were given up are settled as the log says, too', () => {
    const driver = proposing()
    driver.step([{ type: 'abort', ticket: 2 }])
    const decisions = [{ name: 'n', slot: 4, value: bytes('theirs') }]
    const sessions = [{ ...session, nextSequence: 3, outcomes: [8, 4] }]
    const { settled } = driver.step([install(9, { sessions, decisions })])
    expect(settled.at(-1)).toEqual({ type: 'chosen', ticket: 2, slot: 4, value: bytes('theirs') })
  })

  it('that were given up and came to nothing are settled so', () => {
    const driver = proposing()
    driver.step([{ type: 'abort', ticket: 1 }])
    const sessions = [{ ...session, nextSequence: 2, outcomes: [0] }]
    const { settled } = driver.step([install(9, { sessions })])
    expect(settled).toEqual([{ type: 'skipped', ticket: 1 }])
  })

  it('have an unknown fate if their session is gone', () => {
    const { settled } = proposing().step([install(9)])
    expect(settled.map(({ type, ticket }) => [type, ticket])).toEqual([
      ['session-expired', 1],
      ['session-expired', 2],
      ['session-expired', 3]
    ])
  })

  it('go on from the beginning of a session that took the place of a lost one', () => {
    const driver = proposing()
    driver.receive(2, accept(2, [{ ...value(1, 1, 'x'), logTimeMs: 0 }], 2))
    const gone = { type: 'propose-reply', origin: 'p1', session: 1, via: [] } as const
    driver.receive(2, { ...gone, reason: 'session-expired', nextSequence: 0 })
    driver.propose(4, { type: 'value', value: bytes('w') })
    const sessions = [{ id: 8, origin: 'p1', nonce: 8n, nextSequence: 1, outcomes: [] }]
    const { messages } = driver.step([install(9, { sessions })])
    expect(messagesOf(messages, 'propose').at(-1)).toMatchObject({
      proposals: [{ type: 'value', session: 8, sequence: 1 }]
    })
  })

  it('go on in a session whose opening was jumped', () => {
    const driver = following({ nonce: 7n })
    driver.propose(1, { type: 'value', value: bytes('x') })
    const sessions = [{ ...session, id: 5, nextSequence: 1, outcomes: [] }]
    const { messages } = driver.step([install(9, { sessions })])
    expect(messagesOf(messages, 'propose')).toMatchObject([
      { proposals: [{ type: 'value', session: 5, sequence: 1 }] }
    ])
  })
})

describe('a replica that starts from a snapshot', () => {
  it('goes on as if it had the whole log', () => {
    const sessions = [{ id: 1, origin: 'p2', nonce: 1n, nextSequence: 2, outcomes: [2] }]
    const keys = [{ origin: 'p2', key: 'k', slot: 2 }]
    const repeat: Entry = { type: 'repeat', session: 1, sequence: 2, key: 'k', logTimeMs: 60 }
    const driver = following({
      chosen: 5,
      lastSlot: 5,
      snapshot: snapshotOf(5),
      image: imageOf(5, { sessions, keys })
    })
    const { chosen } = driver.receive(2, accept(6, [repeat], 6))
    expect(chosen).toMatchObject([
      { slot: 6, origin: 'p2', verdict: { type: 'repeat', firstSlot: 2 } }
    ])
  })

  it('leads with a time that is not before the snapshot', () => {
    const own = ballot(1, 1)
    const driver = new Driver({
      accepted: own,
      chosen: 5,
      lastSlot: 5,
      snapshot: snapshotOf(5, own),
      image: imageOf(5)
    })
    driver.tick(0)
    driver.receive(2, replyOf(1))
    const { promisedBallot } = driver.replica.view()
    driver.receive(2, promiseOf(promisedBallot, { accepted: own, lastSlot: 5, chosen: 5 }))
    expect(driver.replica.view().phase).toBe('leader')
    driver.sent.length = 0
    driver.propose(1, { type: 'value', value: bytes('x') })
    const [sent] = messagesOf(driver.sent, 'accept').filter(({ entries }) => entries.length > 0)
    expect(sent?.entries[0]?.logTimeMs).toBeGreaterThanOrEqual(50)
  })
})
