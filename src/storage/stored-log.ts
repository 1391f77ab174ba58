import type { DurableState, Standing } from '../core/batch.js'
import { type Entry, entryBytes } from '../core/entry.js'
import { StoreCorruptError } from '../errors.js'
import {
  decodeLogRecord,
  decodeStandingRecord,
  decodeStateRecord,
  encodeLogRecord,
  encodeStandingRecord,
  encodeStateRecord
} from '../wire/record-codec.js'
import {
  type Database,
  type DatabaseView,
  inView,
  type Operation,
  type StoredRecord
} from './database.js'
import { type ReplicaKeys, type Span, seal, unseal } from './layout.js'

/**
 * Bytes of entries, by `entryBytes`, that one log record holds, unless a single entry has more.
 *
 * Too low and a large batch becomes many records; too high and reading one entry reads many others.
 */
const recordBytesMax = 256 * 1024

/** The changes that add `entries` to a log from `firstSlot` on, where it has none. */
export function putEntries(
  keys: ReplicaKeys,
  firstSlot: number,
  entries: readonly Entry[]
): Operation[] {
  const operations: Operation[] = []
  for (let start = 0; start < entries.length; ) {
    const count = fittingCount(entries, start, recordBytesMax)
    const key = keys.log({ firstSlot: firstSlot + start, count })
    const record = encodeLogRecord(entries.slice(start, start + count))
    operations.push({ type: 'put', key, value: seal(key, record) })
    start += count
  }
  return operations
}

/**
 * The changes that cut a log from `firstSlot` on: records above are deleted, and one that reaches across is written again
 * without its end.
 */
export async function cutEntries(
  db: Database,
  keys: ReplicaKeys,
  firstSlot: number
): Promise<Operation[]> {
  const operations: Operation[] = []
  const found = await inView(db, view => recordBefore(view, keys, firstSlot))
  if (found !== undefined && found.span.firstSlot + found.span.count > firstSlot) {
    operations.push({ type: 'del', key: found.key })
    const kept = found.entries().slice(0, firstSlot - found.span.firstSlot)
    for (const put of putEntries(keys, found.span.firstSlot, kept)) operations.push(put)
  }
  await eachKey(db, keys, firstSlot, key => operations.push({ type: 'del', key }))
  return operations
}

/** Deletes the records of a log whose entries are all at or below `slotMax`. */
export async function clearUntil(db: Database, keys: ReplicaKeys, slotMax: number): Promise<void> {
  const last = await inView(db, view => recordBefore(view, keys, slotMax + 1))
  if (last === undefined) return
  const { firstSlot, count } = last.span
  // A cut may write the record again that reaches across, with fewer entries.
  await db.clear(keys.logBefore(firstSlot + count - 1 > slotMax ? firstSlot : slotMax + 1))
}

/** The changes that delete everything of a replica. */
export async function deleteAll(db: Database, keys: ReplicaKeys): Promise<Operation[]> {
  const operations: Operation[] = [
    { type: 'del', key: keys.state },
    { type: 'del', key: keys.standing }
  ]
  await eachKey(db, keys, 0, key => operations.push({ type: 'del', key }))
  return operations
}

/** The change that replaces where the replica stands. */
export function putStanding(keys: ReplicaKeys, standing: Standing): Operation {
  const value = seal(keys.standing, encodeStandingRecord(standing))
  return { type: 'put', key: keys.standing, value }
}

/** The change that replaces the state record. */
export function putState(keys: ReplicaKeys, state: DurableState): Operation {
  const value = seal(keys.state, encodeStateRecord(state))
  return { type: 'put', key: keys.state, value }
}

/**
 * The state of a replica; `undefined` if nothing of it is kept.
 *
 * @throws StoreCorruptError if a record is damaged or missing, or if the keys of the log records do not lead from the first slot that was
 * not given up to its last slot.
 */
export async function recoverState(
  db: Database,
  keys: ReplicaKeys
): Promise<DurableState | undefined> {
  const { state, found } = await inView(db, async view => {
    const state = await readState(view, keys)
    const slot = (state?.compactedSlotMax ?? 0) + 1
    return { state, found: await recordBefore(view, keys, slot) }
  })
  const { compactedSlotMax = 0 } = state ?? {}
  if (found !== undefined && state === undefined) {
    throw new StoreCorruptError('the store has a log without its state')
  }
  // What was given up may still be there.
  const foundEnd = found === undefined ? 0 : found.span.firstSlot + found.span.count - 1
  let lastSlot = Math.max(compactedSlotMax, foundEnd)
  await eachKey(db, keys, compactedSlotMax + 1, key => {
    const { firstSlot, count } = keys.span(key)
    if (state === undefined) throw new StoreCorruptError('the store has a log without its state')
    if (firstSlot !== lastSlot + 1) throw gap(lastSlot + 1, firstSlot)
    lastSlot += count
  })
  if (state !== undefined && lastSlot !== state.lastSlot) {
    throw new StoreCorruptError(`the log ends at slot ${lastSlot}, not at ${state.lastSlot}`)
  }
  return state
}

