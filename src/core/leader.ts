import { Backlog } from './backlog.js'
import { type Ballot, sameBallot } from './ballot.js'
import type { Configuration } from './configuration.js'
import { ConfirmRounds } from './confirm-rounds.js'
import type { Context } from './context.js'
import { chunkBytesMax, chunkEntriesMax, suffixBytesMax, voterWindowBytes } from './limits.js'
import type { AcceptedMessage, AcceptMessage, PromiseMessage } from './messages.js'
import type { Sessions } from './sessions.js'

/** What a leader needs from the rest of its replica. */
export interface LeaderListener {
  /** A voter lacks chosen entries from `firstSlot` on, more than a synchronisation carries. */
  onLagging(peerId: string, firstSlot: number): void
  /** Whether enough voters of a configuration are there to go on in it without a pause. */
  isReady(configuration: Configuration): boolean
}

/** Rounds of heartbeats without any progress after which a voter is asked where it stands. */
const probeRounds = 2

/** How far one other voter is with the leader's log. */
interface Progress {
  readonly peerId: string
  /** Whether an accept-sync was sent, or the voter said that it is synchronised: accepts may follow. */
  streaming: boolean
  /** Entries up to here are durably accepted in the leader's ballot; 0 if it is not synchronised. */
  acceptedSlot: number
  /** `acceptedSlot` when the last round of heartbeats ended, and for how many rounds it has been the same. */
  acceptedSlotBefore: number
  stuckRounds: number
  /** Entries up to here were sent. */
  sentSlot: number
  /** Watermark that was sent last. */
  toldSlot: number
  /** The report that was answered last, and when: a repeated one is not answered at once again. */
  answered:
    | { readonly ballot: Ballot; readonly lastSlot: number; readonly atMs: number }
    | undefined
}

/**
 * Phase 2 of one ballot.
 *
 * 1. A slot is chosen when an accept quorum, the own durable log included, accepted at or beyond it in this ballot.
 *    (Acknowledgements are cumulative; entries of older ballots count only through this one.)
 * 2. Nothing is appended beyond `unchosenBytesMax` of unchosen entries.
 */
export class Leader {
  readonly ballot: Ballot
  /** Last slot of the adopted log. Reads wait until it is chosen: older values may have been acknowledged. */
  readonly adoptedEnd: number
  readonly confirmRounds: ConfirmRounds
  readonly backlog: Backlog
  readonly #context: Context
  readonly #listener: LeaderListener
  /** The accepted ballot of the log that was adopted: who reported the same agrees with it, up to its end. */
  readonly #adoptedBallot: Ballot
  readonly #progress = new Map<string, Progress>()

