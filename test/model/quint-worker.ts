import { parentPort } from 'node:worker_threads'
import {
  load,
  parse,
  runSimulator,
  typecheck
} from '@informalsystems/quint/dist/src/cliCommands.js'

/*
 * Does what the command `quint run` does, but compiles the file only once for all its simulations: that takes longer than
 * most of them. The steps are those of the command, from the options that its command line would have parsed.
 */

export interface Request {
  readonly id: number
  readonly options: Readonly<Record<string, unknown>>
}

export interface Reply {
  readonly id: number
  /** How the simulation ended; undefined if it did not begin. */
  readonly status: string | undefined
  /** All that the command prints. */
  readonly output: string
}

const compiled = new Map<unknown, ReturnType<typeof compile>>()

async function compile(input: unknown) {
  const parsed = await (await load({ input })).asyncChain(parse)
  return parsed.asyncChain(typecheck)
}

async function simulate({ id, options }: Request): Promise<Reply> {
  const { input } = options
  const compilation = compiled.get(input) ?? compile(input)
  compiled.set(input, compilation)
  const ready = await compilation
  const lines: string[] = []
  console.log = (line: string) => lines.push(line)
  const done = await ready.asyncChain(stage => runSimulator({ ...stage, args: options }))
  const { status, seed, errors = [] } = done.isRight() ? done.value : done.value.stage
  lines.push(...errors.map(error => error.explanation))
  if (seed !== undefined) lines.push(`the seed of the last run is ${seed}`)
  return { id, status, output: lines.join('\n') }
}

parentPort?.on('message', async (request: Request) => {
  parentPort?.postMessage(await simulate(request))
})
