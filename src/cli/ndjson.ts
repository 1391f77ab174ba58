import { InvalidOptionsError } from '../errors.js'
import type { GroupStatus, LogEntry, QuorumState, VoterChange } from '../index.js'
import { describeMessage } from './describe-error.js'
import { Fields, textOf, wholeOf } from './fields.js'
import {
  type ObjectEvent,
  type ObjectRequest,
  objectRequestNames,
  readObjectRequest
} from './object-messages.js'

/** A line of input: what the peer is asked to do. */
export type PeerRequest = {
  readonly id: string
  /** Milliseconds after which to give up. */
  readonly timeoutMs: number | undefined
} & Demand

type Demand =
  | { readonly type: 'propose'; readonly value: string }
  | { readonly type: 'reconfigure'; readonly change: VoterChange }
  | { readonly type: 'barrier' | 'invite' | 'leave' | 'status' }
  | ObjectRequest

/** A line of input that is none, and why; with its id as far as it has one. */
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

type StatusError = 'error' | 'applyError'

/** Where a group stands, as a line of output tells it. */
export type StatusReport = Omit<GroupStatus, StatusError> & {
  readonly [name in StatusError]: ErrorReport | null
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
  | ObjectEvent
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
  return toRequest(json as Record<string, unknown>)
}

/** What these fields of a line ask for. Never throws. */
export function toRequest(fields: Record<string, unknown>): PeerRequest | MalformedRequest {
  const { id, ...rest } = fields
  if (typeof id !== 'string') return malformed(null, 'id must be a string')
  try {
    return { id, ...readDemand(rest) }
  } catch (error) {
    if (error instanceof InvalidOptionsError) return { type: 'malformed', id, error }
    throw error
  }
}

/** What a line may ask for, by the name of the field that says so. */
const requestNames = [
  ...(['value', 'barrier', 'invite', 'reconfigure', 'leave', 'status', 'locks'] as const),
  ...objectRequestNames
]

/** What takes several steps, of which some cannot be taken back. */
const withoutTimeout: readonly string[] = ['reconfigure', 'leave']

function readDemand(
  fields: Record<string, unknown>
): Demand & { readonly timeoutMs: number | undefined } {
  const asked = requestNames.filter(name => fields[name] !== undefined)
  const [name] = asked
  if (name === undefined || asked.length > 1) {
    throw new InvalidOptionsError(`there must be one of ${requestNames.join(', ')}`)
  }
  const timeoutMs = readTimeout(name, fields['timeoutMs'])
  const argument = fields[name]
  switch (name) {
    case 'value':
      return { type: 'propose', value: textOf('value', argument), timeoutMs }
    case 'reconfigure':
      return { type: 'reconfigure', change: readChange(argument), timeoutMs }
    case 'barrier':
    case 'invite':
    case 'leave':
    case 'status':
    case 'locks':
      if (argument !== true) throw new InvalidOptionsError(`${name} must be true`)
      return { type: name, timeoutMs }
    default:
      return { ...readObjectRequest(name, argument), timeoutMs }
  }
}

function readTimeout(name: string, timeoutMs: unknown): number | undefined {
  if (timeoutMs === undefined) return undefined
  if (withoutTimeout.includes(name)) throw new InvalidOptionsError(`${name} takes no timeoutMs`)
  return wholeOf('timeoutMs', timeoutMs, 1, 2 ** 31 - 1)
}

function readChange(change: unknown): VoterChange {
  const fields = new Fields('reconfigure', change)
  const read = (field: string): string[] => fields.optional(field, f => fields.texts(f)) ?? []
  const [add, remove] = [read('add'), read('remove')]
  fields.end()
  return { add, remove }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text of bytes, if they are valid UTF-8. */
export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes)
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

/** Requests that change something. */
const changing: readonly PeerRequest['type'][] = [
  'propose',
  'reconfigure',
  'leave',
  'put',
  'cas',
  'delete',
  'next',
  'lock',
  'unlock'
]

/** Errors of calls that were given up, or whose end was not heard of, when it was too late to take them back. */
const doubtful: readonly string[] = [
  'OutcomeUnknownError',
  'ReplicaStoppedError',
  'SessionExpiredError',
  'TimeoutError'
]

/** Whether a request that failed so may have taken effect, or may yet. */
export function mayHaveTakenEffect(request: PeerRequest, error: unknown): boolean {
  if (!(error instanceof Error) || !changing.includes(request.type)) return false
  // It was in line, and may have had the lock without knowing.
  if (request.type === 'lock' && error.name === 'LockLostError') return true
  return doubtful.includes(error.name)
}
