import { describe, expect, it } from 'vitest'
import { Backlog } from '../../src/core/backlog.js'
import { type Entry, entryBytes, type Proposal } from '../../src/core/entry.js'
import { backlogBytesMax, unchosenBytesMax } from '../../src/core/limits.js'
import { Sessions } from '../../src/core/sessions.js'
import {
  ballot,
  type ContextInit,
  configurationOf,
  contextOf,
  labels,
  messagesOf,
  type TestContext,
  value
} from '../support/core-builders.js'

const own = ballot(1, 1)
const open: Proposal = { type: 'open-session', origin: 'p2', nonce: 1n }

function setUp(
  entries: readonly Entry[] = [{ ...open, logTimeMs: 0 }],
  init: ContextInit = {},
  isReady = true
): { context: TestContext; sessions: Sessions; backlog: Backlog } {
  const context = contextOf({ accepted: own, log: entries, ...init })
  const sessions = new Sessions({ keyWindowSlots: 10, snapshotEveryBytes: 1e6 })
  return { context, sessions, backlog: new Backlog(context, sessions, () => isReady) }
}

/** Proposals of `p2` came. */
function add(backlog: Backlog, proposals: readonly Proposal[], via: readonly string[] = []): void {
  backlog.add({ type: 'propose', origin: 'p2', proposals, via })
}

describe('proposals that wait at a leader', () => {
  it('are appended in the order of their session, each once', () => {
    const { context, backlog } = setUp()
    add(backlog, [value(1, 1, 'x'), value(1, 2, 'y'), value(1, 1, 'x')])
    add(backlog, [value(1, 2, 'y'), value(1, 3, 'z')])
    expect(labels(backlog.take())).toEqual(['x', 'y', 'z'])
    expect(backlog.take()).toEqual([])
    expect(context.settle()).toEqual([])
  })

  it.each([
    [true, 'stop'],
    [false, 'no-op']
  ])('change the voters only if enough of the next ones are there (%s): %s', (isReady, type) => {
    const { backlog } = setUp(undefined, {}, isReady)
    const configuration = { ...configurationOf(3), epoch: 2 }
    add(backlog, [{ type: 'stop', session: 1, sequence: 1, configuration }])
    expect(backlog.take()).toMatchObject([{ type, session: 1, sequence: 1 }])
  })

  it('are left out but for their key if they repeat it', () => {
    const { backlog } = setUp()
    const keyed = [value(1, 1, 'x'), value(1, 2, 'y')].map(each => ({ ...each, key: 'k' }))
    add(backlog, keyed)
    expect(backlog.take()).toMatchObject([
      { type: 'value', sequence: 1, key: 'k' },
      { type: 'repeat', sequence: 2, key: 'k' }
    ])
  })

  it('are judged at the end of the log, ahead of what is chosen', () => {
    const { context, sessions, backlog } = setUp([
      { ...open, logTimeMs: 0 },
      { ...value(1, 1), logTimeMs: 0 }
    ])
    add(backlog, [value(1, 1), value(1, 2, 'y')])
    expect(labels(backlog.take())).toEqual(['y'])
    expect(context.settle()).toEqual([])
    expect(sessions.lastSlot).toBe(0)
    expect(sessions.has(1)).toBe(false)
  })

  it('are answered with the sequence that is missing, once a round of them, to whom they came from', () => {
    const { context, backlog } = setUp()
    add(backlog, [value(1, 1, 'x'), value(1, 3), value(1, 4)], ['p3'])
    expect(labels(backlog.take())).toEqual(['x'])
    expect(context.settle()).toEqual([
      {
        to: 'p3',
        message: {
          type: 'propose-reply',
          origin: 'p2',
          session: 1,
          reason: 'gap',
          nextSequence: 2,
          via: []
        }
      }
    ])
  })

  it('wait for another try if the leader cannot know whether their session is open', () => {
    const { context, backlog } = setUp(undefined, { chosen: 1 })
    add(backlog, [value(2, 1)])
    expect(backlog.take()).toEqual([])
    expect(context.settle()).toEqual([])
  })

  it('are refused if their session is not known, and was not opened by what is chosen', () => {
    const { context, backlog } = setUp([{ ...value(9, 1), logTimeMs: 0 }], { chosen: 1 })
    add(backlog, [value(1, 1)])
    expect(backlog.take()).toEqual([])
    expect(messagesOf(context.settle(), 'propose-reply')).toEqual([
      {
        type: 'propose-reply',
        origin: 'p2',
        session: 1,
        reason: 'session-expired',
        nextSequence: 0,
        via: []
      }
    ])
  })

  it('open a session once, and use it at once', () => {
    const { context, backlog } = setUp([])
    add(backlog, [open, open, value(1, 1, 'x')])
    expect(labels(backlog.take())).toEqual(['open-session', 'x'])
    expect(context.settle()).toEqual([])
  })

  it('wait while too much is unchosen, and go on when it is chosen', () => {
    const half = { ...value(1, 1), value: new Uint8Array(unchosenBytesMax / 2) }
    const { context, backlog } = setUp()
    const proposals = [1, 2, 3, 4, 5].map(sequence => ({ ...half, sequence }))
    add(backlog, proposals)
    const first = backlog.take()
    expect(first).toHaveLength(2)
    context.state.accept(own, 2, first)
    expect(backlog.take()).toEqual([])
    context.state.learn(2, own)
    const more = backlog.take()
    expect(more).toHaveLength(1)
    context.state.accept(own, 4, more)
    context.state.learn(4, own)
    expect(backlog.take()).toHaveLength(2)
  })

  it('are dropped beyond the bound', () => {
    const { context, backlog } = setUp()
    const size = backlogBytesMax / 4
    const shared = new Uint8Array(size - entryBytes(value(1, 1, '')))
    const proposals = [1, 2, 3, 4, 5].map(sequence => ({ ...value(1, sequence), value: shared }))
    add(backlog, proposals)
    let appended = 0
    for (let entries = backlog.take(); entries.length > 0; entries = backlog.take()) {
      appended += entries.length
      context.state.accept(own, context.state.lastSlot + 1, entries)
      context.state.learn(context.state.lastSlot, own)
    }
    expect(appended).toBe(4)
    const more = [5, 6, 7, 8, 9].map(sequence => ({ ...value(1, sequence), value: shared }))
    add(backlog, more)
    for (let entries = backlog.take(); entries.length > 0; entries = backlog.take()) {
      appended += entries.length
      context.state.accept(own, context.state.lastSlot + 1, entries)
      context.state.learn(context.state.lastSlot, own)
    }
    expect(appended).toBe(8)
  })
})

