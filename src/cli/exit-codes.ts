import { InvalidOptionsError, StoreCorruptError, StoreError, StoreLockedError } from '../errors.js'

/** What the process's exit code says. `docs/cli.md` lists them. */
export const exitCodes = {
  /** Closed in order; for the demo also: everything agreed. */
  ok: 0,
  /** Anything that has no code of its own. */
  failed: 1,
  /** The arguments are wrong. Nothing was started. */
  usage: 2,
  /** Another process holds the store. */
  storeLocked: 3,
  /** The peer's replica stopped for good, or its store cannot be used. */
  halted: 4,
  /** The demo found that peers differ, or that something acknowledged is missing. */
  disagreed: 5
} as const

/** The arguments are wrong; the message says which and why. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The exit code for an error that ends a command. */
export function exitCodeOf(error: unknown): number {
  if (!(error instanceof Error)) return exitCodes.failed
  switch (error.name) {
    case 'UsageError':
    case InvalidOptionsError.name:
      return exitCodes.usage
    case StoreLockedError.name:
      return exitCodes.storeLocked
    case StoreError.name:
    case StoreCorruptError.name:
      return exitCodes.halted
    default:
      return exitCodes.failed
  }
}

/** The exit code of a process that a signal ended, as shells count. */
export function exitCodeOfSignal(signal: 'SIGINT' | 'SIGTERM'): number {
  return 128 + (signal === 'SIGINT' ? 2 : 15)
}
