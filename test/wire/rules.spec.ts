import { describe, expect, it } from 'vitest'
import type { Ballot } from '../../src/core/ballot.js'
import { roundMax } from '../../src/core/ballot.js'
import type { Configuration } from '../../src/core/configuration.js'
import type { AnyMessage } from '../../src/wire/frame.js'
import { decodeFrame, encodeFrame, frameVersion } from '../../src/wire/frame-codec.js'
import * as wire from '../../src/wire/generated/wire.js'
import {
  decodeLogRecord,
  decodeStandingRecord,
  decodeStateRecord,
  encodeLogRecord,
  encodeStandingRecord,
  encodeStateRecord,
  recordVersion
} from '../../src/wire/record-codec.js'
import { rawEntry, rawField, rawFrame, rawMessage, refusal } from './hostile.js'
import { ballot, entries, frameOf, messages, states } from './samples.js'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const configuration = messages['genesis-chosen'].configuration

function accepted(change: Partial<Ballot>): AnyMessage {
  return { ...messages.accepted, ballot: { ...ballot, ...change } }
}

function chosen(change: Partial<Configuration>): AnyMessage {
  return { ...messages['genesis-chosen'], configuration: { ...configuration, ...change } }
}

function logOf(entry: object): AnyMessage {
  return { ...messages.accept, entries: [{ ...entries.value, ...entry } as never] }
}

