import type { Batch, DurableState } from '../core/batch.js'
import type { Configuration, ReplicaId } from '../core/configuration.js'
import type { ChosenEntry, Effects, Input, Payload, ReserveInput } from '../core/effects.js'
import type { Entry } from '../core/entry.js'
import type { History } from '../core/epochs.js'
import type { Founding } from '../core/founding.js'
import { Genesis, type GenesisEffects, type GenesisInput } from '../core/genesis.js'
import { type CoreOptions, electionTimeoutMs } from '../core/options.js'
import { Replica } from '../core/replica.js'
import { emptyLog } from '../core/state.js'
import type { ReplicaView } from '../core/view.js'
import { GenesisMismatchError, ReplicaStoppedError, StateDivergedError } from '../errors.js'
import type { ReplicaStore } from '../storage/store.js'
import {
  type FrameSection,
  isGenesisMessage,
  isMembershipMessage,
  isSnapshotMessage
} from '../wire/frame.js'
import { strangerSectionBytesMax } from '../wire/limits.js'
import type { Admit } from './admission.js'
import { ChosenLog, readBytesMax } from './chosen-log.js'
import type { ChurnOptions } from './churn.js'
import { Deliveries, type DeliveryListener } from './deliveries.js'
import { groupId, hashName, meetingId, toHex } from './group-id.js'
import type { Machine } from './machine.js'
import { MachineLoop } from './machine-loop.js'
import { Members } from './members.js'
import type { Platform } from './ports.js'
import { Postbox, type Sender } from './postbox.js'
import type { Probes } from './probes.js'
import { Snapshots } from './snapshots.js'
import { Voters } from './voters.js'

/** Receives what one replica brings about. It must not throw. */
export interface ReplicaListener extends DeliveryListener {
  /** The founders met: the group exists. */
  onFormed(): void
  /** Chosen entries that the store brought back, after the snapshot that the machine was restored from, or from slot 1 on. */
  onRestored(chosen: readonly ChosenEntry[]): void
  /** The application's `admit` threw. */
  onAdmitError(error: unknown): void
  /** The machine threw when it was asked for its state: there is no snapshot this time. */
  onMachineError(error: unknown): void
  /** A founder disagrees about the group: it cannot form. */
  onMismatch(error: GenesisMismatchError): void
  /** The replica stopped for good: nothing more comes from it. */
  onHalt(error: unknown): void
}

export interface ReplicaRuntimeInit extends Platform {
  readonly founding: Founding
  readonly options: CoreOptions
  readonly store: ReplicaStore
  /** What the store holds. */
  readonly recovered: DurableState
  /** PeerIds of members that an invite named. */
  readonly contacts: readonly string[]
  /** Says who may learn without ever having been a voter. */
  readonly admit: Admit | undefined
  /** How voters that are gone are replaced while this replica leads; without it, they are not. */
  readonly churn: ChurnOptions | undefined
  readonly machine: Machine
  /** Bytes of the log that are kept once a snapshot covers it, if possible. */
  readonly logBytesMax: number
  readonly listener: ReplicaListener
  /** Called once the group exists, before anything is sent under its id. */
  readonly onGroupId: (groupId: Uint8Array) => void
  readonly probes: Probes
}

/** Bytes of entries that may wait while the machine is restored: beyond it what others send is dropped, as if it were lost. */
const waitingBytesMax = 64 * 1024 * 1024

/**
 * Runs one replica of one group over its ports: first the founding, if the store does not know the group yet, then the log.
 */
export class ReplicaRuntime {
  readonly founding: Founding
  readonly meetingId: Uint8Array
  readonly nameHash: Uint8Array
  readonly #init: ReplicaRuntimeInit
  readonly #members: Members
  /** Calls that were made before the group existed. */
  #early: Input[] = []
  readonly #genesis: Genesis
  readonly #genesisLoop: MachineLoop<GenesisInput, GenesisEffects>
  #groupId: Uint8Array | undefined
  #replica: Replica | undefined
  #loop: MachineLoop<Input, Effects> | undefined
  #stopped = false
  #snapshots: Snapshots | undefined
  #deliveries: Deliveries | undefined
  readonly #voters: Voters
  /** Tickets of this replica's own proposals are below 0, so that they are none of its owner's. */
  #churnTicket = 0
  /** For what is no message of the log. */
  #postbox: Postbox | undefined
  readonly #log: ChosenLog

