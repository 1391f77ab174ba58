import { type ReplicaId, sameReplica } from './configuration.js'
import { type Context, isVoterOf } from './context.js'
import type { Learners } from './learners.js'
import { hopsMax, learnerReportsMax } from './limits.js'
import type { SnapshotMark } from './marks.js'
import type { HeartbeatReplyMessage, LearnerReport } from './messages.js'

/** What this replica knows of another member. */
export interface Neighbour {
  readonly peerId: string
  connected: boolean
  /** Whether it stopped answering: no round waits for it. */
  lost: boolean
  /** Heartbeat intervals in a row without an answer. */
  silent: number
  /** The newest answer, and the round and incarnation it came from. */
  reply: HeartbeatReplyMessage | undefined
  incarnation: bigint
  /** Whether `incarnation` is that of a voter. */
  isVoter: boolean
  /** Whether it answered since the last regular round began. */
  answered: boolean
}

/** The members that a replica asks how they see the group, and what they answered: all voters, or the source of a learner. */
export class Neighbours {
  readonly #context: Context
  readonly #learners: Learners
  readonly #all = new Map<string, Neighbour>()

  constructor(context: Context, learners: Learners) {
    this.#context = context
    this.#learners = learners
    for (const peerId of context.isVoter ? context.others : []) this.#add(peerId)
  }

  get(peerId: string): Neighbour | undefined {
    return this.#all.get(peerId)
  }

  [Symbol.iterator](): Iterator<Neighbour> {
    return this.#all.values()
  }

