import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Effects } from '../../src/core/effects.js'
import { Replica, type ReplicaInit } from '../../src/core/replica.js'
import type { Stepper } from '../support/core-host.js'
import { invariants, type Simulation, simulate } from './quint.js'
import { Mismatch, replay } from './replay.js'
import { situations, situationsOf } from './situations.js'
import { readTrace } from './trace.js'

const folder = mkdtempSync(join(tmpdir(), 'model-'))

/** Writes runs of a module to files; the seed and the number in a file's name say how to have it again. */
async function record(
  simulation: Omit<Simulation, 'invariants' | 'tracesTo'>,
  checked: readonly string[]
): Promise<string[]> {
  const tracesTo = join(folder, `${simulation.module} of seed ${simulation.seed}, run `)
  const { violated, output } = await simulate({ ...simulation, invariants: checked, tracesTo })
  expect(violated, output).toEqual([])
  return Array.from({ length: simulation.samples }, (_, run) => `${tracesTo}${run}.itf.json`)
}

/** The first trace that `createReplica` does not follow. */
function firstMismatch(
  paths: readonly string[],
  createReplica?: (init: ReplicaInit) => Stepper
): Mismatch | undefined {
  for (const path of paths) {
    try {
      replay(readTrace(path), createReplica)
    } catch (error) {
      if (error instanceof Mismatch) return error
      throw error
    }
  }
  return undefined
}

/** A replica of which each step's effects are changed. */
function changing(init: ReplicaInit, change: (effects: Effects) => Effects): Stepper {
  const replica = new Replica(init)
  return {
    restore: entries => replica.restore(entries),
    step: (inputs, nowMs) => change(replica.step(inputs, nowMs)),
    snapshot: () => replica.snapshot()
  }
}

const brokenReplicas: readonly (readonly [string, (init: ReplicaInit) => Stepper])[] = [
  [
    'sends before its disk is done',
    init =>
      changing(init, ({ afterDurable, ...effects }) => ({
        ...effects,
        messages: [...effects.messages, ...(afterDurable?.messages ?? [])]
      }))
  ],
  [
    'starts again without its promise',
    init => {
      const { acceptedBallot } = init.recovered
      return new Replica({
        ...init,
        recovered: { ...init.recovered, promisedBallot: acceptedBallot }
      })
    }
  ],
  [
    'sends each message without its last entry',
    init =>
      changing(init, effects => ({
        ...effects,
        messages: effects.messages.map(({ to, message }) => ({
          to,
          message:
            'entries' in message ? { ...message, entries: message.entries.slice(0, -1) } : message
        }))
      }))
  ],
  [
    'counts one acceptance too few',
    init => {
      const { configuration } = init
      const quorum = { ...configuration.quorum, accept: 1 }
      return new Replica({ ...init, configuration: { ...configuration, quorum } })
    }
  ]
]

/** Names of the actions that `step` chooses from. */
function actionsOf(model: string): string[] {
  const choices = [...model.matchAll(/action (\w+) = any \{([^}]*)\}/g)]
  const names = choices.flatMap(([, , options = '']) => options.split(',').map(name => name.trim()))
  return [...new Set(names)].filter(name => choices.every(([, choice]) => choice !== name)).sort()
}

describe('core against the model', () => {
  const paths: string[] = []

  beforeAll(async () => {
    for (const [seed, samples, steps] of [
      [1, 120, 40],
      [2, 120, 40],
      [3, 60, 80]
    ] as const) {
      const simulation = { file: 'groups.qnt', module: 'three', seed, samples, steps } as const
      paths.push(...(await record(simulation, invariants)))
    }
  }, 240_000)

  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  it('does what the model does, in 300 runs with every action of the model', () => {
    expect(paths).toHaveLength(300)
    const actions = new Set<string>()
    const found = new Set<string>()
    for (const path of paths) {
      const trace = readTrace(path)
      try {
        replay(trace)
      } catch (error) {
        throw new Error(path, { cause: error })
      }
      for (const [index, state] of trace.entries()) {
        const before = trace[index - 1]
        if (before === undefined) continue
        actions.add(state.action)
        for (const situation of situationsOf(state, before)) found.add(situation)
      }
    }
    const model = readFileSync(new URL('paxos.qnt', import.meta.url), 'utf8')
    // The core has no stop entries yet.
    const expected = actionsOf(model).filter(name => name !== 'stopProposal')
    expect([...actions].sort()).toEqual(expected)
    expect(situations.filter(situation => !found.has(situation))).toEqual([])
  })

  it.each(brokenReplicas)('notices a replica that %s', (_, createReplica) => {
    expect(firstMismatch(paths, createReplica)).toBeInstanceOf(Mismatch)
  })

  it.each(['forgetsPromises', 'countsTooFew'])('notices a model that %s', async module => {
    const simulation = { file: 'broken.qnt', module, seed: 1, samples: 20, steps: 40 } as const
    const broken = await record(simulation, [])
    expect(firstMismatch(broken)).toBeInstanceOf(Mismatch)
  })
})
