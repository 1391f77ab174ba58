import { describe, expect, it } from 'vitest'
import type { Application } from '../../src/simulator/application.js'
import { drawPlan } from '../../src/simulator/draw-plan.js'
import type { SimulationEvent } from '../../src/simulator/events.js'
import { goodLink } from '../../src/simulator/link.js'
import type { Aftermath, Fault, Plan, TimedFault } from '../../src/simulator/plan.js'
import { run, SimulationFailure } from '../../src/simulator/run.js'

/** A short run of three peers with a little work. */
function plan(faults: readonly TimedFault[] = [], changes: Partial<Plan> = {}): Plan {
  const at = { group: 'group 1' }
  return {
    seed: 1,
    peerCount: 3,
    groups: ['group 1'],
    options: {
      heartbeatIntervalMs: 100,
      missedHeartbeatsMax: 5,
      keyWindowSlots: 100_000,
      snapshotEveryBytes: 16_777_216,
      pendingCountMax: 1024,
      churn: false
    },
    priorities: {},
    links: goodLink,
    disks: { flushMs: [0.5, 2], readMs: [0.05, 0.2] },
    durationMs: 5000,
    eventsMin: 0,
    faults,
    operations: Array.from({ length: 400 }, (_, i) => ({
      ...at,
      atMs: 200 + i * 12,
      peer: 'ABC'[i % 3] ?? 'A',
      ...(i % 4 === 0
        ? { type: 'read' as const, register: 'x' }
        : { type: 'write' as const, register: 'x' })
    })),
    ...changes
  }
}

describe('a plan', () => {
  it('is the same for the same seed, and plain data', () => {
    const drawn = drawPlan(42)
    expect(drawPlan(42)).toEqual(drawn)
    expect(JSON.parse(JSON.stringify(drawn))).toEqual(drawn)
    expect(drawPlan(43)).not.toEqual(drawn)
  })

  it('differs in everything that can differ', () => {
    const plans = Array.from({ length: 200 }, (_, seed) => drawPlan(seed))
    const kinds = (values: readonly unknown[]): number => new Set(values).size
    expect(kinds(plans.map(({ peerCount }) => peerCount))).toBe(7)
    expect(kinds(plans.map(({ groups }) => groups.length))).toBe(3)
    expect(kinds(plans.flatMap(({ faults }) => faults.map(({ type }) => type)))).toBe(20)
    expect(kinds(plans.map(({ aftermath }) => aftermath?.type))).toBe(8)
    expect(kinds(plans.flatMap(({ operations }) => operations.map(({ type }) => type)))).toBe(15)
    expect(kinds(plans.map(({ faults }) => faults.length === 0))).toBe(2)
  })

  it('takes the disks of no more peers than a quorum can do without', () => {
    for (let seed = 0; seed < 200; seed += 1) {
      const { faults, peerCount, quorum } = drawPlan(seed)
      const losers = new Set(
        faults.flatMap(fault =>
          fault.type === 'wipe' || fault.type === 'corrupt' ? [fault.peer] : []
        )
      )
      const needed = Math.max(quorum?.prepare ?? 0, quorum?.accept ?? 0)
      expect(losers.size).toBeLessThanOrEqual(peerCount - needed)
    }
  })
})

