import type { ChosenEntry } from '../core/effects.js'
import type { Entry } from '../core/entry.js'
import { InvalidMessageError, MessageTooLargeError, StoreCorruptError } from '../errors.js'
import { type Key, prefixEnd } from './keys.js'
import { Leases } from './leases.js'
import { transact } from './maps.js'
import { add } from './numbers.js'
import type { Change, Operation, Result } from './operation.js'
import { decodeOperation } from './operation-codec.js'
import { decodePiece, inPieces } from './piece-codec.js'
import { Results, type SlotResult } from './results.js'
import { type MapRow, mapPrefix, type NumberKind, numberKey, type TurnKind } from './rows.js'
import { State } from './state.js'
import { type KeyRange, withPrefix } from './table.js'
import { claim, holder, proclaim, release, type Turn } from './turns.js'

/** Takes what a snapshot says of objects. */
export interface Restorer {
  /** @throws StoreCorruptError if the bytes are no piece of a snapshot; UnsupportedVersionError if they are one of a newer version. */
  add(bytes: Uint8Array): void
  /** @throws StoreCorruptError if there was no whole snapshot. */
  finish(): void
}

/**
 * The objects of a group: maps, counters, sequences, locks, offices and leases, as a pure function of its log.
 *
 * They describe themselves there: whoever has the log has them, and the first operation on a name makes an object of that name.
 */
export class Objects {
  #state = new State()
  #leases = new Leases(this.#state)
  #results = new Results()

  /** The slot that was applied last. */
  get slot(): number {
    return this.#state.slot
  }

  /** The group's time at which something happens even if nobody proposes anything. */
  get alarmMs(): number | undefined {
    return this.#leases.alarmMs
  }

  /**
   * Applies the next entry of the log, whatever it is: time passes, too.
   *
   * @throws UnsupportedVersionError if it is an operation of a newer version: nothing more can be applied then.
   */
  apply({ slot, entry, verdict, origin = '' }: ChosenEntry): void {
    const state = this.#state
    const isOperation = entry.type === 'operation' && verdict.type === 'applied'
    const operation = isOperation ? decoded(entry.operation) : undefined
    state.slot = slot
    state.logTimeMs = entry.logTimeMs
    this.#leases.expire()
    if (entry.type === 'open-session' || entry.type === 'tick') return
    const { session, sequence, acknowledged = 0 } = entry
    this.#results.acknowledge(session, acknowledged)
    if (operation === undefined) return
    const result: Result =
      operation === 'malformed'
        ? { type: 'refused', reason: 'malformed' }
        : this.#apply(operation, origin)
    this.#results.add({ session, sequence, slot, result })
  }

  /** Version of the rules that the application's machine goes by. */
  get machineVersion(): number {
    return this.#state.machineVersion
  }

  /** The application's machine made this of the value that is the last entry. */
  addResult(entry: Extract<Entry, { readonly type: 'value' }>, result: Result): void {
    const { session, sequence } = entry
    this.#results.add({ session, sequence, slot: this.#state.slot, result })
  }

  /** What the operation in `slot` came to; undefined once its proposer was known to know. */
  resultAt(slot: number): Result | undefined {
    return this.#results.at(slot)
  }

  /** Hands out what changed since this was asked last. */
  takeChanges(): readonly Change[] {
    return this.#state.takeChanges()
  }

  /** What a key of a map holds. */
  mapRow(map: Key, key: Key): MapRow | undefined {
    return this.#state.table.find('map', mapPrefix(map) + key)
  }

  /** What a range of the keys of a map holds, in the order of their bytes, or the other way round. To be read before more is applied. */
  *mapRows(
    map: Key,
    { from, end }: KeyRange,
    reverse = false
  ): Generator<readonly [Key, MapRow], void, undefined> {
    const prefix = mapPrefix(map)
    const range = { from: prefix + from, end: end === undefined ? prefixEnd(prefix) : prefix + end }
    for (const [key, row] of this.#state.table.rows(range, reverse)) {
      if (row.type === 'map') yield [key.slice(prefix.length), row]
    }
  }

  /** What a counter stands at, or the last number that a sequence gave out. */
  number(kind: NumberKind, name: Key): number {
    return this.#state.table.find('number', numberKey(kind, name))?.value ?? 0
  }

  /** Who has a lock or an office. */
  holder(kind: TurnKind, name: Key): Turn | undefined {
    return holder(this.#state, kind, name)
  }

  /** Whether a lease lasts. */
  hasLease(lease: number): boolean {
    return this.#state.hasLease(lease)
  }

  /** The state as it is now, in pieces that can be made while it goes on; the same for the same log. */
  snapshot(): Generator<Uint8Array, void, undefined> {
    const { table, slot, logTimeMs, token, machineVersion } = this.#state
    const rows = table.clone().rows(withPrefix(''))
    return inPieces({ slot, logTimeMs, token, machineVersion }, this.#results.all(), rows)
  }

  /** Takes the pieces that a snapshot was made of, and then replaces the state by what they say. */
  restorer(): Restorer {
    const state = new State()
    const results: SlotResult[] = []
    return {
      add: bytes => {
        const { clock, rows, results: found } = decodePiece(bytes)
        Object.assign(state, clock)
        for (const [key, row] of rows) state.table.set(key, row)
        results.push(...found)
      },
      finish: () => {
        if (state.slot === 0) throw new StoreCorruptError('objects in a snapshot have no time')
        this.#state = state
        this.#leases = new Leases(state)
        this.#results = new Results(results)
      }
    }
  }

  #apply(operation: Operation, origin: string): Result {
    const state = this.#state
    switch (operation.type) {
      case 'transaction':
        return transact(state, operation)
      case 'add':
        return add(state, operation)
      case 'grant':
        return this.#leases.grant(operation.ttlMs, origin)
      case 'keep-alive':
        return this.#leases.keepAlive(operation.lease)
      case 'revoke':
        return this.#leases.revoke(operation.lease)
      case 'claim':
        return claim(state, operation, origin)
      case 'upgrade': {
        const existed = operation.version > state.machineVersion
        if (existed) state.machineVersion = operation.version
        return { type: 'done', existed }
      }
      case 'release': {
        const { kind, name, claim: made } = operation
        return { type: 'done', existed: release(state, kind, name, made) }
      }
      case 'proclaim':
        return proclaim(state, operation)
    }
  }
}

/** What is no operation has no effect, anywhere; what is one of another version may have. */
function decoded(bytes: Uint8Array): Operation | 'malformed' {
  try {
    return decodeOperation(bytes)
  } catch (error) {
    const isMalformed =
      error instanceof InvalidMessageError || error instanceof MessageTooLargeError
    if (isMalformed) return 'malformed'
    throw error
  }
}
