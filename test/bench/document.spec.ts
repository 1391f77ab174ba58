import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { replaceSection, writeReport } from '../../bench/report/document.js'
import { sweepSection } from '../../bench/report/sections.js'
import { documentSections } from '../../bench/report.js'
import { type SweepResult, sweepNames } from '../../bench/sweeps/sweep.js'

const sweep: SweepResult = {
  name: 'log',
  what: 'A log.',
  columns: ['values', 'start ms', 'disk MiB'],
  rows: [
    [1_000, 10, 0.123_4],
    [1_000_000, 999, 120]
  ],
  plotted: [1]
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
      writeFileSync(path, 'before\n<!-- measured: sweep-log -->\n<!-- end: sweep-log -->\nafter\n')
      await writeReport(directory, documentSections({ sweeps: [sweep] }))
      const document = readFileSync(path, 'utf8')
      expect(document).toMatch(/before.*A log\..*\| 1,000,000 .*pictures\/sweep-log\.svg.*after/s)
      expect(document).toContain('0.123')
      const picture = readFileSync(join(directory, 'pictures', 'sweep-log.svg'), 'utf8')
      expect(picture).toBe(sweepSection(sweep).picture)
    } finally {
      rmSync(directory, { recursive: true })
    }
  })

  it('has a place for every part in the documents', () => {
    const document = readFileSync('docs/benchmarks.md', 'utf8')
    const names = [...document.matchAll(/<!-- measured: (\S+) -->/g)].map(match => match[1])
    expect(names).toEqual([
      ...['latency', 'throughput', 'etcd', 'zookeeper', 'faults', 'large'],
      ...sweepNames.map(name => `sweep-${name}`)
    ])
    for (const name of names) {
      expect(replaceSection(document, name ?? '', 'new')).toContain('new')
    }
  })
})
