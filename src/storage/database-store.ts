import { StoreCorruptError, StoreError, StoreLockedError } from '../errors.js'
import { type Database, inView, type Operation } from './database.js'
import { DatabaseReplica, type SnapshotContents } from './database-replica.js'
import { DatabaseWriter, type Flush } from './database-writer.js'
import { bornState, checkReplicaKey, reopenedState } from './durable-state.js'
import {
  allKeys,
  checkFormat,
  encodeFormat,
  formatKey,
  ReplicaKeys,
  replicaKeyOf,
  stateKeys
} from './layout.js'
import type { Durability, ReplicaStore, Store } from './store.js'
import { toStoreError } from './store-error.js'
import { deleteAll, putStanding, putState, recoverState } from './stored-log.js'

/** What a store is opened over: nobody else uses it until it is closed. */
export interface Medium {
  readonly db: Database
  /** The contents of the snapshots of the replica with this key. */
  snapshots(key: string): SnapshotContents
  close(): Promise<void>
}

/** What makes one kind of store different from another. */
export interface DatabaseStoreInit {
  readonly durability: Durability
  /** What it is called in errors. */
  readonly name: string
  readonly onFlush: ((flush: Flush) => void) | undefined
  /** Takes the database for this store object. Checks it with {@link checkContents}. */
  readonly openMedium: () => Promise<Medium>
}

/** What there is while a store is open. */
interface Session {
  readonly medium: Medium
  readonly writer: DatabaseWriter
  /** Keys that are open, about to be opened, or being deleted. */
  readonly keysInUse: Set<string>
  readonly replicas: Set<DatabaseReplica>
}

/** A store over a database: all replicas share one synced write at a time. */
export class DatabaseStore implements Store {
  readonly durability: Durability
  readonly #init: DatabaseStoreInit
  #session: Promise<Session> | undefined
  #closing: Promise<void> | undefined

  constructor(init: DatabaseStoreInit) {
    this.durability = init.durability
    this.#init = init
  }

  async open(): Promise<void> {
    if (this.#session !== undefined) throw new StoreLockedError('the store is already open')
    this.#session = this.#begin()
    try {
      await this.#session
    } catch (error) {
      this.#session = undefined
      throw toStoreError(`${this.#init.name} cannot be opened`, error)
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async openReplica(key: string, random: bigint): Promise<ReplicaStore> {
    checkReplicaKey(key)
    const session = await this.#opened()
    return useKey(session, key, async release => {
      const { medium, writer, replicas } = session
      const { db } = medium
      const keys = new ReplicaKeys(key)
      const found = await recoverState(db, keys)
      const recovered = found === undefined ? bornState(random) : reopenedState(found, random)
      await writer.submit({ operations: [putState(keys, recovered), putStanding(keys, recovered)] })
      const snapshots = medium.snapshots(key)
      await snapshots.keep(slot => slot === recovered.snapshot?.slot)
      const onClose = (): void => {
        replicas.delete(replica)
        release()
      }
      const replica = new DatabaseReplica({ db, writer, keys, snapshots, recovered, onClose })
      replicas.add(replica)
      return replica
    })
  }

  async keys(): Promise<readonly string[]> {
    const { medium } = await this.#opened()
    try {
      const keys: string[] = []
      for await (const found of medium.db.keys(stateKeys)) keys.push(...found.map(replicaKeyOf))
      return keys.sort()
    } catch (cause) {
      throw toStoreError('the keys cannot be read', cause)
    }
  }

  async delete(key: string): Promise<void> {
    checkReplicaKey(key)
    const session = await this.#opened()
    await useKey(session, key, async release => {
      const { medium, writer } = session
      const prepare = (): Promise<Operation[]> => deleteAll(medium.db, new ReplicaKeys(key))
      await writer.submit({ prepare, operations: [] })
      await medium.snapshots(key).keep(() => false)
      release()
    })
  }

  async #begin(): Promise<Session> {
    const medium = await this.#init.openMedium()
    const writer = new DatabaseWriter(medium.db, this.#init.onFlush)
    return { medium, writer, keysInUse: new Set(), replicas: new Set() }
  }

  async #opened(): Promise<Session> {
    if (this.#session === undefined || this.#closing !== undefined) {
      throw new StoreError('the store is not open')
    }
    return this.#session
  }

  async #close(): Promise<void> {
    const [opened] = await Promise.allSettled([this.#session])
    try {
      if (opened.status === 'fulfilled' && opened.value !== undefined) await this.#end(opened.value)
    } finally {
      this.#session = undefined
      this.#closing = undefined
    }
  }

  async #end({ medium, writer, replicas }: Session): Promise<void> {
    try {
      try {
        await Promise.all([...replicas].map(replica => replica.close()))
        await writer.idle()
      } finally {
        await medium.close()
      }
    } catch (cause) {
      throw toStoreError(`${this.#init.name} cannot be closed`, cause)
    }
  }
}

/** Runs `use` while no other holds `key`; unless it fails, the key stays in use until `release` is called. */
async function useKey<T>(
  { keysInUse }: Session,
  key: string,
  use: (release: () => void) => Promise<T>
): Promise<T> {
  if (keysInUse.has(key)) throw new StoreLockedError(`${key} is already open`)
  keysInUse.add(key)
  const release = (): void => {
    keysInUse.delete(key)
  }
  try {
    return await use(release)
  } catch (cause) {
    release()
    throw toStoreError(`the state of ${key} cannot be used`, cause)
  }
}

/**
 * Makes sure that the database is a store of this version, or is empty and becomes one.
 *
 * @throws StoreCorruptError if it is something else or damaged; UnsupportedVersionError if a newer version wrote it.
 */
export async function checkContents(db: Database): Promise<void> {
  const isEmpty = await inView(db, async view => {
    const format = await view.get(formatKey)
    if (format !== undefined) checkFormat(format)
    else if ((await view.last(allKeys)) !== undefined) {
      throw new StoreCorruptError('the database holds something else than a store')
    }
    return format === undefined
  })
  if (!isEmpty) return
  await db.write([{ type: 'put', key: formatKey, value: encodeFormat() }])
}
