import { describe, expect, it } from 'vitest'
import type { Ballot } from '../../src/core/ballot.js'
import type { Entry } from '../../src/core/entry.js'
import { Leader } from '../../src/core/leader.js'
import { chunkBytesMax, voterWindowBytes } from '../../src/core/limits.js'
import { Sessions } from '../../src/core/sessions.js'
import {
  ballot,
  bigEntry,
  bottom,
  type ContextInit,
  contextOf,
  labels,
  log,
  messagesOf,
  promiseOf,
  type TestContext
} from '../support/core-builders.js'

const a = ballot(1, 2)
const own = ballot(3, 1)

interface Setup {
  readonly context: TestContext
  readonly leader: Leader
  readonly lagging: { peerId: string; firstSlot: number }[]
}

/** A leader whose adopted log was accepted in `adopted` before, and is durable in its own ballot. */
function lead(init: ContextInit = {}, adopted: Ballot = a): Setup {
  const context = contextOf({ promised: own, accepted: own, ...init })
  const lagging: { peerId: string; firstSlot: number }[] = []
  const listener = {
    isReady: () => true,
    onLagging: (peerId: string, firstSlot: number) => lagging.push({ peerId, firstSlot })
  }
  const leader = new Leader(
    context,
    listener,
    new Sessions({ keyWindowSlots: 10, snapshotEveryBytes: 1e6 }),
    own,
    adopted
  )
  return { context, leader, lagging }
}

/** Appends directly, as a flush of waiting proposals does. */
function append({ context, leader }: Setup, entries: readonly Entry[]): void {
  context.state.accept(own, context.state.lastSlot + 1, entries)
  leader.flush()
}

function accepted(lastSlot: number, of: Ballot = own) {
  return { type: 'accepted', ballot: of, lastSlot } as const
}

/** Whoever is synchronised up to `slot` in the leader's ballot says so. */
function report(lastSlot: number) {
  return promiseOf(own, { accepted: own, lastSlot })
}

