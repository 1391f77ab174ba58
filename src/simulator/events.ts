import type { ChosenEntry, Notice } from '../core/effects.js'
import type { Entry } from '../core/entry.js'
import type { MessageSummary } from '../wire/message-summary.js'

/**
 * Something that happened in a simulated world: what a run is drawn from.
 *
 * Peers are named A, B, C and so on; `group` is the name of a group.
 */
export type SimulationEvent = { readonly atMs: number } & (
  | MessageTold
  | NoticeTold
  | EntriesLearned
  | PeerChanged
  | LinkChanged
)

/** A message left a peer, whether it arrives or not, or is about to be handled by the one that it was for. */
interface MessageTold {
  readonly type: 'sent' | 'delivered'
  readonly from: string
  readonly to: string
  readonly group: string
  readonly message: MessageSummary
}

/** Something that a replica tells of itself: that the leader changed, that it campaigns, that it has no quorum. */
interface NoticeTold {
  readonly type: 'notice'
  readonly peerId: string
  readonly group: string
  readonly notice: Notice
}

/** A replica knows that these entries are chosen: it learned so, or its disk brought them back. */
interface EntriesLearned {
  readonly type: 'learned'
  readonly peerId: string
  readonly group: string
  /** By ascending slot, without gaps. */
  readonly entries: readonly LearnedEntry[]
}

/** What was chosen for a slot. */
export interface LearnedEntry {
  readonly slot: number
  readonly type: Entry['type']
  /** The peer that proposed it; undefined if its session is unknown. */
  readonly origin: string | undefined
  /** Of an application's value or decision. */
  readonly value?: Uint8Array
}

/** A process began, ended without a word, stood still or went on; or a disk was emptied. */
interface PeerChanged {
  readonly type: 'start' | 'crash' | 'pause' | 'resume' | 'wipe'
  readonly peerId: string
}

/** What one peer sends to another does not arrive any more, or not for now; or can arrive again, as far as this link goes. */
interface LinkChanged {
  readonly type: 'cut' | 'heal'
  readonly from: string
  readonly to: string
}

/** What is told of chosen entries. */
export function learnedEntries(chosen: readonly ChosenEntry[]): LearnedEntry[] {
  return chosen.map(({ slot, entry, origin }) => ({
    slot,
    type: entry.type,
    origin,
    ...('value' in entry && { value: entry.value })
  }))
}