describe('a message is neither written nor read', () => {
  const [first, second] = configuration.voters as [never, never]
  const voter = { peerId: 'a', incarnation: 1n }

  it.each<[string, AnyMessage]>([
    ['with a negative slot', { ...messages.accepted, lastSlot: -1 }],
    ['with a slot that is no whole number', { ...messages.accepted, lastSlot: 1.5 }],
    ['with a slot that is no exact number', { ...messages.accepted, lastSlot: 2 ** 53 }],
    ['that begins at slot 0', { ...messages['catch-up-request'], firstSlot: 0 }],
    ['whose last slot is no exact number', { ...messages.accept, firstSlot: 2 ** 53 - 2 }],
    ['with a round above the highest', accepted({ round: roundMax + 1 })],
    ['with a ballot without a round', accepted({ round: 0 })],
    ['with a ballot without an incarnation', accepted({ incarnation: 0n })],
    ['with a bottom ballot that has a priority', accepted({ round: 0, incarnation: 0n })],
    ['with an incarnation of more than 64 bits', accepted({ incarnation: 2n ** 64n })],
    ['with a prepare whose chosen entries it lacks', { ...messages.prepare, chosenSlotMax: 13 }],
    ['with a promise that ends too early', { ...messages.promise, lastSlot: 19 }],
    ['with a promise that ends too late', { ...messages.promise, lastSlot: 17 }],
    ['with a promise whose chosen entries it lacks', { ...messages.promise, chosenSlotMax: 19 }],
    ['with a synchronisation that ends too early', { ...messages['accept-sync'], adoptedEnd: 19 }],
    ['with catch-up beyond what is chosen', { ...messages['catch-up-reply'], chosenSlotMax: 3 }],
    ['with a value of session 0', logOf({ session: 0 })],
    ['with a value of sequence 0', logOf({ sequence: 0 })],
    ['with a time that is no whole number', logOf({ logTimeMs: 0.5 })],
    ['with a key that is no Unicode text', logOf({ key: '\ud800' })],
    ['with an empty PeerId', { ...messages.transfer, target: '' }],
    ['with a hash of another length', { ...messages['genesis-mismatch'], nameHash: bytes('a') }],
    ['with no voters', chosen({ voters: [] })],
    ['with voters out of order', chosen({ voters: [second, first] })],
    ['with a voter twice', chosen({ voters: [voter, { ...voter, incarnation: 2n }] })],
    ['with an incarnation twice', chosen({ voters: [voter, { ...voter, peerId: 'b' }] })],
    ['with a voter without an incarnation', chosen({ voters: [{ ...voter, incarnation: 0n }] })],
    ['with quorums that need not meet', chosen({ quorum: { prepare: 1, accept: 1 } })],
    ['with a quorum of more than all', chosen({ quorum: { prepare: 3, accept: 1 } })],
    ['with a quorum of none', chosen({ quorum: { prepare: 2, accept: 0 } })]
  ])('%s', (_, message) => {
    expect(() => encodeFrame(frameOf(message))).toThrow(
      expect.objectContaining({ name: 'InvalidMessageError' })
    )
  })

  it('that arrives with a slot that is no exact number', () => {
    const largest = rawMessage({ accepted: { ballot, lastSlot: 2 ** 53 - 1 } })
    const above = largest.with(largest.lastIndexOf(0x0f), 0x1f)
    expect(refusal(above)).toMatchObject({ name: 'InvalidMessageError' })
  })

  it.each<[string, Partial<wire.Message>]>([
    ['without its ballot', { accepted: { lastSlot: 1 } }],
    ['with half a ballot', { accepted: { ballot: { ...ballot, incarnation: 0n }, lastSlot: 1 } }],
    [
      'with a round above the highest',
      { accepted: { ballot: { ...ballot, round: roundMax + 1 }, lastSlot: 1 } }
    ],
    ['that begins at slot 0', { catchUpRequest: { firstSlot: 0 } }],
    [
      'with a promise that does not end at its last slot',
      {
        promise: {
          ballot,
          acceptedBallot: ballot,
          lastSlot: 5,
          chosenSlotMax: 0,
          firstSlot: 5,
          entries: []
        }
      }
    ],
    [
      'with a synchronisation that ends too early',
      { acceptSync: { ballot, firstSlot: 5, entries: [], adoptedEnd: 5, chosenSlotMax: 0 } }
    ],
    ['without its PeerId', { transfer: { ballot } }],
    ['with an empty PeerId', { transfer: { ballot, target: bytes('') } }],
    ['with text that is not UTF-8', { transfer: { ballot, target: Uint8Array.of(0xc3, 0x28) } }],
    ['with a hash of another length', { genesisMismatch: { nameHash: bytes('a') } }],
    ['without its configuration', { genesisAccept: { ballot } }],
    [
      'with quorums that need not meet',
      {
        genesisChosen: {
          configuration: {
            epoch: 1,
            voters: [
              { peerId: bytes('a'), incarnation: 1n, addresses: [] },
              { peerId: bytes('b'), incarnation: 2n, addresses: [] }
            ],
            prepareQuorum: 1,
            acceptQuorum: 1
          }
        }
      }
    ],
    ['with an acceptance without its ballot', { genesisPromise: { ballot, accepted: {} } }],
    [
      'with no reason for a reject',
      {
        reject: {
          ballot,
          reason: wire.RejectReason.REJECT_REASON_UNSPECIFIED,
          promisedBallot: ballot,
          chosenSlotMax: 0
        }
      }
    ],
    [
      'with no reason for a reply',
      {
        proposeReply: {
          origin: bytes('a'),
          session: 1,
          reason: wire.ProposeReplyReason.PROPOSE_REPLY_REASON_UNSPECIFIED,
          nextSequence: 1,
          via: []
        }
      }
    ],
    [
      'with two kinds in one',
      { heartbeat: { round: 1, news: false }, catchUpRequest: { firstSlot: 1 } }
    ],
    ['with no kind', {}]
  ])('that arrives %s', (_, message) => {
    expect(refusal(rawMessage(message))).toMatchObject({ name: 'InvalidMessageError' })
  })

  it('of an unknown kind', () => {
    expect(refusal(rawFrame([rawField(99, bytes(''))]))).toMatchObject({
      name: 'InvalidMessageError'
    })
  })

  it('with an unknown reason', () => {
    const known = encodeFrame(frameOf(messages.reject))
    const at = known.findIndex(
      (byte, i) => byte === 0x10 && known[i + 1] === 1 && known[i + 2] === 0x1a
    )
    expect(refusal(known.with(at + 1, 9))).toMatchObject({ name: 'InvalidMessageError' })
  })

  const place = { session: 1, sequence: 1, acknowledged: 0 }

  it.each<[string, Partial<wire.Entry>]>([
    ['no kind', {}],
    ['two kinds', { noOp: { ...place }, openSession: { nonce: 1n, origin: bytes('a') } }],
    ['no value', { value: { ...place } }],
    ['no name', { decide: { ...place, value: bytes('a') } }],
    ['more acknowledged than came before', { noOp: { ...place, acknowledged: 1 } }],
    ['a repeat without a key', { repeat: place }],
    ['a repeat and a value', { repeat: { ...place, key: bytes('k') }, noOp: place }],
    ['no session', { noOp: { ...place, session: 0 } }],
    ['a key that is not UTF-8', { value: { ...place, value: bytes(''), key: Uint8Array.of(0xff) } }]
  ])('with an entry of %s', (_, entry) => {
    expect(refusal(rawEntry(entry))).toMatchObject({ name: 'InvalidMessageError' })
  })
})

