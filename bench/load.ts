import type { Load, Rate } from './commands.js'
import { type Latency, latencyOf } from './statistics.js'

/** Calls `operation` so often, one after the other. */
export async function runSingly(
  operation: () => Promise<unknown>,
  count: number
): Promise<Latency> {
  const samplesMs: number[] = []
  for (let i = 0; i < count; i += 1) {
    const startMs = performance.now()
    await operation()
    samplesMs.push(performance.now() - startMs)
  }
  return latencyOf(samplesMs)
}

/** Keeps `inFlight` calls of `operation` under way for some time; counts those that ended within it. */
export async function runMany(operation: () => Promise<unknown>, load: Load): Promise<Rate> {
  const startMs = performance.now()
  const endMs = startMs + load.durationMs
  let done = 0
  let doneMs = startMs
  const worker = async (): Promise<void> => {
    for (;;) {
      await operation()
      const nowMs = performance.now()
      if (nowMs > endMs) return
      done += 1
      doneMs = nowMs
    }
  }
  await Promise.all(Array.from({ length: load.inFlight }, worker))
  return { perSecond: done === 0 ? 0 : (done * 1000) / (doneMs - startMs) }
}
