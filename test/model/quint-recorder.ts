import { zerog } from '@informalsystems/quint/dist/src/idGenerator.js'
import type { QuintEx } from '@informalsystems/quint/dist/src/ir/quintIr.js'
import type { Rng } from '@informalsystems/quint/dist/src/rng.js'
import type { RuntimeValue } from '@informalsystems/quint/dist/src/runtime/impl/runtimeValue.js'
import {
  newTraceRecorder,
  type TraceRecorder
} from '@informalsystems/quint/dist/src/runtime/trace.js'
import { canonical, type ModelReplica, type Picks, setOf, type TraceState } from './trace.js'

/**
 * Keeps every run of a simulation, as traces. What is the same in several states is one object in all of them: the runs are
 * long, and a step changes little.
 */
export class QuintRecorder {
  readonly runs: TraceState[][] = []
  /** To be told by the simulator what it does. */
  readonly listener: TraceRecorder
  readonly #terms = new WeakMap<RuntimeValue, unknown>()

  constructor(rng: Rng) {
    this.listener = newTraceRecorder(0, rng)
    this.listener.onRunReturn = (_, states) => this.runs.push(this.#runOf(states))
  }

  #runOf(states: readonly RuntimeValue[]): TraceState[] {
    return states.map(state => {
      const left = fieldOf(fieldOf(state, 'network'), 'left')
      return {
        action: this.#termOf(fieldOf(state, 'actionTaken')) as string,
        picks: picksOf(this.#termOf(fieldOf(state, 'nondetPicks'))),
        replicas: this.#replicasOf(fieldOf(state, 'replicas')),
        left: [...left].map(message => canonical(this.#termOf(message)))
      }
    })
  }

  #replicasOf(value: RuntimeValue): Map<number, ModelReplica> {
    const replicas = [...value.toMap()].map(([member, replica]) => {
      return [Number(member.toInt()), this.#termOf(replica) as ModelReplica] as const
    })
    return new Map(replicas.sort(([a], [b]) => a - b))
  }

  #termOf(value: RuntimeValue): unknown {
    const term = this.#terms.get(value) ?? termOf(value.toQuintEx(zerog))
    this.#terms.set(value, term)
    return term
  }
}

/** A field of a record; of a state, a variable or what is noted of the step, whatever module it was instantiated in. */
function fieldOf(record: RuntimeValue, name: string): RuntimeValue {
  for (const [field, value] of record.toOrderedMap()) {
    if (field === name || field.endsWith(`::${name}`)) return value
  }
  throw new RangeError(`there is no ${name}`)
}

function picksOf(picked: unknown): Picks {
  const picks = Object.entries(picked as Record<string, { tag: string; value: unknown }>)
  return Object.fromEntries(
    picks.filter(([, { tag }]) => tag === 'Some').map(([name, { value }]) => [name, value])
  )
}

/** A term of the model as a plain value. */
function termOf(term: QuintEx): unknown {
  if (term.kind === 'int') return Number(term.value)
  if (term.kind === 'str' || term.kind === 'bool') return term.value
  if (term.kind !== 'app') throw new TypeError(`a state has no ${term.kind}`)
  const args = term.args.map(termOf)
  switch (term.opcode) {
    case 'Set':
    case 'Map':
      return setOf(args)
    case 'List':
    case 'Tup':
      return args
    case 'variant':
      return { tag: args[0], value: args[1] }
    case 'Rec':
      return Object.fromEntries(
        args.flatMap((name, i) => (i % 2 === 0 ? [[name as string, args[i + 1]]] : []))
      )
    default:
      throw new TypeError(`a state has no ${term.opcode}`)
  }
}
