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
 * What members say of one slot.
 *
 * - `outvoted`: a majority of the voters has another state than this replica.
 * - `split`: no state is that of a majority, and none can be.
 */
export type StateVerdict = 'outvoted' | 'split'

/**
 * The last snapshots of a replica, held against what other members say of theirs. All replicas take them at the same slots, and of the
 * same state: where two differ, the application's machine does not depend on the log alone.
 */
export class Marks {
  readonly #own: SnapshotMark[] = []
  /** By peer, the last slot for which it was found to differ. */
  readonly #told = new Map<string, number>()
  /** The last slot for which something became of this replica. */
  #judgedSlot = 0
  /** What others said of the last slots, by slot and peer. */
  readonly #others = new Map<number, Map<string, bigint>>()

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
    this.#note(peerId, { slot, mark })
    const own = this.#markOf(slot)
    if (own === undefined || own === mark || this.#told.get(peerId) === slot) return false
    this.#told.set(peerId, slot)
    return true
  }

  /** What becomes of this replica, whose PeerId is `self`, by what is known of a slot; undefined if nothing does, or it was said before. */
  verdict(slot: number, self: string, voters: readonly string[]): StateVerdict | undefined {
    const own = this.#markOf(slot)
    if (own === undefined || slot <= this.#judgedSlot) return undefined
    const verdict = this.#judge(slot, own, self, voters)
    if (verdict !== undefined) this.#judgedSlot = slot
    return verdict
  }

  #judge(
    slot: number,
    own: bigint,
    self: string,
    voters: readonly string[]
  ): StateVerdict | undefined {
    const counts = new Map<bigint, number>()
    let known = 0
    for (const voter of voters) {
      const mark = voter === self ? own : this.#others.get(slot)?.get(voter)
      if (mark === undefined) continue
      known += 1
      counts.set(mark, (counts.get(mark) ?? 0) + 1)
    }
    const majority = Math.floor(voters.length / 2) + 1
    const most = Math.max(0, ...counts.values())
    if (most >= majority) return (counts.get(own) ?? 0) >= majority ? undefined : 'outvoted'
    return most + voters.length - known < majority ? 'split' : undefined
  }

  #note(peerId: string, { slot, mark }: SnapshotMark): void {
    let marks = this.#others.get(slot)
    if (marks === undefined) {
      marks = new Map()
      this.#others.set(slot, marks)
      if (this.#others.size > keptMax) this.#others.delete(Math.min(...this.#others.keys()))
    }
    marks.set(peerId, mark)
  }

  #markOf(slot: number): bigint | undefined {
    return this.#own.find(known => known.slot === slot)?.mark
  }
}
