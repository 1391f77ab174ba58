import type { Key } from './keys.js'

/** What one key of a map holds. */
export interface MapRow {
  readonly type: 'map'
  readonly value: Uint8Array
  /** The slot in which it was set last. */
  readonly version: number
  /** The slot since which the key is there. */
  readonly createdSlot: number
  /** The lease that it goes with; 0 if it stays. */
  readonly lease: number
}

/** A counter, or the last number that a sequence gave out. */
export interface NumberRow {
  readonly type: 'number'
  readonly value: number
}

export interface LeaseRow {
  readonly type: 'lease'
  readonly ttlMs: number
  /** The group's time at which it ends unless it is kept alive. */
  readonly expiresAtMs: number
  /** PeerId of the member that it was granted to. */
  readonly origin: string
}

/** Somebody in line for a lock or an office. */
export interface ClaimRow {
  readonly type: 'claim'
  readonly lease: number
  /** PeerId of the member that claims. */
  readonly origin: string
  readonly value: Uint8Array
  /** What it holds it with: higher than any that was given out before; 0 while it waits. */
  readonly token: number
}

/** Says that a row goes with a lease. */
export interface HeldRow {
  readonly type: 'held'
}

/** A fact of the state. Rows are replaced and never changed: snapshots share them. */
export type Row = MapRow | NumberRow | LeaseRow | ClaimRow | HeldRow

export type NumberKind = 'counter' | 'sequence'
export type TurnKind = 'lock' | 'election'

const kinds = {
  map: 'm',
  counter: 'c',
  sequence: 's',
  lease: 'l',
  lock: 'k',
  election: 'e',
  held: 'h'
} as const

const types: Readonly<Record<string, Row['type']>> = {
  [kinds.map]: 'map',
  [kinds.counter]: 'number',
  [kinds.sequence]: 'number',
  [kinds.lease]: 'lease',
  [kinds.lock]: 'claim',
  [kinds.election]: 'claim',
  [kinds.held]: 'held'
}

/** The type of the rows that have keys like this one. */
export function rowTypeOf(key: Key): Row['type'] | undefined {
  return types[key.charAt(0)]
}

/** Characters that a slot takes in a key. */
const slotLength = 7

/** What all keys of the rows of a map begin with. */
export function mapPrefix(map: Key): Key {
  return kinds.map + named(map)
}

export function numberKey(kind: NumberKind, name: Key): Key {
  return kinds[kind] + named(name)
}

export const leasePrefix: Key = kinds.lease

export function leaseKey(lease: number): Key {
  return leasePrefix + slotText(lease)
}

/** What the keys of all who are in line begin with; they are in the order in which they came. */
export function linePrefix(kind: TurnKind, name: Key): Key {
  return kinds[kind] + named(name)
}

export function claimKey(kind: TurnKind, name: Key, claim: number): Key {
  return linePrefix(kind, name) + slotText(claim)
}

/** What the keys of the rows begin with that say what goes with a lease. */
export function heldPrefix(lease: number): Key {
  return kinds.held + slotText(lease)
}

/** A key that says that the row `key` goes with a lease. */
export function heldKey(lease: number, key: Key): Key {
  return heldPrefix(lease) + key
}

/** Which row a key that begins with {@link heldPrefix} is about. */
export function keyHeld(held: Key): Key {
  return held.slice(kinds.held.length + slotLength)
}

/** What the key of a lease, a claim or a row of a map says. */
export function parseKey(
  key: Key
):
  | { readonly type: 'map'; readonly map: Key; readonly key: Key }
  | { readonly type: 'claim'; readonly kind: TurnKind; readonly name: Key; readonly claim: number }
  | undefined {
  const end = 3 + key.charCodeAt(1) * 0x100 + key.charCodeAt(2)
  const name = key.slice(3, end)
  switch (key[0]) {
    case kinds.map:
      return { type: 'map', map: name, key: key.slice(end) }
    case kinds.lock:
      return { type: 'claim', kind: 'lock', name, claim: slotAt(key, end) }
    case kinds.election:
      return { type: 'claim', kind: 'election', name, claim: slotAt(key, end) }
    default:
      return undefined
  }
}

/** The lease that the key of a lease's row is of. */
export function leaseOf(key: Key): number {
  return slotAt(key, leasePrefix.length)
}

/** With its length before it, so that no name is the beginning of another. */
function named(name: Key): Key {
  return String.fromCharCode(name.length >>> 8, name.length & 0xff) + name
}

/** The highest byte first, so that keys are in the order of slots. */
function slotText(slot: number): Key {
  let text = ''
  for (let rest = slot, i = 0; i < slotLength; i += 1, rest = Math.floor(rest / 0x100)) {
    text = String.fromCharCode(rest % 0x100) + text
  }
  return text
}

/** The slot that a key ends with, from `index` on. */
export function slotAt(key: Key, index: number): number {
  let slot = 0
  for (let i = index; i < key.length; i += 1) slot = slot * 0x100 + key.charCodeAt(i)
  return slot
}
