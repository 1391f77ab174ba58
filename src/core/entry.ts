import { type Configuration, sameConfiguration } from './configuration.js'

/**
 * What an origin asks the group to put into the log.
 *
 * All but `open-session` belong to a session and carry its next sequence number: a session's proposals enter
 * the log in the order of their sequence, each once.
 */
export type Proposal =
  | OpenSession
  | ValueProposal
  | OperationProposal
  | DecideProposal
  | NoOpProposal
  | StopProposal

/** Opens a session for `origin`; the session's id is the slot this is chosen in. */
export interface OpenSession {
  readonly type: 'open-session'
  /** PeerId of the replica that opens the session. */
  readonly origin: string
  /** Random number by which the origin recognises its own session. */
  readonly nonce: bigint
}

interface Sequenced {
  /** Slot of the entry that opened the session. */
  readonly session: number
  /** Position within the session, from 1, without gaps. */
  readonly sequence: number
  /**
   * The origin has learned what became of everything up to this sequence, so that the group may forget it.
   *
   * @default 0
   */
  readonly acknowledged?: number
}

/** A value of the application. */
export interface ValueProposal extends Sequenced {
  readonly type: 'value'
  /** The same key from the same origin, within the retained window, is the same proposal. */
  readonly key?: string
  readonly value: Uint8Array
}

/** An operation on the objects of the group, which describe themselves. To the core it is bytes. */
export interface OperationProposal extends Sequenced {
  readonly type: 'operation'
  readonly operation: Uint8Array
}

/** Consensus on one value: the first one chosen under `name` wins. */
export interface DecideProposal extends Sequenced {
  readonly type: 'decide'
  readonly name: string
  readonly value: Uint8Array
}

/** Takes the place of a proposal that was given up, so that its successors need not wait for it. */
export interface NoOpProposal extends Sequenced {
  readonly type: 'no-op'
}

/**
 * What a leader puts in the place of a value whose key was used before within the retained window: the value in the slot of that
 * first use is the one that counts.
 */
export interface RepeatProposal extends Sequenced {
  readonly type: 'repeat'
  readonly key: string
}

/**
 * Ends an epoch and names the configuration of the next one. It takes effect only in the epoch before that: once another one did,
 * it means nothing.
 */
export interface StopProposal extends Sequenced {
  readonly type: 'stop'
  readonly configuration: Configuration
}

/** What a leader appends when the group's time comes to something and nobody proposes: all it says is what time it is. */
export interface Tick {
  readonly type: 'tick'
}

/** What a slot of the log holds: a proposal, or what its leader made of it, and the time that the leader stamped on it. */
export type Entry = (Proposal | RepeatProposal | Tick) & {
  /** Milliseconds of the group's own clock, which never runs backwards; not a time of day. */
  readonly logTimeMs: number
}

/** Bytes that an entry is counted with besides its value, operation, key and name; at least what it takes on the wire. */
export const entryOverheadBytes = 64

/** Upper bound of the bytes that one voter of a configuration takes besides its addresses, and that one of those does besides its text. */
const voterBytes = 256
const addressBytes = 8

/** Upper bound of the bytes that `entry` takes in memory bounds, frames and records. */
export function entryBytes(entry: Proposal | RepeatProposal | Tick): number {
  switch (entry.type) {
    case 'open-session':
      return entryOverheadBytes + entry.origin.length * 3
    case 'value':
      return entryOverheadBytes + entry.value.length + (entry.key?.length ?? 0) * 3
    case 'decide':
      return entryOverheadBytes + entry.value.length + entry.name.length * 3
    case 'operation':
      return entryOverheadBytes + entry.operation.length
    case 'no-op':
    case 'tick':
      return entryOverheadBytes
    case 'repeat':
      return entryOverheadBytes + entry.key.length * 3
    case 'stop':
      return entryOverheadBytes + configurationBytes(entry.configuration)
  }
}

function configurationBytes({ voters }: Configuration): number {
  let bytes = voters.length * voterBytes
  for (const { addresses = [] } of voters) {
    for (const address of addresses) bytes += addressBytes + 3 * address.length
  }
  return bytes
}

/** Whether two entries are the same proposal, stamped with the same time. */
export function sameEntry(a: Entry, b: Entry): boolean {
  if (a === b) return true
  if (a.type !== b.type || a.logTimeMs !== b.logTimeMs) return false
  if (a.type === 'open-session' && b.type === 'open-session') {
    return a.origin === b.origin && a.nonce === b.nonce
  }
  if (a.type === 'open-session' || b.type === 'open-session') return false
  if (a.type === 'tick' || b.type === 'tick') return a.type === b.type
  if (a.session !== b.session || a.sequence !== b.sequence) return false
  if ((a.acknowledged ?? 0) !== (b.acknowledged ?? 0)) return false
  if (a.type === 'value' && b.type === 'value') {
    return a.key === b.key && sameBytes(a.value, b.value)
  }
  if (a.type === 'operation' && b.type === 'operation') {
    return sameBytes(a.operation, b.operation)
  }
  if (a.type === 'decide' && b.type === 'decide') {
    return a.name === b.name && sameBytes(a.value, b.value)
  }
  if (a.type === 'stop' && b.type === 'stop') {
    return sameConfiguration(a.configuration, b.configuration)
  }
  if (a.type === 'repeat' && b.type === 'repeat') return a.key === b.key
  return true
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}
