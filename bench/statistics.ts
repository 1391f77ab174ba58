/** The value below which `share` (0 to 1) of the samples lie; NaN without samples. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  const place = Math.min(sorted.length - 1, Math.floor(sorted.length * share))
  return sorted[place] ?? Number.NaN
}

/** The middle value, or the mean of the two in the middle; NaN without samples. */
export function median(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b)
  const middle = sorted.length >>> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** How long something took, in milliseconds. */
export interface Latency {
  readonly p50Ms: number
  readonly p99Ms: number
}

export function latencyOf(samplesMs: readonly number[]): Latency {
  return { p50Ms: percentile(samplesMs, 0.5), p99Ms: percentile(samplesMs, 0.99) }
}

/** Medians over repetitions of the same measurement. */
export function medianLatency(repetitions: readonly Latency[]): Latency {
  return {
    p50Ms: median(repetitions.map(({ p50Ms }) => p50Ms)),
    p99Ms: median(repetitions.map(({ p99Ms }) => p99Ms))
  }
}
