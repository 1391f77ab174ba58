/** Measures three voters in three processes beside what the same machine can do at most. */

import { type BenchOptions, parseOptions, usage } from './options.js'
import { recordProfiles } from './parts/profile.js'
import { inGroup, type PartInit, parts } from './parts.js'
import { summarizeProfile } from './profile-summary.js'
import { writeReport } from './report/document.js'
import { documentSections, formatReport, missingPrograms, type Results, targets } from './report.js'
import { stopAll } from './stopping.js'
import { sweeps } from './sweeps/index.js'
import type { SweepResult } from './sweeps/sweep.js'

async function run(options: BenchOptions): Promise<Results> {
  const { only, profile, seconds } = options
  const init: PartInit = {
    ...options,
    durationMs: seconds * 1000,
    progress: line => console.error(line)
  }
  const results: Results = {}
  for (const name of only) Object.assign(results, await parts[name](init))
  if (options.sweeps.length > 0) {
    const sweepInit = { ...init, idleMs: options.idleSeconds * 1_000 }
    const swept: SweepResult[] = []
    for (const name of options.sweeps) swept.push(await sweeps[name](sweepInit))
    results.sweeps = swept
  }
  if (profile !== undefined) {
    const paths = await inGroup(init, group => recordProfiles(group, profile, 2 * init.durationMs))
    results.profiles = await Promise.all(paths.map(summarizeProfile))
  }
  return results
}

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2))
  if (options === undefined) {
    console.log(usage)
    return
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stopAll)
  const results = await run(options)
  console.log(
    options.json
      ? JSON.stringify({ node: process.version, ...results, targets: targets(results) })
      : formatReport(results)
  )
  if (options.report) await writeReport('docs', documentSections(results))
  if (missingPrograms(results).length > 0 && !options.allowMissing) process.exitCode = 1
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
