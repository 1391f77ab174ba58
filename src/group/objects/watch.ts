import { CompactedError } from '../../errors.js'
import type { Key } from '../../state/keys.js'
import type { KeyRange } from '../../state/table.js'
import { type Changes, isWithin, type MapChange } from './changes.js'

/** Changes that wait for one who watches; of what comes then it is told later, as long as that is kept. */
const waitingMax = 1024

/** What ends with the group. */
export interface Ending {
  end(): void
  fail(error: unknown): void
}

export interface WatchInit<E> {
  readonly changes: Changes
  readonly map: Key
  readonly keys: Key | KeyRange
  /** First slot to tell of; without it, what changes from now on. */
  readonly slot: number | undefined
  readonly toEvent: (change: MapChange) => E
  readonly signal: AbortSignal | undefined
  readonly onEnd: () => void
}

/**
 * The changes of part of a map, in order, each once. It holds a bounded number of them, however slowly they are read.
 *
 * `next` throws CompactedError if it was overtaken, with the first slot from which all changes are known: read the map, and watch from there
 * on. It ends with the group, or when it is ended.
 */
export class Watch<E>
  implements AsyncIterableIterator<E, void, undefined>, AsyncDisposable, Ending
{
  readonly #init: WatchInit<E>
  readonly #stop: () => void
  readonly #waiting: MapChange[] = []
  /** The index of the first change that was not taken up, if there is one. */
  #missed: number | undefined
  #readers: PromiseWithResolvers<IteratorResult<E, void>>[] = []
  #error: unknown
  #isOver = false

  constructor(init: WatchInit<E>) {
    const { changes, map, keys, slot, signal } = init
    signal?.throwIfAborted()
    this.#init = init
    if (slot !== undefined) this.#missed = changes.indexOf(slot)
    const watcher = {
      map,
      keys,
      onChange: (change: MapChange, index: number) => this.#onChange(change, index),
      onJump: (jumped: number) => this.fail(jumpError(jumped))
    }
    const unwatch = changes.watchMap(watcher)
    const onAbort = (): void => this.fail(signal?.reason)
    signal?.addEventListener('abort', onAbort, { once: true })
    this.#stop = () => {
      unwatch()
      signal?.removeEventListener('abort', onAbort)
      init.onEnd()
    }
  }

  /** The next change, once there is one. */
  async next(): Promise<IteratorResult<E, void>> {
    this.#catchUp()
    const change = this.#waiting.shift()
    if (change !== undefined) return { done: false, value: this.#init.toEvent(change) }
    if (this.#error !== undefined) {
      const error = this.#error
      this.#error = undefined
      throw error
    }
    if (this.#isOver) return { done: true, value: undefined }
    const reader = Promise.withResolvers<IteratorResult<E, void>>()
    this.#readers.push(reader)
    return await reader.promise
  }

  /** Ends it. */
  async return(): Promise<IteratorResult<E, void>> {
    this.#waiting.length = 0
    this.#missed = undefined
    this.end()
    return { done: true, value: undefined }
  }

  /** Ends it, after what waits was read. */
  end(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#stop()
    for (const reader of this.#readers) reader.resolve({ done: true, value: undefined })
    this.#readers = []
  }

  /** Ends it with an error, after what waits was read; nothing is told that comes later. */
  fail(error: unknown): void {
    if (this.#isOver) return
    this.#missed = undefined
    const [reader] = this.#readers.splice(0, 1)
    if (reader === undefined) this.#error = error
    else reader.reject(error)
    this.end()
  }

  /** Itself: for `for await`. */
  [Symbol.asyncIterator](): this {
    return this
  }

  /** Ends it: for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.return()
  }

  #onChange(change: MapChange, index: number): void {
    if (this.#missed !== undefined || change.slot < (this.#init.slot ?? 0)) return
    const reader = this.#readers.shift()
    if (reader !== undefined) {
      reader.resolve({ done: false, value: this.#init.toEvent(change) })
    } else if (this.#waiting.length < waitingMax) {
      this.#waiting.push(change)
    } else {
      this.#missed = index
    }
  }

  /** Takes up what was missed, as much as there is room for. */
  #catchUp(): void {
    const { changes, map, keys, slot } = this.#init
    while (this.#missed !== undefined && this.#waiting.length < waitingMax) {
      let change: MapChange | undefined
      try {
        change = changes.at(this.#missed)
      } catch (error) {
        this.#missed = undefined
        this.fail(error)
        return
      }
      if (change === undefined) {
        this.#missed = undefined
        return
      }
      this.#missed += 1
      if (change.map !== map || change.slot < (slot ?? 0)) continue
      const isMeant = typeof keys === 'string' ? change.key === keys : isWithin(change.key, keys)
      if (isMeant) this.#waiting.push(change)
    }
  }
}

function jumpError(slot: number): CompactedError {
  return new CompactedError(
    `what was chosen up to slot ${slot} came as a snapshot: what changed meanwhile is not known`,
    { firstSlot: slot + 1 }
  )
}