describe('how a leader streams', () => {
  function streaming(init: ContextInit = {}): Setup {
    const setup = lead(init)
    setup.leader.onReport('p2', report(setup.context.state.lastSlot))
    setup.leader.flush()
    setup.context.settle()
    return setup
  }

  it('sends to voters without waiting for its own disk', () => {
    const setup = streaming()
    append(setup, log(1, 2))
    const { batch, now } = setup.context.end()
    expect(batch?.log).toEqual({ firstSlot: 1, entries: log(1, 2) })
    expect(now).toEqual([
      {
        to: 'p2',
        message: { type: 'accept', ballot: own, firstSlot: 1, entries: log(1, 2), chosenSlotMax: 0 }
      }
    ])
  })

  it('sends nothing twice', () => {
    const setup = streaming()
    append(setup, log(1, 1))
    append(setup, log(2, 2))
    setup.leader.flush()
    const sent = messagesOf(setup.context.settle(), 'accept')
    expect(sent.map(({ firstSlot, entries }) => [firstSlot, labels(entries)])).toEqual([
      [1, ['a1']],
      [2, ['a2']]
    ])
  })

  it('builds one message for all who are equally far', () => {
    const setup = streaming()
    setup.leader.onReport('p3', report(0))
    append(setup, log(1, 1))
    const [first, second] = setup.context.settle()
    expect([first?.to, second?.to]).toEqual(['p2', 'p3'])
    expect(first?.message).toBe(second?.message)
  })

  it('tells what is chosen, once', () => {
    const setup = streaming()
    append(setup, log(1, 1))
    setup.context.settle()
    setup.leader.onAccepted('p2', accepted(1))
    setup.leader.flush()
    setup.leader.flush()
    expect(messagesOf(setup.context.settle(), 'accept')).toEqual([
      { type: 'accept', ballot: own, firstSlot: 2, entries: [], chosenSlotMax: 1 }
    ])
  })

  it('tells what is chosen along with what it appends', () => {
    const setup = streaming({ log: log(1, 1) })
    setup.leader.onAccepted('p2', accepted(1))
    append(setup, log(2, 2))
    expect(messagesOf(setup.context.settle(), 'accept')).toMatchObject([
      { firstSlot: 2, chosenSlotMax: 1 }
    ])
  })

  it('splits what is too large for one message', () => {
    const setup = streaming()
    const part = bigEntry(chunkBytesMax / 2 - 100)
    append(setup, [part, part, part])
    const sent = messagesOf(setup.context.settle(), 'accept')
    expect(sent.map(({ firstSlot, entries }) => [firstSlot, entries.length])).toEqual([
      [1, 2],
      [3, 1]
    ])
  })

  it('stops at the window of a voter, and goes on when that voter answers', () => {
    const setup = streaming()
    append(setup, Array(12).fill(bigEntry(voterWindowBytes / 8)))
    const sent = messagesOf(setup.context.settle(), 'accept', 'p2')
    expect(sent).toHaveLength(8)
    setup.leader.flush()
    expect(setup.context.settle()).toEqual([])
    setup.leader.onAccepted('p2', accepted(3))
    setup.leader.flush()
    const more = messagesOf(setup.context.settle(), 'accept', 'p2')
    expect(more.map(({ firstSlot }) => firstSlot)).toEqual([9, 10, 11])
  })

  it('does not send again what was acknowledged in the meantime', () => {
    const setup = streaming({ log: log(1, 1) })
    append(setup, log(2, 4))
    setup.context.settle()
    setup.leader.onReport('p2', report(2))
    setup.leader.onAccepted('p2', accepted(4))
    setup.leader.flush()
    const sent = messagesOf(setup.context.settle(), 'accept', 'p2')
    expect(sent.flatMap(({ entries }) => entries)).toEqual([])
  })

  it('leaves one to catch up that is behind what is in memory', () => {
    const setup = streaming({ log: log(1, 1) })
    setup.context.state.accept(own, 2, log(2, 5))
    setup.context.settle()
    setup.context.state.log.trim(4, 0, Number.POSITIVE_INFINITY)
    setup.leader.flush()
    expect(messagesOf(setup.context.settle(), 'accept', 'p2')).toEqual([])
  })

  it('tells a watermark alone to one that has all entries, and entries to one that has not', () => {
    const setup = lead({ voters: 5, log: log(1, 1) })
    setup.leader.onReport('p2', report(0))
    setup.leader.onReport('p3', report(1))
    setup.leader.onReport('p4', report(1))
    setup.leader.flush()
    const sent = setup.context.settle()
    expect(messagesOf(sent, 'accept', 'p2')).toMatchObject([{ firstSlot: 1, entries: log(1, 1) }])
    expect(messagesOf(sent, 'accept', 'p3')).toMatchObject([{ firstSlot: 2, entries: [] }])
    expect(messagesOf(sent, 'accept', 'p4')[0]).toBe(messagesOf(sent, 'accept', 'p3')[0])
  })

  it('goes on from where a voter says that its log ends', () => {
    const setup = streaming({ log: log(1, 1) })
    append(setup, log(2, 4))
    setup.context.settle()
    setup.leader.onReport('p2', report(2))
    setup.leader.flush()
    expect(messagesOf(setup.context.settle(), 'accept')).toMatchObject([
      { firstSlot: 3, entries: log(3, 4) }
    ])
  })
})

