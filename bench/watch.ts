import { createHistogram, monitorEventLoopDelay } from 'node:perf_hooks'
import type { Latency } from './statistics.js'

/** How calls and the event loop of a process fared while they were watched. */
export interface Watched extends Latency {
  readonly calls: number
  /** The longest time that the event loop was late. */
  readonly delayMaxMs: number
  /** The most of a processor's time that the event loop took between two looks at its timers. */
  readonly busyMaxMs: number
}

/** Milliseconds between two looks at whether the event loop is late. */
const resolutionMs = 1

/** Keeps so many calls of `operation` under way, or none, until it is stopped, and watches them and the event loop. */
export class Watch {
  /** In microseconds. To sort so many samples would hold up what is watched. */
  readonly #latencies = createHistogram({ figures: 4 })
  readonly #delay = monitorEventLoopDelay({ resolution: resolutionMs })
  readonly #look: NodeJS.Timeout
  readonly #workers: Promise<void>[]
  #isRunning = true
  #usedMs = usedMs()
  #busyMaxMs = 0

  constructor(operation: () => Promise<unknown>, inFlight: number) {
    this.#delay.enable()
    this.#look = setInterval(() => this.#onLook(), resolutionMs)
    this.#workers = Array.from({ length: inFlight }, () => this.#work(operation))
  }

  /** What was seen since the beginning, or the last time that this was asked. */
  lap(): Watched {
    const calls = this.#latencies.count
    const p50Ms = this.#latencies.percentile(50) / 1e3
    const p99Ms = this.#latencies.percentile(99) / 1e3
    const delayMaxMs = Math.max(0, this.#delay.max / 1e6 - resolutionMs)
    const busyMaxMs = this.#busyMaxMs
    const watched = { p50Ms, p99Ms, calls, delayMaxMs, busyMaxMs }
    this.#latencies.reset()
    this.#delay.reset()
    this.#usedMs = usedMs()
    this.#busyMaxMs = 0
    return watched
  }

  async stop(): Promise<void> {
    this.#isRunning = false
    await Promise.all(this.#workers)
    this.#delay.disable()
    clearInterval(this.#look)
  }

  #onLook(): void {
    const nowUsedMs = usedMs()
    this.#busyMaxMs = Math.max(this.#busyMaxMs, nowUsedMs - this.#usedMs)
    this.#usedMs = nowUsedMs
  }

  async #work(operation: () => Promise<unknown>): Promise<void> {
    while (this.#isRunning) {
      const startMs = performance.now()
      await operation()
      this.#latencies.record(Math.max(1, Math.round((performance.now() - startMs) * 1e3)))
    }
  }
}

/** What this thread has had of processors' time. Linux counts it by ticks, but for whoever asks for that of the process. */
function usedMs(): number {
  process.cpuUsage()
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1e3
}
