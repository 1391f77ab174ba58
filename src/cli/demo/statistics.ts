/** Half of a set of durations were at most `p50Ms`, 99 of 100 at most `p99Ms`; 0 for an empty set. */
export interface Latency {
  readonly p50Ms: number
  readonly p99Ms: number
}

/** Milliseconds that something took, many times. */
export class Durations {
  readonly #ms: number[] = []

  get count(): number {
    return this.#ms.length
  }

  add(ms: number): void {
    this.#ms.push(ms)
  }

  /** The latency from the `first` duration that was added on. */
  latency(first = 0): Latency {
    const sorted = Float64Array.from(this.#ms.slice(first)).sort()
    const at = (share: number): number =>
      sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
    return { p50Ms: at(0.5), p99Ms: at(0.99) }
  }
}
