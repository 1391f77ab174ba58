import { describe, expect, it } from 'vitest'
import { Changes } from '../../../src/group/objects/changes.js'
import type { ObjectsHost } from '../../../src/group/objects/host.js'
import { Lease } from '../../../src/group/objects/lease.js'
import type { Clock } from '../../../src/runtime/ports.js'
import { Objects } from '../../../src/state/objects.js'

/** Fires each timer at the very moment for which it was set. */
class ExactClock implements Clock {
  #nowMs: number
  #timers: { readonly atMs: number; readonly callback: () => void }[] = []

  constructor(startMs: number) {
    this.#nowMs = startMs
  }

  nowMs(): number {
    return this.#nowMs
  }

  setTimer(atMs: number, callback: () => void): () => void {
    const timer = { atMs, callback }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter(other => other !== timer)
    }
  }

  soon(callback: () => void): void {
    queueMicrotask(callback)
  }

  turnEnd(callback: () => void): void {
    queueMicrotask(callback)
  }

  /** Fires the timer that is due first; undefined if none is set. */
  async fireNext(): Promise<number | undefined> {
    const [next] = this.#timers.sort((a, b) => a.atMs - b.atMs)
    if (next === undefined) return undefined
    this.#timers.shift()
    this.#nowMs = Math.max(this.#nowMs, next.atMs)
    next.callback()
    await new Promise(resolve => setImmediate(resolve))
    return this.#nowMs
  }
}

/** A host at which nobody answers any more once the lease is granted. */
function silentHost(clock: Clock): ObjectsHost {
  return {
    objects: new Objects(),
    changes: new Changes(),
    clock,
    valueBytesMax: 1_000,
    limited: options => options,
    perform: async operation => {
      if (operation.type !== 'grant') return await new Promise(() => undefined)
      return { slot: 1, result: { type: 'lease', lease: 1, expiresAtMs: operation.ttlMs } }
    },
    read: async () => undefined,
    check: () => undefined
  }
}

describe('a lease', () => {
  it.each([0, 5_000.3, 237_713.9, 812_345.123])(
    'waits for each of its times once, whatever a clock that began at %d ms rounds',
    async startMs => {
      for (let i = 0; i < 100; i += 1) {
        const clock = new ExactClock(startMs + i * 0.07)
        const lease = await Lease.grant(silentHost(clock), 500, {})
        const fired: (number | undefined)[] = []
        while (!lease.signal.aborted && fired.length < 9) fired.push(await clock.fireNext())
        expect(fired).toHaveLength(3)
        expect(new Set(fired).size).toBe(3)
        expect(lease.remainingMs).toBe(0)
      }
    }
  )
})
