import type { Call } from './history.js'

/** What an object does if calls come one after the other. States are never changed. */
export interface Model<State, Operation, Result> {
  readonly init: State
  /**
   * The state after `operation`, or undefined if it cannot have had `result` in `state`. A missing result stands for any.
   */
  step(state: State, operation: Operation, result: Result | undefined): State | undefined
  /**
   * Whether an operation that had `result` changes no state, wherever it took effect. The more of them are known, the less has to
   * be tried: where one is possible, it can as well come at once.
   */
  isPure?(operation: Operation, result: Result): boolean
  /**
   * Names the part of the object that an operation is about, if parts have nothing to do with each other. Each part is judged by
   * itself, which is much faster. (Locality: Herlihy and Wing, 1990, section 3.)
   */
  part?(operation: Operation): string
  /**
   * What tells states apart, for the same is judged once. Without it they are told apart by identity.
   */
  identify?(state: State): unknown
  /**
   * Whether leaving out `call`, whose outcome is unknown, could make a difference to what `others` were told. Without it every
   * such call is tried.
   */
  matters?(call: Call<Operation, Result>, others: readonly Call<Operation, Result>[]): boolean
}

/** Why a history cannot have come from an object at which calls take effect one after the other. */
export interface Anomaly<State, Operation, Result> {
  /** The part of the object, if the model has parts. */
  readonly part: string | undefined
  /** The longest order that was found of calls that returned, with the calls of unknown outcome that it needs. */
  readonly order: readonly Call<Operation, Result>[]
  /** The state after that order. */
  readonly state: State
  /** The call that should have come next at the latest, and cannot have returned what it did. */
  readonly stuck: Call<Operation, Result>
  /** Calls that were under way with it. */
  readonly concurrent: readonly Call<Operation, Result>[]
}
