import { formatBallot } from '../core/ballot.js'
import type { Configuration } from '../core/configuration.js'
import type { ChosenEntry, Notice, QuorumState } from '../core/effects.js'
import type { Founding } from '../core/founding.js'
import { electionTimeoutMs } from '../core/options.js'
import {
  type GenesisMismatchError,
  InvalidOptionsError,
  NoQuorumError,
  ReplicaStoppedError
} from '../errors.js'
import type { Invitation, PeerRuntime, ReplicaSetup } from '../runtime/peer-runtime.js'
import type { Clock } from '../runtime/ports.js'
import type { ReplicaListener, ReplicaRuntime } from '../runtime/replica-runtime.js'
import { keyBytesMax, nameBytesMax } from '../wire/limits.js'
import { Applier } from './applier.js'
import { CallLimit, type CallOptions, gaveUpError } from './call-limit.js'
import { checkText, encodeValue } from './encode.js'
import type { LeaderChange, LogEntry } from './events.js'
import { entryReader, type LogOptions, readLog } from './log-reader.js'
import { Handles } from './objects/handles.js'
import { ObjectGroup } from './objects/object-group.js'
import type { GroupObserver } from './observer.js'
import type { PeerIdLike, ResolvedOptions } from './options.js'
import { Proposals, type Proposed, proposed } from './proposals.js'
import { Readiness } from './readiness.js'
import { Reads } from './reads.js'
import { heirIn, nextConfiguration, type VoterChange } from './reconfiguration.js'
import { describeGroup, type GroupState, type GroupStatus } from './status.js'
import { untilLeads } from './transfer.js'

const nobody: LeaderChange = { leader: undefined, ballot: undefined }

export interface ProposeOptions extends CallOptions {
  /** Makes retries idempotent: the same key from the same peer is the same proposal, within `keyWindowSlots`. */
  readonly key?: string
}

/**
 * One group at one peer: an agreed log of values, one order for everyone.
 *
 * Proposals are chosen exactly once and, from one peer, in the order they were made, whatever fails meanwhile. Without a
 * `signal` or `timeoutMs` a call waits until it succeeds or the group closes.
 */
export class Group<T = Uint8Array> extends ObjectGroup<T> implements AsyncDisposable {
  readonly name: string
  readonly options: ResolvedOptions<T>
  readonly #runtime: PeerRuntime
  readonly #clock: Clock
  readonly #observer: GroupObserver
  readonly #applier: Applier<T>
  readonly #proposals: Proposals
  readonly #reads: Reads
  protected readonly objects: Handles
  readonly #readiness: Readiness
  #replica: ReplicaRuntime | undefined
  #alarmMs: number | undefined
  #state: GroupState = 'forming'
  #error: Error | undefined
  #led: LeaderChange = nobody
  #quorum: QuorumState = 'suspended'
  #closing: Promise<void> | undefined

