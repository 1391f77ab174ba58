import { type Ballot, compareBallots } from './ballot.js'
import type { Context } from './context.js'
import { type Entry, entryBytes } from './entry.js'
import { chunkBytesMax, chunkEntriesMax, loadsMax } from './limits.js'
import type {
  CatchUpReplyMessage,
  CatchUpRequestMessage,
  CompactedMessage,
  HeartbeatReplyMessage
} from './messages.js'

export interface CatchUpListener {
  /** The promise rose because entries were installed that are known to be chosen in `ballot`. */
  onPromised(ballot: Ballot): void
  /** Entries of so many bytes from `from` were installed; it knew of more of them to be chosen, or not. */
  onInstalled(from: string, bytes: number, hasMore: boolean): void
}

interface Reachable {
  readonly peerId: string
  readonly reply: HeartbeatReplyMessage
}

/**
 * Fetches chosen entries from any member, and serves them to any. A member that cannot reach the leader lives by it.
 *
 * Only chosen entries are installed, and the promise rises with them to the ballot they are known chosen in, so that no
 * older accept can change them afterwards.
 */
export class CatchUp {
  readonly #context: Context
  readonly #listener: CatchUpListener
  /** The request under way. */
  #asked: { readonly peerId: string; readonly atMs: number } | undefined
  /** The highest watermark among members when the last round ended. */
  #knownSlotMax = 0
  readonly #loads = new Map<number, string>()
  #loadId = 0

  constructor(context: Context, listener: CatchUpListener) {
    this.#context = context
    this.#listener = listener
  }

  /** A round of heartbeats ended: asks for what others knew a round ago and this replica still lacks. */
  onRound(reachable: Iterable<Reachable>): void {
    let best: Reachable | undefined
    for (const peer of reachable) {
      if (best === undefined || peer.reply.chosenSlotMax > best.reply.chosenSlotMax) best = peer
    }
    if (best === undefined) return
    const lags = this.#context.state.chosenSlotMax < this.#knownSlotMax
    this.#knownSlotMax = best.reply.chosenSlotMax
    if (lags) this.ask(best.peerId)
  }

  /** Asks `peerId` for the next chosen entries, unless a recent request is under way. */
  ask(peerId: string): void {
    const { state, nowMs, options, out } = this.#context
    if (this.#asked !== undefined && nowMs - this.#asked.atMs < 2 * options.heartbeatIntervalMs) {
      return
    }
    this.#asked = { peerId, atMs: nowMs }
    out.send(peerId, { type: 'catch-up-request', firstSlot: state.chosenSlotMax + 1 })
  }

  onRequest(from: string, message: CatchUpRequestMessage): void {
    this.serve(from, message.firstSlot)
  }

  /**
   * Sends chosen entries from `firstSlot` on, from memory or by way of the store; none beyond the end of an epoch, since whoever gets
   * them has to enter the next one first.
   */
  serve(to: string, firstSlot: number): void {
    const { state, out } = this.#context
    if (firstSlot > state.chosenSlotMax) return
    if (firstSlot >= state.log.firstSlot) out.send(to, this.replyFrom(firstSlot))
    else this.load(to, firstSlot)
  }

  /** What {@link CatchUp.serve} sends of entries that are in memory. */
  replyFrom(firstSlot: number): CatchUpReplyMessage {
    const { log } = this.#context.state
    const end = Math.min(
      this.#lastSlotWith(firstSlot),
      log.fit(firstSlot, chunkBytesMax, chunkEntriesMax)
    )
    return this.#reply(firstSlot, log.slice(firstSlot, end))
  }

  /** Sends entries that only the store has, or says that it has them no more; false if too many others wait for it. */
  load(to: string, firstSlot: number): boolean {
    const { snapshot, compactedSlotMax } = this.#context.state
    if (snapshot !== undefined && firstSlot <= compactedSlotMax) {
      this.#context.out.send(to, { type: 'compacted', slot: snapshot.slot })
      return true
    }
    if (this.#loads.size >= loadsMax) return false
    this.#loadId += 1
    this.#loads.set(this.#loadId, to)
    const endSlot = Math.min(this.#lastSlotWith(firstSlot), firstSlot + chunkEntriesMax - 1) + 1
    this.#context.out.loads.push({ loadId: this.#loadId, firstSlot, endSlot })
    return true
  }

  /** Last chosen slot of the epoch that `firstSlot` is in. */
  #lastSlotWith(firstSlot: number): number {
    const { state, epochs } = this.#context
    return epochs.endedWith(firstSlot)?.stopSlot ?? state.chosenSlotMax
  }

  onLoaded(loadId: number, firstSlot: number, entries: readonly Entry[]): void {
    const to = this.#loads.get(loadId)
    this.#loads.delete(loadId)
    if (to === undefined || entries.length === 0) return
    this.#context.out.send(to, this.#reply(firstSlot, entries))
  }

  onReply(from: string, message: CatchUpReplyMessage): void {
    const { state, configuration, out } = this.#context
    if (this.#asked?.peerId === from) this.#asked = undefined
    if (message.ballot.epoch !== configuration.epoch) return
    const known = state.chosenSlotMax - message.firstSlot + 1
    if (known < 0 || known >= message.entries.length) return
    if (compareBallots(message.ballot, state.promisedBallot) > 0) {
      state.promise(message.ballot)
      this.#listener.onPromised(message.ballot)
    }
    const firstSlot = state.chosenSlotMax + 1
    state.installChosen(message.ballot, message.entries.slice(known))
    out.notice({ type: 'catch-up', firstSlot, lastSlot: state.chosenSlotMax })
    let bytes = 0
    for (const entry of message.entries) bytes += entryBytes(entry)
    this.#listener.onInstalled(from, bytes, message.chosenSlotMax > state.chosenSlotMax)
  }

  /** What this replica lacks is no longer in the log of `from`, only in its snapshot. */
  onCompacted(from: string, { slot }: CompactedMessage): void {
    if (this.#asked?.peerId === from) this.#asked = undefined
    if (slot > this.#context.state.chosenSlotMax) this.#context.out.wantSnapshot(from)
  }

  #reply(firstSlot: number, entries: readonly Entry[]): CatchUpReplyMessage {
    const { state, epochs } = this.#context
    return {
      type: 'catch-up-reply',
      ballot: epochs.endedWith(firstSlot)?.ballot ?? state.chosenBallot,
      firstSlot,
      entries,
      chosenSlotMax: state.chosenSlotMax
    }
  }
}
