import { StoreCorruptError, UnsupportedVersionError } from '../errors.js'
import { crc32c } from './checksum.js'
import type { KeyRange } from './database.js'

/*
 * The keys and values of the database, all of them bytes:
 *
 *   "format"                                          version of this layout
 *   "state/" key                                      everything durable of a replica but its log, as it was when its
 *                                                     genesis or epoch last changed
 *   "standing/" key                                   the rest of that, as it is now
 *   "log/" length of key, key, first slot, entries    the entries of one batch
 *
 * The length of the replica's key and the number of entries have 4 bytes, the first slot 8, the highest first. So the
 * records of one log lie next to each other in the order of their slots, and their keys alone show a gap.
 */

/** Every key of a database that is a store, and many others. */
export const allKeys: KeyRange = { gte: new Uint8Array(), lt: Uint8Array.of(0xff) }

/** The key of the record that says what this database is. */
export const formatKey: Uint8Array = utf8('format')

const statePrefix = utf8('state/')

/** The keys of the states of all replicas. */
export const stateKeys: KeyRange = { gte: statePrefix, lt: utf8('state0') }

const formatText = 'libp2p-paxos 1'
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const standingPrefix = utf8('standing/')
const logPrefix = utf8('log/')
const slotBytes = 8
const countBytes = 4
const checksumBytes = 4

/** Which slots a log record holds. */
export interface Span {
  readonly firstSlot: number
  readonly count: number
}

/** The keys of one replica. */
export class ReplicaKeys {
  readonly state: Uint8Array
  readonly standing: Uint8Array
  readonly #log: Uint8Array

  constructor(key: string) {
    const name = utf8(key)
    const length = new Uint8Array(4)
    new DataView(length.buffer).setUint32(0, name.length)
    this.state = concat(statePrefix, name)
    this.standing = concat(standingPrefix, name)
    this.#log = concat(logPrefix, length, name)
  }

  /** The key of a log record; records sort by their first slot. */
  log({ firstSlot, count }: Span): Uint8Array {
    const key = concat(this.#log, new Uint8Array(slotBytes + countBytes))
    const view = new DataView(key.buffer, this.#log.length)
    view.setBigUint64(0, BigInt(firstSlot))
    view.setUint32(slotBytes, count)
    return key
  }

  /** The keys of all log records from `firstSlot` on. */
  logFrom(firstSlot: number): KeyRange {
    const end = concat(this.#log, new Uint8Array(slotBytes + countBytes).fill(0xff))
    return { gte: this.log({ firstSlot, count: 0 }), lt: end }
  }

  /** The keys of all log records that begin before `slot`. */
  logBefore(slot: number): KeyRange {
    const { gte } = this.logFrom(0)
    return { gte, lt: this.log({ firstSlot: slot, count: 0 }) }
  }

  /** @throws StoreCorruptError if the key, which lies within the ranges above, is not one of a log record. */
  span(key: Uint8Array): Span {
    if (key.length === this.#log.length + slotBytes + countBytes) {
      const view = new DataView(key.buffer, key.byteOffset + this.#log.length)
      const firstSlot = Number(view.getBigUint64(0))
      const count = view.getUint32(slotBytes)
      if (firstSlot > 0 && count > 0 && Number.isSafeInteger(firstSlot + count)) {
        return { firstSlot, count }
      }
    }
    throw new StoreCorruptError('the store has a log record without slots')
  }
}

/** The replica's key that the key of a state record names. */
export function replicaKeyOf(stateKey: Uint8Array): string {
  return decoder.decode(stateKey.subarray(statePrefix.length))
}

/** `record` with a checksum, which covers its key too: a record that is read back is the one that was written there. */
export function seal(key: Uint8Array, record: Uint8Array): Uint8Array {
  const sealed = new Uint8Array(checksumBytes + record.length)
  new DataView(sealed.buffer).setUint32(0, crc32c(record, crc32c(key)), true)
  sealed.set(record, checksumBytes)
  return sealed
}

/** @throws StoreCorruptError if the record does not match its checksum. */
export function unseal(key: Uint8Array, sealed: Uint8Array): Uint8Array {
  const record = sealed.subarray(checksumBytes)
  const view = new DataView(sealed.buffer, sealed.byteOffset, sealed.length)
  if (sealed.length < checksumBytes || view.getUint32(0, true) !== crc32c(record, crc32c(key))) {
    throw new StoreCorruptError('a record of the store does not match its checksum')
  }
  return record
}

/** What is kept under {@link formatKey}. */
export function encodeFormat(): Uint8Array {
  return seal(formatKey, utf8(formatText))
}

/**
 * @throws StoreCorruptError if the record is damaged.
 * @throws UnsupportedVersionError if another version of this package wrote the store.
 */
export function checkFormat(sealed: Uint8Array): void {
  const format = unseal(formatKey, sealed)
  if (decoder.decode(format) !== formatText) {
    throw new UnsupportedVersionError('the store was written in another format')
  }
}

function concat(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
