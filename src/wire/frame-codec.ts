import type { Uint8ArrayList } from 'uint8arraylist'
import { votersMax } from '../core/configuration.js'
import { hopsMax, learnerReportsMax } from '../core/limits.js'
import { InvalidMessageError, PaxosError, UnsupportedVersionError } from '../errors.js'
import {
  checkBytes,
  checkCount,
  checkHash,
  checkIncarnation,
  checkUint64,
  checkWhole
} from './checks.js'
import type { AnyMessage, Frame, FrameSection, PeerRecord, Probe } from './frame.js'
import * as wire from './generated/wire.js'
import {
  entriesPerMessageMax,
  frameBytesMax,
  messageBytesMax,
  messagesPerFrameMax,
  peerRecordBytesMax,
  peerRecordsPerFrameMax,
  sectionsPerFrameMax
} from './limits.js'
import { messageFromWire, messageToWire } from './messages.js'
import {
  bootFromWire,
  bootToWire,
  hashFromWire,
  incarnationFromWire,
  peerIdFromWire,
  peerIdToWire,
  required,
  uint64FromWire
} from './parts.js'
import { encode, Part } from './writer.js'

/** Version of the frame format that this code reads and writes. */
export const frameVersion = 1

/** What protons refuses before it allocates. */
const lists = { entries: entriesPerMessageMax }
const configuration = { configuration: { voters: votersMax } }
const way = { via: hopsMax }
const messageLimits = {
  promise: lists,
  acceptSync: lists,
  accept: lists,
  catchUpReply: lists,
  propose: { proposals: entriesPerMessageMax, ...way },
  proposeReply: way,
  readRequest: way,
  readReply: way,
  genesisPromise: { accepted: configuration },
  genesisAccept: configuration,
  genesisChosen: configuration,
  heartbeatReply: { learners: learnerReportsMax },
  welcome: { founding: { founders: votersMax }, ...configuration }
}

/**
 * Bytes of messages that carry entries. A leader sends the same message to every voter, so that it is written once; the
 * bytes live as long as the message does.
 */
const encoded = new WeakMap<object, Uint8Array>()

/**
 * The bytes of a frame.
 *
 * @throws InvalidMessageError, MessageTooLargeError if the frame breaks a rule that {@link decodeFrame} would refuse.
 */
export function encodeFrame(frame: Frame): Uint8Array {
  checkCount('sections', frame.sections.length, sectionsPerFrameMax)
  let messages = 0
  for (const section of frame.sections) messages += section.messages.length
  checkCount('messages', messages, messagesPerFrameMax)
  checkCount('peer records', frame.peerRecords?.length ?? 0, peerRecordsPerFrameMax)
  const bytes = encode(wire.Frame.codec(), {
    version: frameVersion,
    sections: frame.sections.map(sectionPart),
    peerRecords: (frame.peerRecords ?? []).map(peerRecordToWire),
    probe: frame.probe && probeToWire(frame.probe)
  })
  checkBytes('frame', bytes.length, frameBytesMax)
  return bytes
}

/**
 * Reads the bytes of a frame. What it returns shares no memory with them, but for the contents of snapshots: nearly all of a frame is one.
 *
 * @param accepts Whether a group's messages, of so many bytes, are to be read; sections of other groups are left out, unread.
 * @throws InvalidMessageError if they are no frame, or a message breaks a rule of the protocol's words.
 * @throws MessageTooLargeError if something is above its limit.
 * @throws UnsupportedVersionError if the frame is of a version that this code does not know.
 */
export function decodeFrame(
  bytes: Uint8Array | Uint8ArrayList,
  accepts: (groupId: Uint8Array, bytes: number) => boolean = () => true
): Frame {
  checkBytes('frame', bytes.byteLength, frameBytesMax)
  return guarded(() => {
    const { version, sections, peerRecords, probe } = wire.Frame.decode(bytes, {
      limits: { sections: sectionsPerFrameMax, peerRecords: peerRecordsPerFrameMax }
    })
    if (version === 0) throw new InvalidMessageError('a frame has no version')
    if (version !== frameVersion) {
      throw new UnsupportedVersionError(`frames of version ${version} are not known`)
    }
    let messagesLeft = messagesPerFrameMax
    const accepted: FrameSection[] = []
    for (const section of sections) {
      const decoded = decodeSection(section, messagesLeft, accepts)
      if (decoded === undefined) continue
      messagesLeft -= decoded.messages.length
      accepted.push(decoded)
    }
    return {
      sections: accepted,
      ...(peerRecords.length > 0 && { peerRecords: peerRecords.map(peerRecordFromWire) }),
      ...(probe && { probe: probeFromWire(probe) })
    }
  })
}

function peerRecordToWire({ peerId, envelope }: PeerRecord): wire.PeerRecord {
  checkBytes('peer record', envelope.length, peerRecordBytesMax)
  return { peerId: peerIdToWire(peerId), envelope }
}

function peerRecordFromWire(part: wire.PeerRecord): PeerRecord {
  const envelope = required('envelope', part.envelope)
  checkBytes('peer record', envelope.length, peerRecordBytesMax)
  return { peerId: peerIdFromWire(part.peerId), envelope: new Uint8Array(envelope) }
}

function probeToWire({ round, generation }: Probe): wire.Probe {
  return {
    round: checkWhole('round', round),
    ...(generation !== undefined && { generation: checkUint64('generation', generation) })
  }
}

function probeFromWire({ round, generation }: wire.Probe): Probe {
  return {
    round: checkWhole('round', round),
    ...(generation !== undefined && { generation: uint64FromWire(generation) })
  }
}

function sectionPart({ groupId, incarnation, boot, messages }: FrameSection): Part<wire.Section> {
  return new Part(wire.Section.codec(), {
    groupId: checkHash('groupId', groupId),
    incarnation: checkIncarnation(incarnation),
    ...(boot && { boot: bootToWire(boot) }),
    messages: messages.map(messagePart)
  })
}

/** Only messages with entries or proposals can be too large; those with entries often go to several peers. */
function messagePart(message: AnyMessage): Uint8Array | Part<wire.Message> {
  const known = encoded.get(message)
  if (known !== undefined) return known
  const part = messageToWire(message)
  if (!('entries' in message || 'proposals' in message)) return new Part(wire.Message.codec(), part)
  const bytes = encode(wire.Message.codec(), part)
  checkBytes(message.type, bytes.length, messageBytesMax)
  if ('entries' in message) encoded.set(message, bytes)
  return bytes
}

function decodeSection(
  bytes: Uint8Array,
  messagesMax: number,
  accepts: (groupId: Uint8Array, bytes: number) => boolean
): FrameSection | undefined {
  const { groupId, incarnation, boot, messages } = wire.Section.decode(bytes, {
    limits: { messages: messagesMax }
  })
  const id = hashFromWire('groupId', groupId)
  if (!accepts(id, bytes.length)) return undefined
  return {
    groupId: id,
    incarnation: incarnationFromWire(incarnation),
    ...(boot && { boot: bootFromWire(boot) }),
    messages: messages.map(message => {
      checkBytes('message', message.length, messageBytesMax)
      return messageFromWire(wire.Message.decode(message, { limits: messageLimits }))
    })
  }
}

/** Whatever a decoder throws means that the bytes are not valid. */
function guarded<T>(decode: () => T): T {
  try {
    return decode()
  } catch (cause) {
    if (cause instanceof PaxosError) throw cause
    throw new InvalidMessageError('the bytes are no frame', { cause })
  }
}
