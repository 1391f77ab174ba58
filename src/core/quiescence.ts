import { sameBallot } from './ballot.js'
import type { Input } from './effects.js'
import type { HeartbeatReplyMessage } from './messages.js'
import type { Neighbours } from './neighbours.js'

/** What a replica answers to a heartbeat, whoever asks in whichever round. */
export type Answer = Omit<HeartbeatReplyMessage, 'type' | 'round'>

/**
 * When heartbeats may rest: as long as nothing happens each round of them has the answers of the one before, and whether the others are
 * there at all their peers can find out for all groups at once.
 *
 * 1. Whoever would answer something else than before has news, and says so with every round until everyone answered one that did. Who hears
 *    of news asks anew, and so does whoever gets anything else to do.
 * 2. A round is calm if everyone answered after the last thing that happened, all follow one leader with the same log, and none has
 *    anything to do. Who has not answered for long is left out.
 * 3. After a calm round the owner is to watch the peers of the others. Once it knows of each whether it is there one more calm round ends
 *    the heartbeats, until something happens or that changes.
 *
 * Each lost message is made up for by rule 1: who has news does not rest before everyone heard it. Like all of the election, this serves
 * liveness only. (Quiescent ranges of CockroachDB, with the peers watched in place of leases.)
 */
export class Quiescence {
  readonly #neighbours: Neighbours
  #stage: 'busy' | 'calm' | 'watched' | 'resting' = 'busy'
  /** Answers to earlier rounds are older than the last thing that happened. */
  #freshRound = 1
  #told: Answer | undefined
  /** The first round that told it. */
  #newsRound = 0

  constructor(neighbours: Neighbours) {
    this.#neighbours = neighbours
  }

  /** Whether the owner is to watch the peers of all other voters. */
  get isCalm(): boolean {
    return this.#stage !== 'busy'
  }

  get isResting(): boolean {
    return this.#stage === 'resting'
  }

  /** Whether there is news in `round`, which begins now. */
  tells(round: number, answer: Answer): boolean {
    if (this.#told === undefined || !sameAnswer(this.#told, answer)) {
      this.#told = answer
      this.#newsRound = round
    }
    return !this.#haveAnswered(this.#newsRound)
  }

  /** A regular round ended; `answer` is what this replica would answer now, and it `isIdle` if it has nothing else to do. */
  onRound(answer: Answer, isIdle: boolean): void {
    if (!isIdle || !this.#isSettled(answer)) this.#stage = 'busy'
    else if (!this.#haveAnswered(this.#freshRound)) return
    else if (this.#stage === 'busy') this.#stage = 'calm'
    else if (this.#stage === 'watched') this.#stage = 'resting'
  }

  /** The owner knows which peers are there, and `round` was the last one that began before it did. */
  vouch(round: number): void {
    if (this.#stage !== 'calm') return
    this.#stage = 'watched'
    this.#freshRound = round + 1
  }

  /** Something happened after `round` had begun. Returns whether that ended a rest. */
  stir(round: number): boolean {
    const { isResting } = this
    this.#stage = 'busy'
    this.#freshRound = round + 1
    return isResting
  }

  #isSettled(answer: Answer): boolean {
    if (!isAtEase(answer) || this.#told === undefined || !sameAnswer(this.#told, answer)) {
      return false
    }
    for (const neighbour of this.#neighbours) {
      const { reply, isVoter, silent } = neighbour
      if (!this.#neighbours.answers(neighbour)) continue
      if (!isVoter || silent > 0 || reply === undefined) return false
      if (!isAtEase(reply) || !agree(reply, answer)) return false
    }
    return true
  }

  /** Whether everyone who answers at all answered a round from this one on. */
  #haveAnswered(round: number): boolean {
    for (const neighbour of this.#neighbours) {
      if (!this.#neighbours.answers(neighbour)) continue
      if ((neighbour.reply?.round ?? 0) < round) return false
    }
    return true
  }
}

/** Whether an input may change anything, but for the answers to heartbeats that keep coming. */
export function stirs(input: Input): boolean {
  switch (input.type) {
    case 'tick':
      return false
    case 'vouch':
      return !input.holds
    case 'message': {
      const { message } = input
      return message.type === 'heartbeat' ? message.news : message.type !== 'heartbeat-reply'
    }
    default:
      return true
  }
}

/** Whether nothing is the matter with who answers so. */
function isAtEase(answer: Answer): boolean {
  const { leaderBallot, promisedBallot, happy, canVote, inReserve, learners } = answer
  const isLed = happy && leaderBallot !== undefined && sameBallot(leaderBallot, promisedBallot)
  return isLed && canVote && !inReserve && learners.length === 0
}

function agree(a: Answer, b: Answer): boolean {
  return (
    a.epoch === b.epoch &&
    a.chosenSlotMax === b.chosenSlotMax &&
    sameBallot(a.promisedBallot, b.promisedBallot)
  )
}

function sameAnswer(a: Answer, b: Answer): boolean {
  return (
    agree(a, b) &&
    sameOrNone(a.leaderBallot, b.leaderBallot) &&
    a.leads === b.leads &&
    a.happy === b.happy &&
    a.canVote === b.canVote &&
    a.inReserve === b.inReserve &&
    a.silent === b.silent &&
    a.learners.length === b.learners.length &&
    a.snapshot?.slot === b.snapshot?.slot
  )
}

function sameOrNone(a: Answer['leaderBallot'], b: Answer['leaderBallot']): boolean {
  return a === undefined || b === undefined ? a === b : sameBallot(a, b)
}
