// Generated from ../state.proto by tools/generate-wire.ts: change that and generate again.
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

export interface Operation {
  transaction?: Transaction
  add?: Add
  grant?: Grant
  keepAlive?: KeepAlive
  revoke?: Revoke
  claim?: Claim
  release?: Release
  proclaim?: Proclaim
  upgrade?: Upgrade
}

export namespace Operation {
  let _codec: Codec<Operation>

  export const codec = (): Codec<Operation> => {
    if (_codec == null) {
      _codec = message<Operation>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.transaction != null) {
          w.uint32(10)
          Transaction.codec().encode(obj.transaction, w)
        }

        if (obj.add != null) {
          w.uint32(18)
          Add.codec().encode(obj.add, w)
        }

        if (obj.grant != null) {
          w.uint32(26)
          Grant.codec().encode(obj.grant, w)
        }

        if (obj.keepAlive != null) {
          w.uint32(34)
          KeepAlive.codec().encode(obj.keepAlive, w)
        }

        if (obj.revoke != null) {
          w.uint32(42)
          Revoke.codec().encode(obj.revoke, w)
        }

        if (obj.claim != null) {
          w.uint32(50)
          Claim.codec().encode(obj.claim, w)
        }

        if (obj.release != null) {
          w.uint32(58)
          Release.codec().encode(obj.release, w)
        }

        if (obj.proclaim != null) {
          w.uint32(66)
          Proclaim.codec().encode(obj.proclaim, w)
        }

        if (obj.upgrade != null) {
          w.uint32(74)
          Upgrade.codec().encode(obj.upgrade, w)
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
              obj.transaction = Transaction.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.transaction
              })
              break
            }
            case 2: {
              obj.add = Add.codec().decode(reader, reader.uint32())
              break
            }
            case 3: {
              obj.grant = Grant.codec().decode(reader, reader.uint32())
              break
            }
            case 4: {
              obj.keepAlive = KeepAlive.codec().decode(reader, reader.uint32())
              break
            }
            case 5: {
              obj.revoke = Revoke.codec().decode(reader, reader.uint32())
              break
            }
            case 6: {
              obj.claim = Claim.codec().decode(reader, reader.uint32())
              break
            }
            case 7: {
              obj.release = Release.codec().decode(reader, reader.uint32())
              break
            }
            case 8: {
              obj.proclaim = Proclaim.codec().decode(reader, reader.uint32())
              break
            }
            case 9: {
              obj.upgrade = Upgrade.codec().decode(reader, reader.uint32())
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

  export function encode (obj: Partial<Operation>): Uint8Array {
    return encodeMessage(obj, Operation.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Operation>): Operation {
    return decodeMessage(buf, Operation.codec(), opts)
  }
}

export interface Transaction {
  map?: Uint8Array
  conditions: Condition[]
  actions: Action[]
  otherwise: Action[]
}

export const Transaction = {
  codec: once<Transaction>(() =>
      message<Transaction>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.map != null) {
          w.uint32(10)
          w.bytes(obj.map)
        }

        if (obj.conditions != null && obj.conditions.length > 0) {
          for (const value of obj.conditions) {
            w.uint32(18)
            Condition.codec().encode(value, w)
          }
        }

        if (obj.actions != null && obj.actions.length > 0) {
          for (const value of obj.actions) {
            w.uint32(26)
            Action.codec().encode(value, w)
          }
        }

        if (obj.otherwise != null && obj.otherwise.length > 0) {
          for (const value of obj.otherwise) {
            w.uint32(34)
            Action.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          conditions: [],
          actions: [],
          otherwise: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.map = reader.bytes()
              break
            }
            case 2: {
              if (opts.limits?.conditions != null && obj.conditions.length === opts.limits.conditions) {
                throw new MaxLengthError('Decode error - repeated field "conditions" had too many elements')
              }

              obj.conditions.push(Condition.codec().decode(reader, reader.uint32()))
              break
            }
            case 3: {
              if (opts.limits?.actions != null && obj.actions.length === opts.limits.actions) {
                throw new MaxLengthError('Decode error - repeated field "actions" had too many elements')
              }

              obj.actions.push(Action.codec().decode(reader, reader.uint32()))
              break
            }
            case 4: {
              if (opts.limits?.otherwise != null && obj.otherwise.length === opts.limits.otherwise) {
                throw new MaxLengthError('Decode error - repeated field "otherwise" had too many elements')
              }

              obj.otherwise.push(Action.codec().decode(reader, reader.uint32()))
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

export interface Condition {
  key?: Uint8Array
  is: Comparison
  version: number
  value?: Uint8Array
}

export const Condition = {
  codec: once<Condition>(() =>
      message<Condition>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.key != null) {
          w.uint32(10)
          w.bytes(obj.key)
        }

        if (obj.is != null && __ComparisonValues[obj.is] !== 0) {
          w.uint32(16)
          Comparison.codec().encode(obj.is, w)
        }

        if ((obj.version != null && obj.version !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.version)
        }

        if (obj.value != null) {
          w.uint32(34)
          w.bytes(obj.value)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          is: Comparison.EQUAL,
          version: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.key = reader.bytes()
              break
            }
            case 2: {
              obj.is = Comparison.codec().decode(reader)
              break
            }
            case 3: {
              obj.version = reader.uint64Number()
              break
            }
            case 4: {
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

export enum Comparison {
  EQUAL = 'EQUAL',
  NOT_EQUAL = 'NOT_EQUAL',
  BELOW = 'BELOW',
  ABOVE = 'ABOVE'
}

enum __ComparisonValues {
  EQUAL = 0,
  NOT_EQUAL = 1,
  BELOW = 2,
  ABOVE = 3
}

export namespace Comparison {
  export const codec = (): Codec<Comparison> => {
    return enumeration<Comparison>(__ComparisonValues)
  }
}

export interface Action {
  key?: Uint8Array
  value?: Uint8Array
  lease: number
  deletes: boolean
}

export const Action = {
  codec: once<Action>(() =>
      message<Action>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.key != null) {
          w.uint32(10)
          w.bytes(obj.key)
        }

        if (obj.value != null) {
          w.uint32(18)
          w.bytes(obj.value)
        }

        if ((obj.lease != null && obj.lease !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.lease)
        }

        if ((obj.deletes != null && obj.deletes !== false)) {
          w.uint32(32)
          w.bool(obj.deletes)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          lease: 0,
          deletes: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.key = reader.bytes()
              break
            }
            case 2: {
              obj.value = reader.bytes()
              break
            }
            case 3: {
              obj.lease = reader.uint64Number()
              break
            }
            case 4: {
              obj.deletes = reader.bool()
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

export interface Add {
  name?: Uint8Array
  kind: NumberKind
  amount: number
  subtracts: boolean
}

export const Add = {
  codec: once<Add>(() =>
      message<Add>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.name != null) {
          w.uint32(10)
          w.bytes(obj.name)
        }

        if (obj.kind != null && __NumberKindValues[obj.kind] !== 0) {
          w.uint32(16)
          NumberKind.codec().encode(obj.kind, w)
        }

        if ((obj.amount != null && obj.amount !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.amount)
        }

        if ((obj.subtracts != null && obj.subtracts !== false)) {
          w.uint32(32)
          w.bool(obj.subtracts)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          kind: NumberKind.COUNTER,
          amount: 0,
          subtracts: false
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
              obj.kind = NumberKind.codec().decode(reader)
              break
            }
            case 3: {
              obj.amount = reader.uint64Number()
              break
            }
            case 4: {
              obj.subtracts = reader.bool()
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

export enum NumberKind {
  COUNTER = 'COUNTER',
  SEQUENCE = 'SEQUENCE'
}

enum __NumberKindValues {
  COUNTER = 0,
  SEQUENCE = 1
}

export namespace NumberKind {
  export const codec = (): Codec<NumberKind> => {
    return enumeration<NumberKind>(__NumberKindValues)
  }
}

export interface Grant {
  ttlMs: number
}

export const Grant = {
  codec: once<Grant>(() =>
      message<Grant>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.ttlMs != null && obj.ttlMs !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.ttlMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          ttlMs: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.ttlMs = reader.uint64Number()
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

export interface KeepAlive {
  lease: number
}

export const KeepAlive = {
  codec: once<KeepAlive>(() =>
      message<KeepAlive>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.lease != null && obj.lease !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.lease)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          lease: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.lease = reader.uint64Number()
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

export interface Revoke {
  lease: number
}

export const Revoke = {
  codec: once<Revoke>(() =>
      message<Revoke>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.lease != null && obj.lease !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.lease)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          lease: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.lease = reader.uint64Number()
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

export enum TurnKind {
  LOCK = 'LOCK',
  ELECTION = 'ELECTION'
}

enum __TurnKindValues {
  LOCK = 0,
  ELECTION = 1
}

export namespace TurnKind {
  export const codec = (): Codec<TurnKind> => {
    return enumeration<TurnKind>(__TurnKindValues)
  }
}

export interface Claim {
  name?: Uint8Array
  kind: TurnKind
  lease: number
  value?: Uint8Array
  waits: boolean
}

export const Claim = {
  codec: once<Claim>(() =>
      message<Claim>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.name != null) {
          w.uint32(10)
          w.bytes(obj.name)
        }

        if (obj.kind != null && __TurnKindValues[obj.kind] !== 0) {
          w.uint32(16)
          TurnKind.codec().encode(obj.kind, w)
        }

        if ((obj.lease != null && obj.lease !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.lease)
        }

        if (obj.value != null) {
          w.uint32(34)
          w.bytes(obj.value)
        }

        if ((obj.waits != null && obj.waits !== false)) {
          w.uint32(40)
          w.bool(obj.waits)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          kind: TurnKind.LOCK,
          lease: 0,
          waits: false
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
              obj.kind = TurnKind.codec().decode(reader)
              break
            }
            case 3: {
              obj.lease = reader.uint64Number()
              break
            }
            case 4: {
              obj.value = reader.bytes()
              break
            }
            case 5: {
              obj.waits = reader.bool()
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

export interface Release {
  name?: Uint8Array
  kind: TurnKind
  claim: number
}

export const Release = {
  codec: once<Release>(() =>
      message<Release>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.name != null) {
          w.uint32(10)
          w.bytes(obj.name)
        }

        if (obj.kind != null && __TurnKindValues[obj.kind] !== 0) {
          w.uint32(16)
          TurnKind.codec().encode(obj.kind, w)
        }

        if ((obj.claim != null && obj.claim !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.claim)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          kind: TurnKind.LOCK,
          claim: 0
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
              obj.kind = TurnKind.codec().decode(reader)
              break
            }
            case 3: {
              obj.claim = reader.uint64Number()
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

export interface Proclaim {
  name?: Uint8Array
  claim: number
  value?: Uint8Array
}

export const Proclaim = {
  codec: once<Proclaim>(() =>
      message<Proclaim>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.name != null) {
          w.uint32(10)
          w.bytes(obj.name)
        }

        if ((obj.claim != null && obj.claim !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.claim)
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
          claim: 0
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
              obj.claim = reader.uint64Number()
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

export interface Upgrade {
  version: number
}

export const Upgrade = {
  codec: once<Upgrade>(() =>
      message<Upgrade>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.version != null && obj.version !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.version)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          version: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.version = reader.uint64Number()
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

export interface Piece {
  clock?: Clock
  rows: Row[]
  results: SlotResult[]
}

export namespace Piece {
  let _codec: Codec<Piece>

  export const codec = (): Codec<Piece> => {
    if (_codec == null) {
      _codec = message<Piece>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.clock != null) {
          w.uint32(10)
          Clock.codec().encode(obj.clock, w)
        }

        if (obj.rows != null && obj.rows.length > 0) {
          for (const value of obj.rows) {
            w.uint32(18)
            Row.codec().encode(value, w)
          }
        }

        if (obj.results != null && obj.results.length > 0) {
          for (const value of obj.results) {
            w.uint32(26)
            SlotResult.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          rows: [],
          results: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.clock = Clock.codec().decode(reader, reader.uint32())
              break
            }
            case 2: {
              if (opts.limits?.rows != null && obj.rows.length === opts.limits.rows) {
                throw new MaxLengthError('Decode error - repeated field "rows" had too many elements')
              }

              obj.rows.push(Row.codec().decode(reader, reader.uint32()))
              break
            }
            case 3: {
              if (opts.limits?.results != null && obj.results.length === opts.limits.results) {
                throw new MaxLengthError('Decode error - repeated field "results" had too many elements')
              }

              obj.results.push(SlotResult.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.results$
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

  export function encode (obj: Partial<Piece>): Uint8Array {
    return encodeMessage(obj, Piece.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Piece>): Piece {
    return decodeMessage(buf, Piece.codec(), opts)
  }
}

export interface Clock {
  slot: number
  logTimeMs: number
  token: number
  machineVersion: number
}

export const Clock = {
  codec: once<Clock>(() =>
      message<Clock>((obj, w, opts = {}) => {
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

        if ((obj.token != null && obj.token !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.token)
        }

        if ((obj.machineVersion != null && obj.machineVersion !== 0)) {
          w.uint32(32)
          w.uint64Number(obj.machineVersion)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          slot: 0,
          logTimeMs: 0,
          token: 0,
          machineVersion: 0
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
              obj.token = reader.uint64Number()
              break
            }
            case 4: {
              obj.machineVersion = reader.uint64Number()
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

export interface Row {
  key?: Uint8Array
  map?: MapRow
  number?: NumberRow
  lease?: LeaseRow
  claim?: ClaimRow
  held?: HeldRow
}

export const Row = {
  codec: once<Row>(() =>
      message<Row>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.key != null) {
          w.uint32(10)
          w.bytes(obj.key)
        }

        if (obj.map != null) {
          w.uint32(18)
          MapRow.codec().encode(obj.map, w)
        }

        if (obj.number != null) {
          w.uint32(26)
          NumberRow.codec().encode(obj.number, w)
        }

        if (obj.lease != null) {
          w.uint32(34)
          LeaseRow.codec().encode(obj.lease, w)
        }

        if (obj.claim != null) {
          w.uint32(42)
          ClaimRow.codec().encode(obj.claim, w)
        }

        if (obj.held != null) {
          w.uint32(50)
          HeldRow.codec().encode(obj.held, w)
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
              obj.key = reader.bytes()
              break
            }
            case 2: {
              obj.map = MapRow.codec().decode(reader, reader.uint32())
              break
            }
            case 3: {
              obj.number = NumberRow.codec().decode(reader, reader.uint32())
              break
            }
            case 4: {
              obj.lease = LeaseRow.codec().decode(reader, reader.uint32())
              break
            }
            case 5: {
              obj.claim = ClaimRow.codec().decode(reader, reader.uint32())
              break
            }
            case 6: {
              obj.held = HeldRow.codec().decode(reader, reader.uint32())
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

export interface MapRow {
  value?: Uint8Array
  version: number
  createdSlot: number
  lease: number
}

export const MapRow = {
  codec: once<MapRow>(() =>
      message<MapRow>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.value != null) {
          w.uint32(10)
          w.bytes(obj.value)
        }

        if ((obj.version != null && obj.version !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.version)
        }

        if ((obj.createdSlot != null && obj.createdSlot !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.createdSlot)
        }

        if ((obj.lease != null && obj.lease !== 0)) {
          w.uint32(32)
          w.uint64Number(obj.lease)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          version: 0,
          createdSlot: 0,
          lease: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.value = reader.bytes()
              break
            }
            case 2: {
              obj.version = reader.uint64Number()
              break
            }
            case 3: {
              obj.createdSlot = reader.uint64Number()
              break
            }
            case 4: {
              obj.lease = reader.uint64Number()
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

export interface NumberRow {
  amount: number
  isNegative: boolean
}

export const NumberRow = {
  codec: once<NumberRow>(() =>
      message<NumberRow>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.amount != null && obj.amount !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.amount)
        }

        if ((obj.isNegative != null && obj.isNegative !== false)) {
          w.uint32(16)
          w.bool(obj.isNegative)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          amount: 0,
          isNegative: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.amount = reader.uint64Number()
              break
            }
            case 2: {
              obj.isNegative = reader.bool()
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

export interface LeaseRow {
  ttlMs: number
  expiresAtMs: number
  origin?: Uint8Array
}

export const LeaseRow = {
  codec: once<LeaseRow>(() =>
      message<LeaseRow>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.ttlMs != null && obj.ttlMs !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.ttlMs)
        }

        if ((obj.expiresAtMs != null && obj.expiresAtMs !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.expiresAtMs)
        }

        if (obj.origin != null) {
          w.uint32(26)
          w.bytes(obj.origin)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          ttlMs: 0,
          expiresAtMs: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.ttlMs = reader.uint64Number()
              break
            }
            case 2: {
              obj.expiresAtMs = reader.uint64Number()
              break
            }
            case 3: {
              obj.origin = reader.bytes()
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

export interface ClaimRow {
  lease: number
  origin?: Uint8Array
  value?: Uint8Array
  token: number
}

export const ClaimRow = {
  codec: once<ClaimRow>(() =>
      message<ClaimRow>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.lease != null && obj.lease !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.lease)
        }

        if (obj.origin != null) {
          w.uint32(18)
          w.bytes(obj.origin)
        }

        if (obj.value != null) {
          w.uint32(26)
          w.bytes(obj.value)
        }

        if ((obj.token != null && obj.token !== 0)) {
          w.uint32(32)
          w.uint64Number(obj.token)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          lease: 0,
          token: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.lease = reader.uint64Number()
              break
            }
            case 2: {
              obj.origin = reader.bytes()
              break
            }
            case 3: {
              obj.value = reader.bytes()
              break
            }
            case 4: {
              obj.token = reader.uint64Number()
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

export interface HeldRow {}

export const HeldRow = {
  codec: once<HeldRow>(() =>
      message<HeldRow>((obj, w, opts = {}) => {
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

export interface SlotResult {
  session: number
  sequence: number
  slot: number
  result?: Result
}

export const SlotResult = {
  codec: once<SlotResult>(() =>
      message<SlotResult>((obj, w, opts = {}) => {
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

        if ((obj.slot != null && obj.slot !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.slot)
        }

        if (obj.result != null) {
          w.uint32(34)
          Result.codec().encode(obj.result, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          session: 0,
          sequence: 0,
          slot: 0
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
              obj.slot = reader.uint64Number()
              break
            }
            case 4: {
              obj.result = Result.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.result
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

export interface Result {
  transaction?: TransactionResult
  number?: NumberRow
  lease?: LeaseResult
  claim?: ClaimResult
  done?: DoneResult
  refused?: RefusedResult
  applied?: AppliedResult
  threw?: ThrewResult
}

export const Result = {
  codec: once<Result>(() =>
      message<Result>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.transaction != null) {
          w.uint32(10)
          TransactionResult.codec().encode(obj.transaction, w)
        }

        if (obj.number != null) {
          w.uint32(18)
          NumberRow.codec().encode(obj.number, w)
        }

        if (obj.lease != null) {
          w.uint32(26)
          LeaseResult.codec().encode(obj.lease, w)
        }

        if (obj.claim != null) {
          w.uint32(34)
          ClaimResult.codec().encode(obj.claim, w)
        }

        if (obj.done != null) {
          w.uint32(42)
          DoneResult.codec().encode(obj.done, w)
        }

        if (obj.refused != null) {
          w.uint32(50)
          RefusedResult.codec().encode(obj.refused, w)
        }

        if (obj.applied != null) {
          w.uint32(58)
          AppliedResult.codec().encode(obj.applied, w)
        }

        if (obj.threw != null) {
          w.uint32(66)
          ThrewResult.codec().encode(obj.threw, w)
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
              obj.transaction = TransactionResult.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.transaction
              })
              break
            }
            case 2: {
              obj.number = NumberRow.codec().decode(reader, reader.uint32())
              break
            }
            case 3: {
              obj.lease = LeaseResult.codec().decode(reader, reader.uint32())
              break
            }
            case 4: {
              obj.claim = ClaimResult.codec().decode(reader, reader.uint32())
              break
            }
            case 5: {
              obj.done = DoneResult.codec().decode(reader, reader.uint32())
              break
            }
            case 6: {
              obj.refused = RefusedResult.codec().decode(reader, reader.uint32())
              break
            }
            case 7: {
              obj.applied = AppliedResult.codec().decode(reader, reader.uint32())
              break
            }
            case 8: {
              obj.threw = ThrewResult.codec().decode(reader, reader.uint32())
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

export interface TransactionResult {
  succeeded: boolean
  found: Found[]
}

export const TransactionResult = {
  codec: once<TransactionResult>(() =>
      message<TransactionResult>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.succeeded != null && obj.succeeded !== false)) {
          w.uint32(8)
          w.bool(obj.succeeded)
        }

        if (obj.found != null && obj.found.length > 0) {
          for (const value of obj.found) {
            w.uint32(18)
            Found.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          succeeded: false,
          found: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.succeeded = reader.bool()
              break
            }
            case 2: {
              if (opts.limits?.found != null && obj.found.length === opts.limits.found) {
                throw new MaxLengthError('Decode error - repeated field "found" had too many elements')
              }

              obj.found.push(Found.codec().decode(reader, reader.uint32()))
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

export interface Found {
  row?: MapRow
}

export const Found = {
  codec: once<Found>(() =>
      message<Found>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.row != null) {
          w.uint32(10)
          MapRow.codec().encode(obj.row, w)
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
              obj.row = MapRow.codec().decode(reader, reader.uint32())
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

export interface LeaseResult {
  lease: number
  expiresAtMs: number
}

export const LeaseResult = {
  codec: once<LeaseResult>(() =>
      message<LeaseResult>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.lease != null && obj.lease !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.lease)
        }

        if ((obj.expiresAtMs != null && obj.expiresAtMs !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.expiresAtMs)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          lease: 0,
          expiresAtMs: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.lease = reader.uint64Number()
              break
            }
            case 2: {
              obj.expiresAtMs = reader.uint64Number()
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

export interface ClaimResult {
  claim: number
  token: number
}

export const ClaimResult = {
  codec: once<ClaimResult>(() =>
      message<ClaimResult>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.claim != null && obj.claim !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.claim)
        }

        if ((obj.token != null && obj.token !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.token)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          claim: 0,
          token: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.claim = reader.uint64Number()
              break
            }
            case 2: {
              obj.token = reader.uint64Number()
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

export interface DoneResult {
  existed: boolean
}

export const DoneResult = {
  codec: once<DoneResult>(() =>
      message<DoneResult>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.existed != null && obj.existed !== false)) {
          w.uint32(8)
          w.bool(obj.existed)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          existed: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.existed = reader.bool()
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

export interface AppliedResult {
  value?: Uint8Array
}

export const AppliedResult = {
  codec: once<AppliedResult>(() =>
      message<AppliedResult>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.value != null) {
          w.uint32(10)
          w.bytes(obj.value)
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

export interface ThrewResult {
  message?: Uint8Array
}

export const ThrewResult = {
  codec: once<ThrewResult>(() =>
      message<ThrewResult>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.message != null) {
          w.uint32(10)
          w.bytes(obj.message)
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
              obj.message = reader.bytes()
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

export interface RefusedResult {
  reason: Refusal
}

export const RefusedResult = {
  codec: once<RefusedResult>(() =>
      message<RefusedResult>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.reason != null && __RefusalValues[obj.reason] !== 0) {
          w.uint32(8)
          Refusal.codec().encode(obj.reason, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          reason: Refusal.LEASE_ENDED
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.reason = Refusal.codec().decode(reader)
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

export enum Refusal {
  LEASE_ENDED = 'LEASE_ENDED',
  OUT_OF_RANGE = 'OUT_OF_RANGE',
  TAKEN = 'TAKEN',
  MALFORMED = 'MALFORMED'
}

enum __RefusalValues {
  LEASE_ENDED = 0,
  OUT_OF_RANGE = 1,
  TAKEN = 2,
  MALFORMED = 3
}

export namespace Refusal {
  export const codec = (): Codec<Refusal> => {
    return enumeration<Refusal>(__RefusalValues)
  }
}
