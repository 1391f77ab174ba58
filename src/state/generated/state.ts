// Generated from ../state.proto by tools/generate-wire.ts: change that and generate again.
// It is not checked: namespaces and enums cannot be erased. Its exported types are, where they are used.
// @ts-nocheck

/* eslint-disable require-yield */

import { decodeMessage, encodeMessage, enumeration } from 'protons-runtime'
import type { DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'
import { checkRoom, delimited, readPart, writePart } from '../../wire/fields.js'

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

export const Operation = {
  codec: delimited<Operation>((obj, w) => {
        writePart(w, 10, Transaction, obj.transaction)

        writePart(w, 18, Add, obj.add)

        writePart(w, 26, Grant, obj.grant)

        writePart(w, 34, KeepAlive, obj.keepAlive)

        writePart(w, 42, Revoke, obj.revoke)

        writePart(w, 50, Claim, obj.claim)

        writePart(w, 58, Release, obj.release)

        writePart(w, 66, Proclaim, obj.proclaim)

        writePart(w, 74, Upgrade, obj.upgrade)
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.transaction = readPart(reader, Transaction, opts.limits?.transaction)
              break
            }
            case 2: {
              obj.add = readPart(reader, Add)
              break
            }
            case 3: {
              obj.grant = readPart(reader, Grant)
              break
            }
            case 4: {
              obj.keepAlive = readPart(reader, KeepAlive)
              break
            }
            case 5: {
              obj.revoke = readPart(reader, Revoke)
              break
            }
            case 6: {
              obj.claim = readPart(reader, Claim)
              break
            }
            case 7: {
              obj.release = readPart(reader, Release)
              break
            }
            case 8: {
              obj.proclaim = readPart(reader, Proclaim)
              break
            }
            case 9: {
              obj.upgrade = readPart(reader, Upgrade)
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

  encode: (obj: Partial<Operation>): Uint8Array => encodeMessage(obj, Operation.codec()),

  decode: (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Operation>): Operation =>
    decodeMessage(buf, Operation.codec(), opts)
}

export interface Transaction {
  map?: Uint8Array
  conditions: Condition[]
  actions: Action[]
  otherwise: Action[]
}

export const Transaction = {
  codec: delimited<Transaction>((obj, w) => {
        if (obj.map != null) w.uint32(10).bytes(obj.map)

        if (obj.conditions != null) {
          for (const value of obj.conditions) {
            writePart(w, 18, Condition, value)
          }
        }

        if (obj.actions != null) {
          for (const value of obj.actions) {
            writePart(w, 26, Action, value)
          }
        }

        if (obj.otherwise != null) {
          for (const value of obj.otherwise) {
            writePart(w, 34, Action, value)
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

              obj.conditions.push(readPart(reader, Condition))
              break
            }
            case 3: {
              checkRoom(obj.actions, opts.limits?.actions, 'actions')

              obj.actions.push(readPart(reader, Action))
              break
            }
            case 4: {
              checkRoom(obj.otherwise, opts.limits?.otherwise, 'otherwise')

              obj.otherwise.push(readPart(reader, Action))
              break
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

export interface Condition {
  key?: Uint8Array
  is: Comparison
  version: number
  value?: Uint8Array
}

export const Condition = {
  codec: delimited<Condition>((obj, w) => {
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
  codec: delimited<Action>((obj, w) => {
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
}

export interface Add {
  name?: Uint8Array
  kind: NumberKind
  amount: number
  subtracts: boolean
}

export const Add = {
  codec: delimited<Add>((obj, w) => {
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
  codec: delimited<Grant>((obj, w) => {
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
}

export interface KeepAlive {
  lease: number
}

export const KeepAlive = {
  codec: delimited<KeepAlive>((obj, w) => {
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
}

export interface Revoke {
  lease: number
}

export const Revoke = {
  codec: delimited<Revoke>((obj, w) => {
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
  codec: delimited<Claim>((obj, w) => {
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
}

export interface Release {
  name?: Uint8Array
  kind: TurnKind
  claim: number
}

export const Release = {
  codec: delimited<Release>((obj, w) => {
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
}

export interface Proclaim {
  name?: Uint8Array
  claim: number
  value?: Uint8Array
}

export const Proclaim = {
  codec: delimited<Proclaim>((obj, w) => {
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
}

export interface Upgrade {
  version: number
}

export const Upgrade = {
  codec: delimited<Upgrade>((obj, w) => {
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
}

export interface Piece {
  clock?: Clock
  rows: Row[]
  results: SlotResult[]
}

export const Piece = {
  codec: delimited<Piece>((obj, w) => {
        writePart(w, 10, Clock, obj.clock)

        if (obj.rows != null) {
          for (const value of obj.rows) {
            writePart(w, 18, Row, value)
          }
        }

        if (obj.results != null) {
          for (const value of obj.results) {
            writePart(w, 26, SlotResult, value)
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
              obj.clock = readPart(reader, Clock)
              break
            }
            case 2: {
              checkRoom(obj.rows, opts.limits?.rows, 'rows')

              obj.rows.push(readPart(reader, Row))
              break
            }
            case 3: {
              checkRoom(obj.results, opts.limits?.results, 'results')

              obj.results.push(readPart(reader, SlotResult, opts.limits?.results$))
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

  encode: (obj: Partial<Piece>): Uint8Array => encodeMessage(obj, Piece.codec()),

  decode: (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Piece>): Piece =>
    decodeMessage(buf, Piece.codec(), opts)
}

export interface Clock {
  slot: number
  logTimeMs: number
  token: number
  machineVersion: number
}

export const Clock = {
  codec: delimited<Clock>((obj, w) => {
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
  codec: delimited<Row>((obj, w) => {
        if (obj.key != null) w.uint32(10).bytes(obj.key)

        writePart(w, 18, MapRow, obj.map)

        writePart(w, 26, NumberRow, obj.number)

        writePart(w, 34, LeaseRow, obj.lease)

        writePart(w, 42, ClaimRow, obj.claim)

        writePart(w, 50, HeldRow, obj.held)
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
              obj.map = readPart(reader, MapRow)
              break
            }
            case 3: {
              obj.number = readPart(reader, NumberRow)
              break
            }
            case 4: {
              obj.lease = readPart(reader, LeaseRow)
              break
            }
            case 5: {
              obj.claim = readPart(reader, ClaimRow)
              break
            }
            case 6: {
              obj.held = readPart(reader, HeldRow)
              break
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

export interface MapRow {
  value?: Uint8Array
  version: number
  createdSlot: number
  lease: number
}

export const MapRow = {
  codec: delimited<MapRow>((obj, w) => {
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
}

export interface NumberRow {
  amount: number
  isNegative: boolean
}

export const NumberRow = {
  codec: delimited<NumberRow>((obj, w) => {
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
}

export interface LeaseRow {
  ttlMs: number
  expiresAtMs: number
  origin?: Uint8Array
}

export const LeaseRow = {
  codec: delimited<LeaseRow>((obj, w) => {
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
}

export interface ClaimRow {
  lease: number
  origin?: Uint8Array
  value?: Uint8Array
  token: number
}

export const ClaimRow = {
  codec: delimited<ClaimRow>((obj, w) => {
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
}

export interface HeldRow {}

export const HeldRow = {
  codec: delimited<HeldRow>((obj, w) => {      }, (reader, length, opts = {}) => {
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

export interface SlotResult {
  session: number
  sequence: number
  slot: number
  result?: Result
}

export const SlotResult = {
  codec: delimited<SlotResult>((obj, w) => {
        if (obj.session) w.uint32(8).uint64Number(obj.session)

        if (obj.sequence) w.uint32(16).uint64Number(obj.sequence)

        if (obj.slot) w.uint32(24).uint64Number(obj.slot)

        writePart(w, 34, Result, obj.result)
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
              obj.result = readPart(reader, Result, opts.limits?.result)
              break
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
  codec: delimited<Result>((obj, w) => {
        writePart(w, 10, TransactionResult, obj.transaction)

        writePart(w, 18, NumberRow, obj.number)

        writePart(w, 26, LeaseResult, obj.lease)

        writePart(w, 34, ClaimResult, obj.claim)

        writePart(w, 42, DoneResult, obj.done)

        writePart(w, 50, RefusedResult, obj.refused)

        writePart(w, 58, AppliedResult, obj.applied)

        writePart(w, 66, ThrewResult, obj.threw)
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.transaction = readPart(reader, TransactionResult, opts.limits?.transaction)
              break
            }
            case 2: {
              obj.number = readPart(reader, NumberRow)
              break
            }
            case 3: {
              obj.lease = readPart(reader, LeaseResult)
              break
            }
            case 4: {
              obj.claim = readPart(reader, ClaimResult)
              break
            }
            case 5: {
              obj.done = readPart(reader, DoneResult)
              break
            }
            case 6: {
              obj.refused = readPart(reader, RefusedResult)
              break
            }
            case 7: {
              obj.applied = readPart(reader, AppliedResult)
              break
            }
            case 8: {
              obj.threw = readPart(reader, ThrewResult)
              break
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

export interface TransactionResult {
  succeeded: boolean
  found: Found[]
}

export const TransactionResult = {
  codec: delimited<TransactionResult>((obj, w) => {
        if (obj.succeeded) w.uint32(8).bool(obj.succeeded)

        if (obj.found != null) {
          for (const value of obj.found) {
            writePart(w, 18, Found, value)
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

              obj.found.push(readPart(reader, Found))
              break
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

export interface Found {
  row?: MapRow
}

export const Found = {
  codec: delimited<Found>((obj, w) => {
        writePart(w, 10, MapRow, obj.row)
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.row = readPart(reader, MapRow)
              break
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

export interface LeaseResult {
  lease: number
  expiresAtMs: number
}

export const LeaseResult = {
  codec: delimited<LeaseResult>((obj, w) => {
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
}

export interface ClaimResult {
  claim: number
  token: number
}

export const ClaimResult = {
  codec: delimited<ClaimResult>((obj, w) => {
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
}

export interface DoneResult {
  existed: boolean
}

export const DoneResult = {
  codec: delimited<DoneResult>((obj, w) => {
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
}

export interface AppliedResult {
  value?: Uint8Array
}

export const AppliedResult = {
  codec: delimited<AppliedResult>((obj, w) => {
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
}

export interface ThrewResult {
  message?: Uint8Array
}

export const ThrewResult = {
  codec: delimited<ThrewResult>((obj, w) => {
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
}

export interface RefusedResult {
  reason: Refusal
}

export const RefusedResult = {
  codec: delimited<RefusedResult>((obj, w) => {
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
