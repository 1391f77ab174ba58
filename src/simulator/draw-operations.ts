import { ObjectHabits } from './draw-objects.js'
import type { Operation, TimedOperation } from './plan.js'
import type { Random } from './random.js'
import { rounded, type Setting } from './setting.js'

/** Operations of a drawn run, at least about. */
const operationsMin = 150

/** Bytes of a proposal that is not there for its size. */
const smallBytesMax = 100

/** Timers and messages of a round of heartbeats among so many peers. */
export function eventsPerRound(peerCount: number): number {
  return peerCount * (2 * peerCount - 1)
}

/** Draws as many operations as it takes for `eventsMin` events, besides what happens anyhow. */
export function drawOperations(setting: Setting, eventsMin: number): TimedOperation[] {
  const { random, peerIds, groups, timeoutMs, durationMs, isLarge } = setting
  const peerCount = peerIds.length
  const rounds = (durationMs / timeoutMs) * setting.missedHeartbeatsMax
  const idleEvents = rounds * groups.length * eventsPerRound(peerCount)
  const eventsPerOperation = 1 + 5 * (peerCount - 1)
  const count = Math.max(operationsMin, (eventsMin - idleEvents) / eventsPerOperation)
  const gapMs = durationMs / count
  const habits: Habits = {
    random,
    peerIds,
    groups,
    timeoutMs,
    // A few values as large as this are enough to fill what promises and frames may carry.
    largeRate: isLarge ? 10 / count : 0,
    keyRate: random.chance(0.4) ? 0.2 : 0,
    limitRate: random.chance(0.4) ? 0.1 : 0,
    registerCount: random.pick([1, 3, 20]),
    reconfigures: setting.reconfigures,
    persists: setting.keyWindowSlots >= 100_000 && random.chance(0.5)
  }
  const operations: TimedOperation[] = []
  for (let atMs = 0; atMs < durationMs; atMs += random.between(0, 2 * gapMs)) {
    const burst = random.chance(0.05) ? 1 + random.below(20) : 1
    for (let i = 0; i < burst; i += 1)
      operations.push({ ...drawOperation(habits), atMs: rounded(atMs) })
  }
  // With numbers of their own: they leave everything else of a plan as it is.
  const objects = new ObjectHabits(random.fork('objects'), timeoutMs)
  return operations.map(operation => withObjects(operation, objects))
}

/** What only fills the log makes way for something with a meaning. */
function withObjects(operation: TimedOperation, objects: ObjectHabits): TimedOperation {
  if (operation.type !== 'propose' || operation.key !== undefined) return operation
  if (operation.bytes > smallBytesMax || !objects.takesNext) return operation
  const { peer, group, atMs, timeoutMs } = operation
  const drawn = objects.draw()
  const limit = timeoutMs === undefined || drawn.type === 'lease' ? {} : { timeoutMs }
  return { peer, group, atMs, ...limit, ...drawn }
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
  readonly reconfigures: boolean
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
  const bytes = random.chance(habits.largeRate) ? 900_000 : random.pick([0, 8, 8, 100])
  const write = { register, bytesMin: bytes, persists: habits.persists && random.chance(0.5) }
  const kind = random.unit()
  if (random.chance(habits.keyRate)) {
    return { ...at, ...limit, type: 'propose', bytes, key: `key ${random.below(20)}` }
  }
  if (kind < 0.3) return { ...at, ...limit, type: 'read', register }
  if (kind < 0.31) return { ...at, type: 'transfer', target: random.pick(peerIds) }
  if (habits.reconfigures && kind < 0.33) {
    return {
      ...at,
      ...limit,
      type: 'reconfigure',
      add: random.pick(peerIds),
      remove: random.pick(peerIds)
    }
  }
  if (kind < 0.36) return { ...at, ...limit, type: 'decide', name: `name ${random.below(20)}` }
  if (kind < 0.6) return { ...at, ...limit, ...write, type: 'write' }
  if (kind < 0.75) return { ...at, ...limit, ...write, type: 'compare-and-set' }
  return { ...at, ...limit, type: 'propose', bytes }
}
