import type { Key } from './keys.js'
import type { Change } from './operation.js'
import { heldKey, heldPrefix, keyHeld, leaseKey } from './rows.js'
import { Table, withPrefix } from './table.js'

/** What the objects of a group amount to in one slot, and what it takes to go on to the next. */
export class State {
  readonly table: Table
  /** The slot that is applied. */
  slot = 0
  /** The group's time in that slot. */
  logTimeMs = 0
  /** Version of the rules that the application's machine goes by. */
  machineVersion = 1
  /** The highest token that was given out. */
  token = 0
  #changes: Change[] = []

  constructor(table: Table = new Table()) {
    this.table = table
  }

  hasLease(lease: number): boolean {
    return this.table.get(leaseKey(lease)) !== undefined
  }

  /** The row `key` goes with a lease from now on, if that is not 0. */
  hold(lease: number, key: Key): void {
    if (lease !== 0) this.table.set(heldKey(lease, key), { type: 'held' })
  }

  /** It no longer does. */
  letGo(lease: number, key: Key): void {
    if (lease !== 0) this.table.delete(heldKey(lease, key))
  }

  /** Keys of the rows that go with a lease. */
  heldBy(lease: number): Key[] {
    return [...this.table.rows(withPrefix(heldPrefix(lease)))].map(([key]) => keyHeld(key))
  }

  tell(change: Change): void {
    this.#changes.push(change)
  }

  /** Hands out what changed since this was asked last. */
  takeChanges(): readonly Change[] {
    const changes = this.#changes
    if (changes.length > 0) this.#changes = []
    return changes
  }
}
