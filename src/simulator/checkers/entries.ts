import { sameConfiguration } from '../../core/configuration.js'
import type { Entry } from '../../core/entry.js'
import { sameBytes } from '../bytes.js'

/** Stands for an entry among those that were seen in the same slot. */
export type EntryId = number

/**
 * All entries that were ever seen in the slots of one group, told apart by content. They come from bytes, anew at every
 * replica, so that identity says nothing; but nearly always a slot has seen a single one, and comparing is all it takes.
 */
export class Entries {
  readonly #seen: Entry[][] = []

  idOf(slot: number, entry: Entry): EntryId {
    const seen = this.#seen[slot]
    if (seen === undefined) {
      for (let gap = this.#seen.length; gap < slot; gap += 1) this.#seen[gap] = []
      this.#seen[slot] = [entry]
      return 0
    }
    for (let id = 0; id < seen.length; id += 1) {
      if (sameContent(seen[id] as Entry, entry)) return id
    }
    return seen.push(entry) - 1
  }

  idsOf(log: { readonly firstSlot: number; readonly entries: readonly Entry[] }): EntryId[] {
    return log.entries.map((entry, i) => this.idOf(log.firstSlot + i, entry))
  }

  at(slot: number, id: EntryId): Entry {
    const entry = this.#seen[slot]?.[id]
    if (entry === undefined) throw new RangeError(`no entry ${id} was seen in slot ${slot}`)
    return entry
  }

  /** The entry, for people; `nothing` stands for none. */
  text(slot: number, id: EntryId | undefined): string {
    return id === undefined ? 'nothing' : formatEntry(this.at(slot, id))
  }
}

/** A short form of an entry, for people. */
export function formatEntry(entry: Entry): string {
  switch (entry.type) {
    case 'open-session':
      return `open-session of ${entry.origin} (${entry.nonce}) @${entry.logTimeMs}`
    case 'tick':
      return `tick @${entry.logTimeMs}`
    case 'no-op':
      return `no-op ${place(entry)}`
    case 'repeat':
      return `repeat ${place(entry)} key '${entry.key}'`
    case 'value': {
      const key = entry.key === undefined ? '' : ` key '${entry.key}'`
      return `value ${place(entry)}${key} ${formatBytes(entry.value)}`
    }
    case 'operation':
      return `operation ${place(entry)} ${formatBytes(entry.operation)}`
    case 'decide':
      return `decide ${place(entry)} '${entry.name}' ${formatBytes(entry.value)}`
    case 'stop':
      return `stop ${place(entry)} for epoch ${entry.configuration.epoch}`
  }
}

function place(entry: Exclude<Entry, { type: 'open-session' | 'tick' }>): string {
  return `${entry.session}.${entry.sequence} @${entry.logTimeMs}`
}

/** Bytes that are shown of a value. */
const shownBytesMax = 32

function formatBytes(bytes: Uint8Array): string {
  const text = String.fromCharCode(...bytes.subarray(0, shownBytesMax))
  const more = bytes.length > shownBytesMax ? ` of ${bytes.length} bytes` : ''
  return `${JSON.stringify(text)}${more}`
}

function sameContent(a: Entry, b: Entry): boolean {
  if (a === b) return true
  if (a.type !== b.type || a.logTimeMs !== b.logTimeMs) return false
  if (a.type === 'open-session' || b.type === 'open-session') {
    return (
      a.type === 'open-session' &&
      b.type === 'open-session' &&
      a.origin === b.origin &&
      a.nonce === b.nonce
    )
  }
  if (a.type === 'tick' || b.type === 'tick') return true
  if (a.sequence !== b.sequence || a.session !== b.session) return false
  if ((a.acknowledged ?? 0) !== (b.acknowledged ?? 0)) return false
  switch (a.type) {
    case 'value':
      return b.type === 'value' && a.key === b.key && sameBytes(a.value, b.value)
    case 'operation':
      return b.type === 'operation' && sameBytes(a.operation, b.operation)
    case 'decide':
      return b.type === 'decide' && a.name === b.name && sameBytes(a.value, b.value)
    case 'stop':
      return b.type === 'stop' && sameConfiguration(a.configuration, b.configuration)
    case 'repeat':
      return b.type === 'repeat' && a.key === b.key
    case 'no-op':
      return true
  }
}
