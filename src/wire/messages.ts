import type { Entry } from '../core/entry.js'
import { hopsMax, learnerReportsMax } from '../core/limits.js'
import type { LearnerReport } from '../core/messages.js'
import { InvalidMessageError } from '../errors.js'
import { checkBallot, checkCount, checkLastSlot, checkUint64, checkWhole } from './checks.js'
import { genesis, membership } from './founding-messages.js'
import type { AnyMessage } from './frame.js'
import * as wire from './generated/wire.js'
import type { Kind, OfType } from './kind.js'
import { entriesPerMessageMax } from './limits.js'
import {
  ballotFromWire,
  entryFromWire,
  entryToWire,
  peerIdFromWire,
  peerIdToWire,
  proposalFromWire,
  proposalToWire,
  replicaIdFromWire,
  replicaIdToWire,
  uint64FromWire
} from './parts.js'
import { snapshots } from './snapshot-messages.js'

/*
 * Each kind of message in the form of the schema and back. Both directions refuse what breaks the rules of `checks.ts`.
 */

function entriesToWire(firstSlot: number, entries: readonly Entry[]): wire.Entry[] {
  checkCount('entries', entries.length, entriesPerMessageMax)
  checkLastSlot(firstSlot, entries.length)
  return entries.map(entryToWire)
}

function entriesFromWire(firstSlot: number, parts: readonly wire.Entry[]): Entry[] {
  checkCount('entries', parts.length, entriesPerMessageMax)
  checkLastSlot(firstSlot, parts.length)
  return parts.map(entryFromWire)
}

/** A suffix must end exactly where its sender says that its log ends. */
function checkSuffix(firstSlot: number, count: number, lastSlot: number): void {
  if (checkLastSlot(firstSlot, count) !== checkWhole('lastSlot', lastSlot)) {
    throw new InvalidMessageError('the entries of a promise do not end at its last slot')
  }
}

/** A synchronisation must reach at least to the end of the log that its leader adopted. */
function checkAdoptedEnd(firstSlot: number, count: number, adoptedEnd: number): number {
  return checkWhole('adoptedEnd', adoptedEnd, 0, checkLastSlot(firstSlot, count))
}

/** Entries that are known to be chosen lie at or below the watermark of their sender. */
function checkChosen(firstSlot: number, count: number, chosenSlotMax: number): number {
  const lastSlot = checkLastSlot(firstSlot, count)
  return checkWhole('chosenSlotMax', chosenSlotMax, count === 0 ? 0 : lastSlot)
}

