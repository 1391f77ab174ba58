import { describe, expect, it } from 'vitest'
import type { AnyMessage } from '../../src/wire/frame.js'
import { summarize } from '../../src/wire/message-summary.js'
import { ballot, entries, messages } from './samples.js'

const text = '3.300.2.fedcba98'

describe('a summary of a message', () => {
  it('is made of every message, and is plain data', () => {
    for (const message of Object.values(messages)) {
      const summary = summarize(message as AnyMessage)
      expect(summary.type).toBe(message.type)
      expect(JSON.parse(JSON.stringify(summary))).toEqual(summary)
    }
  })

  it.each<[what: string, message: AnyMessage, summary: object]>([
    [
      'of an accept its ballot and slots',
      {
        type: 'accept',
        ballot,
        firstSlot: 5,
        entries: [entries.value, entries['no-op']],
        chosenSlotMax: 4
      },
      { ballot: text, firstSlot: 5, lastSlot: 6, entries: 2, chosenSlotMax: 4 }
    ],
    [
      'of an accept without entries no last slot',
      { type: 'accept', ballot, firstSlot: 5, entries: [], chosenSlotMax: 4 },
      { ballot: text, firstSlot: 5, entries: 0, chosenSlotMax: 4 }
    ],
    [
      'of an accepted how far it goes',
      { type: 'accepted', ballot, lastSlot: 6 },
      { ballot: text, lastSlot: 6 }
    ],
    [
      'of a reject why, and what was promised',
      {
        type: 'reject',
        ballot,
        reason: 'promised-higher',
        promisedBallot: { ...ballot, round: 301 },
        chosenSlotMax: 4
      },
      {
        ballot: text,
        promisedBallot: '3.301.2.fedcba98',
        reason: 'promised-higher',
        chosenSlotMax: 4
      }
    ],
    [
      'of a reply to a reader the slot',
      { type: 'read-reply', origin: 'A', id: 1, slot: 9, via: [] },
      { lastSlot: 9 }
    ],
    ['of a heartbeat nothing more', { type: 'heartbeat', round: 7, news: false }, {}]
  ])('tells %s', (_, message, summary) => {
    expect(summarize(message)).toEqual({ type: message.type, ...summary })
  })
})
