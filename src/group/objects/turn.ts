import { LockLostError, OutcomeUnknownError, SessionExpiredError } from '../../errors.js'
import type { Clock } from '../../runtime/ports.js'
import type { Key } from '../../state/keys.js'
import type { Operation } from '../../state/operation.js'
import type { TurnKind } from '../../state/rows.js'
import { CallLimit, type CallOptions, inSteps } from '../call-limit.js'
import { isOpen, type ObjectsHost, perform, resultOf } from './host.js'
import type { LeasePool, Loan } from './lease-pool.js'

/** Part of its lease's time after which it is tried again to give up a claim. */
const retryPart = 1 / 10

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
    const existed = await this.#leave(options)
    if (!existed) throw new LockLostError('it was lost before it was given up')
  }

  async #leave(options: CallOptions): Promise<boolean> {
    try {
      const operation = releaseOf(this.#init, this.claim)
      const { result } = await perform(this.#init.host, 'done', operation, options)
      return result.existed
    } catch (error) {
      void leave(this.#init, this.claim, this.#loan)
      throw error
    }
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
      if (error instanceof OutcomeUnknownError) {
        leaveIfChosen(init, loan, error)
        throw error.cause
      }
      if (error instanceof SessionExpiredError) loan.abandon()
      else loan.giveBack()
      throw error
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
  loan: Loan,
  options: CallOptions
): Promise<number> {
  const { host, kind, name } = init
  const { signal } = loan.lease
  const turn = Promise.withResolvers<number>()
  const look = (): void => {
    const first = host.objects.holder(kind, name)
    if (first?.claim === claim) turn.resolve(first.row.token)
  }
  const unwatch = host.changes.watchOthers(change => {
    const isMeant = change.type === 'turn' && change.kind === kind && change.name === name
    if (isMeant || change.type === 'jump') look()
    else if (change.type === 'end')
      turn.reject(endError(host, new LockLostError('the group is closed here')))
  })
  const onLost = (): void => turn.reject(endError(host, signal.reason))
  signal.addEventListener('abort', onLost, { once: true })
  const limit = new CallLimit(host.clock, options, (reason, isTimeout) => {
    turn.reject(
      isTimeout ? new DOMException('it was not its turn in time', 'TimeoutError') : reason
    )
  })
  try {
    options.signal?.throwIfAborted()
    signal.throwIfAborted()
    look()
    return await turn.promise
  } catch (error) {
    void leave(init, claim, loan)
    throw error
  } finally {
    limit.end()
    unwatch()
    signal.removeEventListener('abort', onLost)
  }
}

/** What a call is told that ends without a turn: why the group takes no calls, if it is that. */
function endError(host: ObjectsHost, otherwise: unknown): unknown {
  try {
    host.check()
    return otherwise
  } catch (error) {
    return error
  }
}

/**
 * Leaves the line, or gives up what was had, in the background. As long as others keep the lease alive nothing else ends the claim: so
 * it is tried again until it is known to be done.
 */
async function leave(init: TurnInit, claim: number, { lease }: Loan): Promise<void> {
  const { host, ttlMs } = init
  while (!lease.isOver && isOpen(host)) {
    try {
      await host.perform(releaseOf(init, claim))
      return
    } catch {
      // There was no room, or no time: there will be.
      await pause(host.clock, ttlMs * retryPart, lease.signal)
    }
  }
}

/** Resolves after a while, or once the signal is aborted. */
async function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>(resolve => {
    const end = (): void => {
      cancel()
      signal.removeEventListener('abort', end)
      resolve()
    }
    const cancel = clock.setTimer(clock.nowMs() + ms, end)
    signal.addEventListener('abort', end)
  })
}

/** Nobody waits any more for what may be claimed. The lease is not given back before that is known: a claim that is not has to end with it. */
function leaveIfChosen(init: TurnInit, loan: Loan, error: OutcomeUnknownError): void {
  error.outcome().then(
    outcome => {
      loan.giveBack()
      if (outcome.chosen) void leave(init, outcome.slot, loan)
    },
    () => loan.abandon()
  )
}
