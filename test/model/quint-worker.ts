import { parentPort } from 'node:worker_threads'
import {
  load,
  parse,
  runSimulator,
  type TypecheckedStage,
  typecheck
} from '@informalsystems/quint/dist/src/cliCommands.js'
import { toExpr } from '@informalsystems/quint/dist/src/cliHelpers.js'
import { newRng } from '@informalsystems/quint/dist/src/rng.js'
import { Evaluator } from '@informalsystems/quint/dist/src/runtime/impl/evaluator.js'
import { QuintRecorder } from './quint-recorder.js'
import type { TraceState } from './trace.js'

/*
 * Does what the command `quint run` does, but compiles the file only once for all its simulations: that takes longer than
 * most of them. The steps are those of the command, from the options that its command line would have parsed. Traces are not
 * written to files, in which every state would be there as a whole.
 */

export interface Options {
  readonly input: string
  readonly main: string
  readonly seed: bigint
  readonly init: string
  readonly step: string
  readonly maxSamples: number
  readonly maxSteps: number
  readonly invariants: readonly string[]
  readonly [name: string]: unknown
}

export interface Request {
  readonly id: number
  readonly options: Options
  /** Whether every run is wanted as a trace. */
  readonly records: boolean
}

export interface Reply {
  readonly id: number
  /** How the simulation ended; undefined if it did not begin. */
  readonly status: string | undefined
  /** All that the command prints. */
  readonly output: string
  readonly runs: readonly TraceState[][]
}

const compiled = new Map<unknown, ReturnType<typeof compile>>()

async function compile(input: unknown) {
  const parsed = await (await load({ input })).asyncChain(parse)
  return parsed.asyncChain(typecheck)
}

async function answer({ id, options, records }: Request): Promise<Reply> {
  const { input } = options
  const compilation = compiled.get(input) ?? compile(input)
  compiled.set(input, compilation)
  const ready = await compilation
  if (records && ready.isRight()) return { id, ...record(ready.value, options) }
  const lines: string[] = []
  console.log = (line: string) => lines.push(line)
  const done = await ready.asyncChain(stage => runSimulator({ ...stage, args: options }))
  const { status, seed, errors = [] } = done.isRight() ? done.value : done.value.stage
  lines.push(...errors.map(error => error.explanation))
  if (seed !== undefined) lines.push(`the seed of the last run is ${seed}`)
  return { id, status, output: lines.join('\n'), runs: [] }
}

/** Simulates as the command does, and keeps the runs. */
function record(stage: TypecheckedStage, options: Options): Omit<Reply, 'id'> {
  const { init, step, invariants, maxSamples, maxSteps, seed } = options
  const given = { ...stage, args: options }
  const [start, next, holds] = [init, step, ['true', ...invariants].join(' and ')].map(text => {
    return toExpr(given, text).unwrap()
  })
  if (start === undefined || next === undefined || holds === undefined) {
    throw new TypeError('a simulation needs a start, steps and what holds')
  }
  const rng = newRng(seed)
  const recorder = new QuintRecorder(rng)
  const evaluator = new Evaluator(stage.resolver.table, recorder.listener, rng, true)
  const outcome = evaluator.simulate(start, next, holds, [], maxSamples, maxSteps, maxSamples)
  const output = outcome.errors.map(error => error.message).join('\n')
  return { status: outcome.status, output, runs: recorder.runs }
}

parentPort?.on('message', async (request: Request) => {
  parentPort?.postMessage(await answer(request))
})
