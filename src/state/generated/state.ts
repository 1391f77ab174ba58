// Generated from ../state.proto by tools/generate-wire.ts: change that and generate again.
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
      _codec = delimited<Operation>((obj, w) => {
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
      delimited<Transaction>((obj, w) => {
        if (obj.map != null) w.uint32(10).bytes(obj.map)

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
              checkRoom(obj.conditions, opts.limits?.conditions, 'conditions')

              obj.conditions.push(Condition.codec().decode(reader, reader.uint32()))
              break
            }
            case 3: {
              checkRoom(obj.actions, opts.limits?.actions, 'actions')

              obj.actions.push(Action.codec().decode(reader, reader.uint32()))
              break
            }
            case 4: {
              checkRoom(obj.otherwise, opts.limits?.otherwise, 'otherwise')

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
      delimited<Condition>((obj, w) => {
        if (obj.key != null) w.uint32(10).bytes(obj.key)

        if (obj.is != null && __ComparisonValues[obj.is] !== 0) {
          w.uint32(16)
          Comparison.codec().encode(obj.is, w)
        }

        if (obj.version) w.uint32(24).uint64Number(obj.version)

        if (obj.value != null) w.uint32(34).bytes(obj.value)
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
      delimited<Action>((obj, w) => {
        if (obj.key != null) w.uint32(10).bytes(obj.key)

        if (obj.value != null) w.uint32(18).bytes(obj.value)

        if (obj.lease) w.uint32(24).uint64Number(obj.lease)

        if (obj.deletes) w.uint32(32).bool(obj.deletes)
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
      delimited<Add>((obj, w) => {
        if (obj.name != null) w.uint32(10).bytes(obj.name)

        if (obj.kind != null && __NumberKindValues[obj.kind] !== 0) {
          w.uint32(16)
          NumberKind.codec().encode(obj.kind, w)
        }

        if (obj.amount) w.uint32(24).uint64Number(obj.amount)

        if (obj.subtracts) w.uint32(32).bool(obj.subtracts)
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
      delimited<Grant>((obj, w) => {
        if (obj.ttlMs) w.uint32(8).uint64Number(obj.ttlMs)
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
      delimited<KeepAlive>((obj, w) => {
        if (obj.lease) w.uint32(8).uint64Number(obj.lease)
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
      delimited<Revoke>((obj, w) => {
        if (obj.lease) w.uint32(8).uint64Number(obj.lease)
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
      delimited<Claim>((obj, w) => {
        if (obj.name != null) w.uint32(10).bytes(obj.name)

        if (obj.kind != null && __TurnKindValues[obj.kind] !== 0) {
          w.uint32(16)
          TurnKind.codec().encode(obj.kind, w)
        }

        if (obj.lease) w.uint32(24).uint64Number(obj.lease)

        if (obj.value != null) w.uint32(34).bytes(obj.value)

        if (obj.waits) w.uint32(40).bool(obj.waits)
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
      delimited<Release>((obj, w) => {
        if (obj.name != null) w.uint32(10).bytes(obj.name)

        if (obj.kind != null && __TurnKindValues[obj.kind] !== 0) {
          w.uint32(16)
          TurnKind.codec().encode(obj.kind, w)
        }

        if (obj.claim) w.uint32(24).uint64Number(obj.claim)
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
      delimited<Proclaim>((obj, w) => {
        if (obj.name != null) w.uint32(10).bytes(obj.name)

        if (obj.claim) w.uint32(16).uint64Number(obj.claim)

        if (obj.value != null) w.uint32(26).bytes(obj.value)
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
      delimited<Upgrade>((obj, w) => {
        if (obj.version) w.uint32(8).uint64Number(obj.version)
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
      _codec = delimited<Piece>((obj, w) => {
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
              checkRoom(obj.rows, opts.limits?.rows, 'rows')

              obj.rows.push(Row.codec().decode(reader, reader.uint32()))
              break
            }
            case 3: {
              checkRoom(obj.results, opts.limits?.results, 'results')

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
      delimited<Clock>((obj, w) => {
        if (obj.slot) w.uint32(8).uint64Number(obj.slot)

        if (obj.logTimeMs) w.uint32(16).uint64Number(obj.logTimeMs)

        if (obj.token) w.uint32(24).uint64Number(obj.token)

        if (obj.machineVersion) w.uint32(32).uint64Number(obj.machineVersion)
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
      delimited<Row>((obj, w) => {
        if (obj.key != null) w.uint32(10).bytes(obj.key)

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
      delimited<MapRow>((obj, w) => {
        if (obj.value != null) w.uint32(10).bytes(obj.value)

        if (obj.version) w.uint32(16).uint64Number(obj.version)

        if (obj.createdSlot) w.uint32(24).uint64Number(obj.createdSlot)

        if (obj.lease) w.uint32(32).uint64Number(obj.lease)
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
      delimited<NumberRow>((obj, w) => {
        if (obj.amount) w.uint32(8).uint64Number(obj.amount)

        if (obj.isNegative) w.uint32(16).bool(obj.isNegative)
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
      delimited<LeaseRow>((obj, w) => {
        if (obj.ttlMs) w.uint32(8).uint64Number(obj.ttlMs)

        if (obj.expiresAtMs) w.uint32(16).uint64Number(obj.expiresAtMs)

        if (obj.origin != null) w.uint32(26).bytes(obj.origin)
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
      delimited<ClaimRow>((obj, w) => {
        if (obj.lease) w.uint32(8).uint64Number(obj.lease)

        if (obj.origin != null) w.uint32(18).bytes(obj.origin)

        if (obj.value != null) w.uint32(26).bytes(obj.value)

        if (obj.token) w.uint32(32).uint64Number(obj.token)
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
      delimited<HeldRow>((obj, w) => {      }, (reader, length, opts = {}) => {
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
      delimited<SlotResult>((obj, w) => {
        if (obj.session) w.uint32(8).uint64Number(obj.session)

        if (obj.sequence) w.uint32(16).uint64Number(obj.sequence)

        if (obj.slot) w.uint32(24).uint64Number(obj.slot)

        if (obj.result != null) {
          w.uint32(34)
          Result.codec().encode(obj.result, w)
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
      delimited<Result>((obj, w) => {
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
      delimited<TransactionResult>((obj, w) => {
        if (obj.succeeded) w.uint32(8).bool(obj.succeeded)

        if (obj.found != null && obj.found.length > 0) {
          for (const value of obj.found) {
            w.uint32(18)
            Found.codec().encode(value, w)
          }
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
              checkRoom(obj.found, opts.limits?.found, 'found')

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
      delimited<Found>((obj, w) => {
        if (obj.row != null) {
          w.uint32(10)
          MapRow.codec().encode(obj.row, w)
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
      delimited<LeaseResult>((obj, w) => {
        if (obj.lease) w.uint32(8).uint64Number(obj.lease)

        if (obj.expiresAtMs) w.uint32(16).uint64Number(obj.expiresAtMs)
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
      delimited<ClaimResult>((obj, w) => {
        if (obj.claim) w.uint32(8).uint64Number(obj.claim)

        if (obj.token) w.uint32(16).uint64Number(obj.token)
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
      delimited<DoneResult>((obj, w) => {
        if (obj.existed) w.uint32(8).bool(obj.existed)
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
      delimited<AppliedResult>((obj, w) => {
        if (obj.value != null) w.uint32(10).bytes(obj.value)
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
      delimited<ThrewResult>((obj, w) => {
        if (obj.message != null) w.uint32(10).bytes(obj.message)
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
      delimited<RefusedResult>((obj, w) => {
        if (obj.reason != null && __RefusalValues[obj.reason] !== 0) {
          w.uint32(8)
          Refusal.codec().encode(obj.reason, w)
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
