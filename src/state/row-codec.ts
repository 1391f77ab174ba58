import { peerIdFromWire, peerIdToWire, required } from '../wire/parts.js'
import type * as wire from './generated/state.js'
import { amountOf, type MapRow, type Row, signed } from './rows.js'

/** A row in its form in the schema, without its key. */
export function rowToWire(row: Row): Omit<wire.Row, 'key'> {
  switch (row.type) {
    case 'map':
      return { map: mapRowToWire(row) }
    case 'number':
      return { number: amountOf(row.value) }
    case 'lease': {
      const { ttlMs, expiresAtMs, origin } = row
      return { lease: { ttlMs, expiresAtMs, origin: peerIdToWire(origin) } }
    }
    case 'claim': {
      const { lease, origin, value, token } = row
      return { claim: { lease, origin: peerIdToWire(origin), value, token } }
    }
    case 'held':
      return { held: {} }
  }
}

/** A row that owns its memory. */
export function rowFromWire({ map, number, lease, claim }: wire.Row): Row {
  if (map !== undefined) return mapRowFromWire(map)
  if (number !== undefined) return { type: 'number', value: signed(number) }
  if (lease !== undefined) {
    const { ttlMs, expiresAtMs, origin } = lease
    return { type: 'lease', ttlMs, expiresAtMs, origin: peerIdFromWire(origin) }
  }
  if (claim !== undefined) {
    const { token } = claim
    const value = new Uint8Array(required('value', claim.value))
    return {
      type: 'claim',
      lease: claim.lease,
      origin: peerIdFromWire(claim.origin),
      value,
      token
    }
  }
  return { type: 'held' }
}

/** A row of a map, likewise. */
export function mapRowToWire({ value, version, createdSlot, lease }: MapRow): wire.MapRow {
  return { value, version, createdSlot, lease }
}

/** A row of a map, likewise. */
export function mapRowFromWire({ value, version, createdSlot, lease }: wire.MapRow): MapRow {
  const owned = new Uint8Array(required('value', value))
  return { type: 'map', value: owned, version, createdSlot, lease }
}
