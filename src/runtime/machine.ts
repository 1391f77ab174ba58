/** The state that follows from the log, as far as snapshots of it go: what it does with entries is its owner's affair. */
export interface Machine {
  /** What its snapshots hold, from 0 to 255: one of another kind is of no use here. */
  readonly kind: number
  /**
   * The state as it is now, in pieces. What is read later is still of now: the owner goes on changing the state while the pieces are
   * written. The first piece is asked for at once. A piece may be changed once the next one is asked for.
   */
  snapshot(): AsyncIterable<Uint8Array>
  /** Replaces the state by what a snapshot of it said, in pieces of other lengths. */
  restore(source: AsyncIterable<Uint8Array>): Promise<void>
}

/** What `source` yields; its first piece is asked for now. */
export function begun(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]()
  const first = iterator.next()
  // It is looked at soon, but not in this turn.
  first.catch(() => undefined)
  return rest(first, iterator)
}

async function* rest(
  first: Promise<IteratorResult<Uint8Array>>,
  iterator: AsyncIterator<Uint8Array>
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let next = await first; next.done !== true; next = await iterator.next()) yield next.value
}
