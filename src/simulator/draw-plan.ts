import { majorityQuorum, type QuorumRule } from '../core/configuration.js'
import { drawAftermath } from './draw-aftermath.js'
import { drawEpisode } from './draw-episode.js'
import { drawFaults } from './draw-faults.js'
import { drawOperations, eventsPerRound } from './draw-operations.js'
import { goodLink, type LinkConditions } from './link.js'
import { peerNames } from './peer-names.js'
import type { Fault, Plan } from './plan.js'
import { Random } from './random.js'
import type { Setting } from './setting.js'

/** Messages, flushes and timers of a drawn run before it is healed. */
const eventsMin = 10_000

/** Sizes of worlds, the likelier the more often they are here: three peers are the least that can outlive one. */
const peerCounts = [1, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 4, 4, 5, 5, 5, 5, 5, 5, 6, 6, 7, 7]

/** What of a plan is not left to chance. */
export interface Given {
  readonly peerCount?: number | undefined
  /** Faults that strike, all of them in every plan, and no others. */
  readonly faults?: readonly Fault['type'][] | undefined
  /** Whether the voters may change. */
  readonly reconfigures?: boolean
}

/**
 * Draws a plan: the same one for the same seed. (Swarm testing, Groce et al., 2012: what is left out matters.)
 */
export function drawPlan(seed: number, given: Given = {}): Plan {
  const random = new Random(seed).fork('plan')
  const drawnCount = random.pick(peerCounts)
  const peerCount = given.peerCount ?? drawnCount
  const peerIds = peerNames(peerCount)
  const reconfigures =
    (given.reconfigures ?? peerCount >= 3) && new Random(seed).fork('reconfigures').chance(0.45)
  const joinerCount = reconfigures ? drawJoinerCount(seed, peerCount) : 0
  const founderCount = peerCount - joinerCount
  const groupCount = peerCount > 4 ? 1 : random.pick([1, 1, 1, 2, 3])
  const groups = Array.from({ length: groupCount }, (_, i) => `group ${i + 1}`)
  const quorum = random.chance(0.35)
    ? drawQuorum(random, founderCount)
    : majorityQuorum(founderCount)
  const heartbeatIntervalMs = random.pick([40, 100, 100, 250])
  const missedHeartbeatsMax = random.pick([3, 5, 5, 8])
  const keyWindowSlots = random.pick([4, 64, 100_000, 100_000])
  const lossesMax = founderCount - Math.max(quorum.prepare, quorum.accept)
  const timeoutMs = heartbeatIntervalMs * missedHeartbeatsMax
  const setting: Setting = {
    random,
    peerIds,
    groups,
    expendable: random.shuffled(peerIds).slice(0, lossesMax),
    missedHeartbeatsMax,
    timeoutMs,
    // Few peers have little to tell each other: for them it takes longer until as much has happened.
    durationMs: Math.max(
      timeoutMs * random.pick([20, 30, 40]),
      (heartbeatIntervalMs * eventsMin * random.pick([0.4, 0.6, 0.8])) /
        (groupCount * eventsPerRound(peerCount))
    ),
    isLarge: random.chance(0.025),
    reconfigures,
    keyWindowSlots
  }
  const operations = drawOperations(setting, eventsMin)
  const episode = given.faults === undefined ? drawEpisode(setting) : undefined
  // Other faults would rarely let it come about.
  const faults =
    episode !== undefined && random.chance(0.7) ? [] : drawFaults(setting, given.faults)
  const aftermath = setting.reconfigures ? undefined : drawAftermath(seed, setting, operations)
  const { stateBytesMin, ...snapshots } = drawSnapshots(seed)
  return {
    seed,
    peerCount,
    ...(joinerCount > 0 && { joinerCount }),
    groups,
    quorum,
    options: {
      heartbeatIntervalMs,
      missedHeartbeatsMax,
      keyWindowSlots,
      ...snapshots,
      pendingCountMax: random.pick([16, 1024, 16_384]),
      churn: reconfigures ? drawChurn(seed, timeoutMs) : false
    },
    ...(stateBytesMin > 0 && { stateBytesMin }),
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
    faults: [...faults, ...(episode?.faults ?? [])],
    operations: [...operations, ...(episode?.operations ?? [])],
    ...(aftermath !== undefined && { aftermath })
  }
}

/**
 * Often, the log is cut back to what the last snapshots do not cover. A snapshot after every entry takes longer than all else, so that it
 * is rare; large ones are rare enough for there to be time for them.
 */
function drawSnapshots(seed: number) {
  const random = new Random(seed).fork('snapshots')
  const snapshotEveryBytes = random.chance(0.02) ? 1 : random.pick([400, 2_000, 20_000, 16_777_216])
  const isKept = random.chance(0.3)
  const logBytesMax = random.pick([0, 0, 5_000, 50_000])
  const isLarge = snapshotEveryBytes === 20_000 && random.chance(0.3)
  return {
    snapshotEveryBytes,
    ...(!isKept && { logBytesMax }),
    stateBytesMin: isLarge ? 700_000 : 0
  }
}

/** Voters that are gone are replaced soon, or left out: much sooner than in production, where time is longer. */
function drawChurn(seed: number, timeoutMs: number): Plan['options']['churn'] {
  const random = new Random(seed).fork('churn')
  if (random.chance(0.4)) return false
  return {
    votersTarget: random.pick([3, 5, 5, 7]),
    votersMin: random.pick([1, 3, 3]),
    evictAfterMs: timeoutMs * random.pick([2, 5, 20]),
    graceMs: timeoutMs * random.pick([0, 1, 5]),
    changeIntervalMs: timeoutMs * random.pick([1, 5]),
    evictUrgentAfterMs: timeoutMs * random.pick([1, 5])
  }
}

function drawJoinerCount(seed: number, peerCount: number): number {
  const random = new Random(seed).fork('joiners')
  return random.chance(0.5) ? random.below(Math.ceil(peerCount / 2)) : 0
}

function drawQuorum(random: Random, voterCount: number): QuorumRule {
  const accept = 1 + random.below(voterCount)
  return { accept, prepare: voterCount - accept + 1 }
}

/**
 * Healthy conditions, on which everything must finish: any round trip takes a fraction of a heartbeat interval, and large values
 * do not take so long that peers seem to be away.
 */
function drawLinks({ random, isLarge }: Setting, heartbeatIntervalMs: number): LinkConditions {
  const fast = [
    [0.1, 0.5],
    [1, 3]
  ] as const
  const slow = [heartbeatIntervalMs / 20, heartbeatIntervalMs / 5] as const
  return {
    ...goodLink,
    delayMs: random.pick(isLarge ? fast : [...fast, slow]),
    bytesPerMs: isLarge ? 100_000 : random.pick([10_000, 100_000])
  }
}
