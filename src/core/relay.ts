import { answer } from './answer.js'
import type { Ballot } from './ballot.js'
import { compareBallots } from './ballot.js'
import { type Context, leaderOf } from './context.js'
import type { Election } from './election.js'
import type { Learners } from './learners.js'
import { hopsMax } from './limits.js'
import type {
  ProposeMessage,
  ProposeReplyMessage,
  ReadReplyMessage,
  ReadRequestMessage
} from './messages.js'
import type { Route } from './origin.js'
import type { Proposer } from './proposer.js'
import type { Source } from './source.js'

/** The roles of the current epoch. */
export interface Roles {
  readonly proposer: () => Proposer
  readonly election: () => Election
}

/** Brings requests to the leader, by way of others where it is not reached directly, and answers back. */
export class Relay {
  readonly #context: Context
  readonly #roles: Roles
  readonly #learners: Learners
  readonly #source: Source

  constructor(context: Context, roles: Roles, learners: Learners, source: Source) {
    this.#context = context
    this.#roles = roles
    this.#learners = learners
    this.#source = source
  }

  /** The way to the leader, if one is known. */
  get route(): Route | undefined {
    const election = this.#roles.election()
    const peerId = election.route()
    const generation = election.leaderBallot
    return peerId === undefined || generation === undefined ? undefined : { peerId, generation }
  }

  onPropose(from: string, message: ProposeMessage): void {
    const { leader } = this.#roles.proposer()
    if (leader !== undefined) leader.backlog.add(message)
    else this.#passOn(from, message)
  }

  onReadRequest(from: string, message: ReadRequestMessage): void {
    const { leader } = this.#roles.proposer()
    if (leader !== undefined) leader.confirmRounds.request(message)
    else this.#passOn(from, message)
  }

  /** Whether an answer is for this replica; else it is passed on to the one it is for. */
  isForSelf(message: ProposeReplyMessage | ReadReplyMessage): boolean {
    if (message.origin === this.#context.self.peerId) return true
    answer(this.#context, message)
    return false
  }

  /** Asks that `target` leads. */
  transfer(target: string): void {
    const [election, proposer] = this.#both
    const { leader, leaderBallot: ballot } = election
    if (ballot === undefined || leader === undefined || leader.peerId === target) return
    const isLeader = proposer.leader !== undefined
    const to = isLeader ? target : (this.#source.peerId ?? leader.peerId)
    this.#context.out.send(to, { type: 'transfer', ballot, target })
  }

  onTransfer(from: string, ballot: Ballot, target: string): void {
    const { self, configuration, state, out } = this.#context
    const [election, proposer] = this.#both
    if (proposer.leader !== undefined) {
      if (compareBallots(proposer.leader.ballot, ballot) === 0) this.transfer(target)
    } else if (target === self.peerId && leaderOf(configuration, ballot)?.peerId === from) {
      if (compareBallots(state.promisedBallot, ballot) <= 0) election.campaign()
    } else if (this.#learners.has(from) && election.leader !== undefined) {
      out.send(election.leader.peerId, { type: 'transfer', ballot, target })
    }
  }

  get #both(): [Election, Proposer] {
    return [this.#roles.election(), this.#roles.proposer()]
  }

  #passOn(from: string, message: ProposeMessage | ReadRequestMessage): void {
    const { self, out } = this.#context
    const { origin, via } = message
    const to = this.#roles.election().route(from)
    if (to === undefined || to === origin || via.includes(to) || via.length >= hopsMax) return
    out.send(to, { ...message, via: [...via, self.peerId] })
  }
}
