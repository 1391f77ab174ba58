import { afterEach, expect, it } from 'vitest'
import { ExampleProcess } from './example-process.js'

let example: ExampleProcess | undefined

afterEach(() => {
  example?.end()
  example?.kill()
})

it('never gives a transaction id twice, though the peers that compete for them are killed', async () => {
  example = new ExampleProcess('transaction-ids/index')
  const code = await example.exit()
  expect({ code, errors: example.errors }).toEqual({ code: 0, errors: '' })

  const transactionsById = new Map<string, Set<string>>()
  const idsByTransaction = new Map<string, Set<string>>()
  for (const line of example.lines) {
    const [, transaction, id] = /^\w+: transaction (\S+) has id (\d+)$/.exec(line) ?? []
    if (transaction === undefined || id === undefined) continue
    addTo(transactionsById, id, transaction)
    addTo(idsByTransaction, transaction, id)
  }
  expect([...transactionsById.values()].filter(({ size }) => size > 1)).toEqual([])
  expect([...idsByTransaction.values()].filter(({ size }) => size > 1)).toEqual([])
  expect(idsByTransaction.size).toBe(120)
  expect(example.lines.filter(line => line.endsWith(': killed')).length).toBeGreaterThanOrEqual(5)
  expect(example.lines.at(-1)).toMatch(
    /^120 transactions, \d+ crashes, 0 ids given twice, 0 ids changed, one log everywhere$/
  )
})

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key) ?? new Set()
  map.set(key, values.add(value))
}
