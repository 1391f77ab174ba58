import type { PeerEvent, StatusReport } from './ndjson.js'
import type { Found, Text, Versioned } from './object-messages.js'

/** An event, as somebody reads it who asked for it; undefined if nobody asks for such. */
export function describeAnswer(event: PeerEvent): string | undefined {
  switch (event.type) {
    case 'got':
      return describeFound(event)
    case 'put':
      return `set, version ${event.slot}`
    case 'cas':
      return event.succeeded ? `set, version ${event.slot}` : `not set: ${describeFound(event)}`
    case 'deleted':
      return event.succeeded ? 'deleted' : `not deleted: ${describeFound(event)}`
    case 'scanned': {
      const lines = event.entries.map(entry => `${show(entry.key)} = ${describeEntry(entry)}`)
      const last = event.entries.at(-1)?.key ?? ''
      const more = event.hasMore ? [`there are more after ${show(last)}`] : []
      return lines.length === 0 ? 'no keys' : [...lines, ...more].join('\n')
    }
    case 'next':
      return String(event.number)
    case 'locked':
      return `locked, token ${event.token}`
    case 'taken':
      return 'taken: somebody has it'
    case 'unlocked':
      return 'unlocked'
    case 'locks': {
      const lines = event.locks.map(({ name, token }) => `${show(name)}, token ${token}`)
      return lines.length === 0 ? 'no locks' : lines.join('\n')
    }
    case 'lock-lost':
      return `lock ${show(event.name)} is lost, token ${event.token}`
    case 'status':
      return describeStatus(event.status)
    case 'failed': {
      const doubt = event.mayHaveTakenEffect ? ' (it may have taken effect)' : ''
      return `failed: ${event.error.name}: ${event.error.message}${doubt}`
    }
    default:
      return undefined
  }
}

function describeFound(found: Found): string {
  return found.found ? describeEntry(found) : 'there is no such key'
}

function describeEntry(entry: Versioned): string {
  return `${describeText(entry)}, version ${entry.version}`
}

function describeText(text: Text): string {
  return 'value' in text ? show(text.value) : `base64 ${text.valueBase64}`
}

function describeStatus(status: StatusReport): string {
  const { name, state, role, epoch, members, leader, quorum, chosenSlotMax, votes } = status
  const voters = members.map(({ peerId, reachable }) => `${peerId}${reachable ? '' : ' (away)'}`)
  return [
    `group   ${show(name)}, ${state}, epoch ${epoch}`,
    `peer    ${status.peerId}, ${role}${votes ? '' : ', does not vote'}`,
    `leader  ${leader ?? 'none is known'}`,
    `quorum  ${quorum}`,
    `chosen  up to slot ${chosenSlotMax}`,
    ...voters.map(voter => `voter   ${voter}`)
  ].join('\n')
}

/** Text as it would be typed: in quotes where it is more than a word, and with nothing in it that a terminal would obey. */
function show(text: string): string {
  if (/^[^\s"\p{C}][^\s\p{C}]*$/u.test(text)) return text
  return JSON.stringify(text).replaceAll(/\p{C}/gu, character =>
    character.replaceAll(
      /[\s\S]/g,
      unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
    )
  )
}
