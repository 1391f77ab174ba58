import { describe, expect, it } from 'vitest'
import { Ledger } from '../../src/cli/demo/verify.js'

/** Two peers that agree on three values, of which two were acknowledged. */
function agreed(): Ledger {
  const ledger = new Ledger(2)
  for (const value of ['a', 'b', 'c', 'd']) ledger.onProposed(value)
  for (const peer of [0, 1]) {
    ledger.onChosen(peer, { slot: 2, value: 'a' })
    ledger.onChosen(peer, { slot: 3, value: 'b' })
    ledger.onChosen(peer, { slot: 5, value: 'c' })
  }
  ledger.onAcknowledged(0, { slot: 2, value: 'a' })
  ledger.onAcknowledged(1, { slot: 5, value: 'c' })
  return ledger
}

/** Slots of barriers, peer by peer. */
function barriers(...slots: number[]): ReadonlyMap<number, number> {
  return new Map(slots.entries())
}

describe('the ledger', () => {
  it('finds nothing where peers agree', () => {
    expect(agreed().finish(barriers(5, 6))).toEqual([])
  })

  it('compares a peer that starts anew from the first slot on', () => {
    const ledger = agreed()
    ledger.onStarted(1)
    ledger.onChosen(1, { slot: 2, value: 'a' })
    expect(ledger.slotMaxOf(1)).toBe(2)
    expect(ledger.finish(barriers(5, 5))).toEqual(['peer 2 lacks 2 values up to slot 5'])
  })

  it.each<[string, (ledger: Ledger) => void, string]>([
    [
      'another value in a slot',
      ledger => {
        ledger.onStarted(0)
        ledger.onChosen(0, { slot: 2, value: 'b' })
      },
      'peer 1 has b in slot 2 where another peer has a in slot 2'
    ],
    [
      'a slot that is left out',
      ledger => {
        ledger.onStarted(0)
        ledger.onChosen(0, { slot: 3, value: 'b' })
      },
      'peer 1 has b in slot 3 where another peer has a in slot 2'
    ],
    [
      'a value that is chosen twice',
      ledger => ledger.onChosen(0, { slot: 6, value: 'a' }),
      'a is in slots 2 and 6'
    ],
    [
      'a value that nobody proposed',
      ledger => ledger.onChosen(0, { slot: 6, value: 'x' }),
      'x was chosen but never proposed'
    ],
    [
      'a slot that goes back',
      ledger => ledger.onChosen(0, { slot: 4, value: 'd' }),
      'peer 1 has d in slot 4 after slot 5'
    ],
    [
      'an acknowledged value that is nowhere',
      ledger => ledger.onAcknowledged(0, { slot: 4, value: 'd' }),
      'd was acknowledged in slot 4 and is in none'
    ],
    [
      'a value acknowledged in another slot',
      ledger => ledger.onAcknowledged(0, { slot: 4, value: 'b' }),
      'b was acknowledged in slot 4 and is in 3'
    ],
    [
      'a value acknowledged twice',
      ledger => ledger.onAcknowledged(0, { slot: 2, value: 'a' }),
      'peer 1 acknowledged a twice'
    ]
  ])('finds %s', (_, breakIt, problem) => {
    const ledger = agreed()
    breakIt(ledger)
    expect(ledger.finish(barriers(5, 5))).toContain(problem)
  })

  it('finds a barrier that does not cover what was acknowledged before', () => {
    expect(agreed().finish(barriers(4, 5))).toEqual([
      'c was acknowledged in slot 5, after the barrier 4'
    ])
  })
})
