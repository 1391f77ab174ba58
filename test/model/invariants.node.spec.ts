import { afterAll, describe, expect, it } from 'vitest'
import { invariants, Quint, type Simulation } from './quint.js'

/** For a longer search: another seed, and so many times as many runs. */
const seed = Number(process.env['MODEL_SEED'] ?? 1) * 1_000_000_000
const factor = Number(process.env['MODEL_FACTOR'] ?? 1)

interface Exploration extends Pick<Simulation, 'module' | 'samples' | 'steps' | 'step'> {
  /** What runs must come across to mean something, and in how many of them at least. */
  readonly reaches: Readonly<Record<string, number>>
}

const explorations: readonly Exploration[] = [
  {
    module: 'three',
    samples: 20,
    steps: 80,
    reaches: { somethingChosen: 6, ballotsDisagree: 1 }
  },
  { module: 'five', samples: 9, steps: 110, reaches: { somethingChosen: 2, ballotsDisagree: 1 } },
  {
    module: 'flexible',
    samples: 12,
    steps: 90,
    reaches: { somethingChosen: 4, ballotsDisagree: 1 }
  },
  {
    module: 'compacted',
    samples: 15,
    steps: 100,
    step: 'calmStep',
    reaches: { somethingChosen: 8, ballotsDisagree: 1, logCompacted: 5 }
  },
  {
    module: 'moving',
    samples: 10,
    steps: 120,
    step: 'calmStep',
    reaches: { somethingChosen: 6, nextEpochChose: 1, learnerVotes: 1, snapshotInstalled: 1 }
  },
  {
    module: 'losing',
    samples: 12,
    steps: 120,
    step: 'calmStep',
    reaches: { somethingChosen: 6, nextEpochChose: 1, rebornVotes: 1, snapshotInstalled: 1 }
  }
]

const quint = new Quint('groups.qnt')

afterAll(() => quint[Symbol.asyncDispose]())

describe('model of the protocol', () => {
  it.each(explorations)(
    'keeps its invariants in a group of shape $module',
    { timeout: 240_000 * factor },
    async ({ module, samples, steps, step = 'step', reaches }) => {
      const { violated, witnessed, output } = await quint.simulate({
        module,
        seed,
        samples: samples * factor,
        steps,
        step,
        invariants,
        witnesses: Object.keys(reaches)
      })
      expect(violated, output).toEqual([])
      for (const [witness, runs] of Object.entries(reaches)) {
        expect(witnessed.get(witness), witness).toBeGreaterThanOrEqual(runs * factor)
      }
    }
  )
})
