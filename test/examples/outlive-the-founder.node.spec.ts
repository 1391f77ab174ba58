import { afterEach, expect, it } from 'vitest'
import { ExampleProcess } from './example-process.js'

let example: ExampleProcess | undefined

afterEach(() => example?.kill())

it('is a group that goes on without the peer that founded it', async () => {
  example = new ExampleProcess('outlive-the-founder/index')
  const code = await example.exit()
  expect({ code, errors: example.errors }).toEqual({ code: 0, errors: '' })
  expect(example.lines).toEqual([
    '1 voter and 3 learners',
    'alice left',
    'bob: three apples, two pears (3 voters)',
    'carol: three apples, two pears (3 voters)',
    'dave: three apples, two pears (3 voters)'
  ])
})
