/** The value below which `share` (0 to 1) of the samples lie; NaN without samples. */
export function percentile(samples: readonly number[], share: number): number {
  return atShare(sorted(samples), share)
}

/** The middle value, or the mean of the two in the middle; NaN without samples. */
export function median(samples: readonly number[]): number {
  const values = sorted(samples)
  const middle = values.length >>> 1
  const upper = values[middle] ?? Number.NaN
  return values.length % 2 === 1 ? upper : ((values[middle - 1] ?? Number.NaN) + upper) / 2
}

/** How long something took, in milliseconds. */
export interface Latency {
  readonly p50Ms: number
  readonly p99Ms: number
}

export function latencyOf(samplesMs: readonly number[]): Latency {
  const values = sorted(samplesMs)
  return { p50Ms: atShare(values, 0.5), p99Ms: atShare(values, 0.99) }
}

/** By number. */
function sorted(samples: readonly number[]): Float64Array {
  return Float64Array.from(samples).sort()
}

function atShare(values: Float64Array, share: number): number {
  const place = Math.min(values.length - 1, Math.floor(values.length * share))
  return values[place] ?? Number.NaN
}

/** Medians over repetitions of the same measurement. */
export function medianLatency(repetitions: readonly Latency[]): Latency {
  return {
    p50Ms: median(repetitions.map(({ p50Ms }) => p50Ms)),
    p99Ms: median(repetitions.map(({ p99Ms }) => p99Ms))
  }
}
