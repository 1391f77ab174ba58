import { answer } from './answer.js'
import type { Ballot } from './ballot.js'
import type { Context } from './context.js'
import type { ReadRequestMessage } from './messages.js'

interface Round {
  readonly number: number
  /** Everything chosen before the round began is at or below this. */
  readonly slot: number
  readonly requests: readonly ReadRequestMessage[]
  readonly confirmed: Set<string>
}

interface Leadership {
  readonly ballot: Ballot
  readonly mayServeReads: boolean
}

/**
 * Linearizable reads at a leader. A request is answered with a watermark once an accept quorum said, after the request
 * came, that its promise is still the leader's ballot: then no other ballot had finished phase 1 by that time.
 * One round serves everything that waited for it. (ReadIndex: Ongaro, section 6.4, with ballots for terms.)
 */
export class ConfirmRounds {
  readonly #context: Context
  readonly #leadership: Leadership
  #waiting: ReadRequestMessage[] = []
  #round: Round | undefined
  #number = 0

  constructor(context: Context, leadership: Leadership) {
    this.#context = context
    this.#leadership = leadership
  }

  get isIdle(): boolean {
    return this.#round === undefined && this.#waiting.length === 0
  }

  request(request: ReadRequestMessage): void {
    this.#waiting.push(request)
  }

  onConfirmed(from: string, number: number): void {
    if (this.#round?.number !== number) return
    this.#round.confirmed.add(from)
  }

  /** Ends the round that has its quorum and begins the next one if something waits for it. */
  flush(): void {
    this.#end()
    if (this.#round !== undefined || this.#waiting.length === 0) return
    if (!this.#leadership.mayServeReads) return
    this.#number += 1
    const slot = this.#context.state.chosenSlotMax
    const requests = this.#waiting
    this.#waiting = []
    this.#round = { number: this.#number, slot, requests, confirmed: new Set() }
    this.repeat()
    this.#end()
  }

  /** Asks again those who have not confirmed the current round. */
  repeat(): void {
    const round = this.#round
    if (round === undefined) return
    const { configuration, self, out } = this.#context
    for (const { peerId } of configuration.voters) {
      if (peerId === self.peerId || round.confirmed.has(peerId)) continue
      out.send(peerId, {
        type: 'confirm',
        ballot: this.#leadership.ballot,
        round: round.number
      })
    }
  }

  #end(): void {
    const round = this.#round
    const { configuration } = this.#context
    if (round === undefined || round.confirmed.size + 1 < configuration.quorum.accept) return
    this.#round = undefined
    for (const { origin, id, via } of round.requests) {
      answer(this.#context, { type: 'read-reply', origin, id, slot: round.slot, via })
    }
  }
}
