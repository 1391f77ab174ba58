import { ownSystem } from '../beside/contender.js'
import type { BesideResults } from '../parts/beside.js'
import type { FaultResults } from '../parts/faults.js'
import type { LargeResult } from '../parts/large.js'
import { median } from '../statistics.js'
import type { SweepResult } from '../sweeps/sweep.js'
import { count, mebibytes, milliseconds } from '../tables.js'
import { formatBeside } from './beside.js'
import { formatFaults } from './faults.js'
import { formatLarge } from './large.js'
import { plotBars, plotLines } from './plot.js'
import { formatSweep } from './sweep.js'

/** What the document says of one part. */
export interface Section {
  /** By which it finds its place in the document. */
  readonly name: string
  readonly title: string
  /** In Markdown. */
  readonly content: string
  readonly picture?: string
}

/** A part that measured our own group beside another system. */
export function besideSection(name: string, results: BesideResults): Section {
  const [first] = results.results
  const deepest = (first?.writes.length ?? 0) - 1
  const title = `durable writes of 100 bytes a second, ${count(first?.writes[deepest]?.inFlight ?? 0)} in flight`
  const bars = results.results.map(({ system, client, writes }) => {
    const value = writes[deepest]?.perSecond ?? 0
    return {
      name: `${system}, ${client}`,
      own: system === ownSystem,
      value,
      text: count(value)
    }
  })
  return { name, title, content: formatBeside(results), picture: plotBars(title, bars) }
}

export function faultsSection(results: FaultResults): Section {
  const title = 'from the loss of the leader to the next acknowledged write, median'
  const bars = results.results.flatMap(({ name, outages }, i) =>
    outages.map(({ fault, outagesMs }) => {
      const value = median(outagesMs)
      return { name: `${name}, ${fault}`, own: i === 0, value, text: milliseconds(value) }
    })
  )
  return { name: 'faults', title, content: formatFaults(results), picture: plotBars(title, bars) }
}

export function largeSection(results: readonly LargeResult[]): Section {
  const title = 'values of 64 KiB: bytes a second'
  const bars = results.flatMap(({ voters, own, bare }) => [
    { name: `libp2p-paxos, ${voters} voters`, own: true, value: own, text: mebibytes(own) },
    { name: `bare libp2p to ${voters - 1} peers`, own: false, value: bare, text: mebibytes(bare) }
  ])
  return { name: 'large', title, content: formatLarge(results), picture: plotBars(title, bars) }
}

export function sweepSection(sweep: SweepResult): Section {
  const { name, what, columns, rows, plotted } = sweep
  const lines = plotted.map(column => ({
    name: columns[column] ?? '',
    points: rows.map(row => ({ x: row[0] ?? 0, y: row[column] ?? 0 }))
  }))
  const title = `sweep: ${name}`
  return {
    name: `sweep-${name}`,
    title,
    content: `${what}\n\n${formatSweep(sweep)}`,
    picture: plotLines(title, columns[0] ?? '', lines)
  }
}
