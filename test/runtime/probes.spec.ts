import { describe, expect, it } from 'vitest'
import { Probes, type Watcher } from '../../src/runtime/probes.js'
import { ManualClock } from '../support/local-host.js'
import { RecordingTransport } from '../support/recording-transport.js'

const intervalMs = 100

/** One peer that watches others, of which a test says what they answer. */
class Setup {
  readonly clock = new ManualClock()
  readonly transport = new RecordingTransport()
  readonly probes: Probes
  #generation = 0n

  constructor() {
    const { clock, transport } = this
    const randomness = {
      uint64: () => {
        this.#generation += 1n
        return this.#generation
      }
    }
    const digests = { sha256: async () => new Uint8Array(32) }
    this.probes = new Probes({ clock, transport, randomness, digests })
  }

  /** Watches peers, and writes down what it is told of them. */
  watch(...peerIds: readonly string[]): { readonly watcher: Watcher; readonly told: boolean[] } {
    const told: boolean[] = []
    const watcher = { peerIds, intervalMs, onVouch: (holds: boolean) => told.push(holds) }
    this.probes.watch(watcher)
    return { watcher, told }
  }

  /** The last probe that a peer got. */
  asked(peerId: string): number {
    const sent = this.transport.sent.filter(({ to }) => to === peerId)
    return sent.at(-1)?.frame.probe?.round ?? 0
  }

  /** Lets a peer answer the last probe it got. */
  answer(peerId: string, generation = 7n): void {
    this.probes.onProbe(peerId, { round: this.asked(peerId), generation })
  }

  /** Lets intervals pass, in each of which these peers answer. */
  pass(intervals: number, ...answering: readonly string[]): void {
    for (let i = 0; i < intervals; i += 1) {
      this.clock.moveTo(this.clock.nowMs() + intervalMs)
      for (const peerId of answering) this.answer(peerId)
    }
  }
}

describe('Probes', () => {
  it('knows of peers once all of them answered', () => {
    const setup = new Setup()
    const { told } = setup.watch('b', 'c')
    setup.answer('b')
    expect(told).toEqual([])
    setup.answer('c')
    expect(told).toEqual([true])
    setup.pass(100, 'b', 'c')
    expect(told).toEqual([true])
  })

  it('knows at once of peers that somebody else watches, and of none', () => {
    const setup = new Setup()
    setup.watch('b')
    setup.answer('b')
    expect(setup.watch('b').told).toEqual([true])
    expect(setup.watch().told).toEqual([true])
  })

  it('asks each peer once an interval, however many rely on it', () => {
    const setup = new Setup()
    for (let i = 0; i < 10; i += 1) setup.watch('b', 'c')
    setup.pass(5, 'b', 'c')
    expect(setup.transport.sent.filter(({ to }) => to === 'b')).toHaveLength(6)
    expect(setup.transport.sent).toHaveLength(12)
  })

  it('no longer knows of a peer that is silent for two intervals, unless one asks after that', () => {
    const setup = new Setup()
    const [both, one] = [setup.watch('b', 'c'), setup.watch('c')]
    setup.pass(1, 'b', 'c')
    setup.pass(1, 'c')
    expect(both.told).toEqual([true])
    setup.pass(1, 'c')
    expect(both.told).toEqual([true, false])
    expect(one.told).toEqual([true])
    setup.probes.unwatch(both.watcher)
    const later = setup.watch('b', 'c')
    setup.pass(1, 'c')
    expect(later.told).toEqual([])
    setup.pass(1, 'c')
    expect(later.told).toEqual([true])
    setup.pass(10, 'c')
    expect(later.told).toEqual([true])
  })

  it('no longer knows of a peer that answers again', () => {
    const setup = new Setup()
    const { told } = setup.watch('b')
    setup.pass(5)
    expect(told).toEqual([true])
    setup.pass(1, 'b')
    expect(told).toEqual([true, false])
  })

  it('blames nobody for a time in which this process slept', () => {
    const setup = new Setup()
    const { told } = setup.watch('b')
    setup.answer('b')
    for (let i = 0; i < 10; i += 1) setup.clock.moveTo(setup.clock.nowMs() + 10 * intervalMs)
    expect(told).toEqual([true])
  })

  it('no longer knows of a peer that stopped a replica', () => {
    const setup = new Setup()
    const { told } = setup.watch('b')
    setup.answer('b', 7n)
    setup.pass(1)
    setup.answer('b', 8n)
    expect(told).toEqual([true, false])
    expect(setup.watch('b').told).toEqual([true])
  })

  it('does not take an answer for one to a later probe, nor one that nobody asked for', () => {
    const setup = new Setup()
    const { told } = setup.watch('b')
    setup.probes.onProbe('b', { round: setup.asked('b') + 1, generation: 7n })
    setup.probes.onProbe('c', { round: 1, generation: 7n })
    expect(told).toEqual([])
    setup.answer('b', 7n)
    const late = { round: setup.asked('b'), generation: 6n }
    setup.pass(1, 'b')
    setup.probes.onProbe('b', late)
    expect(told).toEqual([true])
  })

  it('asks nobody any more on whom nobody relies', () => {
    const setup = new Setup()
    const [first, second] = [setup.watch('b', 'c'), setup.watch('c')]
    setup.probes.unwatch(first.watcher)
    expect(setup.clock.timerCount).toBe(1)
    setup.answer('c')
    expect(first.told).toEqual([])
    setup.probes.unwatch(second.watcher)
    expect(setup.clock.timerCount).toBe(0)
  })

  it('answers with another number once a replica stopped here', () => {
    const { probes, transport } = new Setup()
    probes.onProbe('b', { round: 3 })
    probes.onProbe('b', { round: 4 })
    probes.onStopped()
    probes.onProbe('b', { round: 5 })
    expect(transport.sent.map(({ frame }) => frame.probe)).toEqual([
      { round: 3, generation: 1n },
      { round: 4, generation: 1n },
      { round: 5, generation: 2n }
    ])
  })
})
