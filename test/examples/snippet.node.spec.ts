import { afterEach, expect, it } from 'vitest'
import { ExampleProcess } from './example-process.js'

let example: ExampleProcess | undefined

afterEach(() => example?.kill())

it('runs the code of the README: three peers choose the same values in the same slots', async () => {
  example = new ExampleProcess('snippet')
  const code = await example.exit()
  expect({ code, errors: example.errors }).toEqual({ code: 0, errors: '' })
  const { lines } = example
  expect(lines.filter(line => line === 'agreed on EUR')).toHaveLength(3)

  // Each peer hears of three values, one from each, and all peers of the same slots.
  const chosen = lines.filter(line => /^\d+ three apples$/.test(line))
  const slots = new Set(chosen)
  expect(slots.size).toBe(3)
  expect(lines.filter(line => line === 'three apples').length).toBeGreaterThanOrEqual(3)

  const late = lines.filter(line => line.startsWith('somebody was faster'))
  expect(lines.at(-1)).toBe(`${10 - 3 * (3 - late.length)} apples left`)
  const invoices = lines.filter(line => line.startsWith('invoice'))
  expect(invoices.toSorted()).toEqual([1, 2, 3].map(number => `invoice ${number}`))
  const fetched = lines.filter(line => line.includes('fetched'))
  expect(fetched).toEqual([1, 2, 3].map(token => `apples fetched with token ${token}`))
})
