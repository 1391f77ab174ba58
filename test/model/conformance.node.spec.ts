import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Effects } from '../../src/core/effects.js'
import { Replica, type ReplicaInit } from '../../src/core/replica.js'
import type { Stepper } from './member.js'
import { Quint, type Simulation } from './quint.js'
import { Mismatch, type ReplayInit, replay } from './replay.js'
import { situations, situationsOf } from './situations.js'
import type { TraceState } from './trace.js'

const quint = new Quint('groups.qnt')

/** The first of the runs that replicas built by `createReplica` do not follow. */
function firstMismatch(runs: readonly TraceState[][], init: ReplayInit = {}): Mismatch | undefined {
  for (const run of runs) {
    try {
      replay(run, init)
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
    view: () => replica.view(),
    historyUpTo: slot => replica.historyUpTo(slot)
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

/** Names of the actions that steps choose from. */
function actionsOf(model: string): string[] {
  const choices = [...model.matchAll(/action (\w+) = any \{([^}]*)\}/g)]
  const names = choices.flatMap(([, , options = '']) => options.split(',').map(name => name.trim()))
  return [...new Set(names)].filter(name => choices.every(([, choice]) => choice !== name)).sort()
}

/** Groups and how many runs of them are replayed. Most of what is rare takes long runs; many short ones begin differently. */
const recordings: readonly (Omit<Simulation, 'invariants'> & ReplayInit)[] = [
  { module: 'three', seed: 1_000_000, samples: 130, steps: 24 },
  { module: 'three', seed: 4_000_000, samples: 30, steps: 56 },
  { module: 'compacted', seed: 20_000_000, samples: 20, steps: 80 },
  { module: 'moving', seed: 200_000_000, samples: 20, steps: 140, step: 'calmStep' },
  { module: 'losing', seed: 300_000_000, samples: 26, steps: 140, step: 'calmStep' },
  {
    module: 'flexible',
    seed: 5_000_000,
    samples: 74,
    steps: 28,
    voters: 4,
    quorumOf: () => ({ prepare: 3, accept: 2 })
  }
]

describe('core against the model', () => {
  /** The runs of each of the recordings. */
  const recorded: (readonly TraceState[][])[] = []

  beforeAll(async () => {
    for (const { module, seed, samples, steps, step = 'step' } of recordings) {
      recorded.push(await quint.record({ module, seed, samples, steps, step, invariants: [] }))
    }
  }, 600_000)

  afterAll(() => quint[Symbol.asyncDispose]())

  it('does what the model does, in 300 runs with every action of the model', () => {
    expect(recorded.flat()).toHaveLength(300)
    const actions = new Set<string>()
    const found = new Set<string>()
    for (const [index, recording] of recordings.entries()) {
      for (const [run, states] of recorded[index]?.entries() ?? []) {
        const name = `${recording.module} of seed ${recording.seed}, run ${run}`
        expect(() => replay(states, recording), name).not.toThrow()
        for (const [number, state] of states.entries()) {
          const before = states[number - 1]
          if (before === undefined) continue
          actions.add(state.action)
          for (const situation of situationsOf(state, before)) found.add(situation)
        }
      }
    }
    const model = readFileSync(new URL('paxos.qnt', import.meta.url), 'utf8')
    expect([...actions].sort()).toEqual(actionsOf(model))
    expect(situations.filter(situation => !found.has(situation))).toEqual([])
  })

  it.each(brokenReplicas)('notices a replica that %s', (_, createReplica) => {
    expect(firstMismatch(recorded[0] ?? [], { createReplica })).toBeInstanceOf(Mismatch)
  })

  it('notices quorums that are not those of the model', () => {
    expect(firstMismatch(recorded.at(-1) ?? [], { voters: 4 })).toBeInstanceOf(Mismatch)
  })
})
