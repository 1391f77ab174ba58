import { assert } from './assert.js'
import { type Ballot, compareBallots, roundMax, sameBallot } from './ballot.js'
import { Candidate } from './candidate.js'
import type { Context } from './context.js'
import { Leader, type LeaderListener } from './leader.js'
import type {
  AcceptedMessage,
  ConfirmedMessage,
  PromiseMessage,
  RejectMessage
} from './messages.js'
import type { Sessions } from './sessions.js'

type Role =
  | { readonly phase: 'follower' }
  | { readonly phase: 'candidate'; readonly candidate: Candidate }
  | { readonly phase: 'leader'; readonly leader: Leader }

export interface ProposerListener extends LeaderListener {
  /** Sessions as of `chosenSlotMax`. */
  readonly sessions: Sessions
  /** This replica leads `ballot` now. */
  onLead(ballot: Ballot): void
  /** This replica no longer leads or tries to lead `ballot`. */
  onStepDown(ballot: Ballot): void
  /** A voter needs this replica to catch up before it can lead. */
  onBehind(peerId: string): void
}

/**
 * The proposer of one replica, in one of three roles.
 *
 * 1. A ballot is prepared by one candidature and leads at most once: a promise that comes after stepping down finds
 *    nobody to count it.
 * 2. The role's ballot is the promised ballot.
 */
export class Proposer {
  readonly #context: Context
  readonly #listener: ProposerListener
  #role: Role = { phase: 'follower' }
  /** Highest round seen in this epoch; it only helps to choose the next own round. */
  #roundSeen: number

  constructor(context: Context, listener: ProposerListener) {
    this.#context = context
    this.#listener = listener
    this.#roundSeen = context.state.promisedBallot.round
  }

  get phase(): Role['phase'] {
    return this.#role.phase
  }

  get leader(): Leader | undefined {
    return this.#role.phase === 'leader' ? this.#role.leader : undefined
  }

  /** When the leader, if this is one, appends a tick unless something else comes before. */
  get tickAtMs(): number {
    return this.leader?.backlog.tickAtMs ?? Number.POSITIVE_INFINITY
  }

  /** The ballot that this replica leads or tries to lead. */
  get ballot(): Ballot | undefined {
    switch (this.#role.phase) {
      case 'follower':
        return undefined
      case 'candidate':
        return this.#role.candidate.ballot
      case 'leader':
        return this.#role.leader.ballot
    }
  }

  /** Whether nothing is left to do: a follower has nothing to do by itself. */
  get isIdle(): boolean {
    return this.#role.phase === 'follower' || this.leader?.isIdle === true
  }

  /** A ballot was seen somewhere. Returns whether its round is above all that were seen in this epoch. */
  onBallotSeen(ballot: Ballot): boolean {
    if (ballot.epoch !== this.#context.configuration.epoch) return false
    if (ballot.round > roundMax || ballot.round <= this.#roundSeen) return false
    this.#roundSeen = ballot.round
    return true
  }

  /** Starts a candidature above every ballot seen. The prepare leaves once the own promise is durable. */
  becomeCandidate(): void {
    const { state, self, configuration, options, isVoter, out } = this.#context
    assert(isVoter, 'only a voter can lead')
    this.onBallotSeen(state.promisedBallot)
    if (this.#roundSeen >= roundMax) return
    this.stepDown('a new candidature')
    this.#roundSeen += 1
    const ballot: Ballot = {
      epoch: configuration.epoch,
      round: this.#roundSeen,
      priority: options.priority,
      incarnation: self.incarnation
    }
    state.promise(ballot)
    out.notice({ type: 'campaign', ballot })
    const candidate = new Candidate(this.#context, ballot)
    this.#role = { phase: 'candidate', candidate }
    candidate.prepare()
  }

  /** Ends a candidature or leadership in a ballot other than `ballot`. */
  onPromised(ballot: Ballot): void {
    this.onBallotSeen(ballot)
    if (this.ballot !== undefined && !sameBallot(this.ballot, ballot)) {
      this.stepDown('another ballot was promised')
    }
  }

  stepDown(why: string): void {
    const ballot = this.ballot
    if (ballot === undefined) return
    this.#role = { phase: 'follower' }
    this.#context.out.notice({ type: 'step-down', ballot, why })
    this.#listener.onStepDown(ballot)
  }

  onPromise(from: string, message: PromiseMessage): void {
    if (this.#role.phase === 'candidate') {
      this.#role.candidate.onPromise(from, message)
      this.#leadIfPossible()
    } else if (this.#role.phase === 'leader') {
      this.#role.leader.onReport(from, message)
    }
  }

  onAccepted(from: string, message: AcceptedMessage): void {
    if (this.#role.phase === 'leader') this.#role.leader.onAccepted(from, message)
  }

  onConfirmed(from: string, { ballot, round }: ConfirmedMessage): void {
    const { leader } = this
    if (leader === undefined || !sameBallot(leader.ballot, ballot)) return
    leader.confirmRounds.onConfirmed(from, round)
  }

  onReject(from: string, message: RejectMessage): void {
    this.onBallotSeen(message.promisedBallot)
    const ballot = this.ballot
    if (ballot === undefined || !sameBallot(ballot, message.ballot)) return
    if (this.#role.phase === 'leader') return
    if (message.reason === 'promised-higher') {
      if (compareBallots(message.promisedBallot, ballot) > 0)
        this.stepDown('a voter promised higher')
    } else if (message.chosenSlotMax > this.#context.state.chosenSlotMax) {
      this.stepDown('the log must be caught up first')
      this.#listener.onBehind(from)
    }
  }

  /** More of what this replica wrote is durable. */
  onDurable(): void {
    this.#leadIfPossible()
    if (this.#role.phase === 'leader') this.#role.leader.choose()
  }

  /** A round of heartbeats ended: repeats what was not answered. */
  onRound(): void {
    if (this.#role.phase === 'candidate') this.#role.candidate.prepare()
    else if (this.#role.phase === 'leader') this.#role.leader.repeat()
  }

  #leadIfPossible(): void {
    if (this.#role.phase !== 'candidate') return
    const { candidate } = this.#role
    const result = candidate.adopt()
    if (result === 'waiting') return
    if (result === 'log-changed') {
      this.becomeCandidate()
      return
    }
    const leader = new Leader(
      this.#context,
      this.#listener,
      this.#listener.sessions,
      candidate.ballot,
      result.adoptedBallot
    )
    this.#role = { phase: 'leader', leader }
    this.#listener.onLead(leader.ballot)
    leader.start(candidate.promises)
  }
}
