import type { Payload, Settlement } from '../core/effects.js'
import { Numbered } from '../core/numbered.js'
import {
  ApplyError,
  type Outcome,
  OutcomeUnknownError,
  OverloadedError,
  ReconfigurationPendingError,
  ReplicaStoppedError,
  SessionExpiredError
} from '../errors.js'
import type { Clock } from '../runtime/ports.js'
import type { ReplicaRuntime } from '../runtime/replica-runtime.js'
import type { Result } from '../state/operation.js'
import { CallLimit, type CallOptions, gaveUpError, raceLimit } from './call-limit.js'

/** Where a proposal was chosen. */
export interface Chosen {
  readonly slot: number
  /** Of a decision, the value that won. */
  readonly value: Uint8Array | undefined
  /** What an operation came to, or a value at the state machine, if it was applied. */
  readonly result: Result | undefined
}

/** What became of a value that was proposed. */
export interface Proposed {
  readonly slot: number
  /** What the state machine made of it, if there is one that tells; undefined, too, for a key that was used long before. */
  readonly result: Uint8Array | undefined
}

/** @throws ApplyError if the state machine threw. */
export function proposed({ slot, result }: Chosen): Proposed {
  if (result?.type === 'threw') throw new ApplyError(result.message, { slot })
  return { slot, result: result?.type === 'applied' ? result.value : undefined }
}

interface Pending {
  readonly bytes: number
  readonly resolve: (chosen: Chosen) => void
  readonly reject: (error: unknown) => void
  /** Set once the caller gave up: what to tell it if nothing was sent, and the reason it gave. */
  givenUp: { readonly ifWithdrawn: unknown; readonly reason: unknown } | undefined
  /** Told the fate of a proposal whose caller was told that it is unknown. */
  fate: PromiseWithResolvers<Outcome> | undefined
  readonly limit: CallLimit
}

export interface ProposalsInit {
  readonly replica: () => ReplicaRuntime
  readonly clock: Clock
  readonly countMax: number
  readonly bytesMax: number
  readonly onDrain: () => void
  /** What the operation in a slot came to. */
  readonly resultAt: (slot: number) => Result | undefined
}

/** The proposals of one group that wait for their fate, within bounds. */
export class Proposals {
  readonly #init: ProposalsInit
  /** By ticket. */
  readonly #pending = new Numbered<Pending>(1)
  #bytes = 0
  #refused = false
  #waiters: ({ readonly ticket: number } & PromiseWithResolvers<void>)[] = []

  constructor(init: ProposalsInit) {
    this.#init = init
  }

  get count(): number {
    return this.#pending.count
  }

  /** Whether there is room for a proposal of `bytes`. */
  hasRoom(bytes: number): boolean {
    const { countMax, bytesMax } = this.#init
    return (
      this.#pending.count < countMax &&
      (this.#pending.count === 0 || this.#bytes + bytes <= bytesMax)
    )
  }

  /** Proposes, and resolves when the proposal is chosen. All checks must have been made. */
  propose(payload: Payload, options: CallOptions): Promise<Chosen> {
    const bytes = payloadBytes(payload)
    if (!this.hasRoom(bytes)) {
      this.#refused = true
      return Promise.reject(
        new OverloadedError(
          `${this.#pending.count} proposals wait already: propose again after the drain event`
        )
      )
    }
    return new Promise((resolve, reject) => {
      const limit = new CallLimit(this.#init.clock, options, (reason, isTimeout) => {
        this.#giveUp(ticket, reason, isTimeout)
      })
      this.#bytes += bytes
      const ticket = this.#pending.add({
        bytes,
        resolve,
        reject,
        givenUp: undefined,
        fate: undefined,
        limit
      })
      this.#init.replica().propose(ticket, payload)
    })
  }

  /** Resolves once nothing is pending that was proposed before this was called. */
  async settled(options: CallOptions): Promise<void> {
    const waiter = { ticket: this.#pending.next - 1, ...Promise.withResolvers<void>() }
    if (this.#pending.oldest > waiter.ticket) return
    this.#waiters.push(waiter)
    await raceLimit(this.#init.clock, waiter.promise, options)
  }

  onSettled(settled: readonly Settlement[]): void {
    for (const settlement of settled) this.#settle(settlement)
    const { countMax, bytesMax } = this.#init
    if (this.#refused && this.#pending.count <= countMax / 2 && this.#bytes <= bytesMax / 2) {
      this.#refused = false
      this.#init.onDrain()
    }
  }

  /** The replica stopped: nothing more is heard of what waits. */
  stop(cause: unknown): void {
    for (const [ticket, pending] of this.#pending.from(this.#pending.oldest)) {
      const error = new ReplicaStoppedError(
        'the replica stopped; the proposal may have taken effect',
        { cause }
      )
      this.#remove(ticket, pending)
      pending.fate?.reject(error)
      pending.reject(error)
    }
  }

  #settle(settlement: Settlement): void {
    const pending = this.#pending.get(settlement.ticket)
    if (pending === undefined) return
    if (settlement.type === 'sent') {
      this.#tellUnknown(pending)
      return
    }
    this.#remove(settlement.ticket, pending)
    switch (settlement.type) {
      case 'chosen':
        pending.fate?.resolve({ chosen: true, slot: settlement.slot })
        pending.resolve({
          slot: settlement.slot,
          value: settlement.value,
          result: this.#init.resultAt(settlement.slot)
        })
        return
      case 'withdrawn':
        pending.reject(pending.givenUp?.ifWithdrawn)
        return
      case 'skipped':
        pending.fate?.resolve({ chosen: false })
        pending.reject(
          new ReconfigurationPendingError('another change of the voters was chosen first')
        )
        return
      case 'session-expired': {
        const error = new SessionExpiredError(
          'the session of this proposal was evicted; the proposal may have taken effect'
        )
        pending.fate?.reject(error)
        pending.reject(error)
      }
    }
  }

  #giveUp(ticket: number, reason: unknown, isTimeout: boolean): void {
    const pending = this.#pending.get(ticket)
    if (pending === undefined) return
    const ifWithdrawn = gaveUpError(reason, isTimeout)
    pending.givenUp = { ifWithdrawn, reason }
    this.#init.replica().abort(ticket)
  }

  #tellUnknown(pending: Pending): void {
    const fate = Promise.withResolvers<Outcome>()
    // Whether the caller ever asks is its own affair: an unasked fate is no unhandled rejection.
    fate.promise.catch(() => undefined)
    pending.fate = fate
    const { clock } = this.#init
    pending.reject(
      new OutcomeUnknownError('gave up after the proposal was sent: it may still be chosen', {
        cause: pending.givenUp?.reason,
        outcome: (options = {}) => raceLimit(clock, fate.promise, options)
      })
    )
  }

  #remove(ticket: number, pending: Pending): void {
    this.#pending.take(ticket)
    this.#bytes -= pending.bytes
    pending.limit.end()
    this.#wakeSettled()
  }

  /** Those who wait are in the order of their tickets. */
  #wakeSettled(): void {
    if (this.#waiters.length === 0) return
    const waiting = this.#waiters.findIndex(({ ticket }) => ticket >= this.#pending.oldest)
    const settled = this.#waiters.splice(0, waiting < 0 ? this.#waiters.length : waiting)
    for (const { resolve } of settled) resolve()
  }
}

function payloadBytes(payload: Payload): number {
  if (payload.type === 'stop') return 0
  return payload.type === 'operation' ? payload.operation.length : payload.value.length
}
