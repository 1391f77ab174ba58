/**
 * What became of a call.
 *
 * - `pending`: it has not ended; for whoever judges the history that is the same as `unknown`.
 * - `returned`: it took effect between its beginning and `at`, with this result.
 * - `failed`: it had no effect and never will.
 * - `unknown`: it takes effect at any time after its beginning, even long after it ended, or never.
 */
export type CallOutcome<Result> =
  | { readonly type: 'pending' | 'failed' | 'unknown' }
  | { readonly type: 'returned'; readonly at: number; readonly result: Result }

/** One call of a client. */
export interface Call<Operation, Result> {
  /** Where it stands among all calls, from 0, in the order of their beginning. */
  readonly id: number
  readonly client: string
  readonly operation: Operation
  /** Places in the order of everything that was recorded: a call that ended before another began has the lower one. */
  readonly invokedAt: number
  readonly outcome: CallOutcome<Result>
}

/** Records what clients call and what they are told, in the order in which it happens. */
export class History<Operation, Result> {
  readonly #calls: Call<Operation, Result>[] = []
  #place = 0

  /** All calls, in the order of their beginning. */
  get calls(): readonly Call<Operation, Result>[] {
    return this.#calls
  }

  /** A call begins; what became of it is told under the id that this returns. */
  invoke(client: string, operation: Operation): number {
    const id = this.#calls.length
    const outcome = { type: 'pending' } as const
    this.#calls.push({ id, client, operation, invokedAt: this.#next(), outcome })
    return id
  }

  /** The call took effect; also if that is found out only later, after it was `unknown`. */
  return(id: number, result: Result): void {
    this.#end(id, { type: 'returned', at: this.#next(), result })
  }

  /** The call certainly had no effect and never will; also if that is found out only later. */
  fail(id: number): void {
    this.#end(id, { type: 'failed' })
  }

  /** The call ended, and nobody can say whether it takes effect. */
  unknown(id: number): void {
    this.#end(id, { type: 'unknown' })
  }

  #end(id: number, outcome: CallOutcome<Result>): void {
    const call = this.#calls[id]
    const isOpen = call?.outcome.type === 'pending' || call?.outcome.type === 'unknown'
    if (call === undefined || !isOpen) throw new RangeError(`call ${id} does not wait for its end`)
    this.#calls[id] = { ...call, outcome }
  }

  #next(): number {
    this.#place += 1
    return this.#place
  }
}
