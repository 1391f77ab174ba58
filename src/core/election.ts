import { type Ballot, compareBallots, sameBallot } from './ballot.js'
import type { ReplicaId } from './configuration.js'
import { type Context, leaderOf } from './context.js'
import type { QuorumState } from './effects.js'
import type { Learners } from './learners.js'
import type { HeartbeatMessage, HeartbeatReplyMessage } from './messages.js'
import type { Neighbour, Neighbours } from './neighbours.js'
import { electionTimeoutMs } from './options.js'
import type { Proposer } from './proposer.js'
import { type Answer, Quiescence } from './quiescence.js'
import { Reserve } from './reserve.js'

/** How many regular rounds a reachable voter may stay promised above the leader until the leader prepares above it. */
const stuckRoundsMax = 3

/** How much sooner than a regular round a replica without a leader asks again. */
const urgentFraction = 5

/**
 * Quorum-connected ballot leader election. It serves liveness only: any replica may start a candidature at any time
 * without harm. (Ballot leader election of OmniPaxos, EuroSys 2023, section 5, with heartbeats as questions and answers.)
 *
 * 1. A replica is happy only with a leader that answered it directly and has an accept quorum behind it.
 * 2. A voter campaigns only if it reaches a quorum of voters and nobody it reaches is happy.
 * 3. A voter in reserve leaves that to those it reaches that are not, for a while, and hands over to them if it leads.
 */
export class Election {
  readonly #context: Context
  readonly #proposer: Proposer
  readonly #neighbours: Neighbours
  readonly #learners: Learners
  readonly #reserve: Reserve
  readonly #quiescence: Quiescence
  #round = 0
  /** Answers to earlier rounds are older than the last change that was noticed here. */
  #freshRound = 0
  /** When the next regular round is due, and the next extra one. */
  #regularAtMs: number
  #extraAtMs = Number.POSITIVE_INFINITY
  /** Until when extra rounds are asked for: a group that stays without a leader is in no hurry. */
  #urgentUntilMs: number
  /** No candidature before: another candidate or a new leader gets its chance. */
  #patientUntilMs = 0
  #campaignSinceMs = 0
  #stuckRounds = 0
  #leaderBallot: Ballot | undefined
  #leader: ReplicaId | undefined
  #quorumState: QuorumState = 'suspended'
  #quorumReachedAtMs: number

  /** @param before The election of the epoch before: what it knew of connections goes on. */
  constructor(
    context: Context,
    proposer: Proposer,
    neighbours: Neighbours,
    learners: Learners,
    before?: Election
  ) {
    this.#context = context
    this.#proposer = proposer
    this.#neighbours = neighbours
    this.#learners = learners
    this.#reserve = new Reserve(context, neighbours)
    this.#quiescence = new Quiescence(neighbours)
    // Replicas that started together must not decide together for ever: candidates would meet.
    const phaseMs = context.options.heartbeatIntervalMs * fraction(context.self.incarnation)
    this.#regularAtMs = context.nowMs + phaseMs
    if (phaseMs > 0) this.#extraAtMs = context.nowMs
    this.#urgentUntilMs = context.nowMs + electionTimeoutMs(context.options)
    this.#quorumReachedAtMs = context.nowMs
    if (before !== undefined) this.#goOn(before)
  }

  /** Asks `peerId` alone from now on: for a replica that does not vote. */
  watch(peerId: string | undefined): void {
    if (this.#neighbours.keepOnly(peerId)) this.#ask()
  }

  /** Voters that a quorum finds unreachable. */
  get unreachable(): ReplicaId[] {
    return this.#neighbours.unreachable(this.#quorumSize())
  }

  /** Rounds are counted on, and so is the time since there was a quorum. */
  #goOn(before: Election): void {
    this.#round = before.#round
    this.#regularAtMs = before.#regularAtMs
    this.#extraAtMs = before.#extraAtMs
    this.#freshRound = before.#round + 1
    this.#quorumState = before.#quorumState
    this.#quorumReachedAtMs = before.#quorumReachedAtMs
    this.#neighbours.goOn(before.#neighbours)
  }

