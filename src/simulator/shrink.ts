import { InvalidOptionsError } from '../errors.js'

/** Makes a plan simpler in one respect; `undefined` where it is as simple as can be. */
export type Simplification<P> = (plan: P) => P | undefined

export interface ShrinkOptions<P> {
  /**
   * What to try besides leaving out items, in this order; each again and again for as long as it helps.
   *
   * @default none
   */
  readonly simplifications?: readonly Simplification<P>[]
  /**
   * How many plans to try. Too low leaves more in the plan than need be; too high takes long, as each attempt is a run.
   *
   * @default 1000
   */
  readonly attemptsMax?: number
}

export interface Shrunk<P> {
  /** The smallest plan found that fails. */
  readonly plan: P
  /** How often `fails` was asked. */
  readonly attempts: number
}

/**
 * Looks for a smaller plan that fails too, always in the same way for the same plan.
 *
 * Simplifies the plan, then leaves out items of its lists, which are those of its properties that hold arrays of objects: first
 * all of a list, then halves, quarters and so on down to single items, until nothing can be left out alone. (Delta debugging;
 * Zeller and Hildebrandt, 2002.)
 *
 * @param plan Plain data; it is not changed.
 * @param fails Whether a plan shows the failure that is looked for, and not merely any: what is left out may cause others.
 * @throws InvalidOptionsError if `plan` itself does not fail.
 */
export async function shrink<P extends object>(
  plan: P,
  fails: (plan: P) => Promise<boolean>,
  options: ShrinkOptions<P> = {}
): Promise<Shrunk<P>> {
  const { simplifications = [], attemptsMax = 1000 } = options
  const search = new Search(plan, fails, attemptsMax)
  if (!(await search.adopt(plan))) throw new InvalidOptionsError('the plan does not fail')
  let before: P
  do {
    before = search.best
    for (const simplification of simplifications) await search.simplify(simplification)
    for (const name of listNames(plan)) await search.reduce(name)
  } while (search.best !== before)
  return { plan: search.best, attempts: search.attempts }
}

class Search<P extends object> {
  /** The smallest plan that is known to fail. */
  best: P
  attempts = 0
  readonly #fails: (plan: P) => Promise<boolean>
  readonly #attemptsMax: number

  constructor(plan: P, fails: (plan: P) => Promise<boolean>, attemptsMax: number) {
    this.best = plan
    this.#fails = fails
    this.#attemptsMax = attemptsMax
  }

  /** Whether `plan` fails, which makes it the best one; false if no attempt is left. */
  async adopt(plan: P): Promise<boolean> {
    if (this.attempts >= this.#attemptsMax) return false
    this.attempts += 1
    if (!(await this.#fails(plan))) return false
    this.best = plan
    return true
  }

  async simplify(simplification: Simplification<P>): Promise<void> {
    let simpler: P | undefined
    do simpler = simplification(this.best)
    while (simpler !== undefined && (await this.adopt(simpler)))
  }

  /** Leaves items out of the list `name`. */
  async reduce(name: string): Promise<void> {
    for (let size = this.#list(name).length; size >= 1; size = Math.floor(size / 2)) {
      for (let start = 0; start < this.#list(name).length; ) {
        const rest = this.#list(name).toSpliced(start, size)
        if (!(await this.adopt({ ...this.best, [name]: rest }))) start += size
      }
    }
  }

  #list(name: string): readonly unknown[] {
    const list: unknown = Object.entries(this.best).find(([key]) => key === name)?.[1]
    return Array.isArray(list) ? list : []
  }
}

function listNames(plan: object): string[] {
  const isObject = (item: unknown): boolean => typeof item === 'object' && item !== null
  return Object.entries(plan)
    .filter(([, value]) => Array.isArray(value) && value.length > 0 && value.every(isObject))
    .map(([name]) => name)
}
