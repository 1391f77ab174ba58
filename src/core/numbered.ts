/** Places of what left, at least, before their memory is given back. */
const gapMax = 64

/**
 * What is numbered one by one, and mostly leaves in that order.
 *
 * A Map whose keys come and go for ever is built anew all the time, and each of its former tables refers to the next one. Of these one
 * grows old, and everything that ever was in those after it is kept until a major collection.
 */
export class Numbered<T> {
  /** By number, from `#first` on; what left is undefined. */
  #values: (T | undefined)[] = []
  /** Place of the oldest that is there; the end if nothing is. */
  #head = 0
  /** Number of the first place. */
  #first: number
  #count = 0

  /** @param first The number that is given first. */
  constructor(first: number) {
    this.#first = first
  }

  /** How many are there. */
  get count(): number {
    return this.#count
  }

  /** Number of the oldest that is there; the next number if nothing is. */
  get oldest(): number {
    return this.#first + this.#head
  }

  /** The number that is given next. */
  get next(): number {
    return this.#first + this.#values.length
  }

  /** Adds a value under the next number. */
  add(value: T & {}): number {
    this.#count += 1
    this.#values.push(value)
    return this.next - 1
  }

  /** What is there under a number. */
  get(number: number): T | undefined {
    return this.#values[number - this.#first]
  }

  /** Removes what is there under a number. */
  take(number: number): T | undefined {
    const place = number - this.#first
    const value = this.#values[place]
    if (value === undefined) return undefined
    this.#values[place] = undefined
    this.#count -= 1
    while (this.#head < this.#values.length && this.#values[this.#head] === undefined) {
      this.#head += 1
    }
    if (this.#head > gapMax && this.#head * 2 > this.#values.length) {
      this.#values = this.#values.slice(this.#head)
      this.#first += this.#head
      this.#head = 0
    }
    return value
  }

  /** What is there from a number on, with its number, oldest first. What leaves meanwhile is not handed out. */
  *from(number: number): Generator<readonly [number, T], void, undefined> {
    for (let next = Math.max(number, this.oldest); next < this.next; next += 1) {
      const value = this.get(next)
      if (value !== undefined) yield [next, value]
    }
  }
}
