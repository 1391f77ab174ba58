import { describe, expect, it } from 'vitest'
import { invariants, simulate } from './quint.js'

/** A module of `broken.qnt`, the seed of a run that goes wrong, and the invariant that notices first. */
const faults: readonly (readonly [module: string, seed: number, violated: string])[] = []

describe('model with a broken rule', () => {
  it.each(faults)('%s goes wrong', async (module, seed, violated) => {
    const outcome = await simulate({
      file: 'broken.qnt',
      module,
      seed,
      // The first one is enough. The others are for a model that changed, so that chance takes another way.
      samples: 200,
      steps: 80,
      invariants
    })
    expect(outcome.violated, outcome.output).toContain(violated)
  })
})
