import type { Batch } from '../core/batch.js'
import { PaxosError, StoreError, StoreLockedError } from '../errors.js'
import { bornState, checkReplicaKey, reopenedState } from '../storage/durable-state.js'
import { KeptLog } from '../storage/kept-log.js'
import { keepContents } from '../storage/kept-snapshots.js'
import type { ReplicaStore, Store } from '../storage/store.js'
import type { Deferred, Life } from './disk-life.js'
import type { DiskMedium } from './disk-medium.js'
import { DiskReplica } from './disk-replica.js'
import { GroupCommit } from './group-commit.js'
import { type Journal, JournalRecords, type Kept, readJournal } from './journal.js'

/** Hears what happens on a disk, while it happens. */
export interface DiskObserver {
  /** A replica handed a batch to its store. */
  onAppend(key: string, batch: Batch): void
  /** A replica handed a part of a snapshot's content to its store. */
  onStage(key: string): void
  /** The batch is durable, and nobody has acted on it yet; after a crash also what turns out to have survived it. */
  onDurable(key: string, batch: Batch): void
  /** A state was born, durably. */
  onBorn(key: string, incarnation: bigint): void
}

export interface DiskStoreInit {
  readonly medium: DiskMedium
  readonly observer: DiskObserver
  readonly life: Life
}

/**
 * The store of one life of a process. Opening it reads the whole journal back; from then on what is durable is also kept
 * decoded, for reads.
 */
export class DiskStore implements Store {
  readonly durability = 'fsync'
  readonly #init: DiskStoreInit
  #commit: GroupCommit
  /** Keys that are open, about to be opened, or being deleted. */
  readonly #keysInUse = new Set<string>()
  readonly #replicas = new Set<DiskReplica>()
  /** What is durable, while the store is open. */
  #kept: Map<string, Kept> | undefined
  #opening: Promise<void> | undefined
  #closing: Promise<void> | undefined

  constructor(init: DiskStoreInit) {
    this.#init = init
    this.#commit = new GroupCommit(init.medium)
  }