async function readState(view: DatabaseView, keys: ReplicaKeys): Promise<DurableState | undefined> {
  const state = await view.get(keys.state)
  const standing = await view.get(keys.standing)
  if (state === undefined && standing === undefined) return undefined
  if (state === undefined || standing === undefined) {
    throw new StoreCorruptError('a part of the state is missing')
  }
  return {
    ...decodeStateRecord(unseal(keys.state, state)),
    ...decodeStandingRecord(unseal(keys.standing, standing))
  }
}

/** Reads as `ReplicaStore.read` promises; what is durable when it is called. */
export async function readEntries(
  db: Database,
  keys: ReplicaKeys,
  firstSlot: number,
  endSlot: number,
  bytesMax: number
): Promise<Entry[]> {
  return await inView(db, async view => {
    const standing = await view.get(keys.standing)
    if (standing === undefined) throw new StoreCorruptError('a part of the state is missing')
    const { lastSlot, compactedSlotMax } = decodeStandingRecord(unseal(keys.standing, standing))
    const end = Math.min(endSlot, lastSlot + 1)
    if (firstSlot >= end || firstSlot <= compactedSlotMax) return []
    return await readRecords(view, keys, { firstSlot, count: end - firstSlot }, bytesMax)
  })
}

async function readRecords(
  view: DatabaseView,
  keys: ReplicaKeys,
  { firstSlot, count }: Span,
  bytesMax: number
): Promise<Entry[]> {
  const before = await recordBefore(view, keys, firstSlot + 1)
  // What ends before the first slot was given up, and may still be there.
  const found =
    before !== undefined && before.span.firstSlot + before.span.count > firstSlot
      ? before
      : undefined
  const read: Entry[] = []
  let bytesLeft = bytesMax
  const take = (record: LogRecord): boolean => {
    const nextSlot = firstSlot + read.length
    const skipped = nextSlot - record.span.firstSlot
    if (skipped < 0 || skipped >= record.span.count) throw gap(nextSlot, record.span.firstSlot)
    const wanted = record.entries().slice(skipped, skipped + count - read.length)
    for (const entry of wanted) {
      bytesLeft -= entryBytes(entry)
      if (bytesLeft < 0 && read.length > 0) return false
      read.push(entry)
    }
    return read.length < count
  }
  if (found !== undefined && !take(found)) return read
  const range = keys.logFrom((found?.span.firstSlot ?? firstSlot - 1) + 1)
  for await (const stored of view.records(range, Math.min(bytesMax, recordBytesMax))) {
    if (!take(logRecord(keys, stored))) return read
  }
  throw new StoreCorruptError(`slot ${firstSlot + read.length} is missing from the log`)
}

interface LogRecord {
  readonly key: Uint8Array
  readonly span: Span
  /** @throws StoreCorruptError if they cannot be read back whole. */
  readonly entries: () => Entry[]
}

function logRecord(keys: ReplicaKeys, { key, value }: StoredRecord): LogRecord {
  const span = keys.span(key)
  const entries = (): Entry[] => {
    const decoded = decodeLogRecord(unseal(key, value))
    if (decoded.length === span.count) return decoded
    throw new StoreCorruptError(`the log record at slot ${span.firstSlot} has another length`)
  }
  return { key, span, entries }
}

/** The last record that begins before `slot`. */
async function recordBefore(
  view: DatabaseView,
  keys: ReplicaKeys,
  slot: number
): Promise<LogRecord | undefined> {
  const last = await view.last(keys.logBefore(slot))
  return last && logRecord(keys, last)
}

/** Calls `visit` with the keys of all log records from `firstSlot` on. */
async function eachKey(
  db: Database,
  keys: ReplicaKeys,
  firstSlot: number,
  visit: (key: Uint8Array) => void
): Promise<void> {
  for await (const found of db.keys(keys.logFrom(firstSlot))) found.forEach(visit)
}

function fittingCount(entries: readonly Entry[], start: number, bytesMax: number): number {
  let bytes = 0
  let end = start
  for (; end < entries.length; end += 1) {
    bytes += entryBytes(entries[end] as Entry)
    if (bytes > bytesMax && end > start) break
  }
  return end - start
}

function gap(slot: number, next: number): StoreCorruptError {
  return new StoreCorruptError(`slot ${slot} is missing from the log: the next is ${next}`)
}