const log = {
  prepare: {
    toWire: ({ ballot, acceptedBallot, lastSlot, chosenSlotMax }) => ({
      ballot: checkBallot(ballot),
      acceptedBallot: checkBallot(acceptedBallot),
      lastSlot: checkWhole('lastSlot', lastSlot),
      chosenSlotMax: checkWhole('chosenSlotMax', chosenSlotMax, 0, lastSlot)
    }),
    fromWire: part => ({
      type: 'prepare',
      ballot: ballotFromWire('ballot', part.ballot),
      acceptedBallot: ballotFromWire('acceptedBallot', part.acceptedBallot),
      lastSlot: checkWhole('lastSlot', part.lastSlot),
      chosenSlotMax: checkWhole('chosenSlotMax', part.chosenSlotMax, 0, part.lastSlot)
    })
  } satisfies Kind<OfType<'prepare'>, wire.PrepareMessage>,

  promise: {
    toWire: ({ ballot, acceptedBallot, lastSlot, chosenSlotMax, firstSlot, entries }) => {
      checkSuffix(firstSlot, entries.length, lastSlot)
      return {
        ballot: checkBallot(ballot),
        acceptedBallot: checkBallot(acceptedBallot),
        lastSlot,
        chosenSlotMax: checkWhole('chosenSlotMax', chosenSlotMax, 0, lastSlot),
        firstSlot,
        entries: entriesToWire(firstSlot, entries)
      }
    },
    fromWire: part => {
      const { firstSlot, lastSlot } = part
      checkSuffix(firstSlot, part.entries.length, lastSlot)
      return {
        type: 'promise',
        ballot: ballotFromWire('ballot', part.ballot),
        acceptedBallot: ballotFromWire('acceptedBallot', part.acceptedBallot),
        lastSlot,
        chosenSlotMax: checkWhole('chosenSlotMax', part.chosenSlotMax, 0, lastSlot),
        firstSlot,
        entries: entriesFromWire(firstSlot, part.entries)
      }
    }
  } satisfies Kind<OfType<'promise'>, wire.PromiseMessage>,

  reject: {
    toWire: ({ ballot, reason, promisedBallot, chosenSlotMax }) => ({
      ballot: checkBallot(ballot),
      reason:
        reason === 'behind'
          ? wire.RejectReason.REJECT_REASON_BEHIND
          : wire.RejectReason.REJECT_REASON_PROMISED_HIGHER,
      promisedBallot: checkBallot(promisedBallot),
      chosenSlotMax: checkWhole('chosenSlotMax', chosenSlotMax)
    }),
    fromWire: part => ({
      type: 'reject',
      ballot: ballotFromWire('ballot', part.ballot),
      reason: rejectReasonFromWire(part.reason),
      promisedBallot: ballotFromWire('promisedBallot', part.promisedBallot),
      chosenSlotMax: checkWhole('chosenSlotMax', part.chosenSlotMax)
    })
  } satisfies Kind<OfType<'reject'>, wire.RejectMessage>,

  'accept-sync': {
    toWire: ({ ballot, firstSlot, entries, adoptedEnd, chosenSlotMax }) => ({
      ballot: checkBallot(ballot),
      firstSlot,
      entries: entriesToWire(firstSlot, entries),
      adoptedEnd: checkAdoptedEnd(firstSlot, entries.length, adoptedEnd),
      chosenSlotMax: checkWhole('chosenSlotMax', chosenSlotMax)
    }),
    fromWire: part => ({
      type: 'accept-sync',
      ballot: ballotFromWire('ballot', part.ballot),
      firstSlot: part.firstSlot,
      entries: entriesFromWire(part.firstSlot, part.entries),
      adoptedEnd: checkAdoptedEnd(part.firstSlot, part.entries.length, part.adoptedEnd),
      chosenSlotMax: checkWhole('chosenSlotMax', part.chosenSlotMax)
    })
  } satisfies Kind<OfType<'accept-sync'>, wire.AcceptSyncMessage>,

  accept: {
    toWire: ({ ballot, firstSlot, entries, chosenSlotMax }) => ({
      ballot: checkBallot(ballot),
      firstSlot,
      entries: entriesToWire(firstSlot, entries),
      chosenSlotMax: checkWhole('chosenSlotMax', chosenSlotMax)
    }),
    fromWire: part => ({
      type: 'accept',
      ballot: ballotFromWire('ballot', part.ballot),
      firstSlot: part.firstSlot,
      entries: entriesFromWire(part.firstSlot, part.entries),
      chosenSlotMax: checkWhole('chosenSlotMax', part.chosenSlotMax)
    })
  } satisfies Kind<OfType<'accept'>, wire.AcceptMessage>,

  accepted: {
    toWire: ({ ballot, lastSlot }) => ({
      ballot: checkBallot(ballot),
      lastSlot: checkWhole('lastSlot', lastSlot)
    }),
    fromWire: part => ({
      type: 'accepted',
      ballot: ballotFromWire('ballot', part.ballot),
      lastSlot: checkWhole('lastSlot', part.lastSlot)
    })
  } satisfies Kind<OfType<'accepted'>, wire.AcceptedMessage>,

  'catch-up-request': {
    toWire: ({ firstSlot }) => ({ firstSlot: checkWhole('firstSlot', firstSlot, 1) }),
    fromWire: part => ({
      type: 'catch-up-request',
      firstSlot: checkWhole('firstSlot', part.firstSlot, 1)
    })
  } satisfies Kind<OfType<'catch-up-request'>, wire.CatchUpRequestMessage>,

  'catch-up-reply': {
    toWire: ({ ballot, firstSlot, entries, chosenSlotMax }) => ({
      ballot: checkBallot(ballot),
      firstSlot,
      entries: entriesToWire(firstSlot, entries),
      chosenSlotMax: checkChosen(firstSlot, entries.length, chosenSlotMax)
    }),
    fromWire: part => ({
      type: 'catch-up-reply',
      ballot: ballotFromWire('ballot', part.ballot),
      firstSlot: part.firstSlot,
      entries: entriesFromWire(part.firstSlot, part.entries),
      chosenSlotMax: checkChosen(part.firstSlot, part.entries.length, part.chosenSlotMax)
    })
  } satisfies Kind<OfType<'catch-up-reply'>, wire.CatchUpReplyMessage>,

  learn: {
    toWire: ({ chosenSlotMax, willing }) => ({
      chosenSlotMax: checkWhole('chosenSlotMax', chosenSlotMax),
      willing
    }),
    fromWire: ({ chosenSlotMax, willing }) => ({
      type: 'learn',
      chosenSlotMax: checkWhole('chosenSlotMax', chosenSlotMax),
      willing
    })
  } satisfies Kind<OfType<'learn'>, wire.LearnMessage>,

  compacted: {
    toWire: ({ slot }) => ({ slot: checkWhole('slot', slot, 1) }),
    fromWire: ({ slot }) => ({ type: 'compacted', slot: checkWhole('slot', slot, 1) })
  } satisfies Kind<OfType<'compacted'>, wire.CompactedMessage>
}

