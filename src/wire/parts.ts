import type { Ballot } from '../core/ballot.js'
import type { Boot } from '../core/boot.js'
import { type Configuration, type ReplicaId, type Voter, votersMax } from '../core/configuration.js'
import type { Entry, Proposal } from '../core/entry.js'
import type { EndedEpoch } from '../core/epochs.js'
import type { Founding } from '../core/founding.js'
import type { Snapshot } from '../core/snapshot.js'
import { InvalidMessageError } from '../errors.js'
import {
  checkBallot,
  checkBytes,
  checkConfiguration,
  checkCount,
  checkFounding,
  checkHash,
  checkIncarnation,
  checkUint64,
  checkWhole
} from './checks.js'
import type * as wire from './generated/wire.js'
import {
  addressBytesMax,
  keyBytesMax,
  nameBytesMax,
  peerIdBytesMax,
  valueBytesMaxLimit,
  voterAddressesMax
} from './limits.js'

/*
 * The words of the core in the form of the schema and back: `xToWire` and `xFromWire`. Both refuse what breaks the rules
 * of `checks.ts`. What is read owns its bytes: a small value does not keep the large frame alive that it came in.
 */

const encoder = new TextEncoder()
// A byte order mark is a character of the text like any other.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** @throws InvalidMessageError if the part is missing. */
export function required<T>(name: string, part: T | undefined): T {
  if (part === undefined) throw new InvalidMessageError(`${name} is missing`)
  return part
}

export function textToWire(name: string, text: string, bytesMax: number): Uint8Array {
  checkBytes(name, text.length, bytesMax)
  if (!text.isWellFormed()) throw new InvalidMessageError(`${name} is not Unicode text`)
  const bytes = encoder.encode(text)
  checkBytes(name, bytes.length, bytesMax)
  return bytes
}

export function textFromWire(name: string, part: Uint8Array | undefined, bytesMax: number): string {
  const bytes = required(name, part)
  checkBytes(name, bytes.length, bytesMax)
  try {
    return decoder.decode(bytes)
  } catch (cause) {
    throw new InvalidMessageError(`${name} is not UTF-8`, { cause })
  }
}

export function peerIdToWire(peerId: string): Uint8Array {
  if (peerId === '') throw new InvalidMessageError('a PeerId is empty')
  return textToWire('PeerId', peerId, peerIdBytesMax)
}

export function peerIdFromWire(part: Uint8Array | undefined): string {
  const peerId = textFromWire('PeerId', part, peerIdBytesMax)
  if (peerId === '') throw new InvalidMessageError('a PeerId is empty')
  return peerId
}

export function hashFromWire(name: string, part: Uint8Array | undefined): Uint8Array {
  return new Uint8Array(checkHash(name, required(name, part)))
}

/** protons reads 64 bits as a number with a sign. */
export function uint64FromWire(value: bigint): bigint {
  return BigInt.asUintN(64, value)
}

export function incarnationFromWire(value: bigint): bigint {
  return checkIncarnation(uint64FromWire(value))
}

export function ballotFromWire(name: string, part: wire.Ballot | undefined): Ballot {
  const { epoch, round, priority, incarnation } = required(name, part)
  return checkBallot({ epoch, round, priority, incarnation: uint64FromWire(incarnation) })
}

export function bootToWire({ count, nonce }: Boot): wire.Boot {
  return {
    count: checkWhole('boot.count', count, 1),
    nonce: checkWhole('boot.nonce', nonce, 0, 0xffffffff)
  }
}

/** @throws InvalidMessageError if it is missing or breaks a rule of the format. */
export function bootFromWire(part: wire.Boot | undefined): Boot {
  if (part === undefined) throw new InvalidMessageError('boot is missing')
  return bootToWire(part)
}

export function replicaIdToWire({ peerId, incarnation }: ReplicaId): wire.ReplicaId {
  return { peerId: peerIdToWire(peerId), incarnation: checkIncarnation(incarnation) }
}

export function replicaIdFromWire(part: wire.ReplicaId | undefined): ReplicaId {
  const { peerId, incarnation } = required('replica', part)
  return { peerId: peerIdFromWire(peerId), incarnation: incarnationFromWire(incarnation) }
}

/** A founding is one that {@link checkFounding} lets pass. */
export function foundingToWire(founding: Founding): wire.Founding {
  const { name, founders, quorum, keyWindowSlots, snapshotEveryBytes } = checkFounding(founding)
  return {
    name: textToWire('name', name, nameBytesMax),
    founders: founders.map(peerIdToWire),
    prepareQuorum: quorum.prepare,
    acceptQuorum: quorum.accept,
    keyWindowSlots,
    snapshotEveryBytes
  }
}

