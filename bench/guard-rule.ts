import { median } from './statistics.js'

/** What the leader's process reaches, and takes of the processors for each. */
export interface Pace {
  readonly perSecond: number
  readonly cpuUs: number
}

/** Values chosen at the leader, and messages of a bare broadcast right before. */
export interface Round {
  readonly own: Pace
  readonly bare: Pace
}

export interface Verdict {
  /** Values chosen a second for each message a second of the bare broadcast. */
  readonly share: number
  /** Processor's time for a value for that of a message. */
  readonly cost: number
  readonly passed: boolean
}

/** Half of what is usual: sees a group that waits. */
export const shareMin = 0.12

/** Twice of what is usual: sees a leader that works more, which other work on the machine hardly disturbs. */
export const costMax = 6

/** Compares what was measured right after each other, and takes the medians: a round that is disturbed does not move them. */
export function judge(rounds: readonly Round[]): Verdict {
  const share = median(rounds.map(({ own, bare }) => own.perSecond / bare.perSecond))
  const cost = median(rounds.map(({ own, bare }) => own.cpuUs / bare.cpuUs))
  return { share, cost, passed: share >= shareMin && cost <= costMax }
}
