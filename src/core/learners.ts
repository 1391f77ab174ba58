import type { CatchUp } from './catch-up.js'
import type { ReplicaId } from './configuration.js'
import type { Context } from './context.js'
import { learnerReportsMax, learnersMax, learnerWindowBytes } from './limits.js'
import type { CatchUpReplyMessage, LearnerReport, LearnMessage } from './messages.js'

/** Rounds of heartbeats after which a learner that said nothing is served no more. */
const forgetRounds = 50

/**
 * Rounds after which a learner that said nothing is asked, and again after as many. The timers of a hidden page may fire once a minute,
 * but it acts on what arrives.
 */
const askRounds = 10

/** How often a learner may say that it got nothing of what was sent until it is sent again. */
const stuckMax = 3

const none: readonly LearnerReport[] = []

interface Learner extends ReplicaId {
  willing: boolean
  /** What it has, durably. */
  chosenSlotMax: number
  /** What it was sent, on the assumption that nothing was lost. */
  sentSlot: number
  /** Whether what it lacks is being read from the store. */
  loading: boolean
  silentRounds: number
  stuckCount: number
}

/**
 * The learners that this replica serves: each gets every entry as soon as it is known to be chosen here, and is ahead of what it
 * acknowledged by a bounded number of bytes. Any replica serves, so that a leader need not.
 */
export class Learners {
  readonly #context: Context
  readonly #catchUp: CatchUp
  readonly #learners = new Map<string, Learner>()

  constructor(context: Context, catchUp: CatchUp) {
    this.#context = context
    this.#catchUp = catchUp
  }

  get isEmpty(): boolean {
    return this.#learners.size === 0
  }

  has(peerId: string): boolean {
    return this.#learners.has(peerId)
  }

  /** Those that answer and would vote, with what they have. */
  get reports(): readonly LearnerReport[] {
    if (this.#learners.size === 0) return none
    const reports: LearnerReport[] = []
    for (const learner of this.#learners.values()) {
      const { peerId, incarnation, willing, chosenSlotMax, silentRounds } = learner
      if (reports.length === learnerReportsMax) break
      if (!willing || silentRounds > this.#context.options.missedHeartbeatsMax) continue
      reports.push({ peerId, incarnation, chosenSlotMax })
    }
    return reports
  }

  onLearn(from: string, incarnation: bigint, message: LearnMessage): void {
    const known = this.#learners.get(from)
    const { willing, chosenSlotMax } = message
    if (known === undefined || known.incarnation !== incarnation) {
      if (known === undefined && this.#learners.size >= learnersMax) return
      this.#learners.set(from, {
        peerId: from,
        incarnation,
        willing,
        chosenSlotMax,
        sentSlot: chosenSlotMax,
        loading: false,
        silentRounds: 0,
        stuckCount: 0
      })
      return
    }
    known.willing = willing
    known.silentRounds = 0
    const isOwed = known.loading || chosenSlotMax < known.sentSlot
    const isStuck = chosenSlotMax <= known.chosenSlotMax && isOwed
    known.stuckCount = isStuck ? known.stuckCount + 1 : 0
    if (chosenSlotMax !== known.chosenSlotMax || known.stuckCount >= stuckMax) known.loading = false
    if (known.stuckCount >= stuckMax || known.sentSlot < chosenSlotMax) {
      known.sentSlot = chosenSlotMax
      known.stuckCount = 0
    }
    known.chosenSlotMax = chosenSlotMax
  }

  /** A round of heartbeats ended: who is silent for some of them is asked, and for many is gone. */
  onRound(): void {
    for (const learner of this.#learners.values()) {
      const { peerId } = learner
      learner.silentRounds += 1
      if (learner.silentRounds > forgetRounds) this.#learners.delete(peerId)
      else if (learner.silentRounds % askRounds === 0) {
        this.#context.out.send(peerId, { type: 'heartbeat', round: 0, news: false })
      }
    }
  }

  /** Sends every learner what it lacks. Called once at the end of a step. */
  flush(): void {
    const built = new Map<number, CatchUpReplyMessage>()
    for (const learner of this.#learners.values()) this.#serve(learner, built)
  }

  #serve(learner: Learner, built: Map<number, CatchUpReplyMessage>): void {
    const { state, out } = this.#context
    while (learner.sentSlot < state.chosenSlotMax && !learner.loading) {
      const firstSlot = learner.sentSlot + 1
      if (firstSlot < state.log.firstSlot) {
        // It gets one part, and the next one once it says that it has that.
        learner.loading = this.#catchUp.load(learner.peerId, firstSlot)
        return
      }
      const waitsFrom = Math.max(learner.chosenSlotMax + 1, state.log.firstSlot)
      if (state.log.bytes(waitsFrom, learner.sentSlot) > learnerWindowBytes) return
      const message = built.get(firstSlot) ?? this.#catchUp.replyFrom(firstSlot)
      built.set(firstSlot, message)
      out.send(learner.peerId, message)
      learner.sentSlot += message.entries.length
    }
  }
}
