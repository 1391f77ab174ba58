import { goodDisk } from './disk.js'
import { goodLink } from './link.js'
import { peerName } from './peer-names.js'
import type { Plan } from './plan.js'
import { type Shrunk, type Simplification, shrink } from './shrink.js'

/**
 * Looks for a smaller plan that fails too: fewer faults and operations, a shorter run, fewer peers and groups, and nothing out of
 * the ordinary where that does not matter.
 *
 * @param fails Whether a plan breaks the rule that is looked for.
 * @param attemptsMax How many plans to try.
 * @throws InvalidOptionsError if `plan` itself does not fail.
 */
export function shrinkPlan(
  plan: Plan,
  fails: (plan: Plan) => Promise<boolean>,
  attemptsMax?: number
): Promise<Shrunk<Plan>> {
  return shrink(plan, fails, { simplifications, ...(attemptsMax !== undefined && { attemptsMax }) })
}

const ordinaryOptions: Plan['options'] = {
  heartbeatIntervalMs: 100,
  missedHeartbeatsMax: 5,
  keyWindowSlots: 100_000,
  snapshotEveryBytes: 16_777_216,
  pendingCountMax: 16_384,
  churn: false
}

/** Shortest run that is tried. */
const durationMsMin = 1

/** How many peers, from the last one on, are tried to be left out. */
const peersTried = 7

const simplifications: readonly Simplification<Plan>[] = [
  plan => changed(plan, { eventsMin: 0 }),
  plan => shortened(plan, plan.durationMs / 2),
  plan => shortened(plan, (plan.durationMs * 3) / 4),
  ({ aftermath, ...plan }) => (aftermath === undefined ? undefined : plan),
  withoutLastGroup,
  ...Array.from({ length: peersTried }, (_, i) => (plan: Plan) => withoutPeer(plan, i)),
  plan => changed(plan, { priorities: {} }),
  ({ joinerCount, ...plan }) => (joinerCount === undefined ? undefined : plan),
  ({ quorum, ...plan }) => (quorum === undefined ? undefined : plan),
  ({ stateBytesMin, ...plan }) => (stateBytesMin === undefined ? undefined : plan),
  plan => changed(plan, { options: ordinaryOptions }),
  plan => changed(plan, { links: goodLink }),
  plan => changed(plan, { disks: goodDisk })
]

function changed(plan: Plan, change: Partial<Plan>): Plan | undefined {
  const other = { ...plan, ...change }
  return JSON.stringify(other) === JSON.stringify(plan) ? undefined : other
}

function shortened(plan: Plan, durationMs: number): Plan | undefined {
  if (durationMs < durationMsMin) return undefined
  const isWithin = ({ atMs }: { readonly atMs: number }): boolean => atMs < durationMs
  const { faults, operations } = plan
  return {
    ...plan,
    durationMs,
    faults: faults.filter(isWithin),
    operations: operations.filter(isWithin)
  }
}

function withoutLastGroup(plan: Plan): Plan | undefined {
  const groups = plan.groups.slice(0, -1)
  if (groups.length === 0) return undefined
  return {
    ...plan,
    groups,
    operations: plan.operations.filter(({ group }) => groups.includes(group))
  }
}

/**
 * A plan with one peer less, counted from the last, whose name the last one takes. The quorums go too: they may need more
 * peers than are left.
 */
function withoutPeer({ quorum: _, ...plan }: Plan, countFromLast: number): Plan | undefined {
  const peerCount = plan.peerCount - 1
  const foundersMin = 1 + (plan.joinerCount ?? 0)
  if (peerCount < foundersMin || countFromLast > peerCount) return undefined
  const gone = peerName(peerCount - countFromLast)
  const last = peerName(peerCount)
  const priorities = Object.entries(plan.priorities)
    .filter(([name]) => name !== gone)
    .map(([name, priority]) => [name === last ? gone : name, priority])
  return {
    ...plan,
    peerCount,
    priorities: Object.fromEntries(priorities),
    faults: without(plan.faults, gone, last),
    operations: without(plan.operations, gone, last)
  }
}

/** Items that are not about the peer `gone`; lists of peers and links in them lose those with it. `last` takes its name. */
function without<T extends object>(items: readonly T[], gone: string, last: string): T[] {
  const renamed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.filter(name => !isNamed(name, gone)).map(renamed)
    return isNamed(value, last) ? value.replace(last, gone) : value
  }
  return items
    .filter(item => !Object.values(item).includes(gone))
    .map(item => {
      const entries = Object.entries(item).map(([name, value]) => [name, renamed(value)])
      return Object.fromEntries(entries)
    })
}

/** Whether `value` names the peer, or the link of it and another one. */
function isNamed(value: unknown, peer: string): value is string {
  return typeof value === 'string' && /^[A-Z]{1,2}$/.test(value) && value.includes(peer)
}
