import { InvalidOptionsError } from '../../errors.js'
import { type Key, prefixEnd } from '../../state/keys.js'
import { transactionActionsMax } from '../../state/limits.js'
import type { Action, Comparison, Condition } from '../../state/operation.js'
import type { MapRow } from '../../state/rows.js'
import type { KeyRange } from '../../state/table.js'
import type { CallOptions } from '../call-limit.js'
import type { Codec } from '../codec.js'
import { encodeValue } from '../encode.js'
import type { MapChange } from './changes.js'
import { decoded, type ObjectsHost, perform, type ReadOptions } from './host.js'
import type { KeyCodec } from './key-codec.js'
import type { Lease } from './lease.js'
import { type Ending, Watch } from './watch.js'

export type { Comparison } from '../../state/operation.js'

/** What a key of a map holds. */
export interface MapEntry<V, K = string> {
  readonly key: K
  readonly value: V
  /** The slot in which it was set last: no two values of a key have the same version. */
  readonly version: number
  /** The slot since which the key is there. */
  readonly createdSlot: number
}

/** What is in a map, or not, and the last slot that is taken into account. */
export interface MapRead<V, K = string> {
  readonly slot: number
  readonly entry: MapEntry<V, K> | undefined
}

/** What was set or deleted. */
export interface MapWrite {
  readonly slot: number
  /** Whether the key was there before. */
  readonly existed: boolean
}

/** What became of a write that depends on what it finds. */
export type Conditional<V, K = string> =
  | { readonly succeeded: true; readonly slot: number }
  /** It had no effect; `entry` is what was found. */
  | {
      readonly succeeded: false
      readonly slot: number
      readonly entry: MapEntry<V, K> | undefined
    }

export interface SetOptions extends CallOptions {
  /** The key goes when this lease ends. */
  readonly lease?: Lease
}

/** Part of the keys of a map, in the order of their bytes; all of them by default. */
export interface RangeOptions<K> {
  /** Keys that begin with this one. */
  readonly prefix?: K
  /** The first key. */
  readonly from?: K
  /** All keys are before this one. */
  readonly end?: K
}

export interface ScanOptions<K> extends RangeOptions<K>, ReadOptions {
  /**
   * Entries to read at most.
   *
   * @default 1000
   */
  readonly limit?: number
  /** Only keys after this one, or before it if `reverse`: the last one of the page before. */
  readonly after?: K
  /** @default false */
  readonly reverse?: boolean
}

/** Some entries of a map, as they were together after `slot`. */
export interface MapPage<V, K = string> {
  readonly slot: number
  readonly entries: readonly MapEntry<V, K>[]
  /** Whether there are more: go on `after` the last key. */
  readonly hasMore: boolean
}

/** What is watched: a key, or part of a map, which is all of it by default. */
export type WatchOptions<K> = (RangeOptions<K> | { readonly key: K }) & {
  /** First slot to tell of: one after that of a read, to go on from there. Without it, what changes from now on. */
  readonly slot?: number
  readonly signal?: AbortSignal
}

/** A change of a map. */
export interface MapEvent<V, K = string> {
  readonly type: 'set' | 'delete'
  readonly slot: number
  readonly key: K
  /** What was set; undefined if it does not decode, or was deleted. */
  readonly value: V | undefined
  /** Why what was set does not decode. */
  readonly decodeError?: unknown
}

/** On a key: its version, which is 0 if it is not there; whether it is there; or its value, which only a key has that is there. */
export type MapCondition<V, K = string> = { readonly key: K } & (
  | { readonly version: number; readonly is?: Comparison }
  | { readonly exists: boolean }
  | { readonly value: V; readonly is?: Comparison }
)

/** What is done with a key in a transaction. */
export type MapAction<V, K = string> =
  | { readonly type: 'set'; readonly key: K; readonly value: V; readonly lease?: Lease }
  | { readonly type: 'delete' | 'get'; readonly key: K }

/** What is done at once, and when: see `ReplicatedMap.transaction`. */
export interface MapTransaction<V, K = string> {
  /** @default none: the transaction succeeds */
  readonly conditions?: readonly MapCondition<V, K>[]
  /** What is done if all conditions hold, in this order. */
  readonly actions?: readonly MapAction<V, K>[]
  /** What is done if one does not. */
  readonly otherwise?: readonly MapAction<V, K>[]
}

/** What became of a transaction. */
export interface MapTransactionResult<V, K = string> {
  readonly slot: number
  /** Whether all conditions held. */
  readonly succeeded: boolean
  /** For each action that was done, what its key held before it. */
  readonly found: readonly (MapEntry<V, K> | undefined)[]
}

const limitDefault = 1000

/**
 * A map that all members of a group share: ordered, with versions, transactions and watches. Each write is one slot of the log.
 *
 * All calls throw ReplicaStoppedError if the group closes, and what the codec throws. Writes throw what `Group.propose` throws; reads what
 * `Group.barrier` throws. A condition that does not hold is a result.
 */
