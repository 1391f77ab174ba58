import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Caught, hunt, Turns } from './mutants/hunt.js'
import { mutate } from './mutants/mutant.js'
import { mutants } from './mutants/table.js'
import { uncaughtMutants } from './mutants/uncaught.js'

/** Within how many seeds, from 1 on, each mutant must be caught, and half of them. */
const seedMax = 500
const medianSeedMax = 50

/**
 * Searches from seed 1 for every mutant, instead of beginning where it was found before; that takes many minutes:
 * `MUTANTS=search npm run test:only -- --project simulator test/simulator/mutants`.
 */
const isSearch = process.env['MUTANTS'] === 'search'
const timeoutMs = isSearch ? 7_200_000 : 240_000

const root = new URL('../../', import.meta.url)
const turns = new Turns(2)
const hunts = new Map<string, Promise<Caught | undefined>>()
const caught = new Map<string, Caught>()

/** Seeds from `first` to the last one that counts. */
function seedsFrom(first: number): number[] {
  return Array.from({ length: seedMax - first + 1 }, (_, i) => first + i)
}

beforeAll(() => {
  for (const mutant of mutants) {
    const seeds = seedsFrom(isSearch ? 1 : mutant.seed)
    const hunting = turns.run(() => hunt({ mutant, seeds }))
    // Whoever waits for it is told; until then it is nobody's fault.
    hunting.catch(() => undefined)
    hunts.set(mutant.name, hunting)
  }
})

afterAll(() => {
  console.table(
    mutants.map(({ name, trap }) => {
      const { seed, rule } = caught.get(name) ?? {}
      return { mutant: name, trap, seed, 'caught by': rule }
    })
  )
})

describe('mutants', () => {
  it('change one place of the sources each, and are called by different names', () => {
    const all = [...mutants, ...uncaughtMutants]
    for (const mutant of all) {
      const source = readFileSync(new URL(mutant.file, root), 'utf8')
      expect(mutate(source, mutant)).not.toBe(source)
    }
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
  })

  it.each(mutants)('are caught: $name ($trap)', { timeout: timeoutMs }, async mutant => {
    const found = await hunts.get(mutant.name)
    if (found === undefined) expect.fail(`not caught by any seed up to ${seedMax}`)
    caught.set(mutant.name, found)
    expect(mutant.expects, found.message).toContain(found.rule)
  })

  it('are caught by few seeds', () => {
    const seeds = [...caught.values()].map(({ seed }) => seed).sort((a, b) => a - b)
    expect(seeds).toHaveLength(mutants.length)
    expect(seeds[Math.floor(seeds.length / 2)]).toBeLessThanOrEqual(medianSeedMax)
    expect(seeds.at(-1)).toBeLessThanOrEqual(seedMax)
  })

  it('are what fails: the sources as they are pass a seed that caught many', {
    timeout: timeoutMs
  }, async () => {
    const counts = new Map<number, number>()
    for (const { seed } of caught.values()) counts.set(seed, (counts.get(seed) ?? 0) + 1)
    const [[seed] = [0]] = [...counts].sort(([, a], [, b]) => b - a)
    expect(await turns.run(() => hunt({ mutant: undefined, seeds: [seed] }))).toBeUndefined()
  })
})
