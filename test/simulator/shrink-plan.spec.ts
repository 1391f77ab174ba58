import { describe, expect, it } from 'vitest'
import { drawPlan } from '../../src/simulator/draw-plan.js'
import { goodLink } from '../../src/simulator/link.js'
import type { Plan, TimedFault, TimedOperation } from '../../src/simulator/plan.js'
import { shrinkPlan } from '../../src/simulator/shrink-plan.js'

const crash: TimedFault = { type: 'crash', peer: 'B', forMs: 5, ending: 'reset', atMs: 700 }
const decide: TimedOperation = { type: 'decide', name: 'n', peer: 'A', group: 'group 1', atMs: 900 }

/** A large plan, in which a crash of B is followed by a decision that A asks for. */
function largePlan(): Plan {
  for (let seed = 1; seed < 1000; seed += 1) {
    const plan = drawPlan(seed)
    const { peerCount, groups, faults, operations } = plan
    if (peerCount < 4 || groups.length < 2 || faults.length < 20) continue
    return {
      ...plan,
      priorities: { B: 2, D: 3 },
      faults: [...faults, crash],
      operations: [...operations, decide]
    }
  }
  throw new Error('no plan is as large as that')
}

function has(plan: Plan, fault: TimedFault, operation: TimedOperation): boolean {
  const texts = [...plan.faults, ...plan.operations].map(item => JSON.stringify(item))
  return [fault, operation].every(item => texts.includes(JSON.stringify(item)))
}

describe('shrinking a plan', () => {
  it('leaves the faults, operations, peers, groups and time that a failure needs', async () => {
    const { plan, attempts } = await shrinkPlan(largePlan(), async tried => {
      expect(strangers(tried)).toEqual([])
      return has(tried, crash, decide)
    })
    expect(plan).toEqual({
      seed: largePlan().seed,
      // Without its peer the crash would be left out with it, and the decision.
      peerCount: 2,
      groups: ['group 1'],
      options: {
        heartbeatIntervalMs: 100,
        missedHeartbeatsMax: 5,
        keyWindowSlots: 100_000,
        snapshotEveryBytes: 16_777_216,
        pendingCountMax: 16_384,
        churn: false
      },
      priorities: {},
      links: goodLink,
      disks: { flushMs: [0.5, 2], readMs: [0.05, 0.2] },
      durationMs: expect.any(Number),
      eventsMin: 0,
      faults: [crash],
      operations: [decide]
    })
    expect(plan.durationMs).toBeGreaterThan(decide.atMs)
    expect(plan.durationMs * 0.75).toBeLessThanOrEqual(decide.atMs)
    expect(attempts).toBeLessThan(100)
  })

  it('keeps every setting that a failure needs', async () => {
    const large = largePlan()
    const fails = async ({ quorum, links, disks, options, priorities }: Plan): Promise<boolean> =>
      JSON.stringify([quorum, links, disks, options, priorities]) ===
      JSON.stringify([large.quorum, large.links, large.disks, large.options, large.priorities])
    const { plan } = await shrinkPlan(large, fails)
    const { quorum, links, disks, options, priorities, peerCount } = large
    expect(plan).toMatchObject({ quorum, links, disks, options, priorities, peerCount })
    expect([plan.faults, plan.operations]).toEqual([[], []])
  })

  it('gives the name of a peer that is left out to the last one', async () => {
    const large: Plan = {
      ...drawPlan(1),
      peerCount: 4,
      priorities: { B: 2, D: 1 },
      faults: [
        { type: 'partition', left: ['A', 'B', 'D'], silently: true, forMs: 5, atMs: 1 },
        { type: 'links', links: ['AB', 'BC', 'DA'], silently: true, forMs: 5, atMs: 2 },
        { type: 'cut', from: 'B', to: 'A', forMs: 5, atMs: 3 },
        { type: 'flap', a: 'A', b: 'D', periodMs: 5, times: 1, atMs: 4 },
        { type: 'slow-disk', peer: 'D', flushMs: [1, 2], forMs: 5, atMs: 5 }
      ],
      operations: [
        { type: 'transfer', target: 'B', peer: 'A', group: 'group 1', atMs: 1 },
        { type: 'decide', name: 'A name', peer: 'D', group: 'group 1', atMs: 2 }
      ]
    }
    const types = ['partition', 'links', 'flap', 'slow-disk', 'decide']
    const fails = async (plan: Plan): Promise<boolean> => {
      expect(strangers(plan)).toEqual([])
      const left = [...plan.faults, ...plan.operations].map(({ type }) => String(type))
      return types.every(type => left.includes(type)) && Object.values(plan.priorities).includes(1)
    }
    const { plan } = await shrinkPlan(large, fails)
    expect(plan).toMatchObject({
      peerCount: 2,
      priorities: { B: 1 },
      faults: [
        { type: 'partition', left: ['A', 'B'] },
        { type: 'links', links: ['BA'] },
        { type: 'flap', a: 'A', b: 'B' },
        { type: 'slow-disk', peer: 'B', flushMs: [1, 2] }
      ],
      operations: [{ type: 'decide', name: 'A name', peer: 'B' }]
    })
  })
})

/** What the operations and faults of a plan name, and the plan does not have. */
function strangers({ peerCount, groups, faults, operations }: Plan): unknown[] {
  const known = new Set<unknown>(groups)
  for (let i = 0; i < peerCount; i += 1) known.add(String.fromCharCode(65 + i))
  const named: unknown[] = operations.map(({ group }) => group)
  for (const item of [...faults, ...operations]) {
    const { peer, target, from, to, a, b, left = [] }: Names = item
    named.push(...[peer, target, from, to, a, b].filter(name => name !== undefined), ...left)
  }
  return named.filter(name => !known.has(name))
}

/** Properties of faults and operations that name peers. */
interface Names {
  readonly atMs: number
  readonly peer?: string
  readonly target?: string
  readonly from?: string
  readonly to?: string
  readonly a?: string
  readonly b?: string
  readonly left?: readonly string[]
}
