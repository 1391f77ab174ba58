import type { Operation, Result } from './operation.js'
import { numberKey } from './rows.js'
import type { State } from './state.js'

/** Adds to a counter, or takes the next numbers of a sequence: what it comes to is the last of them. */
export function add(
  { table }: State,
  { kind, name, delta }: Extract<Operation, { readonly type: 'add' }>
): Result {
  const key = numberKey(kind, name)
  const value = (table.find('number', key)?.value ?? 0) + delta
  const isNext = kind === 'counter' || delta > 0
  if (!Number.isSafeInteger(value) || !isNext) return { type: 'refused', reason: 'out-of-range' }
  table.set(key, { type: 'number', value })
  return { type: 'number', value }
}