function learnersToWire(learners: readonly LearnerReport[]): wire.LearnerReport[] {
  checkCount('learners', learners.length, learnerReportsMax)
  return learners.map(({ chosenSlotMax, ...replica }) => ({
    replica: replicaIdToWire(replica),
    chosenSlotMax: checkWhole('chosenSlotMax', chosenSlotMax)
  }))
}

function learnersFromWire(parts: readonly wire.LearnerReport[]): LearnerReport[] {
  checkCount('learners', parts.length, learnerReportsMax)
  return parts.map(({ replica, chosenSlotMax }) => ({
    ...replicaIdFromWire(replica),
    chosenSlotMax: checkWhole('chosenSlotMax', chosenSlotMax)
  }))
}

const election = {
  heartbeat: {
    toWire: ({ round, news }) => ({ round: checkWhole('round', round), news }),
    fromWire: ({ round, news }) => ({ type: 'heartbeat', round: checkWhole('round', round), news })
  } satisfies Kind<OfType<'heartbeat'>, wire.HeartbeatMessage>,

  'heartbeat-reply': {
    toWire: message => {
      const part: wire.HeartbeatReplyMessage = {
        round: checkWhole('round', message.round),
        epoch: checkWhole('epoch', message.epoch),
        promisedBallot: checkBallot(message.promisedBallot),
        leads: message.leads,
        happy: message.happy,
        canVote: message.canVote,
        inReserve: message.inReserve,
        chosenSlotMax: checkWhole('chosenSlotMax', message.chosenSlotMax),
        distance: checkWhole('distance', message.distance),
        learners: learnersToWire(message.learners),
        silent: checkUint64('silent', message.silent),
        snapshotSlot: checkWhole('snapshotSlot', message.snapshot?.slot ?? 0),
        snapshotMark: checkUint64('snapshotMark', message.snapshot?.mark ?? 0n)
      }
      if (message.leaderBallot) part.leaderBallot = checkBallot(message.leaderBallot)
      return part
    },
    fromWire: part => ({
      type: 'heartbeat-reply',
      round: checkWhole('round', part.round),
      epoch: checkWhole('epoch', part.epoch),
      promisedBallot: ballotFromWire('promisedBallot', part.promisedBallot),
      leaderBallot: part.leaderBallot && ballotFromWire('leaderBallot', part.leaderBallot),
      leads: part.leads,
      happy: part.happy,
      canVote: part.canVote,
      inReserve: part.inReserve,
      chosenSlotMax: checkWhole('chosenSlotMax', part.chosenSlotMax),
      distance: checkWhole('distance', part.distance),
      learners: learnersFromWire(part.learners),
      silent: uint64FromWire(part.silent),
      ...(part.snapshotSlot !== 0 && {
        snapshot: {
          slot: checkWhole('snapshotSlot', part.snapshotSlot),
          mark: uint64FromWire(part.snapshotMark)
        }
      })
    })
  } satisfies Kind<OfType<'heartbeat-reply'>, wire.HeartbeatReplyMessage>,

  transfer: {
    toWire: ({ ballot, target }) => ({
      ballot: checkBallot(ballot),
      target: peerIdToWire(target)
    }),
    fromWire: part => ({
      type: 'transfer',
      ballot: ballotFromWire('ballot', part.ballot),
      target: peerIdFromWire(part.target)
    })
  } satisfies Kind<OfType<'transfer'>, wire.TransferMessage>
}

function viaToWire(via: readonly string[]): Uint8Array[] {
  checkCount('via', via.length, hopsMax)
  return via.map(peerIdToWire)
}

function viaFromWire(via: readonly Uint8Array[]): string[] {
  checkCount('via', via.length, hopsMax)
  return via.map(peerIdFromWire)
}

