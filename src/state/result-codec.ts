import { InvalidMessageError } from '../errors.js'
import * as wire from './generated/state.js'
import type { Refusal, Result } from './operation.js'
import { mapRowFromWire, mapRowToWire } from './row-codec.js'
import { amountOf, signed } from './rows.js'

const encoder = new TextEncoder()
const decoder = new TextDecoder()

const refusalNames = {
  'lease-ended': 'LEASE_ENDED',
  'out-of-range': 'OUT_OF_RANGE',
  taken: 'TAKEN',
  malformed: 'MALFORMED'
} as const

const refusals: Record<wire.Refusal, Refusal> = {
  LEASE_ENDED: 'lease-ended',
  OUT_OF_RANGE: 'out-of-range',
  TAKEN: 'taken',
  MALFORMED: 'malformed'
}

/** A result in its form in the schema. */
export function resultToWire(result: Result): wire.Result {
  switch (result.type) {
    case 'transaction': {
      const found = result.found.map(row => (row === undefined ? {} : { row: mapRowToWire(row) }))
      return { transaction: { succeeded: result.succeeded, found } }
    }
    case 'number':
      return { number: amountOf(result.value) }
    case 'lease':
      return { lease: { lease: result.lease, expiresAtMs: result.expiresAtMs } }
    case 'claim':
      return { claim: { claim: result.claim, token: result.token } }
    case 'done':
      return { done: { existed: result.existed } }
    case 'applied':
      return { applied: result.value === undefined ? {} : { value: result.value } }
    case 'threw':
      return { threw: { message: encoder.encode(result.message) } }
    case 'refused':
      return { refused: { reason: wire.Refusal[refusalNames[result.reason]] } }
  }
}

/** Reads what {@link resultToWire} wrote. */
export function resultFromWire(part: wire.Result): Result {
  const { transaction, number, lease, claim, done, applied, threw, refused } = part
  if (transaction !== undefined) {
    const found = transaction.found.map(({ row }) => row && mapRowFromWire(row))
    return { type: 'transaction', succeeded: transaction.succeeded, found }
  }
  if (number !== undefined) return { type: 'number', value: signed(number) }
  if (lease !== undefined) return { type: 'lease', ...lease }
  if (claim !== undefined) return { type: 'claim', ...claim }
  if (done !== undefined) return { type: 'done', ...done }
  if (applied !== undefined) {
    return { type: 'applied', value: applied.value && new Uint8Array(applied.value) }
  }
  if (threw !== undefined) return { type: 'threw', message: decoder.decode(threw.message) }
  if (refused !== undefined) return { type: 'refused', reason: refusals[refused.reason] }
  throw new InvalidMessageError('a result of no known kind')
}