  /** The ballot that leads, as far as is known here. */
  get leaderBallot(): Ballot | undefined {
    return this.#leaderBallot
  }

  get leader(): ReplicaId | undefined {
    return this.#leader
  }

  get quorumState(): QuorumState {
    return this.#quorumState
  }

  /** Whether the owner is to watch the peers of all other voters. */
  get isCalm(): boolean {
    return this.#quiescence.isCalm
  }

  /** Whether no heartbeats are sent until something happens. */
  get isResting(): boolean {
    return this.#quiescence.isResting
  }

  get wakeAtMs(): number {
    if (this.isResting) return Number.POSITIVE_INFINITY
    return Math.min(this.#regularAtMs, this.#extraAtMs)
  }

  /**
   * The member that a message for the leader is sent to: this one, the leader, or else a member that is happy with it.
   */
  route(notVia?: string): string | undefined {
    const { self } = this.#context
    if (this.#proposer.leader !== undefined) return self.peerId
    const leader = this.leader
    if (
      leader !== undefined &&
      leader.peerId !== notVia &&
      this.#neighbours.isReachable(leader.peerId)
    ) {
      return leader.peerId
    }
    for (const { peerId, reply } of this.#neighbours.reachable()) {
      if (reply.happy && peerId !== notVia) return peerId
    }
    return undefined
  }

  onHeartbeat(from: string, { round }: HeartbeatMessage): void {
    const { others, out } = this.#context
    const answer = this.#answer()
    const learners = others.includes(from) ? answer.learners : this.#neighbours.candidates
    out.send(from, { type: 'heartbeat-reply', round, ...answer, learners })
  }

  #answer(): Answer {
    const { state, configuration } = this.#context
    return {
      epoch: configuration.epoch,
      promisedBallot: state.promisedBallot,
      leaderBallot: this.#leaderBallot,
      leads: this.#proposer.leader !== undefined,
      happy: this.#isHappy() || this.#neighbours.sourceIsHappy,
      distance: this.#neighbours.distance,
      canVote: this.#canVote(),
      inReserve: this.#reserve.isIn,
      chosenSlotMax: state.chosenSlotMax,
      silent: this.#neighbours.silent,
      learners: this.#learners.reports,
      snapshot: state.marks.newest
    }
  }

  onReply(from: string, incarnation: bigint, message: HeartbeatReplyMessage): void {
    if (message.round > this.#round) return
    // Somebody is back who did not answer when this replica came to rest.
    if (this.isResting && !this.#neighbours.isReachable(from)) this.stir()
    const reply = this.#neighbours.onReply(from, incarnation, message)
    if (reply === undefined) return
    if (this.#proposer.onBallotSeen(reply.promisedBallot)) this.#letFinish()
    this.#hearOfLeader(from, reply)
    this.#updateQuorumState()
    if (reply.round === this.#round && this.#neighbours.haveAnswered(this.#round)) this.#decide()
  }

  onConnectivity(peerId: string, connected: boolean): void {
    const peer = this.#neighbours.get(peerId)
    if (peer === undefined) return
    peer.connected = connected
    peer.lost = false
    if (!connected) {
      peer.silent = this.#context.options.missedHeartbeatsMax
      const promised = leaderOf(this.#context.configuration, this.#context.state.promisedBallot)
      if (promised?.peerId === peerId) this.#patientUntilMs = 0
    }
    this.#freshRound = this.#round + 1
    this.#hurry()
    this.#ask()
    this.#decide()
  }

  /** Another replica's candidature was promised: it gets the time of an election to lead. */
  onPromised(): void {
    this.#patientUntilMs = this.#context.nowMs + electionTimeoutMs(this.#context.options)
  }

  /** Somebody promised a ballot that is new here: its candidate is about to lead, unless it is gone. */
  #letFinish(): void {
    const { nowMs, options } = this.#context
    this.#patientUntilMs = Math.max(this.#patientUntilMs, nowMs + options.heartbeatIntervalMs)
  }

  onLeaderHeard(ballot: Ballot): void {
    const current = this.#leaderBallot
    if (current !== undefined && compareBallots(ballot, current) <= 0) return
    this.#setLeader(ballot)
    this.onPromised()
    this.#ask()
  }

  onLead(ballot: Ballot): void {
    this.#setLeader(ballot)
    this.#updateQuorumState()
    this.#ask()
  }

  onStepDown(ballot: Ballot): void {
    if (this.#leaderBallot !== undefined && sameBallot(this.#leaderBallot, ballot)) {
      this.#setLeader(undefined)
    }
    this.#updateQuorumState()
    this.#freshRound = this.#round + 1
    this.#hurry()
  }

  /** Campaigns at once, whoever leads: the leader itself asked for it. */
  campaign(): void {
    if (!this.#canVote() || this.#proposer.phase === 'leader') return
    this.#campaignSinceMs = this.#context.nowMs
    this.#proposer.becomeCandidate()
  }

  /** The owner knows which of the peers of the other voters are there. */
  vouch(): void {
    this.#quiescence.vouch(this.#round)
  }

  /** Something happened. Whoever rested asks everyone anew: nobody was silent meanwhile. */
  stir(): void {
    if (!this.#quiescence.stir(this.#round)) return
    const { nowMs, options, out } = this.#context
    for (const peer of this.#neighbours) peer.answered = false
    this.#freshRound = this.#round + 1
    this.#regularAtMs = nowMs + options.heartbeatIntervalMs
    out.notice({ type: 'wake' })
    this.#ask()
  }

  /** Time passed. Returns whether a regular round of heartbeats ended; `isIdle` if the rest of the replica has nothing to do. */
  onTick(isIdle: boolean): boolean {
    const { nowMs, options, out } = this.#context
    if (nowMs < this.#regularAtMs) {
      if (nowMs >= this.#extraAtMs) {
        this.#ask()
        this.#decide()
      }
      return false
    }
    // A replica that was itself asleep has no right to call others silent.
    const slept = nowMs - this.#regularAtMs > options.heartbeatIntervalMs
    for (const peer of this.#neighbours) {
      if (!peer.answered && !slept) {
        peer.silent += 1
        if (peer.silent === options.missedHeartbeatsMax) this.#lose(peer)
      }
      peer.answered = false
    }
    this.#regularAtMs = nowMs + options.heartbeatIntervalMs
    this.#countStuckRounds()
    this.#decide()
    this.#quiescence.onRound(this.#answer(), isIdle)
    if (this.isResting) out.notice({ type: 'rest' })
    else this.#ask()
    return true
  }

  /** What others said may be as old as the silence of a peer: who campaigns for it must know what they say now. */
  #lose(peer: Neighbour): void {
    peer.lost = true
    this.#freshRound = this.#round + 1
  }

  /** Begins a new round: asks everyone how it sees the group. */
  #ask(): void {
    this.#round += 1
    this.#extraAtMs = Number.POSITIVE_INFINITY
    // One message for all, so that it is written once.
    const news = this.#quiescence.tells(this.#round, this.#answer())
    const message: HeartbeatMessage = { type: 'heartbeat', round: this.#round, news }
    for (const { peerId } of this.#neighbours) this.#context.out.send(peerId, message)
  }

  #decide(): void {
    const { nowMs, options } = this.#context
    this.#forgetLostLeader()
    this.#updateQuorumState()
    switch (this.#proposer.phase) {
      case 'leader':
        this.#decideAsLeader()
        return
      case 'candidate':
        if (nowMs - this.#campaignSinceMs < electionTimeoutMs(options)) return
        this.#proposer.stepDown('no quorum promised in time')
        break
      case 'follower':
        break
    }
    if (this.#shouldCampaign()) this.campaign()
    else if (this.#quorumState !== 'available') this.#askSoon()
  }

  /** Something changed: for the time of an election, answers are wanted sooner than by regular rounds. */
  #hurry(): void {
    this.#urgentUntilMs = this.#context.nowMs + electionTimeoutMs(this.#context.options)
    this.#askSoon()
  }

  /** What others said may be old by the time of the next regular round. */
  #askSoon(): void {
    const { nowMs, options } = this.#context
    if (this.#extraAtMs !== Number.POSITIVE_INFINITY || nowMs >= this.#urgentUntilMs) return
    this.#extraAtMs = nowMs + options.heartbeatIntervalMs / urgentFraction
  }

  #decideAsLeader(): void {
    if (this.#stuckRounds > stuckRoundsMax) {
      this.#stuckRounds = 0
      this.#campaignSinceMs = this.#context.nowMs
      this.#proposer.becomeCandidate()
    } else if (!this.#mayBeHappy() && !this.#isStuck()) {
      this.#proposer.stepDown('no quorum answers')
    } else {
      this.#handOver()
    }
  }

  /** A leader in reserve asks somebody else to lead, if there is anybody. */
  #handOver(): void {
    const heir = this.#reserve.takeHeir(this.#quorumSize())
    const { ballot } = this.#proposer
    if (heir === undefined || ballot === undefined) return
    this.#context.out.send(heir, { type: 'transfer', ballot, target: heir })
  }

  /** Whether a leader has an accept quorum behind it, or may have one once those answer whose epoch was another when they last did. */
  #mayBeHappy(): boolean {
    if (this.#isHappy()) return true
    const { configuration } = this.#context
    let { eligible } = this.#reachableVoters()
    for (const peer of this.#neighbours) {
      if (this.#neighbours.answers(peer) && peer.reply?.epoch !== configuration.epoch) eligible += 1
    }
    return this.#canVote() && eligible >= configuration.quorum.accept
  }

  #countStuckRounds(): void {
    const isStuck = this.#proposer.phase === 'leader' && this.#isStuck()
    this.#stuckRounds = isStuck ? this.#stuckRounds + 1 : 0
  }

  /**
   * Whether a leader reaches a quorum of voters, but some of them promised above its ballot, and not to one who leads: where
   * two leaders reach different voters the lower one gives up, or they would take turns for ever.
   */
  #isStuck(): boolean {
    const ballot = this.#proposer.ballot
    const { eligible, above } = this.#reachableVoters()
    if (ballot === undefined || above === 0) return false
    for (const { reply } of this.#neighbours.reachable()) {
      const { happy, leaderBallot } = reply
      if (happy && leaderBallot && compareBallots(leaderBallot, ballot) > 0) return false
    }
    return eligible + above >= this.#quorumSize()
  }

  #shouldCampaign(): boolean {
    const isAble = this.#isAbleToCampaign()
    return !this.#reserve.leavesToOthers(isAble) && isAble
  }

  #isAbleToCampaign(): boolean {
    if (!this.#canVote() || this.#isHappy()) return false
    if (this.#context.nowMs < this.#patientUntilMs) return false
    for (const { reply } of this.#neighbours.reachable()) {
      if (reply.happy) return false
    }
    let voters = 1
    for (const peer of this.#neighbours) {
      if (this.#neighbours.isVoting(peer) && (peer.reply?.round ?? 0) >= this.#freshRound)
        voters += 1
    }
    return voters >= this.#quorumSize()
  }

  /** Voters that answer and vote, this one included: split by whether they promised above the own ballot. */
  #reachableVoters(): { eligible: number; above: number } {
    const ballot = this.#proposer.ballot ?? this.#context.state.promisedBallot
    let eligible = this.#canVote() ? 1 : 0
    let above = 0
    for (const peer of this.#neighbours) {
      if (!this.#neighbours.isVoting(peer) || peer.reply === undefined) continue
      if (compareBallots(peer.reply.promisedBallot, ballot) <= 0) eligible += 1
      else above += 1
    }
    return { eligible, above }
  }

  #isHappy(): boolean {
    const ballot = this.#leaderBallot
    if (this.#proposer.phase === 'leader') {
      const { accept } = this.#context.configuration.quorum
      return this.#canVote() && this.#reachableVoters().eligible >= accept
    }
    const leader = this.leader
    const peer = leader && this.#neighbours.get(leader.peerId)
    if (ballot === undefined || peer === undefined || !this.#neighbours.answers(peer)) return false
    const { reply } = peer
    if (reply?.leaderBallot === undefined || !reply.leads || !reply.happy) return false
    return sameBallot(reply.leaderBallot, ballot)
  }

  #canVote(): boolean {
    const { state, nowMs, options, isVoter } = this.#context
    const since = state.flushingSinceMs
    const stalled = since !== undefined && nowMs - since > electionTimeoutMs(options)
    return isVoter && !stalled
  }

  #quorumSize(): number {
    const { prepare, accept } = this.#context.configuration.quorum
    return Math.max(prepare, accept)
  }

  #hearOfLeader(from: string, reply: HeartbeatReplyMessage): void {
    const current = this.#leaderBallot
    if (reply.leaderBallot !== undefined && (reply.leads || reply.happy)) {
      const { configuration, self } = this.#context
      const isNewer = current === undefined || compareBallots(reply.leaderBallot, current) > 0
      const leader = leaderOf(configuration, reply.leaderBallot)
      // Others may not know yet that this replica leads no more.
      const isOther = leader !== undefined && leader.peerId !== self.peerId
      if (isNewer && isOther) this.#setLeader(reply.leaderBallot)
    } else if (this.leader?.peerId === from && !reply.leads) {
      this.#setLeader(undefined)
    }
  }

  /** A leader that does not answer is known no longer, unless somebody who answers is happy with it. */
  #forgetLostLeader(): void {
    const leader = this.leader
    if (leader === undefined || leader.peerId === this.#context.self.peerId) return
    if (this.#neighbours.isReachable(leader.peerId)) return
    for (const { reply } of this.#neighbours.reachable()) {
      if (reply.happy) return
    }
    this.#setLeader(undefined)
  }

  #setLeader(ballot: Ballot | undefined): void {
    const current = this.#leaderBallot
    if (ballot === undefined ? current === undefined : current && sameBallot(ballot, current))
      return
    const { configuration, out } = this.#context
    const leader = ballot && leaderOf(configuration, ballot)
    this.#leaderBallot = ballot
    this.#leader = leader
    out.notice({
      type: 'leader-change',
      ...(leader !== undefined && { leader }),
      ...(ballot !== undefined && { ballot })
    })
  }

  #updateQuorumState(): void {
    const { nowMs, options, out } = this.#context
    let voters = this.#canVote() ? 1 : 0
    let available = this.#isHappy()
    for (const peer of this.#neighbours) {
      if (this.#neighbours.isVoting(peer)) voters += 1
      if (this.#neighbours.answers(peer) && peer.reply?.happy === true) available = true
    }
    if (available || voters >= this.#quorumSize()) this.#quorumReachedAtMs = nowMs
    const lost = nowMs - this.#quorumReachedAtMs > options.quorumLostAfterMs
    const state: QuorumState = available ? 'available' : lost ? 'lost' : 'suspended'
    if (state === this.#quorumState) return
    this.#quorumState = state
    if (state !== 'available') this.#hurry()
    out.notice({ type: 'quorum-change', state })
  }
}

/** A number from 0 up to but not including 1 that belongs to an incarnation. */
function fraction(incarnation: bigint): number {
  return Number(incarnation >> 48n) / 2 ** 16
}
