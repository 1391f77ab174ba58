import type { MessageSummary, Notice, SimulationEvent } from 'libp2p-paxos/simulator'

/** What a peer is like at some moment, as far as it shows. */
export interface PeerPicture {
  readonly state: 'running' | 'paused' | 'killed'
  readonly role: 'leader' | 'candidate' | 'follower'
  /** The last ballot that it was seen to promise or to lead in, such as `1.2 of C`. */
  readonly ballot: string | null
  /** Whom it follows. */
  readonly leader: string | undefined
  /** The last slot that it was seen to have accepted. */
  readonly acceptedSlot: number
  /** What it knows to be chosen, by slot from 1 on. */
  readonly learned: readonly string[]
}

export interface PeersPicture {
  readonly byId: Readonly<Record<string, PeerPicture>>
  /** Directions in which nothing arrives, such as `AB`. */
  readonly cuts: readonly string[]
}

const fresh: PeerPicture = {
  state: 'killed',
  role: 'follower',
  ballot: null,
  leader: undefined,
  acceptedSlot: 0,
  learned: []
}

export function initialPeers(peerIds: readonly string[]): PeersPicture {
  return { byId: Object.fromEntries(peerIds.map(id => [id, fresh])), cuts: [] }
}

/** What the peers are like after an event. */
export function nextPeers(peers: PeersPicture, event: SimulationEvent): PeersPicture {
  switch (event.type) {
    case 'cut':
      return { ...peers, cuts: [...new Set([...peers.cuts, event.from + event.to])] }
    case 'heal':
      return { ...peers, cuts: peers.cuts.filter(cut => cut !== event.from + event.to) }
    case 'delivered':
      return peers
    case 'sent':
      return change(peers, event.from, seenIn(event.message))
    case 'start':
      // What it had accepted shows again once it says so.
      return change(peers, event.peerId, { ...fresh, state: 'running' })
    case 'crash':
      return change(peers, event.peerId, { state: 'killed', role: 'follower', leader: undefined })
    case 'pause':
      return change(peers, event.peerId, { state: 'paused' })
    case 'resume':
      return change(peers, event.peerId, { state: 'running' })
    case 'wipe':
      return change(peers, event.peerId, { learned: [], acceptedSlot: 0, ballot: null })
    case 'learned': {
      const known = peers.byId[event.peerId]?.learned ?? []
      const learned = event.entries.reduce(
        (so, entry) => so.toSpliced(entry.slot - 1, 1, textOf(entry)),
        known
      )
      return change(peers, event.peerId, { learned })
    }
    case 'notice':
      return change(peers, event.peerId, changedBy(event.peerId, event.notice))
  }
}

function change(
  peers: PeersPicture,
  id: string,
  changes: Partial<PeerPicture> | undefined
): PeersPicture {
  const known = peers.byId[id]
  if (known === undefined || changes === undefined) return peers
  return { ...peers, byId: { ...peers.byId, [id]: { ...known, ...changes } } }
}

/** What a message shows of its sender. */
function seenIn({ type, ballot, lastSlot }: MessageSummary): Partial<PeerPicture> | undefined {
  const acceptedSlot = lastSlot !== undefined && { acceptedSlot: lastSlot }
  switch (type) {
    case 'promise':
    case 'accepted':
    case 'accept':
    case 'accept-sync':
      return { ...(ballot !== undefined && { ballot }), ...acceptedSlot }
    default:
      return undefined
  }
}

function changedBy(peerId: string, notice: Notice): Partial<PeerPicture> | undefined {
  switch (notice.type) {
    case 'campaign':
      return {
        role: 'candidate',
        ballot: `${notice.ballot.epoch}.${notice.ballot.round} of ${peerId}`
      }
    case 'step-down':
      return { role: 'follower' }
    case 'leader-change': {
      const leader = notice.leader?.peerId
      return { leader, role: leader === peerId ? 'leader' : 'follower' }
    }
    default:
      return undefined
  }
}

/** What stands in a slot, in a word. */
function textOf(entry: {
  readonly type: string
  readonly origin: string | undefined
  readonly value?: Uint8Array
}): string {
  if (entry.value !== undefined) return new TextDecoder().decode(entry.value)
  return entry.type === 'open-session' ? `hello of ${entry.origin ?? 'somebody'}` : entry.type
}
