import { describe, expect, it } from 'vitest'
import { invariants, type Simulation, simulate } from './quint.js'

/** What each group's runs must come across, in how many of them at least, to mean something. */
interface Exploration extends Pick<Simulation, 'module' | 'samples' | 'steps'> {
  readonly reaches: Readonly<Record<string, number>>
}

const explorations: readonly Exploration[] = [
  { module: 'three', samples: 80, steps: 80, reaches: { somethingChosen: 40, ballotsDisagree: 10 } },
  { module: 'five', samples: 40, steps: 110, reaches: { somethingChosen: 10, ballotsDisagree: 5 } },
  { module: 'flexible', samples: 40, steps: 90, reaches: { somethingChosen: 15, ballotsDisagree: 3 } },
  { module: 'moving', samples: 70, steps: 100, reaches: { somethingChosen: 40, nextEpochChose: 5 } }
]

describe('model of the protocol', () => {
  it.each(explorations)('keeps its invariants in a group of shape $module', async exploration => {
    const { module, samples, steps, reaches } = exploration
    const { violated, witnessed, output } = await simulate({
      file: 'groups.qnt',
      module,
      seed: 1,
      samples,
      steps,
      invariants,
      witnesses: Object.keys(reaches)
    })
    expect(violated, output).toEqual([])
    for (const [witness, runs] of Object.entries(reaches)) {
      expect(witnessed.get(witness), witness).toBeGreaterThanOrEqual(runs)
    }
  })
})
