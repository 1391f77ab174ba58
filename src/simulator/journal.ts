import { sameBallot } from '../core/ballot.js'
import type { Batch, DurableState } from '../core/batch.js'
import { StoreCorruptError } from '../errors.js'
import { crc32c } from '../storage/checksum.js'
import { KeptLog } from '../storage/kept-log.js'
import { keepContents, needed } from '../storage/kept-snapshots.js'
import {
  decodeLogRecord,
  decodeStateRecord,
  encodeLogRecord,
  encodeStateRecord
} from '../wire/record-codec.js'
import { sameBytes } from './bytes.js'

/*
 * A journal is a row of sealed records, of which each says what happened to the state of one replica:
 *
 *   length of the body, its checksum, the checksum of these two      4 bytes each
 *   body: kind, length of the replica's key, key                     1 and 4 bytes, UTF-8
 *         of a birth:   state record
 *         of a change:  last slot, chosen slot, first slot of the log part or 0, slot of its snapshot or 0, slot up to which
 *                       entries are given up or 0, length of the state record or 0 (5 times 8 bytes and 4), state record,
 *                       log record
 *         of a chunk:   slot of its snapshot, index (8 and 4 bytes), bytes
 *         of a cleaning: slots of the snapshots whose contents are needed (8 bytes each)
 *
 * Numbers are big-endian. A change has a state record only if more than the two slots differs from the state before it.
 *
 * A journal that was cut anywhere ends in a header or a body that misses its end. Because the length has a checksum of its
 * own, one that is merely damaged never looks so.
 */

/** What is kept of one replica. */
export interface Kept {
  state: DurableState
  readonly log: KeptLog
  /** Contents of snapshots by their slots. */
  readonly snapshots: Map<number, Uint8Array[]>
}

/** What a journal adds up to. */
export interface Journal {
  readonly kept: Map<string, Kept>
  /** Where its last whole record ends. */
  readonly end: number
}

const headerBytes = 12
const changeBytes = 44
const chunkHeaderBytes = 12

const birth = 1
const change = 2
const deletion = 3
const chunk = 4
const cleaning = 5

/** Writes the records of one replica's state. */
export class JournalRecords {
  readonly #key: Uint8Array

  constructor(key: string) {
    this.#key = new TextEncoder().encode(key)
  }

  birth(state: DurableState): Uint8Array {
    const body = encodeStateRecord(state)
    const record = this.#record(birth, body.length)
    record.bytes.set(body, record.at)
    return sealed(record)
  }

  /** @param after What `batch` makes of the state `before`. */
  change(before: DurableState, after: DurableState, batch: Batch): Uint8Array {
    const { log } = batch
    const state = differsInSlotsOnly(before, after) ? noBytes : encodeStateRecord(after)
    const entries = log === undefined ? noBytes : encodeLogRecord(log.entries)
    const record = this.#record(change, changeBytes + state.length + entries.length)
    const { bytes, view, at } = record
    view.setFloat64(at, after.lastSlot)
    view.setFloat64(at + 8, after.chosenSlotMax)
    view.setFloat64(at + 16, log?.firstSlot ?? 0)
    view.setFloat64(at + 24, batch.snapshot?.slot ?? 0)
    view.setFloat64(at + 32, batch.compactedSlotMax ?? 0)
    view.setUint32(at + 40, state.length)
    bytes.set(state, at + changeBytes)
    bytes.set(entries, at + changeBytes + state.length)
    return sealed(record)
  }

  chunk(slot: number, index: number, content: Uint8Array): Uint8Array {
    const record = this.#record(chunk, chunkHeaderBytes + content.length)
    const { bytes, view, at } = record
    view.setFloat64(at, slot)
    view.setUint32(at + 8, index)
    bytes.set(content, at + chunkHeaderBytes)
    return sealed(record)
  }

  cleaning(slots: readonly number[]): Uint8Array {
    const record = this.#record(cleaning, 8 * slots.length)
    for (const [i, slot] of slots.entries()) record.view.setFloat64(record.at + 8 * i, slot)
    return sealed(record)
  }

