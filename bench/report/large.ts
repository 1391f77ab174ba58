import { type LargeResult, largeBytes, largeInFlight } from '../parts/large.js'
import { count, mebibytes, percent, table } from '../tables.js'

export function formatLarge(results: readonly LargeResult[]): string {
  const head = [
    `${largeBytes / 1024} KiB, ${largeInFlight} in flight`,
    'values a second',
    'of values a second',
    'bare broadcast a second',
    'values/bare',
    "leader's CPU for a value",
    "a follower's"
  ]
  const rows = results.map(({ voters, own, bare, leaderCpuUs, followerCpuUs }) => [
    `${voters} voters`,
    count(own / largeBytes),
    mebibytes(own),
    mebibytes(bare),
    percent(own / bare),
    `${count(leaderCpuUs)} µs`,
    `${count(followerCpuUs)} µs`
  ])
  return table([head, ...rows])
}
