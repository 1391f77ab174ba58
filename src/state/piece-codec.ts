import { InvalidMessageError, StoreCorruptError, UnsupportedVersionError } from '../errors.js'
import { checkWhole } from '../wire/checks.js'
import { required } from '../wire/parts.js'
import { encode } from '../wire/writer.js'
import * as wire from './generated/state.js'
import { bytesOf, type Key, keyOf } from './keys.js'
import { pieceBytes } from './limits.js'
import type { Result } from './operation.js'
import { resultFromWire, resultToWire } from './result-codec.js'
import type { SlotResult } from './results.js'
import { rowFromWire, rowToWire } from './row-codec.js'
import { type Row, rowTypeOf } from './rows.js'

/**
 * Version of the pieces that this code writes, and the highest that it reads: their first byte. It is another one only if older code must
 * not read them: members that write different versions have different snapshots of the same state.
 */
export const pieceVersion = 1

/** What a state says besides its rows. */
export interface Clock {
  readonly slot: number
  readonly logTimeMs: number
  readonly token: number
  readonly machineVersion: number
}

/** Part of what the objects of a group amount to. */
export interface Piece {
  /** In the first piece. */
  readonly clock?: Clock
  readonly rows: readonly (readonly [Key, Row])[]
  readonly results: readonly SlotResult[]
}

/** The bytes of a piece. */
export function encodePiece({ clock, rows, results }: Piece): Uint8Array {
  return encode(
    wire.Piece.codec(),
    {
      ...(clock && { clock: checkClock(clock) }),
      rows: rows.map(([key, row]) => ({ key: bytesOf(checkKey(key, row)), ...rowToWire(row) })),
      results: results.map(({ result, ...place }) => ({
        ...checkPlace(place),
        result: resultToWire(result)
      }))
    },
    pieceVersion
  )
}

/**
 * Reads what {@link encodePiece} wrote.
 *
 * @throws UnsupportedVersionError if a newer version wrote it; StoreCorruptError if the bytes are no piece.
 */
export function decodePiece(bytes: Uint8Array): Piece {
  const version = bytes[0] ?? 0
  if (version > pieceVersion) {
    throw new UnsupportedVersionError(
      `the objects in a snapshot have version ${version}; this one knows ${pieceVersion}`
    )
  }
  try {
    if (version === 0) throw new InvalidMessageError('a piece has no version')
    const { clock, rows, results } = wire.Piece.decode(bytes.subarray(1))
    return {
      ...(clock && { clock: checkClock(clock) }),
      rows: rows.map(keyedRowFromWire),
      results: results.map(slotResultFromWire)
    }
  } catch (cause) {
    throw new StoreCorruptError('the objects in a snapshot cannot be read back', { cause })
  }
}

/** All of a state in pieces, which are made one at a time. */
export function* inPieces(
  clock: Clock,
  results: Iterable<SlotResult>,
  rows: Iterable<readonly [Key, Row]>
): Generator<Uint8Array, void, undefined> {
  yield encodePiece({ clock, rows: [], results: [] })
  for (const piece of together(results, slotResultBytes)) {
    yield encodePiece({ rows: [], results: piece })
  }
  for (const piece of together(rows, keyedRowBytes)) yield encodePiece({ rows: piece, results: [] })
}

/** As many items at a time as take about the bytes of a piece. */
function* together<T>(
  items: Iterable<T>,
  bytesOf: (item: T) => number
): Generator<readonly T[], void, undefined> {
  let some: T[] = []
  let bytes = 0
  for (const item of items) {
    some.push(item)
    bytes += bytesOf(item)
    if (bytes < pieceBytes) continue
    yield some
    some = []
    bytes = 0
  }
  if (some.length > 0) yield some
}

function keyedRowBytes([key, row]: readonly [Key, Row]): number {
  return key.length + rowBytes(row)
}

function slotResultBytes({ result }: SlotResult): number {
  return 32 + resultBytes(result)
}

/** About what a result takes. */
function resultBytes(result: Result): number {
  if (result.type === 'applied') return result.value?.length ?? 0
  if (result.type === 'threw') return result.message.length
  if (result.type !== 'transaction') return 0
  return result.found.reduce((bytes, row) => bytes + (row === undefined ? 2 : rowBytes(row)), 0)
}

/** About what a row takes. */
function rowBytes(row: Row): number {
  return 32 + (row.type === 'map' || row.type === 'claim' ? row.value.length : 0)
}

function checkClock({ slot, logTimeMs, token, machineVersion }: Clock): Clock {
  return {
    slot: checkWhole('slot', slot, 1),
    logTimeMs: checkWhole('logTimeMs', logTimeMs),
    token: checkWhole('token', token),
    machineVersion: checkWhole('machineVersion', machineVersion, 1)
  }
}

function checkKey(key: Key, row: Row): Key {
  if (rowTypeOf(key) === row.type) return key
  throw new InvalidMessageError(`a row of type ${row.type} has the key of another`)
}

function checkPlace({
  session,
  sequence,
  slot
}: Omit<SlotResult, 'result'>): Omit<SlotResult, 'result'> {
  return {
    session: checkWhole('session', session, 1),
    sequence: checkWhole('sequence', sequence, 1),
    slot: checkWhole('slot', slot, 1)
  }
}

function keyedRowFromWire(part: wire.Row): readonly [Key, Row] {
  const row = rowFromWire(part)
  return [checkKey(keyOf(required('key', part.key)), row), row]
}

function slotResultFromWire({ result, ...place }: wire.SlotResult): SlotResult {
  return { ...checkPlace(place), result: resultFromWire(required('result', result)) }
}
