import { describe, expect, it } from 'vitest'
import { checkQuorum, majorityQuorum, sameReplica } from '../../src/core/configuration.js'
import { isVoterOf, leaderOf } from '../../src/core/context.js'
import { ballot, configurationOf } from '../support/core-builders.js'

describe('configurations', () => {
  it.each([
    [1, 1],
    [2, 2],
    [3, 2],
    [4, 3],
    [5, 3],
    [64, 33]
  ])('needs more than half of %i voters in both phases by default: %i', (count, size) => {
    expect(majorityQuorum(count)).toEqual({ prepare: size, accept: size })
  })

  it.each([
    [{ prepare: 2, accept: 2 }, 3],
    [{ prepare: 4, accept: 2 }, 5],
    [{ prepare: 1, accept: 3 }, 3],
    [{ prepare: 1, accept: 1 }, 1]
  ])('takes quorums that always share a voter: %j of %i', (quorum, count) => {
    expect(() => checkQuorum(quorum, count)).not.toThrow()
  })

  it.each([
    ['that need not share a voter', { prepare: 2, accept: 2 }, 4],
    ['of nobody', { prepare: 0, accept: 3 }, 3],
    ['of more than there are', { prepare: 4, accept: 1 }, 3],
    ['of a part of a voter', { prepare: 2, accept: 1.5 }, 3],
    ['of no number', { prepare: Number.NaN, accept: 3 }, 3],
    ['of more accepting voters than there are', { prepare: 1, accept: 4 }, 3]
  ])('refuses quorums %s', (_title, quorum, count) => {
    expect(() => checkQuorum(quorum, count)).toThrow(
      expect.objectContaining({ name: 'InvalidOptionsError' })
    )
  })

  it('tells lives of one peer apart', () => {
    const a = { peerId: 'p1', incarnation: 1n }
    expect(sameReplica(a, { ...a })).toBe(true)
    expect(sameReplica(a, { ...a, incarnation: 2n })).toBe(false)
    expect(sameReplica(a, { ...a, peerId: 'p2' })).toBe(false)
  })

  it('knows the leader of a ballot by incarnation, in its own epoch only', () => {
    const configuration = configurationOf(3)
    expect(leaderOf(configuration, ballot(5, 2))).toEqual({ peerId: 'p2', incarnation: 2n })
    expect(leaderOf(configuration, { ...ballot(5, 2), epoch: 2 })).toBeUndefined()
    expect(leaderOf(configuration, ballot(5, 9))).toBeUndefined()
  })

  it('counts a voter only in the life that the configuration names', () => {
    const configuration = configurationOf(3)
    expect(isVoterOf(configuration, 'p2', 2n)).toBe(true)
    expect(isVoterOf(configuration, 'p2', 3n)).toBe(false)
    expect(isVoterOf(configuration, 'p9', 2n)).toBe(false)
  })
})