describe('the time that a leader stamps', () => {
  it('goes on from the last entry by the time that passed here', () => {
    const { context, backlog } = setUp([{ ...open, logTimeMs: 5000 }])
    context.nowMs = 20.9
    add(backlog, [value(1, 1)])
    const first = backlog.take()
    expect(first).toMatchObject([{ logTimeMs: 5020 }])
    context.state.accept(own, 2, first)
    context.nowMs = 30
    add(backlog, [value(1, 2)])
    expect(backlog.take()).toMatchObject([{ logTimeMs: 5030 }])
  })

  it('starts at nothing in an empty log', () => {
    const { backlog } = setUp([])
    add(backlog, [open])
    expect(backlog.take()).toMatchObject([{ logTimeMs: 0 }])
  })
})

describe("the group's time", () => {
  const stamped: Entry = { ...open, logTimeMs: 40 }

  it('is told by a tick once it comes to an alarm, by the clock of the leader', () => {
    const { context, backlog } = setUp([stamped])
    context.alarmMs = 100
    expect(backlog.tickAtMs).toBe(context.nowMs + 61)
    context.nowMs += 60
    expect(backlog.take()).toEqual([])
    context.nowMs += 1
    expect(backlog.take()).toEqual([{ type: 'tick', logTimeMs: 101 }])
    expect(backlog.tickAtMs).toBeUndefined()
    expect(backlog.take()).toEqual([])
  })

  it.each([39, 40])('needs no tick for an alarm that an entry is stamped for: %s', alarmMs => {
    const { context, backlog } = setUp([stamped])
    context.alarmMs = alarmMs
    context.nowMs += 1000
    expect(backlog.tickAtMs).toBeUndefined()
    expect(backlog.take()).toEqual([])
  })

  it('is told by what is proposed, if that comes in time', () => {
    const { context, backlog } = setUp([stamped])
    context.alarmMs = 100
    context.nowMs += 70
    add(backlog, [value(1, 1, 'x')])
    expect(backlog.take()).toMatchObject([{ type: 'value', logTimeMs: 110 }])
  })

  it('is not told after the end of the epoch', () => {
    const { context, backlog } = setUp([stamped])
    const configuration = { ...configurationOf(3), epoch: 2 }
    add(backlog, [{ type: 'stop', session: 1, sequence: 1, configuration }])
    expect(backlog.take()).toHaveLength(1)
    context.alarmMs = 100
    context.nowMs += 1000
    expect(backlog.tickAtMs).toBeUndefined()
    expect(backlog.take()).toEqual([])
  })
})
