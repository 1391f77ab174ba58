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
   * The same while the group can spare no other voter: one more that goes, and it stops. Then who is gone is replaced, but never left
   * out. Too low and restarts in a group of three cost changes of voters; too high and the group may lose its quorum before.
   *
   * @default 5000, or `evictAfterMs` if that is less
   */
  readonly evictUrgentAfterMs: number
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
  const evictAfterMs = given.evictAfterMs ?? 60_000
  const options = {
    votersTarget: given.votersTarget ?? Math.max(5, founderCount ?? 0),
    votersMin: given.votersMin ?? 3,
    evictAfterMs,
    evictUrgentAfterMs: given.evictUrgentAfterMs ?? Math.min(5_000, evictAfterMs),
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
  /** Voters that do not answer this replica. */
  readonly silent: readonly ReplicaId[]
  /** Voters that a quorum finds unreachable. */
  readonly unreachable: readonly ReplicaId[]
  readonly candidates: readonly LearnerReport[]
  readonly chosenSlotMax: number
}

/**
 * Rounds of heartbeats after which it is known here what a learner has: it says so once a round, to a voter that passes it on once a
 * round, and both may have just done so.
 */
const reportRounds = 3

/** Since when something of a replica has been so, by its incarnation. */
class Since {
  readonly #gapMs: number
  readonly #times = new Map<bigint, { readonly sinceMs: number; untilMs: number }>()

  /** What was not so for at most `gapMs` counts as if it had been. */
  constructor(gapMs: number) {
    this.#gapMs = gapMs
  }