export class ReplicatedMap<V, K = string> {
  readonly name: string
  readonly #host: ObjectsHost
  readonly #map: Key
  readonly #codec: Codec<V>
  readonly #keys: KeyCodec<K>
  readonly #onWatch: (watch: Ending) => () => void

  /** To be had from `Group.map`. */
  constructor(init: {
    readonly name: string
    readonly host: ObjectsHost
    readonly map: Key
    readonly codec: Codec<V>
    readonly keys: KeyCodec<K>
    readonly onWatch: (watch: Ending) => () => void
  }) {
    this.name = init.name
    this.#host = init.host
    this.#map = init.map
    this.#codec = init.codec
    this.#keys = init.keys
    this.#onWatch = init.onWatch
  }

  /** The value of a key; undefined if it is not there. */
  async get(key: K, options: ReadOptions = {}): Promise<V | undefined> {
    const found = this.#keys.toKey(key)
    const waiting = this.#host.read(options)
    if (waiting !== undefined) await waiting
    const row = this.#host.objects.mapRow(this.#map, found)
    return row && decoded(this.#codec, row.value)
  }

  /** The entry of a key, with its version, and the slot that the read takes into account. */
  async read(key: K, options: ReadOptions = {}): Promise<MapRead<V, K>> {
    const found = this.#keys.toKey(key)
    await this.#host.read(options)
    const { objects } = this.#host
    return { slot: objects.slot, entry: this.#entry(found, objects.mapRow(this.#map, found)) }
  }

  /** Sets a key. */
  async set(key: K, value: V, options: SetOptions = {}): Promise<MapWrite> {
    const action = this.#setAction(key, value, options.lease)
    return await this.#write(action, options)
  }

  /** Deletes a key, if it is there. */
  async delete(key: K, options: CallOptions = {}): Promise<MapWrite> {
    return await this.#write({ type: 'delete', key: this.#keys.toKey(key) }, options)
  }

  /** Sets a key if it is not there. */
  async setIfAbsent(key: K, value: V, options: SetOptions = {}): Promise<Conditional<V, K>> {
    return await this.compareAndSet(key, 0, value, options)
  }

  /** Sets a key if it still has this version, or, with 0, if it is not there. */
  async compareAndSet(
    key: K,
    version: number,
    value: V,
    options: SetOptions = {}
  ): Promise<Conditional<V, K>> {
    return await this.#writeIf(version, this.#setAction(key, value, options.lease), options)
  }

  /** Deletes a key if it still has this version. */
  async compareAndDelete(
    key: K,
    version: number,
    options: CallOptions = {}
  ): Promise<Conditional<V, K>> {
    return await this.#writeIf(version, { type: 'delete', key: this.#keys.toKey(key) }, options)
  }

  /** Does some things or others, all in one slot. */
  async transaction(
    transaction: MapTransaction<V, K>,
    options: CallOptions = {}
  ): Promise<MapTransactionResult<V, K>> {
    for (const [name, list] of Object.entries(transaction)) {
      if (list.length <= transactionActionsMax) continue
      throw new InvalidOptionsError(`${list.length} ${name} are more than ${transactionActionsMax}`)
    }
    const conditions = (transaction.conditions ?? []).map(each => this.#condition(each))
    const actions = (transaction.actions ?? []).map(each => this.#action(each))
    const otherwise = (transaction.otherwise ?? []).map(each => this.#action(each))
    const { slot, succeeded, found } = await this.#transact(conditions, actions, otherwise, options)
    const done = succeeded ? actions : otherwise
    const entries = found.map((row, i) => this.#entry((done[i] as Action).key, row))
    return { slot, succeeded, found: entries }
  }

  /** Reads entries in the order of their keys' bytes, a page at a time. */
  async scan(options: ScanOptions<K> = {}): Promise<MapPage<V, K>> {
    const { limit = limitDefault, reverse = false } = options
    if (!Number.isInteger(limit) || limit < 1) {
      throw new InvalidOptionsError(`limit must be a whole number from 1, not ${limit}`)
    }
    const range = this.#pageRange(options, reverse)
    await this.#host.read(options)
    const { objects } = this.#host
    const entries: MapEntry<V, K>[] = []
    let hasMore = false
    for (const [key, row] of objects.mapRows(this.#map, range, reverse)) {
      hasMore = entries.length === limit
      if (hasMore) break
      entries.push(this.#toEntry(key, row))
    }
    return { slot: objects.slot, entries, hasMore }
  }

  /** All entries of a range, page by page: each page is read for itself, so that what is set meanwhile may be among them or not. */
  async *entries(
    options: Omit<ScanOptions<K>, 'after'> = {}
  ): AsyncGenerator<MapEntry<V, K>, void, undefined> {
    let page = await this.scan(options)
    yield* page.entries
    while (page.hasMore) {
      const last = page.entries.at(-1) as MapEntry<V, K>
      page = await this.scan({ ...options, after: last.key })
      yield* page.entries
    }
  }

  /**
   * The changes of a key, or of part of the map, in order and without gaps.
   *
   * @throws CompactedError if `slot` is too far back: read the map, and watch from the slot after that of the read.
   */
  watch(options: WatchOptions<K> = {}): Watch<MapEvent<V, K>> {
    this.#host.check()
    const { slot, signal } = options
    if (slot !== undefined && !(Number.isSafeInteger(slot) && slot >= 1)) {
      throw new InvalidOptionsError(`slot must be a whole number from 1, not ${slot}`)
    }
    const keys = this.#watched(options)
    let forget: (() => void) | undefined
    const watch = new Watch<MapEvent<V, K>>({
      changes: this.#host.changes,
      map: this.#map,
      keys,
      slot,
      signal,
      toEvent: change => this.#event(change),
      onEnd: () => forget?.()
    })
    forget = this.#onWatch(watch)
    return watch
  }

  #watched(options: WatchOptions<K>): Key | KeyRange {
    if (!('key' in options)) return this.#range(options)
    if ('prefix' in options || 'from' in options || 'end' in options) {
      throw new InvalidOptionsError('a watch is of a key, or of a range')
    }
    return this.#keys.toKey(options.key)
  }

  async #write(action: Action, options: CallOptions): Promise<MapWrite> {
    const { slot, found } = await this.#transact([], [action], [], options)
    return { slot, existed: found[0] !== undefined }
  }

  async #writeIf(
    version: number,
    action: Action,
    options: CallOptions
  ): Promise<Conditional<V, K>> {
    const { key } = action
    const condition: Condition = { key, is: 'equal', version: checkVersion(version) }
    const get: Action = { type: 'get', key }
    const { slot, succeeded, found } = await this.#transact([condition], [action], [get], options)
    return succeeded ? { succeeded, slot } : { succeeded, slot, entry: this.#entry(key, found[0]) }
  }

  async #transact(
    conditions: readonly Condition[],
    actions: readonly Action[],
    otherwise: readonly Action[],
    options: CallOptions
  ): Promise<{ slot: number; succeeded: boolean; found: readonly (MapRow | undefined)[] }> {
    const map = this.#map
    const { slot, result } = await perform(
      this.#host,
      'transaction',
      { type: 'transaction', map, conditions, actions, otherwise },
      options
    )
    return { slot, succeeded: result.succeeded, found: result.found }
  }

  #condition(condition: MapCondition<V, K>): Condition {
    const key = this.#keys.toKey(condition.key)
    if ('exists' in condition) {
      return { key, is: condition.exists ? 'above' : 'equal', version: 0 }
    }
    const { is = 'equal' } = condition
    if ('version' in condition) return { key, is, version: checkVersion(condition.version) }
    return { key, is, value: this.#encode(condition.value) }
  }

  #encode(value: V): Uint8Array {
    return encodeValue(value, { codec: this.#codec, valueBytesMax: this.#host.valueBytesMax })
  }

  #action(action: MapAction<V, K>): Action {
    if (action.type === 'set') return this.#setAction(action.key, action.value, action.lease)
    return { type: action.type, key: this.#keys.toKey(action.key) }
  }

  #setAction(key: K, value: V, lease: Lease | undefined): Action {
    return {
      type: 'set',
      key: this.#keys.toKey(key),
      value: this.#encode(value),
      lease: lease?.id ?? 0
    }
  }

  #entry(key: Key, row: MapRow | undefined): MapEntry<V, K> | undefined {
    return row && this.#toEntry(key, row)
  }

  #toEntry(key: Key, { value, version, createdSlot }: MapRow): MapEntry<V, K> {
    return {
      key: this.#keys.fromKey(key),
      value: decoded(this.#codec, value),
      version,
      createdSlot
    }
  }

  #event({ slot, key, row }: MapChange): MapEvent<V, K> {
    const place = { slot, key: this.#keys.fromKey(key) }
    if (row === undefined) return { type: 'delete', ...place, value: undefined }
    try {
      return { type: 'set', ...place, value: decoded(this.#codec, row.value) }
    } catch (decodeError) {
      return { type: 'set', ...place, value: undefined, decodeError }
    }
  }

  #range({ prefix, from, end }: RangeOptions<K>): KeyRange {
    if (prefix !== undefined && (from !== undefined || end !== undefined)) {
      throw new InvalidOptionsError('a range is given by its prefix, or by its ends')
    }
    if (prefix !== undefined) {
      const key = this.#keys.toKey(prefix)
      return { from: key, end: prefixEnd(key) }
    }
    const first = from === undefined ? '' : this.#keys.toKey(from)
    return { from: first, end: end === undefined ? undefined : this.#keys.toKey(end) }
  }

  #pageRange(options: ScanOptions<K>, reverse: boolean): KeyRange {
    const range = this.#range(options)
    if (options.after === undefined) return range
    const after = this.#keys.toKey(options.after)
    // Between a key and the same one with a byte of 0 after it there is no other.
    if (!reverse) return { from: after < range.from ? range.from : `${after}\0`, end: range.end }
    return {
      from: range.from,
      end: range.end === undefined || after < range.end ? after : range.end
    }
  }
}

function checkVersion(version: number): number {
  if (Number.isSafeInteger(version) && version >= 0) return version
  throw new InvalidOptionsError(`a version is a slot, or 0: ${version}`)
}
