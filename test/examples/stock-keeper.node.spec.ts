import { afterEach, expect, it } from 'vitest'
import { ExampleProcess } from './example-process.js'

let example: ExampleProcess | undefined

afterEach(() => example?.kill())

it('is a state machine that a member gets as a snapshot', async () => {
  example = new ExampleProcess('stock-keeper/index')
  const code = await example.exit()
  expect({ code, errors: example.errors }).toEqual({ code: 0, errors: '' })
  expect(example.lines).toEqual([
    'Anna adds 5 apples: done',
    'Ben and Cleo take 4 each: done, not enough',
    'without Cleo there are 1000 pears',
    'Cleo knows of 1000 pears, by a snapshot'
  ])
})
