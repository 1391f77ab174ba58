import { type Key, prefixEnd } from './keys.js'
import type { Row } from './rows.js'
import { SortedMap } from './sorted-map.js'

/** Part of the keys of a table. */
export interface KeyRange {
  /** The first key. */
  readonly from: Key
  /** All keys are before this one; without it, there is no end. */
  readonly end: Key | undefined
}

/** All keys that begin with `prefix`. */
export function withPrefix(prefix: Key): KeyRange {
  return { from: prefix, end: prefixEnd(prefix) }
}

/** Rows in the order of their keys. A copy costs nothing until one of the two changes, and then little. */
export class Table {
  readonly #rows: SortedMap<Row>

  constructor(rows: SortedMap<Row> = SortedMap.empty()) {
    this.#rows = rows
  }

  get size(): number {
    return this.#rows.size
  }

  get(key: Key): Row | undefined {
    return this.#rows.get(key)
  }

  /** The row, if it is of this type. */
  find<T extends Row['type']>(type: T, key: Key): Extract<Row, { readonly type: T }> | undefined {
    const row = this.#rows.get(key)
    return row?.type === type ? (row as Extract<Row, { readonly type: T }>) : undefined
  }

  set(key: Key, row: Row): void {
    this.#rows.set(key, row)
  }

  delete(key: Key): boolean {
    return this.#rows.delete(key)
  }

  /** The rows of a range, in the order of their keys, or the other way round. The table must not change meanwhile. */
  *rows({ from, end }: KeyRange, reverse = false): Generator<readonly [Key, Row], void, undefined> {
    if (!reverse) {
      for (const [key, row] of this.#rows.entries(from)) {
        if (end !== undefined && key >= end) return
        yield [key, row]
      }
      return
    }
    for (const [key, row] of this.#rows.entriesBack(end)) {
      if (key < from) return
      yield [key, row]
    }
  }

  /** The same rows, apart from what changes later in one of the two. */
  clone(): Table {
    return new Table(this.#rows.clone())
  }
}
