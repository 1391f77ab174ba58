/** One opening of a replica's store. */
export interface Boot {
  /** How often it was opened, this time included. */
  readonly count: number
  /** 32 random bits, which no copy of the store draws as well. */
  readonly nonce: number
}

/**
 * Whether whoever says `boot` knows nothing of `known`, which the same replica said before: its store was put back from a copy, or is in
 * use twice, and has forgotten what it promised.
 */
export function hasForgotten(boot: Boot, known: Boot): boolean {
  return boot.count < known.count || (boot.count === known.count && boot.nonce !== known.nonce)
}
