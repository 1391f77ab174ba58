import { remove } from './maps.js'
import type { Result } from './operation.js'
import { leaseKey, leaseOf, leasePrefix, parseKey } from './rows.js'
import type { State } from './state.js'
import { withPrefix } from './table.js'
import { release } from './turns.js'

/** Leases: what goes with one goes when it ends. (Gray and Cheriton, 1989; in the group's time, which no clock of a member decides.) */
export class Leases {
  readonly #state: State
  /** No lease ends before this time of the group. */
  #boundMs = Number.NEGATIVE_INFINITY

  constructor(state: State) {
    this.#state = state
  }

  /** When the next one may end; undefined if there is none. */
  get alarmMs(): number | undefined {
    if (this.#boundMs === Number.NEGATIVE_INFINITY) this.#rebound()
    return this.#boundMs === Number.POSITIVE_INFINITY ? undefined : this.#boundMs
  }

  grant(ttlMs: number, origin: string): Result {
    const { slot, table, logTimeMs } = this.#state
    const expiresAtMs = logTimeMs + ttlMs
    table.set(leaseKey(slot), { type: 'lease', ttlMs, expiresAtMs, origin })
    this.#boundMs = Math.min(this.#boundMs, expiresAtMs)
    return { type: 'lease', lease: slot, expiresAtMs }
  }

  keepAlive(lease: number): Result {
    const { table, logTimeMs } = this.#state
    const row = table.find('lease', leaseKey(lease))
    if (row === undefined) return { type: 'refused', reason: 'lease-ended' }
    const expiresAtMs = logTimeMs + row.ttlMs
    table.set(leaseKey(lease), { ...row, expiresAtMs })
    return { type: 'lease', lease, expiresAtMs }
  }

  revoke(lease: number): Result {
    const existed = this.#state.hasLease(lease)
    if (existed) this.#end([lease])
    return { type: 'done', existed }
  }

  /** Ends the leases that are over, the one that was over first before the others. */
  expire(): void {
    const { logTimeMs, table } = this.#state
    if (logTimeMs < this.#boundMs) return
    const over: { readonly lease: number; readonly expiresAtMs: number }[] = []
    for (const [key, row] of table.rows(withPrefix(leasePrefix))) {
      if (row.type !== 'lease' || row.expiresAtMs > logTimeMs) continue
      over.push({ lease: leaseOf(key), expiresAtMs: row.expiresAtMs })
    }
    over.sort((a, b) => a.expiresAtMs - b.expiresAtMs || a.lease - b.lease)
    this.#end(over.map(({ lease }) => lease))
    this.#rebound()
  }

  /** All of them, before what goes with them does: so nothing is passed on to one that is over, too. */
  #end(leases: readonly number[]): void {
    const state = this.#state
    for (const lease of leases) state.table.delete(leaseKey(lease))
    for (const lease of leases) {
      for (const key of state.heldBy(lease)) {
        const held = parseKey(key)
        if (held?.type === 'map') remove(state, held.map, held.key)
        else if (held?.type === 'claim') release(state, held.kind, held.name, held.claim)
      }
      state.tell({ type: 'lease-ended', slot: state.slot, lease })
    }
  }

  #rebound(): void {
    this.#boundMs = Number.POSITIVE_INFINITY
    for (const [, row] of this.#state.table.rows(withPrefix(leasePrefix))) {
      if (row.type === 'lease') this.#boundMs = Math.min(this.#boundMs, row.expiresAtMs)
    }
  }
}
