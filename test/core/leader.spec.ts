import { describe, expect, it } from 'vitest'
import type { Ballot } from '../../src/core/ballot.js'
import { type Entry, entryOverheadBytes } from '../../src/core/entry.js'
import { Leader } from '../../src/core/leader.js'
import { suffixBytesMax } from '../../src/core/limits.js'
import { Sessions } from '../../src/core/sessions.js'
import {
  ballot,
  bigEntry,
  bottom,
  type ContextInit,
  contextOf,
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
    const listener = { onLagging: () => undefined, isReady: () => true }
    const leader = new Leader(
      context,
      listener,
      new Sessions({ keyWindowSlots: 10, snapshotEveryBytes: 1e6 }),
      own,
      a
    )
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
    context.state.log.trim(3, 0, Number.POSITIVE_INFINITY)
    leader.onReport('p2', promiseOf(own, { accepted: a, lastSlot: 1, chosen: 1 }))
    leader.onReport('p3', promiseOf(own, { accepted: a, lastSlot: 2, chosen: 2 }))
    const sent = context.settle()
    expect(lagging).toEqual([{ peerId: 'p2', firstSlot: 2 }])
    expect(messagesOf(sent, 'accept-sync', 'p2')).toEqual([])
    expect(messagesOf(sent, 'accept-sync', 'p3')).toMatchObject([{ firstSlot: 3 }])
  })

  it('has a synchronised voter catch up if it goes on from slots that are not in memory', () => {
    const { context, leader, lagging } = lead({ chosen: 3, log: log(1, 4) })
    context.state.log.trim(3, 0, Number.POSITIVE_INFINITY)
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
    setup.context.state.log.trim(3, 0, Number.POSITIVE_INFINITY)
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
