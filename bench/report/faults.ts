import type { FaultResults } from '../parts/faults.js'
import { median } from '../statistics.js'
import { milliseconds, table } from '../tables.js'

/** A table of outages: the median and the longest for each way to lose a leader. */
export function formatFaults({ results, missing }: FaultResults): string {
  const faults = results[0]?.outages ?? []
  const head = [
    'the leader is lost',
    ...faults.flatMap(({ fault, outagesMs }) => [
      `${fault}, median of ${outagesMs.length}`,
      'longest'
    ]),
    'timeouts'
  ]
  const rows = results.map(({ name, timeouts, outages }) => [
    name,
    ...outages.flatMap(({ outagesMs }) => [
      milliseconds(median(outagesMs)),
      milliseconds(Math.max(...outagesMs))
    ]),
    timeouts
  ])
  return [table([head, ...rows]), ...missing.map(name => `Not measured for want of ${name}.`)].join(
    '\n\n'
  )
}
