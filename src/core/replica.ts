import { Acceptor } from './acceptor.js'
import { assert, unreachable } from './assert.js'
import { type Ballot, compareBallots } from './ballot.js'
import type { DurableState } from './batch.js'
import { CatchUp } from './catch-up.js'
import { type Configuration, type ReplicaId, sameReplica } from './configuration.js'
import { type Context, isVoterOf, leaderOf, newContext, underConfiguration } from './context.js'
import type { ChosenEntry, Effects, Input, InstallInput } from './effects.js'
import { Election } from './election.js'
import type { Entry } from './entry.js'
import { Epochs, type History } from './epochs.js'
import type { LogImage } from './image.js'
import { Learner } from './learner.js'
import { Learners } from './learners.js'
import type { Message } from './messages.js'
import { Neighbours } from './neighbours.js'
import type { CoreOptions } from './options.js'
import { Origin } from './origin.js'
import { Proposer, type ProposerListener } from './proposer.js'
import { stirs } from './quiescence.js'
import { Reads } from './reads.js'
import { Relay } from './relay.js'
import { noteConnection, noteReserve } from './reserve.js'
import type { SessionOptions, Sessions } from './sessions.js'
import { Source, type SourceHost } from './source.js'
import { ReplicaState } from './state.js'
import { mayStranger } from './strangers.js'
import { type ReplicaView, viewOf } from './view.js'

export interface ReplicaInit {
  readonly self: ReplicaId
  /** The first configuration of the group. */
  readonly configuration: Configuration
  /** What the store holds. Its entries are handed to {@link Replica.restore} before the first step. */
  readonly recovered: DurableState
  readonly options: CoreOptions
  readonly sessions: SessionOptions
  /** What the recovered snapshot, if there is one, says of the log up to it. */
  readonly image?: LogImage | undefined
  /** A random 64-bit number, new for every run of the replica. */
  readonly nonce: bigint
  readonly nowMs: number
}

/**
 * One replica of one group: Multi-Paxos over a log, as a pure state machine.
 *
 * The owner calls `restore` with everything the store holds, then `step` with what happens, in order, and carries out every
 * effect. The contract: batches are appended to the store in the order of their ids; messages in `afterDurable` leave only
 * once the batch they name is durable, and never if it fails; `durable` is an input for every batch. Messages may be lost,
 * repeated and reordered at will. A step that throws has found a bug, and the replica must never be stepped again.
 *
 * The same inputs always have the same effects.
 */
export class Replica implements ProposerListener, SourceHost {
  readonly #context: Context
  readonly #state: ReplicaState
  readonly #acceptor: Acceptor
  /** The roles of one epoch: they end with it. */
  #proposer: Proposer
  #neighbours: Neighbours
  #election: Election
  readonly #catchUp: CatchUp
  readonly #learners: Learners
  readonly #source: Source
  readonly #relay: Relay
  readonly #origin: Origin
  readonly #learner: Learner
  readonly #reads: Reads

