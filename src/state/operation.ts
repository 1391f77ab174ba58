import type { Key } from './keys.js'
import type { MapRow, NumberKind, TurnKind } from './rows.js'

/** What a member asks of the objects of its group. Names and keys are {@link Key}s. */
export type Operation =
  | Transaction
  | { readonly type: 'add'; readonly kind: NumberKind; readonly name: Key; readonly delta: number }
  | { readonly type: 'grant'; readonly ttlMs: number }
  | { readonly type: 'keep-alive' | 'revoke'; readonly lease: number }
  | Claim
  /** From here on the application's machine goes by the rules of this version, if it did not before. */
  | { readonly type: 'upgrade'; readonly version: number }
  | {
      readonly type: 'release'
      readonly kind: TurnKind
      readonly name: Key
      /** The slot in which it was made. */
      readonly claim: number
    }
  | {
      readonly type: 'proclaim'
      readonly name: Key
      readonly claim: number
      readonly value: Uint8Array
    }

/** On one map: `actions` if all conditions hold, `otherwise` if not. */
export interface Transaction {
  readonly type: 'transaction'
  readonly map: Key
  readonly conditions: readonly Condition[]
  readonly actions: readonly Action[]
  readonly otherwise: readonly Action[]
}

/** How two versions, or two values, byte by byte, are compared. */
export type Comparison = 'equal' | 'not-equal' | 'below' | 'above'

/** On the version of a key, 0 if it is not there; or on its value, which a key that is not there does not have: no comparison holds. */
export type Condition = { readonly key: Key; readonly is: Comparison } & (
  | { readonly version: number }
  | { readonly value: Uint8Array }
)

export type Action =
  | {
      readonly type: 'set'
      readonly key: Key
      readonly value: Uint8Array
      /** The key goes when this lease ends; 0 if it stays. */
      readonly lease: number
    }
  | { readonly type: 'delete' | 'get'; readonly key: Key }

/** Gets in line for a lock or an office; without `waits`, only if nobody is. */
export interface Claim {
  readonly type: 'claim'
  readonly kind: TurnKind
  readonly name: Key
  readonly lease: number
  readonly value: Uint8Array
  readonly waits: boolean
}

/**
 * Why an operation had no effect.
 *
 * - `lease-ended`: there is no such lease any more.
 * - `out-of-range`: the number would be none that is exact.
 * - `taken`: somebody has it.
 * - `malformed`: it is no operation.
 */
export type Refusal = 'lease-ended' | 'out-of-range' | 'taken' | 'malformed'

/** What an operation came to: the same at every member. */
export type Result =
  | {
      readonly type: 'transaction'
      readonly succeeded: boolean
      /** For each action what its key held before it. */
      readonly found: readonly (MapRow | undefined)[]
    }
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'lease'; readonly lease: number; readonly expiresAtMs: number }
  | {
      readonly type: 'claim'
      readonly claim: number
      /** 0 if it waits. */
      readonly token: number
    }
  | { readonly type: 'done'; readonly existed: boolean }
  /** Of a value: what the application's machine made of it. */
  | { readonly type: 'applied'; readonly value: Uint8Array | undefined }
  | { readonly type: 'threw'; readonly message: string }
  | { readonly type: 'refused'; readonly reason: Refusal }

/** What changed in a slot, for those who watch. */
export type Change =
  | {
      readonly type: 'map'
      readonly slot: number
      readonly map: Key
      readonly key: Key
      /** What the key holds now; undefined if it is gone. */
      readonly row: MapRow | undefined
    }
  /** Somebody else has the lock or the office, or nobody; or whoever has it says something else. */
  | { readonly type: 'turn'; readonly slot: number; readonly kind: TurnKind; readonly name: Key }
  | { readonly type: 'lease-ended'; readonly slot: number; readonly lease: number }
