import type { Key } from './keys.js'

/** Rows in one page: too few and the list of pages is long; too many and every change moves many. */
const pageLengthMax = 64

/** Some rows that follow one another; at least one. */
interface Page<V> {
  /** The map that may change it. What others see too is copied first. */
  readonly owner: object
  readonly keys: Key[]
  readonly values: V[]
}

/**
 * Values by their keys, in the order of the keys: a list of pages, each found by its first key. A copy shares all pages until one of the
 * two changes them.
 */
export class SortedMap<V> {
  #pages: Page<V>[]
  #size: number
  #owner = {}

  private constructor(pages: Page<V>[], size: number) {
    this.#pages = pages
    this.#size = size
  }

  static empty<V>(): SortedMap<V> {
    return new SortedMap<V>([], 0)
  }

  get size(): number {
    return this.#size
  }

  get(key: Key): V | undefined {
    const page = this.#pages[this.#pageOf(key)]
    if (page === undefined) return undefined
    const at = firstNotBelow(page.keys, key)
    return page.keys[at] === key ? page.values[at] : undefined
  }

  set(key: Key, value: V): void {
    const index = Math.max(0, this.#pageOf(key))
    const page = this.#owned(index)
    const at = firstNotBelow(page.keys, key)
    if (page.keys[at] === key) {
      page.values[at] = value
      return
    }
    page.keys.splice(at, 0, key)
    page.values.splice(at, 0, value)
    this.#size += 1
    if (page.keys.length <= pageLengthMax) return
    // Keys that ascend leave full pages behind.
    const kept = at === pageLengthMax ? pageLengthMax : pageLengthMax / 2
    const next = {
      owner: this.#owner,
      keys: page.keys.splice(kept),
      values: page.values.splice(kept)
    }
    this.#pages.splice(index + 1, 0, next)
  }

  delete(key: Key): boolean {
    const index = this.#pageOf(key)
    const found = this.#pages[index]
    const at = found === undefined ? 0 : firstNotBelow(found.keys, key)
    if (found?.keys[at] !== key) return false
    const page = this.#owned(index)
    page.keys.splice(at, 1)
    page.values.splice(at, 1)
    this.#size -= 1
    const next = this.#pages[index + 1]
    if (next !== undefined && page.keys.length + next.keys.length <= pageLengthMax / 2) {
      page.keys.push(...next.keys)
      page.values.push(...next.values)
      this.#pages.splice(index + 1, 1)
    } else if (page.keys.length === 0) {
      this.#pages.splice(index, 1)
    }
    return true
  }

  /** From the first key that is not below `from` on. The map must not change meanwhile. */
  *entries(from: Key): Generator<[Key, V], void, undefined> {
    for (let index = Math.max(0, this.#pageOf(from)); index < this.#pages.length; index += 1) {
      const { keys, values } = this.#pages[index] as Page<V>
      for (let at = firstNotBelow(keys, from); at < keys.length; at += 1) {
        yield [keys[at] as Key, values[at] as V]
      }
    }
  }

  /** From the last key that is below `end` back; without it, from the last of all. The map must not change meanwhile. */
  *entriesBack(end: Key | undefined): Generator<[Key, V], void, undefined> {
    const last = end === undefined ? this.#pages.length - 1 : this.#pageOf(end)
    for (let index = last; index >= 0; index -= 1) {
      const { keys, values } = this.#pages[index] as Page<V>
      const above = end === undefined ? keys.length : firstNotBelow(keys, end)
      for (let at = above - 1; at >= 0; at -= 1) yield [keys[at] as Key, values[at] as V]
    }
  }

  /** The same rows, apart from what changes later in one of the two. */
  clone(): SortedMap<V> {
    this.#owner = {}
    return new SortedMap([...this.#pages], this.#size)
  }

  /** The page in which a key is, if it is anywhere: the last whose first key is not above it; -1 if there is none. */
  #pageOf(key: Key): number {
    let low = 0
    let high = this.#pages.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (((this.#pages[middle] as Page<V>).keys[0] as Key) <= key) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  /** The page at an index, or the first of all, to be changed. */
  #owned(index: number): Page<V> {
    const page = this.#pages[index]
    if (page?.owner === this.#owner) return page
    const { keys = [], values = [] } = page ?? {}
    const owned = { owner: this.#owner, keys: [...keys], values: [...values] }
    this.#pages[index] = owned
    return owned
  }
}

/** The index of the first of these keys, which ascend, that is not below `key`. */
function firstNotBelow(keys: readonly Key[], key: Key): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((keys[middle] as Key) < key) low = middle + 1
    else high = middle
  }
  return low
}
