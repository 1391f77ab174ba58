import { globSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { Worker } from 'node:worker_threads'
import type { Mutant } from './mutant.js'

/** What a worker is given. */
export interface HuntInit {
  /** Undefined for the sources as they are. */
  readonly mutant: Mutant | undefined
  readonly seeds: readonly number[]
}

/** What a worker gets besides: the sources as JavaScript, by their URLs, so that it need not make that of each of them itself. */
export interface WorkerInit extends HuntInit {
  readonly sources: ReadonlyMap<string, string>
}

/** The first run that failed, and the rule that it broke. */
export interface Caught {
  readonly seed: number
  /** `crash` where something threw that never may. */
  readonly rule: string
  readonly message: string
}

const sourceHooks = new URL('../../support/source-hooks.ts', import.meta.url)

const root = new URL('../../../', import.meta.url)

/** A source as JavaScript. What protons generated has namespaces, which cannot merely be erased. */
export function toJavaScript(source: string): string {
  return stripTypeScriptTypes(source, { mode: 'transform' })
}

let known: ReadonlyMap<string, string> | undefined

function sources(): ReadonlyMap<string, string> {
  known ??= new Map(
    globSync('src/**/*.ts', { cwd: root }).map(path => {
      const url = new URL(path, root)
      return [url.href, toJavaScript(readFileSync(url, 'utf8'))]
    })
  )
  return known
}

/** Runs the seeds in their order, in a thread of its own, until one fails; undefined if none does. */
export async function hunt(init: HuntInit): Promise<Caught | undefined> {
  const worker = new Worker(new URL('./hunt-worker.ts', import.meta.url), {
    workerData: { ...init, sources: sources() } satisfies WorkerInit,
    execArgv: ['--disable-warning=ExperimentalWarning', '--import', sourceHooks.href]
  })
  const { promise, resolve, reject } = Promise.withResolvers<Caught | undefined>()
  worker.once('message', resolve)
  worker.once('error', reject)
  worker.once('exit', code => reject(new Error(`the worker ended with code ${code}`)))
  try {
    return await promise
  } finally {
    await worker.terminate()
  }
}

/** Lets so many tasks run at a time, in the order in which they were given. */
export class Turns {
  #free: number
  readonly #waiting: (() => void)[] = []

  constructor(count: number) {
    this.#free = count
  }

  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#free === 0) await new Promise<void>(resolve => this.#waiting.push(resolve))
    else this.#free -= 1
    try {
      return await task()
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#free += 1
      else next()
    }
  }
}
