import type { Key } from './keys.js'
import type { Action, Condition, Result, Transaction } from './operation.js'
import { type MapRow, mapPrefix } from './rows.js'
import type { State } from './state.js'

/** All at once, in one slot: the actions see what those before them did. */
export function transact(state: State, transaction: Transaction): Result {
  const { map, conditions, actions, otherwise } = transaction
  const prefix = mapPrefix(map)
  const succeeded = conditions.every(each => holds(each, find(state, prefix + each.key)))
  const chosen = succeeded ? actions : otherwise
  const isLeft = chosen.some(
    action => action.type === 'set' && action.lease !== 0 && !state.hasLease(action.lease)
  )
  if (isLeft) return { type: 'refused', reason: 'lease-ended' }
  return { type: 'transaction', succeeded, found: chosen.map(each => act(state, map, each)) }
}

/** Deletes the key of a map. */
export function remove(state: State, map: Key, key: Key): void {
  const rowKey = mapPrefix(map) + key
  const row = find(state, rowKey)
  if (row === undefined) return
  state.table.delete(rowKey)
  state.letGo(row.lease, rowKey)
  state.tell({ type: 'map', slot: state.slot, map, key, row: undefined })
}

function act(state: State, map: Key, action: Action): MapRow | undefined {
  const found = find(state, mapPrefix(map) + action.key)
  if (action.type === 'delete') remove(state, map, action.key)
  else if (action.type === 'set') set(state, map, action, found)
  return found
}

function set(
  state: State,
  map: Key,
  { key, value, lease }: Extract<Action, { readonly type: 'set' }>,
  before: MapRow | undefined
): void {
  const { slot } = state
  const rowKey = mapPrefix(map) + key
  const row: MapRow = {
    type: 'map',
    value,
    version: slot,
    createdSlot: before?.createdSlot ?? slot,
    lease
  }
  state.table.set(rowKey, row)
  if (before !== undefined) state.letGo(before.lease, rowKey)
  state.hold(lease, rowKey)
  state.tell({ type: 'map', slot, map, key, row })
}

function find(state: State, rowKey: Key): MapRow | undefined {
  return state.table.find('map', rowKey)
}

function holds(condition: Condition, row: MapRow | undefined): boolean {
  if ('version' in condition) return compares(condition, (row?.version ?? 0) - condition.version)
  return row !== undefined && compares(condition, compareBytes(row.value, condition.value))
}

function compares({ is }: Condition, order: number): boolean {
  switch (is) {
    case 'equal':
      return order === 0
    case 'not-equal':
      return order !== 0
    case 'below':
      return order < 0
    case 'above':
      return order > 0
  }
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i += 1) {
    const order = (a[i] as number) - (b[i] as number)
    if (order !== 0) return order
  }
  return a.length - b.length
}
