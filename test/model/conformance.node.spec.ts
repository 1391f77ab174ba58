import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Effects } from '../../src/core/effects.js'
import { Replica, type ReplicaInit } from '../../src/core/replica.js'
import type { Stepper } from './member.js'
import { invariants, Quint, type Simulation } from './quint.js'
import { Mismatch, type ReplayInit, replay } from './replay.js'
import { situations, situationsOf } from './situations.js'
import { readTrace } from './trace.js'

const quint = new Quint()
const folder = mkdtempSync(join(tmpdir(), 'model-'))

/** Writes runs of a module to files; the seed and the number in a file's name say how to have it again. */
async function record(
  simulation: Omit<Simulation, 'invariants' | 'tracesTo'>,
  checked: readonly string[]
): Promise<string[]> {
  const tracesTo = join(folder, `${simulation.module} of seed ${simulation.seed}, run `)
  const { violated, output } = await quint.simulate({
    ...simulation,
    invariants: checked,
    tracesTo
  })
  expect(violated, output).toEqual([])
  return Array.from({ length: simulation.samples }, (_, run) => `${tracesTo}${run}.itf.json`)
}

/** The first trace that replicas built by `createReplica` do not follow. */
function firstMismatch(paths: readonly string[], init: ReplayInit = {}): Mismatch | undefined {
  for (const path of paths) {
    try {
      replay(readTrace(path), init)
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
    view: () => replica.view()
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
  ]
]

/** Names of the actions that `step` chooses from. */
function actionsOf(model: string): string[] {
  const choices = [...model.matchAll(/action (\w+) = any \{([^}]*)\}/g)]
  const names = choices.flatMap(([, , options = '']) => options.split(',').map(name => name.trim()))
  return [...new Set(names)].filter(name => choices.every(([, choice]) => choice !== name)).sort()
}

/** Groups and how many runs of them are replayed. Most of what is rare takes long runs; many short ones begin differently. */
const recordings: readonly (Pick<Simulation, 'module' | 'seed' | 'samples' | 'steps'> &
  ReplayInit)[] = [
  { module: 'three', seed: 1_000_000, samples: 100, steps: 28 },
  { module: 'three', seed: 2_000_000, samples: 100, steps: 28 },
  { module: 'three', seed: 4_000_000, samples: 60, steps: 70 },
  {
    module: 'flexible',
    seed: 5_000_000,
    samples: 40,
    steps: 50,
    quorum: { prepare: 3, accept: 2 }
  }
]

describe('core against the model', () => {
  /** Traces of each of the recordings. */
  const paths: string[][] = []

  beforeAll(async () => {
    for (const { module, seed, samples, steps } of recordings) {
      paths.push(await record({ module, seed, samples, steps }, invariants))
    }
  }, 600_000)

  afterAll(async () => {
    await quint[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true })
  })

  it('does what the model does, in 300 runs with every action of the model', () => {
    expect(paths.flat()).toHaveLength(300)
    const actions = new Set<string>()
    const found = new Set<string>()
    for (const [index, recording] of recordings.entries()) {
      for (const path of paths[index] ?? []) {
        const trace = readTrace(path)
        expect(() => replay(trace, recording), path).not.toThrow()
        for (const [number, state] of trace.entries()) {
          const before = trace[number - 1]
          if (before === undefined) continue
          actions.add(state.action)
          for (const situation of situationsOf(state, before)) found.add(situation)
        }
      }
    }
    const model = readFileSync(new URL('paxos.qnt', import.meta.url), 'utf8')
    // Replays stay in the first epoch.
    const expected = actionsOf(model).filter(name => name !== 'stopProposal')
    expect([...actions].sort()).toEqual(expected)
    expect(situations.filter(situation => !found.has(situation))).toEqual([])
  })

  it.each(brokenReplicas)('notices a replica that %s', (_, createReplica) => {
    expect(firstMismatch(paths[0] ?? [], { createReplica })).toBeInstanceOf(Mismatch)
  })

  it('notices quorums that are not those of the model', () => {
    expect(firstMismatch(paths.at(-1) ?? [])).toBeInstanceOf(Mismatch)
  })

  it('notices a rule that is broken in the model', async () => {
    const run = { module: 'forgetsPromises', seed: 1, samples: 20, steps: 40 }
    const broken = await record(run, [])
    expect(firstMismatch(broken)).toBeInstanceOf(Mismatch)
  })
})
