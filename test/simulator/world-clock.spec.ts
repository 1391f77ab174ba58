import { describe, expect, it } from 'vitest'
import { ProcessClock } from '../../src/simulator/clock.js'
import { Scheduler } from '../../src/simulator/scheduler.js'

interface Place {
  readonly scheduler: Scheduler
  readonly clock: ProcessClock
  /** What happened, with the virtual time it happened at. */
  readonly seen: string[]
  readonly note: (what: string) => () => void
}

function place(busyMs = 0): Place {
  const scheduler = new Scheduler()
  const seen: string[] = []
  const clock = new ProcessClock({
    scheduler,
    startMs: 1000,
    enter: run => run(),
    onTimer: () => undefined,
    busyMs: () => busyMs
  })
  const note = (what: string) => () => {
    seen.push(`${what} at ${scheduler.nowMs}, shows ${clock.nowMs()}`)
  }
  return { scheduler, clock, seen, note }
}

describe('the clock of a process', () => {
  it('fires timers by what it shows', async () => {
    const { scheduler, clock, seen, note } = place()
    clock.setTimer(1020, note('b'))
    clock.setTimer(1010, note('a'))
    clock.setTimer(1015, note('cancelled'))()
    await scheduler.runUntil(100)
    expect(seen).toEqual(['a at 10, shows 1010', 'b at 20, shows 1020'])
  })

  it('drifts, and takes pending timers along', async () => {
    const { scheduler, clock, seen, note } = place()
    clock.setTimer(1020, note('timer'))
    await scheduler.runUntil(10)
    clock.drift(0.5)
    await scheduler.runUntil(100)
    expect(seen).toEqual(['timer at 30, shows 1020'])
    expect(clock.nowMs()).toBe(1055)
  })

  it('jumps forward: timers fire at once', async () => {
    const { scheduler, clock, seen, note } = place()
    clock.setTimer(1050, note('timer'))
    await scheduler.runUntil(10)
    clock.jump(500)
    await scheduler.runUntil(100)
    expect(seen).toEqual(['timer at 10, shows 1510'])
  })

  it.each([0.9, 1 / 3, 0.7, 1.1, 3])(
    'never fires a timer before its time, at rate %d',
    async rate => {
      const { scheduler, clock } = place()
      clock.drift(rate)
      let late = 0
      for (let i = 1; i <= 200; i += 1) {
        const atMs = 1000 + i / 7
        clock.setTimer(atMs, () => {
          if (clock.nowMs() >= atMs) late += 1
        })
      }
      await scheduler.runUntil(1000)
      expect(late).toBe(200)
    }
  )

  it('is slow to do what is to happen soon while the process is busy, in order', async () => {
    const { scheduler, clock, seen, note } = place(5)
    clock.soon(note('a'))
    clock.turnEnd(note('c'))
    clock.soon(note('b'))
    await scheduler.runUntil(100)
    expect(seen).toEqual(['a at 5, shows 1005', 'c at 5, shows 1005', 'b at 5, shows 1005'])
  })

  it('ends the turn after what is ready, and before any timer', async () => {
    const { scheduler, clock, seen, note } = place()
    scheduler.at(10, () => {
      clock.turnEnd(note('end'))
      clock.soon(note('soon'))
    })
    scheduler.at(10, note('ready'))
    clock.setTimer(1010.001, note('timer'))
    await scheduler.runUntil(11)
    expect(seen.map(line => line.split(' ')[0])).toEqual(['soon', 'ready', 'end', 'timer'])
  })

  it('fires nothing once it was stopped', async () => {
    const { scheduler, clock, seen, note } = place()
    clock.setTimer(1010, note('timer'))
    clock.stop()
    await scheduler.runUntil(100)
    expect(seen).toEqual([])
  })
})
