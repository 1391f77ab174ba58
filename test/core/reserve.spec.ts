import { describe, expect, it } from 'vitest'
import type { TransferMessage } from '../../src/core/messages.js'
import { type Driver, messagesOf, peer } from '../support/core-builders.js'
import { answer, leading, ownReply, phase, round, started } from '../support/core-election.js'

const relayed = (voter: number, isRelayed = true) =>
  ({ type: 'connectivity', peerId: peer(voter), connected: true, isRelayed }) as const

function holdBack(driver: Driver, isHeldBack = true): void {
  driver.step([{ type: 'reserve', isHeldBack }])
}

/** Rounds of heartbeats, of 100 ms each, until the replica campaigns. */
function roundsUntilCampaign(driver: Driver, inReserve: boolean): number {
  for (let count = 0; count < 100; count += 1) {
    if (phase(driver) === 'candidate') return count
    round(driver, [2, 3], { inReserve })
  }
  throw new Error('it never campaigned')
}

function transfers(driver: Driver): readonly TransferMessage[] {
  return messagesOf(driver.sent, 'transfer')
}

describe('a replica in reserve', () => {
  it('says so', () => {
    const driver = started()
    expect(ownReply(driver)?.inReserve).toBe(false)
    holdBack(driver)
    expect(ownReply(driver)?.inReserve).toBe(true)
    holdBack(driver, false)
    expect(ownReply(driver)?.inReserve).toBe(false)
  })

  it('is one that reaches voters by way of third peers only', () => {
    const driver = started()
    driver.step([relayed(2)])
    expect(ownReply(driver)?.inReserve).toBe(true)
    driver.step([relayed(3, false)])
    expect(ownReply(driver)?.inReserve).toBe(false)
    driver.step([relayed(3)])
    expect(ownReply(driver)?.inReserve).toBe(true)
    driver.step([relayed(2, false)])
    expect(ownReply(driver)?.inReserve).toBe(false)
    driver.step([2, 3].map(n => ({ type: 'connectivity', peerId: peer(n), connected: false })))
    expect(ownReply(driver)?.inReserve).toBe(false)
  })

  it('leaves it to others to campaign, for two election timeouts', () => {
    const driver = started()
    holdBack(driver)
    expect(roundsUntilCampaign(driver, false)).toBeGreaterThanOrEqual(10)
    const eager = started()
    expect(roundsUntilCampaign(eager, false)).toBeLessThanOrEqual(1)
  })

  it('campaigns at once where all are in reserve', () => {
    const driver = started()
    holdBack(driver)
    expect(roundsUntilCampaign(driver, true)).toBeLessThanOrEqual(1)
  })

  it('waits anew if there was a leader in between', () => {
    const driver = started()
    holdBack(driver)
    for (let count = 0; count < 8; count += 1) round(driver, [2, 3])
    round(driver, [2, 3], { happy: true })
    for (let count = 0; count < 8; count += 1) round(driver, [2, 3])
    expect(phase(driver)).toBe('follower')
  })
})

describe('a leader in reserve', () => {
  const happy = { happy: true }

  it('asks a voter that follows it to lead, and nobody else before an election could have ended', () => {
    const driver = leading()
    holdBack(driver)
    const own = driver.replica.view().promisedBallot
    const follower = { ...happy, promisedBallot: own }
    round(driver, [2, 3], { ...follower, inReserve: true })
    expect(transfers(driver)).toEqual([])
    round(driver, [3], follower)
    expect(transfers(driver)).toEqual([{ type: 'transfer', ballot: own, target: 'p3' }])
    for (let count = 0; count < 4; count += 1) round(driver, [2, 3], follower)
    expect(transfers(driver)).toHaveLength(1)
    for (let count = 0; count < 4; count += 1) round(driver, [2, 3], follower)
    expect(transfers(driver)).toHaveLength(2)
    expect(phase(driver)).toBe('leader')
  })

  it.each([
    ['cannot vote', { canVote: false }],
    ['has another leader', { happy: false }],
    ['reaches too few', { silent: 0b101n }]
  ])('does not ask one that %s', (_, given) => {
    const driver = leading()
    holdBack(driver)
    const promisedBallot = driver.replica.view().promisedBallot
    answer(driver, [2, 3], { ...happy, promisedBallot, inReserve: true })
    for (let count = 0; count < 10; count += 1) {
      round(driver, [2], { ...happy, promisedBallot, ...given })
      answer(driver, [3], { ...happy, promisedBallot, inReserve: true })
    }
    expect(transfers(driver)).toEqual([])
    expect(phase(driver)).toBe('leader')
  })

  it('goes on leading once it is in reserve no longer', () => {
    const driver = leading()
    holdBack(driver)
    holdBack(driver, false)
    const promisedBallot = driver.replica.view().promisedBallot
    for (let count = 0; count < 10; count += 1) round(driver, [2, 3], { ...happy, promisedBallot })
    expect(transfers(driver)).toEqual([])
  })
})
