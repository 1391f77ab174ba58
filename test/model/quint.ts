import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Options, Reply, Request } from './quint-worker.js'
import type { TraceState } from './trace.js'

/** What must always hold, by the names in `paxos.qnt`. */
export const invariants: readonly string[] = [
  'agreement',
  'validity',
  'learnedIsChosen',
  'learnedIsPromised',
  'epochsAreChosen',
  'oneLogPerBallot',
  'ballotsNeverRegress',
  'saidIsDurable',
  'chosenIsNeverCut',
  'nothingChosenAfterStop',
  'noVoteBeforeStop'
]

export interface Simulation {
  readonly module: string
  /** The first of the numbers that chance takes one after the other: runs of seeds close to one another are the same. */
  readonly seed: number
  readonly samples: number
  readonly steps: number
  /** The action that each step takes: `step` if left out. */
  readonly step?: string
  readonly invariants: readonly string[]
}

export interface Witnessing extends Simulation {
  /** Definitions of which is counted in how many runs they came true. */
  readonly witnesses?: readonly string[]
}

export interface Outcome {
  /** Invariants that a run violated: the simulation ends with it. */
  readonly violated: readonly string[]
  /** In how many runs each witness came true. */
  readonly witnessed: ReadonlyMap<string, number>
  /** What was simulated, and all that the command printed. */
  readonly output: string
}

/** Explores random runs of the modules of a file, one after the other. What they share is compiled once. */
export class Quint implements AsyncDisposable {
  readonly #file: string
  readonly #worker = new Worker(new URL('quint-worker.ts', import.meta.url), {
    env: { ...process.env, NO_COLOR: '1' },
    // Those of the test runner are not for it.
    execArgv: ['--import', fileURLToPath(new URL('../support/source-hooks.ts', import.meta.url))]
  })
  #lastId = 0

  constructor(file: 'groups.qnt' | 'broken.qnt') {
    this.#file = fileURLToPath(new URL(file, import.meta.url))
  }

  /** @throws Error if the model does not compile, or a run fails other than by an invariant. */
  async simulate(simulation: Witnessing): Promise<Outcome> {
    const { status, output: printed } = await this.#ask(simulation, false)
    const output = `${JSON.stringify(simulation)}\n${printed}`
    if (status !== 'ok' && status !== 'violation') throw new Error(output)
    // Where only one was asked for, it is not named.
    const named = [...printed.matchAll(/❌ (\w+)/g)].map(([, name = '']) => name)
    const isNamed = status === 'ok' || named.length > 0
    const witnesses = printed.matchAll(/^(\w+) was witnessed in (\d+) trace/gm)
    return {
      violated: isNamed ? named : simulation.invariants,
      witnessed: new Map([...witnesses].map(([, name = '', count]) => [name, Number(count)])),
      output
    }
  }

  /**
   * Hands out random runs, each as a trace.
   *
   * @throws Error if the model does not compile, or a run fails or violates an invariant.
   */
  async record(simulation: Simulation): Promise<readonly TraceState[][]> {
    const { status, output, runs } = await this.#ask(simulation, true)
    if (status !== 'ok') throw new Error(`${status}: ${JSON.stringify(simulation)}\n${output}`)
    return runs
  }

  async #ask(simulation: Witnessing, records: boolean): Promise<Reply> {
    this.#lastId++
    const id = this.#lastId
    const options = optionsOf(this.#file, simulation)
    this.#worker.postMessage({ id, options, records } satisfies Request)
    for (;;) {
      const [reply] = (await once(this.#worker, 'message')) as [Reply]
      // One that nobody waited for to its end is still answered.
      if (reply.id === id) return reply
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate()
  }
}

/** What the command line of `quint run` would be parsed to. */
function optionsOf(input: string, simulation: Witnessing): Options {
  const { module, seed, samples, steps, step = 'step', witnesses = [] } = simulation
  return {
    input,
    main: module,
    backend: 'typescript',
    verbosity: 1,
    seed: BigInt(seed),
    init: 'init',
    step,
    maxSamples: samples,
    maxSteps: steps,
    invariants: simulation.invariants,
    witnesses,
    mbt: false,
    nTraces: 1
  }
}
