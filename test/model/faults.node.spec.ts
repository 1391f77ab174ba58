import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { invariants, Quint } from './quint.js'
import { Mismatch, replay } from './replay.js'

/** A module of `broken.qnt`, an invariant that it violates, and the seed of a run in which it does. */
const faults: readonly (readonly [module: string, violated: string, seed: number])[] = [
  ['disjointQuorums', 'chosenIsNeverCut', 0x117aa1],
  ['answersEarly', 'learnedIsChosen', 0x1014b8],
  ['preparesEarly', 'saidIsDurable', 0x100000],
  ['forgetsPromises', 'chosenIsNeverCut', 0x123ad9],
  ['tearsBatches', 'learnedIsChosen', 0x101006],
  ['acceptsBelowPromise', 'learnedIsChosen', 0x18158f],
  ['countsOwnLogEarly', 'learnedIsChosen', 0x100563],
  ['countsAnyAcceptance', 'learnedIsChosen', 77_131_565],
  ['countsAnyPromise', 'oneLogPerBallot', 0x10f0f5],
  ['countsTooFew', 'learnedIsChosen', 0x100000],
  ['adoptsShortest', 'chosenIsNeverCut', 0x1034ee],
  ['takesPartForWhole', 'chosenIsNeverCut', 0x1462c9],
  ['cutsWithinBallot', 'chosenIsNeverCut', 0x104048],
  ['believesUnsynced', 'learnedIsChosen', 0x13589a],
  ['catchesUpUnpromised', 'oneLogPerBallot', 0x126fca],
  ['entersOnUnchosenStop', 'learnedIsChosen', 0x100000],
  ['appendsAfterStop', 'nothingChosenAfterStop', 0x100548]
]

const quint = new Quint('broken.qnt')

afterAll(() => quint[Symbol.asyncDispose]())

describe('model with a broken rule', () => {
  it('is in the list for every broken variant that there is', () => {
    const text = readFileSync(new URL('broken.qnt', import.meta.url), 'utf8')
    const modules = [...text.matchAll(/^module (\w+)/gm)].map(([, name]) => name)
    expect([...new Set(faults.map(([module]) => module))]).toEqual(modules)
  })

  it('violates every invariant that there is', () => {
    const violated = new Set(faults.map(([, invariant]) => invariant))
    expect(invariants.filter(invariant => !violated.has(invariant))).toEqual([])
  })

  it.each(faults)('%s violates %s', async (module, violated, seed) => {
    const outcome = await quint.simulate({
      module,
      seed,
      // The first run is the one. The others are for a model that changed, where chance takes another way.
      samples: 300,
      steps: 80,
      invariants: [violated]
    })
    expect(outcome.violated, outcome.output).toEqual([violated])
  })

  it('is not what the core does', async () => {
    const simulation = { module: 'forgetsPromises', seed: 1, samples: 20, steps: 40 }
    const runs = await quint.record({ ...simulation, invariants: [] })
    expect(() => runs.map(run => replay(run))).toThrow(Mismatch)
  })
})
