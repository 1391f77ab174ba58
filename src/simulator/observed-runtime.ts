import type { DurableState, GenesisRecord } from '../core/batch.js'
import type { Configuration } from '../core/configuration.js'
import type { ChosenEntry, Notice, Payload, Settlement } from '../core/effects.js'
import type { Founding } from '../core/founding.js'
import {
  type Invitation,
  PeerRuntime,
  type Ports,
  type ReplicaSetup
} from '../runtime/peer-runtime.js'
import type { ReplicaListener, ReplicaRuntime } from '../runtime/replica-runtime.js'
import type { Store } from '../storage/store.js'

/** What the replicas of one process bring about, by the name of their group. */
export interface RuntimeObserver {
  onRestored(group: string, chosen: readonly ChosenEntry[]): void
  onChosen(group: string, chosen: readonly ChosenEntry[]): void
  onSettled(group: string, settlement: Settlement): void
  onRead(group: string, ticket: number, slot: number): void
  onAsk(group: string, ticket: number, what: Payload | 'read'): void
  onInstall(group: string, firstSlot: number, lastSlot: number): void
  onNotice(group: string, notice: Notice): void
  onHalt(group: string, error: unknown): void
}

/** The production runtime, with an observer that hears everything before the group does. */
export class ObservedRuntime extends PeerRuntime {
  readonly #observer: RuntimeObserver

  constructor(ports: Ports, observer: RuntimeObserver) {
    super(ports)
    this.#observer = observer
  }

  override async open(founding: Founding, setup: ReplicaSetup): Promise<ReplicaRuntime> {
    const { name } = founding
    const listener = this.#tee(name, setup.listener)
    return this.#observe(name, await super.open(founding, { ...setup, listener }))
  }

  override async join(
    invitation: Invitation,
    setup: ReplicaSetup,
    signal?: AbortSignal
  ): Promise<ReplicaRuntime> {
    const { name } = invitation
    const listener = this.#tee(name, setup.listener)
    return this.#observe(name, await super.join(invitation, { ...setup, listener }, signal))
  }

  #observe(name: string, replica: ReplicaRuntime): ReplicaRuntime {
    const propose = replica.propose.bind(replica)
    replica.propose = (ticket, payload) => {
      this.#observer.onAsk(name, ticket, payload)
      propose(ticket, payload)
    }
    const read = replica.read.bind(replica)
    replica.read = ticket => {
      this.#observer.onAsk(name, ticket, 'read')
      read(ticket)
    }
    return replica
  }

  #tee(name: string, listener: ReplicaListener): ReplicaListener {
    const observer = this.#observer
    return {
      onFormed: () => listener.onFormed(),
      onRestored: chosen => {
        observer.onRestored(name, chosen)
        listener.onRestored(chosen)
      },
      onChosen: chosen => {
        observer.onChosen(name, chosen)
        listener.onChosen(chosen)
      },
      onSettled: settled => {
        for (const settlement of settled) observer.onSettled(name, settlement)
        listener.onSettled(settled)
      },
      onRead: (ticket, slot) => {
        observer.onRead(name, ticket, slot)
        listener.onRead(ticket, slot)
      },
      onInstall: (firstSlot, lastSlot) => {
        observer.onInstall(name, firstSlot, lastSlot)
        listener.onInstall(firstSlot, lastSlot)
      },
      onNotice: notice => {
        observer.onNotice(name, notice)
        listener.onNotice(notice)
      },
      onAdmitError: error => listener.onAdmitError(error),
      onMachineError: error => listener.onMachineError(error),
      onMismatch: error => listener.onMismatch(error),
      onHalt: error => {
        observer.onHalt(name, error)
        listener.onHalt(error)
      }
    }
  }
}

/** What is heard of a store when replicas are opened over it. */
export interface StoreObserver {
  /** Whether the process still lives: if not, its store takes no more calls, and none of them ends. */
  readonly isAlive: boolean
  onOpen(group: string, recovered: DurableState): void
  onConfiguration(group: string, configuration: Configuration): void
}

/** Characters of a meeting id and what separates it from the group's name in the key of a replica. */
const keyPrefixLength = 65

/** The name of the group whose replica the runtime keeps under `key`. */
export function groupOfKey(key: string): string {
  return key.slice(keyPrefixLength)
}

/** A store, with an observer that hears what its replicas are opened over. */
export function observedStore(store: Store, observer: StoreObserver): Store {
  return {
    durability: store.durability,
    open: () => store.open(),
    close: () => store.close(),
    keys: () => store.keys(),
    delete: key => store.delete(key),
    openReplica: async (key, incarnation) => {
      const group = groupOfKey(key)
      const replica = await store.openReplica(key, incarnation)
      observer.onOpen(group, replica.recovered)
      tellConfiguration(observer, group, replica.recovered.genesis)
      return {
        recovered: replica.recovered,
        append: batch => {
          if (!observer.isAlive) return Promise.withResolvers<void>().promise
          tellConfiguration(observer, group, batch.genesis)
          return replica.append(batch)
        },
        read: (firstSlot, endSlot, bytesMax) => replica.read(firstSlot, endSlot, bytesMax),
        stageSnapshot: slot => replica.stageSnapshot(slot),
        readSnapshot: (slot, index) => replica.readSnapshot(slot, index),
        keepSnapshots: slots => replica.keepSnapshots(slots),
        close: () => replica.close()
      }
    }
  }
}

function tellConfiguration(
  observer: StoreObserver,
  group: string,
  genesis: GenesisRecord | undefined
): void {
  if (genesis?.chosen && genesis.accepted !== undefined) {
    observer.onConfiguration(group, genesis.accepted.configuration)
  }
}
