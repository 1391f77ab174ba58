import { realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import { ClassicLevel } from 'classic-level'
import { StoreCorruptError, StoreError, StoreLockedError } from '../errors.js'
import { bornState, checkReplicaKey } from './durable-state.js'
import { findDamage } from './level-damage.js'
import { hasCode, toStoreError } from './level-error.js'
import { makeDirectory, syncDirectory } from './level-files.js'
import {
  checkFormat,
  encodeFormat,
  formatKey,
  ReplicaKeys,
  replicaKeyOf,
  statePrefix,
  statePrefixEnd
} from './level-layout.js'
import { deleteAll, putStanding, putState, recoverState } from './level-log.js'
import { LevelReplica } from './level-replica.js'
import { SnapshotFiles } from './level-snapshots.js'
import { type Database, type Flush, LevelWriter } from './level-writer.js'
import type { ReplicaStore, Store } from './store.js'

export type { Flush }

/** How a {@link levelStore} behaves. */
export interface LevelStoreOptions {
  /**
   * Called after every synced write, for metrics: its duration is that of the disk, and its writes and bytes say how well
   * they share it. It must not throw.
   *
   * @default none
   */
  readonly onFlush?: (flush: Flush) => void
}

/**
 * A store on disk: a LevelDB database in `directory`, which only this user can read if it has to be made.
 *
 * What is appended survives a power cut. All replicas share one synced write at a time, so the more wait the less each of
 * them costs. `open` reads all files of the database once, and refuses what is damaged without changing it.
 */
export function levelStore(directory: string, options: LevelStoreOptions = {}): Store {
  return new LevelStore(directory, options)
}

/**
 * Directories whose database is open in this process. POSIX drops the lock of a file as soon as the process closes it once,
 * however often it is open: a second attempt must fail before LevelDB opens the lock file.
 */
const directoriesInUse = new Set<string>()

/** What there is while a store is open. */
interface Session {
  readonly db: Database
  readonly writer: LevelWriter
  readonly directory: string
  /** Keys that are open, about to be opened, or being deleted. */
  readonly keysInUse: Set<string>
  readonly replicas: Set<LevelReplica>
}

class LevelStore implements Store {
  readonly durability = 'fsync'
  readonly #directory: string
  readonly #options: LevelStoreOptions
  #session: Promise<Session> | undefined
  #closing: Promise<void> | undefined

  constructor(directory: string, options: LevelStoreOptions) {
    this.#directory = resolve(directory)
    this.#options = options
  }

  async open(): Promise<void> {
    if (this.#session !== undefined) throw new StoreLockedError('the store is already open')
    this.#session = openSession(this.#directory, this.#options)
    try {
      await this.#session
    } catch (error) {
      this.#session = undefined
      throw toStoreError(`${this.#directory} cannot be opened`, error)
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async openReplica(key: string, incarnation: bigint): Promise<ReplicaStore> {
    checkReplicaKey(key)
    const session = await this.#opened()
    return useKey(session, key, async release => {
      const { db, writer, replicas, directory } = session
      const keys = new ReplicaKeys(key)
      let recovered = await recoverState(db, keys)
      if (recovered === undefined) {
        recovered = bornState(incarnation)
        await writer.submit({
          operations: [putState(keys, recovered), putStanding(keys, recovered)]
        })
      }
      const snapshots = new SnapshotFiles(directory, key)
      await snapshots.keep(slot => slot === recovered.snapshot?.slot)
      const onClose = (): void => {
        replicas.delete(replica)
        release()
      }
      const replica = new LevelReplica({ db, writer, keys, snapshots, recovered, onClose })
      replicas.add(replica)
      return replica
    })
  }

  async keys(): Promise<readonly string[]> {
    const { db } = await this.#opened()
    try {
      const keys = await db.keys({ gte: statePrefix, lt: statePrefixEnd }).all()
      return keys.map(replicaKeyOf).sort()
    } catch (cause) {
      throw toStoreError('the keys cannot be read', cause)
    }
  }

  async delete(key: string): Promise<void> {
    checkReplicaKey(key)
    const session = await this.#opened()
    await useKey(session, key, async release => {
      const { db, writer, directory } = session
      await writer.submit({ prepare: () => deleteAll(db, new ReplicaKeys(key)), operations: [] })
      await new SnapshotFiles(directory, key).keep(() => false)
      release()
    })
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
      if (opened.status === 'fulfilled' && opened.value !== undefined)
        await closeSession(opened.value)
    } finally {
      this.#session = undefined
      this.#closing = undefined
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

async function openSession(path: string, { onFlush }: LevelStoreOptions): Promise<Session> {
  await makeDirectory(path)
  const directory = await realpath(path)
  if (directoriesInUse.has(directory)) {
    throw new StoreLockedError(`${directory} is open in this process`)
  }
  directoriesInUse.add(directory)
  try {
    const db = await openDatabase(directory)
    const writer = new LevelWriter(db, onFlush)
    return { db, writer, directory, keysInUse: new Set(), replicas: new Set() }
  } catch (error) {
    directoriesInUse.delete(directory)
    throw error
  }
}

async function closeSession({ db, writer, directory, replicas }: Session): Promise<void> {
  try {
    await Promise.all([...replicas].map(replica => replica.close()))
    await writer.idle()
    await db.close()
  } catch (cause) {
    throw toStoreError(`${directory} cannot be closed`, cause)
  } finally {
    directoriesInUse.delete(directory)
  }
}

async function openDatabase(directory: string): Promise<Database> {
  await checkFiles(directory)
  const db = newDatabase(directory)
  await db.open()
  try {
    await checkContents(db)
    // LevelDB does not make the names of its files durable, only what is in them.
    await syncDirectory(directory)
  } catch (error) {
    await db.close()
    throw error
  }
  return db
}

/** @throws StoreLockedError or StoreCorruptError if LevelDB must not be let near the files. */
async function checkFiles(directory: string): Promise<void> {
  await checkLock(directory)
  try {
    const damage = await findDamage(directory)
    if (damage !== undefined) throw new StoreCorruptError(`it is damaged: ${damage}`)
  } catch (error) {
    // Files that another process is changing look damaged too.
    await checkLock(directory)
    throw error
  }
}

/**
 * Tries to open the database on terms that LevelDB refuses after it has taken the lock, and before it changes anything.
 *
 * @throws StoreLockedError if another process holds the lock.
 */
async function checkLock(directory: string): Promise<void> {
  const db = newDatabase(directory)
  try {
    await db.open({ createIfMissing: false, errorIfExists: true })
  } catch (error) {
    if (hasCode(error, 'LEVEL_LOCKED')) throw error
  } finally {
    await db.close()
  }
}

function newDatabase(directory: string): Database {
  const encoding = { keyEncoding: 'view', valueEncoding: 'view' }
  return new ClassicLevel(directory, { ...encoding, compression: false })
}

/** Makes sure that the database is a store of this version, or is empty and becomes one. */
async function checkContents(db: Database): Promise<void> {
  const format = await db.get(formatKey)
  if (format !== undefined) {
    checkFormat(format)
    return
  }
  const keys = await db.keys({ limit: 1 }).all()
  if (keys.length > 0) throw new StoreCorruptError('the database holds something else than a store')
  await db.put(formatKey, encodeFormat(), { sync: true })
}
