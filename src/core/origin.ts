import { assert } from './assert.js'
import type { Context } from './context.js'
import type { ChosenEntry, Payload, Settlement } from './effects.js'
import { entryBytes, type Proposal } from './entry.js'
import { chunkBytesMax, chunkEntriesMax } from './limits.js'
import type { ProposeMessage, ProposeReplyMessage } from './messages.js'
import { Numbered } from './numbered.js'
import type { Sessions } from './sessions.js'

interface Pending {
  readonly ticket: number
  /** Undefined once aborted: a no-op goes in its place. */
  payload: Payload | undefined
  /** The name under which it decides, if it does; known also once it is aborted, when it may have been chosen already. */
  readonly decides: string | undefined
}

/** Where proposals go: decided by the replica, which knows the leader. */
export interface Route {
  /** The next replica on the way to the leader; this replica's own PeerId if it leads. */
  readonly peerId: string
  /** Changes whenever another leader is to be told everything again. */
  readonly generation: unknown
}

/** Rounds of heartbeats without progress after which the oldest proposals are sent again. */
const resendRounds = 3

/** Rounds without progress after which the others are sent again, too, once the oldest were learned. */
const resendOthersRounds = 2

/**
 * The local proposals of one replica, until they are learned.
 *
 * 1. Sequence numbers of a session are given out in the order of proposing, when a proposal first leaves, and never again.
 * 2. What left is repeated, as it was or as a no-op, until it is learned or its session is known to be gone.
 *    A gap would block every later proposal of the session.
 */
export class Origin {
  readonly #context: Context
  #nonce: bigint
  #session: number | undefined
  /** Whether an open-session was sent to the current leader. */
  #opening = false
  /** Proposals that left, by sequence. */
  #sent = new Numbered<Pending>(1)
  #queue: Pending[] = []
  #generation: unknown
  #idleRounds = 0
  /** When everything was last sent again; answers to what left before must not have it sent over and over. */
  #resentAtMs = Number.NEGATIVE_INFINITY
  /** The oldest sequence when the oldest proposals were sent again, until the others were. */
  #retriedSequence = Number.POSITIVE_INFINITY

  constructor(context: Context, nonce: bigint) {
    this.#context = context
    this.#nonce = nonce
  }

  get isIdle(): boolean {
    return this.#queue.length === 0 && this.#sent.count === 0
  }

  propose(ticket: number, payload: Payload): void {
    const decides = payload.type === 'decide' ? payload.name : undefined
    this.#queue.push({ ticket, payload, decides })
  }

  abort(ticket: number): void {
    const { out } = this.#context
    const queued = this.#queue.findIndex(pending => pending.ticket === ticket)
    if (queued >= 0) {
      this.#queue.splice(queued, 1)
      out.settled.push({ type: 'withdrawn', ticket })
      return
    }
    for (const [, sent] of this.#sent.from(this.#sent.oldest)) {
      if (sent.ticket !== ticket) continue
      sent.payload = undefined
      out.settled.push({ type: 'sent', ticket })
      return
    }
  }

