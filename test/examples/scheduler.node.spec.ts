import { afterEach, expect, it } from 'vitest'
import { ExampleProcess } from './example-process.js'

let example: ExampleProcess | undefined

afterEach(() => example?.kill())

it('has one scheduler at a time, and another one when that resigns or dies', async () => {
  example = new ExampleProcess('scheduler/index')
  const code = await example.exit()
  expect({ code, errors: example.errors }).toEqual({ code: 0, errors: '' })
  const [died = '', observed, ...runs] = example.lines
  const second = died.replace(' died', '')
  const third = second === 'Ben' ? 'Cleo' : 'Ben'
  expect(observed).toBe(`schedulers: Anna, ${second}, ${third}`)

  // The second one may have scheduled more before it died, never a run that somebody else had.
  const schedulers = runs.map(run => run.split(': ')[1])
  expect(runs).toEqual(schedulers.map((name, i) => `${`${i + 1}`.padStart(4, '0')}: ${name}`))
  const ofSecond = schedulers.length - 6
  expect([1, 2, 3]).toContain(ofSecond)
  expect(schedulers).toEqual([
    ...Array(3).fill('Anna'),
    ...Array(ofSecond).fill(second),
    ...Array(3).fill(third)
  ])
})
