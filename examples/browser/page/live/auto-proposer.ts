/** Milliseconds from one batch of proposals to the next. */
const tickMs = 20

/** Proposals that may wait for their slots; more are not made. */
const pendingMax = 500

const words = [
  'amber',
  'basil',
  'cedar',
  'delta',
  'ember',
  'fjord',
  'grove',
  'heron',
  'ivory',
  'jade'
]

/** Proposes values at a rate, as far as the group keeps up. */
export class AutoProposer {
  readonly #propose: (text: string) => Promise<unknown>
  #rate = 0
  #timer: ReturnType<typeof setInterval> | undefined
  #lastMs = 0
  #owed = 0
  #count = 0
  #pending = 0

  constructor(propose: (text: string) => Promise<unknown>) {
    this.#propose = propose
  }

  /** Values a second. */
  set rate(rate: number) {
    this.#rate = rate
    clearInterval(this.#timer)
    this.#lastMs = performance.now()
    this.#owed = 0
    if (rate > 0) this.#timer = setInterval(() => this.#tick(), tickMs)
  }

  #tick(): void {
    const nowMs = performance.now()
    this.#owed += ((nowMs - this.#lastMs) * this.#rate) / 1000
    this.#lastMs = nowMs
    // A tab that stood still does not make up for it.
    this.#owed = Math.min(this.#owed, this.#rate)
    for (; this.#owed >= 1 && this.#pending < pendingMax; this.#owed -= 1) this.#proposeOne()
  }

  #proposeOne(): void {
    this.#count += 1
    this.#pending += 1
    const done = (): void => {
      this.#pending -= 1
    }
    this.#propose(`${words[this.#count % words.length]} ${this.#count}`).then(done, done)
  }
}
