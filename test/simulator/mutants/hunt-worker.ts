import { type LoadFnOutput, registerHooks } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import { type Caught, toJavaScript, type WorkerInit } from './hunt.js'
import { mutate } from './mutant.js'

/*
 * Loads the simulator, and with it all that it simulates, with one bug in it, and runs one seed after the other until a run
 * fails. The worker must be started with `test/support/source-hooks.ts`, which finds the sources.
 */

const { mutant, seeds, sources }: WorkerInit = workerData
const root = new URL('../../../', import.meta.url).href

registerHooks({
  load(url, context, nextLoad): LoadFnOutput {
    if (mutant !== undefined && url === root + mutant.file) {
      const { source } = nextLoad(url, context)
      return { format: 'module', source: toJavaScript(mutate(String(source), mutant)) }
    }
    const source = sources.get(url)
    return source === undefined
      ? nextLoad(url, context)
      : { format: 'module', source, shortCircuit: true }
  }
})

const { drawPlan } = await import('../../../src/simulator/draw-plan.js')
const { run } = await import('../../../src/simulator/run.js')

async function hunt(): Promise<Caught | undefined> {
  for (const seed of seeds) {
    try {
      await run(drawPlan(seed))
    } catch (error) {
      const rule = error instanceof Error && 'rule' in error ? String(error.rule) : 'crash'
      return { seed, rule, message: String(error) }
    }
  }
  return undefined
}

parentPort?.postMessage(await hunt())
