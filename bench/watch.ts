import { monitorEventLoopDelay } from 'node:perf_hooks'
import { type Latency, latencyOf } from './statistics.js'

/** How calls and the event loop of a process fared while they were watched. */
export interface Watched extends Latency {
  readonly calls: number
  /** The longest time that the event loop was late. */
  readonly delayMaxMs: number
}

/** Milliseconds between two looks at whether the event loop is late. */
const resolutionMs = 1

/** Keeps so many calls of `operation` under way, or none, until it is stopped, and watches them and the event loop. */
export class Watch {
  #samplesMs: number[] = []
  readonly #delay = monitorEventLoopDelay({ resolution: resolutionMs })
  readonly #workers: Promise<void>[]
  #isRunning = true

  constructor(operation: () => Promise<unknown>, inFlight: number) {
    this.#delay.enable()
    this.#workers = Array.from({ length: inFlight }, () => this.#work(operation))
  }

  /** What was seen since the beginning, or the last time that this was asked. */
  lap(): Watched {
    const samplesMs = this.#samplesMs
    const delayMaxMs = Math.max(0, this.#delay.max / 1e6 - resolutionMs)
    this.#samplesMs = []
    this.#delay.reset()
    return { ...latencyOf(samplesMs), calls: samplesMs.length, delayMaxMs }
  }

  async stop(): Promise<void> {
    this.#isRunning = false
    await Promise.all(this.#workers)
    this.#delay.disable()
  }

  async #work(operation: () => Promise<unknown>): Promise<void> {
    while (this.#isRunning) {
      const startMs = performance.now()
      await operation()
      this.#samplesMs.push(performance.now() - startMs)
    }
  }
}