  update(replicas: readonly ReplicaId[], nowMs: number): void {
    for (const { incarnation } of replicas) {
      const time = this.#times.get(incarnation)
      if (time === undefined) this.#times.set(incarnation, { sinceMs: nowMs, untilMs: nowMs })
      else time.untilMs = nowMs
    }
    for (const [incarnation, { untilMs }] of this.#times) {
      if (nowMs - untilMs > this.#gapMs) this.#times.delete(incarnation)
    }
  }

  /** Those for which it has been so for at least `forMs`, the longest first. */
  longest<T extends ReplicaId>(replicas: readonly T[], forMs: number, nowMs: number): T[] {
    return replicas
      .filter(replica => nowMs - this.#sinceMs(replica) >= forMs)
      .sort((a, b) => this.#sinceMs(a) - this.#sinceMs(b))
  }

  #sinceMs({ incarnation }: ReplicaId): number {
    return this.#times.get(incarnation)?.sinceMs ?? Number.POSITIVE_INFINITY
  }
}

/**
 * Decides, at the replica that leads, who votes next: who lost its store is replaced by what it is now, who is gone by somebody who
 * is there; and the group grows to its target. The number of voters is odd, unless the target is even: one more than that
 * does not survive one more failure.
 *
 * The other voters watch as well, so that whoever leads next need not wait anew.
 */
export class Churn {
  readonly #options: ChurnOptions
  readonly #unreachable = new Since(0)
  readonly #known: Since
  #proposedAtMs = Number.NEGATIVE_INFINITY
  /** The epoch that was to end by what was proposed last. */
  #proposedEpoch = 0
  /** Slots that were chosen in the last rounds, the oldest first: who has that many has caught up. */
  #chosen: number[] = []

  constructor(options: ChurnOptions) {
    this.#options = options
    // A learner that finds another member to learn from is out of sight for a moment.
    this.#known = new Since(options.graceMs)
  }

  /** Whether voters that are gone will be left out, as time goes by, although nobody replaces them. */
  willLeaveOut({
    configuration: { voters },
    unreachable
  }: Pick<ChurnView, 'configuration' | 'unreachable'>): boolean {
    const gone = voters.filter(({ incarnation }) => {
      return unreachable.some(other => other.incarnation === incarnation)
    })
    return this.#keptOf(gone, voters.length - gone.length).length < gone.length
  }

  /** Takes note of a round of heartbeats, whoever leads. */
  watch(view: ChurnView, nowMs: number): void {
    this.#unreachable.update(view.unreachable, nowMs)
    this.#known.update(view.candidates, nowMs)
    this.#chosen = [...this.#chosen, view.chosenSlotMax].slice(-reportRounds)
  }

  /** The configuration to propose now, if any. To be asked with every round of heartbeats, instead of `watch`. */
  next(view: ChurnView, nowMs: number): Configuration | undefined {
    const [chosenBefore = Number.POSITIVE_INFINITY] = this.#chosen
    const caughtUp = view.candidates.filter(({ chosenSlotMax }) => chosenSlotMax >= chosenBefore)
    this.watch(view, nowMs)
    const { voters, epoch, quorum } = view.configuration
    const aliveCount = voters.length - view.silent.length
    const isUrgent = aliveCount <= Math.max(quorum.prepare, quorum.accept)
    // What came of the last change is known once its epoch is over.
    const isFree = isUrgent && epoch !== this.#proposedEpoch
    if (!isFree && nowMs - this.#proposedAtMs < this.#options.changeIntervalMs) return undefined
    const next = this.#change(voters, caughtUp, isUrgent, nowMs)
    if (next === undefined) return undefined
    this.#proposedAtMs = nowMs
    this.#proposedEpoch = epoch
    return {
      epoch: epoch + 1,
      voters: next.sort((a, b) => (a.peerId < b.peerId ? -1 : 1)),
      quorum: majorityQuorum(next.length)
    }
  }

  #change(
    voters: readonly Voter[],
    caughtUp: readonly LearnerReport[],
    isUrgent: boolean,
    nowMs: number
  ): Voter[] | undefined {
    const { evictAfterMs, evictUrgentAfterMs, graceMs } = this.#options
    const current = voters.map(voter => asItIs(voter, caughtUp))
    const goneForMs = isUrgent ? evictUrgentAfterMs : evictAfterMs
    const dead = this.#unreachable.longest(current, goneForMs, nowMs)
    const fresh = this.#known
      .longest(caughtUp, graceMs, nowMs)
      .filter(({ peerId }) => voters.every(voter => voter.peerId !== peerId))
      .map(({ peerId, incarnation }) => ({ peerId, incarnation }))
    const replaced = dead.slice(0, fresh.length)
    const gone = this.#unreachable.longest(dead.slice(fresh.length), evictAfterMs, nowMs)
    const next = current.filter(voter => !replaced.includes(voter) && !gone.includes(voter))
    next.push(...fresh.splice(0, replaced.length))
    next.push(...this.#keptOf(gone, next.length))
    next.push(...fresh.slice(0, this.#growth(next.length, fresh.length)))
    const isSame = next.length === voters.length && next.every(voter => voters.includes(voter))
    return isSame ? undefined : next
  }

  /** Of voters that are gone and that nobody replaces, those that stay, the ones gone last: fewer than before survive more. */
  #keptOf(gone: readonly Voter[], otherCount: number): readonly Voter[] {
    const total = otherCount + gone.length
    let size = Math.max(otherCount, this.#options.votersMin)
    if (size % 2 === 0) size += 1
    return size >= total ? gone : gone.slice(total - size)
  }

  /** How many of so many candidates become voters beside `size` others. */
  #growth(size: number, candidateCount: number): number {
    const { votersTarget } = this.#options
    const grown = Math.min(size + candidateCount, votersTarget)
    if (grown <= size) return 0
    return (grown % 2 === 1 || grown === votersTarget ? grown : grown - 1) - size
  }
}

/** A voter that came back without its store, and has caught up, is voted for by what it is now. */
function asItIs(voter: Voter, caughtUp: readonly LearnerReport[]): Voter {
  const { peerId, incarnation } = caughtUp.find(({ peerId }) => peerId === voter.peerId) ?? voter
  return incarnation === voter.incarnation ? voter : { peerId, incarnation }
}
