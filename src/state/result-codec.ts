import { checkWhole } from '../wire/checks.js'
import { required } from '../wire/parts.js'
import * as wire from './generated/state.js'
import type { Refusal, Result } from './operation.js'
import { amountOf, checkOne, mapRowFromWire, mapRowToWire, signed } from './row-codec.js'

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
      return { lease: checkLease(result) }
    case 'claim':
      return { claim: checkClaim(result) }
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
  checkOne('result', [transaction, number, lease, claim, done, applied, threw, refused])
  if (transaction !== undefined) {
    const found = transaction.found.map(({ row }) => row && mapRowFromWire(row))
    return { type: 'transaction', succeeded: transaction.succeeded, found }
  }
  if (number !== undefined) return { type: 'number', value: signed(number) }
  if (lease !== undefined) return { type: 'lease', ...checkLease(lease) }
  if (claim !== undefined) return { type: 'claim', ...checkClaim(claim) }
  if (done !== undefined) return { type: 'done', existed: done.existed }
  if (applied !== undefined) {
    return { type: 'applied', value: applied.value && new Uint8Array(applied.value) }
  }
  if (threw !== undefined) {
    return { type: 'threw', message: decoder.decode(required('message', threw.message)) }
  }
  return { type: 'refused', reason: refusals[required('result', refused).reason] }
}

function checkLease({ lease, expiresAtMs }: wire.LeaseResult): wire.LeaseResult {
  return {
    lease: checkWhole('lease', lease, 1),
    expiresAtMs: checkWhole('expiresAtMs', expiresAtMs, 1)
  }
}

function checkClaim({ claim, token }: wire.ClaimResult): wire.ClaimResult {
  return { claim: checkWhole('claim', claim, 1), token: checkWhole('token', token) }
}
