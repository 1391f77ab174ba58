import { Violation } from './observer.js'

/** Somebody asked for a lock. */
interface Turn {
  readonly lock: string
  readonly askedAt: number
  grantedAt: number | undefined
  token: number
  isRefused: boolean
}

/**
 * Locks, each with something that it protects and that refuses a lower token than it has seen; and an account of who had them.
 *
 * Whoever gives up a lock had it until then: nobody else can have used what it protects, with a higher token, meanwhile.
 */
export class FencedLocks {
  readonly #turns: Turn[] = []
  /** The highest token that was used, by lock. */
  readonly #highest = new Map<string, number>()
  #place = 0

  /** Somebody asks for a lock. */
  ask(lock: string): Turn {
    const turn = { lock, askedAt: this.#next(), grantedAt: undefined, token: 0, isRefused: false }
    this.#turns.push(turn)
    return turn
  }

  /** It has it. */
  grant(turn: Turn, token: number): void {
    turn.grantedAt = this.#next()
    turn.token = token
  }

  /** It uses what the lock protects; whether that was accepted. */
  use(turn: Turn): boolean {
    const highest = this.#highest.get(turn.lock) ?? 0
    if (turn.token < highest) turn.isRefused = true
    this.#highest.set(turn.lock, Math.max(highest, turn.token))
    return turn.token >= highest
  }

  /**
   * It gave the lock up, and was told that it had it until then.
   *
   * @throws Violation if somebody else had it meanwhile.
   */
  release({ lock, token, isRefused }: Turn): void {
    if (!isRefused) return
    const text = `${lock} was had with token ${token} to the end, and with ${this.#highest.get(lock)}`
    throw new Violation('one holder at a time', text)
  }

  /**
   * Judges the tokens of all locks: no two are equal, and whoever asked after another one had a lock got a higher one.
   *
   * @throws Violation if one is not.
   */
  check(): void {
    const granted = this.#turns.flatMap(turn =>
      turn.grantedAt === undefined ? [] : [{ ...turn, grantedAt: turn.grantedAt }]
    )
    granted.sort((a, b) => b.token - a.token)
    let higher: (typeof granted)[number] | undefined
    let first: (typeof granted)[number] | undefined
    for (const turn of granted) {
      const isTwice = higher?.token === turn.token
      if (turn.token < 1 || isTwice || (first !== undefined && first.grantedAt < turn.askedAt)) {
        const text = `token ${turn.token} of ${turn.lock} comes with ${higher?.token} of ${higher?.lock}`
        throw new Violation('one holder at a time', text)
      }
      higher = turn
      if (first === undefined || turn.grantedAt < first.grantedAt) first = turn
    }
  }

  #next(): number {
    this.#place += 1
    return this.#place
  }
}

export type { Turn as LockTurn }
