import { LockLostError, OutcomeUnknownError } from '../../errors.js'
import type { Key } from '../../state/keys.js'
import type { Operation } from '../../state/operation.js'
import type { TurnKind } from '../../state/rows.js'
import { CallLimit, type CallOptions, inSteps } from '../call-limit.js'
import { type ObjectsHost, perform, resultOf } from './host.js'
import type { LeasePool, Loan } from './lease-pool.js'

export interface TurnInit {
  readonly host: ObjectsHost
  readonly leases: LeasePool
  readonly kind: TurnKind
  readonly name: Key
  readonly ttlMs: number
}

/** A lock or an office that this member has, until it gives it up or its lease may have ended. */
export class HeldTurn {
  readonly claim: number
  /** Higher than that of whoever had it before. */
  readonly token: number
  readonly #init: TurnInit
  readonly #loan: Loan
  #isReleased = false

  constructor(init: TurnInit, loan: Loan, claim: number, token: number) {
    this.#init = init
    this.#loan = loan
    this.claim = claim
    this.token = token
  }

  get signal(): AbortSignal {
    return this.#loan.lease.signal
  }

  /**
   * Gives it up.
   *
   * @throws LockLostError if it was lost before.
   */
  async release(options: CallOptions): Promise<void> {
    if (this.#isReleased) return
    this.#isReleased = true
    this.#loan.giveBack()
    const { result } = await perform(
      this.#init.host,
      'done',
      releaseOf(this.#init, this.claim),
      options
    )
    if (!result.existed) throw new LockLostError('it was lost before it was given up')
  }

  /** Gives it up where its scope is left; whoever lost it knows by the signal. */
  async dispose(): Promise<void> {
    const released = this.release({}).catch((error: unknown) => {
      if (!(error instanceof LockLostError)) throw error
    })
    if (!this.signal.aborted) return await released
    // Nobody has to wait for what is gone; if it fails, the lease ends by and by.
    released.catch(() => undefined)
  }
}

/**
 * Gets in line and waits for its turn; without `waits`, resolves with undefined if somebody is in line.
 *
 * Whoever gives up leaves the line.
 */
export async function takeTurn(
  init: TurnInit,
  value: Uint8Array,
  waits: boolean,
  options: CallOptions
): Promise<HeldTurn | undefined> {
  const left = inSteps(init.host.clock, init.host.limited(options))
  for (;;) {
    const loan = await init.leases.borrow(init.ttlMs, left())
    try {
      const turn = await claimTurn(init, loan, { value, waits }, left)
      if (turn instanceof HeldTurn) return turn
      loan.giveBack()
      if (turn === 'taken') return undefined
    } catch (error) {
      loan.giveBack()
      if (!(error instanceof OutcomeUnknownError)) throw error
      leaveIfChosen(init, error)
      throw error.cause
    }
  }
}

/** Gets in line with a lease and waits; a lease that had ended before leaves no trace, and another one will do. */
async function claimTurn(
  init: TurnInit,
  loan: Loan,
  claimed: { readonly value: Uint8Array; readonly waits: boolean },
  left: () => CallOptions
): Promise<HeldTurn | 'taken' | 'lease-ended'> {
  const { host, kind, name } = init
  const { id: lease, signal } = loan.lease
  if (signal.aborted) return 'lease-ended'
  const operation = { type: 'claim', kind, name, lease, ...claimed } as const
  const { result } = await host.perform(operation, left())
  const refusal = result.type === 'refused' ? result.reason : undefined
  if (refusal === 'taken' || refusal === 'lease-ended') return refusal
  const { claim, token } = resultOf('claim', result)
  return new HeldTurn(
    init,
    loan,
    claim,
    token > 0 ? token : await untilTurn(init, claim, loan, left())
  )
}

function releaseOf({ kind, name }: TurnInit, claim: number): Operation {
  return { type: 'release', kind, name, claim }
}

/** Resolves with the token once it is this claim's turn. */
async function untilTurn(
  init: TurnInit,
  claim: number,
  { lease }: Loan,
  options: CallOptions
): Promise<number> {
  const { host, kind, name } = init
  const turn = Promise.withResolvers<number>()
  const unwatch = host.changes.watchOthers(change => {
    const isMeant = change.type === 'turn' && change.kind === kind && change.name === name
    if (!isMeant && change.type !== 'jump') return
    const first = host.objects.holder(kind, name)
    if (first?.claim === claim) turn.resolve(first.row.token)
  })
  const onLost = (): void => {
    try {
      host.check()
      turn.reject(lease.signal.reason)
    } catch (error) {
      turn.reject(error)
    }
  }
  lease.signal.addEventListener('abort', onLost, { once: true })
  const limit = new CallLimit(host.clock, options, (reason, isTimeout) => {
    turn.reject(
      isTimeout ? new DOMException('it was not its turn in time', 'TimeoutError') : reason
    )
  })
  try {
    const first = host.objects.holder(kind, name)
    if (first?.claim === claim) return first.row.token
    if (lease.signal.aborted) throw lease.signal.reason
    return await turn.promise
  } catch (error) {
    leave(init, claim)
    throw error
  } finally {
    limit.end()
    unwatch()
    lease.signal.removeEventListener('abort', onLost)
  }
}

/** Leaves the line in the background; if that fails, the lease ends by and by. */
function leave(init: TurnInit, claim: number): void {
  init.host.perform(releaseOf(init, claim)).catch(() => undefined)
}

/** Nobody waits any more for what was claimed. */
function leaveIfChosen(init: TurnInit, error: OutcomeUnknownError): void {
  error.outcome().then(
    outcome => outcome.chosen && leave(init, outcome.slot),
    // The group is closed here, and its lease ends by and by.
    () => undefined
  )
}
