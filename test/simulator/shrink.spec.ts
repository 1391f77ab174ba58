import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Simplification, shrink } from '../../src/simulator/shrink.js'

interface Item {
  readonly id: number
}

interface SomePlan {
  readonly seed: number
  readonly delayMs: readonly [number, number]
  readonly names: readonly string[]
  readonly faults: readonly Item[]
  readonly operations: readonly Item[]
}

function items(count: number): readonly Item[] {
  return Object.freeze(Array.from({ length: count }, (_, id) => Object.freeze({ id })))
}

function planOf(faultCount: number, operationCount: number): SomePlan {
  const [faults, operations] = [items(faultCount), items(operationCount)]
  return Object.freeze({ seed: 64, delayMs: [1, 2], names: ['x'], faults, operations } as const)
}

function ids(list: readonly Item[]): number[] {
  return list.map(({ id }) => id)
}

/** Fails where all these faults and operations are left. */
function needs(
  faults: readonly number[],
  operations: readonly number[]
): (plan: SomePlan) => Promise<boolean> {
  return async plan =>
    faults.every(id => ids(plan.faults).includes(id)) &&
    operations.every(id => ids(plan.operations).includes(id))
}

describe('shrinking', () => {
  it('leaves exactly what a failure needs, in its order', async () => {
    const subset = (count: number): fc.Arbitrary<number[]> =>
      fc.uniqueArray(fc.nat(count - 1), { maxLength: 6 })
    const cases = fc.tuple(subset(40), subset(17))
    await fc.assert(
      fc.asyncProperty(cases, async ([faults, operations]) => {
        const { plan } = await shrink(planOf(40, 17), needs(faults, operations))
        expect(ids(plan.faults)).toEqual(faults.sort((a, b) => a - b))
        expect(ids(plan.operations)).toEqual(operations.sort((a, b) => a - b))
      })
    )
  })

  it('leaves nothing that could be left out alone, whatever the failure depends on', async () => {
    const masks = fc.array(fc.integer({ min: 1, max: 2 ** 10 - 1 }), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(masks, async needed => {
        const left = (plan: SomePlan): number =>
          plan.faults.reduce((sum, { id }) => sum + 2 ** id, 0)
        const fails = async (plan: SomePlan): Promise<boolean> =>
          plan.faults.length === 10 || needed.includes(left(plan))
        const { plan } = await shrink(planOf(10, 0), fails)
        expect(await fails(plan)).toBe(true)
        for (const [i] of plan.faults.entries()) {
          expect(await fails({ ...plan, faults: plan.faults.toSpliced(i, 1) })).toBe(false)
        }
      })
    )
  })

  it('leaves alone what is no list of objects', async () => {
    const { plan } = await shrink(planOf(5, 5), async () => true)
    expect(plan).toEqual({ ...planOf(0, 0) })
  })

  it('finds a single cause among many in few attempts', async () => {
    const { plan, attempts } = await shrink(planOf(1000, 1000), needs([321], []))
    expect([ids(plan.faults), ids(plan.operations)]).toEqual([[321], []])
    expect(attempts).toBeLessThan(40)
  })

  it('tries the same plans in the same order every time', async () => {
    const tried = async (): Promise<string[]> => {
      const plans: string[] = []
      await shrink(planOf(30, 30), plan => {
        plans.push(JSON.stringify(plan))
        return needs([3, 17, 20], [29])(plan)
      })
      return plans
    }
    expect(await tried()).toEqual(await tried())
  })

  it('stops after as many attempts as it may make, with the best plan until then', async () => {
    for (const attemptsMax of [1, 2, 7, 20]) {
      let asked = 0
      let best: SomePlan | undefined
      const fails = async (plan: SomePlan): Promise<boolean> => {
        asked += 1
        const isFailing = await needs([1, 5, 9, 40], [2, 3])(plan)
        if (isFailing) best = plan
        return isFailing
      }
      const { plan, attempts } = await shrink(planOf(50, 50), fails, { attemptsMax })
      expect([asked, attempts]).toEqual([attemptsMax, attemptsMax])
      expect(plan).toBe(best)
    }
  })

  it('simplifies for as long as it helps, and again once items were left out', async () => {
    const halved: Simplification<SomePlan> = plan =>
      plan.seed > 1 ? { ...plan, seed: plan.seed / 2 } : undefined
    const tried: number[] = []
    const fails = async (plan: SomePlan): Promise<boolean> => {
      tried.push(plan.seed)
      return plan.seed >= (plan.operations.length > 0 ? 32 : 4)
    }
    const { plan } = await shrink(planOf(2, 2), fails, { simplifications: [halved] })
    expect(plan).toEqual({ ...planOf(0, 0), seed: 4 })
    expect(tried).toEqual([64, 32, 16, 32, 32, 16, 8, 4, 2, 2])
  })

  it('stops simplifying too when it has made its attempts', async () => {
    const endless: Simplification<SomePlan> = plan => ({ ...plan, seed: plan.seed + 1 })
    const simplifications = [endless]
    const shrunk = await shrink(planOf(3, 3), async () => true, { simplifications, attemptsMax: 9 })
    expect(shrunk).toEqual({ plan: { ...planOf(3, 3), seed: 72 }, attempts: 9 })
  })

  it('refuses a plan that does not fail', async () => {
    const shrinking = shrink(planOf(3, 3), async () => false)
    await expect(shrinking).rejects.toMatchObject({ name: 'InvalidOptionsError' })
  })

  it('passes on what the question throws', async () => {
    const asking = shrink(planOf(3, 3), async () => {
      throw new RangeError('broken')
    })
    await expect(asking).rejects.toThrow('broken')
  })
})
