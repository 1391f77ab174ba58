/** A value in its slot, as a peer printed it. */
export interface Printed {
  readonly slot: number
  /** The text of the value, or something that no text equals. */
  readonly value: string
}

/** Differences that are told; more of them say nothing new. */
const problemsMax = 20

/**
 * Compares what peers print and acknowledge, as it comes.
 *
 * The first to print the next value decides what all others must print there; so every two peers are compared, and one copy is kept.
 */
export class Ledger {
  readonly #printed: Printed[] = []
  readonly #slots = new Map<string, number>()
  /** For each peer, how many values it printed since its process started. */
  readonly #counts: number[]
  readonly #acknowledged = new Map<string, number>()
  readonly #proposed = new Set<string>()
  readonly #problems: string[] = []

  constructor(peerCount: number) {
    this.#counts = Array.from({ length: peerCount }, () => 0)
  }

  /** Values that any peer printed. */
  get valueCount(): number {
    return this.#printed.length
  }

  get acknowledgedCount(): number {
    return this.#acknowledged.size
  }

  /** The last slot that any peer printed. */
  get slotMax(): number {
    return this.#printed.at(-1)?.slot ?? 0
  }

  /** The last slot that `peer` printed since its process started. */
  slotMaxOf(peer: number): number {
    return this.#printed[this.#countOf(peer) - 1]?.slot ?? 0
  }

  /** How many values up to `slot` others printed and `peer` did not, since its process started. */
  missingOf(peer: number, slot: number): number {
    let missing = 0
    for (
      let at = this.#countOf(peer);
      (this.#printed[at]?.slot ?? Number.POSITIVE_INFINITY) <= slot;
      at += 1
    ) {
      missing += 1
    }
    return missing
  }

  /** What was found so far. */
  get problems(): readonly string[] {
    return this.#problems
  }

  /** Every value is proposed once. */
  onProposed(value: string): void {
    if (this.#proposed.has(value)) throw new Error(`${value} was proposed before`)
    this.#proposed.add(value)
  }

  /** The process of `peer` starts anew: it prints everything from the first slot on. */
  onStarted(peer: number): void {
    this.#counts[peer] = 0
  }

  onChosen(peer: number, printed: Printed): void {
    const count = this.#countOf(peer)
    this.#counts[peer] = count + 1
    const known = this.#printed[count]
    if (known === undefined) this.#onNew(peer, printed)
    else if (known.slot !== printed.slot || known.value !== printed.value) {
      this.#report(`peer ${peer + 1} has ${show(printed)} where another peer has ${show(known)}`)
    }
  }

  onAcknowledged(peer: number, acknowledged: Printed): void {
    const { slot, value } = acknowledged
    if (this.#acknowledged.has(value)) {
      this.#report(`peer ${peer + 1} acknowledged ${value} twice`)
    }
    this.#acknowledged.set(value, slot)
  }

  /**
   * Checks that every peer printed the same up to the slot of its barrier, and that everything acknowledged is there, in its slot.
   * To be called once every peer has answered a barrier that it was asked for after the last acknowledgement.
   *
   * @param barriers For each peer that is to be compared, the slot of its barrier.
   * @returns everything that was found, in words; empty if all is as it must be.
   */
  finish(barriers: ReadonlyMap<number, number>): readonly string[] {
    const end = Math.min(...barriers.values())
    for (const peer of barriers.keys()) {
      const missing = this.missingOf(peer, end)
      if (missing > 0) this.#report(`peer ${peer + 1} lacks ${missing} values up to slot ${end}`)
    }
    for (const [value, slot] of this.#acknowledged) {
      const found = this.#slots.get(value)
      if (found !== slot) {
        this.#report(`${value} was acknowledged in slot ${slot} and is in ${found ?? 'none'}`)
      } else if (slot > end) {
        this.#report(`${value} was acknowledged in slot ${slot}, after the barrier ${end}`)
      }
    }
    return this.#problems
  }

  #onNew(peer: number, printed: Printed): void {
    const { slot, value } = printed
    if (slot <= this.slotMax) {
      this.#report(`peer ${peer + 1} has ${show(printed)} after slot ${this.slotMax}`)
    }
    const earlier = this.#slots.get(value)
    if (earlier !== undefined) this.#report(`${value} is in slots ${earlier} and ${slot}`)
    if (!this.#proposed.has(value)) this.#report(`${value} was chosen but never proposed`)
    this.#printed.push(printed)
    this.#slots.set(value, slot)
  }

  #countOf(peer: number): number {
    return this.#counts[peer] ?? 0
  }

  #report(problem: string): void {
    if (this.#problems.length < problemsMax) this.#problems.push(problem)
  }
}

function show({ slot, value }: Printed): string {
  return `${value} in slot ${slot}`
}
