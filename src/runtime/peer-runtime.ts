import { equals } from 'uint8arrays/equals'
import { bottomBallot } from '../core/ballot.js'
import type { DurableState } from '../core/batch.js'
import type { Founding } from '../core/founding.js'
import type { CoreOptions } from '../core/options.js'
import { InvalidOptionsError, ReplicaStoppedError } from '../errors.js'
import type { ReplicaStore, Store } from '../storage/store.js'
import type { Frame } from '../wire/frame.js'
import { strangerSectionBytesMax } from '../wire/limits.js'
import type { Admit } from './admission.js'
import type { ChurnOptions } from './churn.js'
import { copyGroup } from './fork.js'
import { meetingId, toHex } from './group-id.js'
import { Joining, type Welcome } from './joining.js'
import type { Machine } from './machine.js'
import type { Platform, Randomness } from './ports.js'
import { Postbox } from './postbox.js'
import { Probes } from './probes.js'
import { type ReplicaListener, ReplicaRuntime, type ReplicaRuntimeInit } from './replica-runtime.js'

/** What the outside gives to the replicas of one peer. */
export interface Ports extends Platform {
  readonly store: Store
}

/** How a replica takes part. */
export interface ReplicaSetup {
  readonly options: CoreOptions
  readonly listener: ReplicaListener
  /** Says who may learn from this replica without ever having been a voter; without it, nobody. */
  readonly admit: Admit | undefined
  /** How voters that are gone are replaced while this replica leads; without it, they are not. */
  readonly churn: ChurnOptions | undefined
  readonly machine: Machine
  /** Bytes of the log that are kept once a snapshot covers it, if possible. */
  readonly logBytesMax: number
}

/** Names a group that exists, and members that may admit this peer. */
export interface Invitation {
  readonly name: string
  readonly groupId: Uint8Array
  /** PeerIds of members. */
  readonly contacts: readonly string[]
}

/** All replicas of one peer: one for each open group, over one store and one transport. */
export class PeerRuntime {
  readonly ports: Ports
  readonly #replicas = new Set<ReplicaRuntime>()
  readonly #probes: Probes
  /** Replicas by group id and by meeting id, in hexadecimal. */
  readonly #byId = new Map<string, ReplicaRuntime>()
  #isHidden = false
  /** Whether requests to be admitted are made. */
  #joins = false
  /** Requests to be admitted, by group id in hexadecimal. */
  readonly #joining = new Map<string, Joining>()
  /** The id that was looked up last: most frames are for one group. */
  #latest: { readonly id: Uint8Array; readonly replica: ReplicaRuntime } | undefined

  constructor(ports: Ports) {
    this.ports = ports
    this.#probes = new Probes(ports)
  }

