/** What a {@link StateMachine} is told of a value besides the value. */
export interface ApplyContext {
  readonly slot: number
  /** PeerId of the member that proposed it; empty if the group has forgotten that member's session. */
  readonly origin: string
  /** Milliseconds of the group's own clock, which never runs backwards; not a time of day. The same at every member. */
  readonly logTimeMs: number
  /** Version of the rules to go by: 1 until `Group.upgradeMachine` says otherwise, and never above {@link StateMachine.version}. */
  readonly version: number
  /** A random number from 0 up to but not including 1: the same at every member, and so known to all of them. */
  random(): number
}

/**
 * State that follows from the log of a group: every member applies the same values in the same order, and so has the same state.
 *
 * What a machine does must depend on nothing but what it is told: no clock, no random number, no order of the keys of an object that is
 * not the order in which they were set. (State machine replication: Schneider, 1990.)
 *
 * Each object serves one opening of one group, from its first state on.
 */
export interface StateMachine<T = Uint8Array> {
  /**
   * The highest version of its rules that it knows: what it does with a value by one version never changes. A member whose machine does not
   * know the version that the group goes by applies nothing more, and goes on voting.
   *
   * @default 1
   */
  readonly version?: number
  /**
   * Changes the state by the value in the next slot that holds one. A value that does not decode is passed over, everywhere.
   *
   * What it throws is logged, and its message reaches the proposer in an ApplyError: it must throw the same at every member, and have the
   * same effect.
   *
   * @returns What the proposer is told, if anything: the same bytes at every member.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: a machine that tells nothing returns nothing.
  apply(value: T, context: ApplyContext): Uint8Array | void
  /**
   * The state as it is now, as bytes, in pieces of any length; the same bytes at every member that applied the same. Values are applied
   * while the pieces are read, and they are read as fast as the disk takes them: pieces that come later must still be of now. What comes
   * before the first piece runs at once. The space of a piece may be used again once the next one is asked for: a large state is better
   * handed over so, since new space for each piece is garbage soon.
   */
  snapshot(): AsyncIterable<Uint8Array>
  /**
   * Replaces the state by the one that these bytes were made of, in pieces of other lengths. Nothing is applied until it resolves.
   *
   * What it throws halts the replica.
   */
  restore(source: AsyncIterable<Uint8Array>): Promise<void>
}
