import { crc32c } from './checksum.js'
import { storedChecksum } from './level-checksum.js'

const blockBytes = 32 * 1024
const sectorBytes = 512
const headerBytes = 7

const full = 1
const first = 2
/** Between the first and the last fragment of a record there may be some of type 3. */
const last = 4

/** What one of LevelDB's journals holds: a write-ahead log or a manifest. */
export interface Journal {
  /** Payloads of the records that are whole, up to the first that is not. */
  readonly records: readonly Uint8Array[]
  /** Whether its last write was cut short, as it is by a crash: that write was never reported as done. */
  readonly isTorn: boolean
  /** What is wrong with it, other than that. */
  readonly damage?: string
}

/** A part of a record; a record that does not fit in the rest of a block goes on in the next. */
interface Fragment {
  readonly type: number
  readonly payload: Uint8Array
  readonly end: number
}

/**
 * Reads a journal of LevelDB.
 *
 * LevelDB skips what it cannot read, as if it had never been written. Here that is allowed for one thing only: the end of
 * the last write, where it misses its end or whole sectors of it are empty.
 */
export function readJournal(bytes: Uint8Array): Journal {
  const records: Uint8Array[] = []
  let parts: Uint8Array[] | undefined
  let at = 0
  const damaged = (what: string): Journal => ({
    records,
    isTorn: false,
    damage: `${what} at byte ${at}`
  })
  while (at < bytes.length) {
    if (blockEnd(bytes, at) - at < headerBytes) {
      if (blockEnd(bytes, at) === bytes.length && bytes.length % blockBytes !== 0) break
      at = blockEnd(bytes, at)
      continue
    }
    const fragment = readFragment(bytes, at)
    if (fragment === undefined) {
      if (isTorn(bytes, at)) return { records, isTorn: true }
      return damaged('a record does not match its checksum')
    }
    const { type, payload, end } = fragment
    const starts = startsRecord(fragment)
    if (starts === (parts !== undefined)) return damaged('a record is not whole')
    parts = starts ? [payload] : [...(parts ?? []), payload]
    if (type === full || type === last) {
      records.push(joined(parts))
      parts = undefined
    }
    at = end
  }
  return { records, isTorn: parts !== undefined || at < bytes.length }
}

/** The fragment at `at`, if it is there and matches its checksum. */
function readFragment(bytes: Uint8Array, at: number): Fragment | undefined {
  const start = at + headerBytes
  if (start > blockEnd(bytes, at)) return undefined
  const end = start + lengthAt(bytes, at)
  const type = bytes[at + 6] as number
  if (end > blockEnd(bytes, at) || type < full || type > last) return undefined
  if (storedChecksum(bytes, at) !== crc32c(bytes.subarray(at + 6, end))) return undefined
  return { type, payload: bytes.subarray(start, end), end }
}

/** Whether the fragment at `at`, which cannot be read, is what a write that was cut short leaves behind. */
function isTorn(bytes: Uint8Array, at: number): boolean {
  if (isWholeAtAnyLength(bytes, at) || recordStartsAfter(bytes, at)) return false
  const end = at + headerBytes + lengthAt(bytes, at)
  return end > bytes.length || hasEmptySector(bytes, at, Math.min(end, blockEnd(bytes, at)))
}

/** Whether only the length of the fragment at `at` is damaged, so that it seems to miss its end. */
function isWholeAtAnyLength(bytes: Uint8Array, at: number): boolean {
  const stored = storedChecksum(bytes, at)
  let checksum = 0
  for (let end = at + headerBytes; end <= blockEnd(bytes, at); end += 1) {
    checksum = crc32c(bytes.subarray(end - 1, end), checksum)
    if (checksum === stored) return true
  }
  return false
}

/** Whether a record begins beyond the fragment at `at`: then that one is not the end of the last write. */
function recordStartsAfter(bytes: Uint8Array, at: number): boolean {
  if (startsRecord(readFragment(bytes, at + headerBytes + lengthAt(bytes, at)))) return true
  for (let block = blockEnd(bytes, at); block < bytes.length; block += blockBytes) {
    let fragment = readFragment(bytes, block)
    while (fragment !== undefined && !startsRecord(fragment)) {
      fragment = readFragment(bytes, fragment.end)
    }
    if (fragment !== undefined) return true
  }
  return false
}

function startsRecord(fragment: Fragment | undefined): boolean {
  return fragment?.type === full || fragment?.type === first
}

/** Whether a sector is all zeros as far as it lies between `start` and `end`. */
function hasEmptySector(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; ) {
    const next = Math.min(end, at - (at % sectorBytes) + sectorBytes)
    if (bytes.subarray(at, next).every(byte => byte === 0)) return true
    at = next
  }
  return false
}

function blockEnd(bytes: Uint8Array, at: number): number {
  return Math.min(bytes.length, at - (at % blockBytes) + blockBytes)
}

function lengthAt(bytes: Uint8Array, at: number): number {
  return (bytes[at + 4] as number) | ((bytes[at + 5] as number) << 8)
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts)
}
