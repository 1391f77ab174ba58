import { StoreCorruptError, UnsupportedVersionError } from '../errors.js'
import { checkWhole } from '../wire/checks.js'
import { required } from '../wire/parts.js'
import { encode } from '../wire/writer.js'
import * as wire from './generated/state.js'
import { bytesOf, type Key, keyOf } from './keys.js'
import { pieceBytes } from './limits.js'
import { operationVersion } from './operation-codec.js'
import { resultFromWire, resultToWire } from './result-codec.js'
import type { SlotResult } from './results.js'
import { rowFromWire, rowToWire } from './row-codec.js'
import type { Row } from './rows.js'

/** What a state says besides its rows. */
export interface StateClock {
  readonly slot: number
  readonly logTimeMs: number
  readonly token: number
  readonly machineVersion: number
}

/** Part of what the objects of a group amount to. */
export interface Piece {
  /** In one of the pieces. */
  readonly clock?: StateClock
  readonly rows: readonly (readonly [Key, Row])[]
  readonly sessions: readonly (readonly [number, readonly SlotResult[]])[]
}

/** The bytes of a piece. */
export function encodePiece({ clock, rows, sessions }: Piece): Uint8Array {
  return encode(
    wire.Piece.codec(),
    {
      ...(clock && { clock }),
      rows: rows.map(([key, row]) => ({ key: bytesOf(key), ...rowToWire(row) })),
      sessions: sessions.map(([session, results]) => ({
        session,
        results: results.map(({ sequence, slot, result }) => ({
          sequence,
          slot,
          result: resultToWire(result)
        }))
      }))
    },
    operationVersion
  )
}

/**
 * Reads what {@link encodePiece} wrote.
 *
 * @throws UnsupportedVersionError if a newer version wrote it; StoreCorruptError if the bytes are no piece.
 */
export function decodePiece(bytes: Uint8Array): Piece {
  const version = bytes[0] ?? 0
  if (version > operationVersion) {
    throw new UnsupportedVersionError(`the objects in a snapshot have version ${version}`)
  }
  try {
    const { clock, rows, sessions } = wire.Piece.decode(bytes.subarray(1))
    return {
      ...(clock && { clock }),
      rows: rows.map(row => [keyOf(required('key', row.key)), rowFromWire(row)]),
      sessions: sessions.map(({ session, results }) => [session, results.map(slotResultFromWire)])
    }
  } catch (cause) {
    throw new StoreCorruptError('the objects in a snapshot cannot be read back', { cause })
  }
}

/** Rows in pieces, which are encoded one at a time. */
export function* inPieces(
  rows: Iterable<readonly [Key, Row]>
): Generator<Uint8Array, void, undefined> {
  let piece: (readonly [Key, Row])[] = []
  let bytes = 0
  for (const each of rows) {
    piece.push(each)
    bytes += rowBytes(each)
    if (bytes < pieceBytes) continue
    yield encodePiece({ rows: piece, sessions: [] })
    piece = []
    bytes = 0
  }
  if (piece.length > 0) yield encodePiece({ rows: piece, sessions: [] })
}

/** About what a row takes. */
function rowBytes([key, row]: readonly [Key, Row]): number {
  return key.length + 32 + ('value' in row && row.type !== 'number' ? row.value.length : 0)
}

function slotResultFromWire({ sequence, slot, result }: wire.SlotResult): SlotResult {
  return {
    sequence: checkWhole('sequence', sequence, 1),
    slot: checkWhole('slot', slot, 1),
    result: resultFromWire(required('result', result))
  }
}
