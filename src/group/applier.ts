import type { ChosenEntry } from '../core/effects.js'
import type { Entry } from '../core/entry.js'
import { InvalidOptionsError, StateDivergedError, UnsupportedVersionError } from '../errors.js'
import { begun, type Machine } from '../runtime/machine.js'
import { Objects } from '../state/objects.js'
import type { Result } from '../state/operation.js'
import type { ApplyContext, StateMachine } from './machine.js'
import type { ResolvedOptions } from './options.js'
import { framed, PieceReader } from './pieces.js'
import { seededRandom } from './seeded-random.js'

/** Machines that serve a group, or did: another opening of it would begin with what they know already. */
const used = new WeakSet<object>()

/** What snapshots hold: the objects of the group, and after them the state of the application's machine, if there is one. */
const kinds = { objects: 0, objectsAndMachine: 1 } as const

type ValueEntry = Extract<Entry, { readonly type: 'value' }>

/** Why nothing more is applied. */
export type StopError = UnsupportedVersionError | StateDivergedError

export interface ApplierInit<T> {
  readonly options: Pick<ResolvedOptions<T>, 'machine' | 'codec'>
  /** The machine threw; `what` it was asked to do. */
  readonly onError: (what: string, error: unknown) => void
  /** Nothing more is applied. */
  readonly onStop: (error: StopError) => void
  /** The state is that of a snapshot now. */
  readonly onRestored: () => void
}

/** Applies what is chosen: to the objects of the group, and to the machine of an application. */
export class Applier<T> implements Machine {
  readonly kind: number
  readonly objects: Objects = new Objects()
  readonly #init: ApplierInit<T>
  #stopped: StopError | undefined

  /** @throws InvalidOptionsError if the machine was used before. */
  constructor(init: ApplierInit<T>) {
    const { machine } = init.options
    if (machine !== undefined && used.has(machine)) {
      throw new InvalidOptionsError(
        'a state machine serves one opening of one group: give a new one'
      )
    }
    if (machine !== undefined) used.add(machine)
    this.kind = machine === undefined ? kinds.objects : kinds.objectsAndMachine
    this.#init = init
  }

  /** Why nothing more is applied. */
  get stopped(): StopError | undefined {
    return this.#stopped
  }

  apply(chosen: readonly ChosenEntry[]): void {
    for (const each of chosen) {
      if (this.#stopped !== undefined) return
      try {
        this.objects.apply(each)
        this.#applyValue(each)
      } catch (error) {
        if (!(error instanceof UnsupportedVersionError)) throw error
        this.#stop(error)
      }
    }
  }

  /** No state after `slot` is that of a majority: who is right, nobody knows. */
  onSplit(slot: number): void {
    if (this.#stopped !== undefined) return
    this.#stop(new StateDivergedError('no state is that of a majority of the voters', { slot }))
  }

  snapshot(): AsyncIterable<Uint8Array> {
    if (this.#stopped !== undefined) throw this.#stopped
    const { machine } = this.#init.options
    return content(this.objects.snapshot(), machine && begun(machine.snapshot()))
  }

  /** Of a newer version, a snapshot is read and passed over: nothing more is applied then. */
  async restore(source: AsyncIterable<Uint8Array>): Promise<void> {
    const reader = new PieceReader(source)
    const restorer = this.objects.restorer()
    try {
      for await (const piece of reader.pieces()) restorer.add(piece)
      restorer.finish()
    } catch (error) {
      if (!(error instanceof UnsupportedVersionError)) throw error
      this.#stop(error)
      return
    }
    await this.#init.options.machine?.restore(reader.rest())
    this.#stopped = undefined
    this.#init.onRestored()
  }

  #applyValue({ slot, entry, verdict, origin = '' }: ChosenEntry): void {
    const { machine, codec } = this.#init.options
    if (machine === undefined) return
    checkVersion(machine, this.objects.machineVersion)
    if (entry.type !== 'value' || verdict.type !== 'applied') return
    let value: T
    try {
      value = codec.decode(entry.value)
    } catch {
      // It is told in the log and its events, and passed over here as it is everywhere.
      return
    }
    const { logTimeMs } = entry
    const { machineVersion: version } = this.objects
    const context = { slot, origin, logTimeMs, version, random: lazyRandom(slot, entry) }
    this.objects.addResult(entry, this.#applyTo(machine, value, context))
  }

  #applyTo(machine: StateMachine<T>, value: T, context: ApplyContext): Result {
    try {
      const told = machine.apply(value, context)
      return { type: 'applied', value: told instanceof Uint8Array ? told : undefined }
    } catch (error) {
      this.#init.onError('apply', error)
      return { type: 'threw', message: error instanceof Error ? error.message : String(error) }
    }
  }

  #stop(error: StopError): void {
    this.#stopped = error
    this.#init.onStop(error)
  }
}

async function* content(
  objects: Iterable<Uint8Array>,
  machine: AsyncIterable<Uint8Array> | undefined
): AsyncGenerator<Uint8Array, void, undefined> {
  yield* framed(objects)
  if (machine !== undefined) yield* machine
}

/** @throws UnsupportedVersionError if the machine does not know a version. */
function checkVersion({ version: known = 1 }: StateMachine<never>, version: number): void {
  if (version <= known) return
  throw new UnsupportedVersionError(
    `the group's state machine goes by version ${version}; this one knows ${known}`
  )
}

/** Most values are applied without it. */
function lazyRandom(slot: number, { session, logTimeMs }: ValueEntry): () => number {
  let random: (() => number) | undefined
  return () => {
    random ??= seededRandom(`${slot} ${session} ${logTimeMs}`)
    return random()
  }
}
