import { type Ballot, compareBallots } from './ballot.js'
import type { Context } from './context.js'
import type { Entry } from './entry.js'
import { chunkBytesMax, chunkEntriesMax, loadsMax } from './limits.js'
import type {
  CatchUpReplyMessage,
  CatchUpRequestMessage,
  HeartbeatReplyMessage
} from './messages.js'

export interface CatchUpListener {
  /** The promise rose because entries were installed that are known to be chosen in `ballot`. */
  onPromised(ballot: Ballot): void
  /** Everything the other side knew to be chosen is installed. */
  onCaughtUp(): void
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
    const { state, epochs, out } = this.#context
    if (firstSlot > state.chosenSlotMax) return
    const lastSlot = epochs.endedWith(firstSlot)?.stopSlot ?? state.chosenSlotMax
    if (firstSlot >= state.log.firstSlot) {
      const end = Math.min(lastSlot, state.log.fit(firstSlot, chunkBytesMax, chunkEntriesMax))
      this.#reply(to, firstSlot, state.log.slice(firstSlot, end))
      return
    }
    if (this.#loads.size >= loadsMax) return
    this.#loadId += 1
    this.#loads.set(this.#loadId, to)
    const endSlot = Math.min(lastSlot, firstSlot + chunkEntriesMax - 1) + 1
    out.loads.push({ loadId: this.#loadId, firstSlot, endSlot })
  }

  onLoaded(loadId: number, firstSlot: number, entries: readonly Entry[]): void {
    const to = this.#loads.get(loadId)
    this.#loads.delete(loadId)
    if (to !== undefined && entries.length > 0) this.#reply(to, firstSlot, entries)
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
    if (message.chosenSlotMax > state.chosenSlotMax) this.ask(from)
    else this.#listener.onCaughtUp()
  }

  #reply(to: string, firstSlot: number, entries: readonly Entry[]): void {
    const { state, epochs, out } = this.#context
    out.send(to, {
      type: 'catch-up-reply',
      ballot: epochs.endedWith(firstSlot)?.ballot ?? state.chosenBallot,
      firstSlot,
      entries,
      chosenSlotMax: state.chosenSlotMax
    })
  }
}
