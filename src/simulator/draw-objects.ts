import type { MapWriteKind, ObjectOperation } from './plan.js'
import type { Random } from './random.js'
import { rounded } from './setting.js'

/** What the clients of one plan do with objects. */
export class ObjectHabits {
  /** Part of the proposals of nothing in particular whose place operations on objects take. */
  readonly rate: number
  readonly #random: Random
  readonly #timeoutMs: number
  readonly #keyCount: number
  readonly #lockRate: number
  readonly #leaseRate: number

  constructor(random: Random, timeoutMs: number) {
    this.#random = random
    this.#timeoutMs = timeoutMs
    this.rate = random.pick([0, 0.5, 0.9])
    this.#keyCount = random.pick([1, 3])
    this.#lockRate = random.pick([0, 0.15, 0.3])
    this.#leaseRate = random.pick([0, 0.1])
  }

  /** Whether the next such proposal makes way. */
  get takesNext(): boolean {
    return this.#random.chance(this.rate)
  }

  draw(): ObjectOperation {
    const random = this.#random
    if (random.chance(this.#leaseRate)) return { type: 'lease', ...this.#holding([1, 2, 8]) }
    if (random.chance(this.#lockRate)) {
      return { type: 'lock', lock: 'lock', waits: random.chance(0.8), ...this.#holding([1, 2, 4]) }
    }
    const kind = random.unit()
    if (kind < 0.25) return this.#drawNumber()
    if (kind < 0.5) return this.#drawPair()
    const key = `key ${random.below(this.#keyCount)}`
    if (kind < 0.75) return { type: 'map-read', key, consistency: this.#consistency() }
    const hows: readonly MapWriteKind[] = [
      'set',
      'set',
      'delete',
      'compare-and-set',
      'compare-and-set',
      'set-if-absent'
    ]
    return { type: 'map-write', key, how: random.pick(hows) }
  }

  #drawPair(): ObjectOperation {
    const random = this.#random
    const key = 'pair'
    if (random.chance(0.4)) return { type: 'pair-read', key, consistency: this.#consistency() }
    return { type: 'pair-move', key, amount: random.pick([0, 1, 10]) }
  }

  #drawNumber(): ObjectOperation {
    const random = this.#random
    const kind = random.pick(['sequence', 'sequence', 'counter'] as const)
    const at = { kind, name: 'number' }
    if (random.chance(0.2)) return { type: 'number-read', ...at }
    const sign = kind === 'counter' ? random.pick([1, -1]) : 1
    // Large ones are unlike each other: whoever judges them has less to try.
    return { type: 'number-add', ...at, delta: sign * random.pick([1, 2 + random.below(1000)]) }
  }

  #consistency() {
    return this.#random.pick(['linearizable', 'linearizable', 'session', 'local'] as const)
  }

  /** @param ttls How many election timeouts a lease may last. */
  #holding(ttls: readonly number[]) {
    const ttlMs = Math.max(100, Math.round(this.#timeoutMs * this.#random.pick(ttls)))
    return { ttlMs, forMs: rounded(this.#timeoutMs * this.#random.between(0, 6)) }
  }
}
