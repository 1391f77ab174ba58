import { StoreCorruptError, UnsupportedVersionError } from '../errors.js'
import { crc32c } from './level-checksum.js'

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

/** The key of the record that says what this database is. */
export const formatKey: Uint8Array = utf8('format')

/** The first key of no replica's state, and the first key after all of them. */
export const statePrefix: Uint8Array = utf8('state/')
export const statePrefixEnd: Uint8Array = utf8('state0')

const formatValue = utf8('libp2p-paxos 1')
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
    const length = Buffer.alloc(4)
    length.writeUInt32BE(name.length)
    this.state = Buffer.concat([statePrefix, name])
    this.standing = Buffer.concat([standingPrefix, name])
    this.#log = Buffer.concat([logPrefix, length, name])
  }

  /** The key of a log record; records sort by their first slot. */
  log({ firstSlot, count }: Span): Uint8Array {
    const key = Buffer.alloc(this.#log.length + slotBytes + countBytes)
    key.set(this.#log)
    key.writeBigUInt64BE(BigInt(firstSlot), this.#log.length)
    key.writeUInt32BE(count, this.#log.length + slotBytes)
    return key
  }

  /** A bound below all log records from `firstSlot` on, and above all others of this log. */
  logFrom(firstSlot: number): Uint8Array {
    return this.log({ firstSlot, count: 0 })
  }

  /** A bound above all records of this log. */
  logEnd(): Uint8Array {
    return Buffer.concat([this.#log, Buffer.alloc(slotBytes + countBytes, 0xff)])
  }

  /** @throws StoreCorruptError if the key, which lies within the bounds above, is not one of a log record. */
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
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(stateKey.subarray(statePrefix.length))
}

/** `record` with a checksum, which covers its key too: a record that is read back is the one that was written there. */
export function seal(key: Uint8Array, record: Uint8Array): Uint8Array {
  const sealed = Buffer.allocUnsafe(checksumBytes + record.length)
  sealed.writeUInt32LE(crc32c(record, crc32c(key)))
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
  return seal(formatKey, formatValue)
}

/**
 * @throws StoreCorruptError if the record is damaged.
 * @throws UnsupportedVersionError if another version of this package wrote the store.
 */
export function checkFormat(sealed: Uint8Array): void {
  const format = unseal(formatKey, sealed)
  if (Buffer.compare(format, formatValue) !== 0) {
    throw new UnsupportedVersionError('the store was written in another format')
  }
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
