import type { Clock } from '../runtime/ports.js'
import type { Scheduler } from './scheduler.js'

export interface ProcessClockInit {
  readonly scheduler: Scheduler
  /** What the clock shows at first; clocks of different processes have nothing to do with each other. */
  readonly startMs: number
  /** Runs something in the process: now, once it goes on if it is paused, or never if it ended. */
  readonly enter: (run: () => void) => void
  /** Called when a timer fires. */
  readonly onTimer: () => void
  /** Milliseconds that something which is to happen soon takes to happen: more than 0 in a busy process. */
  readonly busyMs: () => number
}

interface Timer {
  readonly atMs: number
  readonly callback: () => void
  cancel: () => void
}

/** The monotonic clock and the timers of one process: it may run fast or slow, and jump forward. */
export class ProcessClock implements Clock {
  readonly #init: ProcessClockInit
  readonly #timers = new Set<Timer>()
  #rate = 1
  /** What this clock showed at `#sinceMs` of virtual time, from when on it has its rate. */
  #shownMs: number
  #sinceMs: number
  /** The clock never shows less: rounding must not take a timer back before its time. */
  #floorMs: number
  /** Virtual time until which the process is busy. */
  #busyUntilMs = 0

  constructor(init: ProcessClockInit) {
    this.#init = init
    this.#shownMs = init.startMs
    this.#floorMs = init.startMs
    this.#sinceMs = init.scheduler.nowMs
  }

  nowMs(): number {
    const passedMs = this.#init.scheduler.nowMs - this.#sinceMs
    return Math.max(this.#floorMs, this.#shownMs + passedMs * this.#rate)
  }

  setTimer(atMs: number, callback: () => void): () => void {
    const timer: Timer = { atMs, callback, cancel: () => undefined }
    this.#timers.add(timer)
    this.#arm(timer)
    return () => {
      this.#timers.delete(timer)
      timer.cancel()
    }
  }

  soon(callback: () => void): void {
    const { scheduler, enter } = this.#init
    const delayMs = this.#init.busyMs()
    if (delayMs === 0 && this.#busyUntilMs <= scheduler.nowMs) {
      scheduler.soon(() => enter(callback))
      return
    }
    this.#busyUntilMs = Math.max(this.#busyUntilMs, scheduler.nowMs + delayMs)
    scheduler.at(this.#busyUntilMs, () => enter(callback))
  }

  turnEnd(callback: () => void): void {
    const { scheduler, enter } = this.#init
    scheduler.at(Math.max(scheduler.nowMs, this.#busyUntilMs), () => enter(callback))
  }

  /** Makes the clock run `rate` times as fast as virtual time from now on. */
  drift(rate: number): void {
    this.#restart(this.nowMs(), rate)
  }

  /** Sets the clock forward. */
  jump(aheadMs: number): void {
    this.#restart(this.nowMs() + aheadMs, this.#rate)
  }

  /** Drops every timer: the process ended. */
  stop(): void {
    for (const timer of this.#timers) timer.cancel()
    this.#timers.clear()
  }

  #restart(shownMs: number, rate: number): void {
    this.#floorMs = shownMs
    this.#shownMs = shownMs
    this.#sinceMs = this.#init.scheduler.nowMs
    this.#rate = rate
    for (const timer of this.#timers) {
      timer.cancel()
      this.#arm(timer)
    }
  }

  #arm(timer: Timer): void {
    const { scheduler, enter, onTimer } = this.#init
    const aheadMs = Math.max(0, timer.atMs - this.nowMs())
    timer.cancel = scheduler.at(scheduler.nowMs + aheadMs / this.#rate, () =>
      enter(() => {
        if (!this.#timers.delete(timer)) return
        this.#floorMs = Math.max(this.#floorMs, timer.atMs)
        onTimer()
        timer.callback()
      })
    )
  }
}
