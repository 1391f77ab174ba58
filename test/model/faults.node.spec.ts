import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { invariants, Quint } from './quint.js'
import { Mismatch, replay } from './replay.js'

/** A module of `broken.qnt`, an invariant that it violates, and the seed of a run in which it does. */
type Fault = readonly [
  module: string,
  violated: string,
  seed: number,
  step: 'step' | 'calmStep',
  steps: number
]

/** Groups as most are. */
function fault(module: string, violated: string, seed: number): Fault {
  return [module, violated, seed, 'step', 80]
}

/** Groups that must have got far. */
function lateFault(module: string, violated: string, seed: number): Fault {
  return [module, violated, seed, 'calmStep', 140]
}

const faults: readonly Fault[] = [
  fault('disjointQuorums', 'chosenIsNeverCut', 50_096_788),
  fault('answersEarly', 'learnedIsChosen', 1_001_453),
  fault('preparesEarly', 'saidIsDurable', 1_000_000),
  fault('forgetsPromises', 'oneLogPerBallot', 50_021_839),
  fault('forgetsPromises', 'ballotsNeverRegress', 1_000_000),
  fault('tearsBatches', 'learnedIsChosen', 1_005_873),
  fault('acceptsBelowPromise', 'learnedIsChosen', 51_546_490),
  fault('countsOwnLogEarly', 'learnedIsChosen', 1_010_352),
  fault('countsAnyAcceptance', 'learnedIsChosen', 50_278_857),
  fault('countsAnyPromise', 'chosenIsNeverCut', 50_263_731),
  fault('countsTooFew', 'learnedIsChosen', 1_000_000),
  fault('adoptsShortest', 'chosenIsNeverCut', 1_004_541),
  fault('takesPartForWhole', 'chosenIsNeverCut', 50_302_287),
  fault('cutsWithinBallot', 'chosenIsNeverCut', 50_028_941),
  fault('believesUnsynced', 'learnedIsChosen', 50_243_958),
  fault('catchesUpUnpromised', 'oneLogPerBallot', 90_020_366),
  fault('entersOnUnchosenStop', 'learnedIsChosen', 1_005_873),
  fault('entersOnUnchosenStop', 'noVoteBeforeStop', 1_008_780),
  fault('appendsAfterStop', 'nothingChosenAfterStop', 1_026_502),
  fault('compactsUnchosen', 'learnedIsChosen', 1_000_000),
  fault('cutsAboveSnapshot', 'chosenIsNeverCut', 1_264_518),
  fault('installsUnpromised', 'learnedIsPromised', 1_155_424),
  lateFault('entersUnpromised', 'learnedIsPromised', 200_194_432),
  lateFault('keepsIdentity', 'agreement', 7_003_894),
  fault('votesUnnamed', 'noVoteBeforeStop', 1_000_000),
  lateFault('offersAllEpochs', 'epochsAreChosen', 7_025_129),
  fault('fillsItsLog', 'validity', 1_000_000)
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

  it.each(faults)('%s violates %s', async (module, violated, seed, step, steps) => {
    const outcome = await quint.simulate({
      module,
      seed,
      // The first run is the one. The others are for a model that changed, where chance takes another way.
      samples: 300,
      steps,
      step,
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
