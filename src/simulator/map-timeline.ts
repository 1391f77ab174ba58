import type { MapEntry, MapEvent } from '../group/objects/map.js'
import { Violation } from './observer.js'
import type { Content } from './sequential-models.js'

/** What is known of one key. */
interface KeyTimeline {
  /** What it holds from a slot on. */
  readonly changes: Map<number, Content>
  /** In which slots it was read, and the version of what was found; 0 if it was not there. */
  readonly reads: { readonly slot: number; readonly version: number }[]
}

/**
 * What a map held in which slot, put together from everything that clients were told of it: at every member, and by every kind of read, it
 * has to be the same.
 */
export class MapTimeline {
  readonly #keys = new Map<string, KeyTimeline>()
  readonly #watches: WatchedRange[] = []

  /** Somebody was told that the key holds this from `slot` on; null if it went. */
  change(slot: number, key: string, content: Content): void {
    const { changes } = this.#of(key)
    const known = changes.get(slot)
    if (known !== undefined && known !== content) {
      throw new Violation('one state per slot', `${key} is ${known} and ${content} from ${slot} on`)
    }
    changes.set(slot, content)
  }

  /** Somebody read the key, as it was after `slot`. */
  read(slot: number, key: string, entry: MapEntry<string> | undefined): void {
    const { version = 0, createdSlot = 0, value = null } = entry ?? {}
    if (version > slot || createdSlot > version) {
      const text = `${key} is of ${version}, there since ${createdSlot}, and was read in ${slot}`
      throw new Violation('one state per slot', text)
    }
    if (version > 0) this.change(version, key, value)
    this.#of(key).reads.push({ slot, version })
  }

  /** Whether the key went, as far as anybody was told. */
  isGone(key: string): boolean {
    const changes = [...this.#of(key).changes].sort(([a], [b]) => a - b)
    return changes.at(-1)?.[1] === null
  }

  /** Somebody watches all keys from `firstSlot` on. */
  watch(firstSlot: number): WatchedRange {
    const watched = new WatchedRange(firstSlot, this)
    this.#watches.push(watched)
    return watched
  }

  /**
   * Judges what everybody was told.
   *
   * @param mayGo Whether the key may go without anybody being told.
   * @throws Violation if it cannot be true.
   */
  check(mayGo: (key: string) => boolean): void {
    for (const [key, { changes, reads }] of this.#keys) {
      const slots = [...changes.keys()].sort((a, b) => a - b)
      for (const read of reads) {
        const last = slots.findLast(slot => slot <= read.slot) ?? 0
        const content = changes.get(last) ?? null
        const isSame = read.version > 0 ? last === read.version : content === null || mayGo(key)
        if (isSame) continue
        const text = `${key} was read in ${read.slot} as of ${read.version}, and ${content} as of ${last}`
        throw new Violation('one state per slot', text)
      }
    }
    for (const watched of this.#watches) this.#checkWatch(watched)
  }

  #checkWatch(watched: WatchedRange): void {
    for (const [key, { changes }] of this.#keys) {
      for (const slot of changes.keys()) {
        if (!watched.misses(slot, key)) continue
        const text = `who watched from ${watched.firstSlot} to ${watched.lastSlot} was not told of ${key} in ${slot}`
        throw new Violation('watched without gaps', text)
      }
    }
  }

  #of(key: string): KeyTimeline {
    let known = this.#keys.get(key)
    if (known === undefined) {
      known = { changes: new Map(), reads: [] }
      this.#keys.set(key, known)
    }
    return known
  }
}

/** What one who watched a map was told. */
export class WatchedRange {
  readonly firstSlot: number
  /** Up to here it was told everything. */
  lastSlot: number
  readonly #timeline: MapTimeline
  readonly #told = new Map<string, Set<number>>()
  #slot: number

  constructor(firstSlot: number, timeline: MapTimeline) {
    this.firstSlot = firstSlot
    this.lastSlot = firstSlot - 1
    this.#slot = firstSlot
    this.#timeline = timeline
  }

  /** @throws Violation if the event is out of order, or contradicts what others were told. */
  tell({ type, slot, key, value }: MapEvent<string>): void {
    const slots = this.#told.get(key) ?? new Set()
    if (slot < this.#slot || slots.has(slot)) {
      const text = `${type} of ${key} in ${slot} comes after ${this.#slot}`
      throw new Violation('watched without gaps', text)
    }
    this.#told.set(key, slots.add(slot))
    this.#slot = slot
    // More may come of this slot.
    this.lastSlot = Math.max(this.lastSlot, slot - 1)
    this.#timeline.change(slot, key, type === 'delete' ? null : (value ?? null))
  }

  /** Whether it should have been told of a change, and was not. */
  misses(slot: number, key: string): boolean {
    if (slot < this.firstSlot || slot > this.lastSlot) return false
    return this.#told.get(key)?.has(slot) !== true
  }
}
