import type { Message } from './messages.js'

/** What a learner may say to those it learns from, and what it may be answered. */
const requests = new Set<Message['type']>([
  'heartbeat',
  'learn',
  'catch-up-request',
  'propose',
  'read-request',
  'transfer'
])
const answers = new Set<Message['type']>([
  'heartbeat-reply',
  'catch-up-reply',
  'compacted',
  'propose-reply',
  'read-reply'
])

/**
 * Whether somebody who never voted may say this. Whoever votes or once voted may say anything: of votes, only those of voters are counted. A
 * learner, which its owner admitted, may ask, and the member that this replica learns from may answer.
 */
export function mayStranger({ type }: Message, isSource: boolean): boolean {
  return requests.has(type) || (isSource && answers.has(type))
}
