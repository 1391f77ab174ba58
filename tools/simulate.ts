/**
 * Runs simulations, and those that failed again:
 *
 *   npm run simulate -- --seed 42            one run
 *   npm run simulate -- --seed 42 --trace    and everything that happens in it
 *   npm run simulate -- --seeds 1..500       many, with what they covered
 *   npm run simulate -- --plan plan.json     the run of a plan that was kept
 *   npm run simulate -- --seed 42 --shrink plan.json    looks for a smaller plan that breaks the same rule, and keeps it
 *
 * The exit code is 1 if a rule was broken, and 2 if the options make no sense.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { drawPlan, type Plan, run, SimulationFailure, shrinkPlan } from '../src/simulator/index.js'

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string' },
    plan: { type: 'string' },
    trace: { type: 'boolean', default: false },
    shrink: { type: 'string' }
  }
})

/** The plans that the options ask for, drawn one by one. */
async function* askedPlans(): AsyncGenerator<Plan> {
  const { seed, seeds, plan } = values
  if (plan !== undefined) yield JSON.parse(await readFile(plan, 'utf8'))
  const [first, last] = (seeds ?? `${seed ?? 1}..${seed ?? 1}`).split('..').map(Number)
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last)) {
    console.error('--seed takes a whole number, and --seeds two, as in 1..500')
    process.exit(2)
  }
  if (plan !== undefined && seed === undefined && seeds === undefined) return
  for (let next = first ?? 1; next <= (last ?? 1); next += 1) yield drawPlan(next)
}

/** Runs a plan and says how it went; returns how many events it had, or undefined if it failed. */
async function runOne(plan: Plan, covered: Map<string, number>): Promise<number | undefined> {
  const startMs = performance.now()
  try {
    const onLine = values.trace ? { onLine: (line: string) => console.log(line) } : {}
    const { hash, events, simulatedMs, coverage } = await run(plan, onLine)
    const seconds = (performance.now() - startMs) / 1000
    for (const [what, count] of Object.entries(coverage)) {
      covered.set(what, (covered.get(what) ?? 0) + count)
    }
    const simulated = (simulatedMs / 1000).toFixed(1)
    const rate = Math.round(events / seconds)
    console.log(`seed ${plan.seed}: ${hash}, ${events} events in ${simulated} s, ${rate} a second`)
    return events
  } catch (error) {
    if (!(error instanceof SimulationFailure)) throw error
    console.error(error.stack)
    if (error.cause instanceof Error && error.rule === 'crash') console.error(error.cause.stack)
    if (values.shrink !== undefined) await shrinkTo(values.shrink, plan, error.rule)
    return undefined
  }
}

async function shrinkTo(path: string, plan: Plan, rule: string): Promise<void> {
  const breaksRule = async (smaller: Plan): Promise<boolean> => {
    try {
      await run(smaller)
      return false
    } catch (error) {
      return error instanceof SimulationFailure && error.rule === rule
    }
  }
  const shrunk = await shrinkPlan(plan, breaksRule)
  await writeFile(path, `${JSON.stringify(shrunk.plan, null, 2)}\n`)
  const { faults, operations } = shrunk.plan
  console.error(`${faults.length} faults and ${operations.length} operations are left: ${path}`)
}

const covered = new Map<string, number>()
let events = 0
let failures = 0
const startMs = performance.now()
for await (const plan of askedPlans()) {
  const count = await runOne(plan, covered)
  if (count === undefined) failures += 1
  else events += count
}
if (values.seeds !== undefined) {
  for (const what of [...covered.keys()].sort()) console.log(`${covered.get(what)} ${what}`)
  const rate = Math.round((events / (performance.now() - startMs)) * 1000)
  console.log(`${events} events, ${rate} a second, ${failures} failures`)
}
process.exitCode = failures === 0 ? 0 : 1