  constructor(
    context: Context,
    listener: LeaderListener,
    sessions: Sessions,
    ballot: Ballot,
    adoptedBallot: Ballot
  ) {
    const { state, configuration, self } = context
    this.#context = context
    this.#listener = listener
    this.ballot = ballot
    this.#adoptedBallot = adoptedBallot
    this.adoptedEnd = state.lastSlot
    this.confirmRounds = new ConfirmRounds(context, this)
    this.backlog = new Backlog(context, sessions, configuration => listener.isReady(configuration))
    for (const { peerId } of configuration.voters) {
      if (peerId === self.peerId) continue
      this.#progress.set(peerId, {
        peerId,
        streaming: false,
        acceptedSlot: 0,
        acceptedSlotBefore: 0,
        stuckRounds: 0,
        sentSlot: 0,
        toldSlot: 0,
        answered: undefined
      })
    }
  }

  /** Whether everything that older ballots may have chosen is known to be chosen. */
  get mayServeReads(): boolean {
    return this.#context.state.chosenSlotMax >= this.adoptedEnd
  }

  /** Whether every voter has all that there is, and nobody waits for anything. */
  get isIdle(): boolean {
    const { lastSlot, chosenSlotMax } = this.#context.state
    for (const { streaming, acceptedSlot, toldSlot } of this.#progress.values()) {
      if (!streaming || acceptedSlot < lastSlot || toldSlot < chosenSlotMax) return false
    }
    return this.backlog.isEmpty && this.confirmRounds.isIdle
  }

  /** Brings those who promised onto the adopted log. */
  start(promises: ReadonlyMap<string, PromiseMessage>): void {
    for (const [peerId, promise] of promises) this.onReport(peerId, promise)
    this.choose()
  }

  /** A voter says where it stands: after phase 1, or because it cannot use what was sent. */
  onReport(from: string, report: PromiseMessage): void {
    const progress = this.#progress.get(from)
    if (progress === undefined || !sameBallot(report.ballot, this.ballot)) return
    if (this.#wasAnswered(progress, report)) return
    const { state, nowMs } = this.#context
    if (report.lastSlot > state.lastSlot && sameBallot(report.acceptedBallot, this.ballot)) return
    progress.answered = { ballot: report.acceptedBallot, lastSlot: report.lastSlot, atMs: nowMs }
    if (sameBallot(report.acceptedBallot, this.ballot)) {
      this.#acknowledge(progress, report.lastSlot)
      this.#resume(progress, report.lastSlot)
    } else {
      this.#synchronise(progress, report)
    }
  }

  onAccepted(from: string, message: AcceptedMessage): void {
    const progress = this.#progress.get(from)
    if (progress === undefined || !sameBallot(message.ballot, this.ballot)) return
    if (message.lastSlot > this.#context.state.lastSlot) return
    this.#acknowledge(progress, message.lastSlot)
  }

  /** Learns what an accept quorum accepted. */
  choose(): void {
    const { state, configuration } = this.#context
    const slots = [state.durableSlot(this.ballot)]
    for (const progress of this.#progress.values()) slots.push(progress.acceptedSlot)
    slots.sort((a, b) => b - a)
    const slotMax = slots[configuration.quorum.accept - 1] ?? 0
    state.learn(Math.min(slotMax, state.lastSlot), this.ballot)
  }

  /** Appends what waits and sends every voter what it lacks. Called once at the end of a step. */
  flush(): void {
    const { state } = this.#context
    const entries = this.backlog.take()
    if (entries.length > 0) state.accept(this.ballot, state.lastSlot + 1, entries)
    const built = new Map<number, AcceptMessage>()
    for (const progress of this.#progress.values()) {
      if (progress.streaming) this.#stream(progress, built)
    }
    this.confirmRounds.flush()
  }

  /**
   * Asks those who do not answer where they stand, with every round of heartbeats. What they lack is sent again only once they say
   * so: a voter that cannot answer costs little, and a slow link is not filled with what is under way on it.
   */
  repeat(): void {
    const { state, out } = this.#context
    for (const progress of this.#progress.values()) {
      const waits = progress.streaming && progress.acceptedSlot < progress.sentSlot
      const isStuck = waits && progress.acceptedSlot === progress.acceptedSlotBefore
      progress.acceptedSlotBefore = progress.acceptedSlot
      progress.stuckRounds = isStuck ? progress.stuckRounds + 1 : 0
      if (progress.stuckRounds >= probeRounds) {
        progress.stuckRounds = 0
        progress.streaming = false
      }
      if (progress.streaming) continue
      out.send(progress.peerId, {
        type: 'prepare',
        ballot: this.ballot,
        acceptedBallot: state.acceptedBallot,
        lastSlot: state.lastSlot,
        chosenSlotMax: state.chosenSlotMax
      })
    }
    this.confirmRounds.repeat()
  }

  #acknowledge(progress: Progress, lastSlot: number): void {
    progress.streaming = true
    progress.acceptedSlot = Math.max(progress.acceptedSlot, lastSlot)
    progress.sentSlot = Math.max(progress.sentSlot, lastSlot)
    this.choose()
  }

  /** Streams again from `lastSlot` on, to a voter whose log ends there in this ballot. */
  #resume(progress: Progress, lastSlot: number): void {
    if (lastSlot + 1 >= this.#context.state.log.firstSlot) {
      progress.sentSlot = lastSlot
    } else {
      progress.streaming = false
      this.#listener.onLagging(progress.peerId, lastSlot + 1)
    }
  }

  /**
   * Sends what turns the voter's log into the adopted one and more. A log accepted in the ballot that was adopted agrees
   * with it as far as both go: what the voter has beyond the adopted end was not chosen. Of any other log only the
   * chosen part can be trusted. (Sequence Paxos, AcceptSync.)
   */
  #synchronise(progress: Progress, report: PromiseMessage): void {
    const { state, out } = this.#context
    const agrees = sameBallot(report.acceptedBallot, this.#adoptedBallot)
    const agreedSlot = agrees ? Math.min(report.lastSlot, this.adoptedEnd) : 0
    const firstSlot = Math.max(agreedSlot, report.chosenSlotMax) + 1
    if (firstSlot > state.lastSlot + 1) return
    progress.streaming = false
    if (
      firstSlot < state.log.firstSlot ||
      state.log.bytes(firstSlot, state.lastSlot) > suffixBytesMax
    ) {
      this.#listener.onLagging(progress.peerId, report.chosenSlotMax + 1)
      return
    }
    out.send(progress.peerId, {
      type: 'accept-sync',
      ballot: this.ballot,
      firstSlot,
      entries: state.log.slice(firstSlot, state.lastSlot),
      adoptedEnd: this.adoptedEnd,
      chosenSlotMax: state.chosenSlotMax
    })
    progress.streaming = true
    progress.sentSlot = state.lastSlot
    progress.toldSlot = state.chosenSlotMax
  }

  #stream(progress: Progress, built: Map<number, AcceptMessage>): void {
    const { state, out } = this.#context
    while (progress.sentSlot < state.lastSlot) {
      const firstSlot = progress.sentSlot + 1
      if (firstSlot < state.log.firstSlot) return
      if (this.#unacknowledgedBytes(progress) > voterWindowBytes) return
      const message = built.get(firstSlot) ?? this.#accept(firstSlot)
      built.set(firstSlot, message)
      out.send(progress.peerId, message)
      progress.sentSlot += message.entries.length
      progress.toldSlot = state.chosenSlotMax
    }
    if (progress.toldSlot === state.chosenSlotMax) return
    const message = built.get(progress.sentSlot + 1) ?? this.#accept(progress.sentSlot + 1)
    built.set(progress.sentSlot + 1, message)
    out.send(progress.peerId, message)
    progress.toldSlot = state.chosenSlotMax
  }

  #accept(firstSlot: number): AcceptMessage {
    const { log, lastSlot, chosenSlotMax } = this.#context.state
    const end = firstSlot > lastSlot ? lastSlot : log.fit(firstSlot, chunkBytesMax, chunkEntriesMax)
    const entries = log.slice(firstSlot, end)
    return { type: 'accept', ballot: this.ballot, firstSlot, entries, chosenSlotMax }
  }

  #unacknowledgedBytes(progress: Progress): number {
    const { log } = this.#context.state
    const firstSlot = Math.max(progress.acceptedSlot + 1, log.firstSlot)
    return log.bytes(firstSlot, progress.sentSlot)
  }

  #wasAnswered(progress: Progress, report: PromiseMessage): boolean {
    const { nowMs, options } = this.#context
    const { answered } = progress
    return (
      answered !== undefined &&
      answered.lastSlot === report.lastSlot &&
      sameBallot(answered.ballot, report.acceptedBallot) &&
      nowMs - answered.atMs < options.heartbeatIntervalMs
    )
  }
}
