import { InvalidMessageError, UnsupportedVersionError } from '../errors.js'
import { checkBytes, checkCount, checkWhole } from '../wire/checks.js'
import { keyBytesMax, nameBytesMax } from '../wire/limits.js'
import { required } from '../wire/parts.js'
import { encode } from '../wire/writer.js'
import * as wire from './generated/state.js'
import { bytesOf, type Key, keyOf } from './keys.js'
import { transactionActionsMax, ttlMsMax } from './limits.js'
import type { Action, Comparison, Condition, Operation, Transaction } from './operation.js'
import { amountOf, checkOne, ownValue, signed } from './row-codec.js'
import type { NumberKind, TurnKind } from './rows.js'

/**
 * Version of the operations that this code writes, and the highest that it applies: their first byte. What an operation of one version
 * does never changes.
 */
export const operationVersion = 1

const limits = {
  transaction: {
    conditions: transactionActionsMax,
    actions: transactionActionsMax,
    otherwise: transactionActionsMax
  }
}

/**
 * The bytes of an operation.
 *
 * @throws InvalidMessageError, MessageTooLargeError if it is above a limit.
 */
export function encodeOperation(operation: Operation): Uint8Array {
  return encode(wire.Operation.codec(), toWire(operation), operationVersion)
}

/**
 * Reads what {@link encodeOperation} wrote. What may be kept owns its memory.
 *
 * @throws UnsupportedVersionError if a newer version wrote it; InvalidMessageError or MessageTooLargeError if it is no operation.
 */
export function decodeOperation(bytes: Uint8Array): Operation {
  const version = bytes[0] ?? 0
  if (version > operationVersion) {
    throw new UnsupportedVersionError(
      `an operation has version ${version}; this one knows ${operationVersion}`
    )
  }
  if (version === 0) throw new InvalidMessageError('an operation has no version')
  let part: wire.Operation
  try {
    part = wire.Operation.decode(bytes.subarray(1), { limits })
  } catch (cause) {
    throw new InvalidMessageError('the bytes are no operation', { cause })
  }
  return fromWire(part)
}

function toWire(operation: Operation): Partial<wire.Operation> {
  switch (operation.type) {
    case 'transaction':
      return { transaction: transactionToWire(operation) }
    case 'add': {
      const { amount, isNegative } = amountOf(operation.delta)
      const kind = wire.NumberKind[operation.kind === 'counter' ? 'COUNTER' : 'SEQUENCE']
      return { add: { name: nameToWire(operation.name), kind, amount, subtracts: isNegative } }
    }
    case 'grant':
      return { grant: { ttlMs: checkWhole('ttlMs', operation.ttlMs, 1, ttlMsMax) } }
    case 'keep-alive':
      return { keepAlive: { lease: checkWhole('lease', operation.lease, 1) } }
    case 'revoke':
      return { revoke: { lease: checkWhole('lease', operation.lease, 1) } }
    case 'claim': {
      const { value, waits } = operation
      const lease = checkWhole('lease', operation.lease, 1)
      return { claim: { ...placeToWire(operation), lease, value, waits } }
    }
    case 'upgrade':
      return { upgrade: { version: checkWhole('version', operation.version, 1) } }
    case 'release': {
      const claim = checkWhole('claim', operation.claim, 1)
      return { release: { ...placeToWire(operation), claim } }
    }
    case 'proclaim': {
      const { name, value } = operation
      const claim = checkWhole('claim', operation.claim, 1)
      return { proclaim: { name: nameToWire(name), claim, value } }
    }
  }
}

function fromWire(part: wire.Operation): Operation {
  checkOne('operation', Object.values(part))
  if (part.transaction !== undefined) return transactionFromWire(part.transaction)
  if (part.add !== undefined) {
    const { name, kind, amount, subtracts } = part.add
    const delta = signed({ amount, isNegative: subtracts })
    return { type: 'add', kind: numberKinds[kind], name: nameFromWire(name), delta }
  }
  if (part.grant !== undefined) {
    return { type: 'grant', ttlMs: checkWhole('ttlMs', part.grant.ttlMs, 1, ttlMsMax) }
  }
  if (part.keepAlive !== undefined) {
    return { type: 'keep-alive', lease: checkWhole('lease', part.keepAlive.lease, 1) }
  }
  if (part.revoke !== undefined) {
    return { type: 'revoke', lease: checkWhole('lease', part.revoke.lease, 1) }
  }
  if (part.upgrade !== undefined) {
    return { type: 'upgrade', version: checkWhole('version', part.upgrade.version, 1) }
  }
  return turnFromWire(part)
}