describe('what a leader repeats', () => {
  it('prepares again, in its own ballot, those who did not promise', () => {
    const { context, leader } = lead({ chosen: 1, log: log(1, 2) })
    leader.onReport('p2', report(2))
    leader.flush()
    context.settle()
    leader.repeat()
    expect(context.settle()).toEqual([
      {
        to: 'p3',
        message: {
          type: 'prepare',
          ballot: own,
          acceptedBallot: own,
          lastSlot: 2,
          chosenSlotMax: 2
        }
      }
    ])
  })

  it('asks who acknowledged nothing for two rounds where it stands, and sends what it lacks', () => {
    const setup = lead({ log: log(1, 1) })
    const { context, leader } = setup
    leader.onReport('p2', report(1))
    append(setup, log(2, 3))
    context.settle()
    leader.repeat()
    leader.repeat()
    leader.flush()
    expect(messagesOf(context.settle(), 'prepare', 'p2')).toEqual([])
    leader.repeat()
    leader.flush()
    expect(messagesOf(context.settle(), 'prepare', 'p2')).toHaveLength(1)
    context.nowMs += context.options.heartbeatIntervalMs
    leader.onReport('p2', report(2))
    leader.flush()
    expect(messagesOf(context.settle(), 'accept', 'p2')).toMatchObject([
      { firstSlot: 3, entries: log(3, 3) }
    ])
  })

  it('does not repeat while a voter makes progress', () => {
    const setup = lead({ log: log(1, 1) })
    setup.leader.onReport('p2', report(1))
    append(setup, log(2, 9))
    setup.context.settle()
    for (let slot = 2; slot < 8; slot += 1) {
      setup.leader.onAccepted('p2', accepted(slot))
      setup.leader.repeat()
    }
    setup.leader.flush()
    const sent = messagesOf(setup.context.settle(), 'accept', 'p2')
    expect(sent.flatMap(({ entries }) => entries)).toEqual([])
  })

  it('prepares one again that never answered a synchronisation', () => {
    const setup = lead({ log: log(1, 1) })
    setup.leader.onReport('p2', promiseOf(own, { accepted: bottom, lastSlot: 0 }))
    setup.context.settle()
    setup.leader.repeat()
    expect(messagesOf(setup.context.settle(), 'prepare', 'p2')).toEqual([])
    setup.leader.repeat()
    expect(messagesOf(setup.context.settle(), 'prepare', 'p2')).toHaveLength(1)
  })

  it('sends no entry again to a voter that does not answer', () => {
    const setup = lead({ log: log(1, 1) })
    setup.leader.onReport('p2', report(1))
    append(setup, log(2, 3))
    setup.context.settle()
    const sent: string[] = []
    for (let round = 1; round <= 6; round += 1) {
      append(setup, log(3 + round, 3 + round))
      setup.leader.repeat()
      setup.leader.flush()
      for (const { to, message } of setup.context.settle()) {
        if (to === 'p2' && round > 3) sent.push(message.type)
      }
    }
    expect(sent).toEqual(['prepare', 'prepare', 'prepare'])
  })

  it('is nothing for one that has everything, be it an empty log', () => {
    const setup = lead()
    setup.leader.onReport('p2', report(0))
    for (let round = 1; round <= 5; round += 1) {
      setup.leader.repeat()
      setup.leader.flush()
    }
    const sent = setup.context.settle()
    expect(sent.filter(({ to }) => to === 'p2')).toEqual([])
  })

  it('prepares one again that has to catch up first, without serving it over and over', () => {
    const { context, leader, lagging } = lead({ chosen: 3, log: log(1, 4) })
    context.state.log.trim(3, 0, Number.POSITIVE_INFINITY)
    leader.onReport('p2', report(1))
    for (let round = 1; round <= 4; round += 1) leader.repeat()
    expect(messagesOf(context.settle(), 'prepare', 'p2')).toHaveLength(4)
    expect(lagging).toHaveLength(1)
  })

  it('asks again for the confirmation that reads wait for', () => {
    const { context, leader } = lead()
    leader.confirmRounds.request({ type: 'read-request', origin: 'p2', id: 1, via: [] })
    leader.flush()
    context.settle()
    leader.repeat()
    expect(messagesOf(context.settle(), 'confirm', 'p3')).toHaveLength(1)
  })
})
