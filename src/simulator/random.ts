/**
 * Reproducible pseudo-random numbers: the same seed always gives the same sequence. (The generator is sfc32, by Chris
 * Doty-Humphrey, seeded by counting up and discarding its first outputs.)
 */
export class Random {
  readonly #seed: number
  #a: number
  #b: number
  #c: number
  #counter = 1

  /** @param seed A whole number from 0 to 2^53 - 1. */
  constructor(seed: number) {
    this.#seed = seed
    this.#a = seed >>> 0
    this.#b = Math.floor(seed / 2 ** 32) >>> 0
    this.#c = 0x9e3779b9
    for (let i = 0; i < 15; i += 1) this.uint32()
  }

  /** A whole number of 32 bits. */
  uint32(): number {
    const result = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + result) | 0
    return result >>> 0
  }

  /** A whole number of 64 bits, never 0. */
  uint64(): bigint {
    return (BigInt(this.uint32()) << 32n) | BigInt(this.uint32()) || 1n
  }

  /** From 0 up to but not including 1. */
  unit(): number {
    return this.uint32() / 2 ** 32
  }

  /** A whole number from 0 up to but not including `end`. */
  below(end: number): number {
    return Math.floor(this.unit() * end)
  }

  between(min: number, max: number): number {
    return min + this.unit() * (max - min)
  }

  chance(probability: number): boolean {
    return this.unit() < probability
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)]
    if (item === undefined) throw new RangeError('nothing to pick from')
    return item
  }

  /** The items in another order. */
  shuffled<T>(items: readonly T[]): T[] {
    const rest = [...items]
    const result: T[] = []
    while (rest.length > 0) result.push(...rest.splice(this.below(rest.length), 1))
    return result
  }

  /**
   * Numbers of their own for the purpose `name`: they depend on this seed and the name only, not on what was drawn here before
   * or is drawn elsewhere. So a purpose that falls away leaves all others as they were.
   */
  fork(name: string): Random {
    let low = this.#seed >>> 0
    let high = Math.floor(this.#seed / 2 ** 32) ^ 0x5bd1e995
    for (let i = 0; i < name.length; i += 1) {
      const code = name.charCodeAt(i)
      low = Math.imul(low ^ code, 0x01000193)
      high = Math.imul(high ^ code ^ (low >>> 15), 0x85ebca6b)
    }
    return new Random((high & 0x1fffff) * 2 ** 32 + (low >>> 0))
  }
}
