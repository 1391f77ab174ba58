import { StoreError } from '../errors.js'
import type { Database, Operation } from './database.js'

/** What has to become durable together, after everything that was submitted before. */
export interface Write {
  /** Changes that follow from what the database holds then, made before `operations`. */
  readonly prepare?: () => Promise<readonly Operation[]>
  readonly operations: readonly Operation[]
  /** Replaced by that of a later write with the same owner. */
  readonly state?: { readonly owner: object; readonly put: Operation }
}

/** One synced write: how many writes it carried, how many bytes of keys and values, and how long it took. */
export interface Flush {
  readonly writes: number
  readonly bytes: number
  readonly durationMs: number
}

/**
 * Bytes of keys and values that one synced write carries, unless a single one has more.
 *
 * Too low and more syncs are needed; too high and the first to wait waits for the bytes of all others.
 */
const flushBytesMax = 16 * 1024 * 1024

interface Waiting {
  readonly write: Write
  readonly resolve: () => void
  readonly reject: (error: StoreError) => void
}

/**
 * Makes writes durable, in the order in which they are submitted, and as many as wait in one synced write of the database: the
 * first is written at once, and what comes meanwhile goes into the next. (Group commit.)
 *
 * Once a write has failed, every later one fails.
 */
export class DatabaseWriter {
  readonly #db: Database
  readonly #onFlush: ((flush: Flush) => void) | undefined
  #waiting: Waiting[] = []
  #running: Promise<void> | undefined
  #failure: { readonly cause: unknown } | undefined

  constructor(db: Database, onFlush: ((flush: Flush) => void) | undefined) {
    this.#db = db
    this.#onFlush = onFlush
  }

  /**
   * Resolves when `write` is durable.
   *
   * @throws StoreError if it may not have become durable.
   */
  submit(write: Write): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ write, resolve, reject })
      this.#running ??= this.#run()
    })
  }

  /** Resolves when nothing waits. */
  async idle(): Promise<void> {
    await this.#running
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#nextGroup()
      try {
        await this.#flush(group)
      } catch (cause) {
        this.#failure ??= { cause }
        for (const { reject } of group) reject(new StoreError('the store cannot write', { cause }))
        continue
      }
      for (const { resolve } of group) resolve()
    }
    this.#running = undefined
  }

  /** A write that first looks into the database must find there what was submitted before it: it begins a group. */
  #nextGroup(): Waiting[] {
    let count = 0
    let bytes = 0
    for (const { write } of this.#waiting) {
      bytes += operationBytes(write.operations)
      if (count > 0 && (write.prepare !== undefined || bytes > flushBytesMax)) break
      count += 1
    }
    return this.#waiting.splice(0, count)
  }

  async #flush(group: readonly Waiting[]): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure.cause
    const startMs = performance.now()
    const operations: Operation[] = []
    const states = new Map<object, Operation>()
    for (const { write } of group) {
      const prepared = (await write.prepare?.()) ?? []
      for (const operation of prepared) operations.push(operation)
      for (const operation of write.operations) operations.push(operation)
      if (write.state !== undefined) states.set(write.state.owner, write.state.put)
    }
    for (const operation of states.values()) operations.push(operation)
    if (operations.length === 0) return
    await this.#db.write(operations)
    this.#onFlush?.({
      writes: group.length,
      bytes: operationBytes(operations),
      durationMs: performance.now() - startMs
    })
  }
}

function operationBytes(operations: readonly Operation[]): number {
  let bytes = 0
  for (const operation of operations) {
    bytes += operation.key.length + (operation.type === 'put' ? operation.value.length : 0)
  }
  return bytes
}
