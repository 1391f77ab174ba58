import { type Ballot, compareBallots, sameBallot } from './ballot.js'
import { type Context, leaderOf } from './context.js'
import { suffixBytesMax } from './limits.js'
import type {
  AcceptMessage,
  AcceptSyncMessage,
  ConfirmMessage,
  Message,
  PrepareMessage
} from './messages.js'

/** What an acceptor tells the rest of its replica. */
export interface AcceptorListener {
  /** The promise rose to `ballot`, which another replica leads or may lead. */
  onPromised(ballot: Ballot): void
  /** The leader of `ballot` was heard in phase 2. */
  onLeaderHeard(ballot: Ballot): void
}

/**
 * The acceptor of one replica: promises, accepts and confirms.
 *
 * Every answer that others count leaves only after what it says is durable.
 */
export class Acceptor {
  readonly #context: Context
  readonly #listener: AcceptorListener

  constructor(context: Context, listener: AcceptorListener) {
    this.#context = context
    this.#listener = listener
  }

  /**
   * Phase 1. A ballot at or above the promise is promised; an equal one is answered again with the current state, since
   * the first answer may have been lost.
   */
  onPrepare(from: string, message: PrepareMessage): void {
    if (!this.#isFromLeader(from, message)) return
    if (!this.#promise(from, message.ballot)) return
    this.#answerWithState(from, message)
  }

  /** Phase 2, first contact: brings the log onto the one the leader adopted. */
  onAcceptSync(from: string, message: AcceptSyncMessage): void {
    if (!this.#isFromLeader(from, message)) return
    const { state, out } = this.#context
    if (!this.#promise(from, message.ballot)) return
    if (sameBallot(state.acceptedBallot, message.ballot)) {
      this.#append(from, message)
      return
    }
    const messageEnd = message.firstSlot + message.entries.length - 1
    const firstSlot = Math.max(message.firstSlot, state.chosenSlotMax + 1)
    const fits = message.firstSlot <= state.lastSlot + 1
    if (!fits || messageEnd < message.adoptedEnd || messageEnd < state.chosenSlotMax) {
      this.report(from)
      return
    }
    const entries = message.entries.slice(firstSlot - message.firstSlot)
    state.accept(message.ballot, firstSlot, entries)
    out.sendWhenDurable(from, {
      type: 'accepted',
      ballot: message.ballot,
      lastSlot: state.lastSlot
    })
    this.#heard(message)
  }

  /** Phase 2: appends to a log that is synchronised in exactly this ballot. */
  onAccept(from: string, message: AcceptMessage): void {
    if (!this.#isFromLeader(from, message)) return
    if (!this.#promise(from, message.ballot)) return
    if (this.#context.state.synced) this.#append(from, message)
    else this.report(from)
  }

  /** Says that the promise is still exactly this ballot, so that no higher one finished phase 1 before. */
  onConfirm(from: string, message: ConfirmMessage): void {
    if (!this.#isFromLeader(from, message)) return
    const { state, out } = this.#context
    if (!sameBallot(state.promisedBallot, message.ballot)) return
    out.send(from, { type: 'confirmed', ballot: message.ballot, round: message.round })
  }

  /** Tells the leader of the promised ballot where this replica stands. */
  report(to: string): void {
    if (this.#context.isVoter) this.#answerWithState(to, undefined)
  }

  #append(from: string, message: AcceptMessage | AcceptSyncMessage): void {
    const { state, out } = this.#context
    if (message.firstSlot > state.lastSlot + 1) {
      this.report(from)
      return
    }
    const known = state.lastSlot - message.firstSlot + 1
    if (known < message.entries.length) {
      const entries = known === 0 ? message.entries : message.entries.slice(known)
      state.accept(message.ballot, state.lastSlot + 1, entries)
      const lastSlot = state.lastSlot
      out.sendWhenDurable(from, { type: 'accepted', ballot: message.ballot, lastSlot })
    } else if (message.entries.length > 0) {
      const lastSlot = state.durableSlot(message.ballot)
      if (lastSlot > 0) out.send(from, { type: 'accepted', ballot: message.ballot, lastSlot })
    }
    this.#heard(message)
  }

  #heard(message: AcceptMessage | AcceptSyncMessage): void {
    const { state } = this.#context
    state.learn(Math.min(message.chosenSlotMax, state.lastSlot), message.ballot)
    this.#listener.onLeaderHeard(message.ballot)
  }

  /** Promises `ballot` if that is allowed, else refuses it. A message of phase 2 implies its prepare. */
  #promise(from: string, ballot: Ballot): boolean {
    const { state, out } = this.#context
    const order = compareBallots(ballot, state.promisedBallot)
    if (order < 0) {
      out.send(from, {
        type: 'reject',
        ballot,
        reason: 'promised-higher',
        promisedBallot: state.promisedBallot,
        chosenSlotMax: state.chosenSlotMax
      })
      return false
    }
    if (order > 0) {
      state.promise(ballot)
      this.#listener.onPromised(ballot)
    }
    return true
  }

  /** Reports where this replica stands, with the entries that `prepare` says its sender lacks. */
  #answerWithState(to: string, prepare: PrepareMessage | undefined): void {
    const { state, out } = this.#context
    const firstSlot = prepare === undefined ? state.lastSlot + 1 : this.#lackedFrom(prepare)
    const inMemory = firstSlot >= state.log.firstSlot
    if (!inMemory || state.log.bytes(firstSlot, state.lastSlot) > suffixBytesMax) {
      out.sendWhenDurable(to, {
        type: 'reject',
        ballot: state.promisedBallot,
        reason: 'behind',
        promisedBallot: state.promisedBallot,
        chosenSlotMax: state.chosenSlotMax
      })
      return
    }
    out.sendWhenDurable(to, {
      type: 'promise',
      ballot: state.promisedBallot,
      acceptedBallot: state.acceptedBallot,
      lastSlot: state.lastSlot,
      chosenSlotMax: state.chosenSlotMax,
      firstSlot,
      entries: state.log.slice(firstSlot, state.lastSlot)
    })
  }

  /** First slot of this log that the proposer may lack: by the ordering of logs in Sequence Paxos. */
  #lackedFrom(prepare: PrepareMessage): number {
    const { state } = this.#context
    const order = compareBallots(state.acceptedBallot, prepare.acceptedBallot)
    if (order > 0) return Math.min(prepare.chosenSlotMax, state.lastSlot) + 1
    if (order === 0) return Math.min(prepare.lastSlot, state.lastSlot) + 1
    return state.lastSlot + 1
  }

  #isFromLeader(from: string, message: Message & { readonly ballot: Ballot }): boolean {
    const { configuration, isVoter, out } = this.#context
    if (isVoter && leaderOf(configuration, message.ballot)?.peerId === from) return true
    const why = isVoter ? 'the sender cannot lead this ballot' : 'this replica does not vote'
    out.notice({ type: 'ignored', from, message: message.type, why })
    return false
  }
}
