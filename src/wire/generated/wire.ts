// Generated from ../wire.proto by tools/generate-wire.ts: change that and generate again.
// It is not checked: namespaces and enums cannot be erased. Its exported types are, where they are used.
// @ts-nocheck

/* eslint-disable require-yield */

import { decodeMessage, encodeMessage, enumeration } from 'protons-runtime'
import type { DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'
import { checkRoom, delimited, readPart, writePart } from '../fields.js'

export interface Ballot {
  epoch: number
  round: number
  priority: number
  incarnation: bigint
}

export const Ballot = {
  codec: delimited<Ballot>((obj, w) => {
        if (obj.epoch) w.uint32(8).uint64Number(obj.epoch)

        if (obj.round) w.uint32(16).uint64Number(obj.round)

        if (obj.priority) w.uint32(24).uint64Number(obj.priority)

        if (obj.incarnation) w.uint32(33).fixed64(obj.incarnation)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          epoch: 0,
          round: 0,
          priority: 0,
          incarnation: 0n
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.epoch = reader.uint64Number()
              break
            }
            case 2: {
              obj.round = reader.uint64Number()
              break
            }
            case 3: {
              obj.priority = reader.uint64Number()
              break
            }
            case 4: {
              obj.incarnation = reader.fixed64()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface ReplicaId {
  peerId?: Uint8Array
  incarnation: bigint
}

export const ReplicaId = {
  codec: delimited<ReplicaId>((obj, w) => {
        if (obj.peerId != null) w.uint32(10).bytes(obj.peerId)

        if (obj.incarnation) w.uint32(17).fixed64(obj.incarnation)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          incarnation: 0n
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.peerId = reader.bytes()
              break
            }
            case 2: {
              obj.incarnation = reader.fixed64()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface Boot {
  count: number
  nonce: number
}

export const Boot = {
  codec: delimited<Boot>((obj, w) => {
        if (obj.count) w.uint32(8).uint64Number(obj.count)

        if (obj.nonce) w.uint32(16).uint32(obj.nonce)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          count: 0,
          nonce: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.count = reader.uint64Number()
              break
            }
            case 2: {
              obj.nonce = reader.uint32()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface Voter {
  peerId?: Uint8Array
  incarnation: bigint
  addresses: Uint8Array[]
}

export const Voter = {
  codec: delimited<Voter>((obj, w) => {
        if (obj.peerId != null) w.uint32(10).bytes(obj.peerId)

        if (obj.incarnation) w.uint32(17).fixed64(obj.incarnation)

        if (obj.addresses != null) {
          for (const value of obj.addresses) {
            w.uint32(26)
            w.bytes(value)
          }
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          incarnation: 0n,
          addresses: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.peerId = reader.bytes()
              break
            }
            case 2: {
              obj.incarnation = reader.fixed64()
              break
            }
            case 3: {
              checkRoom(obj.addresses, opts.limits?.addresses, 'addresses')

              obj.addresses.push(reader.bytes())
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface Configuration {
  epoch: number
  voters: Voter[]
  prepareQuorum: number
  acceptQuorum: number
}

export const Configuration = {
  codec: delimited<Configuration>((obj, w) => {
        if (obj.epoch) w.uint32(8).uint64Number(obj.epoch)

        if (obj.voters != null) {
          for (const value of obj.voters) {
            writePart(w, 18, Voter, value)
          }
        }

        if (obj.prepareQuorum) w.uint32(24).uint32(obj.prepareQuorum)

        if (obj.acceptQuorum) w.uint32(32).uint32(obj.acceptQuorum)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          epoch: 0,
          voters: [],
          prepareQuorum: 0,
          acceptQuorum: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.epoch = reader.uint64Number()
              break
            }
            case 2: {
              checkRoom(obj.voters, opts.limits?.voters, 'voters')

              obj.voters.push(readPart(reader, Voter, opts.limits?.voters$))
              break
            }
            case 3: {
              obj.prepareQuorum = reader.uint32()
              break
            }
            case 4: {
              obj.acceptQuorum = reader.uint32()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface Founding {
  name?: Uint8Array
  founders: Uint8Array[]
  prepareQuorum: number
  acceptQuorum: number
  keyWindowSlots: number
  snapshotEveryBytes: number
}

export const Founding = {
  codec: delimited<Founding>((obj, w) => {
        if (obj.name != null) w.uint32(10).bytes(obj.name)

        if (obj.founders != null) {
          for (const value of obj.founders) {
            w.uint32(18)
            w.bytes(value)
          }
        }

        if (obj.prepareQuorum) w.uint32(24).uint32(obj.prepareQuorum)

        if (obj.acceptQuorum) w.uint32(32).uint32(obj.acceptQuorum)

        if (obj.keyWindowSlots) w.uint32(40).uint64Number(obj.keyWindowSlots)

        if (obj.snapshotEveryBytes) w.uint32(48).uint64Number(obj.snapshotEveryBytes)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          founders: [],
          prepareQuorum: 0,
          acceptQuorum: 0,
          keyWindowSlots: 0,
          snapshotEveryBytes: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.name = reader.bytes()
              break
            }
            case 2: {
              checkRoom(obj.founders, opts.limits?.founders, 'founders')

              obj.founders.push(reader.bytes())
              break
            }
            case 3: {
              obj.prepareQuorum = reader.uint32()
              break
            }
            case 4: {
              obj.acceptQuorum = reader.uint32()
              break
            }
            case 5: {
              obj.keyWindowSlots = reader.uint64Number()
              break
            }
            case 6: {
              obj.snapshotEveryBytes = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface AcceptedConfiguration {
  ballot?: Ballot
  configuration?: Configuration
}

export const AcceptedConfiguration = {
  codec: delimited<AcceptedConfiguration>((obj, w) => {
        writePart(w, 10, Ballot, obj.ballot)

        writePart(w, 18, Configuration, obj.configuration)
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.ballot = readPart(reader, Ballot)
              break
            }
            case 2: {
              obj.configuration = readPart(reader, Configuration, opts.limits?.configuration)
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface Proposal {
  openSession?: OpenSession
  value?: Value
  decide?: Decide
  noOp?: NoOp
  stop?: Stop
  operation?: Operation
}

export const Proposal = {
  codec: delimited<Proposal>((obj, w) => {
        writePart(w, 10, OpenSession, obj.openSession)

        writePart(w, 18, Value, obj.value)

        writePart(w, 26, Decide, obj.decide)

        writePart(w, 34, NoOp, obj.noOp)

        writePart(w, 42, Stop, obj.stop)

        writePart(w, 58, Operation, obj.operation)
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.openSession = readPart(reader, OpenSession)
              break
            }
            case 2: {
              obj.value = readPart(reader, Value)
              break
            }
            case 3: {
              obj.decide = readPart(reader, Decide)
              break
            }
            case 4: {
              obj.noOp = readPart(reader, NoOp)
              break
            }
            case 5: {
              obj.stop = readPart(reader, Stop, opts.limits?.stop)
              break
            }
            case 7: {
              obj.operation = readPart(reader, Operation)
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface Entry {
  openSession?: OpenSession
  value?: Value
  decide?: Decide
  noOp?: NoOp
  stop?: Stop
  repeat?: Repeat
  operation?: Operation
  tick?: boolean
  logTimeMs: number
}

export const Entry = {
  codec: delimited<Entry>((obj, w) => {
        writePart(w, 10, OpenSession, obj.openSession)

        writePart(w, 18, Value, obj.value)

        writePart(w, 26, Decide, obj.decide)

        writePart(w, 34, NoOp, obj.noOp)

        writePart(w, 42, Stop, obj.stop)

        writePart(w, 50, Repeat, obj.repeat)

        writePart(w, 58, Operation, obj.operation)

        if (obj.tick != null) w.uint32(64).bool(obj.tick)

        if (obj.logTimeMs) w.uint32(120).uint64Number(obj.logTimeMs)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          logTimeMs: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.openSession = readPart(reader, OpenSession)
              break
            }
            case 2: {
              obj.value = readPart(reader, Value)
              break
            }
            case 3: {
              obj.decide = readPart(reader, Decide)
              break
            }
            case 4: {
              obj.noOp = readPart(reader, NoOp)
              break
            }
            case 5: {
              obj.stop = readPart(reader, Stop, opts.limits?.stop)
              break
            }
            case 6: {
              obj.repeat = readPart(reader, Repeat)
              break
            }
            case 7: {
              obj.operation = readPart(reader, Operation)
              break
            }
            case 8: {
              obj.tick = reader.bool()
              break
            }
            case 15: {
              obj.logTimeMs = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface OpenSession {
  origin?: Uint8Array
  nonce: bigint
}

export const OpenSession = {
  codec: delimited<OpenSession>((obj, w) => {
        if (obj.origin != null) w.uint32(10).bytes(obj.origin)

        if (obj.nonce) w.uint32(17).fixed64(obj.nonce)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          nonce: 0n
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.origin = reader.bytes()
              break
            }
            case 2: {
              obj.nonce = reader.fixed64()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface Value {
  session: number
  sequence: number
  value?: Uint8Array
  key?: Uint8Array
  acknowledged: number
}

export const Value = {
  codec: delimited<Value>((obj, w) => {
        if (obj.session) w.uint32(8).uint64Number(obj.session)

        if (obj.sequence) w.uint32(16).uint64Number(obj.sequence)

        if (obj.value != null) w.uint32(26).bytes(obj.value)

        if (obj.key != null) w.uint32(34).bytes(obj.key)

        if (obj.acknowledged) w.uint32(40).uint64Number(obj.acknowledged)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          session: 0,
          sequence: 0,
          acknowledged: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.session = reader.uint64Number()
              break
            }
            case 2: {
              obj.sequence = reader.uint64Number()
              break
            }
            case 3: {
              obj.value = reader.bytes()
              break
            }
            case 4: {
              obj.key = reader.bytes()
              break
            }
            case 5: {
              obj.acknowledged = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface Decide {
  session: number
  sequence: number
  value?: Uint8Array
  name?: Uint8Array
  acknowledged: number
}

export const Decide = {
  codec: delimited<Decide>((obj, w) => {
        if (obj.session) w.uint32(8).uint64Number(obj.session)

        if (obj.sequence) w.uint32(16).uint64Number(obj.sequence)

        if (obj.value != null) w.uint32(26).bytes(obj.value)

        if (obj.name != null) w.uint32(34).bytes(obj.name)

        if (obj.acknowledged) w.uint32(40).uint64Number(obj.acknowledged)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          session: 0,
          sequence: 0,
          acknowledged: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.session = reader.uint64Number()
              break
            }
            case 2: {
              obj.sequence = reader.uint64Number()
              break
            }
            case 3: {
              obj.value = reader.bytes()
              break
            }
            case 4: {
              obj.name = reader.bytes()
              break
            }
            case 5: {
              obj.acknowledged = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface Operation {
  session: number
  sequence: number
  operation?: Uint8Array
  acknowledged: number
}

export const Operation = {
  codec: delimited<Operation>((obj, w) => {
        if (obj.session) w.uint32(8).uint64Number(obj.session)

        if (obj.sequence) w.uint32(16).uint64Number(obj.sequence)

        if (obj.operation != null) w.uint32(26).bytes(obj.operation)

        if (obj.acknowledged) w.uint32(32).uint64Number(obj.acknowledged)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          session: 0,
          sequence: 0,
          acknowledged: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.session = reader.uint64Number()
              break
            }
            case 2: {
              obj.sequence = reader.uint64Number()
              break
            }
            case 3: {
              obj.operation = reader.bytes()
              break
            }
            case 4: {
              obj.acknowledged = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface NoOp {
  session: number
  sequence: number
  acknowledged: number
}

export const NoOp = {
  codec: delimited<NoOp>((obj, w) => {
        if (obj.session) w.uint32(8).uint64Number(obj.session)

        if (obj.sequence) w.uint32(16).uint64Number(obj.sequence)

        if (obj.acknowledged) w.uint32(24).uint64Number(obj.acknowledged)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          session: 0,
          sequence: 0,
          acknowledged: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.session = reader.uint64Number()
              break
            }
            case 2: {
              obj.sequence = reader.uint64Number()
              break
            }
            case 3: {
              obj.acknowledged = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface Repeat {
  session: number
  sequence: number
  key?: Uint8Array
  acknowledged: number
}

export const Repeat = {
  codec: delimited<Repeat>((obj, w) => {
        if (obj.session) w.uint32(8).uint64Number(obj.session)

        if (obj.sequence) w.uint32(16).uint64Number(obj.sequence)

        if (obj.key != null) w.uint32(26).bytes(obj.key)

        if (obj.acknowledged) w.uint32(32).uint64Number(obj.acknowledged)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          session: 0,
          sequence: 0,
          acknowledged: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.session = reader.uint64Number()
              break
            }
            case 2: {
              obj.sequence = reader.uint64Number()
              break
            }
            case 3: {
              obj.key = reader.bytes()
              break
            }
            case 4: {
              obj.acknowledged = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface Stop {
  session: number
  sequence: number
  configuration?: Configuration
  acknowledged: number
}

export const Stop = {
  codec: delimited<Stop>((obj, w) => {
        if (obj.session) w.uint32(8).uint64Number(obj.session)

        if (obj.sequence) w.uint32(16).uint64Number(obj.sequence)

        writePart(w, 26, Configuration, obj.configuration)

        if (obj.acknowledged) w.uint32(32).uint64Number(obj.acknowledged)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          session: 0,
          sequence: 0,
          acknowledged: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.session = reader.uint64Number()
              break
            }
            case 2: {
              obj.sequence = reader.uint64Number()
              break
            }
            case 3: {
              obj.configuration = readPart(reader, Configuration, opts.limits?.configuration)
              break
            }
            case 4: {
              obj.acknowledged = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface Frame {
  version: number
  sections: Uint8Array[]
  peerRecords: PeerRecord[]
  probe?: Probe
}

export const Frame = {
  codec: delimited<Frame>((obj, w) => {
        if (obj.version) w.uint32(8).uint32(obj.version)

        if (obj.sections != null) {
          for (const value of obj.sections) {
            w.uint32(18)
            w.bytes(value)
          }
        }

        if (obj.peerRecords != null) {
          for (const value of obj.peerRecords) {
            writePart(w, 26, PeerRecord, value)
          }
        }

        writePart(w, 34, Probe, obj.probe)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          version: 0,
          sections: [],
          peerRecords: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.version = reader.uint32()
              break
            }
            case 2: {
              checkRoom(obj.sections, opts.limits?.sections, 'sections')

              obj.sections.push(reader.bytes())
              break
            }
            case 3: {
              checkRoom(obj.peerRecords, opts.limits?.peerRecords, 'peerRecords')

              obj.peerRecords.push(readPart(reader, PeerRecord))
              break
            }
            case 4: {
              obj.probe = readPart(reader, Probe)
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }),

  encode: (obj: Partial<Frame>): Uint8Array => encodeMessage(obj, Frame.codec()),

  decode: (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Frame>): Frame =>
    decodeMessage(buf, Frame.codec(), opts)
}

export interface Probe {
  round: number
  generation?: bigint
}

export const Probe = {
  codec: delimited<Probe>((obj, w) => {
        if (obj.round) w.uint32(8).uint64Number(obj.round)

        if (obj.generation != null) w.uint32(17).fixed64(obj.generation)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          round: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.round = reader.uint64Number()
              break
            }
            case 2: {
              obj.generation = reader.fixed64()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface PeerRecord {
  peerId?: Uint8Array
  envelope?: Uint8Array
}

export const PeerRecord = {
  codec: delimited<PeerRecord>((obj, w) => {
        if (obj.peerId != null) w.uint32(10).bytes(obj.peerId)

        if (obj.envelope != null) w.uint32(18).bytes(obj.envelope)
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.peerId = reader.bytes()
              break
            }
            case 2: {
              obj.envelope = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface Section {
  groupId?: Uint8Array
  incarnation: bigint
  messages: Uint8Array[]
  boot?: Boot
}

export const Section = {
  codec: delimited<Section>((obj, w) => {
        if (obj.groupId != null) w.uint32(10).bytes(obj.groupId)

        if (obj.incarnation) w.uint32(17).fixed64(obj.incarnation)

        if (obj.messages != null) {
          for (const value of obj.messages) {
            w.uint32(26)
            w.bytes(value)
          }
        }

        writePart(w, 34, Boot, obj.boot)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          incarnation: 0n,
          messages: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.groupId = reader.bytes()
              break
            }
            case 2: {
              obj.incarnation = reader.fixed64()
              break
            }
            case 3: {
              checkRoom(obj.messages, opts.limits?.messages, 'messages')

              obj.messages.push(reader.bytes())
              break
            }
            case 4: {
              obj.boot = readPart(reader, Boot)
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }),

  encode: (obj: Partial<Section>): Uint8Array => encodeMessage(obj, Section.codec()),

  decode: (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Section>): Section =>
    decodeMessage(buf, Section.codec(), opts)
}

export interface Message {
  prepare?: PrepareMessage
  promise?: PromiseMessage
  reject?: RejectMessage
  acceptSync?: AcceptSyncMessage
  accept?: AcceptMessage
  accepted?: AcceptedMessage
  heartbeat?: HeartbeatMessage
  heartbeatReply?: HeartbeatReplyMessage
  catchUpRequest?: CatchUpRequestMessage
  catchUpReply?: CatchUpReplyMessage
  propose?: ProposeMessage
  proposeReply?: ProposeReplyMessage
  readRequest?: ReadRequestMessage
  readReply?: ReadReplyMessage
  confirm?: ConfirmMessage
  confirmed?: ConfirmedMessage
  transfer?: TransferMessage
  learn?: LearnMessage
  compacted?: CompactedMessage
  genesisPrepare?: GenesisPrepareMessage
  genesisPromise?: GenesisPromiseMessage
  genesisAccept?: GenesisAcceptMessage
  genesisAccepted?: GenesisAcceptedMessage
  genesisReject?: GenesisRejectMessage
  genesisChosen?: GenesisChosenMessage
  genesisMismatch?: GenesisMismatchMessage
  join?: JoinMessage
  welcome?: WelcomeMessage
  joinRefused?: JoinRefusedMessage
  bootRefused?: BootRefusedMessage
  snapshotRequest?: SnapshotRequestMessage
  snapshotOffer?: SnapshotOfferMessage
  snapshotChunk?: SnapshotChunkMessage
}

export const Message = {
  codec: delimited<Message>((obj, w) => {
        writePart(w, 10, PrepareMessage, obj.prepare)

        writePart(w, 18, PromiseMessage, obj.promise)

        writePart(w, 26, RejectMessage, obj.reject)

        writePart(w, 34, AcceptSyncMessage, obj.acceptSync)

        writePart(w, 42, AcceptMessage, obj.accept)

        writePart(w, 50, AcceptedMessage, obj.accepted)

        writePart(w, 58, HeartbeatMessage, obj.heartbeat)

        writePart(w, 66, HeartbeatReplyMessage, obj.heartbeatReply)

        writePart(w, 74, CatchUpRequestMessage, obj.catchUpRequest)

        writePart(w, 82, CatchUpReplyMessage, obj.catchUpReply)

        writePart(w, 90, ProposeMessage, obj.propose)

        writePart(w, 98, ProposeReplyMessage, obj.proposeReply)

        writePart(w, 106, ReadRequestMessage, obj.readRequest)

        writePart(w, 114, ReadReplyMessage, obj.readReply)

        writePart(w, 122, ConfirmMessage, obj.confirm)

        writePart(w, 130, ConfirmedMessage, obj.confirmed)

        writePart(w, 138, TransferMessage, obj.transfer)

        writePart(w, 146, LearnMessage, obj.learn)

        writePart(w, 154, CompactedMessage, obj.compacted)

        writePart(w, 258, GenesisPrepareMessage, obj.genesisPrepare)

        writePart(w, 266, GenesisPromiseMessage, obj.genesisPromise)

        writePart(w, 274, GenesisAcceptMessage, obj.genesisAccept)

        writePart(w, 282, GenesisAcceptedMessage, obj.genesisAccepted)

        writePart(w, 290, GenesisRejectMessage, obj.genesisReject)

        writePart(w, 298, GenesisChosenMessage, obj.genesisChosen)

        writePart(w, 306, GenesisMismatchMessage, obj.genesisMismatch)

        writePart(w, 386, JoinMessage, obj.join)

        writePart(w, 394, WelcomeMessage, obj.welcome)

        writePart(w, 402, JoinRefusedMessage, obj.joinRefused)

        writePart(w, 410, BootRefusedMessage, obj.bootRefused)

        writePart(w, 514, SnapshotRequestMessage, obj.snapshotRequest)

        writePart(w, 522, SnapshotOfferMessage, obj.snapshotOffer)

        writePart(w, 530, SnapshotChunkMessage, obj.snapshotChunk)
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.prepare = readPart(reader, PrepareMessage)
              break
            }
            case 2: {
              obj.promise = readPart(reader, PromiseMessage, opts.limits?.promise)
              break
            }
            case 3: {
              obj.reject = readPart(reader, RejectMessage)
              break
            }
            case 4: {
              obj.acceptSync = readPart(reader, AcceptSyncMessage, opts.limits?.acceptSync)
              break
            }
            case 5: {
              obj.accept = readPart(reader, AcceptMessage, opts.limits?.accept)
              break
            }
            case 6: {
              obj.accepted = readPart(reader, AcceptedMessage)
              break
            }
            case 7: {
              obj.heartbeat = readPart(reader, HeartbeatMessage)
              break
            }
            case 8: {
              obj.heartbeatReply = readPart(reader, HeartbeatReplyMessage, opts.limits?.heartbeatReply)
              break
            }
            case 9: {
              obj.catchUpRequest = readPart(reader, CatchUpRequestMessage)
              break
            }
            case 10: {
              obj.catchUpReply = readPart(reader, CatchUpReplyMessage, opts.limits?.catchUpReply)
              break
            }
            case 11: {
              obj.propose = readPart(reader, ProposeMessage, opts.limits?.propose)
              break
            }
            case 12: {
              obj.proposeReply = readPart(reader, ProposeReplyMessage, opts.limits?.proposeReply)
              break
            }
            case 13: {
              obj.readRequest = readPart(reader, ReadRequestMessage, opts.limits?.readRequest)
              break
            }
            case 14: {
              obj.readReply = readPart(reader, ReadReplyMessage, opts.limits?.readReply)
              break
            }
            case 15: {
              obj.confirm = readPart(reader, ConfirmMessage)
              break
            }
            case 16: {
              obj.confirmed = readPart(reader, ConfirmedMessage)
              break
            }
            case 17: {
              obj.transfer = readPart(reader, TransferMessage)
              break
            }
            case 18: {
              obj.learn = readPart(reader, LearnMessage)
              break
            }
            case 19: {
              obj.compacted = readPart(reader, CompactedMessage)
              break
            }
            case 32: {
              obj.genesisPrepare = readPart(reader, GenesisPrepareMessage)
              break
            }
            case 33: {
              obj.genesisPromise = readPart(reader, GenesisPromiseMessage, opts.limits?.genesisPromise)
              break
            }
            case 34: {
              obj.genesisAccept = readPart(reader, GenesisAcceptMessage, opts.limits?.genesisAccept)
              break
            }
            case 35: {
              obj.genesisAccepted = readPart(reader, GenesisAcceptedMessage)
              break
            }
            case 36: {
              obj.genesisReject = readPart(reader, GenesisRejectMessage)
              break
            }
            case 37: {
              obj.genesisChosen = readPart(reader, GenesisChosenMessage, opts.limits?.genesisChosen)
              break
            }
            case 38: {
              obj.genesisMismatch = readPart(reader, GenesisMismatchMessage)
              break
            }
            case 48: {
              obj.join = readPart(reader, JoinMessage)
              break
            }
            case 49: {
              obj.welcome = readPart(reader, WelcomeMessage, opts.limits?.welcome)
              break
            }
            case 50: {
              obj.joinRefused = readPart(reader, JoinRefusedMessage)
              break
            }
            case 51: {
              obj.bootRefused = readPart(reader, BootRefusedMessage)
              break
            }
            case 64: {
              obj.snapshotRequest = readPart(reader, SnapshotRequestMessage)
              break
            }
            case 65: {
              obj.snapshotOffer = readPart(reader, SnapshotOfferMessage, opts.limits?.snapshotOffer)
              break
            }
            case 66: {
              obj.snapshotChunk = readPart(reader, SnapshotChunkMessage)
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }),

  encode: (obj: Partial<Message>): Uint8Array => encodeMessage(obj, Message.codec()),

  decode: (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Message>): Message =>
    decodeMessage(buf, Message.codec(), opts)
}

export interface PrepareMessage {
  ballot?: Ballot
  acceptedBallot?: Ballot
  lastSlot: number
  chosenSlotMax: number
}

export const PrepareMessage = {
  codec: delimited<PrepareMessage>((obj, w) => {
        writePart(w, 10, Ballot, obj.ballot)

        writePart(w, 18, Ballot, obj.acceptedBallot)

        if (obj.lastSlot) w.uint32(24).uint64Number(obj.lastSlot)

        if (obj.chosenSlotMax) w.uint32(32).uint64Number(obj.chosenSlotMax)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          lastSlot: 0,
          chosenSlotMax: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.ballot = readPart(reader, Ballot)
              break
            }
            case 2: {
              obj.acceptedBallot = readPart(reader, Ballot)
              break
            }
            case 3: {
              obj.lastSlot = reader.uint64Number()
              break
            }
            case 4: {
              obj.chosenSlotMax = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface PromiseMessage {
  ballot?: Ballot
  acceptedBallot?: Ballot
  lastSlot: number
  chosenSlotMax: number
  firstSlot: number
  entries: Entry[]
}

export const PromiseMessage = {
  codec: delimited<PromiseMessage>((obj, w) => {
        writePart(w, 10, Ballot, obj.ballot)

        writePart(w, 18, Ballot, obj.acceptedBallot)

        if (obj.lastSlot) w.uint32(24).uint64Number(obj.lastSlot)

        if (obj.chosenSlotMax) w.uint32(32).uint64Number(obj.chosenSlotMax)

        if (obj.firstSlot) w.uint32(40).uint64Number(obj.firstSlot)

        if (obj.entries != null) {
          for (const value of obj.entries) {
            writePart(w, 50, Entry, value)
          }
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          lastSlot: 0,
          chosenSlotMax: 0,
          firstSlot: 0,
          entries: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.ballot = readPart(reader, Ballot)
              break
            }
            case 2: {
              obj.acceptedBallot = readPart(reader, Ballot)
              break
            }
            case 3: {
              obj.lastSlot = reader.uint64Number()
              break
            }
            case 4: {
              obj.chosenSlotMax = reader.uint64Number()
              break
            }
            case 5: {
              obj.firstSlot = reader.uint64Number()
              break
            }
            case 6: {
              checkRoom(obj.entries, opts.limits?.entries, 'entries')

              obj.entries.push(readPart(reader, Entry, opts.limits?.entries$))
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export enum RejectReason {
  REJECT_REASON_UNSPECIFIED = 'REJECT_REASON_UNSPECIFIED',
  REJECT_REASON_PROMISED_HIGHER = 'REJECT_REASON_PROMISED_HIGHER',
  REJECT_REASON_BEHIND = 'REJECT_REASON_BEHIND'
}

enum __RejectReasonValues {
  REJECT_REASON_UNSPECIFIED = 0,
  REJECT_REASON_PROMISED_HIGHER = 1,
  REJECT_REASON_BEHIND = 2
}

export namespace RejectReason {
  export const codec = (): Codec<RejectReason> => {
    return enumeration<RejectReason>(__RejectReasonValues)
  }
}

export interface RejectMessage {
  ballot?: Ballot
  reason: RejectReason
  promisedBallot?: Ballot
  chosenSlotMax: number
}

export const RejectMessage = {
  codec: delimited<RejectMessage>((obj, w) => {
        writePart(w, 10, Ballot, obj.ballot)

        if (obj.reason != null && __RejectReasonValues[obj.reason] !== 0) {
          w.uint32(16)
          RejectReason.codec().encode(obj.reason, w)
        }

        writePart(w, 26, Ballot, obj.promisedBallot)

        if (obj.chosenSlotMax) w.uint32(32).uint64Number(obj.chosenSlotMax)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          reason: RejectReason.REJECT_REASON_UNSPECIFIED,
          chosenSlotMax: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.ballot = readPart(reader, Ballot)
              break
            }
            case 2: {
              obj.reason = RejectReason.codec().decode(reader)
              break
            }
            case 3: {
              obj.promisedBallot = readPart(reader, Ballot)
              break
            }
            case 4: {
              obj.chosenSlotMax = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface AcceptSyncMessage {
  ballot?: Ballot
  firstSlot: number
  entries: Entry[]
  chosenSlotMax: number
  adoptedEnd: number
}

export const AcceptSyncMessage = {
  codec: delimited<AcceptSyncMessage>((obj, w) => {
        writePart(w, 10, Ballot, obj.ballot)

        if (obj.firstSlot) w.uint32(16).uint64Number(obj.firstSlot)

        if (obj.entries != null) {
          for (const value of obj.entries) {
            writePart(w, 26, Entry, value)
          }
        }

        if (obj.chosenSlotMax) w.uint32(32).uint64Number(obj.chosenSlotMax)

        if (obj.adoptedEnd) w.uint32(40).uint64Number(obj.adoptedEnd)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          firstSlot: 0,
          entries: [],
          chosenSlotMax: 0,
          adoptedEnd: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.ballot = readPart(reader, Ballot)
              break
            }
            case 2: {
              obj.firstSlot = reader.uint64Number()
              break
            }
            case 3: {
              checkRoom(obj.entries, opts.limits?.entries, 'entries')

              obj.entries.push(readPart(reader, Entry, opts.limits?.entries$))
              break
            }
            case 4: {
              obj.chosenSlotMax = reader.uint64Number()
              break
            }
            case 5: {
              obj.adoptedEnd = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface AcceptMessage {
  ballot?: Ballot
  firstSlot: number
  entries: Entry[]
  chosenSlotMax: number
}

export const AcceptMessage = {
  codec: delimited<AcceptMessage>((obj, w) => {
        writePart(w, 10, Ballot, obj.ballot)

        if (obj.firstSlot) w.uint32(16).uint64Number(obj.firstSlot)

        if (obj.entries != null) {
          for (const value of obj.entries) {
            writePart(w, 26, Entry, value)
          }
        }

        if (obj.chosenSlotMax) w.uint32(32).uint64Number(obj.chosenSlotMax)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          firstSlot: 0,
          entries: [],
          chosenSlotMax: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.ballot = readPart(reader, Ballot)
              break
            }
            case 2: {
              obj.firstSlot = reader.uint64Number()
              break
            }
            case 3: {
              checkRoom(obj.entries, opts.limits?.entries, 'entries')

              obj.entries.push(readPart(reader, Entry, opts.limits?.entries$))
              break
            }
            case 4: {
              obj.chosenSlotMax = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface AcceptedMessage {
  ballot?: Ballot
  lastSlot: number
}

export const AcceptedMessage = {
  codec: delimited<AcceptedMessage>((obj, w) => {
        writePart(w, 10, Ballot, obj.ballot)

        if (obj.lastSlot) w.uint32(16).uint64Number(obj.lastSlot)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          lastSlot: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.ballot = readPart(reader, Ballot)
              break
            }
            case 2: {
              obj.lastSlot = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface HeartbeatMessage {
  round: number
  news: boolean
}

export const HeartbeatMessage = {
  codec: delimited<HeartbeatMessage>((obj, w) => {
        if (obj.round) w.uint32(8).uint64Number(obj.round)

        if (obj.news) w.uint32(16).bool(obj.news)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          round: 0,
          news: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.round = reader.uint64Number()
              break
            }
            case 2: {
              obj.news = reader.bool()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface HeartbeatReplyMessage {
  round: number
  promisedBallot?: Ballot
  leaderBallot?: Ballot
  leads: boolean
  happy: boolean
  canVote: boolean
  chosenSlotMax: number
  epoch: number
  distance: number
  learners: LearnerReport[]
  silent: bigint
  snapshotSlot: number
  snapshotMark: bigint
  inReserve: boolean
}

export const HeartbeatReplyMessage = {
  codec: delimited<HeartbeatReplyMessage>((obj, w) => {
        if (obj.round) w.uint32(8).uint64Number(obj.round)

        writePart(w, 18, Ballot, obj.promisedBallot)

        writePart(w, 26, Ballot, obj.leaderBallot)

        if (obj.leads) w.uint32(32).bool(obj.leads)

        if (obj.happy) w.uint32(40).bool(obj.happy)

        if (obj.canVote) w.uint32(48).bool(obj.canVote)

        if (obj.chosenSlotMax) w.uint32(56).uint64Number(obj.chosenSlotMax)

        if (obj.epoch) w.uint32(64).uint64Number(obj.epoch)

        if (obj.distance) w.uint32(72).uint64Number(obj.distance)

        if (obj.learners != null) {
          for (const value of obj.learners) {
            writePart(w, 82, LearnerReport, value)
          }
        }

        if (obj.silent) w.uint32(89).fixed64(obj.silent)

        if (obj.snapshotSlot) w.uint32(96).uint64Number(obj.snapshotSlot)

        if (obj.snapshotMark) w.uint32(105).fixed64(obj.snapshotMark)

        if (obj.inReserve) w.uint32(112).bool(obj.inReserve)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          round: 0,
          leads: false,
          happy: false,
          canVote: false,
          chosenSlotMax: 0,
          epoch: 0,
          distance: 0,
          learners: [],
          silent: 0n,
          snapshotSlot: 0,
          snapshotMark: 0n,
          inReserve: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.round = reader.uint64Number()
              break
            }
            case 2: {
              obj.promisedBallot = readPart(reader, Ballot)
              break
            }
            case 3: {
              obj.leaderBallot = readPart(reader, Ballot)
              break
            }
            case 4: {
              obj.leads = reader.bool()
              break
            }
            case 5: {
              obj.happy = reader.bool()
              break
            }
            case 6: {
              obj.canVote = reader.bool()
              break
            }
            case 7: {
              obj.chosenSlotMax = reader.uint64Number()
              break
            }
            case 8: {
              obj.epoch = reader.uint64Number()
              break
            }
            case 9: {
              obj.distance = reader.uint64Number()
              break
            }
            case 10: {
              checkRoom(obj.learners, opts.limits?.learners, 'learners')

              obj.learners.push(readPart(reader, LearnerReport))
              break
            }
            case 11: {
              obj.silent = reader.fixed64()
              break
            }
            case 12: {
              obj.snapshotSlot = reader.uint64Number()
              break
            }
            case 13: {
              obj.snapshotMark = reader.fixed64()
              break
            }
            case 14: {
              obj.inReserve = reader.bool()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface LearnerReport {
  replica?: ReplicaId
  chosenSlotMax: number
}

export const LearnerReport = {
  codec: delimited<LearnerReport>((obj, w) => {
        writePart(w, 10, ReplicaId, obj.replica)

        if (obj.chosenSlotMax) w.uint32(16).uint64Number(obj.chosenSlotMax)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          chosenSlotMax: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.replica = readPart(reader, ReplicaId)
              break
            }
            case 2: {
              obj.chosenSlotMax = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface LearnMessage {
  chosenSlotMax: number
  willing: boolean
}

export const LearnMessage = {
  codec: delimited<LearnMessage>((obj, w) => {
        if (obj.chosenSlotMax) w.uint32(8).uint64Number(obj.chosenSlotMax)

        if (obj.willing) w.uint32(16).bool(obj.willing)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          chosenSlotMax: 0,
          willing: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.chosenSlotMax = reader.uint64Number()
              break
            }
            case 2: {
              obj.willing = reader.bool()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface CatchUpRequestMessage {
  firstSlot: number
}

export const CatchUpRequestMessage = {
  codec: delimited<CatchUpRequestMessage>((obj, w) => {
        if (obj.firstSlot) w.uint32(8).uint64Number(obj.firstSlot)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          firstSlot: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.firstSlot = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface CatchUpReplyMessage {
  ballot?: Ballot
  firstSlot: number
  entries: Entry[]
  chosenSlotMax: number
}

export const CatchUpReplyMessage = {
  codec: delimited<CatchUpReplyMessage>((obj, w) => {
        writePart(w, 10, Ballot, obj.ballot)

        if (obj.firstSlot) w.uint32(16).uint64Number(obj.firstSlot)

        if (obj.entries != null) {
          for (const value of obj.entries) {
            writePart(w, 26, Entry, value)
          }
        }

        if (obj.chosenSlotMax) w.uint32(32).uint64Number(obj.chosenSlotMax)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          firstSlot: 0,
          entries: [],
          chosenSlotMax: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.ballot = readPart(reader, Ballot)
              break
            }
            case 2: {
              obj.firstSlot = reader.uint64Number()
              break
            }
            case 3: {
              checkRoom(obj.entries, opts.limits?.entries, 'entries')

              obj.entries.push(readPart(reader, Entry, opts.limits?.entries$))
              break
            }
            case 4: {
              obj.chosenSlotMax = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface CompactedMessage {
  slot: number
}

export const CompactedMessage = {
  codec: delimited<CompactedMessage>((obj, w) => {
        if (obj.slot) w.uint32(8).uint64Number(obj.slot)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          slot: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.slot = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface ProposeMessage {
  origin?: Uint8Array
  proposals: Proposal[]
  via: Uint8Array[]
}

export const ProposeMessage = {
  codec: delimited<ProposeMessage>((obj, w) => {
        if (obj.origin != null) w.uint32(10).bytes(obj.origin)

        if (obj.proposals != null) {
          for (const value of obj.proposals) {
            writePart(w, 18, Proposal, value)
          }
        }

        if (obj.via != null) {
          for (const value of obj.via) {
            w.uint32(26)
            w.bytes(value)
          }
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          proposals: [],
          via: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.origin = reader.bytes()
              break
            }
            case 2: {
              checkRoom(obj.proposals, opts.limits?.proposals, 'proposals')

              obj.proposals.push(readPart(reader, Proposal, opts.limits?.proposals$))
              break
            }
            case 3: {
              checkRoom(obj.via, opts.limits?.via, 'via')

              obj.via.push(reader.bytes())
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export enum ProposeReplyReason {
  PROPOSE_REPLY_REASON_UNSPECIFIED = 'PROPOSE_REPLY_REASON_UNSPECIFIED',
  PROPOSE_REPLY_REASON_GAP = 'PROPOSE_REPLY_REASON_GAP',
  PROPOSE_REPLY_REASON_SESSION_EXPIRED = 'PROPOSE_REPLY_REASON_SESSION_EXPIRED'
}

enum __ProposeReplyReasonValues {
  PROPOSE_REPLY_REASON_UNSPECIFIED = 0,
  PROPOSE_REPLY_REASON_GAP = 1,
  PROPOSE_REPLY_REASON_SESSION_EXPIRED = 2
}

export namespace ProposeReplyReason {
  export const codec = (): Codec<ProposeReplyReason> => {
    return enumeration<ProposeReplyReason>(__ProposeReplyReasonValues)
  }
}

export interface ProposeReplyMessage {
  origin?: Uint8Array
  session: number
  reason: ProposeReplyReason
  nextSequence: number
  via: Uint8Array[]
}

export const ProposeReplyMessage = {
  codec: delimited<ProposeReplyMessage>((obj, w) => {
        if (obj.origin != null) w.uint32(10).bytes(obj.origin)

        if (obj.session) w.uint32(16).uint64Number(obj.session)

        if (obj.reason != null && __ProposeReplyReasonValues[obj.reason] !== 0) {
          w.uint32(24)
          ProposeReplyReason.codec().encode(obj.reason, w)
        }

        if (obj.nextSequence) w.uint32(32).uint64Number(obj.nextSequence)

        if (obj.via != null) {
          for (const value of obj.via) {
            w.uint32(42)
            w.bytes(value)
          }
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          session: 0,
          reason: ProposeReplyReason.PROPOSE_REPLY_REASON_UNSPECIFIED,
          nextSequence: 0,
          via: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.origin = reader.bytes()
              break
            }
            case 2: {
              obj.session = reader.uint64Number()
              break
            }
            case 3: {
              obj.reason = ProposeReplyReason.codec().decode(reader)
              break
            }
            case 4: {
              obj.nextSequence = reader.uint64Number()
              break
            }
            case 5: {
              checkRoom(obj.via, opts.limits?.via, 'via')

              obj.via.push(reader.bytes())
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface ReadRequestMessage {
  origin?: Uint8Array
  id: number
  via: Uint8Array[]
}

export const ReadRequestMessage = {
  codec: delimited<ReadRequestMessage>((obj, w) => {
        if (obj.origin != null) w.uint32(10).bytes(obj.origin)

        if (obj.id) w.uint32(16).uint64Number(obj.id)

        if (obj.via != null) {
          for (const value of obj.via) {
            w.uint32(26)
            w.bytes(value)
          }
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: 0,
          via: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.origin = reader.bytes()
              break
            }
            case 2: {
              obj.id = reader.uint64Number()
              break
            }
            case 3: {
              checkRoom(obj.via, opts.limits?.via, 'via')

              obj.via.push(reader.bytes())
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface ReadReplyMessage {
  origin?: Uint8Array
  id: number
  slot: number
  via: Uint8Array[]
}

export const ReadReplyMessage = {
  codec: delimited<ReadReplyMessage>((obj, w) => {
        if (obj.origin != null) w.uint32(10).bytes(obj.origin)

        if (obj.id) w.uint32(16).uint64Number(obj.id)

        if (obj.slot) w.uint32(24).uint64Number(obj.slot)

        if (obj.via != null) {
          for (const value of obj.via) {
            w.uint32(34)
            w.bytes(value)
          }
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: 0,
          slot: 0,
          via: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.origin = reader.bytes()
              break
            }
            case 2: {
              obj.id = reader.uint64Number()
              break
            }
            case 3: {
              obj.slot = reader.uint64Number()
              break
            }
            case 4: {
              checkRoom(obj.via, opts.limits?.via, 'via')

              obj.via.push(reader.bytes())
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface ConfirmMessage {
  ballot?: Ballot
  round: number
}

export const ConfirmMessage = {
  codec: delimited<ConfirmMessage>((obj, w) => {
        writePart(w, 10, Ballot, obj.ballot)

        if (obj.round) w.uint32(16).uint64Number(obj.round)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          round: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.ballot = readPart(reader, Ballot)
              break
            }
            case 2: {
              obj.round = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface ConfirmedMessage {
  ballot?: Ballot
  round: number
}

export const ConfirmedMessage = {
  codec: delimited<ConfirmedMessage>((obj, w) => {
        writePart(w, 10, Ballot, obj.ballot)

        if (obj.round) w.uint32(16).uint64Number(obj.round)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          round: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.ballot = readPart(reader, Ballot)
              break
            }
            case 2: {
              obj.round = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface TransferMessage {
  ballot?: Ballot
  target?: Uint8Array
}

export const TransferMessage = {
  codec: delimited<TransferMessage>((obj, w) => {
        writePart(w, 10, Ballot, obj.ballot)

        if (obj.target != null) w.uint32(18).bytes(obj.target)
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.ballot = readPart(reader, Ballot)
              break
            }
            case 2: {
              obj.target = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface GenesisPrepareMessage {
  ballot?: Ballot
  nameHash?: Uint8Array
}

export const GenesisPrepareMessage = {
  codec: delimited<GenesisPrepareMessage>((obj, w) => {
        writePart(w, 10, Ballot, obj.ballot)

        if (obj.nameHash != null) w.uint32(18).bytes(obj.nameHash)
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.ballot = readPart(reader, Ballot)
              break
            }
            case 2: {
              obj.nameHash = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface GenesisPromiseMessage {
  ballot?: Ballot
  accepted?: AcceptedConfiguration
}

export const GenesisPromiseMessage = {
  codec: delimited<GenesisPromiseMessage>((obj, w) => {
        writePart(w, 10, Ballot, obj.ballot)

        writePart(w, 18, AcceptedConfiguration, obj.accepted)
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.ballot = readPart(reader, Ballot)
              break
            }
            case 2: {
              obj.accepted = readPart(reader, AcceptedConfiguration, opts.limits?.accepted)
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface GenesisAcceptMessage {
  ballot?: Ballot
  configuration?: Configuration
}

export const GenesisAcceptMessage = {
  codec: delimited<GenesisAcceptMessage>((obj, w) => {
        writePart(w, 10, Ballot, obj.ballot)

        writePart(w, 18, Configuration, obj.configuration)
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.ballot = readPart(reader, Ballot)
              break
            }
            case 2: {
              obj.configuration = readPart(reader, Configuration, opts.limits?.configuration)
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface GenesisAcceptedMessage {
  ballot?: Ballot
}

export const GenesisAcceptedMessage = {
  codec: delimited<GenesisAcceptedMessage>((obj, w) => {
        writePart(w, 10, Ballot, obj.ballot)
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.ballot = readPart(reader, Ballot)
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface GenesisRejectMessage {
  ballot?: Ballot
  promisedBallot?: Ballot
}

export const GenesisRejectMessage = {
  codec: delimited<GenesisRejectMessage>((obj, w) => {
        writePart(w, 10, Ballot, obj.ballot)

        writePart(w, 18, Ballot, obj.promisedBallot)
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.ballot = readPart(reader, Ballot)
              break
            }
            case 2: {
              obj.promisedBallot = readPart(reader, Ballot)
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface GenesisChosenMessage {
  configuration?: Configuration
}

export const GenesisChosenMessage = {
  codec: delimited<GenesisChosenMessage>((obj, w) => {
        writePart(w, 10, Configuration, obj.configuration)
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.configuration = readPart(reader, Configuration, opts.limits?.configuration)
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface GenesisMismatchMessage {
  nameHash?: Uint8Array
}

export const GenesisMismatchMessage = {
  codec: delimited<GenesisMismatchMessage>((obj, w) => {
        if (obj.nameHash != null) w.uint32(10).bytes(obj.nameHash)
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.nameHash = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface JoinMessage {
  willing: boolean
}

export const JoinMessage = {
  codec: delimited<JoinMessage>((obj, w) => {
        if (obj.willing) w.uint32(8).bool(obj.willing)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          willing: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.willing = reader.bool()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface WelcomeMessage {
  founding?: Founding
  configuration?: Configuration
}

export const WelcomeMessage = {
  codec: delimited<WelcomeMessage>((obj, w) => {
        writePart(w, 10, Founding, obj.founding)

        writePart(w, 18, Configuration, obj.configuration)
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.founding = readPart(reader, Founding, opts.limits?.founding)
              break
            }
            case 2: {
              obj.configuration = readPart(reader, Configuration, opts.limits?.configuration)
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface JoinRefusedMessage {}

export const JoinRefusedMessage = {
  codec: delimited<JoinRefusedMessage>((obj, w) => {      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface BootRefusedMessage {
  known?: Boot
}

export const BootRefusedMessage = {
  codec: delimited<BootRefusedMessage>((obj, w) => {
        writePart(w, 10, Boot, obj.known)
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.known = readPart(reader, Boot)
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface SnapshotRequestMessage {
  slot: number
  index: number
}

export const SnapshotRequestMessage = {
  codec: delimited<SnapshotRequestMessage>((obj, w) => {
        if (obj.slot) w.uint32(8).uint64Number(obj.slot)

        if (obj.index) w.uint32(16).uint64Number(obj.index)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          slot: 0,
          index: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.slot = reader.uint64Number()
              break
            }
            case 2: {
              obj.index = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface SnapshotOfferMessage {
  snapshot?: Snapshot
  history?: History
}

export const SnapshotOfferMessage = {
  codec: delimited<SnapshotOfferMessage>((obj, w) => {
        writePart(w, 10, Snapshot, obj.snapshot)

        writePart(w, 18, History, obj.history)
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.snapshot = readPart(reader, Snapshot)
              break
            }
            case 2: {
              obj.history = readPart(reader, History, opts.limits?.history)
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface History {
  endedEpochs: EndedEpoch[]
  configuration?: Configuration
}

export const History = {
  codec: delimited<History>((obj, w) => {
        if (obj.endedEpochs != null) {
          for (const value of obj.endedEpochs) {
            writePart(w, 10, EndedEpoch, value)
          }
        }

        writePart(w, 18, Configuration, obj.configuration)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          endedEpochs: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              checkRoom(obj.endedEpochs, opts.limits?.endedEpochs, 'endedEpochs')

              obj.endedEpochs.push(readPart(reader, EndedEpoch, opts.limits?.endedEpochs$))
              break
            }
            case 2: {
              obj.configuration = readPart(reader, Configuration, opts.limits?.configuration)
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface SnapshotChunkMessage {
  slot: number
  index: number
  content?: Uint8Array
}

export const SnapshotChunkMessage = {
  codec: delimited<SnapshotChunkMessage>((obj, w) => {
        if (obj.slot) w.uint32(8).uint64Number(obj.slot)

        if (obj.index) w.uint32(16).uint64Number(obj.index)

        if (obj.content != null) w.uint32(26).bytes(obj.content)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          slot: 0,
          index: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.slot = reader.uint64Number()
              break
            }
            case 2: {
              obj.index = reader.uint64Number()
              break
            }
            case 3: {
              obj.content = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface LogRecord {
  entries: Entry[]
}

export const LogRecord = {
  codec: delimited<LogRecord>((obj, w) => {
        if (obj.entries != null) {
          for (const value of obj.entries) {
            writePart(w, 10, Entry, value)
          }
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          entries: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              checkRoom(obj.entries, opts.limits?.entries, 'entries')

              obj.entries.push(readPart(reader, Entry, opts.limits?.entries$))
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }),

  encode: (obj: Partial<LogRecord>): Uint8Array => encodeMessage(obj, LogRecord.codec()),

  decode: (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LogRecord>): LogRecord =>
    decodeMessage(buf, LogRecord.codec(), opts)
}

export interface StandingRecord {
  promisedBallot?: Ballot
  acceptedBallot?: Ballot
  chosenSlotMax: number
  chosenBallot?: Ballot
  lastSlot: number
  compactedSlotMax: number
}

export const StandingRecord = {
  codec: delimited<StandingRecord>((obj, w) => {
        writePart(w, 10, Ballot, obj.promisedBallot)

        writePart(w, 18, Ballot, obj.acceptedBallot)

        if (obj.chosenSlotMax) w.uint32(24).uint64Number(obj.chosenSlotMax)

        writePart(w, 34, Ballot, obj.chosenBallot)

        if (obj.lastSlot) w.uint32(40).uint64Number(obj.lastSlot)

        if (obj.compactedSlotMax) w.uint32(48).uint64Number(obj.compactedSlotMax)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          chosenSlotMax: 0,
          lastSlot: 0,
          compactedSlotMax: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.promisedBallot = readPart(reader, Ballot)
              break
            }
            case 2: {
              obj.acceptedBallot = readPart(reader, Ballot)
              break
            }
            case 3: {
              obj.chosenSlotMax = reader.uint64Number()
              break
            }
            case 4: {
              obj.chosenBallot = readPart(reader, Ballot)
              break
            }
            case 5: {
              obj.lastSlot = reader.uint64Number()
              break
            }
            case 6: {
              obj.compactedSlotMax = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }),

  encode: (obj: Partial<StandingRecord>): Uint8Array => encodeMessage(obj, StandingRecord.codec()),

  decode: (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StandingRecord>): StandingRecord =>
    decodeMessage(buf, StandingRecord.codec(), opts)
}

export interface StateRecord {
  incarnation: bigint
  promisedBallot?: Ballot
  acceptedBallot?: Ballot
  chosenSlotMax: number
  chosenBallot?: Ballot
  lastSlot: number
  genesis?: GenesisState
  endedEpochs: EndedEpoch[]
  configuration?: Configuration
  snapshot?: Snapshot
  compactedSlotMax: number
  boot?: Boot
}

export const StateRecord = {
  codec: delimited<StateRecord>((obj, w) => {
        if (obj.incarnation) w.uint32(9).fixed64(obj.incarnation)

        writePart(w, 18, Ballot, obj.promisedBallot)

        writePart(w, 26, Ballot, obj.acceptedBallot)

        if (obj.chosenSlotMax) w.uint32(32).uint64Number(obj.chosenSlotMax)

        writePart(w, 42, Ballot, obj.chosenBallot)

        if (obj.lastSlot) w.uint32(48).uint64Number(obj.lastSlot)

        writePart(w, 58, GenesisState, obj.genesis)

        if (obj.endedEpochs != null) {
          for (const value of obj.endedEpochs) {
            writePart(w, 66, EndedEpoch, value)
          }
        }

        writePart(w, 74, Configuration, obj.configuration)

        writePart(w, 82, Snapshot, obj.snapshot)

        if (obj.compactedSlotMax) w.uint32(88).uint64Number(obj.compactedSlotMax)

        writePart(w, 98, Boot, obj.boot)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          incarnation: 0n,
          chosenSlotMax: 0,
          lastSlot: 0,
          endedEpochs: [],
          compactedSlotMax: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.incarnation = reader.fixed64()
              break
            }
            case 2: {
              obj.promisedBallot = readPart(reader, Ballot)
              break
            }
            case 3: {
              obj.acceptedBallot = readPart(reader, Ballot)
              break
            }
            case 4: {
              obj.chosenSlotMax = reader.uint64Number()
              break
            }
            case 5: {
              obj.chosenBallot = readPart(reader, Ballot)
              break
            }
            case 6: {
              obj.lastSlot = reader.uint64Number()
              break
            }
            case 7: {
              obj.genesis = readPart(reader, GenesisState, opts.limits?.genesis)
              break
            }
            case 8: {
              checkRoom(obj.endedEpochs, opts.limits?.endedEpochs, 'endedEpochs')

              obj.endedEpochs.push(readPart(reader, EndedEpoch, opts.limits?.endedEpochs$))
              break
            }
            case 9: {
              obj.configuration = readPart(reader, Configuration, opts.limits?.configuration)
              break
            }
            case 10: {
              obj.snapshot = readPart(reader, Snapshot)
              break
            }
            case 11: {
              obj.compactedSlotMax = reader.uint64Number()
              break
            }
            case 12: {
              obj.boot = readPart(reader, Boot)
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }),

  encode: (obj: Partial<StateRecord>): Uint8Array => encodeMessage(obj, StateRecord.codec()),

  decode: (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StateRecord>): StateRecord =>
    decodeMessage(buf, StateRecord.codec(), opts)
}

export interface Snapshot {
  slot: number
  ballot?: Ballot
  bytes: number
  hash?: Uint8Array
}

export const Snapshot = {
  codec: delimited<Snapshot>((obj, w) => {
        if (obj.slot) w.uint32(8).uint64Number(obj.slot)

        writePart(w, 18, Ballot, obj.ballot)

        if (obj.bytes) w.uint32(24).uint64Number(obj.bytes)

        if (obj.hash != null) w.uint32(34).bytes(obj.hash)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          slot: 0,
          bytes: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.slot = reader.uint64Number()
              break
            }
            case 2: {
              obj.ballot = readPart(reader, Ballot)
              break
            }
            case 3: {
              obj.bytes = reader.uint64Number()
              break
            }
            case 4: {
              obj.hash = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface EndedEpoch {
  configuration?: Configuration
  stopSlot: number
  ballot?: Ballot
}

export const EndedEpoch = {
  codec: delimited<EndedEpoch>((obj, w) => {
        writePart(w, 10, Configuration, obj.configuration)

        if (obj.stopSlot) w.uint32(16).uint64Number(obj.stopSlot)

        writePart(w, 26, Ballot, obj.ballot)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          stopSlot: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.configuration = readPart(reader, Configuration, opts.limits?.configuration)
              break
            }
            case 2: {
              obj.stopSlot = reader.uint64Number()
              break
            }
            case 3: {
              obj.ballot = readPart(reader, Ballot)
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface GenesisState {
  promisedBallot?: Ballot
  accepted?: AcceptedConfiguration
  chosen: boolean
  founding?: Founding
}

export const GenesisState = {
  codec: delimited<GenesisState>((obj, w) => {
        writePart(w, 10, Ballot, obj.promisedBallot)

        writePart(w, 18, AcceptedConfiguration, obj.accepted)

        if (obj.chosen) w.uint32(24).bool(obj.chosen)

        writePart(w, 34, Founding, obj.founding)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          chosen: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.promisedBallot = readPart(reader, Ballot)
              break
            }
            case 2: {
              obj.accepted = readPart(reader, AcceptedConfiguration, opts.limits?.accepted)
              break
            }
            case 3: {
              obj.chosen = reader.bool()
              break
            }
            case 4: {
              obj.founding = readPart(reader, Founding, opts.limits?.founding)
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface ImageRecord {
  slot: number
  logTimeMs: number
  sessions: SessionImage[]
  keys: KeyImage[]
  decisions: DecisionImage[]
  dueSlots: number[]
}

export const ImageRecord = {
  codec: delimited<ImageRecord>((obj, w) => {
        if (obj.slot) w.uint32(8).uint64Number(obj.slot)

        if (obj.logTimeMs) w.uint32(16).uint64Number(obj.logTimeMs)

        if (obj.sessions != null) {
          for (const value of obj.sessions) {
            writePart(w, 26, SessionImage, value)
          }
        }

        if (obj.keys != null) {
          for (const value of obj.keys) {
            writePart(w, 34, KeyImage, value)
          }
        }

        if (obj.decisions != null) {
          for (const value of obj.decisions) {
            writePart(w, 42, DecisionImage, value)
          }
        }

        if (obj.dueSlots != null) {
          for (const value of obj.dueSlots) {
            w.uint32(48)
            w.uint64Number(value)
          }
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          slot: 0,
          logTimeMs: 0,
          sessions: [],
          keys: [],
          decisions: [],
          dueSlots: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.slot = reader.uint64Number()
              break
            }
            case 2: {
              obj.logTimeMs = reader.uint64Number()
              break
            }
            case 3: {
              checkRoom(obj.sessions, opts.limits?.sessions, 'sessions')

              obj.sessions.push(readPart(reader, SessionImage, opts.limits?.sessions$))
              break
            }
            case 4: {
              checkRoom(obj.keys, opts.limits?.keys, 'keys')

              obj.keys.push(readPart(reader, KeyImage))
              break
            }
            case 5: {
              checkRoom(obj.decisions, opts.limits?.decisions, 'decisions')

              obj.decisions.push(readPart(reader, DecisionImage))
              break
            }
            case 6: {
              checkRoom(obj.dueSlots, opts.limits?.dueSlots, 'dueSlots')

              obj.dueSlots.push(reader.uint64Number())
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }),

  encode: (obj: Partial<ImageRecord>): Uint8Array => encodeMessage(obj, ImageRecord.codec()),

  decode: (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ImageRecord>): ImageRecord =>
    decodeMessage(buf, ImageRecord.codec(), opts)
}

export interface SessionImage {
  id: number
  origin?: Uint8Array
  nonce: bigint
  nextSequence: number
  outcomes: number[]
}

export const SessionImage = {
  codec: delimited<SessionImage>((obj, w) => {
        if (obj.id) w.uint32(8).uint64Number(obj.id)

        if (obj.origin != null) w.uint32(18).bytes(obj.origin)

        if (obj.nonce) w.uint32(25).fixed64(obj.nonce)

        if (obj.nextSequence) w.uint32(32).uint64Number(obj.nextSequence)

        if (obj.outcomes != null) {
          for (const value of obj.outcomes) {
            w.uint32(40)
            w.uint64Number(value)
          }
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: 0,
          nonce: 0n,
          nextSequence: 0,
          outcomes: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.id = reader.uint64Number()
              break
            }
            case 2: {
              obj.origin = reader.bytes()
              break
            }
            case 3: {
              obj.nonce = reader.fixed64()
              break
            }
            case 4: {
              obj.nextSequence = reader.uint64Number()
              break
            }
            case 5: {
              checkRoom(obj.outcomes, opts.limits?.outcomes, 'outcomes')

              obj.outcomes.push(reader.uint64Number())
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface KeyImage {
  origin?: Uint8Array
  key?: Uint8Array
  slot: number
}

export const KeyImage = {
  codec: delimited<KeyImage>((obj, w) => {
        if (obj.origin != null) w.uint32(10).bytes(obj.origin)

        if (obj.key != null) w.uint32(18).bytes(obj.key)

        if (obj.slot) w.uint32(24).uint64Number(obj.slot)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          slot: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.origin = reader.bytes()
              break
            }
            case 2: {
              obj.key = reader.bytes()
              break
            }
            case 3: {
              obj.slot = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}

export interface DecisionImage {
  name?: Uint8Array
  slot: number
  value?: Uint8Array
}

export const DecisionImage = {
  codec: delimited<DecisionImage>((obj, w) => {
        if (obj.name != null) w.uint32(10).bytes(obj.name)

        if (obj.slot) w.uint32(16).uint64Number(obj.slot)

        if (obj.value != null) w.uint32(26).bytes(obj.value)
      }, (reader, length, opts = {}) => {
        const obj: any = {
          slot: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.name = reader.bytes()
              break
            }
            case 2: {
              obj.slot = reader.uint64Number()
              break
            }
            case 3: {
              obj.value = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
}
