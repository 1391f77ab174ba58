import { ownSystem } from '../beside/contender.js'
import type { BesideResults } from '../parts/beside.js'
import { count } from '../tables.js'
import { formatBeside } from './beside.js'
import { plotBars } from './plot.js'

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
