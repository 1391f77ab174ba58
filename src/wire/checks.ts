import { type Ballot, roundMax } from '../core/ballot.js'
import {
  type Configuration,
  checkQuorum,
  type QuorumRule,
  votersMax
} from '../core/configuration.js'
import type { Founding } from '../core/founding.js'
import { InvalidMessageError, MessageTooLargeError } from '../errors.js'
import { hashBytes } from './limits.js'

/*
 * What must hold for everything that is written or read. Each check returns what it was given.
 */

/** @throws InvalidMessageError unless `value` is a whole number from `min` to `max`. */
export function checkWhole(
  name: string,
  value: number,
  min = 0,
  max: number = Number.MAX_SAFE_INTEGER
): number {
  if (!Number.isSafeInteger(value) || value < min || value > max) {
    throw new InvalidMessageError(`${name} must be a whole number from ${min} to ${max}: ${value}`)
  }
  return value
}

/** @throws InvalidMessageError unless `value` fits in 64 bits without a sign. */
export function checkUint64(name: string, value: bigint): bigint {
  if (BigInt.asUintN(64, value) !== value) {
    throw new InvalidMessageError(`${name} must be a number of 64 bits: ${value}`)
  }
  return value
}

/** @throws InvalidMessageError unless `incarnation` fits in 64 bits and is not 0. */
export function checkIncarnation(incarnation: bigint): bigint {
  if (incarnation === 0n) throw new InvalidMessageError('incarnation must not be 0')
  return checkUint64('incarnation', incarnation)
}

/** @throws InvalidMessageError if there are more than `countMax` of what `name` says. */
export function checkCount(name: string, count: number, countMax: number): number {
  if (count > countMax) throw new InvalidMessageError(`${count} ${name} are more than ${countMax}`)
  return count
}

/** @throws MessageTooLargeError if `bytes` are more than `bytesMax`. */
export function checkBytes(name: string, bytes: number, bytesMax: number): number {
  if (bytes > bytesMax) {
    throw new MessageTooLargeError(`${name} has ${bytes} bytes, more than ${bytesMax}`, {
      bytes,
      bytesMax
    })
  }
  return bytes
}

/** @throws InvalidMessageError unless `hash` has the length of a SHA-256 hash. */
export function checkHash(name: string, hash: Uint8Array): Uint8Array {
  if (hash.length !== hashBytes) {
    throw new InvalidMessageError(`${name} must have ${hashBytes} bytes, not ${hash.length}`)
  }
  return hash
}

/**
 * Only a bottom ballot has no incarnation, and it has no round and priority either.
 *
 * @throws InvalidMessageError if a component is out of range or missing.
 */
export function checkBallot(ballot: Ballot): Ballot {
  checkWhole('epoch', ballot.epoch)
  checkWhole('round', ballot.round, 0, roundMax)
  checkWhole('priority', ballot.priority)
  checkUint64('incarnation', ballot.incarnation)
  const isBottom = ballot.incarnation === 0n
  if (isBottom !== (ballot.round === 0) || (isBottom && ballot.priority !== 0)) {
    throw new InvalidMessageError(
      'a ballot has a round and an incarnation, or nothing but an epoch'
    )
  }
  return ballot
}

/** @throws InvalidMessageError if the voters or the quorums are not those of a configuration. */
export function checkConfiguration(configuration: Configuration): Configuration {
  const { voters, quorum } = configuration
  checkWhole('epoch', configuration.epoch)
  checkCount('voters', voters.length, votersMax)
  const incarnations = new Set<bigint>()
  let previous = ''
  for (const { peerId, incarnation } of voters) {
    if (peerId <= previous) {
      throw new InvalidMessageError('voters must be sorted by PeerId, each with one of its own')
    }
    previous = peerId
    incarnations.add(checkIncarnation(incarnation))
  }
  if (incarnations.size < voters.length) {
    throw new InvalidMessageError('every voter must have an incarnation of its own')
  }
  checkQuorums(quorum, voters.length)
  return configuration
}

/** @throws InvalidMessageError if quorums of these sizes need not share a voter. */
function checkQuorums(quorum: QuorumRule, voterCount: number): void {
  try {
    checkQuorum(quorum, voterCount)
  } catch (cause) {
    throw new InvalidMessageError('the quorums do not fit the voters', { cause })
  }
}

/**
 * The last slot of `count` entries from `firstSlot` on, which is the slot before the first if there are none.
 *
 * @throws InvalidMessageError if a slot is out of range.
 */
export function checkLastSlot(firstSlot: number, count: number): number {
  return checkWhole('last slot', checkWhole('firstSlot', firstSlot, 1) + count - 1)
}

/** @throws InvalidMessageError if these are not founders that could have met. */
export function checkFounding(founding: Founding): Founding {
  const { founders, quorum, keyWindowSlots, snapshotEveryBytes } = founding
  checkCount('founders', founders.length, votersMax)
  checkWhole('keyWindowSlots', keyWindowSlots)
  checkWhole('snapshotEveryBytes', snapshotEveryBytes, 1)
  if (founders.some((founder, i) => i > 0 && founder <= (founders[i - 1] ?? ''))) {
    throw new InvalidMessageError('founders must be sorted by PeerId, each once')
  }
  checkQuorums(quorum, founders.length)
  return founding
}
