import { assert } from './assert.js'
import { type Entry, entryBytes } from './entry.js'

/** Entries that were dropped, and their bytes, until their memory is given back. */
const droppedCountMax = 1_024
const droppedBytesMax = 1024 * 1024

/**
 * The end of a replica's log that is kept in memory: every unchosen entry, and some chosen ones before them.
 *
 * 1. Slots are without gaps from `firstSlot` to `lastSlot`; the log is empty in memory if `firstSlot > lastSlot`.
 * 2. What is before `firstSlot` is chosen and in the store.
 */
export class Log {
  #entries: Entry[] = []
  /** Bytes of everything up to and including the entry at the same place, from an arbitrary start. */
  #ends: number[] = []
  #startBytes = 0
  /** Place of `firstSlot` in the arrays; what is before it was trimmed and waits to be thrown away. */
  #head = 0
  #firstSlot: number

  constructor(firstSlot: number) {
    this.#firstSlot = firstSlot
  }

  /** First slot that is in memory. */
  get firstSlot(): number {
    return this.#firstSlot
  }

  /** Last slot of the log. */
  get lastSlot(): number {
    return this.#firstSlot + this.#entries.length - this.#head - 1
  }

  /** The entry in `slot`, which must be in memory. */
  at(slot: number): Entry {
    const entry = this.#entries[this.#place(slot)]
    assert(entry !== undefined, `slot ${slot} is not in memory`)
    return entry
  }

  append(entries: readonly Entry[]): void {
    let end = this.#ends.at(-1) ?? this.#startBytes
    for (const entry of entries) {
      end += entryBytes(entry)
      this.#entries.push(entry)
      this.#ends.push(end)
    }
  }

  /** Removes what is above `lastSlot`. */
  cut(lastSlot: number): void {
    if (lastSlot >= this.lastSlot) return
    assert(lastSlot >= this.#firstSlot - 1, `cannot cut to slot ${lastSlot}: it is not in memory`)
    this.#entries.length = this.#place(lastSlot + 1)
    this.#ends.length = this.#entries.length
  }

  /** Entries from `firstSlot` to `lastSlot`, which must all be in memory. */
  slice(firstSlot: number, lastSlot: number): Entry[] {
    if (firstSlot > lastSlot) return []
    assert(
      firstSlot >= this.#firstSlot && lastSlot <= this.lastSlot,
      `slots ${firstSlot} to ${lastSlot} are not in memory`
    )
    return this.#entries.slice(this.#place(firstSlot), this.#place(lastSlot) + 1)
  }

  /** Last slot from `firstSlot` on that still fits in `bytesMax` and `countMax`; at least `firstSlot` itself. */
  fit(firstSlot: number, bytesMax: number, countMax: number): number {
    const before = this.#bytesBefore(firstSlot)
    let low = firstSlot
    let high = Math.min(this.lastSlot, firstSlot + countMax - 1)
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (this.#bytesBefore(middle + 1) - before <= bytesMax) low = middle
      else high = middle - 1
    }
    return low
  }

  /** Bytes of the entries from `firstSlot` to `lastSlot`, which must all be in memory. */
  bytes(firstSlot: number, lastSlot: number): number {
    if (firstSlot > lastSlot) return 0
    return this.#bytesBefore(lastSlot + 1) - this.#bytesBefore(firstSlot)
  }

  /** Drops entries at or below `slotMax` from memory until no more than `bytesMax` of them are left, and `countMax`; one always is. */
  trim(slotMax: number, bytesMax: number, countMax: number): void {
    const end = this.#bytesBefore(slotMax + 1)
    let firstSlot = Math.max(this.#firstSlot, Math.min(slotMax, slotMax + 1 - countMax))
    while (firstSlot < slotMax && end - this.#bytesBefore(firstSlot) > bytesMax) firstSlot += 1
    this.#drop(firstSlot - this.#firstSlot)
  }

  /** Forgets everything up to `slotMax`; without anything above it, the log is empty and goes on after it. */
  forget(slotMax: number): void {
    if (slotMax < this.#firstSlot) return
    if (slotMax >= this.lastSlot) {
      this.#entries = []
      this.#ends = []
      this.#head = 0
      this.#firstSlot = slotMax + 1
    } else {
      this.#drop(slotMax + 1 - this.#firstSlot)
    }
  }

  /** Drops the first `count` entries; the memory of those that were dropped is given back when that is worth it. */
  #drop(count: number): void {
    this.#firstSlot += count
    this.#head += count
    const bytes = (this.#ends[this.#head - 1] ?? this.#startBytes) - this.#startBytes
    if (this.#head <= droppedCountMax && bytes <= droppedBytesMax) return
    this.#startBytes += bytes
    this.#entries.splice(0, this.#head)
    this.#ends.splice(0, this.#head)
    this.#head = 0
  }

  #place(slot: number): number {
    return slot - this.#firstSlot + this.#head
  }

  #bytesBefore(slot: number): number {
    const place = this.#place(slot) - 1
    return place < 0 ? this.#startBytes : (this.#ends[place] as number)
  }
}
