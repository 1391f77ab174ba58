import { describe, expect, it } from 'vitest'
import {
  type Ballot,
  bottomBallot,
  compareBallots,
  formatBallot,
  maxBallot,
  sameBallot
} from '../../src/core/ballot.js'

const low: Ballot = { epoch: 1, round: 1, priority: 1, incarnation: 1n }

describe('ballots', () => {
  it.each([
    ['epoch before round', { ...low, epoch: 2, round: 0 }],
    ['round before priority', { ...low, round: 2, priority: 0 }],
    ['priority before incarnation', { ...low, priority: 2, incarnation: 0n }],
    ['incarnation last', { ...low, incarnation: 2n }]
  ])('compares %s', (_title, high) => {
    expect(compareBallots(high, low)).toBeGreaterThan(0)
    expect(compareBallots(low, high)).toBeLessThan(0)
    expect(sameBallot(low, high)).toBe(false)
    expect(maxBallot(low, high)).toBe(high)
    expect(maxBallot(high, low)).toBe(high)
  })

  it('is the same ballot if every component is the same', () => {
    expect(compareBallots(low, { ...low })).toBe(0)
    expect(sameBallot(low, { ...low })).toBe(true)
    expect(sameBallot(low, low)).toBe(true)
  })

  it('compares incarnations beyond the range of exact numbers', () => {
    const a = { ...low, incarnation: 0x8000000000000000n }
    const b = { ...low, incarnation: 0x8000000000000001n }
    expect(compareBallots(a, b)).toBeLessThan(0)
  })

  it('has a bottom below every real ballot of its epoch and above the epoch before', () => {
    const bottom = bottomBallot(2)
    expect(
      compareBallots(bottom, { epoch: 2, round: 1, priority: 0, incarnation: 1n })
    ).toBeLessThan(0)
    expect(compareBallots(bottom, { ...low, round: 1000 })).toBeGreaterThan(0)
  })

  it('shows the first half of the incarnation in its short form', () => {
    const ballot = { epoch: 1, round: 4, priority: 2, incarnation: 0x9f3a61c200000000n }
    expect(formatBallot(ballot)).toBe('1.4.2.9f3a61c2')
    expect(formatBallot({ ...ballot, incarnation: 1n })).toBe('1.4.2.00000000')
  })
})
