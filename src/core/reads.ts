import type { Context } from './context.js'
import type { ReadReplyMessage } from './messages.js'
import type { Route } from './origin.js'

interface Request {
  readonly tickets: readonly number[]
  rounds: number
}

/** Rounds of heartbeats after which an unanswered request is made anew: each time twice as many, up to a bound. */
const retryRoundsMin = 3
const retryRoundsMax = 12

/**
 * The local reads of one replica: each is served once this replica learned the slot that the leader confirmed after the
 * read was asked for.
 */
export class Reads {
  readonly #context: Context
  #unsent: number[] = []
  #requests = new Map<number, Request>()
  #confirmed: { readonly slot: number; readonly tickets: readonly number[] }[] = []
  #id: number
  #generation: unknown
  /** An answer that is slower than this is of no use, so that a slow link needs more. */
  #retryRounds = retryRoundsMin

  /** `nonce` is new for every run, so that the answer to a request of an earlier run answers none of this one. */
  constructor(context: Context, nonce: bigint) {
    this.#context = context
    this.#id = Number(BigInt.asUintN(48, nonce))
  }

  get isIdle(): boolean {
    return this.#unsent.length + this.#requests.size + this.#confirmed.length === 0
  }

  read(ticket: number): void {
    this.#unsent.push(ticket)
  }

  /** Asks the leader for everything that waits. Called at the end of a step. */
  flush(route: Route | undefined): void {
    if (route === undefined) return
    if (route.generation !== this.#generation) this.#askAnew()
    this.#generation = route.generation
    if (this.#unsent.length === 0) return
    this.#id += 1
    this.#requests.set(this.#id, { tickets: this.#unsent, rounds: 0 })
    this.#unsent = []
    this.#context.out.send(route.peerId, {
      type: 'read-request',
      origin: this.#context.self.peerId,
      id: this.#id,
      via: []
    })
  }

  /** A round of heartbeats ended. */
  onRound(): void {
    let retried = false
    for (const [id, request] of this.#requests) {
      request.rounds += 1
      if (request.rounds < this.#retryRounds) continue
      this.#requests.delete(id)
      for (const ticket of request.tickets) this.#unsent.push(ticket)
      retried = true
    }
    if (retried) this.#retryRounds = Math.min(2 * this.#retryRounds, retryRoundsMax)
  }

  onReply(message: ReadReplyMessage): void {
    const request = this.#requests.get(message.id)
    if (request === undefined) return
    this.#requests.delete(message.id)
    this.#retryRounds = retryRoundsMin
    this.#confirmed.push({ slot: message.slot, tickets: request.tickets })
  }

  /** Serves the reads whose slot was learned. Called after what was chosen is handed out. */
  serve(): void {
    if (this.#confirmed.length === 0) return
    const { state, out } = this.#context
    this.#confirmed = this.#confirmed.filter(({ slot, tickets }) => {
      if (slot > state.chosenSlotMax) return true
      for (const ticket of tickets) out.reads.push({ ticket, slot })
      return false
    })
  }

  #askAnew(): void {
    for (const { tickets } of this.#requests.values()) {
      for (const ticket of tickets) this.#unsent.push(ticket)
    }
    this.#requests.clear()
    this.#retryRounds = retryRoundsMin
  }
}
