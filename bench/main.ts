/** Measures three voters in three processes beside what the same machine can do at most. */

import { type BenchOptions, parseOptions, usage } from './options.js'
import { measureCatchUp } from './parts/catch-up.js'
import { measureFailover } from './parts/failover.js'
import { measureHeap } from './parts/heap.js'
import { measureLatency } from './parts/latency.js'
import { measureLearners } from './parts/learners.js'
import { measureObjects } from './parts/objects.js'
import { recordProfiles } from './parts/profile.js'
import { measureReplacement } from './parts/replacement.js'
import { measureSnapshot } from './parts/snapshot.js'
import { measureStart } from './parts/start.js'
import { measureThroughput } from './parts/throughput.js'
import { summarizeProfile } from './profile-summary.js'
import { formatReport, type Results, targets } from './report.js'
import { Trio } from './trio.js'

const stopSignals = ['SIGINT', 'SIGTERM'] as const

async function run(options: BenchOptions): Promise<Results> {
  const results: Results = {}
  const { only, profile, repetitions, seconds, trials, runs } = options
  const progress = (line: string): void => console.error(line)
  const inTrio = async <T>(measure: (trio: Trio) => Promise<T>): Promise<T> => {
    await using trio = await Trio.start(options.directory)
    // Whoever stops the measurement wants no process and no file left: dead voters fail it, and the rest unwinds.
    const kill = (): void => trio.kill()
    for (const signal of stopSignals) process.once(signal, kill)
    const result = await measure(trio)
    for (const signal of stopSignals) process.removeListener(signal, kill)
    return result
  }
  if (only.includes('latency')) {
    results.latency = await inTrio(trio => measureLatency(trio, repetitions, progress))
  }
  if (only.includes('throughput')) {
    const durationMs = seconds * 1000
    results.throughput = await inTrio(trio =>
      measureThroughput(trio, repetitions, durationMs, progress)
    )
  }
  if (only.includes('failover')) {
    results.failover = await inTrio(trio => measureFailover(trio, trials, progress))
  }
  if (only.includes('heap')) {
    results.heap = await inTrio(trio => measureHeap(trio, progress))
  }
  if (only.includes('catch-up')) {
    results.catchUp = await inTrio(trio => measureCatchUp(trio, runs, progress))
  }
  if (only.includes('replacement')) {
    results.replacement = await measureReplacement(runs, options.directory, progress)
  }
  if (only.includes('start')) {
    results.start = await inTrio(trio => measureStart(trio, runs, progress))
  }
  if (only.includes('snapshot')) {
    results.snapshot = await measureSnapshot(runs, options.directory, progress)
  }
  if (only.includes('learners')) {
    results.learners = await inTrio(trio => measureLearners(trio, runs, progress))
  }
  if (only.includes('objects')) {
    results.objects = await inTrio(trio =>
      measureObjects(trio, repetitions, seconds * 1000, progress)
    )
  }
  if (profile !== undefined) {
    const paths = await inTrio(trio => recordProfiles(trio, profile, 2 * seconds * 1000))
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
  const results = await run(options)
  console.log(
    options.json
      ? JSON.stringify({ node: process.version, ...results, targets: targets(results) })
      : formatReport(results)
  )
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
