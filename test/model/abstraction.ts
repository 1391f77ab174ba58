import type { Ballot } from '../../src/core/ballot.js'
import type { DurableState } from '../../src/core/batch.js'
import type { Entry } from '../../src/core/entry.js'
import type { Message } from '../../src/core/messages.js'
import type { ModelBallot, ModelEntry, ModelMessage, ModelStore } from './trace.js'

/**
 * What the terms of the core are in the model. Voters have their number as incarnation and no priority; every entry opens a
 * session, whose nonce is the entry's id.
 */
export function ballotOf({ epoch, round, incarnation }: Ballot): ModelBallot {
  return { epoch, round, voter: Number(incarnation) }
}

export function entryOf(entry: Entry): ModelEntry {
  if (entry.type !== 'open-session') throw new TypeError(`nobody proposed a ${entry.type}`)
  return { id: Number(entry.nonce), isStop: false }
}

export function storeOf(
  state: Pick<DurableState, 'promisedBallot' | 'acceptedBallot' | 'chosenSlotMax' | 'chosenBallot'>,
  log: readonly Entry[]
): ModelStore {
  return {
    promised: ballotOf(state.promisedBallot),
    accepted: ballotOf(state.acceptedBallot),
    log: log.map(entryOf),
    chosenMax: state.chosenSlotMax,
    chosenBallot: ballotOf(state.chosenBallot)
  }
}

/** The message in the model; undefined for heartbeats, which the model does without. */
export function messageOf(from: number, to: number, message: Message): ModelMessage | undefined {
  const body = bodyOf(message)
  return body && { from, to, body }
}

function bodyOf(message: Message): ModelMessage['body'] | undefined {
  switch (message.type) {
    case 'prepare':
      return {
        tag: 'Prepare',
        value: {
          ballot: ballotOf(message.ballot),
          accepted: ballotOf(message.acceptedBallot),
          lastSlot: message.lastSlot,
          chosenMax: message.chosenSlotMax
        }
      }
    case 'promise':
      return {
        tag: 'Promise',
        value: {
          ballot: ballotOf(message.ballot),
          accepted: ballotOf(message.acceptedBallot),
          lastSlot: message.lastSlot,
          chosenMax: message.chosenSlotMax,
          firstSlot: message.firstSlot,
          entries: message.entries.map(entryOf)
        }
      }
    case 'reject':
      if (message.reason !== 'promised-higher') break
      return {
        tag: 'Reject',
        value: { ballot: ballotOf(message.ballot), promised: ballotOf(message.promisedBallot) }
      }
    case 'accept-sync':
      return {
        tag: 'AcceptSync',
        value: { ...chunkOf(message), adoptedEnd: message.adoptedEnd }
      }
    case 'accept':
      return { tag: 'Accept', value: chunkOf(message) }
    case 'accepted':
      return {
        tag: 'Accepted',
        value: { ballot: ballotOf(message.ballot), lastSlot: message.lastSlot }
      }
    case 'catch-up-request':
      return { tag: 'CatchUpRequest', value: { firstSlot: message.firstSlot } }
    case 'catch-up-reply':
      return { tag: 'CatchUpReply', value: chunkOf(message) }
    case 'heartbeat':
    case 'heartbeat-reply':
      return undefined
  }
  throw new TypeError(`the model knows no such message: ${message.type}`)
}

function chunkOf(
  message: Extract<Message, { type: 'accept' | 'accept-sync' | 'catch-up-reply' }>
): object {
  return {
    ballot: ballotOf(message.ballot),
    firstSlot: message.firstSlot,
    entries: message.entries.map(entryOf),
    chosenMax: message.chosenSlotMax
  }
}
