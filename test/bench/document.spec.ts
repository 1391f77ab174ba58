import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { replaceSection, writeReport } from '../../bench/report/document.js'
import { besideSection } from '../../bench/report/sections.js'
import { documentSections } from '../../bench/report.js'

const etcd = {
  results: [
    {
      system: 'libp2p-paxos',
      client: 'in the leader',
      latency: { p50Ms: 1, p99Ms: 9 },
      writes: [{ inFlight: 64, perSecond: 300 }],
      reads: 600
    }
  ],
  missing: []
}

describe('document of the bench', () => {
  it('replaces what is between the markers of one part only', () => {
    const document = '<!-- measured: a -->\nold\n<!-- end: a -->\n<!-- measured: b -->\nold'
    expect(replaceSection(document, 'a', 'new')).toBe(
      '<!-- measured: a -->\n\nnew\n\n<!-- end: a -->\n<!-- measured: b -->\nold'
    )
    expect(() => replaceSection(document, 'b', 'new')).toThrow("no place for 'b'")
  })

  it('writes tables and plots', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'bench-report-'))
    try {
      const path = join(directory, 'benchmarks.md')
      writeFileSync(path, 'before\n<!-- measured: etcd -->\n<!-- end: etcd -->\nafter\n')
      await writeReport(directory, documentSections({ etcd }))
      const document = readFileSync(path, 'utf8')
      expect(document).toMatch(/before.*in the leader.*pictures\/etcd\.svg.*after/s)
      const picture = readFileSync(join(directory, 'pictures', 'etcd.svg'), 'utf8')
      expect(picture).toBe(besideSection('etcd', etcd).picture)
    } finally {
      rmSync(directory, { recursive: true })
    }
  })

  it('has a place for every part in the documents', () => {
    const document = readFileSync('docs/benchmarks.md', 'utf8')
    const names = [...document.matchAll(/<!-- measured: (\S+) -->/g)].map(match => match[1])
    expect(names).toEqual(['latency', 'throughput', 'etcd', 'zookeeper', 'faults', 'large'])
    for (const name of names) {
      expect(replaceSection(document, name ?? '', 'new')).toContain('new')
    }
  })
})
