import { describe, expect, it } from 'vitest'
import { parseOptions } from '../../bench/options.js'
import type { SnapshotPhase } from '../../bench/parts/snapshot.js'
import { formatReport, targets } from '../../bench/report.js'
import { latencyOf, median, percentile } from '../../bench/statistics.js'

describe('statistics', () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 2, 3], 2.5],
    [[7], 7]
  ])('takes the middle of %j as the median', (samples, expected) => {
    expect(median(samples)).toBe(expected)
  })

  it('has no median of nothing', () => {
    expect(median([])).toBeNaN()
    expect(percentile([], 0.5)).toBeNaN()
  })

  it('sorts by number before it takes percentiles', () => {
    const samples = Array.from({ length: 100 }, (_, i) => 100 - i)
    expect(latencyOf(samples)).toEqual({ p50Ms: 51, p99Ms: 100 })
    expect(percentile(samples, 1)).toBe(100)
  })
})

describe('options of the bench', () => {
  it('measures everything by default', () => {
    expect(parseOptions([])?.only).toEqual([
      'latency',
      'throughput',
      'failover',
      'heap',
      'catch-up',
      'replacement',
      'start',
      'snapshot',
      'learners',
      'objects',
      'etcd',
      'zookeeper',
      'faults',
      'large'
    ])
    expect(parseOptions([])?.sweeps).toEqual([])
  })

  it('only sweeps when sweeps alone are asked for', () => {
    expect(parseOptions(['--sweep', 'log,sizes'])).toMatchObject({
      only: [],
      sweeps: ['log', 'sizes']
    })
    expect(parseOptions(['--sweep', 'all', '--only', 'heap'])).toMatchObject({
      only: ['heap'],
      sweeps: ['sizes', 'depths', 'voters', 'learners', 'groups', 'log', 'muxers']
    })
  })

  it('takes the parts that are asked for', () => {
    expect(parseOptions(['--only', 'heap, latency'])?.only).toEqual(['heap', 'latency'])
  })

  it.each([
    [['--sweep', 'colors'], "there is no sweep 'colors'"],
    [['--only', 'speed'], "there is no part 'speed'"],
    [['--trials', 'many'], '--trials must be a number above 0, not many'],
    [['--seconds', '0'], '--seconds must be a number above 0, not 0']
  ])('refuses %j', (args, message) => {
    expect(() => parseOptions(args)).toThrow(message)
  })
})

describe('report of the bench', () => {
  const latency = (leaderMs: number) => ({
    leader: { p50Ms: leaderMs, p99Ms: 9 },
    follower: { p50Ms: 1, p99Ms: 9 },
    echo: { p50Ms: 0.1, p99Ms: 9 },
    append: { p50Ms: 0.2, p99Ms: 9 },
    appendTogether: { p50Ms: 0.3, p99Ms: 9 }
  })
  const throughput = (leader: number, broadcast: number) => [
    { inFlight: 1024, leader, follower: 1, broadcast, append: 1 }
  ]

  it.each([
    ['a fast leader', { latency: latency(0.59) }, true],
    ['a slow leader', { latency: latency(0.61) }, false],
    ['enough values', { throughput: throughput(40_000, 1_000_000) }, true],
    ['a good share on a slow machine', { throughput: throughput(12_000, 100_000) }, true],
    ['few values', { throughput: throughput(11_999, 100_000) }, false],
    ['a steady heap', { heap: { slotMin: 1, slotMax: 2, growth: [growth(1), growth(16)] } }, true],
    [
      'one growing heap',
      { heap: { slotMin: 1, slotMax: 2, growth: [growth(1), growth(17)] } },
      false
    ]
  ])('judges %s', (_, results, met) => {
    expect(targets(results).map(target => target.met)).toEqual([met])
    expect(formatReport(results)).toContain(met ? 'met' : 'MISSED')
  })

  it('judges the median and the maximum of failover', () => {
    const failover = { outagesMs: [100, 1_100], medianMs: 100, maxMs: 1_100 }
    expect(targets({ failover }).map(({ met }) => met)).toEqual([true, false])
  })

  it('judges latency and delays with a snapshot, and tells of an idle process', () => {
    const snapshot = {
      stateBytes: 1024 ** 2,
      calm: phase(10, 60),
      built: phase(30, 51),
      sent: phase(31, 50),
      installMs: 1
    }
    expect(targets({ snapshot }).map(({ met }) => met)).toEqual([true, false, false, true])
    expect(formatReport({ snapshot })).toMatch(
      /without .* 10\.0 ms .* 60\.0 ms .* 7\.000 ms .* 8\.000 ms/
    )
  })
})

function phase(p99Ms: number, delayMs: number): SnapshotPhase {
  return { p99Ms, delayMs, idleDelayMs: 7, busyMs: 8 }
}

function growth(mebibytes: number): { heapUsed: number; arrayBuffers: number } {
  return { heapUsed: mebibytes * 1024 * 1024, arrayBuffers: 0 }
}
