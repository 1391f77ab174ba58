// Generated from ../wire.proto by tools/generate-wire.ts: change that and generate again.
// It is not checked: namespaces and enums cannot be erased. Its exported types are, where they are used.
// @ts-nocheck

/* eslint-disable require-yield */

import { decodeMessage, encodeMessage, enumeration, MaxLengthError, message } from 'protons-runtime'
import type { Codec, DecodeFunction, DecodeOptions, Writer } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

/** Makes a codec when it is needed first: it may be a part of itself. */
function once<T> (make: () => Codec<T>): () => Codec<T> {
  let made: Codec<T>
  return () => (made ??= make())
}

/** The codec of a message whose length goes before its fields, unless that is not wanted. */
function delimited<T> (
  encodeFields: (obj: Partial<T>, w: Writer) => void,
  decode: DecodeFunction<T>
): Codec<T> {
  return message<T>((obj, w, opts = {}) => {
    const hasLength = opts.lengthDelimited !== false
    if (hasLength) w.fork()
    encodeFields(obj, w)
    if (hasLength) w.ldelim()
  }, decode)
}

/** @throws MaxLengthError if a repeated field has as many elements as it may. */
function checkRoom (elements: unknown[], max: number | undefined, name: string): void {
  if (elements.length === max) {
    throw new MaxLengthError(`Decode error - repeated field "${name}" had too many elements`)
  }
}

export interface Ballot {
  epoch: number
  round: number
  priority: number
  incarnation: bigint
}

