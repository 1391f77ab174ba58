import {
  type Configuration,
  majorityQuorum,
  type ReplicaId,
  type Voter
} from '../core/configuration.js'
import type { LearnerReport } from '../core/messages.js'
import { InvalidOptionsError } from '../errors.js'

/** How a group replaces voters that are gone. Whoever leads goes by its own options. */
export interface ChurnOptions {
  /**
   * Voters that the group is to have: learners that would vote are made voters until there are so many. Fewer survive fewer failures at
   * a time; more make every value wait for more disks.
   *
   * @default 5, or the number of founders if that is more
   */
  readonly votersTarget: number
  /**
   * Voters that are kept even if they are gone and nobody can replace them. Too low and a group that loses one after the other ends
   * with a single voter, whose loss it does not survive.
   *
   * @default 3
   */
  readonly votersMin: number
  /**
   * Milliseconds for which a quorum finds a voter unreachable until it is replaced, or left out if that helps. Too low and restarts
   * cost changes of voters; too high and the group may lose its quorum before. A voter that comes back with an empty store is
   * replaced by what it is now without delay.
   *
   * @default 60000
   */
  readonly evictAfterMs: number
  /**
   * Milliseconds for which a learner has to be there until it is made a voter, so that nobody becomes one that only passes by.
   *
   * @default 10000
   */
  readonly graceMs: number
  /**
   * Milliseconds from one change to the next. Too low and voters that flap cost many changes; too high and many losses at a time are
   * made up for slowly.
   *
   * @default 10000
   */
  readonly changeIntervalMs: number
}

/**
 * Checks options and fills in the defaults.
 *
 * @throws InvalidOptionsError if one is out of its range.
 */
export function churnOptions(
  given: Partial<ChurnOptions>,
  founderCount: number | undefined
): ChurnOptions {
  const options = {
    votersTarget: given.votersTarget ?? Math.max(5, founderCount ?? 0),
    votersMin: given.votersMin ?? 3,
    evictAfterMs: given.evictAfterMs ?? 60_000,
    graceMs: given.graceMs ?? 10_000,
    changeIntervalMs: given.changeIntervalMs ?? 10_000
  }
  for (const [name, value] of Object.entries(options)) {
    const min = name === 'votersTarget' || name === 'votersMin' ? 1 : 0
    if (Number.isInteger(value) && value >= min && value <= 2 ** 31) continue
    throw new InvalidOptionsError(`churn.${name} must be a whole number from ${min}, not ${value}`)
  }
  return options
}

/** What a leader knows of those who vote and those who would. */
export interface ChurnView {
  readonly configuration: Configuration
  /** Voters that a quorum finds unreachable. */
  readonly unreachable: readonly ReplicaId[]
  readonly candidates: readonly LearnerReport[]
  readonly chosenSlotMax: number
}

/** Since when something of a replica has been so, by its incarnation. */
class Since {
  #sinceMs = new Map<bigint, number>()

  update(replicas: readonly ReplicaId[], nowMs: number): void {
    this.#sinceMs = new Map(
      replicas.map(({ incarnation }) => [incarnation, this.#sinceMs.get(incarnation) ?? nowMs])
    )
  }

  /** Whether it has been so for at least `forMs`. */
  holds({ incarnation }: ReplicaId, forMs: number, nowMs: number): boolean {
    const sinceMs = this.#sinceMs.get(incarnation)
    return sinceMs !== undefined && nowMs - sinceMs >= forMs
  }
}

/**
 * Decides, at the replica that leads, who votes next: who lost its store is replaced by what it is now, who is gone by somebody who
 * is there; and the group grows to its target. The number of voters is odd, unless the target is even: one more than that
 * does not survive one more failure.
 */
export class Churn {
  readonly #options: ChurnOptions
  readonly #unreachable = new Since()
  readonly #known = new Since()
  #changedAtMs = Number.NEGATIVE_INFINITY
  /** Slots that were chosen when this was last asked: who has them has caught up. */
  #chosenBefore = Number.POSITIVE_INFINITY

  constructor(options: ChurnOptions) {
    this.#options = options
  }

  /** This replica does not lead: what it knew is of no use when it does again. */
  reset(): void {
    this.#unreachable.update([], 0)
    this.#known.update([], 0)
    this.#chosenBefore = Number.POSITIVE_INFINITY
  }

  /** The configuration to propose now, if any. To be asked with every round of heartbeats. */
  next(view: ChurnView, nowMs: number): Configuration | undefined {
    this.#unreachable.update(view.unreachable, nowMs)
    this.#known.update(view.candidates, nowMs)
    const caughtUp = view.candidates.filter(
      ({ chosenSlotMax }) => chosenSlotMax >= this.#chosenBefore
    )
    this.#chosenBefore = view.chosenSlotMax
    if (nowMs - this.#changedAtMs < this.#options.changeIntervalMs) return undefined
    const { voters, epoch } = view.configuration
    const next = this.#change(voters, caughtUp, nowMs)
    if (next === undefined) return undefined
    this.#changedAtMs = nowMs
    return {
      epoch: epoch + 1,
      voters: next.sort((a, b) => (a.peerId < b.peerId ? -1 : 1)),
      quorum: majorityQuorum(next.length)
    }
  }

  #change(
    voters: readonly Voter[],
    caughtUp: readonly LearnerReport[],
    nowMs: number
  ): Voter[] | undefined {
    const { evictAfterMs, graceMs } = this.#options
    const reborn = new Map(caughtUp.map(({ peerId, incarnation }) => [peerId, incarnation]))
    const dead: Voter[] = []
    const next: Voter[] = []
    let isChanged = false
    for (const voter of voters) {
      const incarnation = reborn.get(voter.peerId) ?? voter.incarnation
      if (incarnation !== voter.incarnation) isChanged = true
      else if (this.#unreachable.holds(voter, evictAfterMs, nowMs)) dead.push(voter)
      if (dead.at(-1) === voter) continue
      next.push(incarnation === voter.incarnation ? voter : { peerId: voter.peerId, incarnation })
    }
    const fresh = caughtUp
      .filter(candidate => voters.every(({ peerId }) => peerId !== candidate.peerId))
      .filter(candidate => this.#known.holds(candidate, graceMs, nowMs))
      .map(({ peerId, incarnation }) => ({ peerId, incarnation }))
    while (dead.length > 0 && fresh.length > 0) {
      dead.pop()
      next.push(fresh.shift() as ReplicaId)
      isChanged = true
    }
    if (dead.length > 0) {
      const kept = this.#keptOf(dead, next.length)
      if (kept.length < dead.length) isChanged = true
      next.push(...kept)
    } else {
      const grown = fresh.slice(0, this.#growth(next.length, fresh.length))
      if (grown.length > 0) isChanged = true
      next.push(...grown)
    }
    return isChanged ? next : undefined
  }

  /** Of voters that are gone and that nobody replaces, those that stay: fewer than before survive more. */
  #keptOf(dead: readonly Voter[], aliveCount: number): readonly Voter[] {
    const total = aliveCount + dead.length
    let size = Math.max(aliveCount, this.#options.votersMin)
    if (size % 2 === 0) size += 1
    return size >= total ? dead : dead.slice(0, size - aliveCount)
  }

  /** How many of so many candidates become voters beside `size` others. */
  #growth(size: number, candidateCount: number): number {
    const { votersTarget } = this.#options
    const grown = Math.min(size + candidateCount, votersTarget)
    if (grown <= size) return 0
    return (grown % 2 === 1 || grown === votersTarget ? grown : grown - 1) - size
  }
}