  constructor(init: ReplicaRuntimeInit) {
    const { founding, store, clock, options, transport } = init
    this.#init = init
    this.founding = founding
    this.meetingId = meetingId(founding)
    this.nameHash = hashName(founding.name)
    const { incarnation, genesis } = init.recovered
    this.#genesis = new Genesis({
      self: { peerId: transport.peerId, incarnation },
      founders: founding.founders,
      quorum: founding.quorum,
      nameHash: this.nameHash,
      recovered: genesis,
      connected: founding.founders.filter(peerId => transport.isConnected(peerId)),
      heartbeatIntervalMs: options.heartbeatIntervalMs,
      nowMs: clock.nowMs()
    })
    this.#voters = new Voters({
      ...init,
      incarnation,
      key: toHex(this.meetingId),
      heartbeatIntervalMs: options.heartbeatIntervalMs,
      probeIntervalMs: electionTimeoutMs(options),
      onVouch: holds => this.#loop?.submit({ type: 'vouch', holds }),
      propose: configuration => {
        this.#churnTicket -= 1
        this.propose(this.#churnTicket, { type: 'stop', configuration })
      },
      onFailure: error => this.#halt(error)
    })
    this.#log = new ChosenLog(store, () => (this.#stopped ? undefined : this.#replica))
    this.#members = this.#newMembers()
    this.#genesisLoop = new MachineLoop({
      clock,
      store,
      postbox: new Postbox(clock, transport, this.meetingId, this.sender),
      step: (inputs, nowMs) => this.#genesis.step(inputs, nowMs),
      durable: batchId => ({ type: 'durable', batchId }),
      onEffects: effects => this.#onGenesis(effects),
      onFailure: error => this.#halt(error)
    })
  }

  /** 32 bytes, once the group exists. */
  get groupId(): Uint8Array | undefined {
    return this.#groupId
  }

  /** The configuration of the current epoch, once the group exists. */
  get configuration(): Configuration | undefined {
    return this.#replica?.view().configuration ?? this.#genesis.configuration
  }

  /** Whether `peerId` takes part: a founder, somebody who votes or once voted, or a member that an invite named. */
  knows(peerId: string): boolean {
    const { founding, contacts } = this.#init
    return (
      founding.founders.includes(peerId) ||
      this.#replica?.knows(peerId) === true ||
      contacts.includes(peerId)
    )
  }

  /** Whether so many bytes that `peerId` sends are to be read: of a stranger, only what asks to be admitted. */
  hears(peerId: string, bytes: number): boolean {
    return (
      this.knows(peerId) || bytes <= strangerSectionBytesMax || this.#members.isAdmitted(peerId)
    )
  }

  /** Whether a voter, in this life, may be taken to be there. */
  reaches(voter: ReplicaId): boolean {
    return this.#replica?.reaches(voter) === true
  }

  get incarnation(): bigint {
    return this.#init.recovered.incarnation
  }

  /** What its messages say of this replica. */
  get sender(): Required<Sender> {
    const { incarnation, boot } = this.#init.recovered
    return { incarnation, boot }
  }

  /** Founders that are not connected. */
  get missing(): readonly string[] {
    return this.#genesis.missing
  }

  /** What the replica knows, once the group exists. */
  get view(): ReplicaView | undefined {
    return this.#replica?.view()
  }

  get chosenSlotMax(): number {
    return this.#replica?.chosenSlotMax ?? 0
  }

  /** First slot of the log that is kept. */
  get firstSlot(): number {
    return (this.#replica?.compactedSlotMax ?? 0) + 1
  }

  /** Recovers from the store and begins to take part. */
  async start(): Promise<void> {
    this.#genesisLoop.start()
    if (this.#genesis.configuration !== undefined) await this.#openLog(this.#genesis.configuration)
  }

  /** Takes what a peer sent under this group's id or meeting id. */
  onSection(from: string, section: FrameSection): void {
    const { incarnation } = section
    const isKnown = this.knows(from)
    if (!this.#members.hears(from, section, isKnown)) return
    for (const message of section.messages) {
      if (isGenesisMessage(message)) {
        if (isKnown) this.#genesisLoop.submit({ type: 'message', from, incarnation, message })
      } else if (isMembershipMessage(message)) {
        this.#members.onMessage(from, message, isKnown)
      } else if (isSnapshotMessage(message)) {
        // While it starts a replica has nothing to say.
        if (this.#replica !== undefined) this.#snapshots?.onMessage(from, message)
      } else if ((this.#deliveries?.bytes ?? 0) <= waitingBytesMax) {
        this.#loop?.submit({ type: 'message', from, incarnation, message })
      }
    }
  }

  onConnectivity(peerId: string, connected: boolean): void {
    if (!this.knows(peerId)) return
    this.#genesisLoop.submit({ type: 'connectivity', peerId, connected })
    this.#loop?.submit(this.#connectivity(peerId, connected))
  }

  /** The founder `peerId` disagrees about the group. It matters only until the group exists. */
  onMismatch(peerId: string): void {
    if (this.#genesis.configuration !== undefined) return
    const message =
      `${peerId} opened group '${this.founding.name}' with other founders, quorums or options, ` +
      'or holds another history of it'
    this.#init.listener.onMismatch(new GenesisMismatchError(message, { peerId }))
  }

  /** Proposes under a ticket that was never used before; the listener hears its fate. */
  propose(ticket: number, payload: Payload): void {
    this.#submit({ type: 'propose', ticket, payload })
  }

  abort(ticket: number): void {
    const early = this.#early.findIndex(
      input => input.type === 'propose' && input.ticket === ticket
    )
    if (early < 0) {
      this.#submit({ type: 'abort', ticket })
      return
    }
    // There may never be a log that takes it.
    this.#early.splice(early, 1)
    this.#init.listener.onSettled([{ type: 'withdrawn', ticket }])
  }

  read(ticket: number): void {
    this.#submit({ type: 'read', ticket })
  }

  transfer(target: string): void {
    this.#submit({ type: 'transfer', target })
  }

  /** Whether it is to lead only where nobody else can. */
  holdBack(why: ReserveInput['why'], isHeldBack: boolean): void {
    this.#submit({ type: 'reserve', why, isHeldBack })
  }

  /** Something is to happen once the group's time comes to `logTimeMs`; replaces what was said before. */
  alarm(logTimeMs: number | undefined): void {
    this.#submit({ type: 'alarm', logTimeMs })
  }

  /** See {@link ChosenLog.entries}. */
  entries(
    firstSlot: number,
    endSlot: number,
    signal?: AbortSignal
  ): Promise<readonly Entry[] | undefined> {
    return this.#log.entries(firstSlot, endSlot, signal)
  }

  /** PeerId of the replica that opened the session, as far as that is known. */
  originOf(session: number): Promise<string | undefined> {
    return this.#log.originOf(session)
  }

  /** Stops taking part, in order: what is known is written, unless the replica halted, then its store is closed. */
  async stop(): Promise<void> {
    const halted = this.#stopped
    this.#end()
    const last = halted ? undefined : this.#replica?.finish().persist
    try {
      if (last !== undefined) await this.#init.store.append(last.batch)
    } finally {
      await this.#init.store.close()
    }
  }

  #newMembers(): Members {
    const { listener, transport } = this.#init
    return new Members({
      ...this.#init,
      key: toHex(this.meetingId),
      sender: this.sender,
      welcome: () => {
        const { configuration } = this.#genesis
        return configuration && { type: 'welcome', founding: this.founding, configuration }
      },
      send: (to, message) => this.#postbox?.send([{ to, message }]),
      onRefused: peerId => {
        listener.onNotice({ type: 'refused', by: peerId })
        this.#loop?.submit({ type: 'connectivity', peerId, connected: false })
      },
      onForgiven: peerId => {
        if (transport.isConnected(peerId)) this.onConnectivity(peerId, true)
      },
      onAdmitError: error => listener.onAdmitError(error),
      onForgotten: error => this.#halt(error)
    })
  }

  #submit(input: Input): void {
    if (this.#loop === undefined) this.#early.push(input)
    else this.#loop.submit(input)
  }

  #onGenesis(effects: GenesisEffects): void {
    if (effects.mismatch !== undefined) this.onMismatch(effects.mismatch)
    const { configuration } = this.#genesis
    if (configuration === undefined || this.#groupId !== undefined) return
    this.#openLog(configuration).catch(error => this.#halt(error))
  }

  async #openLog(configuration: Configuration): Promise<void> {
    const { store, recovered: found, contacts, options, transport, clock } = this.#init
    const { randomness, listener } = this.#init
    if (this.#groupId !== undefined) return
    this.#groupId = groupId(this.meetingId, configuration)
    this.#init.onGroupId(this.#groupId)
    const recovered = found.genesis.chosen ? found : emptyLog(found, configuration.epoch)
    const snapshots = this.#newSnapshots(recovered)
    const { snapshot } = recovered
    const image = snapshot && (await snapshots.restore(snapshot.slot))
    if (this.#stopped) return
    const replica = new Replica({
      self: { peerId: transport.peerId, incarnation: this.incarnation },
      configuration,
      recovered,
      options,
      sessions: this.founding,
      image,
      nonce: randomness.uint64(),
      nowMs: clock.nowMs()
    })
    for (let slot = (snapshot?.slot ?? 0) + 1; slot <= recovered.lastSlot; ) {
      const entries = await store.read(slot, recovered.lastSlot + 1, readBytesMax)
      listener.onRestored(replica.restore(entries))
      slot += entries.length
    }
    if (this.#stopped) return
    this.#replica = replica
    const onFailure = (error: unknown): void => this.#halt(error)
    this.#deliveries = new Deliveries({ listener, snapshots, clock, onFailure })
    this.#loop = new MachineLoop<Input, Effects>({
      clock,
      store: { append: batch => this.#append(batch) },
      postbox: new Postbox(clock, transport, this.#groupId, this.sender),
      step: (inputs, nowMs) => replica.step(inputs, nowMs),
      durable: batchId => ({ type: 'durable', batchId }),
      onEffects: effects => this.#onEffects(effects),
      onFailure: error => this.#halt(error)
    })
    this.#postbox = new Postbox(clock, transport, this.#groupId, this.sender)
    for (const peerId of new Set([...this.founding.founders, ...contacts])) {
      if (transport.isConnected(peerId)) {
        this.#loop.submit(this.#connectivity(peerId, true))
      }
    }
    this.#keepConnected(recovered.configuration ?? configuration)
    for (const input of this.#early) this.#loop.submit(input)
    this.#early = []
    this.#loop.start()
    listener.onFormed()
  }

  #onEffects(effects: Effects): void {
    this.#deliveries?.deliver(effects)
    for (const notice of effects.notices) {
      if (notice.type === 'epoch') this.#keepConnected(notice.configuration)
      if (notice.type === 'diverged' && notice.verdict === 'outvoted') {
        const text = 'a majority of the voters has another state'
        this.#halt(new StateDivergedError(text, { slot: notice.slot }))
      }
    }
    if (effects.chosen.length > 0) this.#log.onChosen()
    if (effects.snapshotFrom !== undefined) this.#snapshots?.obtain(effects.snapshotFrom)
    if (this.#replica !== undefined) this.#voters.check(this.#replica)
    for (const load of effects.loads) {
      this.#load(load).catch(error => this.#halt(error))
    }
  }

  #newSnapshots({ snapshot }: DurableState): Snapshots {
    const { store, clock, digests, machine, logBytesMax, listener, options } = this.#init
    this.#snapshots = new Snapshots({
      store,
      clock,
      digests,
      machine,
      heartbeatIntervalMs: options.heartbeatIntervalMs,
      logBytesMax,
      snapshotEveryBytes: this.founding.snapshotEveryBytes,
      newest: snapshot,
      send: (to, message) => {
        if (message.type === 'snapshot-chunk') this.#postbox?.sendApart({ to, message })
        else this.#postbox?.send([{ to, message }])
      },
      submit: input => this.#loop?.submit(input),
      knownSlot: () => this.chosenSlotMax,
      historyUpTo: slot => this.#historyUpTo(slot),
      onMachineError: error => listener.onMachineError(error),
      onFailure: error => this.#halt(error)
    })
    return this.#snapshots
  }

  #historyUpTo(slot: number): History {
    if (this.#replica === undefined) throw new ReplicaStoppedError('the replica is not open')
    return this.#replica.historyUpTo(slot)
  }

  async #append(batch: Batch): Promise<void> {
    await this.#init.store.append(batch)
    this.#snapshots?.onDurable(batch)
  }

  /** The same configuration, with where its voters are, so that whoever learns of it can find them. */
  withAddresses(configuration: Configuration): Promise<Configuration> {
    return this.#voters.withAddresses(configuration)
  }

  #keepConnected(configuration: Configuration): void {
    for (const peerId of this.#voters.keepConnected(configuration)) {
      this.#loop?.submit(this.#connectivity(peerId, true))
    }
  }

  #connectivity(peerId: string, connected: boolean): Input {
    const isRelayed = connected && this.#init.transport.isRelayed(peerId)
    return { type: 'connectivity', peerId, connected, isRelayed }
  }

  async #load(load: Effects['loads'][number]): Promise<void> {
    const { loadId, firstSlot, endSlot } = load
    const entries = await this.#init.store.read(firstSlot, endSlot, readBytesMax)
    this.#loop?.submit({ type: 'loaded', loadId, firstSlot, entries })
  }

  #halt(error: unknown): void {
    if (this.#stopped) return
    this.#end()
    this.#init.listener.onHalt(error)
  }

  #end(): void {
    this.#stopped = true
    this.#voters.stop()
    this.#init.probes.onStopped()
    this.#genesisLoop.stop()
    this.#loop?.stop()
    this.#snapshots?.stop()
    this.#deliveries?.stop()
    this.#postbox?.close()
    this.#members.stop()
    this.#log.end()
  }
}
