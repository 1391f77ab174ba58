import { formatBallot } from '../core/ballot.js'
import type { AnyMessage } from './frame.js'

/** What a message says, as far as that helps people: for looking on, never to act upon. */
export interface MessageSummary {
  /** Such as `prepare`, `promise`, `accept` or `accepted`. */
  readonly type: AnyMessage['type']
  /** The ballot that it is about, in a form for people: epoch, round, priority and incarnation. */
  readonly ballot?: string
  /** The highest ballot that its sender promised, if it says so. */
  readonly promisedBallot?: string
  /** The first slot of what it carries or asks for. */
  readonly firstSlot?: number
  /** The last slot of what it carries, or up to which its sender holds something. */
  readonly lastSlot?: number
  /** Everything up to this slot is chosen, as its sender knows. */
  readonly chosenSlotMax?: number
  /** How many entries or proposals it carries. */
  readonly entries?: number
  /** Why something was refused. */
  readonly reason?: string
}

/** Sums up a message. */
export function summarize(message: AnyMessage): MessageSummary {
  const ballot = 'ballot' in message ? message.ballot : leaderBallotOf(message)
  const entries = entryCountOf(message)
  const firstSlot = 'firstSlot' in message ? message.firstSlot : undefined
  const lastSlot = lastSlotOf(message, firstSlot, entries)
  return {
    type: message.type,
    ...(ballot !== undefined && { ballot: formatBallot(ballot) }),
    ...('promisedBallot' in message && { promisedBallot: formatBallot(message.promisedBallot) }),
    ...(firstSlot !== undefined && { firstSlot }),
    ...(lastSlot !== undefined && { lastSlot }),
    ...('chosenSlotMax' in message && { chosenSlotMax: message.chosenSlotMax }),
    ...(entries !== undefined && { entries }),
    ...('reason' in message && { reason: message.reason })
  }
}

function leaderBallotOf(message: AnyMessage) {
  return message.type === 'heartbeat-reply' ? message.leaderBallot : undefined
}

function entryCountOf(message: AnyMessage): number | undefined {
  if ('entries' in message) return message.entries.length
  return 'proposals' in message ? message.proposals.length : undefined
}

function lastSlotOf(
  message: AnyMessage,
  firstSlot: number | undefined,
  entries: number | undefined
): number | undefined {
  if ('lastSlot' in message) return message.lastSlot
  if ('slot' in message) return message.slot
  // Without entries it carries none.
  return firstSlot === undefined || !entries ? undefined : firstSlot + entries - 1
}
