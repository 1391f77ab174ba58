import { majorityQuorum, type QuorumRule } from '../core/configuration.js'
import { goodLink, type LinkConditions } from './link.js'
import type { Fault, Operation, Plan, TimedFault, TimedOperation } from './plan.js'
import { Random } from './random.js'

/** Messages, flushes and timers of a drawn run before it is healed. */
const eventsMin = 10_000

/** Operations of a drawn run, about. */
const operationsMin = 200

/** Kinds of faults; each is on in some plans and off in others, since all of them together hide what few of them show. */
const kinds = [
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
  'fail-disk',
  'partition',
  'links',
  'cut',
  'hold',
  'bad-link',
  'reset',
  'flap'
] as const

type Kind = (typeof kinds)[number]

/** What the drawing of faults and operations knows of the plan. */
interface Setting {
  readonly random: Random
  readonly peerIds: readonly string[]
  readonly groups: readonly string[]
  /** Peers that may lose their disks: enough others keep theirs. */
  readonly expendable: readonly string[]
  readonly timeoutMs: number
  readonly durationMs: number
  /** Whether some values are so large that frames and memory have no room for many of them. */
  readonly isLarge: boolean
}

/** Draws a plan: the same one for the same seed. (Swarm testing, Groce et al., 2012: what is left out matters.) */
export function drawPlan(seed: number): Plan {
  const random = new Random(seed).fork('plan')
  const peerCount = random.pick([1, 2, 3, 3, 3, 3, 3, 4, 5, 5, 5, 6, 7])
  const peerIds = Array.from({ length: peerCount }, (_, i) => String.fromCharCode(65 + i))
  const groupCount = peerCount > 5 ? 1 : random.pick([1, 1, 1, 2, 3])
  const groups = Array.from({ length: groupCount }, (_, i) => `group ${i + 1}`)
  const quorum = random.chance(0.35) ? drawQuorum(random, peerCount) : majorityQuorum(peerCount)
  const heartbeatIntervalMs = random.pick([40, 100, 100, 250])
  const missedHeartbeatsMax = random.pick([3, 5, 5, 8])
  const keyWindowSlots = random.pick([4, 64, 100_000, 100_000])
  const lossesMax = peerCount - Math.max(quorum.prepare, quorum.accept)
  const timeoutMs = heartbeatIntervalMs * missedHeartbeatsMax
  const setting: Setting = {
    random,
    peerIds,
    groups,
    expendable: shuffled(random, peerIds).slice(0, lossesMax),
    timeoutMs,
    durationMs: timeoutMs * random.pick([20, 40, 60]),
    isLarge: random.chance(0.1)
  }
  return {
    seed,
    peerCount,
    groups,
    quorum,
    options: {
      heartbeatIntervalMs,
      missedHeartbeatsMax,
      keyWindowSlots,
      pendingCountMax: random.pick([16, 1024, 16_384])
    },
    priorities: random.chance(0.2) ? { [random.pick(peerIds)]: 5 } : {},
    links: drawLinks(setting, heartbeatIntervalMs),
    disks: {
      flushMs: random.pick([
        [0, 0],
        [0.1, 1],
        [1, 5]
      ] as const),
      readMs: [0.05, 0.2]
    },
    durationMs: setting.durationMs,
    eventsMin,
    faults: drawFaults(setting),
    operations: drawOperations(setting, missedHeartbeatsMax, keyWindowSlots)
  }
}

function drawQuorum(random: Random, voterCount: number): QuorumRule {
  const accept = 1 + random.below(voterCount)
  return { accept, prepare: voterCount - accept + 1 }
}

/** Healthy conditions, on which everything must finish: any round trip takes a fraction of a heartbeat interval. */
function drawLinks({ random, isLarge }: Setting, heartbeatIntervalMs: number): LinkConditions {
  const delayMs = random.pick([
    [0.1, 0.5],
    [1, 3],
    [heartbeatIntervalMs / 20, heartbeatIntervalMs / 5]
  ] as const)
  return { ...goodLink, delayMs, bytesPerMs: isLarge ? 100_000 : random.pick([10_000, 100_000]) }
}

