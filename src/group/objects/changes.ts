import { CompactedError } from '../../errors.js'
import type { Key } from '../../state/keys.js'
import type { Change } from '../../state/operation.js'
import type { KeyRange } from '../../state/table.js'

export type MapChange = Extract<Change, { readonly type: 'map' }>

/**
 * What changed besides maps; or all may have, for it came as a snapshot; or nothing more is heard of, for the group is closed or, if there
 * is an error, nothing more is applied.
 */
export type Signal =
  | Exclude<Change, { readonly type: 'map' }>
  | { readonly type: 'jump' }
  | { readonly type: 'end'; readonly error: Error | undefined }

/** Changes, and bytes of what was set, that are kept for those who watch from an earlier slot or read slowly. */
const keptCountMax = 65_536
const keptBytesMax: number = 16 * 1024 * 1024

/** Somebody who watches part of a map. */
export interface MapWatcher {
  readonly map: Key
  /** A single key, or a range. */
  readonly keys: Key | KeyRange
  /** `index` counts the changes of all maps. */
  onChange(change: MapChange, index: number): void
  /** What was chosen up to `slot` came as a whole: what changed meanwhile is not known. */
  onJump(slot: number): void
}

interface MapWatchers {
  readonly byKey: Map<Key, Set<MapWatcher>>
  readonly ranges: Set<MapWatcher>
}

/** What changes in the objects of a group, for those who watch: now, and a while back. */
export class Changes {
  readonly #maps = new Map<Key, MapWatchers>()
  readonly #others = new Set<(signal: Signal) => void>()
  #kept: MapChange[] = []
  /** Where the first one that is kept is in there, and what its index is. */
  #head = 0
  #firstIndex = 0
  #keptBytes = 0
  /** All that changed from this slot on is kept. */
  #firstSlot = 1

  /** The index of the next change. */
  get nextIndex(): number {
    return this.#firstIndex + this.#kept.length - this.#head
  }

  /** These changes were applied. */
  push(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.type === 'map') this.#pushMap(change)
      else this.#signal(change)
    }
  }

  /** The objects are what a snapshot of `slot` says: what changed up to there is not known. */
  jump(slot: number): void {
    this.#firstIndex = this.nextIndex
    this.#kept = []
    this.#head = 0
    this.#keptBytes = 0
    this.#firstSlot = slot + 1
    for (const { byKey, ranges } of this.#maps.values()) {
      for (const watchers of [...byKey.values(), ranges]) {
        for (const watcher of [...watchers]) watcher.onJump(slot)
      }
    }
    this.#signal({ type: 'jump' })
  }

  /** The group is closed here, or nothing more is applied. */
  end(error: Error | undefined): void {
    this.#signal({ type: 'end', error })
  }

  /**
   * The index of the first change in `slot` or after it.
   *
   * @throws CompactedError if what changed there is not known any more.
   */
  indexOf(slot: number): number {
    if (slot < this.#firstSlot) throw this.#compactedError()
    let low = this.#head
    let high = this.#kept.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#kept[middle] as MapChange).slot < slot) low = middle + 1
      else high = middle
    }
    return this.#firstIndex + low - this.#head
  }

  /**
   * The change with this index.
   *
   * @throws CompactedError if it is not kept any more.
   */
  at(index: number): MapChange | undefined {
    if (index < this.#firstIndex) throw this.#compactedError()
    return this.#kept[this.#head + index - this.#firstIndex]
  }

  /** Tells of what changes in part of a map from now on; returns how to end that. */
  watchMap(watcher: MapWatcher): () => void {
    const { map, keys } = watcher
    let watchers = this.#maps.get(map)
    if (watchers === undefined) {
      watchers = { byKey: new Map(), ranges: new Set() }
      this.#maps.set(map, watchers)
    }
    const { byKey, ranges } = watchers
    const set = typeof keys === 'string' ? (byKey.get(keys) ?? new Set()) : ranges
    if (typeof keys === 'string') byKey.set(keys, set)
    set.add(watcher)
    return () => {
      set.delete(watcher)
      if (typeof keys === 'string' && set.size === 0) byKey.delete(keys)
      if (byKey.size === 0 && ranges.size === 0) this.#maps.delete(map)
    }
  }

  /** Tells of what changes besides maps from now on; returns how to end that. */
  watchOthers(listener: (signal: Signal) => void): () => void {
    this.#others.add(listener)
    return () => this.#others.delete(listener)
  }

  /** Listeners may come and go meanwhile. */
  #signal(signal: Signal): void {
    for (const listener of [...this.#others]) listener(signal)
  }

  #pushMap(change: MapChange): void {
    const index = this.nextIndex
    this.#kept.push(change)
    this.#keptBytes += change.row?.value.length ?? 0
    this.#trim()
    const watchers = this.#maps.get(change.map)
    if (watchers === undefined) return
    const { byKey, ranges } = watchers
    for (const watcher of byKey.get(change.key) ?? []) watcher.onChange(change, index)
    for (const watcher of ranges) {
      if (isWithin(change.key, watcher.keys as KeyRange)) watcher.onChange(change, index)
    }
  }

  #trim(): void {
    while (this.#kept.length - this.#head > keptCountMax || this.#keptBytes > keptBytesMax) {
      const oldest = this.#kept[this.#head] as MapChange
      this.#keptBytes -= oldest.row?.value.length ?? 0
      this.#firstSlot = oldest.slot + 1
      this.#head += 1
      this.#firstIndex += 1
    }
    // Moving what is left has to be worth it.
    if (this.#head > 1024 && this.#head * 2 > this.#kept.length) {
      this.#kept = this.#kept.slice(this.#head)
      this.#head = 0
    }
  }

  #compactedError(): CompactedError {
    const firstSlot = this.#firstSlot
    return new CompactedError(`what changed before slot ${firstSlot} is not known here any more`, {
      firstSlot
    })
  }
}

/** Whether a key is in a range. */
export function isWithin(key: Key, { from, end }: KeyRange): boolean {
  return key >= from && (end === undefined || key < end)
}
