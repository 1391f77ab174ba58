import {
  InvalidOptionsError,
  MessageTooLargeError,
  ReplicaStoppedError,
  SessionExpiredError
} from '../../errors.js'
import { ChangeSignal } from '../../runtime/change-signal.js'
import type { Clock } from '../../runtime/ports.js'
import { type Key, keyOfText } from '../../state/keys.js'
import { ttlMsMax, ttlMsMin } from '../../state/limits.js'
import type { Objects } from '../../state/objects.js'
import type { Operation } from '../../state/operation.js'
import { encodeOperation } from '../../state/operation-codec.js'
import type { TurnKind } from '../../state/rows.js'
import { nameBytesMax } from '../../wire/limits.js'
import { type CallOptions, inSteps, raceLimit } from '../call-limit.js'
import { bytesCodec, type Codec } from '../codec.js'
import { checkText } from '../encode.js'
import type { Chosen, Proposals } from '../proposals.js'
import type { Reads } from '../reads.js'
import { Changes } from './changes.js'
import { Election } from './election.js'
import {
  type Consistency,
  type ObjectsHost,
  type Performed,
  perform,
  type ReadOptions
} from './host.js'
import { bytesKeys, textKeys } from './key-codec.js'
import { Lease } from './lease.js'
import { LeasePool } from './lease-pool.js'
import { Lock, type LockOptions } from './lock.js'
import { ReplicatedMap } from './map.js'
import { Counter, Sequence } from './number.js'
import type { TurnInit } from './turn.js'
import type { Ending } from './watch.js'

/** How a map, or whoever holds an office, says something. */
export interface MapOptions<V> {
  /**
   * How values become bytes.
   *
   * @default bytesCodec
   */
  readonly codec?: Codec<V>
}

/** Options of a map whose keys are text: that is the default. */
export interface TextMapOptions<V> extends MapOptions<V> {
  readonly keys?: 'text'
}

/** Options of a map whose keys are bytes. */
export interface BytesMapOptions<V> extends MapOptions<V> {
  /** What keys are. */
  readonly keys: 'bytes'
}

/** Options of an office. */
export interface ElectionOptions<V> extends LockOptions, MapOptions<V> {}

export interface HandlesInit {
  readonly objects: Objects
  readonly clock: Clock
  readonly proposals: Proposals
  readonly reads: Reads
  readonly valueBytesMax: number
  /** Fills in the group's own limit of time. */
  readonly limited: (options: CallOptions) => CallOptions
  /** @throws if the group is closed or halted, or applies nothing any more. */
  readonly check: () => void
}

const ttlMsDefault = 10_000

/** What one member does with the objects of its group. */
export class Handles implements ObjectsHost {
  readonly changes: Changes = new Changes()
  readonly #init: HandlesInit
  readonly #leases: LeasePool
  readonly #open = new Set<Ending>()
  readonly #granted = new Set<Lease>()
  readonly #applied = new ChangeSignal()
  #isEnding = false

  constructor(init: HandlesInit) {
    this.#init = init
    this.#leases = new LeasePool(this)
  }

  get objects(): Objects {
    return this.#init.objects
  }

  get clock(): Clock {
    return this.#init.clock
  }

  get valueBytesMax(): number {
    return this.#init.valueBytesMax
  }

  check(): void {
    this.#init.check()
    if (this.#isEnding) throw new ReplicaStoppedError('the group is about to be closed here')
  }

  limited(options: CallOptions): CallOptions {
    return this.#init.limited(options)
  }

  async perform(operation: Operation, options: CallOptions = {}): Promise<Performed> {
    options.signal?.throwIfAborted()
    this.check()
    return await this.#propose(operation, options)
  }

  async #propose(operation: Operation, options: CallOptions): Promise<Performed> {
    const { proposals, valueBytesMax } = this.#init
    const bytes = encodeOperation(operation)
    if (bytes.length > valueBytesMax) {
      throw new MessageTooLargeError(
        `the operation has ${bytes.length} bytes; at most ${valueBytesMax} are allowed`,
        { bytes: bytes.length, bytesMax: valueBytesMax }
      )
    }
    const chosen: Chosen = await proposals.propose(
      { type: 'operation', operation: bytes },
      this.limited(options)
    )
    const { slot, result } = chosen
    if (result !== undefined) return { slot, result }
    // Even if nothing is applied here any more: others may have applied it.
    throw new SessionExpiredError('the operation was chosen, and what it came to is not known here')
  }

  read(options: ReadOptions): Promise<void> | undefined {
    options.signal?.throwIfAborted()
    this.check()
    const { consistency = 'linearizable', slot = 0 } = options
    if (consistency === 'local' && this.objects.slot >= slot) return undefined
    return this.#refresh(consistency, slot, this.limited(options))
  }

