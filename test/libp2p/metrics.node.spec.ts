import type { Metrics } from '@libp2p/interface'
import { afterEach, expect, it } from 'vitest'
import { metricDescriptions } from '../../src/libp2p/metrics.js'
import { connected, createTransportPeer, valueFrame } from './transport-peer.js'

const cleanups: (() => Promise<void>)[] = []

afterEach(async () => {
  await Promise.all(cleanups.splice(0).map(cleanup => cleanup()))
})

interface Registered {
  readonly kind: 'counter' | 'gauge'
  readonly help: string | undefined
  readonly label: string | undefined
  readonly calculate: () => unknown
}

/** Stands in for a metrics service: keeps what is registered. */
class RecordingMetrics {
  readonly registered = new Map<string, Registered>()
  readonly registerMetric = this.#register('gauge')
  readonly registerMetricGroup = this.#register('gauge')
  readonly registerCounter = this.#register('counter')
  readonly registerCounterGroup = this.#register('counter')
  readonly registerHistogram = this.#register('gauge')
  readonly registerHistogramGroup = this.#register('gauge')
  readonly registerSummary = this.#register('gauge')
  readonly registerSummaryGroup = this.#register('gauge')

  trackMultiaddrConnection(): void {
    this.registered.delete('')
  }

  trackProtocolStream(): void {
    this.registered.delete('')
  }

  traceFunction<F>(_name: string, fn: F): F {
    return fn
  }

  createTrace(): undefined {
    return undefined
  }

  #register(kind: Registered['kind']) {
    return (name: string, options: Partial<Registered> = {}): object => {
      const { help, label, calculate } = options
      this.registered.set(name, { kind, help, label, calculate: calculate ?? (() => undefined) })
      const ignore = (): void => void this.registered.size
      return { increment: ignore, decrement: ignore, update: ignore, reset: ignore }
    }
  }
}

it('registers what it counts under the described names and tells what was counted', async () => {
  const metrics = new RecordingMetrics()
  const a = await createTransportPeer({}, { metrics: () => metrics as unknown as Metrics })
  const b = await createTransportPeer()
  cleanups.push(
    async () => await a.node.stop(),
    async () => await b.node.stop()
  )
  await a.node.dial(b.node.getMultiaddrs())
  await connected(a, b)
  a.transport.send(b.id, valueFrame(1))
  b.transport.send(a.id, valueFrame(1))
  a.transport.send('nobody', valueFrame(1))
  await a.recorder.until('a frame arrived', () => a.recorder.frames.length === 1)

  const own = [...metrics.registered].filter(([name]) => name.startsWith('libp2p_paxos_'))
  expect(own).not.toHaveLength(0)
  for (const [name, { kind, help, label }] of own) {
    expect({ [name]: { kind, help, ...(label === undefined ? {} : { label }) } }).toEqual({
      [name]: metricDescriptions[name as keyof typeof metricDescriptions]
    })
  }
  const value = (name: string): unknown => metrics.registered.get(name)?.calculate()
  expect(value('libp2p_paxos_frames_sent_total')).toBe(1)
  expect(value('libp2p_paxos_frames_received_total')).toBe(1)
  expect(value('libp2p_paxos_bytes_sent_total')).toBeGreaterThan(0)
  expect(value('libp2p_paxos_bytes_received_total')).toBeGreaterThan(0)
  expect(value('libp2p_paxos_connected_peers')).toBe(1)
  expect(value('libp2p_paxos_send_queue_bytes')).toBe(0)
  expect(value('libp2p_paxos_frames_dropped_total')).toMatchObject({ disconnected: 1 })
})
