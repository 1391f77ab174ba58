import { InvalidOptionsError } from '../errors.js'
import type { Store } from '../storage/store.js'
import { type Enter, Life } from './disk-life.js'
import { type DiskConditions, DiskMedium, type DiskMediumInit, goodDisk } from './disk-medium.js'
import { type DiskObserver, DiskStore } from './disk-store.js'

export { type DiskConditions, type DiskObserver, goodDisk }

export interface DiskInit extends DiskMediumInit {
  readonly observer: DiskObserver
}

/**
 * A disk, which outlives the processes that use it, one at a time.
 *
 * It holds bytes: what the production codec makes of what replicas append. A store of it is as durable as one on a real disk:
 * what was reported durable survives every crash, what was not may survive, and nothing of a process that crashed happens
 * afterwards.
 */
export class Disk {
  readonly #medium: DiskMedium
  readonly #observer: DiskObserver
  #lives: Life[] = []

  constructor(init: DiskInit) {
    this.#medium = new DiskMedium(init)
    this.#observer = init.observer
  }

  /** How fast the disk is; can be set at any time. */
  get conditions(): DiskConditions {
    return this.#medium.conditions
  }

  set conditions(conditions: DiskConditions) {
    this.#medium.conditions = conditions
  }

  /** Bytes that a power cut cannot take. */
  get flushedBytes(): number {
    return this.#medium.length - this.#medium.unflushedBytes
  }

  /** Bytes that were written and may be lost. */
  get unflushedBytes(): number {
    return this.#medium.unflushedBytes
  }

  get isFlushing(): boolean {
    return this.#medium.isFlushing
  }

  /** Batches, births and deletions that were submitted and are not durable yet. */
  get pendingBatches(): number {
    return this.#medium.unreportedCount
  }

  /** Flushes that finished. */
  get flushCount(): number {
    return this.#medium.flushCount
  }

  /**
   * A store for a process that begins now and lives until the next crash.
   *
   * @param enter Runs what the process hears of the disk. The default runs it at once.
   */
  store(enter: Enter = run => run()): Store {
    const life = new Life(enter)
    this.#lives.push(life)
    return new DiskStore({ medium: this.#medium, observer: this.#observer, life })
  }

  /**
   * Ends every process that uses the disk. Nothing that it waits for is ever settled, and nothing that it does reaches the disk.
   *
   * @param keptBytes How many of the unflushed bytes survive: without it, all of them, none or any number.
   */
  crash(keptBytes?: number): void {
    for (const life of this.#lives) life.end()
    this.#lives = []
    this.#medium.crash(keptBytes)
  }

  /** Loses everything. */
  wipe(): void {
    this.#checkUnused()
    this.#medium.wipe()
  }

  /**
   * Turns round one bit of what is kept: any, unless it is told. Nothing happens to an empty disk.
   */
  corrupt(bit?: number): void {
    this.#checkUnused()
    this.#medium.corrupt(bit)
  }

  /** Makes the `count`-th write from now on fail with EIO: it leaves any prefix of its bytes. */
  failWrite(count: number): void {
    this.#medium.fail('write', count)
  }

  /** Makes the `count`-th flush from now on fail with EIO: nobody knows what of it is safe. */
  failFlush(count: number): void {
    this.#medium.fail('flush', count)
  }

  /** Makes the `count`-th read from now on fail with EIO. To open a store is a read, and so is to open a state. */
  failRead(count: number): void {
    this.#medium.fail('read', count)
  }

  /** Whether writes find no space (ENOSPC). */
  full(isFull: boolean): void {
    this.#medium.isFull = isFull
  }

  /** Whether flushes hang; one that would have finished does so once they do not. */
  stall(isStalled: boolean): void {
    this.#medium.stall(isStalled)
  }

  /** Ends `full` and `stall` and takes back failures that did not happen yet. */
  heal(): void {
    this.#medium.heal()
  }

  #checkUnused(): void {
    if (this.#medium.holder !== undefined) throw new InvalidOptionsError('the disk is in use')
  }
}