  /** Leaves this one alone, or nobody. Returns whether it is a new one. */
  keepOnly(peerId: string | undefined): boolean {
    for (const known of this.#all.keys()) if (known !== peerId) this.#all.delete(known)
    if (peerId === undefined || this.#all.has(peerId)) return false
    this.#add(peerId)
    return true
  }

  /** Members of this epoch and the one before stay as reachable as they were. What they said of it is void. */
  goOn(before: Neighbours): void {
    for (const neighbour of this.#all.values()) {
      const known = before.#all.get(neighbour.peerId)
      if (known === undefined) continue
      neighbour.lost = known.lost
      neighbour.silent = known.silent
      neighbour.answered = known.answered
    }
  }

  /** Takes an answer, unless it is older than the last one. Returns what it is worth; undefined if nothing. */
  onReply(
    from: string,
    incarnation: bigint,
    message: HeartbeatReplyMessage
  ): HeartbeatReplyMessage | undefined {
    const neighbour = this.#all.get(from)
    if (neighbour === undefined) return undefined
    neighbour.answered = true
    neighbour.lost = false
    neighbour.silent = 0
    if (neighbour.reply !== undefined && neighbour.reply.round > message.round) return undefined
    const { configuration } = this.#context
    if (message.snapshot !== undefined) this.#compare(from, message.snapshot)
    const isOfUse = message.epoch === configuration.epoch && message.distance <= hopsMax
    neighbour.reply = isOfUse ? message : withoutVotes(message)
    if (neighbour.incarnation !== incarnation) {
      neighbour.incarnation = incarnation
      neighbour.isVoter = isVoterOf(configuration, from, incarnation)
    }
    return neighbour.reply
  }

  /** Holds the newest snapshot of a member against that of this replica. */
  #compare(from: string, { slot, mark }: SnapshotMark): void {
    const { configuration, self, state, out } = this.#context
    if (state.marks.differs(from, { slot, mark })) {
      out.notice({ type: 'divergence', peerId: from, slot })
    }
    const voters = configuration.voters.map(({ peerId }) => peerId)
    const verdict = state.marks.verdict(slot, self.peerId, voters)
    if (verdict !== undefined) out.notice({ type: 'diverged', slot, verdict })
  }

  /** Members that answer, with their newest answers. */
  *reachable(): Generator<{ readonly peerId: string; readonly reply: HeartbeatReplyMessage }> {
    for (const neighbour of this.#all.values()) {
      const { peerId, reply } = neighbour
      if (reply !== undefined && this.answers(neighbour)) yield { peerId, reply }
    }
  }

  answers({ silent }: Neighbour): boolean {
    return silent < this.#context.options.missedHeartbeatsMax
  }

  isVoting(neighbour: Neighbour): boolean {
    return neighbour.isVoter && neighbour.reply?.canVote === true && this.answers(neighbour)
  }

  /** Whether nobody's answer to this round is still to be waited for. */
  haveAnswered(round: number): boolean {
    for (const { connected, lost, reply } of this.#all.values()) {
      if (connected && !lost && reply?.round !== round) return false
    }
    return true
  }

  /** Whether the member that a learner learns from is happy. */
  get sourceIsHappy(): boolean {
    if (this.#context.isVoter) return false
    for (const { reply } of this.reachable()) if (reply.happy) return true
    return false
  }

  isReachable(peerId: string): boolean {
    const neighbour = this.#all.get(peerId)
    return neighbour !== undefined && this.answers(neighbour)
  }

  /** Whether this life of a peer answers. */
  reaches({ peerId, incarnation }: ReplicaId): boolean {
    const neighbour = this.#all.get(peerId)
    return (
      neighbour !== undefined && neighbour.incarnation === incarnation && this.answers(neighbour)
    )
  }

  /** The newest answer of a member that answers. */
  replyOf(peerId: string): HeartbeatReplyMessage | undefined {
    const neighbour = this.#all.get(peerId)
    return neighbour && this.answers(neighbour) ? neighbour.reply : undefined
  }

  /** Members from here to a voter: learners that learn from one another get ever farther from one, and are believed no more. */
  get distance(): number {
    if (this.#context.isVoter) return 0
    let distance = hopsMax + 1
    for (const { reply } of this.reachable()) distance = Math.min(distance, reply.distance)
    return distance + 1
  }

  /** Voters that do not answer, one bit each. */
  get silent(): bigint {
    const { configuration, self, isVoter } = this.#context
    let bits = 0n
    if (!isVoter) return bits
    for (const [i, voter] of configuration.voters.entries()) {
      if (!sameReplica(voter, self) && !this.reaches(voter)) bits |= 1n << BigInt(i)
    }
    return bits
  }

  /** Voters that `quorumSize` voters, this one included, find unreachable. */
  unreachable(quorumSize: number): ReplicaId[] {
    const { configuration, isVoter } = this.#context
    if (!isVoter) return []
    const views = [this.silent]
    for (const { reply } of this.reachable()) {
      if (reply.epoch === configuration.epoch && reply.canVote) views.push(reply.silent)
    }
    return configuration.voters.filter((_, i) => {
      const bit = 1n << BigInt(i)
      return views.filter(view => (view & bit) !== 0n).length >= quorumSize
    })
  }

  /** Learners that would vote, as this replica and the members it reaches know them. */
  get candidates(): readonly LearnerReport[] {
    const own = this.#learners.reports
    const candidates = new Map(own.map(report => [report.peerId, report]))
    for (const { reply } of this.reachable()) {
      for (const report of reply.learners) {
        const known = candidates.get(report.peerId)
        if (known === undefined || known.chosenSlotMax < report.chosenSlotMax) {
          candidates.set(report.peerId, report)
        }
      }
    }
    return [...candidates.values()].slice(0, learnerReportsMax)
  }

  #add(peerId: string): void {
    this.#all.set(peerId, {
      peerId,
      connected: this.#context.connected.has(peerId),
      lost: false,
      silent: this.#context.options.missedHeartbeatsMax,
      reply: undefined,
      incarnation: 0n,
      isVoter: false,
      answered: false
    })
  }
}

/** What remains of an answer that was given in another epoch, or too far from voters: that the peer is there, and what it knows. */
function withoutVotes(reply: HeartbeatReplyMessage): HeartbeatReplyMessage {
  return { ...reply, leaderBallot: undefined, leads: false, happy: false, canVote: false }
}