  private constructor(runtime: PeerRuntime, options: ResolvedOptions<T>, observer: GroupObserver) {
    super((event, error) => observer.onListenerError(event, error))
    this.name = options.name
    this.options = options
    this.#runtime = runtime
    this.#clock = runtime.ports.clock
    this.#readiness = new Readiness(this.#clock)
    this.#observer = observer
    this.#applier = new Applier({
      options,
      onError: (what, error) => observer.onListenerError(what, error),
      onStop: error => {
        this.objects.onStop(error)
        this.#replica?.holdBack('stopped', true)
        this.emit('apply:stop', { error })
      },
      onRestored: () => {
        this.objects.onRestored()
        this.#replica?.holdBack('stopped', false)
        this.#setAlarm()
      }
    })
    this.#proposals = new Proposals({
      replica: () => this.#running(),
      clock: this.#clock,
      countMax: options.pendingCountMax,
      bytesMax: options.pendingBytesMax,
      onDrain: () => this.emit('drain', { pendingCount: this.#proposals.count }),
      resultAt: slot => this.#applier.objects.resultAt(slot)
    })
    this.#reads = new Reads(this.#clock, () => this.#running())
    this.objects = new Handles({
      objects: this.#applier.objects,
      clock: this.#clock,
      proposals: this.#proposals,
      reads: this.#reads,
      valueBytesMax: options.valueBytesMax,
      limited: call => this.#callOptions(call),
      check: () => this.#checkApplying()
    })
  }

  /** Recovers the group's replica from the store; resolves when it takes part. */
  static async open<T>(
    runtime: PeerRuntime,
    options: ResolvedOptions<T>,
    observer: GroupObserver
  ): Promise<Group<T>> {
    const group = new Group(runtime, options, observer)
    const { founding } = options
    if (founding === undefined) throw new InvalidOptionsError('a group is founded, or joined')
    group.#begin(await runtime.open(founding, group.#setup()))
    return group
  }

  /** Takes part in a group that exists, once one of its members agrees. */
  static async join<T>(
    runtime: PeerRuntime,
    invitation: Invitation,
    options: ResolvedOptions<T>,
    observer: GroupObserver,
    call: CallOptions = {}
  ): Promise<Group<T>> {
    const group = new Group(runtime, options, observer)
    const givenUp = new AbortController()
    const limit = new CallLimit(group.#clock, group.#callOptions(call), (reason, isTimeout) =>
      givenUp.abort(gaveUpError(reason, isTimeout))
    )
    try {
      call.signal?.throwIfAborted()
      group.#begin(await runtime.join(invitation, group.#setup(), givenUp.signal))
      return group
    } finally {
      limit.end()
    }
  }

  /** PeerId of the leader, if one is known. */
  get leader(): string | undefined {
    return this.#led.leader
  }

  /** Whether the group can make progress, as far as is known here. */
  get quorum(): QuorumState {
    return this.#quorum
  }

  /** Everything up to this slot is known to be chosen. */
  get chosenSlotMax(): number {
    return this.#replica?.chosenSlotMax ?? 0
  }

  /** Whether a proposal would be taken now; after an OverloadedError `drain` tells when. */
  get canPropose(): boolean {
    return this.#isRunning && this.#proposals.hasRoom(0)
  }

  /**
   * Resolves when a leader with a quorum is known.
   *
   * @throws GenesisMismatchError if a founder disagrees about the group, which then cannot form.
   * @throws ReplicaStoppedError if the group closes or the replica halts first.
   * @throws NoQuorumError if `timeoutMs` runs out.
   */
  async ready(options: CallOptions = {}): Promise<void> {
    options.signal?.throwIfAborted()
    this.#checkOpen()
    if (this.#quorum === 'available') return
    await this.#readiness.wait(this.#callOptions(options))
  }

  /**
   * Proposes a value, and resolves once it is chosen, and applied here.
   *
   * @throws MessageTooLargeError if the encoded value is above `valueBytesMax`, or the key above its limit.
   * @throws OverloadedError if too many proposals wait.
   * @throws NoQuorumError if `timeoutMs` ran out before anything was sent; the signal's reason if it was aborted before that.
   * @throws OutcomeUnknownError if the call gave up later.
   * @throws SessionExpiredError if the proposal's session was evicted.
   * @throws ApplyError if the state machine threw: the value is chosen, then, too.
   * @throws ReplicaStoppedError if the group closes or the replica halts.
   */
  async propose(value: T, options: ProposeOptions = {}): Promise<Proposed> {
    const { key } = options
    if (key !== undefined) checkText('key', key, keyBytesMax)
    const bytes = this.#encode(value, options)
    const payload = { type: 'value', value: bytes, ...(key !== undefined && { key }) } as const
    return proposed(await this.#proposals.propose(payload, this.#callOptions(options)))
  }

  /**
   * Agrees on one value: the first one chosen under `name` wins, for ever, and every caller gets that one.
   *
   * A decision is no value of the log: it appears in no `chosen` event.
   *
   * @throws what `propose` throws, and what the codec throws for the value that won.
   */
  async decide(
    name: string,
    value: T,
    options: CallOptions = {}
  ): Promise<{ readonly slot: number; readonly value: T }> {
    checkText('name', name, nameBytesMax)
    const payload = { type: 'decide', name, value: this.#encode(value, options) } as const
    const decided = await this.#proposals.propose(payload, this.#callOptions(options))
    const won = decided.value ?? payload.value
    return { slot: decided.slot, value: this.options.codec.decode(won) }
  }

  /**
   * Resolves once this replica learned everything that was chosen, anywhere, before the call, with the slot it reaches to.
   *
   * @throws NoQuorumError if `timeoutMs` runs out; the signal's reason if it is aborted.
   * @throws ReplicaStoppedError if the group closes or the replica halts.
   */
  async barrier(options: CallOptions = {}): Promise<{ readonly slot: number }> {
    options.signal?.throwIfAborted()
    this.#running()
    return await this.#reads.read(this.#callOptions(options))
  }

  /**
   * The values of the log from slot `from` on, history joined to what is chosen later without a seam. Ends at `to`, or, without
   * `live`, at what is chosen now, or when the group closes.
   */
  log(options: LogOptions = {}): AsyncGenerator<LogEntry<T>, void, undefined> {
    return readLog(this.#running(), entryReader(this.options.codec), options)
  }

  /**
   * Asks that the voter `peerId` leads, and resolves when it does.
   *
   * @throws InvalidOptionsError if it is not a voter.
   * @throws NoQuorumError if `timeoutMs` runs out; the signal's reason if it is aborted.
   */
  async transferLeadership(peerId: PeerIdLike, options: CallOptions = {}): Promise<void> {
    const target = peerId.toString()
    options.signal?.throwIfAborted()
    const voters = this.#replica?.configuration?.voters.map(voter => voter.peerId)
    if (!(voters ?? this.#founding?.founders)?.includes(target)) {
      throw new InvalidOptionsError(`${target} is not a voter of this group`)
    }
    const init = {
      clock: this.#clock,
      isDone: () => this.leader === target,
      ask: () => this.#running().transfer(target),
      onChange: (listener: () => void) => {
        super.addEventListener('leader:change', listener)
        return () => super.removeEventListener('leader:change', listener)
      }
    }
    await untilLeads(init, this.#callOptions(options))
  }

  /**
   * Changes who votes in the newest configuration, in one step: resolves once the change is chosen, with the slot of the stop entry that ends the epoch.
   *
   * Quorums are majorities of the new voters. Waits until whoever is added has caught up.
   *
   * @throws InvalidOptionsError if nobody would be left, or too many would be.
   * @throws NotMemberError if a peer to add is no learner that would vote, or has not caught up in time.
   * @throws ReconfigurationPendingError if another change was chosen first; it had no effect.
   * @throws what `propose` throws.
   */
  async reconfigure(
    change: VoterChange,
    options: CallOptions = {}
  ): Promise<{ readonly slot: number }> {
    // What this replica knows may be older than the last change.
    const { slot: known } = await this.barrier(options)
    const { core } = this.options
    const init = { replica: () => this.#running(), clock: this.#clock, change, slot: known, core }
    const configuration = await nextConfiguration(init, this.#callOptions(options))
    await this.#handOver(configuration, options)
    const addressed = await this.#running().withAddresses(configuration)
    const payload = { type: 'stop', configuration: addressed } as const
    const { slot } = await this.#proposals.propose(payload, this.#callOptions(options))
    return { slot }
  }

  /** A leader that is about to vote no more hands over first, so that nobody has to notice that it is gone. */
  async #handOver(next: Configuration, { signal }: CallOptions): Promise<void> {
    const heir = heirIn(next, this.status())
    if (heir === undefined) return
    try {
      const timeoutMs = electionTimeoutMs(this.options.core)
      await this.transferLeadership(heir, { ...(signal && { signal }), timeoutMs })
    } catch (error) {
      // The change works without it, only less smoothly.
      if (!(error instanceof NoQuorumError)) throw error
    }
  }

  /** Where the group stands, as this replica sees it. */
  status(): GroupStatus {
    return describeGroup({
      name: this.name,
      peerId: this.#runtime.ports.transport.peerId,
      state: this.#state,
      error: this.#error,
      applyError: this.#applier.stopped,
      ...this.#led,
      quorum: this.#quorum,
      pendingCount: this.#proposals.count,
      founding: this.#founding,
      replica: this.#replica
    })
  }

  /**
   * Leaves the group for good: hands leadership over, stops voting, and closes once the others can go on without this peer. What is
   * stored stays until it is forgotten.
   *
   * @throws InvalidOptionsError if this peer is the only voter.
   * @throws what `transferLeadership`, `reconfigure` and `barrier` throw; the group is open then.
   */
  async leave(options: CallOptions = {}): Promise<void> {
    if (this.status().votes) {
      await this.reconfigure({ remove: [this.#runtime.ports.transport.peerId] }, options)
      // The next epoch works: another leads it.
      await this.barrier(options)
    }
    await this.close()
  }

  /**
   * Stops taking part. Pending calls reject with ReplicaStoppedError; the durable state stays. Leases of this member end, and its locks are
   * passed on: the others are told first, for an election timeout at most.
   */
  async close(): Promise<void> {
    this.#closing ??= this.#close()
    await this.#closing
  }

  /** Closes the group: for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /** The replica takes part, and may have had much to apply before. */
  #begin(replica: ReplicaRuntime): void {
    this.#replica = replica
    this.#setAlarm()
    if (this.#applier.stopped !== undefined) replica.holdBack('stopped', true)
  }

  get #isRunning(): boolean {
    return this.#replica !== undefined && (this.#state === 'forming' || this.#state === 'open')
  }

  #running(): ReplicaRuntime {
    if (!this.#isRunning || this.#replica === undefined) throw this.#stoppedError()
    return this.#replica
  }

  #stoppedError(): ReplicaStoppedError {
    const why = this.#state === 'halted' ? 'halted' : 'is closed'
    return new ReplicaStoppedError(`the replica of group '${this.name}' ${why}`, {
      ...(this.#error !== undefined && { cause: this.#error })
    })
  }

  #callOptions(options: CallOptions): CallOptions {
    const timeoutMs = options.timeoutMs ?? (options.signal ? undefined : this.options.timeoutMs)
    return timeoutMs === undefined ? options : { ...options, timeoutMs }
  }

  #encode(value: T, options: CallOptions): Uint8Array {
    options.signal?.throwIfAborted()
    this.#checkOpen()
    return encodeValue(value, this.options)
  }

  get #founding(): Founding | undefined {
    return this.#replica?.founding ?? this.options.founding
  }

  #setup(): ReplicaSetup {
    const { core, admit, churn, logBytesMax } = this.options
    const listener = this.#listener()
    return { options: core, admit, churn, logBytesMax, machine: this.#applier, listener }
  }

  #listener(): ReplicaListener {
    return {
      onFormed: () => {
        this.#state = 'open'
        this.#error = undefined
      },
      onRestored: chosen => this.#apply(chosen),
      onChosen: chosen => this.#onChosen(chosen),
      onSettled: settled => this.#proposals.onSettled(settled),
      onRead: (ticket, slot) => this.#reads.onRead(ticket, slot),
      onInstall: (fromSlot, toSlot) => this.emit('snapshot:install', { fromSlot, toSlot }),
      onNotice: notice => this.#onNotice(notice),
      onAdmitError: error => this.#observer.onListenerError('admit', error),
      onMachineError: error => this.#observer.onListenerError('snapshot', error),
      onMismatch: error => this.#onMismatch(error),
      onHalt: error => this.#onHalt(error)
    }
  }

  #onChosen(chosen: readonly ChosenEntry[]): void {
    this.#apply(chosen)
    this.#observer.onChosen(chosen.length)
    if (this.listenerCount('chosen') === 0) return
    const reader = entryReader(this.options.codec)
    for (const { slot, entry, verdict, origin = '' } of chosen) {
      if (entry.type !== 'value' || verdict.type !== 'applied') continue
      this.emit('chosen', reader.toLogEntry(slot, entry.value, origin, entry.logTimeMs))
    }
  }

  #apply(chosen: readonly ChosenEntry[]): void {
    this.#applier.apply(chosen)
    this.objects.onApplied()
    this.#setAlarm()
  }

  /** Whoever leads sees to it that what is due happens, even if nobody proposes anything. */
  #setAlarm(): void {
    const { alarmMs } = this.#applier.objects
    if (alarmMs === this.#alarmMs || this.#replica === undefined) return
    this.#alarmMs = alarmMs
    this.#replica.alarm(alarmMs)
  }

  /** @throws what a call throws of a group that takes none. */
  #checkOpen(): void {
    this.#running()
    if (this.#state === 'forming' && this.#error !== undefined) throw this.#error
  }

  /** @throws UnsupportedVersionError, too, if nothing more is applied here. */
  #checkApplying(): void {
    this.#checkOpen()
    if (this.#applier.stopped !== undefined) throw this.#applier.stopped
  }

  #onNotice(notice: Notice): void {
    this.#observer.onNotice(notice)
    if (notice.type === 'leader-change') {
      const { leader, ballot } = notice
      this.#led = { leader: leader?.peerId, ballot: ballot && formatBallot(ballot) }
      this.emit('leader:change', this.#led)
    } else if (notice.type === 'quorum-change') {
      this.#quorum = notice.state
      if (notice.state === 'available') this.#readiness.tell()
      this.emit('quorum:change', { state: notice.state })
    } else if (notice.type === 'divergence') {
      this.emit('snapshot:divergence', { peerId: notice.peerId, slot: notice.slot })
    } else if (notice.type === 'diverged') {
      if (notice.verdict === 'split') this.#applier.onSplit(notice.slot)
    } else if (notice.type === 'epoch') {
      const { epoch, voters } = notice.configuration
      this.emit('members:change', { epoch, voters: voters.map(({ peerId }) => peerId) })
    }
  }

  #onMismatch(error: GenesisMismatchError): void {
    if (this.#error !== undefined || this.#state !== 'forming') return
    this.#error = error
    this.#readiness.fail(error)
    this.emit('genesis:mismatch', { error })
  }

  #onHalt(cause: unknown): void {
    // A replica can halt before it is known here: in the very turn in which it was opened.
    if (this.#state !== 'forming' && this.#state !== 'open') return
    const error = cause instanceof Error ? cause : new Error(String(cause))
    this.#state = 'halted'
    this.#error = error
    this.#quorum = 'lost'
    this.#led = nobody
    this.#stopCalls(error)
    this.#observer.onHalt(error)
    this.emit('halt', { error })
  }

  async #close(): Promise<void> {
    const timeoutMs = electionTimeoutMs(this.options.core)
    if (this.#isRunning && this.#quorum === 'available') await this.objects.endLeases({ timeoutMs })
    if (this.#state !== 'halted') this.#state = 'closed'
    this.#stopCalls(undefined)
    this.#observer.onClosed()
    if (this.#replica !== undefined) await this.#runtime.close(this.#replica)
  }

  #stopCalls(cause: unknown): void {
    const error = this.#stoppedError()
    this.#proposals.stop(cause)
    this.#reads.stop(error)
    this.objects.close()
    this.#readiness.fail(error)
  }
}
