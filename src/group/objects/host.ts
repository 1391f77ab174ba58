import { InvalidOptionsError, LockLostError } from '../../errors.js'
import type { Clock } from '../../runtime/ports.js'
import type { Objects } from '../../state/objects.js'
import type { Operation, Refusal, Result } from '../../state/operation.js'
import type { CallOptions } from '../call-limit.js'
import type { Codec } from '../codec.js'
import type { Changes } from './changes.js'

/**
 * How fresh a read is.
 *
 * - `linearizable`: it sees everything that was acknowledged, anywhere, before the call. It takes a word of the leader's, without a write.
 * - `session`: it sees every write that was called for at this member before it, and never less than a read before it did.
 * - `local`: it sees what this member has learned.
 */
export type Consistency = 'linearizable' | 'session' | 'local'

export interface ReadOptions extends CallOptions {
  /** @default 'linearizable' */
  readonly consistency?: Consistency
  /**
   * The slot that the read sees at least: that of a write or a read at another member, to go on from there. Waits for it.
   *
   * @default 0
   */
  readonly slot?: number
}

/** What handles of objects need of their group. */
export interface ObjectsHost {
  readonly objects: Objects
  readonly changes: Changes
  readonly clock: Clock
  /** Bytes of the largest operation, and so of the largest value. */
  readonly valueBytesMax: number
  /** The options of a call, with the group's own limit of time if it gives none. */
  limited(options: CallOptions): CallOptions
  /** Has an operation applied, once, everywhere; resolves with what it came to. */
  perform(operation: Operation, options?: CallOptions): Promise<Performed>
  /** Resolves once the objects here are as fresh as asked for; undefined if they are. */
  read(options: ReadOptions): Promise<void> | undefined
  /** @throws what a call of a closed or halted group throws. */
  check(): void
}

export interface Performed {
  readonly slot: number
  readonly result: Result
}

/** Whether a call would be taken. */
export function isOpen(host: Pick<ObjectsHost, 'check'>): boolean {
  try {
    host.check()
    return true
  } catch {
    return false
  }
}

/** The value as bytes of the caller's own: whatever it does with them, the state of the group stays what it is. */
export function decoded<V>(codec: Codec<V>, value: Uint8Array): V {
  return codec.decode(new Uint8Array(value))
}

type Type = Exclude<Result['type'], 'refused'>

/**
 * Performs an operation, and returns the slot and what it came to.
 *
 * @throws LockLostError, InvalidOptionsError if it was refused; what `perform` throws.
 */
export async function perform<T extends Type>(
  host: ObjectsHost,
  type: T,
  operation: Operation,
  options: CallOptions
): Promise<{ readonly slot: number; readonly result: Extract<Result, { readonly type: T }> }> {
  const { slot, result } = await host.perform(operation, options)
  return { slot, result: resultOf(type, result) }
}

/**
 * What an operation of this type came to.
 *
 * @throws LockLostError, InvalidOptionsError if it was refused.
 */
export function resultOf<T extends Type>(
  type: T,
  result: Result
): Extract<Result, { readonly type: T }> {
  if (result.type === type) return result as Extract<Result, { readonly type: T }>
  throw result.type === 'refused' ? refusedError(result.reason) : new TypeError(result.type)
}

function refusedError(reason: Refusal): Error {
  switch (reason) {
    case 'lease-ended':
      return new LockLostError('the lease has ended')
    case 'out-of-range':
      return new InvalidOptionsError('the number would not be exact any more')
    case 'taken':
      return new LockLostError('somebody else has it')
    case 'malformed':
      return new InvalidOptionsError('the group takes it for no operation')
  }
}
