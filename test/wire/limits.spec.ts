import { Uint8ArrayList } from 'uint8arraylist'
import { describe, expect, it } from 'vitest'
import { votersMax } from '../../src/core/configuration.js'
import { chunkBytesMax, chunkEntriesMax, suffixBytesMax } from '../../src/core/limits.js'
import type { Message } from '../../src/core/messages.js'
import type { AnyMessage, Frame } from '../../src/wire/frame.js'
import { decodeFrame, encodeFrame } from '../../src/wire/frame-codec.js'
import * as wire from '../../src/wire/generated/wire.js'
import {
  addressBytesMax,
  entriesPerMessageMax,
  frameBytesMax,
  keyBytesMax,
  messageBytesMax,
  messagesPerFrameMax,
  nameBytesMax,
  peerIdBytesMax,
  peerRecordBytesMax,
  peerRecordsPerFrameMax,
  sectionsPerFrameMax,
  valueBytesMaxLimit,
  voterAddressesMax
} from '../../src/wire/limits.js'
import { rawEntry, rawField, rawFrame, rawMessage, refusal } from './hostile.js'
import { ballot, entries, frameOf, messages } from './samples.js'

const bytes = (length: number): Uint8Array => new Uint8Array(length).fill(0x61)
const text = (length: number): string => 'a'.repeat(length)
const times = <T>(count: number, item: T): T[] => new Array<T>(count).fill(item)
const heartbeat = messages.heartbeat
const rawHeartbeat = wire.Message.encode({ heartbeat: { round: 1, news: false } })

function accept(list: readonly Partial<wire.Entry>[]): Partial<wire.Message> {
  const raw = list.map(entry => ({ logTimeMs: 0, ...entry }))
  return { accept: { ballot, firstSlot: 1, entries: raw, chosenSlotMax: 0 } }
}

function decided(name: string, value: Uint8Array): AnyMessage {
  return { ...messages.accept, entries: [{ ...entries.decide, name, value }] }
}

function keyed(key: string): AnyMessage {
  return { ...messages.accept, entries: [{ ...entries.value, key }] }
}

/** Compares bytes: to compare values of megabytes by their elements takes seconds. */
function expectRoundTrip(sent: Frame): void {
  const sentBytes = encodeFrame(sent)
  const again = encodeFrame(decodeFrame(sentBytes))
  expect(again.length).toBe(sentBytes.length)
  expect(again.every((byte, i) => byte === sentBytes[i])).toBe(true)
}

describe('what is sent', () => {
  it.each<[string, AnyMessage, number]>([
    ['a value', decided('', bytes(valueBytesMaxLimit + 1)), valueBytesMaxLimit],
    ['a key', keyed(text(keyBytesMax + 1)), keyBytesMax],
    ['a key of few but long characters', keyed('€'.repeat(keyBytesMax / 2)), keyBytesMax],
    ['a name', decided(text(nameBytesMax + 1), bytes(0)), nameBytesMax],
    ['a PeerId', { ...messages.transfer, target: text(peerIdBytesMax + 1) }, peerIdBytesMax]
  ])('is refused for %s above its limit', (_, message, bytesMax) => {
    expect(() => encodeFrame(frameOf(message))).toThrow(
      expect.objectContaining({ name: 'MessageTooLargeError', bytesMax })
    )
  })

  it('is refused for a message above its limit', () => {
    const list = times(5, { ...entries.decide, value: bytes(valueBytesMaxLimit) })
    expect(() => encodeFrame(frameOf({ ...messages.accept, entries: list }))).toThrow(
      expect.objectContaining({ name: 'MessageTooLargeError', bytesMax: messageBytesMax })
    )
  })

  it('is refused for a frame above its limit', () => {
    const large = {
      ...messages.accept,
      entries: times(4, { ...entries.decide, value: bytes(2e6) })
    }
    expect(() => encodeFrame(frameOf(large, large))).toThrow(
      expect.objectContaining({ name: 'MessageTooLargeError', bytesMax: frameBytesMax })
    )
  })

  it.each<[string, () => unknown]>([
    ['sections', () => ({ sections: times(sectionsPerFrameMax + 1, frameOf().sections[0]) })],
    ['messages', () => frameOf(...times(messagesPerFrameMax + 1, heartbeat))],
    [
      'peer records',
      () => ({
        sections: [],
        peerRecords: times(peerRecordsPerFrameMax + 1, { peerId: 'a', envelope: bytes(1) })
      })
    ],
    [
      'entries',
      () =>
        frameOf({ ...messages.accept, entries: times(entriesPerMessageMax + 1, entries['no-op']) })
    ],
    [
      'proposals',
      () =>
        frameOf({
          ...messages.propose,
          proposals: times(entriesPerMessageMax + 1, entries['no-op'])
        })
    ]
  ])('is refused for too many %s', (_, build) => {
    expect(() => encodeFrame(build() as never)).toThrow(
      expect.objectContaining({ name: 'InvalidMessageError' })
    )
  })

  it('may be as large as each limit', () => {
    const value = { ...entries.value, key: text(keyBytesMax), value: bytes(valueBytesMaxLimit) }
    const decide = { ...entries.decide, name: text(nameBytesMax) }
    const sent = frameOf(
      { ...messages.accept, entries: [value, decide] },
      { ...messages.transfer, target: text(peerIdBytesMax) },
      ...times(messagesPerFrameMax - 2, heartbeat)
    )
    expectRoundTrip(sent)
  })
})

