// Generated from ../wire.proto by tools/generate-wire.ts: change that and generate again.
// It is not checked: namespaces and enums cannot be erased. Its exported types are, where they are used.
// @ts-nocheck

/* eslint-disable require-yield */

import { decodeMessage, encodeMessage, enumeration, MaxLengthError, message } from 'protons-runtime'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

/** Makes a codec when it is needed first: it may be a part of itself. */
function once<T> (make: () => Codec<T>): () => Codec<T> {
  let made: Codec<T>
  return () => (made ??= make())
}

export interface Ballot {
  epoch: number
  round: number
  priority: number
  incarnation: bigint
}

export const Ballot = {
  codec: once<Ballot>(() =>
      message<Ballot>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.epoch != null && obj.epoch !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.epoch)
        }

        if ((obj.round != null && obj.round !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.round)
        }

        if ((obj.priority != null && obj.priority !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.priority)
        }

        if ((obj.incarnation != null && obj.incarnation !== 0n)) {
          w.uint32(33)
          w.fixed64(obj.incarnation)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
      message<ReplicaId>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.peerId != null) {
          w.uint32(10)
          w.bytes(obj.peerId)
        }

        if ((obj.incarnation != null && obj.incarnation !== 0n)) {
          w.uint32(17)
          w.fixed64(obj.incarnation)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
      message<Voter>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.peerId != null) {
          w.uint32(10)
          w.bytes(obj.peerId)
        }

        if ((obj.incarnation != null && obj.incarnation !== 0n)) {
          w.uint32(17)
          w.fixed64(obj.incarnation)
        }

        if (obj.addresses != null && obj.addresses.length > 0) {
          for (const value of obj.addresses) {
            w.uint32(26)
            w.bytes(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
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
              if (opts.limits?.addresses != null && obj.addresses.length === opts.limits.addresses) {
                throw new MaxLengthError('Decode error - repeated field "addresses" had too many elements')
              }

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
      message<Configuration>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.epoch != null && obj.epoch !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.epoch)
        }

        if (obj.voters != null && obj.voters.length > 0) {
          for (const value of obj.voters) {
            w.uint32(18)
            Voter.codec().encode(value, w)
          }
        }

        if ((obj.prepareQuorum != null && obj.prepareQuorum !== 0)) {
          w.uint32(24)
          w.uint32(obj.prepareQuorum)
        }

        if ((obj.acceptQuorum != null && obj.acceptQuorum !== 0)) {
          w.uint32(32)
          w.uint32(obj.acceptQuorum)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
              if (opts.limits?.voters != null && obj.voters.length === opts.limits.voters) {
                throw new MaxLengthError('Decode error - repeated field "voters" had too many elements')
              }

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
      message<Founding>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.name != null) {
          w.uint32(10)
          w.bytes(obj.name)
        }

        if (obj.founders != null && obj.founders.length > 0) {
          for (const value of obj.founders) {
            w.uint32(18)
            w.bytes(value)
          }
        }

        if ((obj.prepareQuorum != null && obj.prepareQuorum !== 0)) {
          w.uint32(24)
          w.uint32(obj.prepareQuorum)
        }

        if ((obj.acceptQuorum != null && obj.acceptQuorum !== 0)) {
          w.uint32(32)
          w.uint32(obj.acceptQuorum)
        }

        if ((obj.keyWindowSlots != null && obj.keyWindowSlots !== 0)) {
          w.uint32(40)
          w.uint64Number(obj.keyWindowSlots)
        }

        if ((obj.snapshotEveryBytes != null && obj.snapshotEveryBytes !== 0)) {
          w.uint32(48)
          w.uint64Number(obj.snapshotEveryBytes)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
              if (opts.limits?.founders != null && obj.founders.length === opts.limits.founders) {
                throw new MaxLengthError('Decode error - repeated field "founders" had too many elements')
              }

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
      message<AcceptedConfiguration>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.ballot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.ballot, w)
        }

        if (obj.configuration != null) {
          w.uint32(18)
          Configuration.codec().encode(obj.configuration, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
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
      message<Proposal>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

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

        if (opts.lengthDelimited !== false) {
          w.ldelim()
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
      message<Entry>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

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

        if (obj.tick != null) {
          w.uint32(64)
          w.bool(obj.tick)
        }

        if ((obj.logTimeMs != null && obj.logTimeMs !== 0)) {
          w.uint32(120)
          w.uint64Number(obj.logTimeMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
      message<OpenSession>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.origin != null) {
          w.uint32(10)
          w.bytes(obj.origin)
        }

        if ((obj.nonce != null && obj.nonce !== 0n)) {
          w.uint32(17)
          w.fixed64(obj.nonce)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
      message<Value>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.session != null && obj.session !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.session)
        }

        if ((obj.sequence != null && obj.sequence !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.sequence)
        }

        if (obj.value != null) {
          w.uint32(26)
          w.bytes(obj.value)
        }

        if (obj.key != null) {
          w.uint32(34)
          w.bytes(obj.key)
        }

        if ((obj.acknowledged != null && obj.acknowledged !== 0)) {
          w.uint32(40)
          w.uint64Number(obj.acknowledged)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
      message<Decide>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.session != null && obj.session !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.session)
        }

        if ((obj.sequence != null && obj.sequence !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.sequence)
        }

        if (obj.value != null) {
          w.uint32(26)
          w.bytes(obj.value)
        }

        if (obj.name != null) {
          w.uint32(34)
          w.bytes(obj.name)
        }

        if ((obj.acknowledged != null && obj.acknowledged !== 0)) {
          w.uint32(40)
          w.uint64Number(obj.acknowledged)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
      message<Operation>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.session != null && obj.session !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.session)
        }

        if ((obj.sequence != null && obj.sequence !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.sequence)
        }

        if (obj.operation != null) {
          w.uint32(26)
          w.bytes(obj.operation)
        }

        if ((obj.acknowledged != null && obj.acknowledged !== 0)) {
          w.uint32(32)
          w.uint64Number(obj.acknowledged)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
      message<NoOp>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.session != null && obj.session !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.session)
        }

        if ((obj.sequence != null && obj.sequence !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.sequence)
        }

        if ((obj.acknowledged != null && obj.acknowledged !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.acknowledged)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
      message<Repeat>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.session != null && obj.session !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.session)
        }

        if ((obj.sequence != null && obj.sequence !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.sequence)
        }

        if (obj.key != null) {
          w.uint32(26)
          w.bytes(obj.key)
        }

        if ((obj.acknowledged != null && obj.acknowledged !== 0)) {
          w.uint32(32)
          w.uint64Number(obj.acknowledged)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
      message<Stop>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.session != null && obj.session !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.session)
        }

        if ((obj.sequence != null && obj.sequence !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.sequence)
        }

        if (obj.configuration != null) {
          w.uint32(26)
          Configuration.codec().encode(obj.configuration, w)
        }

        if ((obj.acknowledged != null && obj.acknowledged !== 0)) {
          w.uint32(32)
          w.uint64Number(obj.acknowledged)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
      _codec = message<Frame>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.version != null && obj.version !== 0)) {
          w.uint32(8)
          w.uint32(obj.version)
        }

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

        if (opts.lengthDelimited !== false) {
          w.ldelim()
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
              if (opts.limits?.sections != null && obj.sections.length === opts.limits.sections) {
                throw new MaxLengthError('Decode error - repeated field "sections" had too many elements')
              }

              obj.sections.push(reader.bytes())
              break
            }
            case 3: {
              if (opts.limits?.peerRecords != null && obj.peerRecords.length === opts.limits.peerRecords) {
                throw new MaxLengthError('Decode error - repeated field "peerRecords" had too many elements')
              }

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
      message<Probe>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.round != null && obj.round !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.round)
        }

        if (obj.generation != null) {
          w.uint32(17)
          w.fixed64(obj.generation)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
      message<PeerRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.peerId != null) {
          w.uint32(10)
          w.bytes(obj.peerId)
        }

        if (obj.envelope != null) {
          w.uint32(18)
          w.bytes(obj.envelope)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
      _codec = message<Section>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.groupId != null) {
          w.uint32(10)
          w.bytes(obj.groupId)
        }

        if ((obj.incarnation != null && obj.incarnation !== 0n)) {
          w.uint32(17)
          w.fixed64(obj.incarnation)
        }

        if (obj.messages != null && obj.messages.length > 0) {
          for (const value of obj.messages) {
            w.uint32(26)
            w.bytes(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
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
              if (opts.limits?.messages != null && obj.messages.length === opts.limits.messages) {
                throw new MaxLengthError('Decode error - repeated field "messages" had too many elements')
              }

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
      _codec = message<Message>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

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

        if (opts.lengthDelimited !== false) {
          w.ldelim()
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
      message<PrepareMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.ballot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.ballot, w)
        }

        if (obj.acceptedBallot != null) {
          w.uint32(18)
          Ballot.codec().encode(obj.acceptedBallot, w)
        }

        if ((obj.lastSlot != null && obj.lastSlot !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.lastSlot)
        }

        if ((obj.chosenSlotMax != null && obj.chosenSlotMax !== 0)) {
          w.uint32(32)
          w.uint64Number(obj.chosenSlotMax)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
      message<PromiseMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.ballot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.ballot, w)
        }

        if (obj.acceptedBallot != null) {
          w.uint32(18)
          Ballot.codec().encode(obj.acceptedBallot, w)
        }

        if ((obj.lastSlot != null && obj.lastSlot !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.lastSlot)
        }

        if ((obj.chosenSlotMax != null && obj.chosenSlotMax !== 0)) {
          w.uint32(32)
          w.uint64Number(obj.chosenSlotMax)
        }

        if ((obj.firstSlot != null && obj.firstSlot !== 0)) {
          w.uint32(40)
          w.uint64Number(obj.firstSlot)
        }

        if (obj.entries != null && obj.entries.length > 0) {
          for (const value of obj.entries) {
            w.uint32(50)
            Entry.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
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
              if (opts.limits?.entries != null && obj.entries.length === opts.limits.entries) {
                throw new MaxLengthError('Decode error - repeated field "entries" had too many elements')
              }

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
      message<RejectMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

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

        if ((obj.chosenSlotMax != null && obj.chosenSlotMax !== 0)) {
          w.uint32(32)
          w.uint64Number(obj.chosenSlotMax)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
      message<AcceptSyncMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.ballot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.ballot, w)
        }

        if ((obj.firstSlot != null && obj.firstSlot !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.firstSlot)
        }

        if (obj.entries != null && obj.entries.length > 0) {
          for (const value of obj.entries) {
            w.uint32(26)
            Entry.codec().encode(value, w)
          }
        }

        if ((obj.chosenSlotMax != null && obj.chosenSlotMax !== 0)) {
          w.uint32(32)
          w.uint64Number(obj.chosenSlotMax)
        }

        if ((obj.adoptedEnd != null && obj.adoptedEnd !== 0)) {
          w.uint32(40)
          w.uint64Number(obj.adoptedEnd)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
              if (opts.limits?.entries != null && obj.entries.length === opts.limits.entries) {
                throw new MaxLengthError('Decode error - repeated field "entries" had too many elements')
              }

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
      message<AcceptMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.ballot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.ballot, w)
        }

        if ((obj.firstSlot != null && obj.firstSlot !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.firstSlot)
        }

        if (obj.entries != null && obj.entries.length > 0) {
          for (const value of obj.entries) {
            w.uint32(26)
            Entry.codec().encode(value, w)
          }
        }

        if ((obj.chosenSlotMax != null && obj.chosenSlotMax !== 0)) {
          w.uint32(32)
          w.uint64Number(obj.chosenSlotMax)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
              if (opts.limits?.entries != null && obj.entries.length === opts.limits.entries) {
                throw new MaxLengthError('Decode error - repeated field "entries" had too many elements')
              }

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
      message<AcceptedMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.ballot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.ballot, w)
        }

        if ((obj.lastSlot != null && obj.lastSlot !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.lastSlot)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
      message<HeartbeatMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.round != null && obj.round !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.round)
        }

        if ((obj.news != null && obj.news !== false)) {
          w.uint32(16)
          w.bool(obj.news)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
      message<HeartbeatReplyMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.round != null && obj.round !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.round)
        }

        if (obj.promisedBallot != null) {
          w.uint32(18)
          Ballot.codec().encode(obj.promisedBallot, w)
        }

        if (obj.leaderBallot != null) {
          w.uint32(26)
          Ballot.codec().encode(obj.leaderBallot, w)
        }

        if ((obj.leads != null && obj.leads !== false)) {
          w.uint32(32)
          w.bool(obj.leads)
        }

        if ((obj.happy != null && obj.happy !== false)) {
          w.uint32(40)
          w.bool(obj.happy)
        }

        if ((obj.canVote != null && obj.canVote !== false)) {
          w.uint32(48)
          w.bool(obj.canVote)
        }

        if ((obj.chosenSlotMax != null && obj.chosenSlotMax !== 0)) {
          w.uint32(56)
          w.uint64Number(obj.chosenSlotMax)
        }

        if ((obj.epoch != null && obj.epoch !== 0)) {
          w.uint32(64)
          w.uint64Number(obj.epoch)
        }

        if ((obj.distance != null && obj.distance !== 0)) {
          w.uint32(72)
          w.uint64Number(obj.distance)
        }

        if (obj.learners != null && obj.learners.length > 0) {
          for (const value of obj.learners) {
            w.uint32(82)
            LearnerReport.codec().encode(value, w)
          }
        }

        if ((obj.silent != null && obj.silent !== 0n)) {
          w.uint32(89)
          w.fixed64(obj.silent)
        }

        if ((obj.snapshotSlot != null && obj.snapshotSlot !== 0)) {
          w.uint32(96)
          w.uint64Number(obj.snapshotSlot)
        }

        if ((obj.snapshotMark != null && obj.snapshotMark !== 0n)) {
          w.uint32(105)
          w.fixed64(obj.snapshotMark)
        }

        if ((obj.inReserve != null && obj.inReserve !== false)) {
          w.uint32(112)
          w.bool(obj.inReserve)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
              if (opts.limits?.learners != null && obj.learners.length === opts.limits.learners) {
                throw new MaxLengthError('Decode error - repeated field "learners" had too many elements')
              }

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
      message<LearnerReport>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.replica != null) {
          w.uint32(10)
          ReplicaId.codec().encode(obj.replica, w)
        }

        if ((obj.chosenSlotMax != null && obj.chosenSlotMax !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.chosenSlotMax)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
      message<LearnMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.chosenSlotMax != null && obj.chosenSlotMax !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.chosenSlotMax)
        }

        if ((obj.willing != null && obj.willing !== false)) {
          w.uint32(16)
          w.bool(obj.willing)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
      message<CatchUpRequestMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.firstSlot != null && obj.firstSlot !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.firstSlot)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
      message<CatchUpReplyMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.ballot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.ballot, w)
        }

        if ((obj.firstSlot != null && obj.firstSlot !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.firstSlot)
        }

        if (obj.entries != null && obj.entries.length > 0) {
          for (const value of obj.entries) {
            w.uint32(26)
            Entry.codec().encode(value, w)
          }
        }

        if ((obj.chosenSlotMax != null && obj.chosenSlotMax !== 0)) {
          w.uint32(32)
          w.uint64Number(obj.chosenSlotMax)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
              if (opts.limits?.entries != null && obj.entries.length === opts.limits.entries) {
                throw new MaxLengthError('Decode error - repeated field "entries" had too many elements')
              }

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
      message<CompactedMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.slot != null && obj.slot !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.slot)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
      message<ProposeMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.origin != null) {
          w.uint32(10)
          w.bytes(obj.origin)
        }

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

        if (opts.lengthDelimited !== false) {
          w.ldelim()
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
              if (opts.limits?.proposals != null && obj.proposals.length === opts.limits.proposals) {
                throw new MaxLengthError('Decode error - repeated field "proposals" had too many elements')
              }

              obj.proposals.push(Proposal.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.proposals$
              }))
              break
            }
            case 3: {
              if (opts.limits?.via != null && obj.via.length === opts.limits.via) {
                throw new MaxLengthError('Decode error - repeated field "via" had too many elements')
              }

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
      message<ProposeReplyMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.origin != null) {
          w.uint32(10)
          w.bytes(obj.origin)
        }

        if ((obj.session != null && obj.session !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.session)
        }

        if (obj.reason != null && __ProposeReplyReasonValues[obj.reason] !== 0) {
          w.uint32(24)
          ProposeReplyReason.codec().encode(obj.reason, w)
        }

        if ((obj.nextSequence != null && obj.nextSequence !== 0)) {
          w.uint32(32)
          w.uint64Number(obj.nextSequence)
        }

        if (obj.via != null && obj.via.length > 0) {
          for (const value of obj.via) {
            w.uint32(42)
            w.bytes(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
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
              if (opts.limits?.via != null && obj.via.length === opts.limits.via) {
                throw new MaxLengthError('Decode error - repeated field "via" had too many elements')
              }

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
      message<ReadRequestMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.origin != null) {
          w.uint32(10)
          w.bytes(obj.origin)
        }

        if ((obj.id != null && obj.id !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.id)
        }

        if (obj.via != null && obj.via.length > 0) {
          for (const value of obj.via) {
            w.uint32(26)
            w.bytes(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
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
              if (opts.limits?.via != null && obj.via.length === opts.limits.via) {
                throw new MaxLengthError('Decode error - repeated field "via" had too many elements')
              }

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
      message<ReadReplyMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.origin != null) {
          w.uint32(10)
          w.bytes(obj.origin)
        }

        if ((obj.id != null && obj.id !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.id)
        }

        if ((obj.slot != null && obj.slot !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.slot)
        }

        if (obj.via != null && obj.via.length > 0) {
          for (const value of obj.via) {
            w.uint32(34)
            w.bytes(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
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
              if (opts.limits?.via != null && obj.via.length === opts.limits.via) {
                throw new MaxLengthError('Decode error - repeated field "via" had too many elements')
              }

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
      message<ConfirmMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.ballot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.ballot, w)
        }

        if ((obj.round != null && obj.round !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.round)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
      message<ConfirmedMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.ballot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.ballot, w)
        }

        if ((obj.round != null && obj.round !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.round)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
      message<TransferMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.ballot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.ballot, w)
        }

        if (obj.target != null) {
          w.uint32(18)
          w.bytes(obj.target)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
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
      message<GenesisPrepareMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.ballot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.ballot, w)
        }

        if (obj.nameHash != null) {
          w.uint32(18)
          w.bytes(obj.nameHash)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
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
      message<GenesisPromiseMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.ballot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.ballot, w)
        }

        if (obj.accepted != null) {
          w.uint32(18)
          AcceptedConfiguration.codec().encode(obj.accepted, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
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
      message<GenesisAcceptMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.ballot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.ballot, w)
        }

        if (obj.configuration != null) {
          w.uint32(18)
          Configuration.codec().encode(obj.configuration, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
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
      message<GenesisAcceptedMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.ballot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.ballot, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
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
      message<GenesisRejectMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.ballot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.ballot, w)
        }

        if (obj.promisedBallot != null) {
          w.uint32(18)
          Ballot.codec().encode(obj.promisedBallot, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
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
      message<GenesisChosenMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.configuration != null) {
          w.uint32(10)
          Configuration.codec().encode(obj.configuration, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
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
      message<GenesisMismatchMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.nameHash != null) {
          w.uint32(10)
          w.bytes(obj.nameHash)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
      message<JoinMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.willing != null && obj.willing !== false)) {
          w.uint32(8)
          w.bool(obj.willing)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
      message<WelcomeMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.founding != null) {
          w.uint32(10)
          Founding.codec().encode(obj.founding, w)
        }

        if (obj.configuration != null) {
          w.uint32(18)
          Configuration.codec().encode(obj.configuration, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
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
      message<JoinRefusedMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
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
      message<SnapshotRequestMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.slot != null && obj.slot !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.slot)
        }

        if ((obj.index != null && obj.index !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.index)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
      message<SnapshotOfferMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.snapshot != null) {
          w.uint32(10)
          Snapshot.codec().encode(obj.snapshot, w)
        }

        if (obj.history != null) {
          w.uint32(18)
          History.codec().encode(obj.history, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
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
      message<History>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

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

        if (opts.lengthDelimited !== false) {
          w.ldelim()
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
              if (opts.limits?.endedEpochs != null && obj.endedEpochs.length === opts.limits.endedEpochs) {
                throw new MaxLengthError('Decode error - repeated field "endedEpochs" had too many elements')
              }

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
      message<SnapshotChunkMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.slot != null && obj.slot !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.slot)
        }

        if ((obj.index != null && obj.index !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.index)
        }

        if (obj.content != null) {
          w.uint32(26)
          w.bytes(obj.content)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
      _codec = message<LogRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.entries != null && obj.entries.length > 0) {
          for (const value of obj.entries) {
            w.uint32(10)
            Entry.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
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
              if (opts.limits?.entries != null && obj.entries.length === opts.limits.entries) {
                throw new MaxLengthError('Decode error - repeated field "entries" had too many elements')
              }

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
      _codec = message<StandingRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.promisedBallot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.promisedBallot, w)
        }

        if (obj.acceptedBallot != null) {
          w.uint32(18)
          Ballot.codec().encode(obj.acceptedBallot, w)
        }

        if ((obj.chosenSlotMax != null && obj.chosenSlotMax !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.chosenSlotMax)
        }

        if (obj.chosenBallot != null) {
          w.uint32(34)
          Ballot.codec().encode(obj.chosenBallot, w)
        }

        if ((obj.lastSlot != null && obj.lastSlot !== 0)) {
          w.uint32(40)
          w.uint64Number(obj.lastSlot)
        }

        if ((obj.compactedSlotMax != null && obj.compactedSlotMax !== 0)) {
          w.uint32(48)
          w.uint64Number(obj.compactedSlotMax)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
      _codec = message<StateRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.incarnation != null && obj.incarnation !== 0n)) {
          w.uint32(9)
          w.fixed64(obj.incarnation)
        }

        if (obj.promisedBallot != null) {
          w.uint32(18)
          Ballot.codec().encode(obj.promisedBallot, w)
        }

        if (obj.acceptedBallot != null) {
          w.uint32(26)
          Ballot.codec().encode(obj.acceptedBallot, w)
        }

        if ((obj.chosenSlotMax != null && obj.chosenSlotMax !== 0)) {
          w.uint32(32)
          w.uint64Number(obj.chosenSlotMax)
        }

        if (obj.chosenBallot != null) {
          w.uint32(42)
          Ballot.codec().encode(obj.chosenBallot, w)
        }

        if ((obj.lastSlot != null && obj.lastSlot !== 0)) {
          w.uint32(48)
          w.uint64Number(obj.lastSlot)
        }

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

        if ((obj.compactedSlotMax != null && obj.compactedSlotMax !== 0)) {
          w.uint32(88)
          w.uint64Number(obj.compactedSlotMax)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
              if (opts.limits?.endedEpochs != null && obj.endedEpochs.length === opts.limits.endedEpochs) {
                throw new MaxLengthError('Decode error - repeated field "endedEpochs" had too many elements')
              }

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
      message<Snapshot>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.slot != null && obj.slot !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.slot)
        }

        if (obj.ballot != null) {
          w.uint32(18)
          Ballot.codec().encode(obj.ballot, w)
        }

        if ((obj.bytes != null && obj.bytes !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.bytes)
        }

        if (obj.hash != null) {
          w.uint32(34)
          w.bytes(obj.hash)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
      message<EndedEpoch>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.configuration != null) {
          w.uint32(10)
          Configuration.codec().encode(obj.configuration, w)
        }

        if ((obj.stopSlot != null && obj.stopSlot !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.stopSlot)
        }

        if (obj.ballot != null) {
          w.uint32(26)
          Ballot.codec().encode(obj.ballot, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
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
      message<GenesisState>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.promisedBallot != null) {
          w.uint32(10)
          Ballot.codec().encode(obj.promisedBallot, w)
        }

        if (obj.accepted != null) {
          w.uint32(18)
          AcceptedConfiguration.codec().encode(obj.accepted, w)
        }

        if ((obj.chosen != null && obj.chosen !== false)) {
          w.uint32(24)
          w.bool(obj.chosen)
        }

        if (obj.founding != null) {
          w.uint32(34)
          Founding.codec().encode(obj.founding, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
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
      _codec = message<ImageRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.slot != null && obj.slot !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.slot)
        }

        if ((obj.logTimeMs != null && obj.logTimeMs !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.logTimeMs)
        }

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

        if (opts.lengthDelimited !== false) {
          w.ldelim()
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
              if (opts.limits?.sessions != null && obj.sessions.length === opts.limits.sessions) {
                throw new MaxLengthError('Decode error - repeated field "sessions" had too many elements')
              }

              obj.sessions.push(SessionImage.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.sessions$
              }))
              break
            }
            case 4: {
              if (opts.limits?.keys != null && obj.keys.length === opts.limits.keys) {
                throw new MaxLengthError('Decode error - repeated field "keys" had too many elements')
              }

              obj.keys.push(KeyImage.codec().decode(reader, reader.uint32()))
              break
            }
            case 5: {
              if (opts.limits?.decisions != null && obj.decisions.length === opts.limits.decisions) {
                throw new MaxLengthError('Decode error - repeated field "decisions" had too many elements')
              }

              obj.decisions.push(DecisionImage.codec().decode(reader, reader.uint32()))
              break
            }
            case 6: {
              if (opts.limits?.dueSlots != null && obj.dueSlots.length === opts.limits.dueSlots) {
                throw new MaxLengthError('Decode error - repeated field "dueSlots" had too many elements')
              }

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
      message<SessionImage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.id != null && obj.id !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.id)
        }

        if (obj.origin != null) {
          w.uint32(18)
          w.bytes(obj.origin)
        }

        if ((obj.nonce != null && obj.nonce !== 0n)) {
          w.uint32(25)
          w.fixed64(obj.nonce)
        }

        if ((obj.nextSequence != null && obj.nextSequence !== 0)) {
          w.uint32(32)
          w.uint64Number(obj.nextSequence)
        }

        if (obj.outcomes != null && obj.outcomes.length > 0) {
          for (const value of obj.outcomes) {
            w.uint32(40)
            w.uint64Number(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
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
              if (opts.limits?.outcomes != null && obj.outcomes.length === opts.limits.outcomes) {
                throw new MaxLengthError('Decode error - repeated field "outcomes" had too many elements')
              }

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
      message<KeyImage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.origin != null) {
          w.uint32(10)
          w.bytes(obj.origin)
        }

        if (obj.key != null) {
          w.uint32(18)
          w.bytes(obj.key)
        }

        if ((obj.slot != null && obj.slot !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.slot)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
      message<DecisionImage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.name != null) {
          w.uint32(10)
          w.bytes(obj.name)
        }

        if ((obj.slot != null && obj.slot !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.slot)
        }

        if (obj.value != null) {
          w.uint32(26)
          w.bytes(obj.value)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
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
