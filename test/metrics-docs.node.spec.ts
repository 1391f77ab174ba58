import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { metricDescriptions } from '../src/libp2p/metrics.js'

it('lists every metric in docs/metrics.md, as it is registered', () => {
  const documented = [...readFileSync('docs/metrics.md', 'utf8').matchAll(/^\| `libp2p_.*$/gm)]
  const expected = Object.entries(metricDescriptions).map(
    ([name, { kind, help, label }]) =>
      `| \`${name}\` | ${kind} | ${label === undefined ? '' : `\`${label}\``} | ${help} |`
  )
  expect(documented.map(([row]) => row)).toEqual(expected)
})