  constructor(init: ReplicaInit) {
    const { self, configuration, recovered, options } = init
    this.#state = new ReplicaState(recovered)
    const current = recovered.configuration ?? configuration
    const epochs = new Epochs(recovered.endedEpochs, current)
    const state = this.#state
    this.#context = newContext({ self, epochs, options, state, nowMs: init.nowMs }, current)
    this.#origin = new Origin(this.#context, init.nonce)
    this.#learner = new Learner(this.#context, init.sessions, this.#origin, init.image)
    this.#acceptor = new Acceptor(this.#context, this)
    this.#catchUp = new CatchUp(this.#context, this)
    this.#learners = new Learners(this.#context, this.#catchUp)
    this.#source = new Source(this.#context, this)
    const roles = { proposer: () => this.#proposer, election: () => this.#election }
    this.#relay = new Relay(this.#context, roles, this.#learners, this.#source)
    this.#proposer = new Proposer(this.#context, this)
    this.#neighbours = new Neighbours(this.#context, this.#learners)
    this.#election = this.#newElection()
    this.#reads = new Reads(this.#context, init.nonce)
  }

  /**
   * Takes the next entries of the store's log, from the slot after the snapshot's on, or from slot 1, and returns those of them that are known to be chosen.
   * To be called before the first step, until the whole log was handed over.
   */
  restore(entries: readonly Entry[]): readonly ChosenEntry[] {
    this.#state.restore(entries)
    this.#applyChosen()
    this.#state.trim()
    return this.#learner.take()
  }

  /** What the log amounts to, as far as it is learned. */
  get sessions(): Sessions {
    return this.#learner.sessions
  }

  /** Takes what happened, in order, at `nowMs` of a clock that never runs backwards. */
  step(inputs: readonly Input[], nowMs: number): Effects {
    assert(nowMs >= this.#context.nowMs, 'time does not run backwards')
    this.#context.nowMs = nowMs
    for (const input of inputs) {
      if (stirs(input)) this.#election.stir()
      this.#take(input)
    }
    if (nowMs >= this.#election.wakeAtMs) this.#tick()
    this.#flush()
    if (this.#election.isResting && !this.#isIdle) this.#election.stir()
    return this.#effects(false)
  }

  /** The last batch of an orderly end: takes along what no other batch has. No step may follow. */
  finish(): Effects {
    return this.#effects(true)
  }

  /** Everything up to here is known to be chosen. */
  get chosenSlotMax(): number {
    return this.#state.chosenSlotMax
  }

  /**
   * Chosen entries from `firstSlot` on, below `endSlot` and no more than fit in `bytesMax` but at least one; undefined if
   * they are not in memory any more: then the store has them.
   */
  chosenInMemory(firstSlot: number, endSlot: number, bytesMax: number): Entry[] | undefined {
    const { log, chosenSlotMax } = this.#state
    if (firstSlot < log.firstSlot) return undefined
    const count = Math.min(endSlot - 1, chosenSlotMax) - firstSlot + 1
    return count <= 0 ? [] : log.slice(firstSlot, log.fit(firstSlot, bytesMax, count))
  }

  /** Whether `peerId` is, or once was, a voter of the group. */
  knows(peerId: string): boolean {
    return this.#context.epochs.knows(peerId)
  }

  /** The log begins after this slot: what was before is given up. */
  get compactedSlotMax(): number {
    return this.#state.compactedSlotMax
  }

  /** PeerId of the replica that opened a session, if that is known still. */
  originOf(session: number): string | undefined {
    return this.sessions.openerOf(session)
  }

  /** The configurations up to a slot that is known to be chosen. */
  historyUpTo(slot: number): History {
    return this.#context.epochs.upTo(slot)
  }

  /** Whether a voter, in this life, answers this replica; of one that does not vote nobody knows. */
  reaches(voter: ReplicaId): boolean {
    const { self, isVoter } = this.#context
    return !isVoter || sameReplica(voter, self) || this.#neighbours.reaches(voter)
  }

  /**
   * Whether nothing happens: the owner is to watch the peers of all other voters, and to say what comes of it with inputs of type `vouch`, so
   * that heartbeats can rest.
   */
  get isCalm(): boolean {
    return this.#election.isCalm
  }

  /** Whether this replica leads with a quorum behind it, as far as it knows. */
  get leads(): boolean {
    return this.#proposer.leader !== undefined && this.#election.quorumState === 'available'
  }

  /** What this replica knows now. */
  view(): ReplicaView {
    return viewOf({
      context: this.#context,
      proposer: this.#proposer,
      election: this.#election,
      neighbours: this.#neighbours,
      source: this.#source
    })
  }

  get leader(): string | undefined {
    return this.#election.leader?.peerId
  }

  watch(peerId: string | undefined): void {
    this.#election.watch(peerId)
  }

  #take(input: Input): void {
    switch (input.type) {
      case 'message':
        this.#receive(input.from, input.incarnation, input.message)
        return
      case 'propose':
        return this.#origin.propose(input.ticket, input.payload)
      case 'abort':
        return this.#origin.abort(input.ticket)
      case 'read':
        return this.#reads.read(input.ticket)
      case 'transfer':
        return this.#relay.transfer(input.target)
      case 'connectivity':
        noteConnection(this.#context, input)
        this.#election.onConnectivity(input.peerId, input.connected)
        this.#source.onConnectivity(input.peerId, input.connected)
        return
      case 'reserve':
        return noteReserve(this.#context, input)
      case 'durable':
        this.#state.onDurable(input.batchId)
        this.#proposer.onDurable()
        return
      case 'loaded':
        return this.#catchUp.onLoaded(input.loadId, input.firstSlot, input.entries)
      case 'snapshot':
        return this.#state.keepSnapshot(input.snapshot, input.compactedSlotMax)
      case 'install':
        return this.#install(input)
      case 'alarm':
        this.#context.alarmMs = input.logTimeMs
        return
      case 'vouch':
        if (input.holds) this.#election.vouch()
        return
      case 'tick':
        return
      default:
        unreachable(input)
    }
  }

  #receive(from: string, incarnation: bigint, message: Message): void {
    const { configuration, self } = this.#context
    const isKnown = this.#context.epochs.knows(from)
    if (from === self.peerId || !(isKnown || mayStranger(message, this.#source.peerId === from))) {
      this.#ignore(from, message, 'the sender is not a member')
      return
    }
    if (incarnation === self.incarnation) {
      this.#ignore(from, message, 'the sender claims the incarnation of this replica')
      return
    }
    switch (message.type) {
      case 'promise':
      case 'accepted':
      case 'confirmed':
        if (!isVoterOf(configuration, from, incarnation)) {
          this.#ignore(from, message, 'the sender does not vote')
          return
        }
    }
    this.#handle(from, incarnation, message)
  }

  #handle(from: string, incarnation: bigint, message: Message): void {
    if ('ballot' in message && this.#isOver(message.ballot.epoch)) {
      // Whoever still works in an epoch that is over gets its end.
      if ('chosenSlotMax' in message) this.#catchUp.serve(from, message.chosenSlotMax + 1)
      return
    }
    switch (message.type) {
      case 'prepare':
        return this.#acceptor.onPrepare(from, message)
      case 'promise':
        return this.#proposer.onPromise(from, message)
      case 'reject':
        return this.#proposer.onReject(from, message)
      case 'accept-sync':
        return this.#acceptor.onAcceptSync(from, message)
      case 'accept':
        return this.#acceptor.onAccept(from, message)
      case 'accepted':
        return this.#proposer.onAccepted(from, message)
      case 'heartbeat':
        return this.#election.onHeartbeat(from, message)
      case 'heartbeat-reply':
        if (this.#context.isVoter && message.epoch > this.#context.configuration.epoch) {
          this.#catchUp.ask(from)
        }
        return this.#election.onReply(from, incarnation, message)
      case 'learn':
        return this.#learners.onLearn(from, incarnation, message)
      case 'catch-up-request':
        return this.#catchUp.onRequest(from, message)
      case 'catch-up-reply':
        this.#catchUp.onReply(from, message)
        // What comes next may be of the epoch that these entries begin.
        return this.#applyChosen()
      case 'compacted':
        return this.#catchUp.onCompacted(from, message)
      case 'propose':
        return this.#relay.onPropose(from, message)
      case 'propose-reply':
        if (this.#relay.isForSelf(message)) this.#origin.onReply(message, this.#relay.route)
        return
      case 'read-request':
        return this.#relay.onReadRequest(from, message)
      case 'read-reply':
        if (this.#relay.isForSelf(message)) this.#reads.onReply(message)
        return
      case 'confirm':
        return this.#acceptor.onConfirm(from, message)
      case 'confirmed':
        return this.#proposer.onConfirmed(from, message)
      case 'transfer':
        return this.#relay.onTransfer(from, message.ballot, message.target)
      default:
        unreachable(message)
    }
  }

  onPromised(ballot: Ballot): void {
    this.#proposer.onPromised(ballot)
    this.#election.onPromised()
  }

  onLeaderHeard(ballot: Ballot): void {
    this.#election.onLeaderHeard(ballot)
  }

  onLead(ballot: Ballot): void {
    this.#election.onLead(ballot)
  }

  onStepDown(ballot: Ballot): void {
    this.#election.onStepDown(ballot)
  }

  /** A quorum that may prepare and accept reaches this replica, or learned what is chosen. */
  isReady({ voters, quorum }: Configuration): boolean {
    const { self } = this.#context
    const candidates = this.#neighbours.candidates
    const ready = voters.filter(
      voter =>
        sameReplica(voter, self) ||
        this.#neighbours.reaches(voter) ||
        candidates.some(candidate => sameReplica(candidate, voter))
    )
    return ready.length >= Math.max(quorum.prepare, quorum.accept)
  }

  onBehind(peerId: string): void {
    this.#catchUp.ask(peerId)
  }

  onLagging(peerId: string, firstSlot: number): void {
    this.#catchUp.serve(peerId, firstSlot)
  }

  /** Once nothing more can be had, the leader of the promised ballot is told, so that it can go on from here. */
  onInstalled(from: string, bytes: number, hasMore: boolean): void {
    const { configuration, self, isVoter } = this.#context
    this.#source.onEntries(from, bytes, hasMore)
    if (!isVoter) return
    if (hasMore) return this.#catchUp.ask(from)
    const leader = leaderOf(configuration, this.#state.promisedBallot)
    if (leader !== undefined && leader.peerId !== self.peerId) this.#acceptor.report(leader.peerId)
  }

  #isOver(epoch: number): boolean {
    return epoch < this.#context.configuration.epoch
  }

  /** Whether there is nothing to do but to see whether the others are there. */
  get #isIdle(): boolean {
    const isServing = !this.#learners.isEmpty || !this.#context.isVoter
    const waits = !this.#origin.isIdle || !this.#reads.isIdle
    return !isServing && !waits && this.#proposer.isIdle && this.#state.isSettled
  }

  #tick(): void {
    if (!this.#election.onTick(this.#isIdle)) return
    this.#proposer.onRound()
    if (this.#context.isVoter) this.#catchUp.onRound(this.#neighbours.reachable())
    const source = this.#source.peerId
    this.#source.onRound(source === undefined ? undefined : this.#neighbours.replyOf(source))
    this.#learners.onRound()
    this.#origin.onRound(this.#relay.route)
    this.#reads.onRound()
  }

  /** Does what waited for the end of the step, until nothing more comes of it. */
  #flush(): void {
    const { out, self } = this.#context
    let messages: Message[]
    let session: number | undefined
    do {
      session = this.#origin.session
      this.#origin.flush(this.#relay.route)
      this.#reads.flush(this.#relay.route)
      messages = out.takeOwn()
      for (const message of messages) this.#handle(self.peerId, self.incarnation, message)
      this.#proposer.leader?.flush()
      this.#applyChosen()
      this.#reads.serve()
    } while (messages.length > 0 || out.hasOwn || this.#origin.session !== session)
    this.#learners.flush()
    this.#state.trim()
  }

  #applyChosen(): void {
    const next = this.#learner.learn()
    if (next !== undefined) this.#enterEpoch(next)
  }

  /** Whoever takes up the log has to know what became of what it proposed, and in which epoch the next slot is. */
  #install(input: InstallInput): void {
    this.#applyChosen()
    const { snapshot, history } = input
    const { epochs, out } = this.#context
    const { chosenSlotMax } = this.#state
    const { epoch } = history.configuration
    if (snapshot.slot <= chosenSlotMax || this.#isOver(epoch)) return
    const entered = epochs.missing(history)
    if (entered === undefined && compareBallots(snapshot.ballot, this.#state.promisedBallot) > 0) {
      this.#state.promise(snapshot.ballot)
      this.onPromised(snapshot.ballot)
    }
    const led = entered !== undefined && this.#endEpoch()
    this.#state.installSnapshot(snapshot, entered)
    if (entered !== undefined) {
      epochs.enter(entered)
      this.#beginEpoch(entered.configuration, led)
    }
    this.#learner.install(input)
    out.notice({ type: 'install', firstSlot: chosenSlotMax + 1, lastSlot: snapshot.slot })
  }

  #newElection(before?: Election): Election {
    return new Election(this.#context, this.#proposer, this.#neighbours, this.#learners, before)
  }

  /** The last entry that was applied ended the epoch. */
  #enterEpoch(configuration: Configuration): void {
    const { epochs } = this.#context
    const led = this.#endEpoch()
    const ended = this.#state.enterEpoch(epochs.current, configuration)
    epochs.enter({ ended: [ended], configuration })
    this.#beginEpoch(configuration, led)
  }

  /** Whether this replica led in the epoch that is over. */
  #endEpoch(): boolean {
    const led = this.#proposer.leader !== undefined
    this.#proposer.stepDown('its epoch is over')
    this.#context.out.withdraw()
    return led
  }

  #beginEpoch(configuration: Configuration, led: boolean): void {
    const { self, out } = this.#context
    Object.assign(this.#context, underConfiguration(configuration, self))
    out.notice({ type: 'epoch', configuration })
    this.#proposer = new Proposer(this.#context, this)
    this.#neighbours = new Neighbours(this.#context, this.#learners)
    this.#election = this.#newElection(this.#election)
    this.#source.onEpoch()
    if (led) this.#election.campaign()
  }

  #effects(flushWatermark: boolean): Effects {
    const { out } = this.#context
    const persist = this.#state.takeBatch(this.#context.nowMs, flushWatermark)
    const effects = out.take()
    const { messages, messagesAfterDurable } = effects
    const mustWait = !this.#state.isDurable(this.#state.batchId)
    if (!mustWait) for (const envelope of messagesAfterDurable) messages.push(envelope)
    return {
      messages,
      persist,
      afterDurable:
        mustWait && messagesAfterDurable.length > 0
          ? { batchId: this.#state.batchId, messages: messagesAfterDurable }
          : undefined,
      chosen: this.#learner.take(),
      settled: effects.settled,
      reads: effects.reads,
      loads: effects.loads,
      snapshotFrom: effects.snapshotFrom,
      notices: effects.notices,
      wakeAtMs: Math.min(this.#election.wakeAtMs, this.#proposer.tickAtMs)
    }
  }

  #ignore(from: string, message: Message, why: string): void {
    this.#context.out.notice({ type: 'ignored', from, message: message.type, why })
  }
}
