import { ownSystem } from '../beside/contender.js'
import { type BesideResult, type BesideResults, readsInFlight } from '../parts/beside.js'
import { count, milliseconds, table } from '../tables.js'

/** A table of what each client of each system reached, what was missing, and the figures of ours beside the best of each other system. */
export function formatBeside({ results, missing }: BesideResults): string {
  const depths = results[0]?.writes.map(({ inFlight }) => inFlight) ?? []
  const head = [
    ...['', 'p50, 1 in flight', 'p99'],
    ...depths.map(inFlight => `writes/s, ${count(inFlight)}`),
    `reads/s, ${count(readsInFlight)}`
  ]
  const rows = results.map(({ system, client, latency, writes, reads }) => [
    `${system}, ${client}`,
    milliseconds(latency.p50Ms),
    milliseconds(latency.p99Ms),
    ...writes.map(({ perSecond }) => count(perSecond)),
    count(reads)
  ])
  const absent = missing.map(name => [name, 'not installed', ...head.slice(2).map(() => '')])
  const own = results.filter(({ system }) => system === ownSystem)
  const others = Map.groupBy(
    results.filter(({ system }) => system !== ownSystem),
    ({ system }) => system
  )
  return [
    table([head, ...rows, ...absent]),
    ...(others.size === 0 ? [] : [formatRatios(own, others)])
  ].join('\n\n')
}

/** Our group beside the better client of each other system: above 1 we are faster. */
function formatRatios(
  own: readonly BesideResult[],
  others: ReadonlyMap<string, readonly BesideResult[]>
): string {
  const rows = [...others].flatMap(([system, clients]) => {
    const best = (pick: (result: BesideResult) => number): number => Math.max(...clients.map(pick))
    return own.map(({ client, latency, writes, reads }) => [
      `${client} / ${system}`,
      ratio(Math.min(...clients.map(other => other.latency.p50Ms)) / latency.p50Ms),
      ...writes.map(({ perSecond }, i) =>
        ratio(perSecond / best(other => other.writes[i]?.perSecond ?? Number.NaN))
      ),
      ratio(reads / best(other => other.reads))
    ])
  })
  const depths = (own[0]?.writes ?? []).map(({ inFlight }) => `writes, ${count(inFlight)}`)
  return table([['times as fast', '1 in flight', ...depths, 'reads'], ...rows])
}

function ratio(value: number): string {
  return value.toFixed(2)
}
