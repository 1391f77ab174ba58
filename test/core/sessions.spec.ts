import { describe, expect, it } from 'vitest'
import type { Verdict } from '../../src/core/effects.js'
import type { Entry, Proposal, RepeatProposal } from '../../src/core/entry.js'
import { sessionsMax } from '../../src/core/limits.js'
import { Sessions } from '../../src/core/sessions.js'
import { bytes, value } from '../support/core-builders.js'

function open(nonce: bigint, origin = 'p1'): Proposal {
  return { type: 'open-session', origin, nonce }
}

function noOp(session: number, sequence: number): Proposal {
  return { type: 'no-op', session, sequence }
}

function keyed(session: number, sequence: number, key: string): Proposal {
  return { ...value(session, sequence), key }
}

function decide(session: number, sequence: number, name: string, decided: string): Proposal {
  return { type: 'decide', session, sequence, name, value: bytes(decided) }
}

/** Applies one proposal a slot and returns the verdicts. */
function apply(
  sessions: Sessions,
  ...proposals: readonly (Proposal | RepeatProposal)[]
): Verdict[] {
  return proposals.map(proposal => {
    const entry: Entry = { ...proposal, logTimeMs: 0 }
    return sessions.apply(sessions.lastSlot + 1, entry)
  })
}

function sessionsOf(...proposals: readonly Proposal[]): Sessions {
  const sessions = new Sessions({ keyWindowSlots: 5, snapshotEveryBytes: 1e6 })
  apply(sessions, ...proposals)
  return sessions
}

describe('a session', () => {
  it('has the slot it was opened in as its id', () => {
    const sessions = sessionsOf(open(1n), open(2n, 'p2'))
    expect(sessions.has(1)).toBe(true)
    expect(sessions.has(2)).toBe(true)
    expect(sessions.has(3)).toBe(false)
    expect(sessions.originOf(value(2, 1))).toBe('p2')
    expect(sessions.originOf(value(3, 1))).toBeUndefined()
    expect(sessions.originOf(open(9n, 'p9'))).toBe('p9')
    expect(sessions.lastSlot).toBe(2)
  })

  it('takes its sequences from 1 on, in order, each once', () => {
    const sessions = sessionsOf(open(1n))
    expect(sessions.admit(value(1, 2))).toEqual({ type: 'gap', nextSequence: 1 })
    expect(sessions.admit(value(1, 1))).toEqual({ type: 'next' })
    expect(sessions.admit(value(1, 1))).toEqual({ type: 'next' })
    expect(apply(sessions, value(1, 1))).toEqual([{ type: 'applied' }])
    expect(sessions.admit(value(1, 1))).toEqual({ type: 'duplicate' })
    expect(sessions.admit(value(1, 2))).toEqual({ type: 'next' })
    expect(sessions.admit(value(1, 3))).toEqual({ type: 'gap', nextSequence: 2 })
  })

  it('means nothing by an entry that is not its next', () => {
    const sessions = sessionsOf(open(1n), value(1, 1))
    expect(apply(sessions, value(1, 1), value(1, 3), value(1, 2))).toEqual([
      { type: 'nothing' },
      { type: 'nothing' },
      { type: 'applied' }
    ])
    expect(sessions.lastSlot).toBe(5)
  })

  it('goes on after a no-op, which means nothing', () => {
    const sessions = sessionsOf(open(1n))
    expect(apply(sessions, noOp(1, 1), value(1, 2))).toEqual([
      { type: 'nothing' },
      { type: 'applied' }
    ])
  })

  it('is not opened again by a repeated request', () => {
    const sessions = sessionsOf(open(1n))
    expect(sessions.admit(open(1n))).toEqual({ type: 'duplicate' })
    expect(sessions.admit(open(2n))).toEqual({ type: 'next' })
    expect(sessions.admit(open(1n, 'p2'))).toEqual({ type: 'next' })
    expect(apply(sessions, open(1n))).toEqual([{ type: 'nothing' }])
    expect(sessions.has(2)).toBe(false)
  })

  it('refuses everything if it was never opened', () => {
    const sessions = sessionsOf(open(1n))
    expect(sessions.admit(value(7, 1))).toEqual({ type: 'session-expired' })
    expect(apply(sessions, value(7, 1))).toEqual([{ type: 'nothing' }])
  })

  it('applies slots in order only', () => {
    const sessions = sessionsOf(open(1n))
    const entry = { ...value(1, 1), logTimeMs: 0 }
    for (const slot of [1, 3]) {
      expect(() => sessions.apply(slot, entry)).toThrow(
        expect.objectContaining({ name: 'InvariantError' })
      )
    }
  })
})

