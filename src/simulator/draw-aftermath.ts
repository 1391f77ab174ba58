import type { Aftermath, TimedOperation } from './plan.js'
import { Random } from './random.js'
import { rounded, type Setting } from './setting.js'

/** Calls that are made in an aftermath, and election timeouts that they take. */
const callCount = 30
const callTimeouts = 4

/** Transfers among them where the links are lossy: each is a chance to lose what a new leader says. */
const transferCount = 5

const types = ['down', 'down', 'stall', 'mute', 'deaf', 'star', 'lossy', 'lossy'] as const

/** How often all disks but one are lost. */
const forkChance = 0.12

/** Draws what goes wrong for good; undefined where nothing can, since every peer is needed. */
export function drawAftermath(
  seed: number,
  setting: Setting,
  operations: readonly TimedOperation[]
): Aftermath | undefined {
  const aftermath = drawStruck(setting, operations)
  const random = new Random(seed).fork('fork')
  if (aftermath === undefined || !random.chance(forkChance)) return aftermath
  return { type: 'fork', atLeader: random.chance(0.3), operations: aftermath.operations }
}

/** Draws what strikes some peers, or links. */
function drawStruck(
  setting: Setting,
  operations: readonly TimedOperation[]
): Aftermath | undefined {
  const { random, peerIds, expendable } = setting
  if (peerIds.length < 3) return undefined
  const calls = drawCalls(setting, operations)
  const withLeader = random.chance(0.6)
  const count = 1 + random.below(Math.max(1, expendable.length))
  const type = random.pick(types)
  switch (type) {
    case 'star':
      return { type, atLeader: random.chance(0.3), operations: calls }
    case 'lossy': {
      const transfers = Array.from({ length: transferCount }, () => drawTransfer(setting))
      return {
        type,
        lossRate: random.pick([0.05, 0.2]),
        operations: [...calls, ...transfers]
      }
    }
    // One peer alone, or it would be a partition with a part that can go on by itself.
    case 'mute':
    case 'deaf':
      return { type, count: 1, withLeader, operations: calls }
    default:
      return { type, count, withLeader, operations: calls }
  }
}

/** Calls like those of the plan, at any peers. */
function drawCalls(setting: Setting, operations: readonly TimedOperation[]): TimedOperation[] {
  const { random, peerIds } = setting
  const models = operations.filter(({ type }) => type !== 'transfer')
  return Array.from({ length: models.length === 0 ? 0 : callCount }, () => ({
    ...random.pick(models),
    peer: random.pick(peerIds),
    atMs: drawAtMs(setting)
  }))
}

function drawTransfer(setting: Setting): TimedOperation {
  const { random, peerIds, groups } = setting
  const peers = { peer: random.pick(peerIds), target: random.pick(peerIds) }
  return { type: 'transfer', group: random.pick(groups), ...peers, atMs: drawAtMs(setting) }
}

function drawAtMs({ random, timeoutMs }: Setting): number {
  return rounded(random.between(0, callTimeouts * timeoutMs))
}
