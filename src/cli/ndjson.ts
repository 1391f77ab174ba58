import { InvalidOptionsError, type PaxosError } from '../errors.js'
import type { LogEntry, QuorumState } from '../index.js'
import { describeMessage } from './describe-error.js'

/** A line of input: propose a value, or ask what everything chosen before reaches to. */
export type PeerRequest =
  | { readonly type: 'propose'; readonly id: string; readonly value: string }
  | { readonly type: 'barrier'; readonly id: string }

/** A line of input that is neither, and why; with its id as far as it has one. */
export interface MalformedRequest {
  readonly type: 'malformed'
  readonly id: string | null
  readonly error: Error
}

/** An error, as a line of output tells it. */
export interface ErrorReport {
  /** Name of one of the package's errors, mostly. */
  readonly name: string
  readonly message: string
}

/** A value in its slot: as text, or in base64 if it is no valid UTF-8. */
export type ChosenEvent = {
  readonly type: 'chosen'
  readonly slot: number
  /** PeerId of the peer that proposed it. */
  readonly origin: string
} & ({ readonly value: string } | { readonly valueBase64: string })

/** What a peer tells, one JSON object a line. */
export type PeerEvent =
  | { readonly type: 'ready'; readonly peerId: string; readonly addrs: readonly string[] }
  | { readonly type: 'leader'; readonly peerId: string | null; readonly ballot: string | null }
  | { readonly type: 'quorum'; readonly state: QuorumState }
  | ChosenEvent
  | { readonly type: 'acknowledged'; readonly id: string; readonly slot: number }
  | { readonly type: 'barrier'; readonly id: string; readonly slot: number }
  | {
      readonly type: 'failed'
      readonly id: string | null
      readonly error: ErrorReport
      readonly mayHaveTakenEffect: boolean
    }
  | { readonly type: 'halt'; readonly error: ErrorReport }

/** Reads one line of input. Never throws. */
export function parseRequest(line: Uint8Array): PeerRequest | MalformedRequest {
  const text = decodeText(line)
  if (text === undefined) return malformed(null, 'the line is not valid UTF-8')
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    return malformed(null, 'the line is not JSON', cause)
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return malformed(null, 'the line is not a JSON object')
  }
  const { id, value, barrier } = json as Record<string, unknown>
  if (typeof id !== 'string') return malformed(null, 'id must be a string')
  if (barrier === true && value === undefined) return { type: 'barrier', id }
  if (barrier !== undefined) return malformed(id, 'barrier must be true and stand alone')
  if (typeof value !== 'string') return malformed(id, 'value must be a string')
  // Half of a surrogate pair has no UTF-8: encoding would silently propose something else.
  if (!value.isWellFormed()) return malformed(id, 'value has half of a surrogate pair')
  return { type: 'propose', id, value }
}

/** The text of a line, if it is valid UTF-8. */
export function decodeText(line: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line)
  } catch {
    return undefined
  }
}

export function malformed(id: string | null, message: string, cause?: unknown): MalformedRequest {
  return { type: 'malformed', id, error: new InvalidOptionsError(message, { cause }) }
}

/** Reports a value and its slot. */
export function chosenEvent(entry: LogEntry<string>): ChosenEvent {
  const { slot, value, bytes, origin } = entry
  return value === undefined
    ? { type: 'chosen', slot, valueBase64: Buffer.from(bytes).toString('base64'), origin }
    : { type: 'chosen', slot, value, origin }
}

/** Reports an error, with what caused it in the message. */
export function errorReport(error: unknown): ErrorReport {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) }
  return { name: error.name, message: describeMessage(error) }
}

const maybeErrors: readonly PaxosError['name'][] = [
  'OutcomeUnknownError',
  'ReplicaStoppedError',
  'SessionExpiredError'
]

/** Whether a proposal that failed so may still be chosen, now or earlier. */
export function mayHaveTakenEffect(error: unknown): boolean {
  return error instanceof Error && maybeErrors.includes(error.name)
}
