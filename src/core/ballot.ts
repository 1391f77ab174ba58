/**
 * A totally ordered attempt to lead an epoch.
 *
 * Ballots are compared by epoch, round, priority and incarnation, in this order, and two ballots are the
 * same ballot only if all four are equal. The incarnation names the replica that leads the ballot, so no
 * two replicas ever share one. (Paxos Made Simple, section 2.2; the components follow the ballot leader
 * election of OmniPaxos, EuroSys 2023, section 5.)
 */
export interface Ballot {
  /** The configuration the ballot belongs to. */
  readonly epoch: number
  /** Raised for every new attempt; 0 is below every real attempt. */
  readonly round: number
  /** Orders candidates of one round: the higher wins. */
  readonly priority: number
  /** Incarnation of the replica that leads the ballot; 0 only in a bottom ballot. */
  readonly incarnation: bigint
}

/**
 * Highest round that any replica accepts or uses.
 *
 * It only keeps the number exact in JavaScript; at a thousand elections a second it lasts for 140,000 years.
 */
export const roundMax: number = 2 ** 52

/** The ballot below every ballot that can be prepared in `epoch`. */
export function bottomBallot(epoch: number): Ballot {
  return { epoch, round: 0, priority: 0, incarnation: 0n }
}

/** Negative, zero or positive as `a` is below, equal to or above `b`. */
export function compareBallots(a: Ballot, b: Ballot): number {
  if (a === b) return 0
  if (a.epoch !== b.epoch) return a.epoch - b.epoch
  if (a.round !== b.round) return a.round - b.round
  if (a.priority !== b.priority) return a.priority - b.priority
  if (a.incarnation === b.incarnation) return 0
  return a.incarnation < b.incarnation ? -1 : 1
}

/** Whether `a` and `b` are the same ballot in every component. */
export function sameBallot(a: Ballot, b: Ballot): boolean {
  return compareBallots(a, b) === 0
}

/** The higher of two ballots. */
export function maxBallot(a: Ballot, b: Ballot): Ballot {
  return compareBallots(a, b) >= 0 ? a : b
}

/** A short form for logs and events, such as `1.4.0.9f3a61c2`. */
export function formatBallot(ballot: Ballot): string {
  const incarnation = ballot.incarnation.toString(16).padStart(16, '0').slice(0, 8)
  return `${ballot.epoch}.${ballot.round}.${ballot.priority}.${incarnation}`
}
