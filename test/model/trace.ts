import { readFileSync } from 'node:fs'

/** A ballot as the model has it. */
export interface ModelBallot {
  readonly epoch: number
  readonly round: number
  readonly voter: number
}

export interface ModelEntry {
  readonly id: number
  readonly isStop: boolean
}

export interface ModelStore {
  readonly promised: ModelBallot
  readonly accepted: ModelBallot
  readonly log: readonly ModelEntry[]
  readonly chosenMax: number
  readonly chosenBallot: ModelBallot
}

export interface ModelMessage {
  readonly from: number
  readonly to: number
  readonly body: { readonly tag: string; readonly value: object }
}

export interface ModelReplica {
  readonly memory: ModelStore
  readonly disk: ModelStore
  readonly pending: readonly {
    readonly store: ModelStore
    readonly messages: readonly ModelMessage[]
  }[]
  readonly role: { readonly tag: 'Follower' | 'Candidate' | 'Leader' }
}

/** What an action picked, where it picked anything. */
export interface Picks {
  readonly member?: number
  readonly source?: number
  readonly survives?: number
  readonly message?: ModelMessage
}

/** A state of the model, and the action that led to it. */
export interface TraceState {
  readonly action: string
  readonly picks: Picks
  readonly replicas: ReadonlyMap<number, ModelReplica>
  /** Everything that was ever sent, as {@link canonical} text. */
  readonly sent: ReadonlySet<string>
}

/** The same text for the same terms of the model, whatever the order of fields. */
export function canonical(term: unknown): string {
  if (Array.isArray(term)) return `[${term.map(canonical).join(',')}]`
  if (typeof term !== 'object' || term === null) return JSON.stringify(term)
  const fields = Object.entries(term).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([name, field]) => `${name}:${canonical(field)}`).join(',')}}`
}

interface Encoded {
  readonly [name: string]: unknown
}

/** Reads a trace in the Informal Trace Format, with the metadata of `--mbt`. */
export function readTrace(path: string): TraceState[] {
  const { states } = JSON.parse(readFileSync(path, 'utf8')) as { readonly states: Encoded[] }
  const known = new Map<string, string>()
  const textOf = (message: unknown): string => {
    const encoded = JSON.stringify(message)
    const text = known.get(encoded) ?? canonical(decode(message))
    known.set(encoded, text)
    return text
  }
  return states.map(state => {
    const network = variable(state, 'network') as { readonly sent: { readonly '#set': unknown[] } }
    const picks = Object.entries(state['mbt::nondetPicks'] as Encoded).flatMap(([name, pick]) => {
      const { tag, value } = pick as { readonly tag: string; readonly value: unknown }
      return tag === 'Some' ? [[name, decode(value)]] : []
    })
    return {
      action: state['mbt::actionTaken'] as string,
      picks: Object.fromEntries(picks) as Picks,
      replicas: decode(variable(state, 'replicas')) as ReadonlyMap<number, ModelReplica>,
      sent: new Set(network.sent['#set'].map(textOf))
    }
  })
}

/** A variable of the model, whatever module it was instantiated in. */
function variable(state: Encoded, name: string): unknown {
  const found = Object.keys(state).find(key => key.endsWith(`::${name}`))
  if (found === undefined) throw new RangeError(`the trace has no ${name}`)
  return state[found]
}

function decode(term: unknown): unknown {
  if (Array.isArray(term)) return term.map(decode)
  if (typeof term !== 'object' || term === null) return term
  const encoded = term as Encoded
  if ('#bigint' in encoded) return Number(encoded['#bigint'])
  if ('#set' in encoded) return (encoded['#set'] as unknown[]).map(decode)
  if ('#tup' in encoded) return (encoded['#tup'] as unknown[]).map(decode)
  if ('#map' in encoded)
    return new Map((encoded['#map'] as unknown[]).map(decode) as [unknown, unknown][])
  return Object.fromEntries(Object.entries(encoded).map(([name, field]) => [name, decode(field)]))
}
