import type { Random } from './random.js'
import type { Scheduler } from './scheduler.js'

/** Least and most milliseconds that an operation takes. */
export type MillisecondsRange = readonly [min: number, max: number]

/** How fast a disk is. */
export interface DiskConditions {
  readonly flushMs: MillisecondsRange
  readonly readMs: MillisecondsRange
}

/** How fast a disk is that nothing is wrong with. */
export const goodDisk: DiskConditions = { flushMs: [0.5, 2], readMs: [0.05, 0.2] }

/** What a disk does, and can fail at. */
export type DiskOperation = 'read' | 'write' | 'flush'

/** What an operating system says when a disk fails. */
export class DiskFault extends Error {
  override readonly name = 'DiskFault'
  readonly code: 'EIO' | 'ENOSPC'

  constructor(code: 'EIO' | 'ENOSPC', operation: DiskOperation) {
    super(`${code}: the ${operation} failed`)
    this.code = code
  }
}

export interface DiskMediumInit {
  readonly scheduler: Pick<Scheduler, 'nowMs' | 'at'>
  readonly random: Random
}

/** A write that was not reported durable yet. */
interface Unreported {
  /** Where its bytes end, if they were all written. */
  readonly end: number
  readonly onDurable: () => void
}

const capacityAtFirst = 4096

/**
 * The bytes of a disk, to which is only ever added, and what happens to them.
 *
 * What is written is not safe before a flush that began later has finished: until then a crash keeps any prefix of it.
 */
export class DiskMedium {
  conditions: DiskConditions = goodDisk
  /** Whether writes find no space. */
  isFull = false
  /** Who uses the disk. */
  holder: object | undefined
  /** Flushes that finished. */
  flushCount = 0
  readonly #init: DiskMediumInit
  #bytes = new Uint8Array(capacityAtFirst)
  #length = 0
  #flushedLength = 0
  #unreported: Unreported[] = []
  /** How many operations of a kind are left up to the one that fails. */
  readonly #failing = new Map<DiskOperation, number>()
  #isStalled = false
  #isFlushing = false
  /** The end of a flush that would be over, were the disk not stalled. */
  #overdue: (() => void) | undefined
  /** Raised when the holder crashes: what it began does not end. */
  #crashCount = 0

  constructor(init: DiskMediumInit) {
    this.#init = init
  }

  /** Bytes that were written and not lost. */
  get length(): number {
    return this.#length
  }

  get unflushedBytes(): number {
    return this.#length - this.#flushedLength
  }

  get isFlushing(): boolean {
    return this.#isFlushing
  }

  /** Writes that were not reported durable. */
  get unreportedCount(): number {
    return this.#unreported.length
  }

  /** Makes the `count`-th operation of its kind from now on fail, once. */
  fail(operation: DiskOperation, count: number): void {
    if (!Number.isSafeInteger(count) || count < 1) {
      throw new RangeError(`operations are counted from 1: ${count}`)
    }
    this.#failing.set(operation, count)
  }

  /** Lets no flush finish until it is called with `false`. */
  stall(isStalled: boolean): void {
    this.#isStalled = isStalled
    const overdue = this.#overdue
    if (isStalled || overdue === undefined) return
    this.#overdue = undefined
    this.#after([0, 0], overdue)
  }

  /** Ends every condition under which operations fail or hang. */
  heal(): void {
    this.isFull = false
    this.#failing.clear()
    this.stall(false)
  }

  /**
   * Adds `bytes`; `onDurable` is called once they are found safe, by a flush or after a crash.
   *
   * @throws DiskFault if it fails; then any prefix of the bytes may have been written.
   */
  write(bytes: Uint8Array, onDurable: () => void): void {
    this.#unreported.push({ end: this.#length + bytes.length, onDurable })
    const isFailing = this.#isFailing('write')
    if (isFailing || this.isFull) {
      this.#add(bytes.subarray(0, this.#drawPrefix(bytes.length)))
      throw new DiskFault(isFailing ? 'EIO' : 'ENOSPC', 'write')
    }
    this.#add(bytes)
  }

  /** Makes everything safe that was written, one flush at a time; reports it, then calls `done`. */
  flush(done: (fault?: DiskFault) => void): void {
    const end = this.#length
    const isFailing = this.#isFailing('flush')
    this.#isFlushing = true
    const finish = (): void => {
      if (this.#isStalled) {
        this.#overdue = finish
        return
      }
      this.#isFlushing = false
      this.flushCount += 1
      if (isFailing) {
        done(new DiskFault('EIO', 'flush'))
        return
      }
      this.#flushedLength = end
      this.#reportUntil(end)
      done()
    }
    this.#after(this.conditions.flushMs, finish)
  }

  /** What was written and not lost, until more happens to the disk. */
  contents(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  /** Calls `done` once something was read. */
  read(done: (fault?: DiskFault) => void): void {
    const fault = this.#isFailing('read') ? new DiskFault('EIO', 'read') : undefined
    this.#after(this.conditions.readMs, () => done(fault))
  }

  /** Ends every operation that is under way, and then what {@link release} does. */
  crash(keptBytes?: number): void {
    this.#crashCount += 1
    this.#isFlushing = false
    this.#overdue = undefined
    this.release(keptBytes)
  }

  /** Nobody uses the disk any more: it keeps `keptBytes` of what is not flushed, any number unless it is told. */
  release(keptBytes: number = this.#drawPrefix(this.unflushedBytes)): void {
    this.holder = undefined
    this.#length = this.#flushedLength + Math.min(keptBytes, this.unflushedBytes)
    this.#flushedLength = this.#length
  }

  /** Drops what is above `end`, the end of what could be read back, and reports the rest. */
  recover(end: number): void {
    this.#length = end
    this.#flushedLength = end
    this.#reportUntil(end)
    this.#unreported = []
  }

  wipe(): void {
    this.#length = 0
    this.#flushedLength = 0
    this.#unreported = []
  }

  /** Turns a bit round, any unless it is told. */
  corrupt(bit: number = this.#init.random.below(8 * this.#length)): void {
    const at = Math.floor(bit / 8)
    if (at < this.#length) this.#bytes[at] = (this.#bytes[at] ?? 0) ^ (1 << (bit % 8))
  }

  /** How many of `bytes` are kept. All, none and some are equally likely: each of them finds bugs of its own. */
  #drawPrefix(bytes: number): number {
    if (bytes === 0) return 0
    const { random } = this.#init
    return random.pick([0, bytes, random.below(bytes + 1)])
  }

  #add(bytes: Uint8Array): void {
    const length = this.#length + bytes.length
    if (length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(length, 2 * this.#bytes.length))
      larger.set(this.#bytes)
      this.#bytes = larger
    }
    this.#bytes.set(bytes, this.#length)
    this.#length = length
  }

  #reportUntil(end: number): void {
    let count = 0
    while ((this.#unreported[count]?.end ?? Number.POSITIVE_INFINITY) <= end) count += 1
    for (const { onDurable } of this.#unreported.splice(0, count)) onDurable()
  }

  #isFailing(operation: DiskOperation): boolean {
    const left = this.#failing.get(operation)
    if (left === undefined) return false
    if (left > 1) {
      this.#failing.set(operation, left - 1)
      return false
    }
    this.#failing.delete(operation)
    return true
  }

  /** Calls `run` within the time that an operation takes, unless the life that began it is over then. */
  #after([min, max]: MillisecondsRange, run: () => void): void {
    const { scheduler, random } = this.#init
    const crashCount = this.#crashCount
    scheduler.at(scheduler.nowMs + random.between(min, max), () => {
      if (crashCount === this.#crashCount) run()
    })
  }
}
