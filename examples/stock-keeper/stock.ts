import type { StateMachine } from 'libp2p-paxos'

/** So many more, or fewer, pieces of an article. */
export interface Movement {
  readonly article: string
  readonly pieces: number
}

// #region machine
/** How many pieces there are of each article, never fewer than none: the same at every member. */
export class Stock implements StateMachine<Movement> {
  #pieces = new Map<string, number>()
  /** The slot of the last movement, and the last thousand that asked for more than there was. */
  #slot = 0
  #refused = new Set<number>()

  apply({ article, pieces }: Movement, { slot }: { readonly slot: number }): void {
    const left = this.of(article) + pieces
    this.#slot = slot
    if (left < 0) this.#refuse(slot)
    else this.#pieces.set(article, left)
  }

  async *snapshot(): AsyncGenerator<Uint8Array> {
    // What is read here, before the first piece, is of one moment; the rest may take its time.
    const state = { slot: this.#slot, pieces: [...this.#pieces], refused: [...this.#refused] }
    yield new TextEncoder().encode(JSON.stringify(state))
  }

  async restore(source: AsyncIterable<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder()
    let text = ''
    for await (const piece of source) text += decoder.decode(piece, { stream: true })
    const { slot, pieces, refused } = JSON.parse(text)
    this.#slot = slot
    this.#pieces = new Map(pieces)
    this.#refused = new Set(refused)
  }

  of(article: string): number {
    return this.#pieces.get(article) ?? 0
  }

  /** Whether the movement in `slot`, which was applied, took place. */
  tookPlace(slot: number): boolean {
    return slot <= this.#slot && !this.#refused.has(slot)
  }

  #refuse(slot: number): void {
    this.#refused.add(slot)
    const [oldest] = this.#refused
    if (this.#refused.size > 1_000 && oldest !== undefined) this.#refused.delete(oldest)
  }
}
// #endregion machine