describe('a run', () => {
  it('has the same hash every time, and so has a plan that was kept as text', async () => {
    const drawn = drawPlan(42)
    const first = await run(drawn)
    const second = await run(JSON.parse(JSON.stringify(drawn)))
    expect(second).toEqual(first)
    expect(first.hash).toMatch(/^[0-9a-f]{16}$/)
    expect(first.events).toBeGreaterThanOrEqual(10_000)
  })

  it('finishes everything soon after the last fault', async () => {
    const { healedMs, simulatedMs, coverage } = await run(plan())
    expect(healedMs).toBeLessThanOrEqual(200)
    expect(simulatedMs).toBe(5000 + healedMs)
    expect(coverage['settlement chosen']).toBe(300)
    expect(coverage['read served']).toBe(100)
  })

  it('goes on until enough happened', async () => {
    const short = await run(plan())
    const long = await run(plan([], { eventsMin: short.events + 1 }))
    expect(long.events).toBeGreaterThan(short.events)
    // Only as much of it again as it takes.
    expect(long.simulatedMs).toBeGreaterThan(short.simulatedMs)
    expect(long.simulatedMs).toBeLessThan(10_000)
  })

  it('fails with the rule that was broken and the command that shows it again', async () => {
    const application = (): Application => ({
      machine: () => undefined,
      onGroup: () => undefined,
      onCrash: () => undefined,
      perform: () => undefined,
      onHealed: () => undefined,
      pending: [{ what: 'what never ends' }],
      check: () => undefined
    })
    const failure = await run(plan([], { seed: 77 }), { application }).catch(error => error)
    expect(failure).toBeInstanceOf(SimulationFailure)
    expect(failure).toMatchObject({
      name: 'SimulationFailure',
      seed: 77,
      rule: 'everything finishes',
      command: 'npm run simulate -- --seed 77 --trace'
    })
    expect(failure.message).toContain(failure.command)
    expect(failure.message).toContain('what never ends')
    expect(failure.cause).toMatchObject({ name: 'Violation' })
  })

  it('takes no disk that a quorum needs, so that everything can finish', async () => {
    const wiped = ['A', 'B'].map(
      (peer, i) => ({ type: 'wipe', peer, forMs: 10, atMs: 1000 + 100 * i }) as const
    )
    const { coverage } = await run(plan(wiped))
    expect(coverage['fault wipe']).toBe(1)
  })

  it('fails when the plan makes no sense', async () => {
    const failing = run(plan([], { quorum: { prepare: 1, accept: 1 } }))
    await expect(failing).rejects.toMatchObject({ name: 'SimulationFailure', rule: 'crash' })
  })

  it('tells everything that happens, if it is asked to', async () => {
    const lines: string[] = []
    const watched = await run(plan(), { onLine: line => lines.push(line) })
    expect(lines.some(line => / B > C accept ballot /.test(line))).toBe(true)
    expect((await run(plan())).hash).toBe(watched.hash)
  })

  it('tells what a picture of it needs, which changes nothing', async () => {
    const events: SimulationEvent[] = []
    const crash: TimedFault = { type: 'crash', peer: 'A', ending: 'close', forMs: 900, atMs: 1000 }
    const cut: TimedFault = { type: 'cut', from: 'B', to: 'C', forMs: 500, atMs: 3000 }
    const faulty = plan([crash, cut])
    const watched = await run(faulty, { onEvent: event => events.push(event) })
    expect((await run(faulty)).hash).toBe(watched.hash)

    const told = (find: (event: SimulationEvent) => boolean): number =>
      events.findIndex(event => find(event))
    const fates = events.flatMap(event =>
      'peerId' in event ? [`${event.type} ${event.peerId}`] : []
    )
    expect(fates.filter(fate => /^(start|crash) A$/.test(fate))).toEqual([
      ...['start A', 'crash A', 'start A']
    ])
    const links = events.filter(({ type, atMs }) => /^(cut|heal)$/.test(type) && atMs < 5000)
    expect(links).toMatchObject([
      { type: 'cut', atMs: 3000, from: 'B', to: 'C' },
      { type: 'heal', atMs: 3500, from: 'B', to: 'C' }
    ])
    const sent = told(
      ({ type, ...event }) =>
        type === 'sent' && 'message' in event && event.message.type === 'prepare'
    )
    const delivered = told(
      ({ type, ...event }) =>
        type === 'delivered' && 'message' in event && event.message.type === 'prepare'
    )
    const leads = told(event => event.type === 'notice' && event.notice.type === 'leader-change')
    const learned = told(event => event.type === 'learned')
    expect(sent).toBeGreaterThanOrEqual(0)
    expect([sent, delivered, leads, learned]).toEqual(
      [sent, delivered, leads, learned].toSorted((a, b) => a - b)
    )
    const slotsOfB = events.flatMap(event =>
      event.type === 'learned' && event.peerId === 'B' ? event.entries.map(({ slot }) => slot) : []
    )
    expect(slotsOfB.length).toBeGreaterThan(100)
    expect(slotsOfB).toEqual(slotsOfB.map((_, i) => i + 1))
  })
})

