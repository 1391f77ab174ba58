// Generated from ../state.proto by tools/generate-wire.ts: change that and generate again.
// It is not checked: namespaces and enums cannot be erased. Its exported types are, where they are used.
// @ts-nocheck

/* eslint-disable require-yield */

import { decodeMessage, encodeMessage, enumeration, MaxLengthError, message } from 'protons-runtime'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

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
              obj.add = Add.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.add
              })
              break
            }
            case 3: {
              obj.grant = Grant.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.grant
              })
              break
            }
            case 4: {
              obj.keepAlive = KeepAlive.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.keepAlive
              })
              break
            }
            case 5: {
              obj.revoke = Revoke.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.revoke
              })
              break
            }
            case 6: {
              obj.claim = Claim.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.claim
              })
              break
            }
            case 7: {
              obj.release = Release.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.release
              })
              break
            }
            case 8: {
              obj.proclaim = Proclaim.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.proclaim
              })
              break
            }
            case 9: {
              obj.upgrade = Upgrade.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.upgrade
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

export namespace Transaction {
  let _codec: Codec<Transaction>

  export const codec = (): Codec<Transaction> => {
    if (_codec == null) {
      _codec = message<Transaction>((obj, w, opts = {}) => {
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

              obj.conditions.push(Condition.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.conditions$
              }))
              break
            }
            case 3: {
              if (opts.limits?.actions != null && obj.actions.length === opts.limits.actions) {
                throw new MaxLengthError('Decode error - repeated field "actions" had too many elements')
              }

              obj.actions.push(Action.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.actions$
              }))
              break
            }
            case 4: {
              if (opts.limits?.otherwise != null && obj.otherwise.length === opts.limits.otherwise) {
                throw new MaxLengthError('Decode error - repeated field "otherwise" had too many elements')
              }

              obj.otherwise.push(Action.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.otherwise$
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

  export function encode (obj: Partial<Transaction>): Uint8Array {
    return encodeMessage(obj, Transaction.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Transaction>): Transaction {
    return decodeMessage(buf, Transaction.codec(), opts)
  }
}

export interface Condition {
  key?: Uint8Array
  is: Comparison
  version: number
  value?: Uint8Array
}

export namespace Condition {
  let _codec: Codec<Condition>

  export const codec = (): Codec<Condition> => {
    if (_codec == null) {
      _codec = message<Condition>((obj, w, opts = {}) => {
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
    }

    return _codec
  }

  export function encode (obj: Partial<Condition>): Uint8Array {
    return encodeMessage(obj, Condition.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Condition>): Condition {
    return decodeMessage(buf, Condition.codec(), opts)
  }
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

export namespace Action {
  let _codec: Codec<Action>

  export const codec = (): Codec<Action> => {
    if (_codec == null) {
      _codec = message<Action>((obj, w, opts = {}) => {
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
    }

    return _codec
  }

  export function encode (obj: Partial<Action>): Uint8Array {
    return encodeMessage(obj, Action.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Action>): Action {
    return decodeMessage(buf, Action.codec(), opts)
  }
}

export interface Add {
  name?: Uint8Array
  kind: NumberKind
  amount: number
  subtracts: boolean
}

export namespace Add {
  let _codec: Codec<Add>

  export const codec = (): Codec<Add> => {
    if (_codec == null) {
      _codec = message<Add>((obj, w, opts = {}) => {
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
    }

    return _codec
  }

  export function encode (obj: Partial<Add>): Uint8Array {
    return encodeMessage(obj, Add.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Add>): Add {
    return decodeMessage(buf, Add.codec(), opts)
  }
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

export namespace Grant {
  let _codec: Codec<Grant>

  export const codec = (): Codec<Grant> => {
    if (_codec == null) {
      _codec = message<Grant>((obj, w, opts = {}) => {
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
    }

    return _codec
  }

  export function encode (obj: Partial<Grant>): Uint8Array {
    return encodeMessage(obj, Grant.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Grant>): Grant {
    return decodeMessage(buf, Grant.codec(), opts)
  }
}

export interface KeepAlive {
  lease: number
}

export namespace KeepAlive {
  let _codec: Codec<KeepAlive>

  export const codec = (): Codec<KeepAlive> => {
    if (_codec == null) {
      _codec = message<KeepAlive>((obj, w, opts = {}) => {
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
    }

    return _codec
  }

  export function encode (obj: Partial<KeepAlive>): Uint8Array {
    return encodeMessage(obj, KeepAlive.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<KeepAlive>): KeepAlive {
    return decodeMessage(buf, KeepAlive.codec(), opts)
  }
}

export interface Revoke {
  lease: number
}

export namespace Revoke {
  let _codec: Codec<Revoke>

  export const codec = (): Codec<Revoke> => {
    if (_codec == null) {
      _codec = message<Revoke>((obj, w, opts = {}) => {
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
    }

    return _codec
  }

  export function encode (obj: Partial<Revoke>): Uint8Array {
    return encodeMessage(obj, Revoke.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Revoke>): Revoke {
    return decodeMessage(buf, Revoke.codec(), opts)
  }
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

export namespace Claim {
  let _codec: Codec<Claim>

  export const codec = (): Codec<Claim> => {
    if (_codec == null) {
      _codec = message<Claim>((obj, w, opts = {}) => {
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
    }

    return _codec
  }

  export function encode (obj: Partial<Claim>): Uint8Array {
    return encodeMessage(obj, Claim.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Claim>): Claim {
    return decodeMessage(buf, Claim.codec(), opts)
  }
}

export interface Release {
  name?: Uint8Array
  kind: TurnKind
  claim: number
}

export namespace Release {
  let _codec: Codec<Release>

  export const codec = (): Codec<Release> => {
    if (_codec == null) {
      _codec = message<Release>((obj, w, opts = {}) => {
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
    }

    return _codec
  }

  export function encode (obj: Partial<Release>): Uint8Array {
    return encodeMessage(obj, Release.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Release>): Release {
    return decodeMessage(buf, Release.codec(), opts)
  }
}

export interface Proclaim {
  name?: Uint8Array
  claim: number
  value?: Uint8Array
}

export namespace Proclaim {
  let _codec: Codec<Proclaim>

  export const codec = (): Codec<Proclaim> => {
    if (_codec == null) {
      _codec = message<Proclaim>((obj, w, opts = {}) => {
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
    }

    return _codec
  }

  export function encode (obj: Partial<Proclaim>): Uint8Array {
    return encodeMessage(obj, Proclaim.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Proclaim>): Proclaim {
    return decodeMessage(buf, Proclaim.codec(), opts)
  }
}

export interface Upgrade {
  version: number
}

export namespace Upgrade {
  let _codec: Codec<Upgrade>

  export const codec = (): Codec<Upgrade> => {
    if (_codec == null) {
      _codec = message<Upgrade>((obj, w, opts = {}) => {
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
    }

    return _codec
  }

  export function encode (obj: Partial<Upgrade>): Uint8Array {
    return encodeMessage(obj, Upgrade.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Upgrade>): Upgrade {
    return decodeMessage(buf, Upgrade.codec(), opts)
  }
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
              obj.clock = Clock.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.clock
              })
              break
            }
            case 2: {
              if (opts.limits?.rows != null && obj.rows.length === opts.limits.rows) {
                throw new MaxLengthError('Decode error - repeated field "rows" had too many elements')
              }

              obj.rows.push(Row.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.rows$
              }))
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

export namespace Clock {
  let _codec: Codec<Clock>

  export const codec = (): Codec<Clock> => {
    if (_codec == null) {
      _codec = message<Clock>((obj, w, opts = {}) => {
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
    }

    return _codec
  }

  export function encode (obj: Partial<Clock>): Uint8Array {
    return encodeMessage(obj, Clock.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Clock>): Clock {
    return decodeMessage(buf, Clock.codec(), opts)
  }
}

export interface Row {
  key?: Uint8Array
  map?: MapRow
  number?: NumberRow
  lease?: LeaseRow
  claim?: ClaimRow
  held?: HeldRow
}

export namespace Row {
  let _codec: Codec<Row>

  export const codec = (): Codec<Row> => {
    if (_codec == null) {
      _codec = message<Row>((obj, w, opts = {}) => {
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
              obj.map = MapRow.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.map
              })
              break
            }
            case 3: {
              obj.number = NumberRow.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.number
              })
              break
            }
            case 4: {
              obj.lease = LeaseRow.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.lease
              })
              break
            }
            case 5: {
              obj.claim = ClaimRow.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.claim
              })
              break
            }
            case 6: {
              obj.held = HeldRow.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.held
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
    }

    return _codec
  }

  export function encode (obj: Partial<Row>): Uint8Array {
    return encodeMessage(obj, Row.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Row>): Row {
    return decodeMessage(buf, Row.codec(), opts)
  }
}

export interface MapRow {
  value?: Uint8Array
  version: number
  createdSlot: number
  lease: number
}

export namespace MapRow {
  let _codec: Codec<MapRow>

  export const codec = (): Codec<MapRow> => {
    if (_codec == null) {
      _codec = message<MapRow>((obj, w, opts = {}) => {
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
    }

    return _codec
  }

  export function encode (obj: Partial<MapRow>): Uint8Array {
    return encodeMessage(obj, MapRow.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<MapRow>): MapRow {
    return decodeMessage(buf, MapRow.codec(), opts)
  }
}

export interface NumberRow {
  amount: number
  isNegative: boolean
}

export namespace NumberRow {
  let _codec: Codec<NumberRow>

  export const codec = (): Codec<NumberRow> => {
    if (_codec == null) {
      _codec = message<NumberRow>((obj, w, opts = {}) => {
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
    }

    return _codec
  }

  export function encode (obj: Partial<NumberRow>): Uint8Array {
    return encodeMessage(obj, NumberRow.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<NumberRow>): NumberRow {
    return decodeMessage(buf, NumberRow.codec(), opts)
  }
}

export interface LeaseRow {
  ttlMs: number
  expiresAtMs: number
  origin?: Uint8Array
}

export namespace LeaseRow {
  let _codec: Codec<LeaseRow>

  export const codec = (): Codec<LeaseRow> => {
    if (_codec == null) {
      _codec = message<LeaseRow>((obj, w, opts = {}) => {
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
    }

    return _codec
  }

  export function encode (obj: Partial<LeaseRow>): Uint8Array {
    return encodeMessage(obj, LeaseRow.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LeaseRow>): LeaseRow {
    return decodeMessage(buf, LeaseRow.codec(), opts)
  }
}

export interface ClaimRow {
  lease: number
  origin?: Uint8Array
  value?: Uint8Array
  token: number
}

export namespace ClaimRow {
  let _codec: Codec<ClaimRow>

  export const codec = (): Codec<ClaimRow> => {
    if (_codec == null) {
      _codec = message<ClaimRow>((obj, w, opts = {}) => {
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
    }

    return _codec
  }

  export function encode (obj: Partial<ClaimRow>): Uint8Array {
    return encodeMessage(obj, ClaimRow.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ClaimRow>): ClaimRow {
    return decodeMessage(buf, ClaimRow.codec(), opts)
  }
}

export interface HeldRow {}

export namespace HeldRow {
  let _codec: Codec<HeldRow>

  export const codec = (): Codec<HeldRow> => {
    if (_codec == null) {
      _codec = message<HeldRow>((obj, w, opts = {}) => {
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
    }

    return _codec
  }

  export function encode (obj: Partial<HeldRow>): Uint8Array {
    return encodeMessage(obj, HeldRow.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<HeldRow>): HeldRow {
    return decodeMessage(buf, HeldRow.codec(), opts)
  }
}

export interface SlotResult {
  session: number
  sequence: number
  slot: number
  result?: Result
}

export namespace SlotResult {
  let _codec: Codec<SlotResult>

  export const codec = (): Codec<SlotResult> => {
    if (_codec == null) {
      _codec = message<SlotResult>((obj, w, opts = {}) => {
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
    }

    return _codec
  }

  export function encode (obj: Partial<SlotResult>): Uint8Array {
    return encodeMessage(obj, SlotResult.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SlotResult>): SlotResult {
    return decodeMessage(buf, SlotResult.codec(), opts)
  }
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

export namespace Result {
  let _codec: Codec<Result>

  export const codec = (): Codec<Result> => {
    if (_codec == null) {
      _codec = message<Result>((obj, w, opts = {}) => {
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
              obj.number = NumberRow.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.number
              })
              break
            }
            case 3: {
              obj.lease = LeaseResult.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.lease
              })
              break
            }
            case 4: {
              obj.claim = ClaimResult.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.claim
              })
              break
            }
            case 5: {
              obj.done = DoneResult.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.done
              })
              break
            }
            case 6: {
              obj.refused = RefusedResult.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.refused
              })
              break
            }
            case 7: {
              obj.applied = AppliedResult.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.applied
              })
              break
            }
            case 8: {
              obj.threw = ThrewResult.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.threw
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
    }

    return _codec
  }

  export function encode (obj: Partial<Result>): Uint8Array {
    return encodeMessage(obj, Result.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Result>): Result {
    return decodeMessage(buf, Result.codec(), opts)
  }
}

export interface TransactionResult {
  succeeded: boolean
  found: Found[]
}

export namespace TransactionResult {
  let _codec: Codec<TransactionResult>

  export const codec = (): Codec<TransactionResult> => {
    if (_codec == null) {
      _codec = message<TransactionResult>((obj, w, opts = {}) => {
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

              obj.found.push(Found.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.found$
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

  export function encode (obj: Partial<TransactionResult>): Uint8Array {
    return encodeMessage(obj, TransactionResult.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TransactionResult>): TransactionResult {
    return decodeMessage(buf, TransactionResult.codec(), opts)
  }
}

export interface Found {
  row?: MapRow
}

export namespace Found {
  let _codec: Codec<Found>

  export const codec = (): Codec<Found> => {
    if (_codec == null) {
      _codec = message<Found>((obj, w, opts = {}) => {
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
              obj.row = MapRow.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.row
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
    }

    return _codec
  }

  export function encode (obj: Partial<Found>): Uint8Array {
    return encodeMessage(obj, Found.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Found>): Found {
    return decodeMessage(buf, Found.codec(), opts)
  }
}

export interface LeaseResult {
  lease: number
  expiresAtMs: number
}

export namespace LeaseResult {
  let _codec: Codec<LeaseResult>

  export const codec = (): Codec<LeaseResult> => {
    if (_codec == null) {
      _codec = message<LeaseResult>((obj, w, opts = {}) => {
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
    }

    return _codec
  }

  export function encode (obj: Partial<LeaseResult>): Uint8Array {
    return encodeMessage(obj, LeaseResult.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LeaseResult>): LeaseResult {
    return decodeMessage(buf, LeaseResult.codec(), opts)
  }
}

export interface ClaimResult {
  claim: number
  token: number
}

export namespace ClaimResult {
  let _codec: Codec<ClaimResult>

  export const codec = (): Codec<ClaimResult> => {
    if (_codec == null) {
      _codec = message<ClaimResult>((obj, w, opts = {}) => {
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
    }

    return _codec
  }

  export function encode (obj: Partial<ClaimResult>): Uint8Array {
    return encodeMessage(obj, ClaimResult.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ClaimResult>): ClaimResult {
    return decodeMessage(buf, ClaimResult.codec(), opts)
  }
}

export interface DoneResult {
  existed: boolean
}

export namespace DoneResult {
  let _codec: Codec<DoneResult>

  export const codec = (): Codec<DoneResult> => {
    if (_codec == null) {
      _codec = message<DoneResult>((obj, w, opts = {}) => {
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
    }

    return _codec
  }

  export function encode (obj: Partial<DoneResult>): Uint8Array {
    return encodeMessage(obj, DoneResult.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DoneResult>): DoneResult {
    return decodeMessage(buf, DoneResult.codec(), opts)
  }
}

export interface AppliedResult {
  value?: Uint8Array
}

export namespace AppliedResult {
  let _codec: Codec<AppliedResult>

  export const codec = (): Codec<AppliedResult> => {
    if (_codec == null) {
      _codec = message<AppliedResult>((obj, w, opts = {}) => {
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
    }

    return _codec
  }

  export function encode (obj: Partial<AppliedResult>): Uint8Array {
    return encodeMessage(obj, AppliedResult.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AppliedResult>): AppliedResult {
    return decodeMessage(buf, AppliedResult.codec(), opts)
  }
}

export interface ThrewResult {
  message?: Uint8Array
}

export namespace ThrewResult {
  let _codec: Codec<ThrewResult>

  export const codec = (): Codec<ThrewResult> => {
    if (_codec == null) {
      _codec = message<ThrewResult>((obj, w, opts = {}) => {
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
    }

    return _codec
  }

  export function encode (obj: Partial<ThrewResult>): Uint8Array {
    return encodeMessage(obj, ThrewResult.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ThrewResult>): ThrewResult {
    return decodeMessage(buf, ThrewResult.codec(), opts)
  }
}

export interface RefusedResult {
  reason: Refusal
}

export namespace RefusedResult {
  let _codec: Codec<RefusedResult>

  export const codec = (): Codec<RefusedResult> => {
    if (_codec == null) {
      _codec = message<RefusedResult>((obj, w, opts = {}) => {
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
    }

    return _codec
  }

  export function encode (obj: Partial<RefusedResult>): Uint8Array {
    return encodeMessage(obj, RefusedResult.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RefusedResult>): RefusedResult {
    return decodeMessage(buf, RefusedResult.codec(), opts)
  }
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