  /** Opens the store and begins to listen. */
  async start(): Promise<void> {
    const { store, transport } = this.ports
    await store.open()
    this.#joins = true
    transport.attach({
      accepts: (peerId, groupId, bytes) => this.#accepts(peerId, groupId, bytes),
      onFrame: (peerId, frame) => this.#onFrame(peerId, frame),
      onConnectivity: (peerId, connected) => {
        for (const replica of this.#replicas) replica.onConnectivity(peerId, connected)
        for (const joining of this.#joining.values()) joining.onConnectivity(peerId, connected)
      }
    })
  }

  /** Gives up every request to be admitted, and those that are about to be made. */
  giveUpJoining(): void {
    this.#joins = false
    for (const joining of this.#joining.values()) {
      joining.stop(new ReplicaStoppedError('the service stopped'))
    }
  }

  /** Whether nobody sees this peer, so that its replicas are to lead only where nobody else can. */
  hide(isHidden: boolean): void {
    this.#isHidden = isHidden
    for (const replica of this.#replicas) replica.holdBack('hidden', isHidden)
  }

  /** Stops every replica, then gives the store back. */
  async stop(): Promise<void> {
    this.ports.transport.attach(undefined)
    this.giveUpJoining()
    const stopped = await Promise.allSettled(
      [...this.#replicas].map(replica => this.close(replica))
    )
    await this.ports.store.close()
    for (const result of stopped) {
      if (result.status === 'rejected') throw result.reason
    }
  }

  /** Recovers the replica of a group and begins to take part in it. A group is open once at a time. */
  async open(founding: Founding, setup: ReplicaSetup): Promise<ReplicaRuntime> {
    const { transport } = this.ports
    const meeting = toHex(meetingId(founding))
    if (this.#byId.has(meeting)) {
      throw new InvalidOptionsError(`group '${founding.name}' is open already`)
    }
    const store = await this.#openStore(founding.name, meeting)
    if (isUnfinished(store.recovered)) {
      await store.close()
      throw new InvalidOptionsError(`the fork '${founding.name}' was not finished: make it again`)
    }
    transport.keepConnected(
      meeting,
      founding.founders.filter(peerId => peerId !== transport.peerId)
    )
    return await this.#run({ ...setup, founding, store, recovered: store.recovered, contacts: [] })
  }

  /**
   * Takes part in a group that exists, as somebody that its members admit: asks them, unless an earlier life was admitted already.
   *
   * @throws JoinRefusedError if every member that was named refuses; the signal's reason if it is aborted.
   */
  async join(
    invitation: Invitation,
    setup: ReplicaSetup,
    signal?: AbortSignal
  ): Promise<ReplicaRuntime> {
    const { name, contacts } = invitation
    const id = toHex(invitation.groupId)
    if (this.#byId.has(id) || this.#joining.has(id)) {
      throw new InvalidOptionsError(`group '${name}' is open already`)
    }
    const store = await this.#openStore(name, id)
    let known: Pick<ReplicaRuntimeInit, 'founding' | 'recovered'>
    try {
      known = await this.#find(invitation, setup, store, signal)
    } catch (error) {
      await store.close()
      throw error
    }
    return await this.#run({ ...setup, ...known, store, contacts })
  }

  /**
   * Founds a group, of which this peer is the only voter, out of what the store holds of a closed one.
   *
   * @throws InvalidOptionsError if that is open, unknown, never formed or more than one, or the new one is there already.
   */
  async fork(name: string, founding: Founding): Promise<void> {
    const { store, transport, randomness } = this.ports
    this.#checkClosed(name)
    const keys = await store.keys()
    const [key, another] = keys.filter(known => nameOfKey(known) === name)
    if (key === undefined) throw new InvalidOptionsError(`there is no group '${name}' in the store`)
    if (another !== undefined) {
      throw new InvalidOptionsError(`there are several groups '${name}' in the store`)
    }
    const newKey = storeKey(founding.name, toHex(meetingId(founding)))
    if (keys.includes(newKey)) await this.#deleteUnfinished(newKey, founding.name)
    await using from = closing(await store.openReplica(key, newIncarnation(randomness)))
    if (!from.replica.recovered.genesis.chosen) {
      throw new InvalidOptionsError(`group '${name}' never formed`)
    }
    await using to = closing(await store.openReplica(newKey, newIncarnation(randomness)))
    await copyGroup(from.replica, to.replica, transport.peerId)
  }

  /** Stops a replica and forgets it; its durable state stays. */
  async close(replica: ReplicaRuntime): Promise<void> {
    this.#remove(replica)
    await replica.stop()
  }

  /** Deletes the durable state of every closed group of this name. */
  async forget(name: string): Promise<void> {
    const { store } = this.ports
    this.#checkClosed(name)
    for (const key of await store.keys()) {
      if (nameOfKey(key) === name) await store.delete(key)
    }
  }

  #checkClosed(name: string): void {
    for (const { founding } of this.#replicas) {
      if (founding.name === name)
        throw new InvalidOptionsError(`group '${name}' is open: close it first`)
    }
  }

  /** Deletes what is left of a fork that failed. */
  async #deleteUnfinished(key: string, name: string): Promise<void> {
    const { store, randomness } = this.ports
    const replica = await store.openReplica(key, newIncarnation(randomness))
    await replica.close()
    if (replica.recovered.genesis.chosen) {
      throw new InvalidOptionsError(`there is a group '${name}' already`)
    }
    await store.delete(key)
  }

  async #openStore(name: string, id: string): Promise<ReplicaStore> {
    const { store, randomness } = this.ports
    return await store.openReplica(storeKey(name, id), newIncarnation(randomness))
  }

  /** What the group was made of: as the store knows, or as a member tells, which then is made durable. */
  async #find(
    invitation: Invitation,
    setup: ReplicaSetup,
    store: ReplicaStore,
    signal: AbortSignal | undefined
  ): Promise<Pick<ReplicaRuntimeInit, 'founding' | 'recovered'>> {
    const { recovered } = store
    const { founding: known } = recovered.genesis
    if (known !== undefined) return { founding: known, recovered }
    const { founding, configuration } = await this.#ask(invitation, setup, recovered, signal)
    if (founding.name !== invitation.name) {
      throw new InvalidOptionsError(`the group of this invite is called '${founding.name}'`)
    }
    const accepted = { ballot: bottomBallot(0), configuration }
    const genesis = { promisedBallot: bottomBallot(0), accepted, chosen: true, founding }
    const bottom = bottomBallot(configuration.epoch)
    const batch = { genesis, promisedBallot: bottom, acceptedBallot: bottom }
    await store.append(batch)
    return { founding, recovered: { ...recovered, ...batch } }
  }