describe('the eviction of sessions', () => {
  const many = Array.from({ length: sessionsMax }, (_, i) => open(BigInt(i + 1)))

  it('takes the one that was used least recently, by slot', () => {
    const sessions = sessionsOf(...many)
    expect(sessions.has(1)).toBe(true)
    apply(sessions, value(1, 1), open(10_000n))
    expect(sessions.has(1)).toBe(true)
    expect(sessions.has(2)).toBe(false)
    expect(sessions.has(3)).toBe(true)
    apply(sessions, open(10_001n))
    expect(sessions.has(3)).toBe(false)
  })

  it('does not count what was refused as use', () => {
    const sessions = sessionsOf(...many)
    apply(sessions, value(1, 2), open(10_000n))
    expect(sessions.has(1)).toBe(false)
  })

  it('refuses a delayed duplicate for ever and never applies it', () => {
    const sessions = sessionsOf(...many)
    apply(sessions, open(10_000n))
    expect(sessions.admit(value(1, 1))).toEqual({ type: 'session-expired' })
    expect(apply(sessions, value(1, 1))).toEqual([{ type: 'nothing' }])
    expect(apply(sessions, open(1n))).toEqual([{ type: 'applied' }])
    expect(sessions.admit(value(1, 1))).toEqual({ type: 'session-expired' })
  })
})

describe('a key', () => {
  it('is the same proposal from the same origin, in any session of it', () => {
    const sessions = sessionsOf(open(1n), open(2n), open(3n, 'p2'))
    const verdicts = apply(sessions, keyed(1, 1, 'k'), keyed(2, 1, 'k'), keyed(3, 1, 'k'))
    expect(verdicts).toEqual([
      { type: 'applied' },
      { type: 'repeat', firstSlot: 4 },
      { type: 'applied' }
    ])
    expect(apply(sessions, keyed(1, 2, 'l'))).toEqual([{ type: 'applied' }])
  })

  it('is remembered for exactly the window, counted from its first use', () => {
    const inside = sessionsOf(open(1n), keyed(1, 1, 'k'), keyed(1, 2, 'k'), noOp(1, 3), noOp(1, 4))
    expect(apply(inside, keyed(1, 5, 'k'))).toEqual([{ type: 'repeat', firstSlot: 2 }])
    expect(apply(inside, keyed(1, 6, 'k'))).toEqual([{ type: 'applied' }])
    expect(apply(inside, keyed(1, 7, 'k'))).toEqual([{ type: 'repeat', firstSlot: 7 }])
  })
})

describe('a value that repeats a key', () => {
  it('leaves only its key in the log, as long as that is remembered', () => {
    const sessions = sessionsOf(open(1n), open(2n, 'p2'), keyed(1, 1, 'k'), keyed(2, 1, 'l'))
    const first = { ...value(1, 2, 'x'), key: 'k' }
    const repeat = { type: 'repeat', session: 1, sequence: 2, key: 'k' } as const
    expect(sessions.withoutRepeat(5, first)).toEqual(repeat)
    expect(sessions.withoutRepeat(5, { ...first, key: 'l' })).toEqual({ ...first, key: 'l' })
    expect(sessions.withoutRepeat(5, value(1, 2))).toEqual(value(1, 2))
    expect(sessions.withoutRepeat(5, { ...first, session: 9 })).toEqual({ ...first, session: 9 })
    const fork = sessions.fork()
    expect(apply(fork, repeat)).toEqual([{ type: 'repeat', firstSlot: 3 }])
    expect(apply(fork, { ...repeat, sequence: 3, key: 'unknown' })).toEqual([{ type: 'nothing' }])
    expect(sessions.withoutRepeat(8, first)).toEqual(first)
  })
})

describe('a decision', () => {
  it('is the first value under its name, for everyone', () => {
    const sessions = sessionsOf(open(1n), open(2n, 'p2'))
    const verdicts = apply(
      sessions,
      decide(2, 1, 'n', 'first'),
      decide(1, 1, 'n', 'second'),
      decide(1, 2, 'm', 'other')
    )
    expect(verdicts).toEqual([
      { type: 'applied' },
      { type: 'decided', firstSlot: 3, value: bytes('first') },
      { type: 'applied' }
    ])
  })
})

describe('a copy of the sessions', () => {
  it('runs ahead without changing the original', () => {
    const sessions = sessionsOf(open(1n), keyed(1, 1, 'k'), decide(1, 2, 'n', 'x'))
    const fork = sessions.fork()
    expect(fork.lastSlot).toBe(3)
    apply(fork, keyed(1, 3, 'l'), decide(1, 4, 'm', 'y'), open(2n))
    expect(fork.admit(value(1, 5))).toEqual({ type: 'next' })
    expect(sessions.lastSlot).toBe(3)
    expect(sessions.admit(value(1, 3))).toEqual({ type: 'next' })
    expect(sessions.has(6)).toBe(false)
    expect(sessions.admit(open(2n))).toEqual({ type: 'next' })
    expect(apply(sessions, keyed(1, 3, 'l'), decide(1, 4, 'm', 'z'))).toEqual([
      { type: 'applied' },
      { type: 'applied' }
    ])
  })

  it('knows keys, decisions and opened sessions of the original', () => {
    const fork = sessionsOf(open(1n), keyed(1, 1, 'k'), decide(1, 2, 'n', 'x')).fork()
    expect(apply(fork, keyed(1, 3, 'k'), decide(1, 4, 'n', 'y'), open(1n))).toEqual([
      { type: 'repeat', firstSlot: 2 },
      { type: 'decided', firstSlot: 3, value: bytes('x') },
      { type: 'nothing' }
    ])
  })
})
