import { afterAll, describe, expect, it } from 'vitest'
import { invariants, Quint, type Simulation } from './quint.js'

/** For a longer search: another seed, and so many times as many runs. */
const seed = Number(process.env['MODEL_SEED'] ?? 1) * 1_000_000_000
const factor = Number(process.env['MODEL_FACTOR'] ?? 1)

interface Exploration extends Pick<Simulation, 'module' | 'samples' | 'steps'> {
  /** What runs must come across to mean something, and in how many of them at least. */
  readonly reaches: Readonly<Record<string, number>>
}

const explorations: readonly Exploration[] = [
  {
    module: 'three',
    samples: 80,
    steps: 80,
    reaches: { somethingChosen: 40, ballotsDisagree: 10 }
  },
  { module: 'five', samples: 40, steps: 110, reaches: { somethingChosen: 8, ballotsDisagree: 2 } },
  {
    module: 'flexible',
    samples: 40,
    steps: 90,
    reaches: { somethingChosen: 15, ballotsDisagree: 2 }
  },
  {
    module: 'moving',
    samples: 70,
    steps: 100,
    reaches: { somethingChosen: 40, ballotsDisagree: 8, nextEpochChose: 3 }
  }
]

const quint = new Quint('groups.qnt')

afterAll(() => quint[Symbol.asyncDispose]())

describe('model of the protocol', () => {
  it.each(explorations)(
    'keeps its invariants in a group of shape $module',
    { timeout: 240_000 * factor },
    async ({ module, samples, steps, reaches }) => {
      const { violated, witnessed, output } = await quint.simulate({
        module,
        seed,
        samples: samples * factor,
        steps,
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
