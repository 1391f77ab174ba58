import { describe, expect, it } from 'vitest'
import type { BesideResult } from '../../bench/parts/beside.js'
import { besideSection, faultsSection } from '../../bench/report/sections.js'
import { formatReport, missingPrograms } from '../../bench/report.js'

const result = (system: string, client: string, perSecond: number): BesideResult => ({
  system,
  client,
  latency: { p50Ms: 1_000 / perSecond, p99Ms: 9 },
  writes: [{ inFlight: 64, perSecond }],
  reads: 2 * perSecond
})

describe('report of other systems', () => {
  const results = [
    result('libp2p-paxos', 'in the leader', 300),
    result('etcd, plain', 'slow client', 50),
    result('etcd, plain', 'fast client', 100),
    result('etcd, TLS', 'slow client', 30)
  ]

  it('compares with the better client of each system', () => {
    const { content } = besideSection('etcd', { results, missing: [] })
    expect(content).toMatch(/in the leader \/ etcd, plain .* 3\.00 .* 3\.00 .* 3\.00 /)
    expect(content).toMatch(/in the leader \/ etcd, TLS .* 10\.00 .* 10\.00 .* 10\.00 /)
  })

  it('names what is not installed, and compares with nothing then', () => {
    const etcd = { results: results.slice(0, 1), missing: ['etcd'] }
    expect(formatReport({ etcd })).toMatch(/etcd .* not installed/)
    expect(formatReport({ etcd })).not.toContain('times as fast')
    expect(missingPrograms({ etcd })).toEqual(['etcd'])
    expect(missingPrograms({})).toEqual([])
  })

  it('shows the median and the longest outage, and what was waited for', () => {
    const outages = [{ fault: 'cut' as const, outagesMs: [10, 50, 30] }]
    const content = faultsSection({
      results: [{ name: 'ours', timeouts: '500 ms', outages }],
      missing: ['root']
    }).content
    expect(content).toMatch(/ours .* 30\.0 ms .* 50\.0 ms .* 500 ms/)
    expect(content).toContain('Not measured for want of root.')
  })
})