const requests = {
  propose: {
    toWire: ({ origin, proposals, via }) => {
      checkCount('proposals', proposals.length, entriesPerMessageMax)
      return {
        origin: peerIdToWire(origin),
        proposals: proposals.map(proposalToWire),
        via: viaToWire(via)
      }
    },
    fromWire: part => {
      checkCount('proposals', part.proposals.length, entriesPerMessageMax)
      return {
        type: 'propose',
        origin: peerIdFromWire(part.origin),
        proposals: part.proposals.map(proposalFromWire),
        via: viaFromWire(part.via)
      }
    }
  } satisfies Kind<OfType<'propose'>, wire.ProposeMessage>,

  'propose-reply': {
    toWire: ({ origin, session, reason, nextSequence, via }) => ({
      origin: peerIdToWire(origin),
      session: checkWhole('session', session, 1),
      reason:
        reason === 'gap'
          ? wire.ProposeReplyReason.PROPOSE_REPLY_REASON_GAP
          : wire.ProposeReplyReason.PROPOSE_REPLY_REASON_SESSION_EXPIRED,
      nextSequence: checkWhole('nextSequence', nextSequence),
      via: viaToWire(via)
    }),
    fromWire: part => ({
      type: 'propose-reply',
      origin: peerIdFromWire(part.origin),
      session: checkWhole('session', part.session, 1),
      reason: proposeReplyReasonFromWire(part.reason),
      nextSequence: checkWhole('nextSequence', part.nextSequence),
      via: viaFromWire(part.via)
    })
  } satisfies Kind<OfType<'propose-reply'>, wire.ProposeReplyMessage>,

  'read-request': {
    toWire: ({ origin, id, via }) => ({
      origin: peerIdToWire(origin),
      id: checkWhole('id', id),
      via: viaToWire(via)
    }),
    fromWire: part => ({
      type: 'read-request',
      origin: peerIdFromWire(part.origin),
      id: checkWhole('id', part.id),
      via: viaFromWire(part.via)
    })
  } satisfies Kind<OfType<'read-request'>, wire.ReadRequestMessage>,

  'read-reply': {
    toWire: ({ origin, id, slot, via }) => ({
      origin: peerIdToWire(origin),
      id: checkWhole('id', id),
      slot: checkWhole('slot', slot),
      via: viaToWire(via)
    }),
    fromWire: part => ({
      type: 'read-reply',
      origin: peerIdFromWire(part.origin),
      id: checkWhole('id', part.id),
      slot: checkWhole('slot', part.slot),
      via: viaFromWire(part.via)
    })
  } satisfies Kind<OfType<'read-reply'>, wire.ReadReplyMessage>,

  confirm: {
    toWire: ({ ballot, round }) => ({
      ballot: checkBallot(ballot),
      round: checkWhole('round', round)
    }),
    fromWire: part => ({
      type: 'confirm',
      ballot: ballotFromWire('ballot', part.ballot),
      round: checkWhole('round', part.round)
    })
  } satisfies Kind<OfType<'confirm'>, wire.ConfirmMessage>,

  confirmed: {
    toWire: ({ ballot, round }) => ({
      ballot: checkBallot(ballot),
      round: checkWhole('round', round)
    }),
    fromWire: part => ({
      type: 'confirmed',
      ballot: ballotFromWire('ballot', part.ballot),
      round: checkWhole('round', part.round)
    })
  } satisfies Kind<OfType<'confirmed'>, wire.ConfirmedMessage>
}

/** Every kind, under the name of its type. */
const kinds = { ...log, ...election, ...requests, ...genesis, ...membership, ...snapshots }

type WireField = keyof wire.Message

/** Field of the schema's `Message` for every type, such as `catchUpReply` for `catch-up-reply`. */
const fields = new Map<AnyMessage['type'], WireField>()
const types = new Map<string, AnyMessage['type']>()
for (const type of Object.keys(kinds) as AnyMessage['type'][]) {
  const field = type.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
  fields.set(type, field as WireField)
  types.set(field, type)
}

/** @throws InvalidMessageError, MessageTooLargeError if the message breaks a rule of the format. */
export function messageToWire(message: AnyMessage): Partial<wire.Message> {
  const field = fields.get(message.type)
  if (field === undefined) throw new InvalidMessageError(`no such message: ${message.type}`)
  const kind = kinds[message.type] as Kind<AnyMessage, unknown>
  return { [field]: kind.toWire(message) }
}

/** @throws InvalidMessageError, MessageTooLargeError if the part breaks a rule of the format. */
export function messageFromWire(part: wire.Message): AnyMessage {
  let message: AnyMessage | undefined
  for (const [field, value] of Object.entries(part)) {
    const type = types.get(field)
    if (value === undefined || type === undefined) continue
    if (message !== undefined) throw new InvalidMessageError('two kinds of message in one')
    message = (kinds[type] as Kind<AnyMessage, unknown>).fromWire(value)
  }
  if (message === undefined) throw new InvalidMessageError('a message of no known kind')
  return message
}

function rejectReasonFromWire(reason: wire.RejectReason): OfType<'reject'>['reason'] {
  switch (reason) {
    case wire.RejectReason.REJECT_REASON_PROMISED_HIGHER:
      return 'promised-higher'
    case wire.RejectReason.REJECT_REASON_BEHIND:
      return 'behind'
    default:
      throw new InvalidMessageError('a reject without a known reason')
  }
}

function proposeReplyReasonFromWire(
  reason: wire.ProposeReplyReason
): OfType<'propose-reply'>['reason'] {
  switch (reason) {
    case wire.ProposeReplyReason.PROPOSE_REPLY_REASON_GAP:
      return 'gap'
    case wire.ProposeReplyReason.PROPOSE_REPLY_REASON_SESSION_EXPIRED:
      return 'session-expired'
    default:
      throw new InvalidMessageError('a propose-reply without a known reason')
  }
}
