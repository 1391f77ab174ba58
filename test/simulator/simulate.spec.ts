import { describe, expect, it } from 'vitest'
import { stringCodec } from '../../src/group/codec.js'
import type { Group } from '../../src/group/group.js'
import { SimulationFailure } from '../../src/simulator/run.js'
import { type SimulateOptions, simulate } from '../../src/simulator/simulate.js'

/** Names that belong to whoever claims them first. */
class Names {
  readonly owners = new Map<string, string>()
  readonly #group: Group<string>

  constructor(group: Group<string>) {
    this.#group = group
  }

  async claim(name: string, owner: string): Promise<boolean> {
    const { slot } = await this.#group.propose(`${name}=${owner}`)
    await this.learn(slot)
    return this.owners.get(name) === owner
  }

  async learn(to: number): Promise<void> {
    for await (const { value = '' } of this.#group.log({ to })) {
      const [name = '', owner = ''] = value.split('=')
      if (!this.owners.has(name)) this.owners.set(name, owner)
    }
  }
}

type Options = SimulateOptions<Names, string>

/** Lets every peer claim names with `claim`, and fails if one is given twice. */
function claiming(claim: (names: Names, name: string, owner: string) => Promise<boolean>): Options {
  const given = new Map<string, string>()
  return {
    codec: stringCodec,
    start: ({ group }) => new Names(group),
    work: async (names, { seed, peerId, random, sleep, signal }) => {
      while (!signal.aborted) {
        await sleep(random.between(1, 400))
        const [name, owner] = [`name ${random.below(20)}`, `${peerId} ${random.uint32()}`]
        if (!(await claim(names, name, owner))) continue
        const key = `${seed}: ${name}`
        if (given.has(key)) throw new Error(`${name} is given twice`)
        given.set(key, owner)
      }
    }
  }
}

async function failureOf(options: Options): Promise<SimulationFailure> {
  return await simulate(options).then(
    () => expect.unreachable('nothing failed'),
    (error: unknown) => {
      expect(error).toBeInstanceOf(SimulationFailure)
      return error as SimulationFailure
    }
  )
}

describe('an application in the simulator', () => {
  it('passes if it is right, and all its peers end up the same', async () => {
    let applications = 0
    const results = await simulate({
      ...claiming((names, name, owner) => names.claim(name, owner)),
      seeds: { first: 3, count: 1 },
      check: async apps => {
        const owners = [...apps.values()].map(({ owners }) => owners)
        applications += owners.length
        const longest = owners.toSorted((a, b) => b.size - a.size)[0]
        for (const map of owners) {
          for (const [name, owner] of map) expect(longest?.get(name)).toBe(owner)
        }
      }
    })
    expect(results.map(({ seed }) => seed)).toEqual([3])
    expect(results[0]?.events).toBeGreaterThanOrEqual(10_000)
    expect(applications).toBeGreaterThan(0)
  })

  it('fails if it trusts what it knows itself, with a seed that fails again', async () => {
    const careless: Parameters<typeof claiming>[0] = async (names, name, owner) => {
      const isFree = !names.owners.has(name)
      await names.claim(name, owner)
      return isFree
    }
    const options = { seeds: { first: 1, count: 20 }, peerCount: 3 }
    const failure = await failureOf({ ...claiming(careless), ...options })
    expect(failure.message).toContain('is given twice')
    expect(failure.command).toContain(`first: ${failure.seed}, count: 1`)
    const seeds = { first: failure.seed, count: 1 }
    const again = await failureOf({ ...claiming(careless), ...options, seeds })
    expect(again.message).toBe(failure.message)
  })

  it('fails if it cannot start, if its work ends badly or its check does', async () => {
    const bad = async (): Promise<never> => {
      throw new TypeError('a mistake')
    }
    const start: Options['start'] = ({ group }) => new Names(group)
    const cases: Options[] = [{ start: bad }, { start, work: bad }, { start, check: bad }]
    for (const options of cases) {
      const failure = await failureOf({ seeds: { first: 1, count: 1 }, peerCount: 1, ...options })
      expect(failure.cause).toMatchObject({ name: 'TypeError', message: 'a mistake' })
    }
  })

  it('fails if its work does not end once the faults are over', async () => {
    const failure = await failureOf({
      seeds: { first: 1, count: 1 },
      peerCount: 1,
      start: ({ group }) => new Names(group),
      work: () => new Promise(() => undefined)
    })
    expect(failure.rule).toBe('everything finishes')
    expect(failure.message).toContain('the work of the application at A')
  })

  it('is struck by the faults that were asked for, and no others', async () => {
    const results = await simulate({
      ...claiming((names, name, owner) => names.claim(name, owner)),
      seeds: { first: 1, count: 2 },
      peerCount: 3,
      faults: ['crash']
    })
    for (const { coverage } of results) expect(coverage['fault crash']).toBeGreaterThan(1)
    const struck = new Set(results.flatMap(({ coverage }) => Object.keys(coverage)))
    for (const fault of [
      'wipe',
      'pause',
      'stall',
      'slow-disk',
      'partition',
      'cut',
      'bad-link',
      'flap'
    ]) {
      expect(struck).not.toContain(`fault ${fault}`)
    }
  })
})
