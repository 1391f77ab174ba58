import { afterEach, expect, it } from 'vitest'
import { ExampleProcess } from './example-process.js'

let example: ExampleProcess | undefined

afterEach(() => example?.kill())

it('gives no seat twice in twenty simulated groups', async () => {
  example = new ExampleProcess('simulated-seats/index')
  const code = await example.exit()
  expect({ code, errors: example.errors }).toEqual({ code: 0, errors: '' })
  const [, groups, events, seats] =
    /^(\d+) simulated groups, (\d+) events, (\d+) seats given once$/.exec(
      example.lines.at(-1) ?? ''
    ) ?? []
  expect(Number(groups)).toBe(20)
  expect(Number(events)).toBeGreaterThanOrEqual(20 * 10_000)
  expect(Number(seats)).toBeGreaterThan(100)
})
