import { describe, expect, it } from 'vitest'
import type { ChosenEntry, Effects, Notice } from '../../src/core/effects.js'
import { entryBytes } from '../../src/core/entry.js'
import { Deliveries, toldBytesMax } from '../../src/runtime/deliveries.js'
import { bigEntry } from '../support/core-builders.js'

const entryCount = 64

/** Effects that tell of entries from `firstSlot` on, as large as four turns can tell of. */
function chosenFrom(firstSlot: number, notices: readonly Notice[] = []): Effects {
  const chosen = Array.from({ length: entryCount }, (_, i): ChosenEntry => {
    const entry = bigEntry((4 * toldBytesMax) / entryCount, i + 1)
    return { slot: firstSlot + i, entry, verdict: { type: 'applied' }, origin: 'a' }
  })
  return {
    chosen,
    notices,
    messages: [],
    settled: [],
    reads: [],
    loads: [],
    wakeAtMs: Number.POSITIVE_INFINITY
  }
}

class Setup {
  /** What was told: slots of entries, and kinds of everything else. */
  readonly told: (number | string)[] = []
  readonly failures: unknown[] = []
  readonly #turnEnds: (() => void)[] = []
  readonly #restores: PromiseWithResolvers<never>[] = []
  readonly deliveries = new Deliveries({
    listener: {
      onChosen: chosen => this.told.push(...chosen.map(({ slot }) => slot)),
      onSettled: () => this.told.push('settled'),
      onRead: () => this.told.push('read'),
      onInstall: () => this.told.push('install'),
      onNotice: () => undefined
    },
    snapshots: {
      onDue: () => this.told.push('due'),
      restore: () => {
        const restore = Promise.withResolvers<never>()
        this.#restores.push(restore)
        return restore.promise
      }
    },
    clock: {
      nowMs: () => 0,
      setTimer: () => () => undefined,
      soon: run => run(),
      turnEnd: run => this.#turnEnds.push(run)
    },
    onFailure: error => this.failures.push(error)
  })

  install(lastSlot: number): Effects {
    return { ...chosenFrom(lastSlot + 1, [{ type: 'install', firstSlot: 1, lastSlot }]) }
  }

  /** The machine is restored. */
  async restored(): Promise<void> {
    this.#restores.shift()?.resolve(undefined as never)
    await Promise.resolve()
    await Promise.resolve()
  }

  /** One more turn of the event loop; false if nothing waits for it. */
  turn(): boolean {
    const run = this.#turnEnds.shift()
    run?.()
    return run !== undefined
  }
}

function slots(firstSlot: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => firstSlot + i)
}

describe('deliveries', () => {
  it('wait while the machine is restored, and are told over several turns then', async () => {
    const setup = new Setup()
    setup.deliveries.deliver(setup.install(10))
    expect(setup.told).toEqual(['install'])
    expect(setup.deliveries.bytes).toBeGreaterThan(4 * toldBytesMax)
    await setup.restored()
    const first = setup.told.length - 1
    const bytes = first * entryBytes(bigEntry((4 * toldBytesMax) / entryCount))
    expect(bytes).toBeGreaterThanOrEqual(toldBytesMax)
    expect(bytes).toBeLessThan(2 * toldBytesMax)
    let turns = 1
    while (setup.turn()) turns += 1
    expect(turns).toBeGreaterThanOrEqual(4)
    expect(setup.told).toEqual(['install', ...slots(11, entryCount)])
    expect(setup.deliveries.bytes).toBe(0)
  })

  it('keep their order with what comes while the rest is told', async () => {
    const setup = new Setup()
    setup.deliveries.deliver(setup.install(10))
    await setup.restored()
    const later = { ...chosenFrom(11 + entryCount), reads: [{ ticket: 1, slot: 9 }] }
    setup.deliveries.deliver(later)
    while (setup.turn());
    expect(setup.told).toEqual(['install', ...slots(11, 2 * entryCount), 'read'])
    // Nothing waits any more: it is told at once.
    setup.deliveries.deliver(chosenFrom(500))
    expect(setup.told.at(-1)).toBe(500 + entryCount - 1)
  })

  it('bound what else is told in a turn, too', async () => {
    const setup = new Setup()
    setup.deliveries.deliver({ ...setup.install(10), chosen: [] })
    const count = 3000
    for (let i = 0; i < count; i += 1) {
      setup.deliveries.deliver({ ...chosenFrom(1), chosen: [], reads: [{ ticket: i, slot: 1 }] })
    }
    await setup.restored()
    expect(setup.told.length).toBeLessThan(count)
    while (setup.turn());
    expect(setup.told).toHaveLength(1 + count)
  })

  it('wait again for another snapshot among them', async () => {
    const setup = new Setup()
    setup.deliveries.deliver(setup.install(10))
    setup.deliveries.deliver(setup.install(500))
    await setup.restored()
    while (setup.turn());
    const before = ['install', ...slots(11, entryCount), 'install']
    expect(setup.told).toEqual(before)
    await setup.restored()
    while (setup.turn());
    expect(setup.told).toEqual([...before, ...slots(501, entryCount)])
  })

  it('end with the replica, in the middle of them', async () => {
    const setup = new Setup()
    setup.deliveries.deliver(setup.install(10))
    await setup.restored()
    const { length } = setup.told
    setup.deliveries.stop()
    while (setup.turn());
    expect(setup.told).toHaveLength(length)
    expect(setup.failures).toEqual([])
  })
})
