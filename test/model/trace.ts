/** A ballot as the model has it. */
export interface ModelBallot {
  readonly epoch: number
  readonly round: number
  readonly voter: number
}

export interface ModelEntry {
  readonly id: number
  readonly named: readonly number[]
}

export interface ModelSnapshot {
  readonly ballot: ModelBallot
  readonly image: readonly ModelEntry[]
}

export interface ModelEnded {
  readonly voters: readonly number[]
  readonly stopSlot: number
  readonly ballot: ModelBallot
}

export interface ModelStore {
  readonly promised: ModelBallot
  readonly accepted: ModelBallot
  readonly snapshot: ModelSnapshot
  readonly log: readonly ModelEntry[]
  readonly chosenMax: number
  readonly chosenBallot: ModelBallot
  readonly ended: readonly ModelEnded[]
  readonly voters: readonly number[]
}

export interface ModelMessage {
  readonly from: number
  readonly to: number
  readonly body: { readonly tag: string; readonly value: object }
}

export interface ModelReplica {
  readonly id: number
  readonly memory: ModelStore
  readonly disk: ModelStore
  readonly pending: readonly {
    readonly store: ModelStore
    readonly messages: readonly ModelMessage[]
  }[]
  readonly role: { readonly tag: 'Follower' | 'Candidate' | 'Leader' }
  readonly asked: number
  readonly source: number
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
  /** By member. */
  readonly replicas: ReadonlyMap<number, ModelReplica>
  /** The messages that left, as {@link canonical} texts. */
  readonly left: readonly string[]
}

/** The same text for the same terms of the model, whatever the order of fields. */
export function canonical(term: unknown): string {
  if (Array.isArray(term)) return `[${term.map(canonical).join(',')}]`
  if (typeof term !== 'object' || term === null) return JSON.stringify(term)
  const fields = Object.entries(term).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([name, field]) => `${name}:${canonical(field)}`).join(',')}}`
}

/** A set of the model, in an order that does not depend on where it comes from. */
export function setOf<T>(items: readonly T[]): T[] {
  return items.toSorted((a, b) => (canonical(a) < canonical(b) ? -1 : 1))
}

/** What a store holds, entry by entry. */
export function entriesOf({ snapshot, log }: ModelStore): readonly ModelEntry[] {
  return [...snapshot.image, ...log]
}
