import type { LinkConditions } from './link.js'
import type { Fault, TimedFault } from './plan.js'
import type { Random } from './random.js'
import { rounded, type Setting } from './setting.js'

/** Faults of peers. */
const peerKinds = [
  'crash',
  'aimed crash',
  'crash-all',
  'wipe',
  'corrupt',
  'pause',
  'busy',
  'drift',
  'jump',
  'stall',
  'slow-disk',
  'full-disk',
  'fail-disk'
] as const

/** Faults between peers: there must be two. */
const networkKinds = [
  'partition',
  'links',
  'cut',
  'hold',
  'bad-link',
  'reset',
  'flap',
  'chase'
] as const

/** Kinds of faults; each is on in some plans and off in others, since all of them together hide what few of them show. */
const kinds = [...peerKinds, ...networkKinds]

type Kind = (typeof kinds)[number]

/** What aimed crashes aim at: where nobody takes snapshots, the last ones never come about. */
const aims = ['append', 'append', 'send', 'send', 'flush', 'flush', 'stage', 'snapshot'] as const

/** About as many faults strike at most: after each of them a peer may have to read its whole log again. */
const faultsMax = 100

/**
 * Draws what goes wrong, and when.
 *
 * @param asked The types of faults that strike, if that is not left to chance.
 */
export function drawFaults(setting: Setting, asked?: readonly Fault['type'][]): TimedFault[] {
  const { random, timeoutMs, durationMs, peerIds, expendable } = setting
  const possible = kinds.filter(kind => {
    if (kind === 'wipe' || kind === 'corrupt') return expendable.length > 0
    return peerIds.length > 1 || !isNetworkKind(kind)
  })
  const rate = random.pick([0.4, 0.4, 0.2, 0.1])
  const on = possible.filter(kind => asked?.includes(typeOf(kind)) ?? random.chance(rate))
  if (on.length === 0) return []
  // Where there are fewer peers, each is struck as often: if they were down all the time, nothing would happen.
  const gapMs = Math.max(
    (timeoutMs * random.pick([3, 9, 30])) / peerIds.length,
    durationMs / faultsMax
  )
  const faults: TimedFault[] = []
  for (
    let atMs = random.between(0, gapMs);
    atMs < durationMs;
    atMs += random.between(0, 2 * gapMs)
  ) {
    faults.push({ ...drawFault(setting, random.pick(on)), atMs: rounded(atMs) })
  }
  return faults
}

/** An aimed crash is a crash. */
const typeOf = (kind: Kind): Fault['type'] => (kind === 'aimed crash' ? 'crash' : kind)

const isNetworkKind = (kind: Kind): boolean => networkKinds.some(other => other === kind)

function drawFault(setting: Setting, kind: Kind): Fault {
  return isNetworkKind(kind) ? drawNetworkFault(setting, kind) : drawPeerFault(setting, kind)
}

function drawPeerFault({ random, peerIds, expendable, timeoutMs }: Setting, kind: Kind): Fault {
  const peer = random.pick(peerIds)
  const forMs = drawMs(random, timeoutMs)
  const ending = random.pick(['close', 'reset', 'silent'] as const)
  switch (kind) {
    case 'aimed crash':
      return {
        type: 'crash',
        peer,
        forMs,
        ending,
        aim: random.pick(aims)
      }
    case 'crash-all':
      return { type: 'crash-all', forMs, ending }
    case 'wipe':
    case 'corrupt':
      return { type: kind, peer: random.pick(expendable), forMs }
    case 'pause':
    case 'stall':
    case 'full-disk':
      return { type: kind, peer, forMs }
    case 'busy':
      return { type: 'busy', peer, forMs, busyMsMax: random.pick([2, 20]) }
    case 'drift':
      return { type: 'drift', peer, forMs, rate: rounded(random.between(0.9, 1.1)) }
    case 'jump':
      return { type: 'jump', peer, aheadMs: rounded(random.between(0, 4 * timeoutMs)) }
    case 'slow-disk':
      return {
        type: 'slow-disk',
        peer,
        forMs,
        flushMs: random.pick([
          [10, 50],
          [100, 500]
        ] as const)
      }
    case 'fail-disk': {
      const operation = random.pick(['read', 'write', 'flush'] as const)
      return { type: 'fail-disk', peer, operation, count: 1 + random.below(5) }
    }
    default:
      return { type: 'crash', peer, forMs, ending }
  }
}

function drawNetworkFault(setting: Setting, kind: Kind): Fault {
  const { random, peerIds, timeoutMs } = setting
  const forMs = drawMs(random, timeoutMs)
  const [a = '', b = ''] = random.shuffled(peerIds)
  const silently = random.chance(0.4)
  switch (kind) {
    case 'partition': {
      const left = random.chance(0.4) ? [a] : peerIds.filter(() => random.chance(0.5))
      return { type: 'partition', left, silently, forMs }
    }
    case 'links':
      return { type: 'links', links: drawTopology(random, peerIds), silently, forMs }
    case 'cut':
    case 'hold':
      return { type: kind, from: a, to: b, forMs }
    case 'reset':
      return { type: 'reset', a, b }
    case 'flap': {
      const periodMs = rounded(random.between(0.1, 1) * timeoutMs)
      return { type: 'flap', a, b, periodMs, times: 1 + random.below(8) }
    }
    case 'chase':
      return {
        type: 'chase',
        group: random.pick(setting.groups),
        direction: random.pick(['out', 'in', 'both'] as const),
        isHeld: random.chance(0.5),
        friends: random.below(Math.ceil(peerIds.length / 2)),
        periodMs: rounded(random.between(0.7, 3) * timeoutMs),
        times: 2 + random.below(6)
      }
    default: {
      const conditions = drawBadConditions(random, timeoutMs)
      return { type: 'bad-link', from: a, to: b, forMs, conditions }
    }
  }
}

/** A chain, a star or a ring: what makes a quorum hard to find. */
function drawTopology(random: Random, peerIds: readonly string[]): string[] {
  const order = random.shuffled(peerIds)
  const [hub = ''] = order
  const chain = order.slice(1).map((peer, i) => `${order[i]}${peer}`)
  const star = order.slice(1).map(peer => `${hub}${peer}`)
  return random.pick([chain, star, [...chain, `${order.at(-1)}${hub}`]])
}

function drawBadConditions(random: Random, timeoutMs: number): Partial<LinkConditions> {
  const slowMs = rounded(random.between(0.05, 1) * timeoutMs)
  return {
    ...(random.chance(0.4) && { lossRate: random.pick([0.02, 0.2, 0.6]) }),
    ...(random.chance(0.3) && { duplicateRate: random.pick([0.1, 0.5]) }),
    ...(random.chance(0.3) && { reorderRate: random.pick([0.1, 0.5]) }),
    ...(random.chance(0.3) && { straggleRate: random.pick([0.02, 0.2]) }),
    ...(random.chance(0.3) && { delayMs: [slowMs / 4, slowMs] }),
    ...(random.chance(0.15) && { bytesPerMs: random.pick([5, 100]) })
  }
}

/** Some time, from a fraction of an election timeout to a multiple of it. */
function drawMs(random: Random, timeoutMs: number): number {
  return rounded(timeoutMs * random.pick([0.1, 0.5, 1, 2, 4, 8]) * random.between(0.5, 1.5))
}
