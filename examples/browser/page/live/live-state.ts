import type { Cut, PeerInfo, PeerReport } from '../../shared/messages.js'

/** A slot of the log, as far as an application sees it. */
export interface LogRow {
  readonly slot: number
  readonly text: string
  readonly kind: 'value' | 'map'
  /** PeerId of the peer that proposed it; undefined where that is not told. */
  readonly origin: string | undefined
}

/** What the shared map holds under the one key that the page shows. */
export interface Shared {
  readonly value: string
  readonly version: number
}

/** Everything that the live view shows. */
export interface LiveState {
  readonly phase: 'starting' | 'joining' | 'joined' | 'failed'
  readonly error: string | null
  /** PeerId of this tab. */
  readonly self: string
  readonly peers: readonly PeerInfo[]
  readonly cuts: readonly Cut[]
  /** Names of peers by PeerId, also of those that are gone. */
  readonly names: Names
  /** What this tab says of itself. */
  readonly report: PeerReport | null
  /** The last rows, ascending. */
  readonly rows: readonly LogRow[]
  readonly rowCount: number
  readonly shared: Shared | null
  /** Milliseconds from proposing to having learned it, of the last values that this tab proposed. */
  readonly latencies: readonly number[]
  /** Values a second that this tab proposes by itself. */
  readonly rate: number
  /** Why the last proposal came to nothing. */
  readonly refusal: string | null
  /** Whether this tab asks to vote. */
  readonly wantsVote: boolean
}

export const initialState: LiveState = {
  phase: 'starting',
  error: null,
  self: '',
  peers: [],
  cuts: [],
  names: {},
  report: null,
  rows: [],
  rowCount: 0,
  shared: null,
  latencies: [],
  rate: 0,
  refusal: null,
  wantsVote: false
}

export type Names = Readonly<Record<string, string>>

/** The short name of a peer. */
export function nameOf(names: Names, peerId: string | null | undefined): string {
  if (peerId === null || peerId === undefined) return 'nobody'
  return names[peerId] ?? `…${peerId.slice(-5)}`
}

/** Whether a peer votes, as most of those know who say so in the newest epoch. */
export function votersOf({ peers, report }: LiveState): readonly string[] {
  const reports = [
    ...peers.flatMap(peer => peer.report ?? []),
    ...(report === null ? [] : [report])
  ]
  return (
    reports.reduce<PeerReport | undefined>(
      (newest, next) => (newest === undefined || next.epoch > newest.epoch ? next : newest),
      undefined
    )?.voters ?? []
  )
}