function turnFromWire({ claim, release, proclaim }: wire.Operation): Operation {
  if (claim !== undefined) {
    const { waits } = claim
    const lease = checkWhole('lease', claim.lease, 1)
    const place = { kind: turnKinds[claim.kind], name: nameFromWire(claim.name) }
    return { type: 'claim', ...place, lease, value: ownValue(claim.value), waits }
  }
  if (release !== undefined) {
    const place = { kind: turnKinds[release.kind], name: nameFromWire(release.name) }
    return { type: 'release', ...place, claim: checkWhole('claim', release.claim, 1) }
  }
  const { name, claim: made, value } = required('operation', proclaim)
  return {
    type: 'proclaim',
    name: nameFromWire(name),
    claim: checkWhole('claim', made, 1),
    value: ownValue(value)
  }
}

function transactionToWire(transaction: Transaction): wire.Transaction {
  const { map, conditions, actions, otherwise } = transaction
  return {
    map: nameToWire(map),
    conditions: conditionsToWire(conditions),
    actions: actionsToWire(actions),
    otherwise: actionsToWire(otherwise)
  }
}

function transactionFromWire(part: wire.Transaction): Transaction {
  return {
    type: 'transaction',
    map: nameFromWire(part.map),
    conditions: part.conditions.map(conditionFromWire),
    actions: part.actions.map(actionFromWire),
    otherwise: part.otherwise.map(actionFromWire)
  }
}

function conditionsToWire(conditions: readonly Condition[]): wire.Condition[] {
  checkCount('conditions', conditions.length, transactionActionsMax)
  return conditions.map(condition => ({
    key: keyToWire(condition.key),
    is: wire.Comparison[comparisonNames[condition.is]],
    ...('version' in condition
      ? { version: checkWhole('version', condition.version) }
      : { version: 0, value: condition.value })
  }))
}

function conditionFromWire({ key, is, version, value }: wire.Condition): Condition {
  const place = { key: keyFromWire(key), is: comparisons[is] }
  if (value === undefined) return { ...place, version: checkWhole('version', version) }
  if (version !== 0) throw new InvalidMessageError('a condition on a version and on a value')
  return { ...place, value }
}

function actionsToWire(actions: readonly Action[]): wire.Action[] {
  checkCount('actions', actions.length, transactionActionsMax)
  return actions.map(action => {
    const key = keyToWire(action.key)
    if (action.type !== 'set') return { key, lease: 0, deletes: action.type === 'delete' }
    return { key, value: action.value, lease: checkWhole('lease', action.lease), deletes: false }
  })
}

function actionFromWire({ key, value, lease, deletes }: wire.Action): Action {
  const place = keyFromWire(key)
  if (value === undefined) {
    if (lease !== 0) throw new InvalidMessageError('only what is set goes with a lease')
    return { type: deletes ? 'delete' : 'get', key: place }
  }
  if (deletes) throw new InvalidMessageError('a key is set and deleted in one action')
  return { type: 'set', key: place, value: ownValue(value), lease: checkWhole('lease', lease) }
}

function nameToWire(name: Key): Uint8Array {
  checkBytes('name', name.length, nameBytesMax)
  return bytesOf(name)
}

function nameFromWire(part: Uint8Array | undefined): Key {
  const bytes = required('name', part)
  checkBytes('name', bytes.length, nameBytesMax)
  return keyOf(bytes)
}

function keyToWire(key: Key): Uint8Array {
  checkBytes('key', key.length, keyBytesMax)
  return bytesOf(key)
}

function keyFromWire(part: Uint8Array | undefined): Key {
  const bytes = required('key', part)
  checkBytes('key', bytes.length, keyBytesMax)
  return keyOf(bytes)
}

function placeToWire({ kind, name }: { readonly kind: TurnKind; readonly name: Key }): {
  kind: wire.TurnKind
  name: Uint8Array
} {
  return {
    kind: wire.TurnKind[kind === 'lock' ? 'LOCK' : 'ELECTION'],
    name: nameToWire(name)
  }
}

const comparisonNames = {
  equal: 'EQUAL',
  'not-equal': 'NOT_EQUAL',
  below: 'BELOW',
  above: 'ABOVE'
} as const

const comparisons: Record<wire.Comparison, Comparison> = {
  EQUAL: 'equal',
  NOT_EQUAL: 'not-equal',
  BELOW: 'below',
  ABOVE: 'above'
}

const numberKinds: Record<wire.NumberKind, NumberKind> = {
  COUNTER: 'counter',
  SEQUENCE: 'sequence'
}

const turnKinds: Record<wire.TurnKind, TurnKind> = { LOCK: 'lock', ELECTION: 'election' }
