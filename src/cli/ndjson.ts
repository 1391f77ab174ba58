import { InvalidOptionsError, type PaxosError } from '../errors.js'
import type { GroupStatus, LogEntry, QuorumState, VoterChange } from '../index.js'
import { describeMessage } from './describe-error.js'

/** A line of input: what the peer is asked to do. */
export type PeerRequest = { readonly id: string } & (
  | { readonly type: 'propose'; readonly value: string }
  | { readonly type: 'reconfigure'; readonly change: VoterChange }
  | { readonly type: 'barrier' | 'invite' | 'leave' | 'status' }
)

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

/** Where a group stands, as a line of output tells it. */
export type StatusReport = Omit<GroupStatus, 'error'> & { readonly error: ErrorReport | null }

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
  | { readonly type: 'barrier' | 'reconfigured'; readonly id: string; readonly slot: number }
  | { readonly type: 'members'; readonly epoch: number; readonly voters: readonly string[] }
  | { readonly type: 'invite'; readonly id: string; readonly invite: string }
  | { readonly type: 'left'; readonly id: string }
  | { readonly type: 'status'; readonly id: string; readonly status: StatusReport }
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
  const { id, ...rest } = json as Record<string, unknown>
  if (typeof id !== 'string') return malformed(null, 'id must be a string')
  const asked = requestNames.filter(name => rest[name] !== undefined)
  const [name] = asked
  if (name === undefined || asked.length > 1) {
    return malformed(id, `there must be one of ${requestNames.join(', ')}`)
  }
  const argument = rest[name]
  switch (name) {
    case 'value':
      return parseValue(id, argument)
    case 'reconfigure':
      return parseChange(id, argument)
    default:
      return argument === true ? { type: name, id } : malformed(id, `${name} must be true`)
  }
}

/** What a line may ask for, by the name of the field that says so. */
const requestNames = ['value', 'barrier', 'invite', 'reconfigure', 'leave', 'status'] as const

function parseValue(id: string, value: unknown): PeerRequest | MalformedRequest {
  if (typeof value !== 'string') return malformed(id, 'value must be a string')
  // Half of a surrogate pair has no UTF-8: encoding would silently propose something else.
  if (!value.isWellFormed()) return malformed(id, 'value has half of a surrogate pair')
  return { type: 'propose', id, value }
}

function parseChange(id: string, change: unknown): PeerRequest | MalformedRequest {
  const isObject = typeof change === 'object' && change !== null && !Array.isArray(change)
  const { add = [], remove = [], ...rest } = isObject ? (change as Record<string, unknown>) : {}
  if (!isObject || !isTextList(add) || !isTextList(remove) || Object.keys(rest).length > 0) {
    return malformed(id, 'reconfigure must have add and remove, each a list of PeerIds, or one')
  }
  return { type: 'reconfigure', id, change: { add, remove } }
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(item => typeof item === 'string')
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
