import { afterEach, expect, it } from 'vitest'
import { ExampleProcess } from './example-process.js'

let example: ExampleProcess | undefined

afterEach(() => example?.kill())

it('does every job once, though a worker dies in the middle of one', async () => {
  example = new ExampleProcess('work-queue/index')
  const code = await example.exit()
  expect({ code, errors: example.errors }).toEqual({ code: 0, errors: '' })
  const [died, late, ...prints] = example.lines
  expect([died, late]).toEqual([
    'Anna printed the cover of job 1, and died',
    'late, for job 1: refused'
  ])
  // Two workers go on at once: which of their jobs comes first is open.
  const jobs = Array.from({ length: 9 }, (_, i) => `job ${i + 1}: cover, text, index`)
  expect(prints.toSorted()).toEqual(jobs)
})
