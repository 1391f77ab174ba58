import { InvalidOptionsError } from '../errors.js'

/** What a replica would be; see {@link CoreOptions.role}. */
export type Role = 'voter' | 'learner'

/** How one replica takes part in elections. Replicas of a group may differ. */
export interface CoreOptions {
  /**
   * Milliseconds between two rounds of heartbeats.
   *
   * Too low costs messages and makes a busy peer look dead; too high delays the discovery of silent failures.
   *
   * @default 100
   */
  readonly heartbeatIntervalMs: number
  /**
   * Unanswered heartbeats in a row after which a peer counts as unreachable.
   *
   * Too low and ordinary delay causes elections; too high and writes stall longer after a silent failure.
   *
   * @default 5
   */
  readonly missedHeartbeatsMax: number
  /**
   * Preference as a leader: of two candidates in the same round the higher one wins.
   *
   * @default 0
   */
  readonly priority: number
  /**
   * What this replica would be: a voter, or only a learner. It votes from when a configuration names it.
   *
   * A founder is a voter to begin with. A learner that would vote replaces a voter that is gone.
   *
   * @default 'voter'
   */
  readonly role: Role
  /**
   * Milliseconds without a reachable quorum until the group's quorum is reported as `lost` instead of `suspended`.
   *
   * @default 10000
   */
  readonly quorumLostAfterMs: number
}

export const coreDefaults: CoreOptions = {
  heartbeatIntervalMs: 100,
  missedHeartbeatsMax: 5,
  priority: 0,
  role: 'voter',
  quorumLostAfterMs: 10_000
}

/** The highest `priority` that can be given. */
export const priorityMax = 255

/**
 * Fills in the defaults.
 *
 * @throws InvalidOptionsError if an option is out of its range.
 */
export function coreOptions(given: Partial<CoreOptions>): CoreOptions {
  const options = { ...coreDefaults, ...given }
  checkWhole('heartbeatIntervalMs', options.heartbeatIntervalMs, 5, 60_000)
  checkWhole('missedHeartbeatsMax', options.missedHeartbeatsMax, 2, 1000)
  checkWhole('priority', options.priority, 0, priorityMax)
  if (options.role !== 'voter' && options.role !== 'learner') {
    throw new InvalidOptionsError(`role must be 'voter' or 'learner', not ${String(options.role)}`)
  }
  checkWhole('quorumLostAfterMs', options.quorumLostAfterMs, 0, 2 ** 31)
  return options
}

function checkWhole(name: string, value: number, min: number, max: number): void {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new InvalidOptionsError(
      `${name} must be a whole number from ${min} to ${max}, not ${value}`
    )
  }
}

/** Milliseconds after which a silent peer is known to be unreachable. */
export function electionTimeoutMs(options: CoreOptions): number {
  return options.heartbeatIntervalMs * options.missedHeartbeatsMax
}
