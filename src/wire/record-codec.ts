import type { DurableState, Standing } from '../core/batch.js'
import type { Entry } from '../core/entry.js'
import { StoreCorruptError, UnsupportedVersionError } from '../errors.js'
import { checkBallot, checkIncarnation, checkWhole } from './checks.js'
import * as wire from './generated/wire.js'
import {
  acceptedFromWire,
  acceptedToWire,
  ballotFromWire,
  bootFromWire,
  bootToWire,
  configurationFromWire,
  configurationToWire,
  endedEpochFromWire,
  endedEpochToWire,
  entryFromWire,
  entryToWire,
  foundingFromWire,
  foundingToWire,
  incarnationFromWire,
  required,
  snapshotFromWire,
  snapshotToWire
} from './parts.js'
import { encode } from './writer.js'

/**
 * Version of the record formats that this code reads and writes: the first byte of every record. What a store returns must be
 * what was written; records carry no checksum of their own.
 */
export const recordVersion = 1

/** The bytes of a part of a log. */
export function encodeLogRecord(entries: readonly Entry[]): Uint8Array {
  return encode(wire.LogRecord.codec(), { entries: entries.map(entryToWire) }, recordVersion)
}

/**
 * Reads what {@link encodeLogRecord} wrote.
 *
 * @throws StoreCorruptError if the bytes cannot be read back whole; UnsupportedVersionError if a newer version wrote them.
 */
export function decodeLogRecord(bytes: Uint8Array): Entry[] {
  return guarded('log', bytes, body => wire.LogRecord.decode(body).entries.map(entryFromWire))
}

/** The bytes of the part of a state that changes all the time. */
export function encodeStandingRecord(standing: Standing): Uint8Array {
  return encode(
    wire.StandingRecord.codec(),
    {
      promisedBallot: checkBallot(standing.promisedBallot),
      acceptedBallot: checkBallot(standing.acceptedBallot),
      chosenSlotMax: checkWhole('chosenSlotMax', standing.chosenSlotMax),
      chosenBallot: checkBallot(standing.chosenBallot),
      lastSlot: checkWhole('lastSlot', standing.lastSlot),
      compactedSlotMax: checkWhole('compactedSlotMax', standing.compactedSlotMax)
    },
    recordVersion
  )
}

/**
 * Reads what {@link encodeStandingRecord} wrote.
 *
 * @throws StoreCorruptError if the bytes cannot be read back whole; UnsupportedVersionError if a newer version wrote them.
 */
export function decodeStandingRecord(bytes: Uint8Array): Standing {
  return guarded('standing', bytes, body => {
    const standing = wire.StandingRecord.decode(body)
    return {
      promisedBallot: ballotFromWire('promisedBallot', standing.promisedBallot),
      acceptedBallot: ballotFromWire('acceptedBallot', standing.acceptedBallot),
      chosenSlotMax: checkWhole('chosenSlotMax', standing.chosenSlotMax, 0, standing.lastSlot),
      chosenBallot: ballotFromWire('chosenBallot', standing.chosenBallot),
      lastSlot: checkWhole('lastSlot', standing.lastSlot),
      compactedSlotMax: checkWhole(
        'compactedSlotMax',
        standing.compactedSlotMax,
        0,
        standing.chosenSlotMax
      )
    }
  })
}

/** The bytes of everything durable but the log. */
export function encodeStateRecord(state: DurableState): Uint8Array {
  const { genesis } = state
  return encode(
    wire.StateRecord.codec(),
    {
      incarnation: checkIncarnation(state.incarnation),
      promisedBallot: checkBallot(state.promisedBallot),
      acceptedBallot: checkBallot(state.acceptedBallot),
      chosenSlotMax: checkWhole('chosenSlotMax', state.chosenSlotMax),
      chosenBallot: checkBallot(state.chosenBallot),
      lastSlot: checkWhole('lastSlot', state.lastSlot),
      genesis: {
        promisedBallot: checkBallot(genesis.promisedBallot),
        ...(genesis.accepted && { accepted: acceptedToWire(genesis.accepted) }),
        chosen: genesis.chosen,
        ...(genesis.founding && { founding: foundingToWire(genesis.founding) })
      },
      endedEpochs: state.endedEpochs.map(endedEpochToWire),
      ...(state.configuration && { configuration: configurationToWire(state.configuration) }),
      ...(state.snapshot && { snapshot: snapshotToWire(state.snapshot) }),
      compactedSlotMax: checkWhole('compactedSlotMax', state.compactedSlotMax),
      boot: bootToWire(state.boot)
    },
    recordVersion
  )
}

/**
 * Reads what {@link encodeStateRecord} wrote.
 *
 * @throws StoreCorruptError if the bytes cannot be read back whole; UnsupportedVersionError if a newer version wrote them.
 */
export function decodeStateRecord(bytes: Uint8Array): DurableState {
  return guarded('state', bytes, body => {
    const state = wire.StateRecord.decode(body)
    const genesis = required('genesis', state.genesis)
    if (genesis.chosen) required('genesis.accepted', genesis.accepted)
    return {
      incarnation: incarnationFromWire(state.incarnation),
      boot: bootFromWire(state.boot),
      promisedBallot: ballotFromWire('promisedBallot', state.promisedBallot),
      acceptedBallot: ballotFromWire('acceptedBallot', state.acceptedBallot),
      chosenSlotMax: checkWhole('chosenSlotMax', state.chosenSlotMax, 0, state.lastSlot),
      chosenBallot: ballotFromWire('chosenBallot', state.chosenBallot),
      lastSlot: checkWhole('lastSlot', state.lastSlot),
      genesis: {
        promisedBallot: ballotFromWire('genesis.promisedBallot', genesis.promisedBallot),
        ...(genesis.accepted && { accepted: acceptedFromWire(genesis.accepted) }),
        chosen: genesis.chosen,
        ...(genesis.founding && { founding: foundingFromWire(genesis.founding) })
      },
      endedEpochs: state.endedEpochs.map(endedEpochFromWire),
      ...(state.configuration && { configuration: configurationFromWire(state.configuration) }),
      ...(state.snapshot && { snapshot: snapshotFromWire(state.snapshot) }),
      compactedSlotMax: checkWhole(
        'compactedSlotMax',
        state.compactedSlotMax,
        0,
        state.chosenSlotMax
      )
    }
  })
}

function guarded<T>(kind: string, bytes: Uint8Array, decode: (body: Uint8Array) => T): T {
  const version = bytes[0] ?? 0
  if (version > recordVersion) {
    throw new UnsupportedVersionError(`${kind} records of version ${version} are not known`)
  }
  if (version < recordVersion) throw new StoreCorruptError(`a ${kind} record has no version`)
  try {
    return decode(bytes.subarray(1))
  } catch (cause) {
    throw new StoreCorruptError(`a ${kind} record cannot be read back`, { cause })
  }
}
