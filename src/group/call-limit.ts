import { NoQuorumError } from '../errors.js'
import type { Clock } from '../runtime/ports.js'

/** How long a caller waits. */
export interface CallOptions {
  /** Gives up when aborted, with the signal's reason. */
  readonly signal?: AbortSignal
  /** Gives up after so many milliseconds; by default the group's `timeoutMs`, if it has one. */
  readonly timeoutMs?: number
}

/**
 * Watches one call's signal and time: calls `giveUp` at most once, and not after `end`.
 */
export class CallLimit {
  readonly #signal: AbortSignal | undefined
  readonly #onAbort: (() => void) | undefined
  readonly #cancelTimer: (() => void) | undefined
  #ended = false

  constructor(
    clock: Clock,
    options: CallOptions,
    giveUp: (reason: unknown, isTimeout: boolean) => void
  ) {
    const { signal, timeoutMs } = options
    if (signal !== undefined) {
      this.#signal = signal
      this.#onAbort = () => this.#once(() => giveUp(signal.reason, false))
      signal.addEventListener('abort', this.#onAbort, { once: true })
    }
    if (timeoutMs !== undefined) {
      this.#cancelTimer = clock.setTimer(clock.nowMs() + timeoutMs, () => {
        const reason = new DOMException(`timed out after ${timeoutMs} ms`, 'TimeoutError')
        this.#once(() => giveUp(reason, true))
      })
    }
  }

  end(): void {
    this.#ended = true
    if (this.#onAbort !== undefined) this.#signal?.removeEventListener('abort', this.#onAbort)
    this.#cancelTimer?.()
  }

  #once(giveUp: () => void): void {
    if (this.#ended) return
    this.end()
    giveUp()
  }
}

/** The limit of a call that is made in several steps: each step gets the time that those before it left. */
export function inSteps(clock: Clock, options: CallOptions): () => CallOptions {
  const { timeoutMs } = options
  if (timeoutMs === undefined) return () => options
  const endMs = clock.nowMs() + timeoutMs
  return () => ({ ...options, timeoutMs: Math.max(0, Math.ceil(endMs - clock.nowMs())) })
}

/** What a caller is told that gave up before anything was sent: its signal's reason, or that time ran out. */
export function gaveUpError(reason: unknown, isTimeout: boolean): unknown {
  if (!isTimeout) return reason
  return new NoQuorumError('no leader with a quorum was known in time; nothing was sent', {
    cause: reason
  })
}

/** Follows `promise`, but rejects with the signal's reason once that is aborted. */
export async function raceLimit<T>(
  clock: Clock,
  promise: Promise<T>,
  options: CallOptions
): Promise<T> {
  options.signal?.throwIfAborted()
  return await new Promise((resolve, reject) => {
    const limit = new CallLimit(clock, options, (reason, isTimeout) =>
      reject(gaveUpError(reason, isTimeout))
    )
    promise.then(resolve, reject).finally(() => limit.end())
  })
}
