import { drawPlan, type RunResult, run } from '../../../src/simulator/index.js'

/** How the simulated groups of this seed fared. */
export async function simulated(seed: number): Promise<RunResult> {
  return await run(drawPlan(seed))
}
