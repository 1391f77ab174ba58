import { equals } from 'uint8arrays/equals'
import type { CoreOptions } from '../core/options.js'
import { InvalidOptionsError } from '../errors.js'
import type { ReplicaStore, Store } from '../storage/store.js'
import type { Frame } from '../wire/frame.js'
import { type Founding, meetingId, toHex } from './group-id.js'
import type { Clock, Randomness, Transport } from './ports.js'
import { Postbox } from './postbox.js'
import { type ReplicaListener, ReplicaRuntime } from './replica-runtime.js'

/** What the outside gives to the replicas of one peer. */
export interface Ports {
  readonly store: Store
  readonly clock: Clock
  readonly randomness: Randomness
  readonly transport: Transport
}

/** All replicas of one peer: one for each open group, over one store and one transport. */
export class PeerRuntime {
  readonly ports: Ports
  readonly #replicas = new Set<ReplicaRuntime>()
  /** Replicas by group id and by meeting id, in hexadecimal. */
  readonly #byId = new Map<string, ReplicaRuntime>()
  /** The id that was looked up last: most frames are for one group. */
  #latest: { readonly id: Uint8Array; readonly replica: ReplicaRuntime } | undefined

  constructor(ports: Ports) {
    this.ports = ports
  }

  /** Opens the store and begins to listen. */
  async start(): Promise<void> {
    const { store, transport } = this.ports
    await store.open()
    transport.attach({
      accepts: (peerId, groupId) => this.#accepts(peerId, groupId),
      onFrame: (peerId, frame) => this.#onFrame(peerId, frame),
      onConnectivity: (peerId, connected) => {
        for (const replica of this.#replicas) replica.onConnectivity(peerId, connected)
      }
    })
  }

  /** Stops every replica, then gives the store back. */
  async stop(): Promise<void> {
    this.ports.transport.attach(undefined)
    const stopped = await Promise.allSettled(
      [...this.#replicas].map(replica => this.close(replica))
    )
    await this.ports.store.close()
    for (const result of stopped) {
      if (result.status === 'rejected') throw result.reason
    }
  }

  /** Recovers the replica of a group and begins to take part in it. A group is open once at a time. */
  async open(
    founding: Founding,
    options: CoreOptions,
    listener: ReplicaListener
  ): Promise<ReplicaRuntime> {
    const { store, clock, randomness, transport } = this.ports
    const meeting = toHex(meetingId(founding))
    if (this.#byId.has(meeting)) {
      throw new InvalidOptionsError(`group '${founding.name}' is open already`)
    }
    const replicaStore = await store.openReplica(
      storeKey(founding.name, meeting),
      newIncarnation(randomness)
    )
    const replica = new ReplicaRuntime({
      founding,
      options,
      store: replicaStore,
      clock,
      randomness,
      transport,
      listener,
      onGroupId: groupId => this.#byId.set(toHex(groupId), replica)
    })
    this.#replicas.add(replica)
    this.#byId.set(meeting, replica)
    transport.keepConnected(
      meeting,
      founding.founders.filter(peerId => peerId !== transport.peerId)
    )
    await this.#start(replica, replicaStore)
    return replica
  }

  /** Stops a replica and forgets it; its durable state stays. */
  async close(replica: ReplicaRuntime): Promise<void> {
    this.#remove(replica)
    await replica.stop()
  }

  /** Deletes the durable state of every closed group of this name. */
  async forget(name: string): Promise<void> {
    const { store } = this.ports
    for (const replica of this.#replicas) {
      if (replica.founding.name === name) {
        throw new InvalidOptionsError(`group '${name}' is open: close it before forgetting it`)
      }
    }
    for (const key of await store.keys()) {
      if (nameOfKey(key) === name) await store.delete(key)
    }
  }

  async #start(replica: ReplicaRuntime, store: ReplicaStore): Promise<void> {
    try {
      await replica.start()
    } catch (error) {
      this.#remove(replica)
      await store.close()
      throw error
    }
  }

  #remove(replica: ReplicaRuntime): void {
    this.#replicas.delete(replica)
    for (const [id, other] of this.#byId) {
      if (other === replica) this.#byId.delete(id)
    }
    this.#latest = undefined
    this.ports.transport.keepConnected(toHex(replica.meetingId), [])
  }

  #find(id: Uint8Array): ReplicaRuntime | undefined {
    if (this.#latest !== undefined && equals(this.#latest.id, id)) return this.#latest.replica
    const replica = this.#byId.get(toHex(id))
    if (replica !== undefined) this.#latest = { id: id.slice(), replica }
    return replica
  }

  /**
   * Members are heard on their groups. On a group that is not open here, founders of an open one are: they may mean it by the same
   * name. Strangers get no further, whatever they send.
   */
  #accepts(from: string, groupId: Uint8Array): boolean {
    const replica = this.#find(groupId)
    if (replica !== undefined) return replica.knows(from)
    for (const other of this.#replicas) if (other.knows(from)) return true
    return false
  }

  #onFrame(from: string, frame: Frame): void {
    for (const section of frame.sections) {
      const replica = this.#find(section.groupId)
      if (replica !== undefined) {
        replica.onSection(from, section)
        continue
      }
      for (const message of section.messages) {
        if (message.type === 'genesis-prepare') {
          this.#answerMismatch(from, section.groupId, message.nameHash)
        }
      }
    }
  }

  /**
   * A founder of a group opened here means another founding by the same name: it is told. Nobody else gets an answer, so
   * that nobody can ask which groups exist.
   */
  #answerMismatch(from: string, groupId: Uint8Array, nameHash: Uint8Array): void {
    for (const replica of this.#replicas) {
      if (!equals(replica.nameHash, nameHash)) continue
      if (!replica.founding.founders.includes(from)) continue
      new Postbox(this.ports.clock, this.ports.transport, groupId, replica.incarnation).send([
        { to: from, message: { type: 'genesis-mismatch', nameHash } }
      ])
      replica.onMismatch(from)
    }
  }
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
