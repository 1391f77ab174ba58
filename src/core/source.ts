import type { Context } from './context.js'
import { hopsMax, learnerWindowBytes } from './limits.js'
import type { HeartbeatReplyMessage } from './messages.js'

/** What a {@link Source} needs of its replica. */
export interface SourceHost {
  /** Asks `peerId`, and nobody else, how it sees the group from now on. */
  watch(peerId: string | undefined): void
  /** PeerId of the leader, if one is known. */
  readonly leader: string | undefined
}

/** Rounds of heartbeats for which a source is kept if another voter would do better: a learner begins with whoever is there first. */
const settleRounds = 20

/** Rounds for which a source that was of no use is preferred to nobody but the like. */
const avoidRounds = 20

/**
 * The one member that a replica learns from while it does not vote.
 *
 * Voters come first, and of them those that do not lead; which of them differs from learner to learner, so that they are spread. One
 * that is silent, knows of entries and does not send them, or is itself without a voter, is left for the next.
 */
export class Source {
  readonly #context: Context
  readonly #host: SourceHost
  #peerId: string | undefined
  /** Rounds so far. */
  #round = 0
  /** The round in which the source became one. */
  #sinceRound = 0
  /** Rounds in a row in which the source was of no use. */
  #idleRounds = 0
  /** When those that were of no use were left. */
  readonly #leftRounds = new Map<string, number>()
  /** Watermarks of the source and of this replica when the last round ended. */
  #offered = 0
  #learned = 0
  /** Bytes that came since this replica last said what it has. */
  #unsaidBytes = 0

  constructor(context: Context, host: SourceHost) {
    this.#context = context
    this.#host = host
  }

  get peerId(): string | undefined {
    return this.#peerId
  }

  /** The configuration changed: a voter needs no source, and who voted before needs one now. */
  onEpoch(): void {
    if (this.#context.isVoter) this.#peerId = undefined
    else this.#choose(this.#peerId ?? this.#candidates()[0])
  }

  onConnectivity(peerId: string, connected: boolean): void {
    if (this.#context.isVoter) return
    if (connected && this.#peerId === undefined) this.#choose(peerId)
    else if (!connected && this.#peerId === peerId) this.#leave()
  }

  /** A round of heartbeats ended; `reply` is the newest answer of the source, if it answers. */
  onRound(reply: HeartbeatReplyMessage | undefined): void {
    const { isVoter, state, options } = this.#context
    if (isVoter) return
    this.#round += 1
    const lags = state.chosenSlotMax < this.#offered && state.chosenSlotMax === this.#learned
    this.#offered = reply?.chosenSlotMax ?? 0
    this.#learned = state.chosenSlotMax
    const isLost = reply === undefined || reply.distance > hopsMax
    this.#idleRounds = isLost || lags ? this.#idleRounds + 1 : 0
    if (this.#idleRounds > options.missedHeartbeatsMax) return this.#leave()
    const [best] = this.#candidates()
    if (best !== this.#peerId && this.#mayChange(best)) this.#choose(best)
    else this.#learn()
  }

  /** Chosen entries of so many bytes came from `from`, which has more of them or not. */
  onEntries(from: string, bytes: number, hasMore: boolean): void {
    if (from !== this.#peerId) return
    this.#unsaidBytes += bytes
    if (hasMore || this.#unsaidBytes > learnerWindowBytes / 4) this.#learn()
  }

  /** Says what this replica has, once that is durable. */
  #learn(): void {
    if (this.#peerId === undefined) return
    this.#unsaidBytes = 0
    this.#context.out.sendWhenDurable(this.#peerId, {
      type: 'learn',
      chosenSlotMax: this.#context.state.chosenSlotMax,
      willing: this.#context.options.role === 'voter'
    })
  }

  /** A voter is preferred to another learner at once, and to a voter only after a while. */
  #mayChange(best: string | undefined): boolean {
    if (best === undefined) return false
    if (!this.#isVoter(this.#peerId)) return this.#peerId === undefined || this.#isVoter(best)
    return this.#round - this.#sinceRound > settleRounds
  }

  #leave(): void {
    if (this.#peerId !== undefined) this.#leftRounds.set(this.#peerId, this.#round)
    this.#choose(this.#candidates()[0])
  }

  #choose(peerId: string | undefined): void {
    this.#peerId = peerId
    this.#idleRounds = 0
    this.#sinceRound = this.#round
    this.#offered = 0
    this.#host.watch(peerId)
    this.#learn()
  }

  /** Members that are connected, the best first. Among equals the order differs from learner to learner. */
  #candidates(): string[] {
    const { connected, self } = this.#context
    const seed = Number(BigInt.asUintN(32, self.incarnation ^ (self.incarnation >> 32n)))
    return [...connected]
      .filter(peerId => peerId !== self.peerId)
      .map(peerId => ({ peerId, rank: this.#rank(peerId), order: hash(seed, peerId) }))
      .sort((a, b) => a.rank - b.rank || a.order - b.order)
      .map(({ peerId }) => peerId)
  }

  #rank(peerId: string): number {
    const left = this.#leftRounds.get(peerId) ?? Number.NEGATIVE_INFINITY
    if (this.#round - left < avoidRounds) return 3
    if (!this.#isVoter(peerId)) return 2
    return peerId === this.#host.leader ? 1 : 0
  }

  #isVoter(peerId: string | undefined): boolean {
    return peerId !== undefined && this.#context.others.includes(peerId)
  }
}

/** A number of 32 bits that belongs to `seed` and `text`. (FNV-1a, with a last mixing step.) */
function hash(seed: number, text: string): number {
  let value = seed ^ 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  value = Math.imul(value ^ (value >>> 15), 0x85ebca6b)
  return (value ^ (value >>> 13)) >>> 0
}