function chase(direction: 'out' | 'in' | 'both', isHeld: boolean): Fault {
  const often = { friends: 0, periodMs: 1000, times: 3 }
  return { type: 'chase', group: 'group 1', direction, isHeld, ...often }
}

describe('a fault', () => {
  const lasting = { forMs: 800 }
  /** The leader of a run in which nothing goes wrong. */
  const peer = { peer: 'B' }
  const link = { from: 'B', to: 'C' }

  /** Each fault, and what happens in a run that has no other only if it really struck. */
  const struck: readonly (readonly [Fault, string])[] = [
    [{ ...peer, ...lasting, type: 'crash', ending: 'close' }, 'notice leader'],
    [{ ...peer, ...lasting, type: 'crash', ending: 'reset' }, 'notice leader'],
    [{ ...peer, ...lasting, type: 'crash', ending: 'silent' }, 'notice leader'],
    [
      { ...peer, ...lasting, type: 'crash', ending: 'close', aim: 'append' },
      'fault crash at append'
    ],
    [{ ...peer, ...lasting, type: 'crash', ending: 'close', aim: 'send' }, 'fault crash at send'],
    [{ ...peer, ...lasting, type: 'crash', ending: 'close', aim: 'flush' }, 'fault crash at flush'],
    [{ ...lasting, type: 'crash-all', ending: 'close' }, 'notice campaign'],
    [{ ...peer, ...lasting, type: 'wipe' }, 'notice ignored: this replica does not vote'],
    [{ ...peer, ...lasting, type: 'corrupt' }, 'notice ignored: this replica does not vote'],
    [{ ...peer, ...lasting, type: 'pause' }, 'notice quorum suspended'],
    [{ ...peer, ...lasting, type: 'stall' }, 'notice campaign'],
    [{ ...peer, ...lasting, type: 'full-disk' }, 'replica halted'],
    [{ ...peer, type: 'fail-disk', operation: 'write', count: 1 }, 'replica halted'],
    [{ ...peer, type: 'fail-disk', operation: 'flush', count: 2 }, 'replica halted'],
    [
      { ...lasting, type: 'partition', left: ['B'], silently: false },
      'notice step-down: no quorum answers'
    ],
    [{ ...lasting, type: 'partition', left: ['B'], silently: true }, 'fault frame cut off'],
    [{ ...lasting, type: 'links', links: ['AC'], silently: true }, 'fault frame cut off'],
    [{ ...link, ...lasting, type: 'cut' }, 'fault frame cut off'],
    [{ ...link, ...lasting, type: 'bad-link', conditions: { lossRate: 0.5 } }, 'fault frame lost'],
    [
      { ...link, ...lasting, type: 'bad-link', conditions: { duplicateRate: 0.5 } },
      'fault frame duplicated'
    ],
    [
      { ...link, ...lasting, type: 'bad-link', conditions: { reorderRate: 0.5, delayMs: [1, 50] } },
      'fault frame overtook'
    ],
    [
      { ...link, ...lasting, type: 'bad-link', conditions: { straggleRate: 0.5 } },
      'fault frame straggled'
    ],
    [{ type: 'reset', a: 'B', b: 'C' }, 'fault connection reset'],
    [{ type: 'flap', a: 'B', b: 'C', periodMs: 100, times: 5 }, 'fault connection reset'],
    [chase('out', false), 'notice campaign'],
    [chase('in', true), 'notice campaign'],
    [chase('both', false), 'fault frame cut off']
  ]

  it.each(struck)('strikes, and everything finishes: %j', async (fault, evidence) => {
    const calm = await run(plan())
    const { coverage } = await run(plan([{ ...fault, atMs: 1000 }]))
    expect(coverage[`fault ${fault.type}`]).toBe(1)
    expect(coverage[evidence] ?? 0).toBeGreaterThan(calm.coverage[evidence] ?? 0)
  })

  it.each<Fault>([
    { ...peer, ...lasting, type: 'busy', busyMsMax: 20 },
    { ...peer, ...lasting, type: 'drift', rate: 1.1 },
    { ...peer, type: 'jump', aheadMs: 5000 },
    { ...peer, ...lasting, type: 'slow-disk', flushMs: [50, 100] },
    { ...link, ...lasting, type: 'hold' },
    { ...link, ...lasting, type: 'bad-link', conditions: { bytesPerMs: 1 } }
  ])('changes the run, and everything finishes: %j', async fault => {
    const calm = await run(plan())
    const { coverage, hash } = await run(plan([{ ...fault, atMs: 1000 }]))
    expect(coverage[`fault ${fault.type}`]).toBe(1)
    expect(hash).not.toBe(calm.hash)
  })

  it('keeps a process from starting whose disk cannot be read, until somebody starts it again', async () => {
    const crash = { ...peer, type: 'crash', ending: 'close', forMs: 100, atMs: 500 } as const
    const fail = { ...peer, type: 'fail-disk', operation: 'read', count: 1, atMs: 550 } as const
    const lines: string[] = []
    await run(plan([crash, fail]), { onLine: line => lines.push(line) })
    const failed = lines.findIndex(line => line.includes('B cannot start: StoreError'))
    expect(failed).toBeGreaterThan(0)
    expect(lines.slice(failed).some(line => line.includes('B starts, life 3'))).toBe(true)
  })

  it('does not strike a process that is down', async () => {
    const crash = { ...peer, type: 'crash', ending: 'close', forMs: 1000, atMs: 500 } as const
    const pause = { ...peer, type: 'pause', forMs: 100, atMs: 900 } as const
    const { coverage } = await run(plan([crash, pause]))
    expect(coverage['fault crash']).toBe(1)
    expect(coverage['fault pause']).toBeUndefined()
  })

  it('ends when everything is healed, however long it was to last', async () => {
    const { healedMs } = await run(
      plan([{ type: 'crash', peer: 'A', ending: 'close', forMs: 1e9, atMs: 4000 }])
    )
    expect(healedMs).toBeLessThan(10_000)
  })
})

