import { afterEach, expect, it } from 'vitest'
import { ExampleProcess } from './example-process.js'

let example: ExampleProcess | undefined

afterEach(() => example?.kill())

it('gives three peers the same one of the three values they wanted', async () => {
  example = new ExampleProcess('agree-on-a-value/index')
  const code = await example.exit()
  expect({ code, errors: example.errors }).toEqual({ code: 0, errors: '' })
  const got = example.lines.map(line => /^peer \d wanted (\w+), got (\w+)$/.exec(line)?.slice(1))
  expect(got.map(pair => pair?.[0])).toEqual(['red', 'green', 'blue'])
  expect(new Set(got.map(pair => pair?.[1])).size).toBe(1)
  expect(['red', 'green', 'blue']).toContain(got[0]?.[1])
})
