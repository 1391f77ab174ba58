import type { ChosenEntry } from '../core/effects.js'
import { InvalidOptionsError } from '../errors.js'
import type { Machine } from '../runtime/machine.js'
import type { Codec } from './codec.js'
import type { StateMachine } from './machine.js'

/** Machines that serve a group, or did: another opening of it would begin with what they know already. */
const used = new WeakSet<object>()

export interface ApplierInit<T> {
  readonly machine: StateMachine<T>
  readonly codec: Codec<T>
  /** The machine threw; `what` it was asked to do. */
  readonly onError: (what: string, error: unknown) => void
}

/** Applies what is chosen to the machine of an application. */
export class Applier<T> {
  readonly #init: ApplierInit<T>

  /** @throws InvalidOptionsError if the machine was used before. */
  constructor(init: ApplierInit<T>) {
    if (used.has(init.machine)) {
      throw new InvalidOptionsError(
        'a state machine serves one opening of one group: give a new one'
      )
    }
    used.add(init.machine)
    this.#init = init
  }

  /** The machine, for snapshots. */
  get machine(): Machine {
    return this.#init.machine
  }

  apply(chosen: readonly ChosenEntry[]): void {
    for (const { slot, entry, verdict, origin = '' } of chosen) {
      if (entry.type !== 'value' || verdict.type !== 'applied') continue
      this.#apply(entry.value, { slot, origin, logTimeMs: entry.logTimeMs })
    }
  }

  #apply(bytes: Uint8Array, context: Parameters<StateMachine<T>['apply']>[1]): void {
    const { machine, codec, onError } = this.#init
    let value: T
    try {
      value = codec.decode(bytes)
    } catch {
      // It is told in the log and its events, and passed over here as it is everywhere.
      return
    }
    try {
      machine.apply(value, context)
    } catch (error) {
      onError('apply', error)
    }
  }
}