  async #ask(
    { groupId, contacts }: Invitation,
    { options }: ReplicaSetup,
    { incarnation }: DurableState,
    signal: AbortSignal | undefined
  ): Promise<Welcome> {
    if (!this.#joins) throw new ReplicaStoppedError('the service stopped')
    const { clock, transport } = this.ports
    const willing = options.role === 'voter'
    const joining = new Joining({ groupId, contacts, incarnation, willing, clock, transport })
    const id = toHex(groupId)
    this.#joining.set(id, joining)
    try {
      return await joining.run(signal)
    } finally {
      this.#joining.delete(id)
    }
  }

  async #run(
    init: Omit<ReplicaRuntimeInit, keyof Platform | 'probes' | 'onGroupId'>
  ): Promise<ReplicaRuntime> {
    const { clock, randomness, digests, transport } = this.ports
    const replica: ReplicaRuntime = new ReplicaRuntime({
      ...init,
      clock,
      randomness,
      digests,
      transport,
      probes: this.#probes,
      onGroupId: groupId => this.#byId.set(toHex(groupId), replica)
    })
    this.#replicas.add(replica)
    if (this.#isHidden) replica.holdBack('hidden', true)
    this.#byId.set(toHex(replica.meetingId), replica)
    try {
      await replica.start()
    } catch (error) {
      this.#remove(replica)
      await init.store.close()
      throw error
    }
    return replica
  }

  #remove(replica: ReplicaRuntime): void {
    this.#replicas.delete(replica)
    for (const [id, other] of this.#byId) {
      if (other === replica) this.#byId.delete(id)
    }
    this.#latest = undefined
    this.ports.transport.keepConnected(toHex(replica.meetingId), [])
  }

  #byGroupId(id: Uint8Array): ReplicaRuntime | undefined {
    if (this.#latest !== undefined && equals(this.#latest.id, id)) return this.#latest.replica
    const replica = this.#byId.get(toHex(id))
    if (replica !== undefined) this.#latest = { id: id.slice(), replica }
    return replica
  }

  /**
   * Members are heard on their groups. On a group that is not open here, founders of an open one are: they may mean it by the same
   * name. Of strangers, no more is read than a request to join takes, on whichever group, so that nobody learns which are open.
   */
  #accepts(from: string, groupId: Uint8Array, bytes: number): boolean {
    const replica = this.#byGroupId(groupId)
    if (replica !== undefined) return replica.hears(from, bytes)
    if (bytes <= strangerSectionBytesMax) return true
    if (this.#knows(from)) return true
    return this.#joining.get(toHex(groupId))?.isContact(from) === true
  }

  /** Whether somebody takes part in any group that is open here. */
  #knows(peerId: string): boolean {
    for (const replica of this.#replicas) if (replica.knows(peerId)) return true
    return false
  }

  #onFrame(from: string, frame: Frame): void {
    if (frame.probe !== undefined && this.#knows(from)) this.#probes.onProbe(from, frame.probe)
    for (const section of frame.sections) {
      const replica = this.#byGroupId(section.groupId)
      if (replica !== undefined) {
        replica.onSection(from, section)
        continue
      }
      this.#joining.get(toHex(section.groupId))?.onSection(from, section)
      for (const message of section.messages) {
        if (message.type === 'genesis-prepare') {
          this.#answerMismatch(from, section.groupId, message.nameHash)
        } else if (message.type === 'join') {
          this.#refuse(from, section.groupId)
        }
      }
    }
  }

  /** No such group is open here: whoever asks gets the answer of a group that does not want it. */
  #refuse(to: string, groupId: Uint8Array): void {
    const { clock, transport, randomness } = this.ports
    const postbox = new Postbox(clock, transport, groupId, {
      incarnation: newIncarnation(randomness)
    })
    postbox.send([{ to, message: { type: 'join-refused' } }])
  }

  /**
   * A founder of a group opened here means another founding by the same name: it is told. Nobody else gets an answer, so
   * that nobody can ask which groups exist.
   */
  #answerMismatch(from: string, groupId: Uint8Array, nameHash: Uint8Array): void {
    for (const replica of this.#replicas) {
      if (!equals(replica.nameHash, nameHash)) continue
      if (!replica.founding.founders.includes(from)) continue
      new Postbox(this.ports.clock, this.ports.transport, groupId, replica.sender).send([
        { to: from, message: { type: 'genesis-mismatch', nameHash } }
      ])
      replica.onMismatch(from)
    }
  }
}

/** Whether a state is what is left of a fork that failed: there is no log before there is a group. */
function isUnfinished({ genesis, lastSlot }: DurableState): boolean {
  return !genesis.chosen && lastSlot > 0
}

function closing(replica: ReplicaStore): AsyncDisposable & { readonly replica: ReplicaStore } {
  return { replica, [Symbol.asyncDispose]: () => replica.close() }
}

/** Hexadecimal characters of a meeting id. */
const meetingIdLength = 64

/** Under which key of the store a group's replica lives: each founding of a name has its own. */
function storeKey(name: string, meeting: string): string {
  return `${meeting}/${name}`
}

function nameOfKey(key: string): string {
  return key.slice(meetingIdLength + 1)
}

function newIncarnation(randomness: Randomness): bigint {
  for (;;) {
    const incarnation = randomness.uint64()
    if (incarnation !== 0n) return incarnation
  }
}
