import { afterEach, expect, it } from 'vitest'
import { ExampleProcess } from './example-process.js'

let example: ExampleProcess | undefined

afterEach(() => example?.kill())

it('neither makes nor loses money, whoever counts it, and whenever', async () => {
  example = new ExampleProcess('bank/index')
  const code = await example.exit()
  expect({ code, errors: example.errors }).toEqual({ code: 0, errors: '' })
  const [transfers = '', counted = '', ...last] = example.lines
  const [, done, refused] = /^(\d+) transfers, (\d+) refused$/.exec(transfers) ?? []
  expect(Number(done) + Number(refused)).toBe(180)
  expect(Math.min(Number(done), Number(refused))).toBeGreaterThan(0)

  // Each transfer changes two accounts, and everybody counts after each change.
  const [, times, sums] = /^counted (\d+) times: (.*)$/.exec(counted) ?? []
  expect({ times: Number(times), sums }).toEqual({ times: Number(done) * 2 * 3, sums: '400' })

  const [, slot] = /after slot (\d+)$/.exec(last[0] ?? '') ?? []
  expect(last).toEqual(['Anna', 'Ben', 'Cleo'].map(name => `${name} counts 400 after slot ${slot}`))
})