describe('what arrives', () => {
  const value = { session: 1, sequence: 1, acknowledged: 0, value: bytes(1) }
  const decide = { session: 1, sequence: 1, acknowledged: 0, name: bytes(1), value: bytes(1) }

  it.each<[string, () => Uint8Array, number]>([
    ['a frame', () => bytes(frameBytesMax + 1), frameBytesMax],
    ['a message', () => rawFrame([bytes(messageBytesMax + 1)]), messageBytesMax],
    [
      'a value',
      () => rawEntry({ value: { ...value, value: bytes(valueBytesMaxLimit + 1) } }),
      valueBytesMaxLimit
    ],
    ['a key', () => rawEntry({ value: { ...value, key: bytes(keyBytesMax + 1) } }), keyBytesMax],
    [
      'a name',
      () => rawEntry({ decide: { ...decide, name: bytes(nameBytesMax + 1) } }),
      nameBytesMax
    ],
    [
      'a PeerId',
      () => rawMessage({ transfer: { ballot, target: bytes(peerIdBytesMax + 1) } }),
      peerIdBytesMax
    ],
    [
      'a peer record',
      () =>
        wire.Frame.encode({
          version: 1,
          peerRecords: [{ peerId: bytes(1), envelope: bytes(peerRecordBytesMax + 1) }]
        }),
      peerRecordBytesMax
    ]
  ])('is refused for %s above its limit', (_, build, bytesMax) => {
    expect(refusal(build())).toMatchObject({ name: 'MessageTooLargeError', bytesMax })
  })

  it('is refused for its size before its pieces are put together', () => {
    class Pieces extends Uint8ArrayList {
      override subarray(): never {
        throw new Error('the pieces were put together')
      }
    }
    const pieces = new Pieces(...times(frameBytesMax / 2 ** 16 + 1, bytes(2 ** 16)))
    expect(refusal(pieces)).toMatchObject({ name: 'MessageTooLargeError' })
  })

  // protons counts as it reads, so that its error shows that nothing more was read.
  it.each<[string, () => Uint8Array]>([
    [
      'sections',
      () => wire.Frame.encode({ version: 1, sections: times(sectionsPerFrameMax + 1, bytes(0)) })
    ],
    ['messages', () => rawFrame(times(messagesPerFrameMax + 1, rawHeartbeat))],
    [
      'messages in all sections',
      () => {
        const messages = times(messagesPerFrameMax / 2 + 1, rawHeartbeat)
        const section = wire.Section.encode({ groupId: bytes(32), incarnation: 1n, messages })
        return wire.Frame.encode({ version: 1, sections: [section, section] })
      }
    ],
    ['entries', () => rawMessage(accept(times(entriesPerMessageMax + 1, {})))],
    [
      'proposals',
      () =>
        rawMessage({
          propose: { origin: bytes(1), proposals: times(entriesPerMessageMax + 1, {}), via: [] }
        })
    ],
    [
      'peer records',
      () => wire.Frame.encode({ version: 1, peerRecords: times(peerRecordsPerFrameMax + 1, {}) })
    ],
    ['voters to accept', () => rawMessage({ genesisAccept: { ballot, configuration: crowd() } })],
    ['chosen voters', () => rawMessage({ genesisChosen: { configuration: crowd() } })],
    [
      'accepted voters',
      () => rawMessage({ genesisPromise: { ballot, accepted: { ballot, configuration: crowd() } } })
    ]
  ])('is refused for too many %s before they are read', (_, build) => {
    const error = refusal(build())
    expect(error.name).toBe('InvalidMessageError')
    expect(error.cause).toMatchObject({ name: 'MaxLengthError' })
  })

  it.each([
    ['more addresses than are kept', Array.from({ length: voterAddressesMax + 1 }, () => '/x')],
    ['an address that is too long', ['x'.repeat(addressBytesMax + 1)]]
  ])('is refused for a voter with %s', (_, addresses) => {
    const configuration = (given: readonly string[]): AnyMessage => ({
      type: 'genesis-chosen',
      configuration: {
        epoch: 1,
        voters: [{ peerId: 'a', incarnation: 1n, addresses: given }],
        quorum: { prepare: 1, accept: 1 }
      }
    })
    expect(() => encodeFrame(frameOf(configuration(addresses)))).toThrow()
    const most = Array.from({ length: voterAddressesMax }, () => 'x'.repeat(addressBytesMax))
    const frame = frameOf(configuration(most))
    expect(decodeFrame(encodeFrame(frame))).toEqual(frame)
    const parts = addresses.map(address => bytes(address.length))
    const voters = [{ peerId: bytes(1), incarnation: 1n, addresses: parts }]
    const raw = { epoch: 1, voters, prepareQuorum: 1, acceptQuorum: 1 }
    const message = wire.Message.encode({ genesisChosen: { configuration: raw } })
    expect(refusal(rawFrame([message])).name).toMatch(/^(InvalidMessage|MessageTooLarge)Error$/)
  })

  it('is refused for a length that it does not have', () => {
    const claimed = Uint8Array.of(0x08, 1, 0x12, 0xff, 0xff, 0xff, 0xff, 0x0f)
    expect(refusal(claimed)).toMatchObject({ name: 'InvalidMessageError' })
    const text = Uint8Array.of(0x12, 0xff, 0xff, 0xff, 0x7f)
    expect(refusal(rawFrame([rawField(17, text)]))).toMatchObject({ name: 'InvalidMessageError' })
  })

  function crowd(): wire.Configuration {
    const voters = times(votersMax + 1, { peerId: bytes(1), incarnation: 1n, addresses: [] })
    return { epoch: 1, voters, prepareQuorum: 64, acceptQuorum: 64 }
  }
})

describe('the limits', () => {
  it('leave room for every message of the core', () => {
    const envelope = 1024
    const entry = valueBytesMaxLimit + 4 * keyBytesMax
    expect(suffixBytesMax + envelope).toBeLessThanOrEqual(messageBytesMax)
    expect(chunkBytesMax + entry + envelope).toBeLessThanOrEqual(messageBytesMax)
    expect(chunkEntriesMax).toBeLessThanOrEqual(entriesPerMessageMax)
    const records = peerRecordsPerFrameMax * peerRecordBytesMax
    expect(records + envelope).toBeLessThanOrEqual(frameBytesMax)
    expect(messageBytesMax + envelope).toBeLessThanOrEqual(frameBytesMax)
  })

  it('hold for a promise of as many and as large entries as the core sends', () => {
    const small = { ...entries['no-op'], session: 2 ** 53 - 1, sequence: 2 ** 53 - 1 }
    const large = { ...entries.value, key: text(keyBytesMax), value: bytes(valueBytesMaxLimit) }
    const list = [...times(65_536, small), large]
    const promise: Message = {
      ...messages.promise,
      lastSlot: list.length,
      firstSlot: 1,
      entries: list
    }
    expectRoundTrip(frameOf(promise))
  })
})
