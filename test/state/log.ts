import type { ChosenEntry } from '../../src/core/effects.js'
import type { Entry } from '../../src/core/entry.js'
import { bytesOf, type Key, keyOf, keyOfText } from '../../src/state/keys.js'
import { Objects } from '../../src/state/objects.js'
import type {
  Action,
  Change,
  Condition,
  Operation,
  Refusal,
  Result
} from '../../src/state/operation.js'
import { encodeOperation } from '../../src/state/operation-codec.js'
import type { MapRow, TurnKind } from '../../src/state/rows.js'

/** Who proposes, and what it says that it knows. */
export interface Proposer {
  readonly session?: number
  readonly origin?: string
  readonly acknowledged?: number
}

/** A log in the making, and what the objects of one replica are after it. */
export class Log {
  readonly objects: Objects = new Objects()
  readonly entries: ChosenEntry[] = []
  nowMs = 1000
  readonly #sequences = new Map<number, number>()

  get slot(): number {
    return this.entries.length
  }

  /** Applies an operation in the next slot, and says what it came to. */
  apply(operation: Operation, proposer: Proposer = {}): Result {
    return this.applyBytes(encodeOperation(operation), proposer)
  }

  /** Likewise, of any bytes. */
  applyBytes(operation: Uint8Array, proposer: Proposer = {}): Result {
    const { session = 1, origin = 'alice', acknowledged } = proposer
    const sequence = (this.#sequences.get(session) ?? 0) + 1
    this.#sequences.set(session, sequence)
    this.append(
      {
        type: 'operation',
        session,
        sequence,
        operation,
        logTimeMs: this.nowMs,
        ...(acknowledged !== undefined && { acknowledged })
      },
      origin
    )
    const result = this.objects.resultAt(this.slot)
    if (result === undefined) throw new Error('the operation came to nothing')
    return result
  }

  /** Time passes, and the group is told. */
  pass(elapsedMs: number): void {
    this.nowMs += elapsedMs
    this.append({ type: 'tick', logTimeMs: this.nowMs })
  }

  append(
    entry: Entry,
    origin?: string,
    verdict: ChosenEntry['verdict'] = { type: 'applied' }
  ): void {
    const chosen = { slot: this.slot + 1, entry, verdict, origin }
    this.entries.push(chosen)
    this.objects.apply(chosen)
  }

  changes(): readonly Change[] {
    return this.objects.takeChanges()
  }

  /** Leases that were granted, to one who has a session. */
  grant(ttlMs = 1000, proposer: Proposer = {}): number {
    const result = this.apply({ type: 'grant', ttlMs }, proposer)
    if (result.type !== 'lease') throw new Error('no lease was granted')
    return result.lease
  }

  set(key: Key, value: string | Uint8Array, lease = 0, map: Key = 'map'): Result {
    return this.transact([], [set(key, value, lease)], [], map)
  }

  delete(key: Key, map: Key = 'map'): Result {
    return this.transact([], [{ type: 'delete', key }], [], map)
  }

  transact(
    conditions: readonly Condition[],
    actions: readonly Action[] = [],
    otherwise: readonly Action[] = [],
    map: Key = 'map'
  ): Result {
    return this.apply({ type: 'transaction', map, conditions, actions, otherwise })
  }

  /** The values of a map, by key. */
  map(map: Key = 'map'): Record<string, string> {
    const rows = [...this.objects.mapRows(map, { from: '', end: undefined })]
    return Object.fromEntries(rows.map(([key, row]) => [key, keyOf(row.value)]))
  }

  row(key: Key, map: Key = 'map'): MapRow | undefined {
    return this.objects.mapRow(map, key)
  }

  claim(lease: number, init: Partial<Extract<Operation, { type: 'claim' }>> = {}): Result {
    const value = new Uint8Array(0)
    return this.apply(
      { type: 'claim', kind: 'lock', name: 'lock', lease, value, waits: true, ...init },
      { origin: `holder of ${lease}` }
    )
  }

  release(claim: number, kind: TurnKind = 'lock', name: Key = 'lock'): Result {
    return this.apply({ type: 'release', kind, name, claim })
  }

  /** Claim and token of whoever has it. */
  holder(kind: TurnKind = 'lock', name: Key = 'lock'): [number, number] | undefined {
    const turn = this.objects.holder(kind, name)
    return turn && [turn.claim, turn.row.token]
  }
}

/** What another replica is that applied the same. */
export function replayed(entries: readonly ChosenEntry[]): Objects {
  const objects = new Objects()
  for (const entry of entries) objects.apply(entry)
  return objects
}

/** What another replica is that got these pieces. */
export function restored(pieces: Iterable<Uint8Array>): Objects {
  const objects = new Objects()
  const restorer = objects.restorer()
  for (const piece of pieces) restorer.add(piece)
  restorer.finish()
  return objects
}

export function text(value: string): Uint8Array {
  return bytesOf(keyOfText(value))
}

export function set(key: Key, value: string | Uint8Array, lease = 0): Action {
  return { type: 'set', key, value: typeof value === 'string' ? text(value) : value, lease }
}

export function refused(reason: Refusal): Result {
  return { type: 'refused', reason }
}

/** What is thrown when `act` is called; undefined if nothing is. */
export function thrown(act: () => unknown): Error | undefined {
  try {
    act()
  } catch (error) {
    return error as Error
  }
  return undefined
}