  /** Sends what has not left, and everything again to a new leader. Called at the end of a step. */
  flush(route: Route | undefined): void {
    if (route === undefined || this.isIdle) return
    const isNewLeader = route.generation !== this.#generation
    this.#generation = route.generation
    if (isNewLeader) this.#opening = false
    if (this.#session === undefined) {
      this.#openSession(route)
      return
    }
    if (isNewLeader) this.#resendAll(route, this.#sent.oldest)
    if (this.#queue.length === 0) return
    const sequence = this.#sent.next
    for (const pending of this.#queue) this.#sent.add(pending)
    this.#queue = []
    this.#resend(route, sequence)
  }

  /**
   * A round of heartbeats ended. If nothing was learned for some rounds the oldest proposals are sent again; if they were
   * what was missing, and nothing follows, so were the others.
   */
  onRound(route: Route | undefined): void {
    if (this.isIdle) {
      this.#idleRounds = 0
      return
    }
    this.#idleRounds += 1
    if (route === undefined) return
    const othersToo = this.#sent.oldest > this.#retriedSequence
    if (this.#idleRounds < (othersToo ? resendOthersRounds : resendRounds)) return
    this.#idleRounds = 0
    if (this.#session === undefined) {
      this.#opening = false
    } else if (othersToo) {
      this.#retriedSequence = Number.POSITIVE_INFINITY
      this.#resendAll(route, this.#sent.oldest)
    } else {
      this.#retriedSequence = this.#sent.oldest
      this.#resend(route, this.#sent.oldest, 1)
    }
  }

  /** An entry was learned. */
  onChosen(chosen: ChosenEntry): void {
    const { entry, slot } = chosen
    if (entry.type === 'open-session') {
      const isOwn = entry.origin === this.#context.self.peerId && entry.nonce === this.#nonce
      if (isOwn && this.#session === undefined && chosen.verdict.type === 'applied') {
        this.#session = slot
        this.#idleRounds = 0
      }
      return
    }
    if (entry.type === 'tick') return
    if (entry.session !== this.#session || entry.sequence !== this.#sent.oldest) return
    if (this.#sent.count === 0) return
    this.#context.out.settled.push(settlement(this.#takeFirst().ticket, chosen))
  }

  /** Removes the oldest proposal that left: its fate is known. */
  #takeFirst(): Pending {
    const pending = this.#sent.take(this.#sent.oldest)
    assert(pending !== undefined, 'only what left is learned')
    this.#idleRounds = 0
    return pending
  }

  /** The log was taken up from a snapshot: `sessions` know what became of proposals whose entries were not learned one by one. */
  onJump(sessions: Sessions): void {
    const { self } = this.#context
    if (this.#session === undefined) {
      this.#session = sessions.openedBy(self.peerId, this.#nonce)
      if (this.#session === undefined) return
    }
    if (!sessions.has(this.#session)) return this.expire()
    const nextSequence = sessions.nextSequence(this.#session)
    while (this.#sent.oldest < nextSequence) {
      const slot = sessions.outcomeOf(this.#session, this.#sent.oldest) ?? 0
      const { ticket, decides } = this.#takeFirst()
      const value = decides === undefined ? undefined : sessions.decided(decides)
      this.#context.out.settled.push(
        slot === 0
          ? { type: 'skipped', ticket }
          : { type: 'chosen', ticket, slot, ...(value !== undefined && { value }) }
      )
    }
  }

  /** The leader cannot take proposals as they came. */
  onReply(message: ProposeReplyMessage, route: Route | undefined): void {
    if (message.session !== this.#session) return
    if (message.reason === 'session-expired') {
      this.expire()
      return
    }
    const { nowMs, options } = this.#context
    if (route === undefined || message.nextSequence < this.#sent.oldest) return
    if (nowMs - this.#resentAtMs < options.heartbeatIntervalMs) return
    this.#resendAll(route, message.nextSequence)
  }

  /** The session, if any, is gone for ever: what left under it has an unknown fate. */
  expire(): void {
    for (const [, { ticket }] of this.#sent.from(this.#sent.oldest)) {
      this.#context.out.settled.push({ type: 'session-expired', ticket })
    }
    this.#sent = new Numbered(1)
    this.#session = undefined
    this.#opening = false
    this.#retriedSequence = Number.POSITIVE_INFINITY
    this.#nonce = BigInt.asUintN(64, this.#nonce + 1n)
  }

  get session(): number | undefined {
    return this.#session
  }

  #openSession(route: Route): void {
    if (this.#opening) return
    this.#opening = true
    const origin = this.#context.self.peerId
    this.#send(route, [{ type: 'open-session', origin, nonce: this.#nonce }])
  }

  #resendAll(route: Route, sequence: number): void {
    this.#resentAtMs = this.#context.nowMs
    this.#resend(route, sequence)
  }

  /** Sends what left from `sequence` on, in at most `chunksMax` messages. */
  #resend(route: Route, sequence: number, chunksMax: number = Number.POSITIVE_INFINITY): void {
    const session = this.#session
    if (session === undefined) return
    let proposals: Proposal[] = []
    let bytes = 0
    let chunks = 0
    const acknowledged = this.#sent.oldest - 1
    for (const [next, { payload }] of this.#sent.from(sequence)) {
      const place = { session, sequence: next, acknowledged }
      const proposal: Proposal = { ...(payload ?? { type: 'no-op' }), ...place }
      const size = entryBytes(proposal)
      if (proposals.length > 0) {
        if (bytes + size > chunkBytesMax || proposals.length >= chunkEntriesMax) {
          this.#send(route, proposals)
          chunks += 1
          proposals = []
          bytes = 0
          if (chunks >= chunksMax) return
        }
      }
      proposals.push(proposal)
      bytes += size
    }
    if (proposals.length > 0) this.#send(route, proposals)
  }

  #send(route: Route, proposals: readonly Proposal[]): void {
    const message: ProposeMessage = {
      type: 'propose',
      origin: this.#context.self.peerId,
      proposals,
      via: []
    }
    this.#context.out.send(route.peerId, message)
  }
}

function settlement(ticket: number, { entry, slot, verdict }: ChosenEntry): Settlement {
  if (entry.type === 'no-op') return { type: 'skipped', ticket }
  if (entry.type === 'stop' && verdict.type === 'nothing') return { type: 'skipped', ticket }
  if (verdict.type === 'repeat') return { type: 'chosen', ticket, slot: verdict.firstSlot }
  if (verdict.type === 'decided') {
    return { type: 'chosen', ticket, slot: verdict.firstSlot, value: verdict.value }
  }
  return entry.type === 'decide'
    ? { type: 'chosen', ticket, slot, value: entry.value }
    : { type: 'chosen', ticket, slot }
}
