import { describe, expect, it } from 'vitest'
import type { Ballot } from '../../src/core/ballot.js'
import { type Entry, entryOverheadBytes } from '../../src/core/entry.js'
import { Leader } from '../../src/core/leader.js'
import { chunkBytesMax, suffixBytesMax, voterWindowBytes } from '../../src/core/limits.js'
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
const b = ballot(2, 2)
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
    onLagging: (peerId: string, firstSlot: number) => lagging.push({ peerId, firstSlot })
  }
  const leader = new Leader(context, listener, new Sessions({ keyWindowSlots: 10 }), own, adopted)
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

describe('what a leader counts as chosen', () => {
  it('is what exactly an accept quorum accepted, its own durable log included', () => {
    const { context, leader } = lead({ voters: 5, log: log(1, 3) })
    leader.onAccepted('p2', accepted(3))
    expect(context.state.chosenSlotMax).toBe(0)
    leader.onAccepted('p3', accepted(2))
    expect(context.state.chosenSlotMax).toBe(2)
    expect(context.state.chosenBallot).toEqual(own)
    leader.onAccepted('p4', accepted(3))
    expect(context.state.chosenSlotMax).toBe(3)
  })

  it('is counted by the accept quorum of the configuration, not the prepare quorum', () => {
    const { context, leader } = lead({
      voters: 5,
      quorum: { prepare: 2, accept: 4 },
      log: log(1, 1)
    })
    leader.onAccepted('p2', accepted(1))
    leader.onAccepted('p3', accepted(1))
    expect(context.state.chosenSlotMax).toBe(0)
    leader.onAccepted('p4', accepted(1))
    expect(context.state.chosenSlotMax).toBe(1)
  })

  it('may be chosen by others before it is durable here', () => {
    const setup = lead({ voters: 3 })
    append(setup, log(1, 1))
    setup.leader.onAccepted('p2', accepted(1))
    expect(setup.context.state.chosenSlotMax).toBe(0)
    setup.leader.onAccepted('p3', accepted(1))
    expect(setup.context.state.chosenSlotMax).toBe(1)
  })

  it('counts the own log only once it is durable', () => {
    const setup = lead({ voters: 3 })
    append(setup, log(1, 1))
    setup.leader.onAccepted('p2', accepted(1))
    setup.context.end()
    setup.leader.choose()
    expect(setup.context.state.chosenSlotMax).toBe(0)
    setup.context.state.onDurable(1)
    setup.leader.choose()
    expect(setup.context.state.chosenSlotMax).toBe(1)
  })

  it('does not count the own batch of an older ballot', () => {
    const context = contextOf({ accepted: a })
    context.state.accept(a, 1, log(1, 2))
    context.end()
    context.state.promise(own)
    context.state.accept(own, 3, [])
    const listener = { onLagging: () => undefined }
    const leader = new Leader(context, listener, new Sessions({ keyWindowSlots: 10 }), own, a)
    context.end()
    context.state.onDurable(1)
    leader.onAccepted('p2', accepted(2))
    leader.choose()
    expect(context.state.chosenSlotMax).toBe(0)
    context.state.onDurable(2)
    leader.choose()
    expect(context.state.chosenSlotMax).toBe(2)
  })

  it('counts one voter once, however often it answers', () => {
    const { context, leader } = lead({ voters: 5, log: log(1, 1) })
    leader.onAccepted('p2', accepted(1))
    leader.onAccepted('p2', accepted(1))
    expect(context.state.chosenSlotMax).toBe(0)
  })

  it.each([
    ['of an older ballot', 'p2', accepted(1, b)],
    ['of a higher ballot', 'p2', accepted(1, ballot(9, 2))],
    ['of one that does not vote', 'p9', accepted(1)],
    ['of itself', 'p1', accepted(1)],
    ['beyond the end of the log', 'p2', accepted(2)]
  ])('does not count an acceptance %s', (_title, from, message) => {
    const { context, leader } = lead({ log: log(1, 1) })
    leader.onAccepted(from, message)
    expect(context.state.chosenSlotMax).toBe(0)
    expect(context.settle()).toEqual([])
  })

  it('does not shrink when answers arrive out of order', () => {
    const { context, leader } = lead({ voters: 5, log: log(1, 3) })
    leader.onAccepted('p2', accepted(3))
    leader.onAccepted('p2', accepted(1))
    leader.onAccepted('p3', accepted(3))
    expect(context.state.chosenSlotMax).toBe(3)
  })

  it('counts a report of its own ballot as an acceptance, and of another ballot as none', () => {
    const { context, leader } = lead({ log: log(1, 2) })
    leader.onReport('p2', promiseOf(own, { accepted: a, lastSlot: 2 }))
    expect(context.state.chosenSlotMax).toBe(0)
    leader.onReport('p3', report(3))
    expect(context.state.chosenSlotMax).toBe(0)
    leader.onReport('p3', report(2))
    expect(context.state.chosenSlotMax).toBe(2)
  })

  it('is chosen at once if the leader alone is an accept quorum', () => {
    const { context, leader } = lead({ quorum: { prepare: 3, accept: 1 }, log: log(1, 2) })
    leader.start(new Map())
    expect(context.state.chosenSlotMax).toBe(2)
  })
})

