import { type Ballot, formatBallot } from '../core/ballot.js'
import type { Notice } from '../core/effects.js'
import type { AnyMessage } from '../wire/frame.js'

/** One line about a message or a notice, for traces. */
export function describe(subject: AnyMessage | Notice): string {
  const words: string[] = [subject.type]
  for (const [name, field] of Object.entries(subject)) {
    if (name !== 'type') words.push(`${name} ${describeField(field)}`)
  }
  return words.join(' ')
}

function describeField(field: unknown): string {
  if (Array.isArray(field)) return `[${field.length}]`
  if (field instanceof Uint8Array) return `${field.length} bytes`
  if (isBallot(field)) return formatBallot(field)
  if (typeof field === 'object' && field !== null && 'peerId' in field) return String(field.peerId)
  return typeof field === 'object' ? '...' : String(field)
}

function isBallot(field: unknown): field is Ballot {
  return typeof field === 'object' && field !== null && 'round' in field && 'priority' in field
}