export function foundingFromWire(part: wire.Founding | undefined): Founding {
  const { name, founders, prepareQuorum, acceptQuorum, ...agreed } = required('founding', part)
  checkCount('founders', founders.length, votersMax)
  return checkFounding({
    name: textFromWire('name', name, nameBytesMax),
    founders: founders.map(peerIdFromWire),
    quorum: { prepare: prepareQuorum, accept: acceptQuorum },
    keyWindowSlots: agreed.keyWindowSlots,
    snapshotEveryBytes: agreed.snapshotEveryBytes
  })
}

function voterToWire({ addresses = [], ...replica }: Voter): wire.Voter {
  checkCount('addresses', addresses.length, voterAddressesMax)
  return {
    ...replicaIdToWire(replica),
    addresses: addresses.map(address => textToWire('address', address, addressBytesMax))
  }
}

function voterFromWire(part: wire.Voter): Voter {
  const { addresses } = part
  checkCount('addresses', addresses.length, voterAddressesMax)
  const texts = addresses.map(address => textFromWire('address', address, addressBytesMax))
  return {
    ...replicaIdFromWire(part),
    ...(texts.length > 0 && { addresses: texts })
  }
}

export function configurationToWire(configuration: Configuration): wire.Configuration {
  const { epoch, voters, quorum } = checkConfiguration(configuration)
  return {
    epoch,
    voters: voters.map(voterToWire),
    prepareQuorum: quorum.prepare,
    acceptQuorum: quorum.accept
  }
}

export function configurationFromWire(part: wire.Configuration | undefined): Configuration {
  const { epoch, voters, prepareQuorum, acceptQuorum } = required('configuration', part)
  checkCount('voters', voters.length, votersMax)
  return checkConfiguration({
    epoch,
    voters: voters.map(voterFromWire),
    quorum: { prepare: prepareQuorum, accept: acceptQuorum }
  })
}

/** A configuration and the ballot it was accepted in. */
export interface Accepted {
  readonly ballot: Ballot
  readonly configuration: Configuration
}

export function acceptedToWire(accepted: Accepted): wire.AcceptedConfiguration {
  return {
    ballot: checkBallot(accepted.ballot),
    configuration: configurationToWire(accepted.configuration)
  }
}

export function acceptedFromWire(accepted: wire.AcceptedConfiguration): Accepted {
  return {
    ballot: ballotFromWire('accepted.ballot', accepted.ballot),
    configuration: configurationFromWire(accepted.configuration)
  }
}

export function endedEpochToWire({ configuration, stopSlot, ballot }: EndedEpoch): wire.EndedEpoch {
  return {
    configuration: configurationToWire(configuration),
    stopSlot: checkWhole('stopSlot', stopSlot, 1),
    ballot: checkBallot(ballot)
  }
}

export function endedEpochFromWire(part: wire.EndedEpoch): EndedEpoch {
  return {
    configuration: configurationFromWire(part.configuration),
    stopSlot: checkWhole('stopSlot', part.stopSlot, 1),
    ballot: ballotFromWire('endedEpoch.ballot', part.ballot)
  }
}

export function snapshotToWire({ slot, ballot, bytes, hash }: Snapshot): wire.Snapshot {
  return {
    slot: checkWhole('snapshot.slot', slot, 1),
    ballot: checkBallot(ballot),
    bytes: checkWhole('snapshot.bytes', bytes),
    hash: checkHash('snapshot.hash', hash)
  }
}

export function snapshotFromWire({ slot, ballot, bytes, hash }: wire.Snapshot): Snapshot {
  return {
    slot: checkWhole('snapshot.slot', slot, 1),
    ballot: ballotFromWire('snapshot.ballot', ballot),
    bytes: checkWhole('snapshot.bytes', bytes),
    hash: hashFromWire('snapshot.hash', hash)
  }
}

interface Sequenced {
  readonly session: number
  readonly sequence: number
  readonly acknowledged?: number
}

function checkSequenced<T extends Sequenced>(proposal: T): T {
  checkWhole('session', proposal.session, 1)
  checkWhole('sequence', proposal.sequence, 1)
  checkWhole('acknowledged', proposal.acknowledged ?? 0, 0, proposal.sequence - 1)
  return proposal
}

function sequencedToWire(proposal: Sequenced): Required<Sequenced> {
  const { session, sequence, acknowledged = 0 } = checkSequenced(proposal)
  return { session, sequence, acknowledged }
}