  get #isOpen(): boolean {
    return this.#kept !== undefined && this.#closing === undefined
  }

  open(): Promise<void> {
    const { life, medium } = this.#init
    const { promise, resolve, reject } = life.defer<void>()
    if (life.isOver) return promise
    if (medium.holder !== undefined) {
      reject(new StoreLockedError('the disk is in use'))
      return promise
    }
    medium.holder = this
    this.#opening = promise
    medium.read(fault => {
      this.#opening = undefined
      let journal: Journal
      try {
        if (fault !== undefined) throw fault
        journal = readJournal(medium.contents())
      } catch (cause) {
        medium.holder = undefined
        reject(toStoreError('the disk cannot be read', cause))
        return
      }
      this.#kept = journal.kept
      this.#commit = new GroupCommit(medium)
      medium.recover(journal.end)
      resolve()
    })
    return promise
  }

  close(): Promise<void> {
    if (this.#closing !== undefined) return this.#closing
    const { life, medium } = this.#init
    const { promise, resolve } = life.defer<void>()
    this.#closing = promise
    const release = (): void => {
      this.#kept = undefined
      this.#closing = undefined
      if (medium.holder === this) medium.release()
      resolve()
    }
    const closeAll = (): void => {
      for (const replica of this.#replicas) void replica.close()
      this.#commit.afterAll(release)
    }
    if (this.#opening === undefined) closeAll()
    else this.#opening.then(closeAll, closeAll)
    return promise
  }

  openReplica(key: string, random: bigint): Promise<ReplicaStore> {
    const { life, medium } = this.#init
    const deferred = life.defer<ReplicaStore>()
    if (life.isOver || !this.#take(key, deferred.reject)) return deferred.promise
    medium.read(fault => {
      const records = new JournalRecords(key)
      const kept = this.#kept?.get(key)
      if (fault !== undefined) this.#giveUp(key, deferred.reject, fault)
      else if (kept !== undefined) {
        keepContents(kept.snapshots, slot => slot === kept.state.snapshot?.slot)
        this.#reopen(key, records, kept, random, deferred)
      } else if (this.#isOpen) this.#bear(key, records, random, deferred)
      else this.#giveUp(key, deferred.reject, notOpen())
    })
    return deferred.promise
  }

  keys(): Promise<readonly string[]> {
    const { promise, resolve, reject } = this.#init.life.defer<readonly string[]>()
    if (this.#kept === undefined || this.#closing !== undefined) reject(notOpen())
    else resolve([...this.#kept.keys()].sort())
    return promise
  }

  delete(key: string): Promise<void> {
    const { life } = this.#init
    const { promise, resolve, reject } = life.defer<void>()
    if (life.isOver || !this.#take(key, reject)) return promise
    if (this.#kept?.has(key) !== true) {
      this.#keysInUse.delete(key)
      resolve()
      return promise
    }
    this.#commit.submit({
      record: new JournalRecords(key).deletion(),
      onDurable: () => this.#kept?.delete(key),
      settle: fault => {
        if (fault !== undefined) {
          this.#giveUp(key, reject, fault)
          return
        }
        this.#keysInUse.delete(key)
        resolve()
      }
    })
    return promise
  }

  /** Whether `key` was free: then it is in use until it is given back. */
  #take(key: string, reject: (error: unknown) => void): boolean {
    try {
      checkReplicaKey(key)
    } catch (error) {
      reject(error)
      return false
    }
    if (!this.#isOpen) reject(notOpen())
    else if (this.#keysInUse.has(key)) reject(new StoreLockedError(`${key} is already open`))
    else {
      this.#keysInUse.add(key)
      return true
    }
    return false
  }

  #giveUp(key: string, reject: (error: unknown) => void, cause: unknown): void {
    this.#keysInUse.delete(key)
    reject(toStoreError(`the state of ${key} cannot be used`, cause))
  }

  #bear(
    key: string,
    records: JournalRecords,
    incarnation: bigint,
    deferred: Deferred<ReplicaStore>
  ): void {
    const kept: Kept = { state: bornState(incarnation), log: new KeptLog(), snapshots: new Map() }
    this.#commit.submit({
      record: records.birth(kept.state),
      onDurable: () => {
        this.#kept?.set(key, kept)
        this.#init.observer.onBorn(key, incarnation)
      },
      settle: fault => {
        if (fault === undefined) this.#open(key, records, kept, deferred)
        else this.#giveUp(key, deferred.reject, fault)
      }
    })
  }

  #reopen(
    key: string,
    records: JournalRecords,
    kept: Kept,
    random: bigint,
    deferred: Deferred<ReplicaStore>
  ): void {
    const state = reopenedState(kept.state, random)
    this.#commit.submit({
      record: records.change(kept.state, state, {}),
      onDurable: () => {
        kept.state = state
      },
      settle: fault => {
        if (fault === undefined) this.#open(key, records, kept, deferred)
        else this.#giveUp(key, deferred.reject, fault)
      }
    })
  }

  #open(
    key: string,
    records: JournalRecords,
    kept: Kept,
    { resolve, reject }: Deferred<ReplicaStore>
  ): void {
    if (!this.#isOpen) {
      this.#giveUp(key, reject, notOpen())
      return
    }
    const { medium, life, observer } = this.#init
    const replica = new DiskReplica({
      medium,
      life,
      records,
      kept,
      commit: this.#commit,
      onAppend: batch => observer.onAppend(key, batch),
      onStage: () => observer.onStage(key),
      onDurable: batch => observer.onDurable(key, batch),
      onClose: () => {
        this.#replicas.delete(replica)
        this.#keysInUse.delete(key)
      }
    })
    this.#replicas.add(replica)
    resolve(replica)
  }
}

function notOpen(): StoreError {
  return new StoreError('the store is not open')
}

/** The error that the contract of a store names for `cause`. */
function toStoreError(what: string, cause: unknown): PaxosError {
  return cause instanceof PaxosError ? cause : new StoreError(what, { cause })
}