describe('reads at a leader', () => {
  it('wait until the whole adopted log is chosen', () => {
    const setup = lead({ chosen: 1, log: log(1, 3) })
    expect(setup.leader.adoptedEnd).toBe(3)
    append(setup, log(4, 4))
    setup.leader.onAccepted('p2', accepted(2))
    expect(setup.leader.mayServeReads).toBe(false)
    setup.leader.onAccepted('p2', accepted(3))
    expect(setup.leader.mayServeReads).toBe(true)
  })
})

describe('how a leader synchronises a voter', () => {
  const syncs = (context: TestContext, to?: string) =>
    messagesOf(context.settle(), 'accept-sync', to)

  it('sends what is beyond a log of the adopted ballot', () => {
    const { context, leader } = lead({ chosen: 1, log: log(1, 4) })
    leader.onReport('p2', promiseOf(own, { accepted: a, lastSlot: 3 }))
    expect(syncs(context, 'p2')).toEqual([
      {
        type: 'accept-sync',
        ballot: own,
        firstSlot: 4,
        entries: log(4, 4),
        adoptedEnd: 4,
        chosenSlotMax: 1
      }
    ])
  })

  it('sends everything beyond what is chosen to a log of any other ballot', () => {
    const { context, leader } = lead({ chosen: 1, log: log(1, 4) }, b)
    leader.onReport('p2', promiseOf(own, { accepted: a, lastSlot: 3, chosen: 1 }))
    expect(syncs(context)).toMatchObject([{ firstSlot: 2, entries: log(2, 4) }])
  })

  it('tells where the adopted log ended, though its own has grown', () => {
    const setup = lead({ log: log(1, 2) })
    append(setup, log(3, 3))
    setup.leader.onReport('p2', promiseOf(own, { accepted: a, lastSlot: 2 }))
    expect(syncs(setup.context)).toMatchObject([
      { firstSlot: 3, entries: log(3, 3), adoptedEnd: 2 }
    ])
  })

  it('replaces what a longer log of the adopted ballot has beyond the adopted end', () => {
    const setup = lead({ log: log(1, 2) })
    append(setup, log(3, 5, 'own'))
    setup.leader.onReport('p2', promiseOf(own, { accepted: a, lastSlot: 4 }))
    expect(syncs(setup.context)).toMatchObject([{ firstSlot: 3, entries: log(3, 5, 'own') }])
  })

  it('cuts a longer log of the adopted ballot while its own has not grown', () => {
    const { context, leader } = lead({ log: log(1, 2) })
    leader.onReport('p2', promiseOf(own, { accepted: a, lastSlot: 4 }))
    expect(syncs(context)).toMatchObject([{ firstSlot: 3, entries: [], adoptedEnd: 2 }])
  })

  it('sends no synchronisation to one that is synchronised, but what follows its log', () => {
    const { context, leader } = lead({ log: log(1, 4) })
    leader.onReport('p2', report(2))
    leader.flush()
    const sent = context.settle()
    expect(messagesOf(sent, 'accept-sync')).toEqual([])
    expect(messagesOf(sent, 'accept', 'p2')).toMatchObject([{ firstSlot: 3, entries: log(3, 4) }])
  })

  it('streams what it appends to all who were synchronised, and to nobody else', () => {
    const setup = lead({ log: log(1, 1) })
    setup.leader.start(new Map([['p2', promiseOf(own, { accepted: a, lastSlot: 1 })]]))
    append(setup, log(2, 2))
    const sent = setup.context.settle()
    expect(messagesOf(sent, 'accept', 'p2')).toMatchObject([{ firstSlot: 2, entries: log(2, 2) }])
    expect(messagesOf(sent, 'accept', 'p3')).toEqual([])
  })

  it('ignores a report of another ballot, and of one that does not vote', () => {
    const { context, leader } = lead({ log: log(1, 2) })
    leader.onReport('p2', promiseOf(b, { accepted: a, lastSlot: 1 }))
    leader.onReport('p9', promiseOf(own, { accepted: a, lastSlot: 1 }))
    expect(context.settle()).toEqual([])
  })

  it('has a voter catch up if the synchronisation would be too large', () => {
    const half = bigEntry(suffixBytesMax / 2)
    const { context, leader, lagging } = lead({ chosen: 2, log: [half, half] }, b)
    leader.onReport('p2', promiseOf(own, { accepted: a, lastSlot: 0, chosen: 0 }))
    expect(syncs(context)).toEqual([])
    expect(lagging).toEqual([{ peerId: 'p2', firstSlot: 1 }])
    leader.flush()
    expect(messagesOf(context.settle(), 'accept')).toEqual([])
  })

  it('has a voter catch up if the slots it lacks are not in memory', () => {
    const { context, leader, lagging } = lead({ chosen: 3, log: log(1, 4) }, b)
    context.state.log.trim(3, 0)
    leader.onReport('p2', promiseOf(own, { accepted: a, lastSlot: 1, chosen: 1 }))
    leader.onReport('p3', promiseOf(own, { accepted: a, lastSlot: 2, chosen: 2 }))
    const sent = context.settle()
    expect(lagging).toEqual([{ peerId: 'p2', firstSlot: 2 }])
    expect(messagesOf(sent, 'accept-sync', 'p2')).toEqual([])
    expect(messagesOf(sent, 'accept-sync', 'p3')).toMatchObject([{ firstSlot: 3 }])
  })

  it('has a synchronised voter catch up if it goes on from slots that are not in memory', () => {
    const { context, leader, lagging } = lead({ chosen: 3, log: log(1, 4) })
    context.state.log.trim(3, 0)
    leader.onReport('p2', report(1))
    leader.onReport('p3', report(2))
    leader.flush()
    const sent = context.settle()
    expect(lagging).toEqual([{ peerId: 'p2', firstSlot: 2 }])
    expect(messagesOf(sent, 'accept', 'p2')).toEqual([])
    expect(messagesOf(sent, 'accept', 'p3')).toMatchObject([{ firstSlot: 3 }])
  })

  it('sends as much as one synchronisation carries', () => {
    const half = bigEntry(suffixBytesMax / 2 - entryOverheadBytes)
    const { context, leader, lagging } = lead({ log: [half, half] }, b)
    leader.onReport('p2', promiseOf(own, { accepted: a, lastSlot: 0 }))
    expect(syncs(context)).toMatchObject([{ entries: { length: 2 } }])
    expect(lagging).toEqual([])
  })

  it('streams no further to one that it can no longer synchronise', () => {
    const setup = lead({ chosen: 3, log: log(1, 4) }, b)
    setup.leader.onReport('p2', promiseOf(own, { accepted: a, lastSlot: 3, chosen: 3 }))
    setup.context.settle()
    setup.context.state.log.trim(3, 0)
    setup.leader.onReport('p2', promiseOf(own, { accepted: a, lastSlot: 1, chosen: 1 }))
    append(setup, log(5, 5))
    expect(messagesOf(setup.context.settle(), 'accept', 'p2')).toEqual([])
    expect(setup.lagging).toEqual([{ peerId: 'p2', firstSlot: 2 }])
  })

  it.each([3, 4, 9])('has nothing for one that knows chosen what the leader lacks: %i', chosen => {
    const { context, leader } = lead({ log: log(1, 2) })
    leader.onReport('p2', promiseOf(own, { accepted: b, lastSlot: 9, chosen }))
    expect(context.settle()).toEqual([])
  })

  it('tells what is chosen in the synchronisation, and not again after it', () => {
    const { context, leader } = lead({ chosen: 1, log: log(1, 2) })
    leader.onReport('p2', promiseOf(own, { accepted: a, lastSlot: 1, chosen: 1 }))
    leader.flush()
    const sent = context.settle()
    expect(messagesOf(sent, 'accept-sync')).toMatchObject([{ chosenSlotMax: 1 }])
    expect(messagesOf(sent, 'accept')).toEqual([])
  })

  it('answers a repeated report at once only after a heartbeat interval', () => {
    const { context, leader } = lead({ log: log(1, 2) })
    const behind = promiseOf(own, { accepted: a, lastSlot: 1 })
    leader.onReport('p2', behind)
    leader.onReport('p2', behind)
    context.nowMs = 99
    leader.onReport('p2', behind)
    expect(syncs(context)).toHaveLength(1)
    leader.onReport('p2', promiseOf(own, { accepted: a, lastSlot: 0 }))
    leader.onReport('p2', promiseOf(own, { accepted: bottom, lastSlot: 0 }))
    expect(syncs(context)).toHaveLength(2)
    context.nowMs = 198
    leader.onReport('p2', promiseOf(own, { accepted: bottom, lastSlot: 0 }))
    expect(syncs(context)).toHaveLength(0)
    context.nowMs = 199
    leader.onReport('p2', promiseOf(own, { accepted: bottom, lastSlot: 0 }))
    expect(syncs(context)).toHaveLength(1)
  })
})

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
    setup.context.state.log.trim(4, 0)
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

  it('sends again what was not acknowledged for two rounds', () => {
    const setup = lead({ log: log(1, 1) })
    setup.leader.onReport('p2', report(1))
    append(setup, log(2, 3))
    setup.context.settle()
    setup.leader.repeat()
    setup.leader.repeat()
    setup.leader.flush()
    expect(messagesOf(setup.context.settle(), 'accept', 'p2')).toEqual([])
    setup.leader.repeat()
    setup.leader.flush()
    expect(messagesOf(setup.context.settle(), 'accept', 'p2')).toMatchObject([
      { firstSlot: 2, entries: log(2, 3) }
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

  it('sends it once, and again only after two more rounds', () => {
    const setup = lead({ log: log(1, 1) })
    setup.leader.onReport('p2', report(1))
    append(setup, log(2, 3))
    setup.context.settle()
    const sent: number[] = []
    for (let round = 1; round <= 5; round += 1) {
      setup.leader.repeat()
      setup.leader.flush()
      if (messagesOf(setup.context.settle(), 'accept', 'p2').length > 0) sent.push(round)
    }
    expect(sent).toEqual([3, 5])
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
    context.state.log.trim(3, 0)
    leader.onReport('p2', report(1))
    for (let round = 1; round <= 4; round += 1) leader.repeat()
    expect(messagesOf(context.settle(), 'prepare', 'p2')).toHaveLength(4)
    expect(lagging).toHaveLength(1)
  })

  it('asks again for the confirmation that reads wait for', () => {
    const { context, leader } = lead()
    leader.confirmRounds.request('p2', 'p2', 1)
    leader.flush()
    context.settle()
    leader.repeat()
    expect(messagesOf(context.settle(), 'confirm', 'p3')).toHaveLength(1)
  })
})