function sequencedFromWire(part: Required<Sequenced>): Sequenced {
  const { session, sequence, acknowledged } = checkSequenced(part)
  return acknowledged === 0 ? { session, sequence } : { session, sequence, acknowledged }
}

function checkValue(value: Uint8Array): Uint8Array {
  checkBytes('value', value.length, valueBytesMaxLimit)
  return value
}

function valueFromWire(part: Uint8Array | undefined): Uint8Array {
  return new Uint8Array(checkValue(required('value', part)))
}

export function proposalToWire(proposal: Proposal): wire.Proposal {
  switch (proposal.type) {
    case 'value': {
      const { key } = proposal
      const value: wire.Value = { ...sequencedToWire(proposal), value: checkValue(proposal.value) }
      if (key !== undefined) value.key = textToWire('key', key, keyBytesMax)
      return { value }
    }
    case 'decide': {
      const name = textToWire('name', proposal.name, nameBytesMax)
      return { decide: { ...sequencedToWire(proposal), name, value: checkValue(proposal.value) } }
    }
    case 'operation': {
      const operation = checkValue(proposal.operation)
      return { operation: { ...sequencedToWire(proposal), operation } }
    }
    case 'no-op':
      return { noOp: sequencedToWire(proposal) }
    case 'stop': {
      const configuration = configurationToWire(proposal.configuration)
      return { stop: { ...sequencedToWire(proposal), configuration } }
    }
    case 'open-session':
      return {
        openSession: {
          origin: peerIdToWire(proposal.origin),
          nonce: checkUint64('nonce', proposal.nonce)
        }
      }
  }
}

export function proposalFromWire(part: wire.Proposal): Proposal {
  const kinds =
    Number(part.value !== undefined) +
    Number(part.decide !== undefined) +
    Number(part.noOp !== undefined) +
    Number(part.stop !== undefined) +
    Number(part.operation !== undefined) +
    Number(part.openSession !== undefined)
  if (kinds !== 1) throw new InvalidMessageError(`${kinds} known kinds of proposal in one`)
  if (part.value !== undefined) {
    const { key } = part.value
    const place = sequencedFromWire(part.value)
    const value = valueFromWire(part.value.value)
    return key === undefined
      ? { type: 'value', ...place, value }
      : { type: 'value', ...place, key: textFromWire('key', key, keyBytesMax), value }
  }
  if (part.operation !== undefined) {
    const place = sequencedFromWire(part.operation)
    return { type: 'operation', ...place, operation: valueFromWire(part.operation.operation) }
  }
  if (part.decide !== undefined) {
    const place = sequencedFromWire(part.decide)
    const name = textFromWire('name', part.decide.name, nameBytesMax)
    return { type: 'decide', ...place, name, value: valueFromWire(part.decide.value) }
  }
  if (part.noOp !== undefined) {
    return { type: 'no-op', ...sequencedFromWire(part.noOp) }
  }
  if (part.stop !== undefined) {
    const configuration = configurationFromWire(part.stop.configuration)
    return { type: 'stop', ...sequencedFromWire(part.stop), configuration }
  }
  const { origin, nonce } = required('open-session', part.openSession)
  return { type: 'open-session', origin: peerIdFromWire(origin), nonce: uint64FromWire(nonce) }
}

export function entryToWire(entry: Entry): wire.Entry {
  const logTimeMs = checkWhole('logTimeMs', entry.logTimeMs)
  if (entry.type === 'tick') return { tick: true, logTimeMs }
  if (entry.type !== 'repeat') return { ...proposalToWire(entry), logTimeMs }
  const key = textToWire('key', entry.key, keyBytesMax)
  return { repeat: { ...sequencedToWire(entry), key }, logTimeMs }
}

export function entryFromWire(part: wire.Entry): Entry {
  const logTimeMs = checkWhole('logTimeMs', part.logTimeMs)
  if (part.repeat === undefined && part.tick === undefined)
    return { ...proposalFromWire(part), logTimeMs }
  const { value, operation, decide, noOp, stop, openSession } = part
  const others = [value, operation, decide, noOp, stop, openSession]
  if (
    others.some(other => other !== undefined) ||
    (part.tick !== undefined && part.repeat !== undefined)
  ) {
    throw new InvalidMessageError('what a leader appends itself, and something else, in one entry')
  }
  if (part.repeat === undefined) return { type: 'tick', logTimeMs }
  const key = textFromWire('key', part.repeat.key, keyBytesMax)
  return { type: 'repeat', ...sequencedFromWire(part.repeat), key, logTimeMs }
}
