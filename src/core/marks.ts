import type { Snapshot } from './snapshot.js'

/** What nearly always tells apart two snapshots of one slot that should be the same. */
export interface SnapshotMark {
  readonly slot: number
  /** The first 8 bytes of the hash, the highest first. */
  readonly mark: bigint
}

/** Snapshots that are remembered: members that are well are not further apart. */
const keptMax = 16

/**
 * The last snapshots of a replica, held against what other members say of theirs. All replicas take them at the same slots, and of the
 * same state: where two differ, the application's machine does not depend on the log alone.
 */
export class Marks {
  readonly #own: SnapshotMark[] = []
  /** By peer, the last slot for which it was found to differ. */
  readonly #told = new Map<string, number>()

  /** Of the newest snapshot. */
  get newest(): SnapshotMark | undefined {
    return this.#own.at(-1)
  }

  /** A snapshot is the newest one now. */
  add({ slot, hash }: Snapshot): void {
    const mark = new DataView(hash.buffer, hash.byteOffset).getBigUint64(0)
    this.#own.push({ slot, mark })
    if (this.#own.length > keptMax) this.#own.shift()
  }

  /** Whether `peerId` has another snapshot of the same slot than this replica, and that was not said before. */
  differs(peerId: string, { slot, mark }: SnapshotMark): boolean {
    const own = this.#own.find(known => known.slot === slot)
    if (own === undefined || own.mark === mark || this.#told.get(peerId) === slot) return false
    this.#told.set(peerId, slot)
    return true
  }
}