export const Ballot = {
  codec: once<Ballot>(() =>
      delimited<Ballot>((obj, w) => {
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
  )
}

export interface ReplicaId {
  peerId?: Uint8Array
  incarnation: bigint
}

export const ReplicaId = {
  codec: once<ReplicaId>(() =>
      delimited<ReplicaId>((obj, w) => {
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
  )
}

export interface Voter {
  peerId?: Uint8Array
  incarnation: bigint
  addresses: Uint8Array[]
}

export const Voter = {
  codec: once<Voter>(() =>
      delimited<Voter>((obj, w) => {
        if (obj.peerId != null) w.uint32(10).bytes(obj.peerId)

        if (obj.incarnation) w.uint32(17).fixed64(obj.incarnation)

        if (obj.addresses != null && obj.addresses.length > 0) {
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
  )
}

export interface Configuration {
  epoch: number
  voters: Voter[]
  prepareQuorum: number
  acceptQuorum: number
}

export const Configuration = {
  codec: once<Configuration>(() =>
      delimited<Configuration>((obj, w) => {
        if (obj.epoch) w.uint32(8).uint64Number(obj.epoch)

        if (obj.voters != null && obj.voters.length > 0) {
          for (const value of obj.voters) {
            w.uint32(18)
            Voter.codec().encode(value, w)
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

              obj.voters.push(Voter.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.voters$
              }))
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
  )
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
  codec: once<Founding>(() =>
      delimited<Founding>((obj, w) => {
        if (obj.name != null) w.uint32(10).bytes(obj.name)

        if (obj.founders != null && obj.founders.length > 0) {
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
  )
}

export interface AcceptedConfiguration {
  ballot?: Ballot
  configuration?: Configuration
}

export const AcceptedConfiguration = {
  codec: once<AcceptedConfiguration>(() =>
      delimited<AcceptedConfiguration>((obj, w) => {
        if (obj.ballot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.ballot, w)
        }

        if (obj.configuration != null) {
          w.uint32(18)
          Configuration.codec().encode(obj.configuration, w)
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.ballot = Ballot.codec().decode(reader, reader.uint32())
              break
            }
            case 2: {
              obj.configuration = Configuration.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.configuration
              })
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
  )
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
  codec: once<Proposal>(() =>
      delimited<Proposal>((obj, w) => {
        if (obj.openSession != null) {
          w.uint32(10)
          OpenSession.codec().encode(obj.openSession, w)
        }

        if (obj.value != null) {
          w.uint32(18)
          Value.codec().encode(obj.value, w)
        }

        if (obj.decide != null) {
          w.uint32(26)
          Decide.codec().encode(obj.decide, w)
        }

        if (obj.noOp != null) {
          w.uint32(34)
          NoOp.codec().encode(obj.noOp, w)
        }

        if (obj.stop != null) {
          w.uint32(42)
          Stop.codec().encode(obj.stop, w)
        }

        if (obj.operation != null) {
          w.uint32(58)
          Operation.codec().encode(obj.operation, w)
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.openSession = OpenSession.codec().decode(reader, reader.uint32())
              break
            }
            case 2: {
              obj.value = Value.codec().decode(reader, reader.uint32())
              break
            }
            case 3: {
              obj.decide = Decide.codec().decode(reader, reader.uint32())
              break
            }
            case 4: {
              obj.noOp = NoOp.codec().decode(reader, reader.uint32())
              break
            }
            case 5: {
              obj.stop = Stop.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.stop
              })
              break
            }
            case 7: {
              obj.operation = Operation.codec().decode(reader, reader.uint32())
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
  )
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
  codec: once<Entry>(() =>
      delimited<Entry>((obj, w) => {
        if (obj.openSession != null) {
          w.uint32(10)
          OpenSession.codec().encode(obj.openSession, w)
        }

        if (obj.value != null) {
          w.uint32(18)
          Value.codec().encode(obj.value, w)
        }

        if (obj.decide != null) {
          w.uint32(26)
          Decide.codec().encode(obj.decide, w)
        }

        if (obj.noOp != null) {
          w.uint32(34)
          NoOp.codec().encode(obj.noOp, w)
        }

        if (obj.stop != null) {
          w.uint32(42)
          Stop.codec().encode(obj.stop, w)
        }

        if (obj.repeat != null) {
          w.uint32(50)
          Repeat.codec().encode(obj.repeat, w)
        }

        if (obj.operation != null) {
          w.uint32(58)
          Operation.codec().encode(obj.operation, w)
        }

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
              obj.openSession = OpenSession.codec().decode(reader, reader.uint32())
              break
            }
            case 2: {
              obj.value = Value.codec().decode(reader, reader.uint32())
              break
            }
            case 3: {
              obj.decide = Decide.codec().decode(reader, reader.uint32())
              break
            }
            case 4: {
              obj.noOp = NoOp.codec().decode(reader, reader.uint32())
              break
            }
            case 5: {
              obj.stop = Stop.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.stop
              })
              break
            }
            case 6: {
              obj.repeat = Repeat.codec().decode(reader, reader.uint32())
              break
            }
            case 7: {
              obj.operation = Operation.codec().decode(reader, reader.uint32())
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
  )
}

export interface OpenSession {
  origin?: Uint8Array
  nonce: bigint
}

export const OpenSession = {
  codec: once<OpenSession>(() =>
      delimited<OpenSession>((obj, w) => {
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
  )
}

export interface Value {
  session: number
  sequence: number
  value?: Uint8Array
  key?: Uint8Array
  acknowledged: number
}

export const Value = {
  codec: once<Value>(() =>
      delimited<Value>((obj, w) => {
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
  )
}

export interface Decide {
  session: number
  sequence: number
  value?: Uint8Array
  name?: Uint8Array
  acknowledged: number
}

export const Decide = {
  codec: once<Decide>(() =>
      delimited<Decide>((obj, w) => {
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
  )
}

export interface Operation {
  session: number
  sequence: number
  operation?: Uint8Array
  acknowledged: number
}

export const Operation = {
  codec: once<Operation>(() =>
      delimited<Operation>((obj, w) => {
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
  )
}

export interface NoOp {
  session: number
  sequence: number
  acknowledged: number
}

export const NoOp = {
  codec: once<NoOp>(() =>
      delimited<NoOp>((obj, w) => {
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
  )
}

export interface Repeat {
  session: number
  sequence: number
  key?: Uint8Array
  acknowledged: number
}

export const Repeat = {
  codec: once<Repeat>(() =>
      delimited<Repeat>((obj, w) => {
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
  )
}

export interface Stop {
  session: number
  sequence: number
  configuration?: Configuration
  acknowledged: number
}

export const Stop = {
  codec: once<Stop>(() =>
      delimited<Stop>((obj, w) => {
        if (obj.session) w.uint32(8).uint64Number(obj.session)

        if (obj.sequence) w.uint32(16).uint64Number(obj.sequence)

        if (obj.configuration != null) {
          w.uint32(26)
          Configuration.codec().encode(obj.configuration, w)
        }

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
              obj.configuration = Configuration.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.configuration
              })
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
  )
}

export interface Frame {
  version: number
  sections: Uint8Array[]
  peerRecords: PeerRecord[]
  probe?: Probe
}

export namespace Frame {
  let _codec: Codec<Frame>

  export const codec = (): Codec<Frame> => {
    if (_codec == null) {
      _codec = delimited<Frame>((obj, w) => {
        if (obj.version) w.uint32(8).uint32(obj.version)

        if (obj.sections != null && obj.sections.length > 0) {
          for (const value of obj.sections) {
            w.uint32(18)
            w.bytes(value)
          }
        }

        if (obj.peerRecords != null && obj.peerRecords.length > 0) {
          for (const value of obj.peerRecords) {
            w.uint32(26)
            PeerRecord.codec().encode(value, w)
          }
        }

        if (obj.probe != null) {
          w.uint32(34)
          Probe.codec().encode(obj.probe, w)
        }
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

              obj.peerRecords.push(PeerRecord.codec().decode(reader, reader.uint32()))
              break
            }
            case 4: {
              obj.probe = Probe.codec().decode(reader, reader.uint32())
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

    return _codec
  }

  export function encode (obj: Partial<Frame>): Uint8Array {
    return encodeMessage(obj, Frame.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Frame>): Frame {
    return decodeMessage(buf, Frame.codec(), opts)
  }
}

export interface Probe {
  round: number
  generation?: bigint
}

export const Probe = {
  codec: once<Probe>(() =>
      delimited<Probe>((obj, w) => {
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
  )
}

export interface PeerRecord {
  peerId?: Uint8Array
  envelope?: Uint8Array
}

export const PeerRecord = {
  codec: once<PeerRecord>(() =>
      delimited<PeerRecord>((obj, w) => {
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
  )
}

export interface Section {
  groupId?: Uint8Array
  incarnation: bigint
  messages: Uint8Array[]
}

export namespace Section {
  let _codec: Codec<Section>

  export const codec = (): Codec<Section> => {
    if (_codec == null) {
      _codec = delimited<Section>((obj, w) => {
        if (obj.groupId != null) w.uint32(10).bytes(obj.groupId)

        if (obj.incarnation) w.uint32(17).fixed64(obj.incarnation)

        if (obj.messages != null && obj.messages.length > 0) {
          for (const value of obj.messages) {
            w.uint32(26)
            w.bytes(value)
          }
        }
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
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      })
    }

    return _codec
  }

  export function encode (obj: Partial<Section>): Uint8Array {
    return encodeMessage(obj, Section.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Section>): Section {
    return decodeMessage(buf, Section.codec(), opts)
  }
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
  snapshotRequest?: SnapshotRequestMessage
  snapshotOffer?: SnapshotOfferMessage
  snapshotChunk?: SnapshotChunkMessage
}

export namespace Message {
  let _codec: Codec<Message>

  export const codec = (): Codec<Message> => {
    if (_codec == null) {
      _codec = delimited<Message>((obj, w) => {
        if (obj.prepare != null) {
          w.uint32(10)
          PrepareMessage.codec().encode(obj.prepare, w)
        }

        if (obj.promise != null) {
          w.uint32(18)
          PromiseMessage.codec().encode(obj.promise, w)
        }

        if (obj.reject != null) {
          w.uint32(26)
          RejectMessage.codec().encode(obj.reject, w)
        }

        if (obj.acceptSync != null) {
          w.uint32(34)
          AcceptSyncMessage.codec().encode(obj.acceptSync, w)
        }

        if (obj.accept != null) {
          w.uint32(42)
          AcceptMessage.codec().encode(obj.accept, w)
        }

        if (obj.accepted != null) {
          w.uint32(50)
          AcceptedMessage.codec().encode(obj.accepted, w)
        }

        if (obj.heartbeat != null) {
          w.uint32(58)
          HeartbeatMessage.codec().encode(obj.heartbeat, w)
        }

        if (obj.heartbeatReply != null) {
          w.uint32(66)
          HeartbeatReplyMessage.codec().encode(obj.heartbeatReply, w)
        }

        if (obj.catchUpRequest != null) {
          w.uint32(74)
          CatchUpRequestMessage.codec().encode(obj.catchUpRequest, w)
        }

        if (obj.catchUpReply != null) {
          w.uint32(82)
          CatchUpReplyMessage.codec().encode(obj.catchUpReply, w)
        }

        if (obj.propose != null) {
          w.uint32(90)
          ProposeMessage.codec().encode(obj.propose, w)
        }

        if (obj.proposeReply != null) {
          w.uint32(98)
          ProposeReplyMessage.codec().encode(obj.proposeReply, w)
        }

        if (obj.readRequest != null) {
          w.uint32(106)
          ReadRequestMessage.codec().encode(obj.readRequest, w)
        }

        if (obj.readReply != null) {
          w.uint32(114)
          ReadReplyMessage.codec().encode(obj.readReply, w)
        }

        if (obj.confirm != null) {
          w.uint32(122)
          ConfirmMessage.codec().encode(obj.confirm, w)
        }

        if (obj.confirmed != null) {
          w.uint32(130)
          ConfirmedMessage.codec().encode(obj.confirmed, w)
        }

        if (obj.transfer != null) {
          w.uint32(138)
          TransferMessage.codec().encode(obj.transfer, w)
        }

        if (obj.learn != null) {
          w.uint32(146)
          LearnMessage.codec().encode(obj.learn, w)
        }

        if (obj.compacted != null) {
          w.uint32(154)
          CompactedMessage.codec().encode(obj.compacted, w)
        }

        if (obj.genesisPrepare != null) {
          w.uint32(258)
          GenesisPrepareMessage.codec().encode(obj.genesisPrepare, w)
        }

        if (obj.genesisPromise != null) {
          w.uint32(266)
          GenesisPromiseMessage.codec().encode(obj.genesisPromise, w)
        }

        if (obj.genesisAccept != null) {
          w.uint32(274)
          GenesisAcceptMessage.codec().encode(obj.genesisAccept, w)
        }

        if (obj.genesisAccepted != null) {
          w.uint32(282)
          GenesisAcceptedMessage.codec().encode(obj.genesisAccepted, w)
        }

        if (obj.genesisReject != null) {
          w.uint32(290)
          GenesisRejectMessage.codec().encode(obj.genesisReject, w)
        }

        if (obj.genesisChosen != null) {
          w.uint32(298)
          GenesisChosenMessage.codec().encode(obj.genesisChosen, w)
        }

        if (obj.genesisMismatch != null) {
          w.uint32(306)
          GenesisMismatchMessage.codec().encode(obj.genesisMismatch, w)
        }

        if (obj.join != null) {
          w.uint32(386)
          JoinMessage.codec().encode(obj.join, w)
        }

        if (obj.welcome != null) {
          w.uint32(394)
          WelcomeMessage.codec().encode(obj.welcome, w)
        }

        if (obj.joinRefused != null) {
          w.uint32(402)
          JoinRefusedMessage.codec().encode(obj.joinRefused, w)
        }

        if (obj.snapshotRequest != null) {
          w.uint32(514)
          SnapshotRequestMessage.codec().encode(obj.snapshotRequest, w)
        }

        if (obj.snapshotOffer != null) {
          w.uint32(522)
          SnapshotOfferMessage.codec().encode(obj.snapshotOffer, w)
        }

        if (obj.snapshotChunk != null) {
          w.uint32(530)
          SnapshotChunkMessage.codec().encode(obj.snapshotChunk, w)
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.prepare = PrepareMessage.codec().decode(reader, reader.uint32())
              break
            }
            case 2: {
              obj.promise = PromiseMessage.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.promise
              })
              break
            }
            case 3: {
              obj.reject = RejectMessage.codec().decode(reader, reader.uint32())
              break
            }
            case 4: {
              obj.acceptSync = AcceptSyncMessage.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.acceptSync
              })
              break
            }
            case 5: {
              obj.accept = AcceptMessage.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.accept
              })
              break
            }
            case 6: {
              obj.accepted = AcceptedMessage.codec().decode(reader, reader.uint32())
              break
            }
            case 7: {
              obj.heartbeat = HeartbeatMessage.codec().decode(reader, reader.uint32())
              break
            }
            case 8: {
              obj.heartbeatReply = HeartbeatReplyMessage.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.heartbeatReply
              })
              break
            }
            case 9: {
              obj.catchUpRequest = CatchUpRequestMessage.codec().decode(reader, reader.uint32())
              break
            }
            case 10: {
              obj.catchUpReply = CatchUpReplyMessage.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.catchUpReply
              })
              break
            }
            case 11: {
              obj.propose = ProposeMessage.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.propose
              })
              break
            }
            case 12: {
              obj.proposeReply = ProposeReplyMessage.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.proposeReply
              })
              break
            }
            case 13: {
              obj.readRequest = ReadRequestMessage.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.readRequest
              })
              break
            }
            case 14: {
              obj.readReply = ReadReplyMessage.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.readReply
              })
              break
            }
            case 15: {
              obj.confirm = ConfirmMessage.codec().decode(reader, reader.uint32())
              break
            }
            case 16: {
              obj.confirmed = ConfirmedMessage.codec().decode(reader, reader.uint32())
              break
            }
            case 17: {
              obj.transfer = TransferMessage.codec().decode(reader, reader.uint32())
              break
            }
            case 18: {
              obj.learn = LearnMessage.codec().decode(reader, reader.uint32())
              break
            }
            case 19: {
              obj.compacted = CompactedMessage.codec().decode(reader, reader.uint32())
              break
            }
            case 32: {
              obj.genesisPrepare = GenesisPrepareMessage.codec().decode(reader, reader.uint32())
              break
            }
            case 33: {
              obj.genesisPromise = GenesisPromiseMessage.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.genesisPromise
              })
              break
            }
            case 34: {
              obj.genesisAccept = GenesisAcceptMessage.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.genesisAccept
              })
              break
            }
            case 35: {
              obj.genesisAccepted = GenesisAcceptedMessage.codec().decode(reader, reader.uint32())
              break
            }
            case 36: {
              obj.genesisReject = GenesisRejectMessage.codec().decode(reader, reader.uint32())
              break
            }
            case 37: {
              obj.genesisChosen = GenesisChosenMessage.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.genesisChosen
              })
              break
            }
            case 38: {
              obj.genesisMismatch = GenesisMismatchMessage.codec().decode(reader, reader.uint32())
              break
            }
            case 48: {
              obj.join = JoinMessage.codec().decode(reader, reader.uint32())
              break
            }
            case 49: {
              obj.welcome = WelcomeMessage.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.welcome
              })
              break
            }
            case 50: {
              obj.joinRefused = JoinRefusedMessage.codec().decode(reader, reader.uint32())
              break
            }
            case 64: {
              obj.snapshotRequest = SnapshotRequestMessage.codec().decode(reader, reader.uint32())
              break
            }
            case 65: {
              obj.snapshotOffer = SnapshotOfferMessage.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.snapshotOffer
              })
              break
            }
            case 66: {
              obj.snapshotChunk = SnapshotChunkMessage.codec().decode(reader, reader.uint32())
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

    return _codec
  }

  export function encode (obj: Partial<Message>): Uint8Array {
    return encodeMessage(obj, Message.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Message>): Message {
    return decodeMessage(buf, Message.codec(), opts)
  }
}

export interface PrepareMessage {
  ballot?: Ballot
  acceptedBallot?: Ballot
  lastSlot: number
  chosenSlotMax: number
}

export const PrepareMessage = {
  codec: once<PrepareMessage>(() =>
      delimited<PrepareMessage>((obj, w) => {
        if (obj.ballot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.ballot, w)
        }

        if (obj.acceptedBallot != null) {
          w.uint32(18)
          Ballot.codec().encode(obj.acceptedBallot, w)
        }

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
              obj.ballot = Ballot.codec().decode(reader, reader.uint32())
              break
            }
            case 2: {
              obj.acceptedBallot = Ballot.codec().decode(reader, reader.uint32())
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
  )
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
  codec: once<PromiseMessage>(() =>
      delimited<PromiseMessage>((obj, w) => {
        if (obj.ballot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.ballot, w)
        }

        if (obj.acceptedBallot != null) {
          w.uint32(18)
          Ballot.codec().encode(obj.acceptedBallot, w)
        }

        if (obj.lastSlot) w.uint32(24).uint64Number(obj.lastSlot)

        if (obj.chosenSlotMax) w.uint32(32).uint64Number(obj.chosenSlotMax)

        if (obj.firstSlot) w.uint32(40).uint64Number(obj.firstSlot)

        if (obj.entries != null && obj.entries.length > 0) {
          for (const value of obj.entries) {
            w.uint32(50)
            Entry.codec().encode(value, w)
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
              obj.ballot = Ballot.codec().decode(reader, reader.uint32())
              break
            }
            case 2: {
              obj.acceptedBallot = Ballot.codec().decode(reader, reader.uint32())
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

              obj.entries.push(Entry.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.entries$
              }))
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
  )
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
  codec: once<RejectMessage>(() =>
      delimited<RejectMessage>((obj, w) => {
        if (obj.ballot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.ballot, w)
        }

        if (obj.reason != null && __RejectReasonValues[obj.reason] !== 0) {
          w.uint32(16)
          RejectReason.codec().encode(obj.reason, w)
        }

        if (obj.promisedBallot != null) {
          w.uint32(26)
          Ballot.codec().encode(obj.promisedBallot, w)
        }

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
              obj.ballot = Ballot.codec().decode(reader, reader.uint32())
              break
            }
            case 2: {
              obj.reason = RejectReason.codec().decode(reader)
              break
            }
            case 3: {
              obj.promisedBallot = Ballot.codec().decode(reader, reader.uint32())
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
  )
}

export interface AcceptSyncMessage {
  ballot?: Ballot
  firstSlot: number
  entries: Entry[]
  chosenSlotMax: number
  adoptedEnd: number
}

export const AcceptSyncMessage = {
  codec: once<AcceptSyncMessage>(() =>
      delimited<AcceptSyncMessage>((obj, w) => {
        if (obj.ballot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.ballot, w)
        }

        if (obj.firstSlot) w.uint32(16).uint64Number(obj.firstSlot)

        if (obj.entries != null && obj.entries.length > 0) {
          for (const value of obj.entries) {
            w.uint32(26)
            Entry.codec().encode(value, w)
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
              obj.ballot = Ballot.codec().decode(reader, reader.uint32())
              break
            }
            case 2: {
              obj.firstSlot = reader.uint64Number()
              break
            }
            case 3: {
              checkRoom(obj.entries, opts.limits?.entries, 'entries')

              obj.entries.push(Entry.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.entries$
              }))
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
  )
}

export interface AcceptMessage {
  ballot?: Ballot
  firstSlot: number
  entries: Entry[]
  chosenSlotMax: number
}

export const AcceptMessage = {
  codec: once<AcceptMessage>(() =>
      delimited<AcceptMessage>((obj, w) => {
        if (obj.ballot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.ballot, w)
        }

        if (obj.firstSlot) w.uint32(16).uint64Number(obj.firstSlot)

        if (obj.entries != null && obj.entries.length > 0) {
          for (const value of obj.entries) {
            w.uint32(26)
            Entry.codec().encode(value, w)
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
              obj.ballot = Ballot.codec().decode(reader, reader.uint32())
              break
            }
            case 2: {
              obj.firstSlot = reader.uint64Number()
              break
            }
            case 3: {
              checkRoom(obj.entries, opts.limits?.entries, 'entries')

              obj.entries.push(Entry.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.entries$
              }))
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
  )
}

export interface AcceptedMessage {
  ballot?: Ballot
  lastSlot: number
}

export const AcceptedMessage = {
  codec: once<AcceptedMessage>(() =>
      delimited<AcceptedMessage>((obj, w) => {
        if (obj.ballot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.ballot, w)
        }

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
              obj.ballot = Ballot.codec().decode(reader, reader.uint32())
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
  )
}

export interface HeartbeatMessage {
  round: number
  news: boolean
}

export const HeartbeatMessage = {
  codec: once<HeartbeatMessage>(() =>
      delimited<HeartbeatMessage>((obj, w) => {
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
  )
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
  codec: once<HeartbeatReplyMessage>(() =>
      delimited<HeartbeatReplyMessage>((obj, w) => {
        if (obj.round) w.uint32(8).uint64Number(obj.round)

        if (obj.promisedBallot != null) {
          w.uint32(18)
          Ballot.codec().encode(obj.promisedBallot, w)
        }

        if (obj.leaderBallot != null) {
          w.uint32(26)
          Ballot.codec().encode(obj.leaderBallot, w)
        }

        if (obj.leads) w.uint32(32).bool(obj.leads)

        if (obj.happy) w.uint32(40).bool(obj.happy)

        if (obj.canVote) w.uint32(48).bool(obj.canVote)

        if (obj.chosenSlotMax) w.uint32(56).uint64Number(obj.chosenSlotMax)

        if (obj.epoch) w.uint32(64).uint64Number(obj.epoch)

        if (obj.distance) w.uint32(72).uint64Number(obj.distance)

        if (obj.learners != null && obj.learners.length > 0) {
          for (const value of obj.learners) {
            w.uint32(82)
            LearnerReport.codec().encode(value, w)
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
              obj.promisedBallot = Ballot.codec().decode(reader, reader.uint32())
              break
            }
            case 3: {
              obj.leaderBallot = Ballot.codec().decode(reader, reader.uint32())
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

              obj.learners.push(LearnerReport.codec().decode(reader, reader.uint32()))
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
  )
}

export interface LearnerReport {
  replica?: ReplicaId
  chosenSlotMax: number
}

export const LearnerReport = {
  codec: once<LearnerReport>(() =>
      delimited<LearnerReport>((obj, w) => {
        if (obj.replica != null) {
          w.uint32(10)
          ReplicaId.codec().encode(obj.replica, w)
        }

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
              obj.replica = ReplicaId.codec().decode(reader, reader.uint32())
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
  )
}

export interface LearnMessage {
  chosenSlotMax: number
  willing: boolean
}

export const LearnMessage = {
  codec: once<LearnMessage>(() =>
      delimited<LearnMessage>((obj, w) => {
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
  )
}

export interface CatchUpRequestMessage {
  firstSlot: number
}

export const CatchUpRequestMessage = {
  codec: once<CatchUpRequestMessage>(() =>
      delimited<CatchUpRequestMessage>((obj, w) => {
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
  )
}

export interface CatchUpReplyMessage {
  ballot?: Ballot
  firstSlot: number
  entries: Entry[]
  chosenSlotMax: number
}

export const CatchUpReplyMessage = {
  codec: once<CatchUpReplyMessage>(() =>
      delimited<CatchUpReplyMessage>((obj, w) => {
        if (obj.ballot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.ballot, w)
        }

        if (obj.firstSlot) w.uint32(16).uint64Number(obj.firstSlot)

        if (obj.entries != null && obj.entries.length > 0) {
          for (const value of obj.entries) {
            w.uint32(26)
            Entry.codec().encode(value, w)
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
              obj.ballot = Ballot.codec().decode(reader, reader.uint32())
              break
            }
            case 2: {
              obj.firstSlot = reader.uint64Number()
              break
            }
            case 3: {
              checkRoom(obj.entries, opts.limits?.entries, 'entries')

              obj.entries.push(Entry.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.entries$
              }))
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
  )
}

export interface CompactedMessage {
  slot: number
}

export const CompactedMessage = {
  codec: once<CompactedMessage>(() =>
      delimited<CompactedMessage>((obj, w) => {
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
  )
}

export interface ProposeMessage {
  origin?: Uint8Array
  proposals: Proposal[]
  via: Uint8Array[]
}

export const ProposeMessage = {
  codec: once<ProposeMessage>(() =>
      delimited<ProposeMessage>((obj, w) => {
        if (obj.origin != null) w.uint32(10).bytes(obj.origin)

        if (obj.proposals != null && obj.proposals.length > 0) {
          for (const value of obj.proposals) {
            w.uint32(18)
            Proposal.codec().encode(value, w)
          }
        }

        if (obj.via != null && obj.via.length > 0) {
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

              obj.proposals.push(Proposal.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.proposals$
              }))
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
  )
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
  codec: once<ProposeReplyMessage>(() =>
      delimited<ProposeReplyMessage>((obj, w) => {
        if (obj.origin != null) w.uint32(10).bytes(obj.origin)

        if (obj.session) w.uint32(16).uint64Number(obj.session)

        if (obj.reason != null && __ProposeReplyReasonValues[obj.reason] !== 0) {
          w.uint32(24)
          ProposeReplyReason.codec().encode(obj.reason, w)
        }

        if (obj.nextSequence) w.uint32(32).uint64Number(obj.nextSequence)

        if (obj.via != null && obj.via.length > 0) {
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
  )
}

export interface ReadRequestMessage {
  origin?: Uint8Array
  id: number
  via: Uint8Array[]
}

export const ReadRequestMessage = {
  codec: once<ReadRequestMessage>(() =>
      delimited<ReadRequestMessage>((obj, w) => {
        if (obj.origin != null) w.uint32(10).bytes(obj.origin)

        if (obj.id) w.uint32(16).uint64Number(obj.id)

        if (obj.via != null && obj.via.length > 0) {
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
  )
}

export interface ReadReplyMessage {
  origin?: Uint8Array
  id: number
  slot: number
  via: Uint8Array[]
}

export const ReadReplyMessage = {
  codec: once<ReadReplyMessage>(() =>
      delimited<ReadReplyMessage>((obj, w) => {
        if (obj.origin != null) w.uint32(10).bytes(obj.origin)

        if (obj.id) w.uint32(16).uint64Number(obj.id)

        if (obj.slot) w.uint32(24).uint64Number(obj.slot)

        if (obj.via != null && obj.via.length > 0) {
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
  )
}

export interface ConfirmMessage {
  ballot?: Ballot
  round: number
}

export const ConfirmMessage = {
  codec: once<ConfirmMessage>(() =>
      delimited<ConfirmMessage>((obj, w) => {
        if (obj.ballot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.ballot, w)
        }

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
              obj.ballot = Ballot.codec().decode(reader, reader.uint32())
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
  )
}

export interface ConfirmedMessage {
  ballot?: Ballot
  round: number
}

export const ConfirmedMessage = {
  codec: once<ConfirmedMessage>(() =>
      delimited<ConfirmedMessage>((obj, w) => {
        if (obj.ballot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.ballot, w)
        }

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
              obj.ballot = Ballot.codec().decode(reader, reader.uint32())
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
  )
}

export interface TransferMessage {
  ballot?: Ballot
  target?: Uint8Array
}

export const TransferMessage = {
  codec: once<TransferMessage>(() =>
      delimited<TransferMessage>((obj, w) => {
        if (obj.ballot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.ballot, w)
        }

        if (obj.target != null) w.uint32(18).bytes(obj.target)
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.ballot = Ballot.codec().decode(reader, reader.uint32())
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
  )
}

export interface GenesisPrepareMessage {
  ballot?: Ballot
  nameHash?: Uint8Array
}

export const GenesisPrepareMessage = {
  codec: once<GenesisPrepareMessage>(() =>
      delimited<GenesisPrepareMessage>((obj, w) => {
        if (obj.ballot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.ballot, w)
        }

        if (obj.nameHash != null) w.uint32(18).bytes(obj.nameHash)
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.ballot = Ballot.codec().decode(reader, reader.uint32())
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
  )
}

export interface GenesisPromiseMessage {
  ballot?: Ballot
  accepted?: AcceptedConfiguration
}

export const GenesisPromiseMessage = {
  codec: once<GenesisPromiseMessage>(() =>
      delimited<GenesisPromiseMessage>((obj, w) => {
        if (obj.ballot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.ballot, w)
        }

        if (obj.accepted != null) {
          w.uint32(18)
          AcceptedConfiguration.codec().encode(obj.accepted, w)
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.ballot = Ballot.codec().decode(reader, reader.uint32())
              break
            }
            case 2: {
              obj.accepted = AcceptedConfiguration.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.accepted
              })
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
  )
}

export interface GenesisAcceptMessage {
  ballot?: Ballot
  configuration?: Configuration
}

export const GenesisAcceptMessage = {
  codec: once<GenesisAcceptMessage>(() =>
      delimited<GenesisAcceptMessage>((obj, w) => {
        if (obj.ballot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.ballot, w)
        }

        if (obj.configuration != null) {
          w.uint32(18)
          Configuration.codec().encode(obj.configuration, w)
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.ballot = Ballot.codec().decode(reader, reader.uint32())
              break
            }
            case 2: {
              obj.configuration = Configuration.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.configuration
              })
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
  )
}

export interface GenesisAcceptedMessage {
  ballot?: Ballot
}

export const GenesisAcceptedMessage = {
  codec: once<GenesisAcceptedMessage>(() =>
      delimited<GenesisAcceptedMessage>((obj, w) => {
        if (obj.ballot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.ballot, w)
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.ballot = Ballot.codec().decode(reader, reader.uint32())
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
  )
}

export interface GenesisRejectMessage {
  ballot?: Ballot
  promisedBallot?: Ballot
}

export const GenesisRejectMessage = {
  codec: once<GenesisRejectMessage>(() =>
      delimited<GenesisRejectMessage>((obj, w) => {
        if (obj.ballot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.ballot, w)
        }

        if (obj.promisedBallot != null) {
          w.uint32(18)
          Ballot.codec().encode(obj.promisedBallot, w)
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.ballot = Ballot.codec().decode(reader, reader.uint32())
              break
            }
            case 2: {
              obj.promisedBallot = Ballot.codec().decode(reader, reader.uint32())
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
  )
}

export interface GenesisChosenMessage {
  configuration?: Configuration
}

export const GenesisChosenMessage = {
  codec: once<GenesisChosenMessage>(() =>
      delimited<GenesisChosenMessage>((obj, w) => {
        if (obj.configuration != null) {
          w.uint32(10)
          Configuration.codec().encode(obj.configuration, w)
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.configuration = Configuration.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.configuration
              })
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
  )
}

export interface GenesisMismatchMessage {
  nameHash?: Uint8Array
}

export const GenesisMismatchMessage = {
  codec: once<GenesisMismatchMessage>(() =>
      delimited<GenesisMismatchMessage>((obj, w) => {
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
  )
}

export interface JoinMessage {
  willing: boolean
}

export const JoinMessage = {
  codec: once<JoinMessage>(() =>
      delimited<JoinMessage>((obj, w) => {
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
  )
}

export interface WelcomeMessage {
  founding?: Founding
  configuration?: Configuration
}

export const WelcomeMessage = {
  codec: once<WelcomeMessage>(() =>
      delimited<WelcomeMessage>((obj, w) => {
        if (obj.founding != null) {
          w.uint32(10)
          Founding.codec().encode(obj.founding, w)
        }

        if (obj.configuration != null) {
          w.uint32(18)
          Configuration.codec().encode(obj.configuration, w)
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.founding = Founding.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.founding
              })
              break
            }
            case 2: {
              obj.configuration = Configuration.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.configuration
              })
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
  )
}

export interface JoinRefusedMessage {}

export const JoinRefusedMessage = {
  codec: once<JoinRefusedMessage>(() =>
      delimited<JoinRefusedMessage>((obj, w) => {      }, (reader, length, opts = {}) => {
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
  )
}

export interface SnapshotRequestMessage {
  slot: number
  index: number
}

export const SnapshotRequestMessage = {
  codec: once<SnapshotRequestMessage>(() =>
      delimited<SnapshotRequestMessage>((obj, w) => {
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
  )
}

export interface SnapshotOfferMessage {
  snapshot?: Snapshot
  history?: History
}

export const SnapshotOfferMessage = {
  codec: once<SnapshotOfferMessage>(() =>
      delimited<SnapshotOfferMessage>((obj, w) => {
        if (obj.snapshot != null) {
          w.uint32(10)
          Snapshot.codec().encode(obj.snapshot, w)
        }

        if (obj.history != null) {
          w.uint32(18)
          History.codec().encode(obj.history, w)
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.snapshot = Snapshot.codec().decode(reader, reader.uint32())
              break
            }
            case 2: {
              obj.history = History.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.history
              })
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
  )
}

export interface History {
  endedEpochs: EndedEpoch[]
  configuration?: Configuration
}

export const History = {
  codec: once<History>(() =>
      delimited<History>((obj, w) => {
        if (obj.endedEpochs != null && obj.endedEpochs.length > 0) {
          for (const value of obj.endedEpochs) {
            w.uint32(10)
            EndedEpoch.codec().encode(value, w)
          }
        }

        if (obj.configuration != null) {
          w.uint32(18)
          Configuration.codec().encode(obj.configuration, w)
        }
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

              obj.endedEpochs.push(EndedEpoch.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.endedEpochs$
              }))
              break
            }
            case 2: {
              obj.configuration = Configuration.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.configuration
              })
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
  )
}

export interface SnapshotChunkMessage {
  slot: number
  index: number
  content?: Uint8Array
}

export const SnapshotChunkMessage = {
  codec: once<SnapshotChunkMessage>(() =>
      delimited<SnapshotChunkMessage>((obj, w) => {
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
  )
}

export interface LogRecord {
  entries: Entry[]
}

export namespace LogRecord {
  let _codec: Codec<LogRecord>

  export const codec = (): Codec<LogRecord> => {
    if (_codec == null) {
      _codec = delimited<LogRecord>((obj, w) => {
        if (obj.entries != null && obj.entries.length > 0) {
          for (const value of obj.entries) {
            w.uint32(10)
            Entry.codec().encode(value, w)
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

              obj.entries.push(Entry.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.entries$
              }))
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

    return _codec
  }

  export function encode (obj: Partial<LogRecord>): Uint8Array {
    return encodeMessage(obj, LogRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LogRecord>): LogRecord {
    return decodeMessage(buf, LogRecord.codec(), opts)
  }
}

export interface StandingRecord {
  promisedBallot?: Ballot
  acceptedBallot?: Ballot
  chosenSlotMax: number
  chosenBallot?: Ballot
  lastSlot: number
  compactedSlotMax: number
}

export namespace StandingRecord {
  let _codec: Codec<StandingRecord>

  export const codec = (): Codec<StandingRecord> => {
    if (_codec == null) {
      _codec = delimited<StandingRecord>((obj, w) => {
        if (obj.promisedBallot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.promisedBallot, w)
        }

        if (obj.acceptedBallot != null) {
          w.uint32(18)
          Ballot.codec().encode(obj.acceptedBallot, w)
        }

        if (obj.chosenSlotMax) w.uint32(24).uint64Number(obj.chosenSlotMax)

        if (obj.chosenBallot != null) {
          w.uint32(34)
          Ballot.codec().encode(obj.chosenBallot, w)
        }

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
              obj.promisedBallot = Ballot.codec().decode(reader, reader.uint32())
              break
            }
            case 2: {
              obj.acceptedBallot = Ballot.codec().decode(reader, reader.uint32())
              break
            }
            case 3: {
              obj.chosenSlotMax = reader.uint64Number()
              break
            }
            case 4: {
              obj.chosenBallot = Ballot.codec().decode(reader, reader.uint32())
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
      })
    }

    return _codec
  }

  export function encode (obj: Partial<StandingRecord>): Uint8Array {
    return encodeMessage(obj, StandingRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StandingRecord>): StandingRecord {
    return decodeMessage(buf, StandingRecord.codec(), opts)
  }
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
}

export namespace StateRecord {
  let _codec: Codec<StateRecord>

  export const codec = (): Codec<StateRecord> => {
    if (_codec == null) {
      _codec = delimited<StateRecord>((obj, w) => {
        if (obj.incarnation) w.uint32(9).fixed64(obj.incarnation)

        if (obj.promisedBallot != null) {
          w.uint32(18)
          Ballot.codec().encode(obj.promisedBallot, w)
        }

        if (obj.acceptedBallot != null) {
          w.uint32(26)
          Ballot.codec().encode(obj.acceptedBallot, w)
        }

        if (obj.chosenSlotMax) w.uint32(32).uint64Number(obj.chosenSlotMax)

        if (obj.chosenBallot != null) {
          w.uint32(42)
          Ballot.codec().encode(obj.chosenBallot, w)
        }

        if (obj.lastSlot) w.uint32(48).uint64Number(obj.lastSlot)

        if (obj.genesis != null) {
          w.uint32(58)
          GenesisState.codec().encode(obj.genesis, w)
        }

        if (obj.endedEpochs != null && obj.endedEpochs.length > 0) {
          for (const value of obj.endedEpochs) {
            w.uint32(66)
            EndedEpoch.codec().encode(value, w)
          }
        }

        if (obj.configuration != null) {
          w.uint32(74)
          Configuration.codec().encode(obj.configuration, w)
        }

        if (obj.snapshot != null) {
          w.uint32(82)
          Snapshot.codec().encode(obj.snapshot, w)
        }

        if (obj.compactedSlotMax) w.uint32(88).uint64Number(obj.compactedSlotMax)
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
              obj.promisedBallot = Ballot.codec().decode(reader, reader.uint32())
              break
            }
            case 3: {
              obj.acceptedBallot = Ballot.codec().decode(reader, reader.uint32())
              break
            }
            case 4: {
              obj.chosenSlotMax = reader.uint64Number()
              break
            }
            case 5: {
              obj.chosenBallot = Ballot.codec().decode(reader, reader.uint32())
              break
            }
            case 6: {
              obj.lastSlot = reader.uint64Number()
              break
            }
            case 7: {
              obj.genesis = GenesisState.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.genesis
              })
              break
            }
            case 8: {
              checkRoom(obj.endedEpochs, opts.limits?.endedEpochs, 'endedEpochs')

              obj.endedEpochs.push(EndedEpoch.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.endedEpochs$
              }))
              break
            }
            case 9: {
              obj.configuration = Configuration.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.configuration
              })
              break
            }
            case 10: {
              obj.snapshot = Snapshot.codec().decode(reader, reader.uint32())
              break
            }
            case 11: {
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
      })
    }

    return _codec
  }

  export function encode (obj: Partial<StateRecord>): Uint8Array {
    return encodeMessage(obj, StateRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StateRecord>): StateRecord {
    return decodeMessage(buf, StateRecord.codec(), opts)
  }
}

export interface Snapshot {
  slot: number
  ballot?: Ballot
  bytes: number
  hash?: Uint8Array
}

export const Snapshot = {
  codec: once<Snapshot>(() =>
      delimited<Snapshot>((obj, w) => {
        if (obj.slot) w.uint32(8).uint64Number(obj.slot)

        if (obj.ballot != null) {
          w.uint32(18)
          Ballot.codec().encode(obj.ballot, w)
        }

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
              obj.ballot = Ballot.codec().decode(reader, reader.uint32())
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
  )
}

export interface EndedEpoch {
  configuration?: Configuration
  stopSlot: number
  ballot?: Ballot
}

export const EndedEpoch = {
  codec: once<EndedEpoch>(() =>
      delimited<EndedEpoch>((obj, w) => {
        if (obj.configuration != null) {
          w.uint32(10)
          Configuration.codec().encode(obj.configuration, w)
        }

        if (obj.stopSlot) w.uint32(16).uint64Number(obj.stopSlot)

        if (obj.ballot != null) {
          w.uint32(26)
          Ballot.codec().encode(obj.ballot, w)
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          stopSlot: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.configuration = Configuration.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.configuration
              })
              break
            }
            case 2: {
              obj.stopSlot = reader.uint64Number()
              break
            }
            case 3: {
              obj.ballot = Ballot.codec().decode(reader, reader.uint32())
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
  )
}

export interface GenesisState {
  promisedBallot?: Ballot
  accepted?: AcceptedConfiguration
  chosen: boolean
  founding?: Founding
}

export const GenesisState = {
  codec: once<GenesisState>(() =>
      delimited<GenesisState>((obj, w) => {
        if (obj.promisedBallot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.promisedBallot, w)
        }

        if (obj.accepted != null) {
          w.uint32(18)
          AcceptedConfiguration.codec().encode(obj.accepted, w)
        }

        if (obj.chosen) w.uint32(24).bool(obj.chosen)

        if (obj.founding != null) {
          w.uint32(34)
          Founding.codec().encode(obj.founding, w)
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          chosen: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.promisedBallot = Ballot.codec().decode(reader, reader.uint32())
              break
            }
            case 2: {
              obj.accepted = AcceptedConfiguration.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.accepted
              })
              break
            }
            case 3: {
              obj.chosen = reader.bool()
              break
            }
            case 4: {
              obj.founding = Founding.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.founding
              })
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
  )
}

export interface ImageRecord {
  slot: number
  logTimeMs: number
  sessions: SessionImage[]
  keys: KeyImage[]
  decisions: DecisionImage[]
  dueSlots: number[]
}

export namespace ImageRecord {
  let _codec: Codec<ImageRecord>

  export const codec = (): Codec<ImageRecord> => {
    if (_codec == null) {
      _codec = delimited<ImageRecord>((obj, w) => {
        if (obj.slot) w.uint32(8).uint64Number(obj.slot)

        if (obj.logTimeMs) w.uint32(16).uint64Number(obj.logTimeMs)

        if (obj.sessions != null && obj.sessions.length > 0) {
          for (const value of obj.sessions) {
            w.uint32(26)
            SessionImage.codec().encode(value, w)
          }
        }

        if (obj.keys != null && obj.keys.length > 0) {
          for (const value of obj.keys) {
            w.uint32(34)
            KeyImage.codec().encode(value, w)
          }
        }

        if (obj.decisions != null && obj.decisions.length > 0) {
          for (const value of obj.decisions) {
            w.uint32(42)
            DecisionImage.codec().encode(value, w)
          }
        }

        if (obj.dueSlots != null && obj.dueSlots.length > 0) {
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

              obj.sessions.push(SessionImage.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.sessions$
              }))
              break
            }
            case 4: {
              checkRoom(obj.keys, opts.limits?.keys, 'keys')

              obj.keys.push(KeyImage.codec().decode(reader, reader.uint32()))
              break
            }
            case 5: {
              checkRoom(obj.decisions, opts.limits?.decisions, 'decisions')

              obj.decisions.push(DecisionImage.codec().decode(reader, reader.uint32()))
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
      })
    }

    return _codec
  }

  export function encode (obj: Partial<ImageRecord>): Uint8Array {
    return encodeMessage(obj, ImageRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ImageRecord>): ImageRecord {
    return decodeMessage(buf, ImageRecord.codec(), opts)
  }
}

export interface SessionImage {
  id: number
  origin?: Uint8Array
  nonce: bigint
  nextSequence: number
  outcomes: number[]
}

export const SessionImage = {
  codec: once<SessionImage>(() =>
      delimited<SessionImage>((obj, w) => {
        if (obj.id) w.uint32(8).uint64Number(obj.id)

        if (obj.origin != null) w.uint32(18).bytes(obj.origin)

        if (obj.nonce) w.uint32(25).fixed64(obj.nonce)

        if (obj.nextSequence) w.uint32(32).uint64Number(obj.nextSequence)

        if (obj.outcomes != null && obj.outcomes.length > 0) {
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
  )
}

export interface KeyImage {
  origin?: Uint8Array
  key?: Uint8Array
  slot: number
}

export const KeyImage = {
  codec: once<KeyImage>(() =>
      delimited<KeyImage>((obj, w) => {
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
  )
}

export interface DecisionImage {
  name?: Uint8Array
  slot: number
  value?: Uint8Array
}

export const DecisionImage = {
  codec: once<DecisionImage>(() =>
      delimited<DecisionImage>((obj, w) => {
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
  )
}
