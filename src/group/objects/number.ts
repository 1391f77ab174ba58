import { InvalidOptionsError } from '../../errors.js'
import type { Key } from '../../state/keys.js'
import type { NumberKind } from '../../state/rows.js'
import type { CallOptions } from '../call-limit.js'
import { type ObjectsHost, perform, type ReadOptions } from './host.js'

/** A number that members share. */
abstract class ReplicatedNumber {
  readonly name: string
  readonly #host: ObjectsHost
  readonly #kind: NumberKind
  readonly #key: Key

  constructor(name: string, host: ObjectsHost, kind: NumberKind, key: Key) {
    this.name = name
    this.#host = host
    this.#kind = kind
    this.#key = key
  }

  /** Adds to the number; resolves with what it comes to. */
  protected async change(delta: number, options: CallOptions): Promise<number> {
    const operation = { type: 'add', kind: this.#kind, name: this.#key, delta } as const
    const { result } = await perform(this.#host, 'number', operation, options)
    return result.value
  }

  /** What it stands at. */
  protected async value(options: ReadOptions): Promise<number> {
    await this.#host.read(options)
    return this.#host.objects.number(this.#kind, this.#key)
  }
}

/**
 * Numbers that are given out once, in order, from 1 on: no two calls, anywhere, ever get the same one.
 *
 * A number is lost, and so there is a gap, if whoever asked for it never learns it: it crashed, or gave up the call after it was sent.
 */
export class Sequence extends ReplicatedNumber {
  /** To be had from `Group.sequence`. */
  constructor(name: string, host: ObjectsHost, key: Key) {
    super(name, host, 'sequence', key)
  }

  /**
   * The next number.
   *
   * @throws what `Group.propose` throws; InvalidOptionsError if there is none that is exact any more.
   */
  async next(options: CallOptions = {}): Promise<number> {
    return await this.change(1, options)
  }

  /** The next `count` numbers, which follow one another: from `first` to `last`. */
  async take(
    count: number,
    options: CallOptions = {}
  ): Promise<{ readonly first: number; readonly last: number }> {
    if (!Number.isSafeInteger(count) || count < 1) {
      throw new InvalidOptionsError(`count must be a whole number from 1, not ${count}`)
    }
    const last = await this.change(count, options)
    return { first: last - count + 1, last }
  }

  /** The last number that was given out; 0 if none was. */
  async last(options: ReadOptions = {}): Promise<number> {
    return await this.value(options)
  }
}

/** A whole number that members add to. It begins with 0. */
export class Counter extends ReplicatedNumber {
  /** To be had from `Group.counter`. */
  constructor(name: string, host: ObjectsHost, key: Key) {
    super(name, host, 'counter', key)
  }

  /**
   * Adds to it; resolves with what it comes to.
   *
   * @param delta A whole number.
   * @throws InvalidOptionsError if it is none, or the sum would not be exact: then nothing was added; what `Group.propose` throws.
   */
  async add(delta: number, options: CallOptions = {}): Promise<number> {
    if (!Number.isSafeInteger(delta)) {
      throw new InvalidOptionsError(`only whole numbers are added, not ${delta}`)
    }
    return await this.change(delta, options)
  }

  /** What it stands at. */
  async get(options: ReadOptions = {}): Promise<number> {
    return await this.value(options)
  }
}
