import { PaxosError, StoreCorruptError, StoreError, StoreLockedError } from '../errors.js'

/** The error that the contract of a store names for `cause`, an error of a database, the file system or a codec. */
export function toStoreError(what: string, cause: unknown): PaxosError {
  if (cause instanceof PaxosError) return cause
  const message = `${what}: ${rootMessage(cause)}`
  if (hasCode(cause, 'LEVEL_LOCKED')) return new StoreLockedError(message, { cause })
  if (hasCode(cause, 'LEVEL_CORRUPTION')) return new StoreCorruptError(message, { cause })
  return new StoreError(message, { cause })
}

/** Whether `error` or what caused it has this code. */
export function hasCode(error: unknown, code: string): boolean {
  if (!(error instanceof Error)) return false
  return ('code' in error && error.code === code) || hasCode(error.cause, code)
}

function rootMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? error.message : rootMessage(error.cause)
}
