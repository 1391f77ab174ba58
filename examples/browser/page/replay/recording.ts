import type { MessageSummary, SimulationEvent } from 'libp2p-paxos/simulator'
import { initialPeers, nextPeers, type PeersPicture } from './peers-picture.js'
import { readable } from './readable.js'

/** Events that happen at once and are told in one sentence. */
export interface Step {
  readonly atMs: number
  readonly events: readonly [SimulationEvent, ...SimulationEvent[]]
  /** What the peers are like afterwards. */
  readonly peers: PeersPicture
  /** Whether the same message went to the same peer before: it has not been answered. */
  readonly isAgain: boolean
}

/** A message on its way. */
export interface Flight {
  readonly from: string
  readonly to: string
  readonly message: MessageSummary
  readonly sentAtMs: number
  /** Undefined if it was lost. */
  deliveredAtMs: number | undefined
}

/** A run that can be looked at step by step, in any order. */
export interface Recording {
  readonly peerIds: readonly string[]
  readonly steps: readonly Step[]
  readonly flights: readonly Flight[]
}

/** Makes steps of what happened in a run. */
export function recordingOf(recorded: readonly SimulationEvent[]): Recording {
  const events = readable(recorded)
  const starts = events.flatMap(event => (event.type === 'start' ? event.peerId : []))
  const peerIds = [...new Set(starts)].toSorted()
  const steps: Step[] = []
  const sent = new Set<string>()
  let peers = initialPeers(peerIds)
  for (const event of events) {
    const after = nextPeers(peers, event)
    const last = steps.at(-1)
    if (isTold(event, peers)) {
      const isAgain = wantsAnswer(event) && sent.has(keyOf(event))
      const same = steps.findLastIndex(({ events: [first] }) => isSameStep(first, event))
      const joined = steps[same]
      if (joined !== undefined) {
        steps[same] = { ...joined, events: [...joined.events, event], peers: after }
      } else if (last === undefined || !isAgain || !isRepeat(last, event)) {
        steps.push({ atMs: event.atMs, events: [event], peers: after, isAgain })
      }
      if (event.type === 'sent') sent.add(keyOf(event))
    }
    peers = after
  }
  return { peerIds, steps, flights: flightsOf(events) }
}

/** Whether there is something to say about it. What arrives shows in what is done about it. */
function isTold(event: SimulationEvent, peers: PeersPicture): boolean {
  switch (event.type) {
    case 'delivered':
      return false
    case 'sent':
      return !/^(heartbeat|genesis-|learn$)/.test(event.message.type)
    case 'notice': {
      const { notice } = event
      if (notice.type === 'campaign' || notice.type === 'step-down') return true
      if (notice.type === 'quorum-change') return notice.state === 'lost'
      if (notice.type !== 'leader-change') return false
      return notice.leader?.peerId !== peers.byId[event.peerId]?.leader
    }
    case 'heal':
      return peers.cuts.includes(event.from + event.to)
    case 'cut':
    case 'learned':
    case 'start':
    case 'crash':
    case 'pause':
    case 'resume':
    case 'wipe':
      return true
  }
}

/** Whether two events are one thing that happens: the same message to several peers, or several links at once. */
function isSameStep(first: SimulationEvent, next: SimulationEvent): boolean {
  if (first.type !== next.type || first.atMs !== next.atMs) return false
  if (first.type === 'sent' && next.type === 'sent') {
    return first.from === next.from && sameMessage(first.message, next.message)
  }
  if (first.type === 'learned' && next.type === 'learned') return first.peerId === next.peerId
  return first.type !== 'notice'
}

/** Whether it is sent until it is answered, so that the same once more is a repetition. */
function wantsAnswer(event: SimulationEvent): boolean {
  if (event.type !== 'sent') return false
  const { type, entries } = event.message
  return type === 'prepare' || (type === 'accept' && entries !== 0)
}

/** Whether it is told already that this is asked again and again. */
function isRepeat({ isAgain, events }: Step, event: SimulationEvent): boolean {
  return isAgain && events.some(each => each.type === 'sent' && keyOf(each) === keyOf(event))
}

function keyOf(event: SimulationEvent): string {
  if (event.type !== 'sent' && event.type !== 'delivered') return ''
  return `${event.from} ${event.to} ${JSON.stringify(event.message)}`
}

function sameMessage(a: MessageSummary, b: MessageSummary): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** Finds for every message when it arrived. */
function flightsOf(events: readonly SimulationEvent[]): Flight[] {
  const flights: Flight[] = []
  const underWay = new Map<string, Flight[]>()
  for (const event of events) {
    if (event.type !== 'sent' && event.type !== 'delivered') continue
    const { from, to, message, atMs } = event
    const key = keyOf(event)
    const same = underWay.get(key) ?? []
    underWay.set(key, same)
    if (event.type === 'sent') {
      const flight: Flight = { from, to, message, sentAtMs: atMs, deliveredAtMs: undefined }
      flights.push(flight)
      same.push(flight)
    } else {
      // Of several that say the same those before the last one were lost, or it would not have been said again.
      const arrived = same.pop()
      if (arrived !== undefined) arrived.deliveredAtMs = atMs
    }
  }
  return flights
}