describe('a frame', () => {
  it.each<[string, Partial<wire.Section>]>([
    ['a group id of another length', { groupId: bytes('short') }],
    ['an incarnation of 0', { incarnation: 0n }]
  ])('is refused for %s', (_, envelope) => {
    expect(refusal(rawFrame([], envelope))).toMatchObject({ name: 'InvalidMessageError' })
  })

  it('is not written for a group id of another length or an incarnation of 0', () => {
    const section = { groupId: new Uint8Array(32), incarnation: 1n, messages: [] }
    for (const change of [{ groupId: bytes('short') }, { incarnation: 0n }]) {
      expect(() => encodeFrame({ sections: [{ ...section, ...change }] })).toThrow(
        expect.objectContaining({ name: 'InvalidMessageError' })
      )
    }
  })

  it('is refused without a version', () => {
    expect(refusal(new Uint8Array(0))).toMatchObject({ name: 'InvalidMessageError' })
  })

  it('is told to be of another version if it is', () => {
    const later = wire.Frame.encode({ version: frameVersion + 1 })
    expect(refusal(later)).toMatchObject({ name: 'UnsupportedVersionError' })
  })

  it('may have fields that are not known yet', () => {
    const known = wire.Message.encode({ heartbeat: { round: 1, news: false } })
    const message = Uint8Array.of(...known, ...rawField(99, bytes('later')))
    const frame = Uint8Array.of(...rawFrame([message]), ...rawField(99, bytes('later')))
    expect(decodeFrame(frame)).toEqual(decodeFrame(rawFrame([known])))
  })
})

describe('an entry', () => {
  const noOp = { session: 1, sequence: 1, acknowledged: 0 }

  it.each([
    ['a tick and a proposal', { tick: true, noOp }],
    ['a tick and an operation', { tick: true, operation: { ...noOp, operation: bytes('x') } }],
    ['a tick and a repeat', { tick: true, repeat: { ...noOp, key: bytes('k') } }],
    ['two proposals', { noOp, operation: { ...noOp, operation: bytes('x') } }],
    ['an operation without its bytes', { operation: noOp }]
  ])('is refused if it is %s', (_, parts) => {
    const body = wire.LogRecord.encode({ entries: [{ ...parts, logTimeMs: 1 }] })
    expect(() => decodeLogRecord(Uint8Array.of(recordVersion, ...body))).toThrow(
      expect.objectContaining({ name: 'StoreCorruptError' })
    )
  })
})

describe('a record', () => {
  const grown = states.get('grown') as NonNullable<ReturnType<typeof states.get>>
  const log = encodeLogRecord(Object.values(entries))
  const state = encodeStateRecord(grown)
  const standing = encodeStandingRecord(grown)

  it.each([
    ['log', log, decodeLogRecord],
    ['state', state, decodeStateRecord],
    ['standing', standing, decodeStandingRecord]
  ] as const)('of a %s is told to be of a newer version if it is', (_, record, decode) => {
    expect(() => decode(record.with(0, recordVersion + 1))).toThrow(
      expect.objectContaining({ name: 'UnsupportedVersionError' })
    )
  })

  it.each([
    ['log', decodeLogRecord],
    ['state', decodeStateRecord],
    ['standing', decodeStandingRecord]
  ] as const)('of a %s is corrupt if it is empty or has no version', (_, decode) => {
    for (const record of [new Uint8Array(0), Uint8Array.of(0)]) {
      expect(() => decode(record)).toThrow(expect.objectContaining({ name: 'StoreCorruptError' }))
    }
  })

  it('of a state is corrupt if it is cut short or one of a log', () => {
    for (const record of [state.subarray(0, -1), Uint8Array.of(recordVersion), log]) {
      expect(() => decodeStateRecord(record)).toThrow(
        expect.objectContaining({ name: 'StoreCorruptError' })
      )
    }
  })

  it('of a state is corrupt if more is chosen than there is', () => {
    const record = encodeStateRecord({ ...grown, lastSlot: grown.chosenSlotMax - 1 })
    expect(() => decodeStateRecord(record)).toThrow(
      expect.objectContaining({ name: 'StoreCorruptError' })
    )
  })

  it('of a standing is corrupt if it is cut short, or more is chosen than there is', () => {
    const impossible = encodeStandingRecord({ ...grown, lastSlot: grown.chosenSlotMax - 1 })
    for (const record of [standing.subarray(0, -1), impossible]) {
      expect(() => decodeStandingRecord(record)).toThrow(
        expect.objectContaining({ name: 'StoreCorruptError' })
      )
    }
  })

  it('of a log is corrupt if an entry breaks a rule', () => {
    const body = wire.LogRecord.encode({ entries: [{ logTimeMs: 1 }] })
    expect(() => decodeLogRecord(Uint8Array.of(recordVersion, ...body))).toThrow(
      expect.objectContaining({ name: 'StoreCorruptError' })
    )
  })
})
