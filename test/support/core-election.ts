import { expect } from 'vitest'
import type { Ballot } from '../../src/core/ballot.js'
import type { Effects } from '../../src/core/effects.js'
import type { HeartbeatReplyMessage } from '../../src/core/messages.js'
import { ballot, Driver, type DriverInit, messagesOf, promiseOf, replyOf } from './core-builders.js'

/** What a reply says of a leader. */
export type LeaderView = Required<
  Pick<HeartbeatReplyMessage, 'leaderBallot' | 'promisedBallot' | 'leads' | 'happy'>
>

/** The newest round of heartbeats. */
export function roundOf(driver: Driver): number {
  return messagesOf(driver.sent, 'heartbeat').at(-1)?.round ?? 0
}

/** Lets these voters answer the newest round. */
export function answer(
  driver: Driver,
  voters: readonly number[],
  given: Partial<HeartbeatReplyMessage> = {}
): void {
  const round = roundOf(driver)
  for (const voter of voters) driver.receive(voter, replyOf(round, given))
}

/** A replica that asked everyone how they are, once. */
export function started(init: DriverInit = {}): Driver {
  const driver = new Driver(init)
  driver.tick(0)
  return driver
}

/** A replica that leads, with answers of all others in the newest round. */
export function leading(init: DriverInit = {}): Driver {
  const voters = init.voters ?? 3
  const others = Array.from({ length: voters - 1 }, (_, i) => i + 2)
  const driver = started(init)
  answer(driver, others)
  const own = driver.replica.view().promisedBallot
  for (const voter of others) driver.receive(voter, promiseOf(own))
  expect(driver.replica.view().phase).toBe('leader')
  answer(driver, others, { promisedBallot: own })
  return driver
}

/** One regular round, in which these voters answer. */
export function round(
  driver: Driver,
  voters: readonly number[],
  given: Partial<HeartbeatReplyMessage> = {}
): Effects {
  const effects = driver.tick(100)
  answer(driver, voters, given)
  return effects
}

export function phase(driver: Driver): string {
  return driver.replica.view().phase
}

/** What the replica answers to a heartbeat of p2. */
export function ownReply(driver: Driver): HeartbeatReplyMessage | undefined {
  const { messages } = driver.receive(2, { type: 'heartbeat', round: 77, news: false })
  return messagesOf(messages, 'heartbeat-reply', 'p2')[0]
}

export const theirs: Ballot = ballot(4, 2)
export const leads: LeaderView = {
  leaderBallot: theirs,
  promisedBallot: theirs,
  leads: true,
  happy: true
}
export const follows: LeaderView = { ...leads, leads: false }
