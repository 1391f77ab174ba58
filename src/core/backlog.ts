import { answer } from './answer.js'
import type { Configuration } from './configuration.js'
import type { Context } from './context.js'
import { type Entry, entryBytes, type Proposal, type RepeatProposal } from './entry.js'
import { backlogBytesMax, unchosenBytesMax } from './limits.js'
import type { ProposeMessage } from './messages.js'
import type { Sessions } from './sessions.js'

interface Waiting {
  readonly proposal: Proposal
  /** Replica that proposed, and those by way of which answers reach it. */
  readonly origin: string
  readonly via: readonly string[]
}

/**
 * Proposals that wait to be appended to a leader's log, and what is known about their sessions at the end of that log:
 * each session's proposals are appended in order, each once.
 */
export class Backlog {
  readonly #context: Context
  /** Sessions at the end of the leader's log, ahead of what is chosen. */
  readonly #sessions: Sessions
  readonly #isReady: (configuration: Configuration) => boolean
  #waiting: Waiting[] = []
  #next = 0
  #bytes = 0
  readonly #epoch: number
  readonly #startMs: number
  readonly #startLogTimeMs: number
  #logTimeMs: number

  /**
   * @param sessions Known up to `chosenSlotMax`; it is copied.
   * @param isReady Whether enough voters of a configuration are there to go on without a pause.
   */
  constructor(
    context: Context,
    sessions: Sessions,
    isReady: (configuration: Configuration) => boolean
  ) {
    const { state } = context
    this.#context = context
    this.#isReady = isReady
    this.#epoch = context.epochs.current.epoch
    this.#sessions = sessions.fork()
    for (let slot = sessions.lastSlot + 1; slot <= state.lastSlot; slot += 1) {
      this.#sessions.apply(slot, state.log.at(slot))
    }
    this.#startMs = context.nowMs
    this.#startLogTimeMs = this.#sessions.logTimeMs
    this.#logTimeMs = this.#startLogTimeMs
  }

  get isEmpty(): boolean {
    return this.#next === this.#waiting.length
  }

  /** Queues proposals in their order; what exceeds the bound is dropped, and resent by its origin. */
  add({ origin, via, proposals }: ProposeMessage): void {
    for (const proposal of proposals) {
      const bytes = entryBytes(proposal)
      if (this.#bytes + bytes > backlogBytesMax) return
      this.#bytes += bytes
      this.#waiting.push({ proposal, origin, via })
    }
  }

  /** When the group's time comes to the alarm, by this replica's clock; undefined if an entry of this log is stamped with that time. */
  get tickAtMs(): number | undefined {
    const { alarmMs } = this.#context
    if (alarmMs === undefined || alarmMs <= this.#sessions.logTimeMs) return undefined
    if (this.#sessions.epoch !== this.#epoch) return undefined
    // One more, so that no rounding is in the way then.
    return this.#startMs + (alarmMs - this.#startLogTimeMs) + 1
  }

  /** The entries that can be appended now, in order, stamped with the group's time. */
  take(): Entry[] {
    const { nowMs } = this.#context
    const elapsedMs = Math.max(0, Math.floor(nowMs - this.#startMs))
    this.#logTimeMs = Math.max(this.#logTimeMs, this.#startLogTimeMs + elapsedMs)
    const entries = this.#next < this.#waiting.length ? this.#takeWaiting() : []
    if ((this.tickAtMs ?? Number.POSITIVE_INFINITY) <= nowMs)
      entries.push(this.#tick(entries.length))
    return entries
  }

  #tick(taken: number): Entry {
    const tick: Entry = { type: 'tick', logTimeMs: this.#logTimeMs }
    this.#sessions.apply(this.#context.state.lastSlot + taken + 1, tick)
    return tick
  }

  #takeWaiting(): Entry[] {
    const { state } = this.#context
    const entries: Entry[] = []
    const refused = new Set<number>()
    let unchosenBytes = state.unchosenBytes
    let slot = state.lastSlot
    while (
      this.#next < this.#waiting.length &&
      unchosenBytes < unchosenBytesMax &&
      // Nothing comes after a stop entry in its epoch.
      this.#sessions.epoch === this.#epoch
    ) {
      const waiting = this.#waiting[this.#next] as Waiting
      this.#next += 1
      const bytes = entryBytes(waiting.proposal)
      this.#bytes -= bytes
      if (!this.#admit(waiting, refused)) continue
      slot += 1
      const entry: Entry = { ...this.#judge(slot, waiting.proposal), logTimeMs: this.#logTimeMs }
      this.#sessions.apply(slot, entry)
      unchosenBytes += bytes
      entries.push(entry)
    }
    if (this.#next === this.#waiting.length || this.#next > 4096) {
      this.#waiting = this.#waiting.slice(this.#next)
      this.#next = 0
    }
    return entries
  }

  /**
   * What is appended for a proposal. A change to voters of whom too few are there would stop the group: a no-op takes its place. Of a
   * value that repeats an earlier one only the key is kept.
   */
  #judge(slot: number, proposal: Proposal): Proposal | RepeatProposal {
    if (proposal.type === 'value') return this.#sessions.withoutRepeat(slot, proposal)
    if (proposal.type !== 'stop' || this.#isReady(proposal.configuration)) return proposal
    const { configuration: _, ...place } = proposal
    return { ...place, type: 'no-op' }
  }

  #admit(waiting: Waiting, refused: Set<number>): boolean {
    const { proposal, origin, via } = waiting
    const admission = this.#sessions.admit(proposal)
    if (admission.type === 'next') return true
    if (admission.type === 'duplicate' || proposal.type === 'open-session') return false
    const { session } = proposal
    // A leader that was deposed without knowing may lack a session that is open: only the chosen part of its log can tell.
    const isUnsure =
      admission.type === 'session-expired' && session > this.#context.state.chosenSlotMax
    if (isUnsure || refused.has(session)) return false
    refused.add(session)
    answer(this.#context, {
      type: 'propose-reply',
      origin,
      session,
      reason: admission.type,
      nextSequence: admission.type === 'gap' ? admission.nextSequence : 0,
      via
    })
    return false
  }
}
