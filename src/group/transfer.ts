import type { Clock } from '../runtime/ports.js'
import { CallLimit, type CallOptions, gaveUpError } from './call-limit.js'

/** Milliseconds between two requests to a leader to hand over. */
const transferIntervalMs = 500

export interface TransferInit {
  readonly clock: Clock
  /** Whether the target leads. */
  readonly isDone: () => boolean
  /** Asks the leader to hand over. @throws ReplicaStoppedError if the replica stopped. */
  readonly ask: () => void
  /** Calls `listener` whenever the leader changes, until what it returns is called. */
  readonly onChange: (listener: () => void) => () => void
}

/**
 * Asks for a leader again and again until it leads.
 *
 * @throws NoQuorumError if `timeoutMs` runs out; the signal's reason if it is aborted.
 * @throws what `ask` throws.
 */
export async function untilLeads(init: TransferInit, options: CallOptions): Promise<void> {
  const { clock, isDone, onChange } = init
  options.signal?.throwIfAborted()
  const done = Promise.withResolvers<void>()
  const limit = new CallLimit(clock, options, (reason, isTimeout) =>
    done.reject(gaveUpError(reason, isTimeout))
  )
  let cancel = (): void => undefined
  const ask = (): void => {
    if (isDone()) return done.resolve()
    try {
      init.ask()
    } catch (error) {
      return done.reject(error)
    }
    cancel = clock.setTimer(clock.nowMs() + transferIntervalMs, ask)
  }
  const stopListening = onChange(() => {
    if (isDone()) done.resolve()
  })
  try {
    ask()
    await done.promise
  } finally {
    limit.end()
    cancel()
    stopListening()
  }
}
