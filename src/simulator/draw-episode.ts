import type { TimedFault, TimedOperation } from './plan.js'
import { rounded, type Setting } from './setting.js'

/** Values that the laggard misses: together more than a promise may carry. */
const missedCount = 10
const missedBytes = 900_000

/** Times that it is asked to lead, and milliseconds between them: it takes a few to connect again, and some more to catch up. */
const transferCount = 10
const transferGapMs = 7

/** Times that leadership is handed over, in election timeouts. */
const handoverTimeouts = 4
const handoverGapTimeouts = 0.05

/** How often frames are far too late meanwhile. */
const handoverStraggleRate = 0.2

/** What goes wrong for a while, and what is done meanwhile: it takes both to get where it leads. */
export interface Episode {
  readonly faults: readonly TimedFault[]
  readonly operations: readonly TimedOperation[]
}

/** Draws something that chance alone would not bring about; undefined for most plans. */
export function drawEpisode(setting: Setting): Episode | undefined {
  const { random, peerIds, isLarge } = setting
  const handsOver = random.chance(0.15)
  if (peerIds.length < 3) return undefined
  if (isLarge) return drawLaggard(setting)
  return handsOver ? drawHandovers(setting) : undefined
}

/**
 * A peer is cut off while the others choose more than a promise may carry, and asked to lead while it catches up: nobody may
 * promise it anything before it has.
 */
function drawLaggard(setting: Setting): Episode {
  const { random, peerIds, expendable, groups, timeoutMs, durationMs } = setting
  // One that lost its disk votes no more, so that nobody can ask it to lead.
  const laggard = random.pick(peerIds.filter(peerId => !expendable.includes(peerId)))
  const others = peerIds.filter(peerId => peerId !== laggard)
  const group = random.pick(groups)
  const startMs = durationMs * random.between(0.1, 0.5)
  const forMs = 4 * timeoutMs
  const missed = Array.from({ length: missedCount }, (_, i) => ({
    type: 'propose' as const,
    peer: random.pick(others),
    group,
    bytes: missedBytes,
    atMs: rounded(startMs + timeoutMs + (i * 2 * timeoutMs) / missedCount)
  }))
  const transfers = Array.from({ length: transferCount }, (_, i) => ({
    type: 'transfer' as const,
    peer: random.pick(others),
    group,
    target: laggard,
    atMs: rounded(startMs + forMs + i * transferGapMs)
  }))
  const silently = random.chance(0.5)
  return {
    faults: [{ type: 'partition', left: [laggard], silently, forMs, atMs: rounded(startMs) }],
    operations: [...missed, ...transfers]
  }
}

/**
 * Leadership goes to and fro between two peers, over links on which some frames are late: what was said in a ballot arrives in later
 * ones of the same leader.
 */
function drawHandovers(setting: Setting): Episode {
  const { random, peerIds, groups, timeoutMs, durationMs } = setting
  const order = random.shuffled(peerIds)
  const [first = '', second = ''] = order
  const group = random.pick(groups)
  const startMs = durationMs * random.between(0.1, 0.8)
  const forMs = handoverTimeouts * timeoutMs
  const gapMs = handoverGapTimeouts * timeoutMs
  const count = Math.floor(forMs / gapMs)
  const operations = Array.from({ length: count }, (_, i): TimedOperation[] => {
    const atMs = rounded(startMs + i * gapMs)
    const target = i % 2 === 0 ? first : second
    const value = { type: 'propose', bytes: 8, group } as const
    return [
      { ...value, peer: random.pick(peerIds), atMs },
      { type: 'transfer', peer: random.pick(peerIds), group, target, atMs: rounded(atMs + 1) },
      { ...value, peer: target, atMs: rounded(atMs + gapMs / 2) }
    ]
  }).flat()
  const conditions = {
    straggleRate: handoverStraggleRate,
    delayMs: [1, 1 + timeoutMs / 20] as const
  }
  const faults = peerIds.flatMap(from =>
    peerIds
      .filter(to => to !== from)
      .map((to): TimedFault => ({ type: 'bad-link', from, to, forMs, conditions, atMs: startMs }))
  )
  return { faults, operations }
}
