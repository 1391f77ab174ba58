import { describe, expect, it } from 'vitest'
import type { Entry } from '../../src/core/entry.js'
import { sessionsMax } from '../../src/core/limits.js'
import { Sessions } from '../../src/core/sessions.js'
import { SessionAccount } from '../../src/simulator/checkers/sessions.js'
import { Random } from '../../src/simulator/random.js'
import { bytes } from './checkers-scene.js'

/** A log in which sessions, sequences, keys and names often repeat, and often are wrong; `next` are those that are right. */
function drawEntry(random: Random, slot: number, next: Map<number, number>): Entry {
  const logTimeMs = 0
  if (slot === 1 || random.chance(0.15)) {
    const nonce = BigInt(random.below(3))
    return { type: 'open-session', origin: random.pick(['A', 'B']), nonce, logTimeMs }
  }
  const session = 1 + random.below(Math.min(slot - 1, 5))
  const right = next.get(session) ?? 1
  const sequence = random.chance(0.8) ? right : 1 + random.below(6)
  if (sequence === right) next.set(session, right + 1)
  const place = { session, sequence, logTimeMs }
  const value = bytes(String(random.below(4)))
  const text = random.pick(['k', 'l'])
  switch (random.below(5)) {
    case 0:
      return { ...place, type: 'no-op' }
    case 1:
      return { ...place, type: 'decide', name: text, value }
    case 2:
      return { ...place, type: 'value', key: text, value }
    case 3:
      return { ...place, type: 'repeat', key: text }
    default:
      return { ...place, type: 'value', value }
  }
}

describe('the account of sessions', () => {
  it('agrees with that of the replicas on random logs', () => {
    const seen = new Set<string>()
    for (let seed = 1; seed <= 300; seed += 1) {
      const random = new Random(seed)
      const keyWindowSlots = random.pick([0, 1, 5, 100])
      const account = new SessionAccount(keyWindowSlots)
      const sessions = new Sessions({ keyWindowSlots, snapshotEveryBytes: 1e6 })
      const next = new Map<number, number>()
      for (let slot = 1; slot <= 60; slot += 1) {
        const entry = drawEntry(random, slot, next)
        const origin = sessions.originOf(entry)
        const verdict = sessions.apply(slot, entry)
        const firstSlot = 'firstSlot' in verdict ? verdict.firstSlot : 0
        expect(account.judge(slot, entry)).toEqual({ type: verdict.type, firstSlot, origin })
        seen.add(verdict.type)
      }
    }
    expect([...seen].sort()).toEqual(['applied', 'decided', 'nothing', 'repeat'])
  })

  it('forgets the session that was used least recently when there are too many', () => {
    const account = new SessionAccount(1)
    for (let slot = 1; slot <= sessionsMax; slot += 1) {
      account.judge(slot, { type: 'open-session', origin: 'A', nonce: BigInt(slot), logTimeMs: 0 })
    }
    const entry = { type: 'value', sequence: 1, value: bytes('x'), logTimeMs: 0 } as const
    account.judge(sessionsMax + 1, { ...entry, session: 1 })
    account.judge(sessionsMax + 2, { type: 'open-session', origin: 'B', nonce: 1n, logTimeMs: 0 })
    const used = account.judge(sessionsMax + 3, { ...entry, session: 1, sequence: 2 })
    expect(used).toEqual({ type: 'applied', firstSlot: 0, origin: 'A' })
    const evicted = account.judge(sessionsMax + 4, { ...entry, session: 2 })
    expect(evicted).toEqual({ type: 'nothing', firstSlot: 0, origin: undefined })
    const again = account.judge(sessionsMax + 5, {
      type: 'open-session',
      origin: 'A',
      nonce: 2n,
      logTimeMs: 0
    })
    expect(again).toEqual({ type: 'applied', firstSlot: 0, origin: 'A' })
  })
})
