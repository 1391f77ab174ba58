import type { MessageSummary, QuorumState } from 'libp2p-paxos'

/*
 * What the server, its peers in Node and the pages say to each other. All of it is JSON.
 */

/** Name of the group that everyone is in. */
export const groupName = 'page'

/** What a peer says of itself, as it sees the group. */
export interface PeerReport {
  readonly role: 'leader' | 'candidate' | 'follower' | 'learner'
  readonly leader: string | null
  readonly ballot: string | null
  readonly quorum: QuorumState
  readonly epoch: number
  /** PeerIds of the voters. */
  readonly voters: readonly string[]
  readonly chosenSlotMax: number
  /** PeerIds of the peers that it is connected to. */
  readonly connected: readonly string[]
}

/** One peer of the group, in a process of its own or in a tab. */
export interface PeerInfo {
  readonly peerId: string
  /** A short name for people, such as `N1` or `Tab 2`. */
  readonly name: string
  readonly kind: 'node' | 'tab'
  readonly state: 'starting' | 'running' | 'paused' | 'killed'
  /** Null until it said something. */
  readonly report: PeerReport | null
}

/** Two peers, by their PeerIds in ascending order, which are kept apart. */
export type Cut = readonly [string, string]

/** Messages of one type that went from one peer to another within some milliseconds. */
export interface Flow {
  readonly from: string
  readonly to: string
  readonly type: MessageSummary['type']
  readonly count: number
  /** Of the last one. */
  readonly ballot?: string
  readonly lastSlot?: number
}

/** A claim of a cell on the board where the last writer wins. */
export interface Claim {
  readonly cell: string
  readonly owner: string
}

/** What the server tells every page, as it happens. */
export type ServerEvent =
  | { readonly type: 'peers'; readonly peers: readonly PeerInfo[]; readonly cuts: readonly Cut[] }
  | { readonly type: 'flows'; readonly flows: readonly Flow[] }
  /** Somebody claimed a cell without asking anybody. */
  | { readonly type: 'claim'; readonly claim: Claim }
  /** Every tab is to claim these cells at once. */
  | { readonly type: 'race'; readonly cells: readonly string[] }
  | { readonly type: 'clear' }

/** What a page asks of the server. */
export type Command =
  | { readonly type: 'pause' | 'resume' | 'kill' | 'restart' | 'remove'; readonly peerId: string }
  | { readonly type: 'add' }
  | { readonly type: 'cut' | 'heal'; readonly link: Cut }
  | { readonly type: 'report'; readonly peerId: string; readonly report: PeerReport }
  | { readonly type: 'claim'; readonly claim: Claim }
  | { readonly type: 'race'; readonly cells: readonly string[] }
  | { readonly type: 'clear' }

/** What a page needs to join. */
export interface Welcome {
  readonly invite: string
  /** Names the run of the server: with another one there is another group. */
  readonly run: string
}

/** What a peer's process is told. */
export type PeerOrder =
  | {
      readonly type: 'start'
      /** The private key, as its bytes in hexadecimal. */
      readonly key: string
      readonly directory: string
      /** 0 for any. */
      readonly port: number
      readonly cut: readonly string[]
    }
  | {
      readonly type: 'enter'
      /** Where others listen. */
      readonly addresses: readonly string[]
      /** Who founds the group with this peer, or what it joins by. */
      readonly by: { readonly founders: readonly string[] } | { readonly invite: string }
    }
  | { readonly type: 'cut' | 'heal'; readonly peerId: string }
  | { readonly type: 'invite' }
  | { readonly type: 'vote-out'; readonly peerId: string }

/** What a peer's process tells. */
export type PeerWord =
  | { readonly type: 'listening'; readonly port: number; readonly addresses: readonly string[] }
  | { readonly type: 'report'; readonly report: PeerReport }
  | { readonly type: 'flows'; readonly flows: readonly Flow[] }
  | { readonly type: 'invite'; readonly invite: string }
  | { readonly type: 'voted-out'; readonly peerId: string; readonly error: string | null }

/** The two ends of a link, in order. */
export function cutOf(a: string, b: string): Cut {
  return a < b ? [a, b] : [b, a]
}
