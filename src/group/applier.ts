import type { ChosenEntry } from '../core/effects.js'
import { InvalidOptionsError, UnsupportedVersionError } from '../errors.js'
import { begun, type Machine } from '../runtime/machine.js'
import { Objects } from '../state/objects.js'
import type { Codec } from './codec.js'
import type { StateMachine } from './machine.js'
import { framed, PieceReader } from './pieces.js'

/** Machines that serve a group, or did: another opening of it would begin with what they know already. */
const used = new WeakSet<object>()

/** What snapshots hold: the objects of the group, and after them the state of the application's machine, if there is one. */
const kinds = { objects: 0, objectsAndMachine: 1 } as const

export interface ApplierInit<T> {
  readonly machine: StateMachine<T> | undefined
  readonly codec: Codec<T>
  /** The machine threw; `what` it was asked to do. */
  readonly onError: (what: string, error: unknown) => void
  /** An entry is of a newer version: nothing more is applied. */
  readonly onStop: (error: UnsupportedVersionError) => void
  /** The state is that of a snapshot now. */
  readonly onRestored: () => void
}

/** Applies what is chosen: to the objects of the group, and to the machine of an application. */
export class Applier<T> implements Machine {
  readonly kind: number
  readonly objects: Objects = new Objects()
  readonly #init: ApplierInit<T>
  #stopped: UnsupportedVersionError | undefined

  /** @throws InvalidOptionsError if the machine was used before. */
  constructor(init: ApplierInit<T>) {
    const { machine } = init
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
  get stopped(): UnsupportedVersionError | undefined {
    return this.#stopped
  }

  apply(chosen: readonly ChosenEntry[]): void {
    for (const each of chosen) {
      if (this.#stopped !== undefined) return
      try {
        this.objects.apply(each)
      } catch (error) {
        if (!(error instanceof UnsupportedVersionError)) throw error
        this.#stop(error)
        return
      }
      this.#applyValue(each)
    }
  }

  snapshot(): AsyncIterable<Uint8Array> {
    if (this.#stopped !== undefined) throw this.#stopped
    const { machine } = this.#init
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
    await this.#init.machine?.restore(reader.rest())
    this.#stopped = undefined
    this.#init.onRestored()
  }

  #applyValue({ slot, entry, verdict, origin = '' }: ChosenEntry): void {
    const { machine, codec, onError } = this.#init
    if (machine === undefined || entry.type !== 'value' || verdict.type !== 'applied') return
    let value: T
    try {
      value = codec.decode(entry.value)
    } catch {
      // It is told in the log and its events, and passed over here as it is everywhere.
      return
    }
    try {
      machine.apply(value, { slot, origin, logTimeMs: entry.logTimeMs })
    } catch (error) {
      onError('apply', error)
    }
  }

  #stop(error: UnsupportedVersionError): void {
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
