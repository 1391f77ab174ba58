import { type Ballot, bottomBallot } from '../../src/core/ballot.js'
import type { Configuration, QuorumRule } from '../../src/core/configuration.js'
import type { Entry, StopProposal } from '../../src/core/entry.js'
import type { EndedEpoch, History } from '../../src/core/epochs.js'
import type { LogImage } from '../../src/core/image.js'
import type { Message } from '../../src/core/messages.js'
import type { Snapshot } from '../../src/core/snapshot.js'
import { peer } from '../support/core-builders.js'
import type { Disk } from './disk.js'
import {
  type ModelBallot,
  type ModelEnded,
  type ModelEntry,
  type ModelMessage,
  type ModelSnapshot,
  type ModelStore,
  setOf
} from './trace.js'

/*
 * What the terms of the core are in the model, and back. Replicas have their number as incarnation and no priority. An entry
 * of the model opens a session, whose nonce is the entry's id; or it is a stop entry, which has its id where others have the
 * address of its first voter.
 */

/** A snapshot that a member offers, with all that comes with it. */
export interface Offer extends History {
  readonly type: 'snapshot-offer'
  readonly snapshot: Snapshot
  readonly image: LogImage
}

/** What replicas say to each other, and what their owners do to hand over snapshots. */
export type Sent = Message | { readonly type: 'snapshot-request' } | Offer

/** The member that a replica is a life of. */
export function memberOf(replica: number): number {
  return replica % 10
}

export function nextLife(replica: bigint): bigint {
  return replica + 10n
}

/** A configuration of the core, of which `id` is the stop entry that names it. */
export function configurationOf(
  epoch: number,
  replicas: readonly number[],
  quorum: QuorumRule,
  id?: number
): Configuration {
  const voters = replicas
    .map(replica => ({ peerId: peer(memberOf(replica)), incarnation: BigInt(replica) }))
    .sort((a, b) => (a.peerId < b.peerId ? -1 : 1))
  const [first, ...others] = voters
  if (first === undefined || id === undefined) return { epoch, voters, quorum }
  return { epoch, voters: [{ ...first, addresses: [`${id}`] }, ...others], quorum }
}

/** The proposal of an entry in a log that holds `before`: a stop entry is of the session that was opened last. */
export function proposalOf(
  entry: ModelEntry,
  before: readonly ModelEntry[],
  configuration: Configuration
): { type: 'open-session'; origin: string; nonce: bigint } | StopProposal {
  if (entry.named.length === 0) {
    return { type: 'open-session', origin: 'client', nonce: BigInt(entry.id) }
  }
  const session = before.findLastIndex(({ named }) => named.length === 0) + 1
  return { type: 'stop', session, sequence: before.length - session + 1, configuration }
}

export function ballotOf({ epoch, round, incarnation }: Ballot): ModelBallot {
  return { epoch, round, voter: Number(incarnation) }
}

export function entryOf(entry: Entry): ModelEntry {
  if (entry.type === 'open-session') return { id: Number(entry.nonce), named: [] }
  if (entry.type === 'stop') return stopOf(entry.configuration)
  throw new TypeError(`nobody proposed a ${entry.type}`)
}

/** The stop entry that named a configuration. */
function stopOf(configuration: Configuration): ModelEntry {
  return {
    id: Number(configuration.voters[0]?.addresses?.[0]),
    named: replicasOf(configuration)
  }
}

export function replicasOf({ voters }: Configuration): number[] {
  return setOf(voters.map(({ incarnation }) => Number(incarnation)))
}

/** Entry by entry, what a snapshot says of the log: the sessions that were opened, and the ends of epochs. */
export function contentOf(image: LogImage, { endedEpochs, configuration }: History): ModelEntry[] {
  const sessions = new Map(image.sessions.map(({ id, nonce }) => [id, Number(nonce)]))
  const configurations = [...endedEpochs.map(ended => ended.configuration), configuration]
  return Array.from({ length: image.slot }, (_, index) => {
    const id = sessions.get(index + 1)
    if (id !== undefined) return { id, named: [] }
    const ended = endedEpochs.findIndex(({ stopSlot }) => stopSlot === index + 1)
    const named = configurations[ended + 1]
    if (ended < 0 || named === undefined) throw new RangeError(`slot ${index + 1} is lost`)
    return stopOf(named)
  })
}

function snapshotOf({ ballot }: Snapshot, image: LogImage, history: History): ModelSnapshot {
  return { ballot: ballotOf(ballot), image: contentOf(image, history) }
}

function endedOf({ configuration, stopSlot, ballot }: EndedEpoch): ModelEnded {
  return { voters: replicasOf(configuration), stopSlot, ballot: ballotOf(ballot) }
}

/** The history that a disk holds, in a group that began with the configuration `first`. */
export function historyOf({ durable }: Disk, first: Configuration): History {
  return {
    endedEpochs: durable.endedEpochs,
    configuration: durable.configuration ?? first
  }
}

export function storeOf(disk: Disk, first: Configuration): ModelStore {
  const { promisedBallot, acceptedBallot, snapshot, chosenSlotMax, chosenBallot } = disk.durable
  const history = historyOf(disk, first)
  return {
    promised: ballotOf(promisedBallot),
    accepted: ballotOf(acceptedBallot),
    snapshot:
      snapshot === undefined || disk.image === undefined
        ? { ballot: ballotOf(bottomBallot(1)), image: [] }
        : snapshotOf(snapshot, disk.image, history),
    log: disk.entries.map(entryOf),
    chosenMax: chosenSlotMax,
    chosenBallot: ballotOf(chosenBallot),
    ended: history.endedEpochs.map(endedOf),
    voters: replicasOf(history.configuration)
  }
}

/** The message in the model; undefined for heartbeats, which the model does without. */
export function messageOf(from: number, to: number, message: Sent): ModelMessage | undefined {
  const body = bodyOf(message)
  return body && { from, to, body }
}

function bodyOf(message: Sent): ModelMessage['body'] | undefined {
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
      return {
        tag: 'Reject',
        value: {
          ballot: ballotOf(message.ballot),
          promised: ballotOf(message.promisedBallot),
          isBehind: message.reason === 'behind',
          chosenMax: message.chosenSlotMax
        }
      }
    case 'accept-sync':
      return { tag: 'AcceptSync', value: { ...chunkOf(message), adoptedEnd: message.adoptedEnd } }
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
    case 'compacted':
      return { tag: 'Compacted', value: { slot: message.slot } }
    case 'learn':
      return { tag: 'Learn', value: { chosenMax: message.chosenSlotMax } }
    case 'snapshot-request':
      return { tag: 'SnapshotRequest', value: [] }
    case 'snapshot-offer':
      return {
        tag: 'SnapshotOffer',
        value: {
          snapshot: snapshotOf(message.snapshot, message.image, message),
          ended: message.endedEpochs.map(endedOf),
          voters: replicasOf(message.configuration)
        }
      }
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
