import { InvalidOptionsError } from '../errors.js'
import type { ReplicaRuntime } from '../runtime/replica-runtime.js'
import type { Codec } from './codec.js'
import type { LogEntry } from './events.js'

/** What part of a log to read. */
export interface LogOptions {
  /**
   * First slot to read.
   *
   * @default 1
   */
  readonly from?: number
  /** Last slot to read; without it reading goes on. */
  readonly to?: number
  /**
   * Whether to wait for what is chosen later, instead of ending with what is chosen now.
   *
   * @default true if `to` is not given
   */
  readonly live?: boolean
  readonly signal?: AbortSignal
}

/** Tells what an entry of the log is worth to the application. */
export interface EntryReader<T> {
  toLogEntry(slot: number, bytes: Uint8Array, origin: string, logTimeMs: number): LogEntry<T>
}

/** What `codec` makes of entries. A value that does not decode is delivered as its bytes. */
export function entryReader<T>(codec: Codec<T>): EntryReader<T> {
  return {
    toLogEntry: (slot, bytes, origin, logTimeMs) => {
      try {
        return { slot, value: codec.decode(bytes), bytes, origin, logTimeMs }
      } catch (decodeError) {
        return { slot, value: undefined, bytes, decodeError, origin, logTimeMs }
      }
    }
  }
}

/** Sessions whose origin is remembered while a log is read. */
const originsMax = 4096

/**
 * Reads the application's values from the log, history and future without a seam, one bounded chunk at a time.
 *
 * @throws InvalidOptionsError if `from` or `to` is not a slot.
 * @throws CompactedError if the next entry was given up.
 */
export async function* readLog<T>(
  replica: ReplicaRuntime,
  reader: EntryReader<T>,
  options: LogOptions
): AsyncGenerator<LogEntry<T>, void, undefined> {
  const { from = 1, to = Number.MAX_SAFE_INTEGER - 1, signal } = options
  for (const [name, slot] of Object.entries({ from, to })) {
    if (!Number.isSafeInteger(slot) || slot < 1) {
      throw new InvalidOptionsError(`${name} must be a slot, a whole number from 1, not ${slot}`)
    }
  }
  const live = options.live ?? options.to === undefined
  const end = live ? to : Math.min(to, replica.chosenSlotMax)
  const origins = new Map<number, string>()
  let slot = from
  while (slot <= end) {
    signal?.throwIfAborted()
    const entries = await replica.entries(slot, end + 1, signal)
    if (entries === undefined) return
    for (const entry of entries) {
      if (entry.type === 'open-session') {
        remember(origins, slot, entry.origin)
      } else if (entry.type === 'value') {
        const origin = origins.get(entry.session) ?? (await replica.originOf(entry.session)) ?? ''
        remember(origins, entry.session, origin)
        yield reader.toLogEntry(slot, entry.value, origin, entry.logTimeMs)
        signal?.throwIfAborted()
      }
      slot += 1
    }
  }
}

function remember(origins: Map<number, string>, session: number, origin: string): void {
  origins.set(session, origin)
  if (origins.size <= originsMax) return
  for (const oldest of origins.keys()) {
    origins.delete(oldest)
    break
  }
}