function drawFaults(setting: Setting): TimedFault[] {
  const { random, timeoutMs, durationMs, peerIds, expendable } = setting
  const possible = kinds.filter(kind => {
    if (kind === 'wipe' || kind === 'corrupt') return expendable.length > 0
    return peerIds.length > 1 || !networkKinds.has(kind)
  })
  const rate = random.pick([0.4, 0.4, 0.2, 0.1])
  const on = possible.filter(() => random.chance(rate))
  if (on.length === 0) return []
  // Where there are fewer peers, each is struck as often: if they were down all the time, nothing would happen.
  const gapMs = (timeoutMs * random.pick([3, 9, 30])) / peerIds.length
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

const networkKinds: ReadonlySet<Kind> = new Set<Kind>([
  'partition',
  'links',
  'cut',
  'hold',
  'bad-link',
  'reset',
  'flap'
])

function drawFault(setting: Setting, kind: Kind): Fault {
  return networkKinds.has(kind) ? drawNetworkFault(setting, kind) : drawPeerFault(setting, kind)
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
        aim: random.pick(['append', 'send', 'flush'] as const)
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

function drawNetworkFault({ random, peerIds, timeoutMs }: Setting, kind: Kind): Fault {
  const forMs = drawMs(random, timeoutMs)
  const [a = '', b = ''] = shuffled(random, peerIds)
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
    default: {
      const conditions = drawBadConditions(random, timeoutMs)
      return { type: 'bad-link', from: a, to: b, forMs, conditions }
    }
  }
}

/** A chain, a star or a ring: what makes a quorum hard to find. */
function drawTopology(random: Random, peerIds: readonly string[]): string[] {
  const order = shuffled(random, peerIds)
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

/** As many operations as it takes for enough to happen, besides what happens anyhow. */
function drawOperations(
  setting: Setting,
  roundsPerTimeout: number,
  keyWindowSlots: number
): TimedOperation[] {
  const { random, peerIds, groups, timeoutMs, durationMs, isLarge } = setting
  const peerCount = peerIds.length
  const eventsPerRound = groups.length * peerCount * (2 * peerCount - 1)
  const idleEvents = (durationMs / timeoutMs) * roundsPerTimeout * eventsPerRound
  const eventsPerOperation = 1 + 3 * (peerCount - 1)
  const count = Math.max(operationsMin, (eventsMin - idleEvents) / eventsPerOperation)
  const gapMs = durationMs / count
  const habits: Habits = {
    random,
    peerIds,
    groups,
    timeoutMs,
    // A few values as large as this are enough to fill what promises and frames may carry.
    largeRate: isLarge ? 25 / count : 0,
    keyRate: random.chance(0.4) ? 0.2 : 0,
    limitRate: random.chance(0.4) ? 0.1 : 0,
    registerCount: random.pick([1, 3, 20]),
    persists: keyWindowSlots >= 100_000 && random.chance(0.5)
  }
  const operations: TimedOperation[] = []
  for (let atMs = 0; atMs < durationMs; atMs += random.between(0, 2 * gapMs)) {
    const burst = random.chance(0.05) ? 1 + random.below(20) : 1
    for (let i = 0; i < burst; i += 1)
      operations.push({ ...drawOperation(habits), atMs: rounded(atMs) })
  }
  return operations
}

/** What the clients of one plan are like. */
interface Habits {
  readonly random: Random
  readonly peerIds: readonly string[]
  readonly groups: readonly string[]
  readonly timeoutMs: number
  readonly largeRate: number
  readonly keyRate: number
  /** How often a call gives up after some time. */
  readonly limitRate: number
  readonly registerCount: number
  /** Whether writes go on after their process crashed. */
  readonly persists: boolean
}

function drawOperation(habits: Habits): Operation {
  const { random, peerIds, groups, timeoutMs, registerCount } = habits
  const at = { peer: random.pick(peerIds), group: random.pick(groups) }
  const limit = random.chance(habits.limitRate)
    ? { timeoutMs: Math.ceil(timeoutMs * random.pick([0.02, 0.2, 2])) }
    : {}
  const register = `register ${random.below(registerCount)}`
  const bytes = random.chance(habits.largeRate) ? 700_000 : random.pick([0, 8, 8, 100])
  const write = { register, bytesMin: bytes, persists: habits.persists && random.chance(0.5) }
  const kind = random.unit()
  if (random.chance(habits.keyRate)) {
    return { ...at, ...limit, type: 'propose', bytes, key: `key ${random.below(20)}` }
  }
  if (kind < 0.3) return { ...at, ...limit, type: 'read', register }
  if (kind < 0.31) return { ...at, type: 'transfer', target: random.pick(peerIds) }
  if (kind < 0.36) return { ...at, ...limit, type: 'decide', name: `name ${random.below(20)}` }
  if (kind < 0.6) return { ...at, ...limit, ...write, type: 'write' }
  if (kind < 0.75) return { ...at, ...limit, ...write, type: 'compare-and-set' }
  return { ...at, ...limit, type: 'propose', bytes }
}

/** Some time, from a fraction of an election timeout to a multiple of it. */
function drawMs(random: Random, timeoutMs: number): number {
  return rounded(timeoutMs * random.pick([0.1, 0.5, 1, 2, 4, 8]) * random.between(0.5, 1.5))
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}

function shuffled<T>(random: Random, items: readonly T[]): T[] {
  const rest = [...items]
  const result: T[] = []
  while (rest.length > 0) result.push(...rest.splice(random.below(rest.length), 1))
  return result
}