  async #refresh(consistency: Consistency, slot: number, options: CallOptions): Promise<void> {
    const { proposals, reads } = this.#init
    const left = inSteps(this.clock, options)
    if (consistency === 'linearizable') await reads.read(left())
    else if (consistency === 'session') await proposals.settled(left())
    else if (consistency !== 'local') {
      throw new InvalidOptionsError(`consistency is linearizable, session or local: ${consistency}`)
    }
    if (this.objects.slot < slot) await raceLimit(this.clock, this.#until(slot), left())
    this.check()
  }

  map<V>(name: string, options: TextMapOptions<V>): ReplicatedMap<V>
  map<V>(name: string, options: BytesMapOptions<V>): ReplicatedMap<V, Uint8Array>
  map<V>(name: string, options: TextMapOptions<V> | BytesMapOptions<V>): unknown {
    const { codec = bytesCodec as unknown as Codec<V>, keys = 'text' } = options
    const init = {
      name,
      host: this,
      map: checkName(name),
      codec,
      onWatch: (watch: Ending) => {
        this.#open.add(watch)
        return () => this.#open.delete(watch)
      }
    }
    if (keys === 'bytes') return new ReplicatedMap({ ...init, keys: bytesKeys })
    if (keys === 'text') return new ReplicatedMap({ ...init, keys: textKeys })
    throw new InvalidOptionsError(`the keys of a map are text or bytes, not ${keys}`)
  }

  sequence(name: string): Sequence {
    return new Sequence(name, this, checkName(name))
  }

  counter(name: string): Counter {
    return new Counter(name, this, checkName(name))
  }

  lock(name: string, options: LockOptions): Lock {
    return new Lock(name, this.#turnInit('lock', name, options))
  }

  election<V>(name: string, options: ElectionOptions<V>): Election<V> {
    const { codec = bytesCodec as unknown as Codec<V> } = options
    return new Election(name, this.#turnInit('election', name, options), codec)
  }

  async lease({ ttlMs, ...options }: CallOptions & LockOptions): Promise<Lease> {
    const lease = await Lease.grant(this, checkTtl(ttlMs), options, over => {
      this.#granted.delete(over)
    })
    if (!lease.isOver) this.#granted.add(lease)
    return lease
  }

  async upgradeMachine(version: number, options: CallOptions): Promise<{ readonly slot: number }> {
    if (!Number.isSafeInteger(version) || version < 1) {
      throw new InvalidOptionsError(`a version is a whole number from 1, not ${version}`)
    }
    const { slot } = await perform(this, 'done', { type: 'upgrade', version }, options)
    return { slot }
  }

  /** More was applied. */
  onApplied(): void {
    const changes = this.objects.takeChanges()
    if (changes.length > 0) this.changes.push(changes)
    this.#applied.raise()
  }

  /** The objects are those of a snapshot. */
  onRestored(): void {
    this.changes.jump(this.objects.slot)
    this.#applied.raise()
  }

  /** Nothing more is applied here, and so nothing changes: who watches is told why. */
  onStop(error: Error): void {
    for (const watch of this.#open) watch.fail(error)
    this.changes.end(error)
  }

  /**
   * The group is about to be closed here: whoever has a lease is told, and then the others, who so need not wait for its end. If they cannot
   * be told, they do.
   */
  async endLeases(options: CallOptions): Promise<void> {
    this.#isEnding = true
    const leases = [...this.#granted, ...this.#leases.granted]
    for (const lease of leases) lease.close()
    await Promise.allSettled(
      leases.map(({ id }) => this.#propose({ type: 'revoke', lease: id }, options))
    )
  }

  /** The group is closed here: what waits ends. */
  close(): void {
    this.#leases.close()
    for (const lease of this.#granted) lease.close()
    for (const watch of this.#open) watch.end()
    this.changes.end(undefined)
    this.#applied.raise()
  }

  async #until(slot: number): Promise<void> {
    while (this.objects.slot < slot) {
      this.check()
      await this.#applied.next()
    }
  }

  #turnInit(kind: TurnKind, name: string, { ttlMs }: LockOptions): TurnInit {
    const key = checkName(name)
    return { host: this, leases: this.#leases, kind, name: key, ttlMs: checkTtl(ttlMs) }
  }
}

function checkName(name: string): Key {
  checkText('name', name, nameBytesMax)
  if (!name.isWellFormed()) throw new InvalidOptionsError('the name must be Unicode text')
  return keyOfText(name)
}

function checkTtl(ttlMs: number = ttlMsDefault): number {
  if (Number.isInteger(ttlMs) && ttlMs >= ttlMsMin && ttlMs <= ttlMsMax) return ttlMs
  throw new InvalidOptionsError(
    `ttlMs must be a whole number from ${ttlMsMin} to ${ttlMsMax}, not ${ttlMs}`
  )
}