describe('an aftermath', () => {
  const operations = Array.from({ length: 30 }, (_, i) => ({
    type: 'write' as const,
    register: 'x',
    group: 'group 1',
    peer: 'ABC'[i % 3] ?? 'A',
    atMs: i * 20
  }))

  /** Each aftermath, and what happens only if it really struck. */
  const struck = [
    [{ type: 'down', count: 1, withLeader: true }, 'notice campaign'],
    [{ type: 'down', count: 1, withLeader: false }, 'settlement chosen'],
    [{ type: 'stall', count: 1, withLeader: true }, 'notice campaign'],
    [{ type: 'mute', count: 1, withLeader: true }, 'fault frame cut off'],
    [{ type: 'deaf', count: 1, withLeader: true }, 'fault frame cut off'],
    [{ type: 'star', atLeader: false }, 'notice campaign'],
    [{ type: 'star', atLeader: true }, 'settlement chosen'],
    [{ type: 'fork', atLeader: false }, 'group forked'],
    [{ type: 'fork', atLeader: true }, 'notice leader'],
    [{ type: 'lossy', lossRate: 0.1 }, 'fault frame lost']
  ] as const

  it.each(struck)('is survived by all the others: %j', async (kind, evidence) => {
    const calm = await run(plan([], { peerCount: 5 }))
    const { coverage } = await run(plan([], { peerCount: 5, aftermath: { ...kind, operations } }))
    expect(coverage[`aftermath ${kind.type}`]).toBe(1)
    expect(coverage[evidence] ?? 0).toBeGreaterThan(calm.coverage[evidence] ?? 0)
  })

  it('leaves as many peers as a quorum takes', async () => {
    const aftermath: Aftermath = { type: 'down', count: 3, withLeader: true, operations }
    const lines: string[] = []
    await run(plan([], { aftermath }), { onLine: line => lines.push(line) })
    expect(lines.filter(line => line.includes('crashes'))).toHaveLength(1)
  })

  it('fails the run if the others do not finish', async () => {
    const aftermath: Aftermath = { type: 'lossy', lossRate: 1, operations }
    const failing = run(plan([], { aftermath }))
    await expect(failing).rejects.toMatchObject({ rule: 'everything finishes' })
  })
})
