import { equals } from 'uint8arrays/equals'
import type { Key } from './keys.js'
import type { Claim, Operation, Result } from './operation.js'
import { type ClaimRow, claimKey, linePrefix, slotAt, type TurnKind } from './rows.js'
import type { State } from './state.js'
import { withPrefix } from './table.js'

/*
 * Locks and offices: who claims one gets in line, and the first in line has it, as long as its lease lasts. (Sequencers: Burrows, "The
 * Chubby lock service", 2006; the order of the line: ZooKeeper's recipe for locks.)
 */

/** A claim in line. */
export interface Turn {
  /** The slot in which it was made. */
  readonly claim: number
  readonly row: ClaimRow
}

/** Whoever has it. */
export function holder(state: State, kind: TurnKind, name: Key): Turn | undefined {
  const [first] = line(state, kind, name)
  return first !== undefined && first.row.token > 0 ? first : undefined
}

/** All who are in line, in order. */
export function* line(
  { table }: State,
  kind: TurnKind,
  name: Key
): Generator<Turn, void, undefined> {
  const prefix = linePrefix(kind, name)
  for (const [key, row] of table.rows(withPrefix(prefix))) {
    if (row.type === 'claim') yield { claim: slotAt(key, prefix.length), row }
  }
}

export function claim(
  state: State,
  { kind, name, lease, value, waits }: Claim,
  origin: string
): Result {
  if (!state.hasLease(lease)) return { type: 'refused', reason: 'lease-ended' }
  const [first] = line(state, kind, name)
  if (first !== undefined && !waits) return { type: 'refused', reason: 'taken' }
  const { slot } = state
  const key = claimKey(kind, name, slot)
  state.table.set(key, { type: 'claim', lease, origin, value, token: 0 })
  state.hold(lease, key)
  if (first === undefined) passOn(state, kind, name)
  return { type: 'claim', claim: slot, token: state.table.find('claim', key)?.token ?? 0 }
}

/** Takes a claim out of the line; if it had its turn, the next one has. Whether there was such a claim. */
export function release(state: State, kind: TurnKind, name: Key, made: number): boolean {
  const key = claimKey(kind, name, made)
  const row = state.table.find('claim', key)
  if (row === undefined) return false
  state.table.delete(key)
  state.letGo(row.lease, key)
  if (row.token > 0) passOn(state, kind, name)
  return true
}

/** Whoever has an office says something else. */
export function proclaim(
  state: State,
  { name, claim, value }: Extract<Operation, { readonly type: 'proclaim' }>
): Result {
  const key = claimKey('election', name, claim)
  const row = state.table.find('claim', key)
  if (row === undefined || row.token === 0) return { type: 'done', existed: false }
  if (!equals(row.value, value)) {
    state.table.set(key, { ...row, value })
    state.tell({ type: 'turn', slot: state.slot, kind: 'election', name })
  }
  return { type: 'done', existed: true }
}

/** The first in line whose lease lasts has its turn. */
function passOn(state: State, kind: TurnKind, name: Key): void {
  for (const next of line(state, kind, name)) {
    if (!state.hasLease(next.row.lease)) continue
    state.token += 1
    const row = { ...next.row, token: state.token }
    state.table.set(claimKey(kind, name, next.claim), row)
    break
  }
  state.tell({ type: 'turn', slot: state.slot, kind, name })
}
