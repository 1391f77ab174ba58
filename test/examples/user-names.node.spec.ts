import { afterEach, expect, it } from 'vitest'
import { ExampleProcess } from './example-process.js'

let example: ExampleProcess | undefined

afterEach(() => example?.kill())

it('gives a user name to one of two peers, and tells the other who has it', async () => {
  example = new ExampleProcess('user-names/index')
  const code = await example.exit()
  expect({ code, errors: example.errors }).toEqual({ code: 0, errors: '' })
  const { lines } = example
  const [winner, loser] = lines[0] === 'Anna wants Robin: yours' ? ['Anna', 'Ben'] : ['Ben', 'Anna']
  const [has, lacks] = [winner, loser].map(name => `${name?.toLowerCase()}@example.com`)
  const told = (name: string): string => (name === winner ? 'yours' : `taken by ${has}`)
  expect(lines.slice(0, 2)).toEqual([
    `Anna wants Robin: ${told('Anna')}`,
    `Ben wants robin: ${told('Ben')}`
  ])
  expect(lines.slice(2)).toEqual([
    `${loser} wants Kim: yours`,
    `${winner} renames Robin to Kim: not done`,
    `${winner} renames Robin to Sam: done`,
    `${loser} wants Robin: yours`,
    `Cleo sees: set robin of ${has}`,
    `Cleo sees: set kim of ${lacks}`,
    'Cleo sees: delete robin',
    `Cleo sees: set sam of ${has}`,
    `Cleo sees: set robin of ${lacks}`
  ])
})
