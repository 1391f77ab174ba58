import { describeAnswer } from './answer-text.js'
import type { ErrorReport, PeerEvent } from './ndjson.js'
import type { Output } from './output.js'
import { styled } from './style.js'

/** Tells what happens at a peer. */
export interface Reporter {
  /** Takes every event; who can wait, waits for `drained` before the next one. */
  report(event: PeerEvent): void
  /** Resolves when the readers keep up. */
  drained(): Promise<void>
}

const unasked: readonly PeerEvent['type'][] = ['leader', 'quorum', 'members']

/** Tells everything as one JSON object a line. */
export function jsonReporter(output: Output): Reporter {
  return {
    report: event => {
      const line = JSON.stringify(event)
      // These come unasked, at a pace that nobody here sets.
      if (unasked.includes(event.type)) output.writeLatest(event.type, line)
      else output.write(line)
    },
    drained: () => output.drained()
  }
}

/** Tells people: chosen values on `values`, one a line, and everything else on `notes`. */
export function textReporter(values: Output, notes: Output): Reporter {
  return {
    report: event => {
      if (event.type === 'chosen') {
        values.write('value' in event ? event.value : lossyText(event.valueBase64))
        return
      }
      const note = describe(event)
      if (note !== undefined) notes.writeLatest(event.type, note)
    },
    drained: async () => {
      await values.drained()
    }
  }
}

/** Tells somebody who types: answers on `answers`, and everything else on `notes`. */
export function answerReporter(answers: Output, notes: Output, coloured: boolean): Reporter {
  return {
    report: event => {
      const answer = describeAnswer(event)
      if (answer !== undefined) {
        const isBad = event.type === 'failed' || event.type === 'lock-lost'
        answers.write(coloured && isBad ? styled(answer, 'red') : answer)
      } else if (event.type !== 'chosen') {
        const note = describe(event)
        if (note !== undefined) notes.writeLatest(event.type, note)
      }
    },
    drained: () => answers.drained()
  }
}

function describe(event: Exclude<PeerEvent, { type: 'chosen' }>): string | undefined {
  switch (event.type) {
    case 'ready':
      return `peer ${event.peerId} listens on ${event.addrs.join(', ')}`
    case 'leader':
      return event.peerId === null
        ? 'no leader is known'
        : `leader ${event.peerId}, ballot ${event.ballot}`
    case 'quorum':
      return `quorum ${event.state}`
    case 'failed': {
      const doubt = event.mayHaveTakenEffect ? ' (it may have taken effect)' : ''
      return `failed ${event.id ?? 'a line'}: ${describeReport(event.error)}${doubt}`
    }
    case 'halt':
      return `stopped for good: ${describeReport(event.error)}`
    case 'members':
      return `epoch ${event.epoch}, voters ${event.voters.join(', ')}`
    default:
      return undefined
  }
}

function describeReport({ name, message }: ErrorReport): string {
  return `${name}: ${message}`
}

/** What is no valid UTF-8 becomes replacement characters. */
function lossyText(base64: string): string {
  return new TextDecoder().decode(Buffer.from(base64, 'base64'))
}
