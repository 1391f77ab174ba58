import { type Ballot, compareBallots, sameBallot } from './ballot.js'
import type { Context } from './context.js'
import type { PromiseMessage } from './messages.js'

/** Whether and from where a candidate took over the log it leads with. */
export type Adoption = 'waiting' | 'log-changed' | { readonly adoptedBallot: Ballot }

/** Phase 1 of one ballot: gathers promises of a prepare quorum and adopts the newest log among them. */
export class Candidate {
  readonly ballot: Ballot
  /** The promises counted, by PeerId. */
  readonly promises: Map<string, PromiseMessage> = new Map()
  readonly #context: Context
  /** Id of the batch that makes the own promise durable. */
  readonly #ownBatchId: number

  constructor(context: Context, ballot: Ballot) {
    this.#context = context
    this.ballot = ballot
    this.#ownBatchId = context.state.batchId + 1
  }

  /** Asks every voter that has not promised. The question leaves once the own promise is durable. */
  prepare(): void {
    const { configuration, self, state, out } = this.#context
    for (const voter of configuration.voters) {
      if (voter.peerId === self.peerId || this.promises.has(voter.peerId)) continue
      out.sendWhenDurable(voter.peerId, {
        type: 'prepare',
        ballot: this.ballot,
        acceptedBallot: state.acceptedBallot,
        lastSlot: state.lastSlot,
        chosenSlotMax: state.chosenSlotMax
      })
    }
  }

  onPromise(from: string, message: PromiseMessage): void {
    if (!sameBallot(message.ballot, this.ballot)) return
    if (compareBallots(message.acceptedBallot, this.ballot) >= 0) return
    if (message.firstSlot + message.entries.length - 1 !== message.lastSlot) return
    if (message.firstSlot > this.#lackedFrom(message)) return
    this.promises.set(from, message)
  }

  /**
   * With a prepare quorum, takes over the log with the greatest (acceptedBallot, lastSlot): it holds every value that may
   * have been chosen in a lower ballot. (Paxos Made Simple, section 2.2; Sequence Paxos for whole logs.)
   *
   * `log-changed` tells that the own log no longer fits the promises: the candidature must begin anew.
   */
  adopt(): Adoption {
    const { configuration, state } = this.#context
    if (this.promises.size + 1 < configuration.quorum.prepare) return 'waiting'
    if (!state.isDurable(this.#ownBatchId)) return 'waiting'
    let best: PromiseMessage | undefined
    let bestBallot = state.acceptedBallot
    let bestLastSlot = state.lastSlot
    let chosenSlotMax = state.chosenSlotMax
    for (const promise of this.promises.values()) {
      chosenSlotMax = Math.max(chosenSlotMax, promise.chosenSlotMax)
      const order = compareBallots(promise.acceptedBallot, bestBallot)
      if (order > 0 || (order === 0 && promise.lastSlot > bestLastSlot)) {
        best = promise
        bestBallot = promise.acceptedBallot
        bestLastSlot = promise.lastSlot
      }
    }
    const adopted = best === undefined || this.#take(best)
    if (!adopted || chosenSlotMax > state.lastSlot) return 'log-changed'
    if (best === undefined) state.accept(this.ballot, state.lastSlot + 1, [])
    state.learn(chosenSlotMax, this.ballot)
    return { adoptedBallot: bestBallot }
  }

  #take(best: PromiseMessage): boolean {
    const firstSlot = this.#lackedFrom(best)
    if (best.firstSlot > firstSlot || best.lastSlot < firstSlot - 1) return false
    const entries = best.entries.slice(firstSlot - best.firstSlot)
    this.#context.state.accept(this.ballot, firstSlot, entries)
    return true
  }

  /**
   * Where the own log has to be replaced or continued to become the log that was promised: only what is chosen is kept below
   * a newer one. A report that does not reach down so far is no promise to count: it answers no prepare.
   */
  #lackedFrom(promise: PromiseMessage): number {
    const { state } = this.#context
    const order = compareBallots(promise.acceptedBallot, state.acceptedBallot)
    if (order > 0) return state.chosenSlotMax + 1
    return order === 0 ? state.lastSlot + 1 : Number.POSITIVE_INFINITY
  }
}