  deletion(): Uint8Array {
    return sealed(this.#record(deletion, 0))
  }

  #record(kind: number, bytesAfterKey: number): RecordBuffer {
    const at = headerBytes + 5 + this.#key.length
    const bytes = new Uint8Array(at + bytesAfterKey)
    const view = new DataView(bytes.buffer)
    bytes[headerBytes] = kind
    view.setUint32(headerBytes + 1, this.#key.length)
    bytes.set(this.#key, headerBytes + 5)
    return { bytes, view, at }
  }
}

/**
 * Reads a journal back, and drops the last record if it misses its end.
 *
 * @throws StoreCorruptError if anything else is wrong with it.
 */
export function readJournal(bytes: Uint8Array): Journal {
  const found = new FoundReplicas(bytes)
  const { view } = found
  let end = 0
  while (end + headerBytes <= bytes.length) {
    const body = end + headerBytes
    if (view.getUint32(end + 8) !== crc32c(bytes.subarray(end, end + 8))) throw damaged(end)
    const next = body + view.getUint32(end)
    if (next > bytes.length) break
    if (view.getUint32(end + 4) !== crc32c(bytes.subarray(body, next))) throw damaged(end)
    found.read(body, next)
    end = next
  }
  return { kept: found.kept(), end }
}

/** What was found of one replica so far: of the state records only the last one matters. */
interface Found {
  state: Uint8Array
  lastSlot: number
  chosenSlotMax: number
  readonly log: KeptLog
  readonly snapshots: Map<number, Uint8Array[]>
}

/** A record that is not sealed yet: what comes after the key begins at `at`. */
interface RecordBuffer {
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly at: number
}

const noBytes = new Uint8Array()

function sealed({ bytes, view }: RecordBuffer): Uint8Array {
  view.setUint32(0, bytes.length - headerBytes)
  view.setUint32(4, crc32c(bytes.subarray(headerBytes)))
  view.setUint32(8, crc32c(bytes.subarray(0, 8)))
  return bytes
}

/** Adds up the records of a journal, one after the other. */
class FoundReplicas {
  readonly view: DataView
  readonly #bytes: Uint8Array
  readonly #found = new Map<string, Found>()
  /** The key of the record before, and its bytes: most records are of the same replica as the one before. */
  #key = ''
  #keyBytes: Uint8Array = noBytes

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  }

  /** Reads the body of a record. */
  read(start: number, end: number): void {
    const at = start + 5 + this.view.getUint32(start + 1)
    const key = this.#keyOf(this.#bytes.subarray(start + 5, at))
    const before = this.#found.get(key)
    const kind = this.#bytes[start]
    if ((kind === birth) !== (before === undefined)) {
      throw new StoreCorruptError(`the journal does not know whether ${key} is there`)
    }
    if (before === undefined) {
      const state = this.#bytes.subarray(at, end)
      const log = new KeptLog()
      this.#found.set(key, { state, lastSlot: 0, chosenSlotMax: 0, log, snapshots: new Map() })
    } else if (kind === deletion) this.#found.delete(key)
    else if (kind === chunk) this.#readChunk(before, at, end)
    else if (kind === cleaning) this.#readCleaning(before, at, end)
    else this.#readChange(before, at, end)
  }

  kept(): Map<string, Kept> {
    const kept = new Map<string, Kept>()
    for (const [key, { state, log, snapshots, lastSlot, chosenSlotMax }] of this.#found) {
      const recovered = { ...decodeStateRecord(state), lastSlot, chosenSlotMax }
      kept.set(key, { state: recovered, log, snapshots })
    }
    return kept
  }

  #keyOf(bytes: Uint8Array): string {
    if (!sameBytes(bytes, this.#keyBytes)) {
      this.#key = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
      this.#keyBytes = bytes
    }
    return this.#key
  }

  #readChange(found: Found, at: number, end: number): void {
    const { view } = this
    const firstSlot = view.getFloat64(at + 16)
    const state = at + changeBytes
    const log = state + view.getUint32(at + 40)
    found.lastSlot = view.getFloat64(at)
    found.chosenSlotMax = view.getFloat64(at + 8)
    if (log > state) found.state = this.#bytes.subarray(state, log)
    const entries = firstSlot > 0 ? decodeLogRecord(this.#bytes.subarray(log, end)) : []
    found.log.apply({
      snapshot: { slot: view.getFloat64(at + 24) },
      compactedSlotMax: view.getFloat64(at + 32),
      ...(firstSlot > 0 && { log: { firstSlot, entries } })
    })
    if (found.log.lastSlot !== found.lastSlot) {
      throw new StoreCorruptError(
        `the log ends at slot ${found.log.lastSlot}, not ${found.lastSlot}`
      )
    }
  }

  #readCleaning({ snapshots }: Found, start: number, end: number): void {
    const slots: number[] = []
    for (let at = start; at < end; at += 8) slots.push(this.view.getFloat64(at))
    keepContents(snapshots, needed(slots))
  }

  #readChunk({ snapshots }: Found, at: number, end: number): void {
    const slot = this.view.getFloat64(at)
    const index = this.view.getUint32(at + 8)
    const chunks = index === 0 ? [] : (snapshots.get(slot) ?? [])
    chunks[index] = this.#bytes.slice(at + chunkHeaderBytes, end)
    snapshots.set(slot, chunks)
  }
}

function differsInSlotsOnly(a: DurableState, b: DurableState): boolean {
  return (
    sameBallot(a.promisedBallot, b.promisedBallot) &&
    sameBallot(a.acceptedBallot, b.acceptedBallot) &&
    sameBallot(a.chosenBallot, b.chosenBallot) &&
    a.boot === b.boot &&
    a.genesis === b.genesis &&
    a.endedEpochs === b.endedEpochs &&
    a.snapshot === b.snapshot &&
    a.compactedSlotMax === b.compactedSlotMax
  )
}

function damaged(at: number): StoreCorruptError {
  return new StoreCorruptError(`a record of the journal does not match its checksum, at byte ${at}`)
}
