import { InvalidMessageError } from '../errors.js'
import { checkWhole } from '../wire/checks.js'
import { peerIdFromWire, peerIdToWire, required } from '../wire/parts.js'
import type * as wire from './generated/state.js'
import { ttlMsMax } from './limits.js'
import type { ClaimRow, LeaseRow, MapRow, Row } from './rows.js'

/** A row in its form in the schema, without its key. */
export function rowToWire(row: Row): Omit<wire.Row, 'key'> {
  switch (row.type) {
    case 'map':
      return { map: mapRowToWire(row) }
    case 'number':
      return { number: amountOf(row.value) }
    case 'lease':
      return { lease: { ...checkLease(row), origin: peerIdToWire(row.origin) } }
    case 'claim':
      return {
        claim: { ...checkClaim(row), origin: peerIdToWire(row.origin), value: row.value }
      }
    case 'held':
      return { held: {} }
  }
}

/** A row that owns its memory. */
export function rowFromWire({ map, number, lease, claim, held }: wire.Row): Row {
  checkOne('row', [map, number, lease, claim, held])
  if (map !== undefined) return mapRowFromWire(map)
  if (number !== undefined) return { type: 'number', value: signed(number) }
  if (lease !== undefined) {
    return { type: 'lease', ...checkLease(lease), origin: peerIdFromWire(lease.origin) }
  }
  if (claim !== undefined) {
    const origin = peerIdFromWire(claim.origin)
    return { type: 'claim', ...checkClaim(claim), origin, value: ownValue(claim.value) }
  }
  return { type: 'held' }
}

/** A row of a map, likewise. */
export function mapRowToWire(row: MapRow): wire.MapRow {
  return { ...checkMapRow(row), value: row.value }
}

/** A row of a map, likewise. */
export function mapRowFromWire(part: wire.MapRow): MapRow {
  return { type: 'map', ...checkMapRow(part), value: ownValue(part.value) }
}

/** A value that shares no memory with what it was read from: a small one keeps nothing large alive. */
export function ownValue(part: Uint8Array | undefined): Uint8Array {
  return new Uint8Array(required('value', part))
}

/** @throws InvalidMessageError unless exactly one of the fields of a part is set. */
export function checkOne(what: string, fields: readonly unknown[]): void {
  const count = fields.filter(field => field !== undefined).length
  if (count !== 1) throw new InvalidMessageError(`${count} known kinds of ${what} in one`)
}

/** A number as the schema has it. */
interface Amount {
  readonly amount: number
  readonly isNegative: boolean
}

export function amountOf(value: number): Amount {
  return { amount: checkWhole('amount', Math.abs(value)), isNegative: value < 0 }
}

export function signed({ amount, isNegative }: Amount): number {
  if (isNegative) return -checkWhole('amount', amount, 1)
  return checkWhole('amount', amount)
}

function checkMapRow({
  version,
  createdSlot,
  lease
}: Omit<MapRow, 'type' | 'value'>): Omit<MapRow, 'type' | 'value'> {
  return {
    version: checkWhole('version', version, 1),
    createdSlot: checkWhole('createdSlot', createdSlot, 1, version),
    lease: checkWhole('lease', lease)
  }
}

type LeaseTimes = Pick<LeaseRow, 'ttlMs' | 'expiresAtMs'>

function checkLease({ ttlMs, expiresAtMs }: LeaseTimes): LeaseTimes {
  return {
    ttlMs: checkWhole('ttlMs', ttlMs, 1, ttlMsMax),
    expiresAtMs: checkWhole('expiresAtMs', expiresAtMs, ttlMs)
  }
}

type ClaimNumbers = Pick<ClaimRow, 'lease' | 'token'>

function checkClaim({ lease, token }: ClaimNumbers): ClaimNumbers {
  return { lease: checkWhole('lease', lease, 1), token: checkWhole('token', token) }
}
