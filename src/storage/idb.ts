import { StoreError, StoreLockedError } from '../errors.js'
import { checkContents, DatabaseStore, type Medium } from './database-store.js'
import type { Flush } from './database-writer.js'
import { type IdbConnection, openConnection } from './idb-connection.js'
import { IdbDatabase } from './idb-database.js'
import { IdbSnapshots } from './idb-snapshots.js'
import type { Store } from './store.js'

export type { Flush }

/** How an {@link idbStore} behaves. */
export interface IdbStoreOptions {
  /**
   * Called after every write, for metrics: its duration is that of the disk, and its writes and bytes say how well they share it. It must
   * not throw.
   *
   * @default none
   */
  readonly onFlush?: (flush: Flush) => void
}

/**
 * A store in a browser: the IndexedDB database called `name`, of this origin.
 *
 * What is appended has been flushed to disk as far as the browser keeps its word. One tab holds the store at a time, by a Web Lock; in
 * another, `open` throws StoreLockedError after a second: so long may a tab take to go that was closed or loaded again. The browser may
 * delete it all unless the page was granted `navigator.storage.persist()`: a peer that loses its store is a new incarnation.
 */
export function idbStore(name: string, options: IdbStoreOptions = {}): Store {
  return new DatabaseStore({
    durability: 'strict',
    name,
    onFlush: options.onFlush,
    openMedium: () => openMedium(name)
  })
}

/** Browsers let go of a tab's locks only once the tab is gone, which is after its user closed it. */
const lockWaitMs = 1000

async function openMedium(name: string): Promise<Medium> {
  if (globalThis.indexedDB === undefined || globalThis.navigator?.locks === undefined) {
    throw new StoreError('IndexedDB and Web Locks are needed: a browser, and a secure context')
  }
  const lock = new TabLock(`libp2p-paxos:${name}`)
  await lock.take()
  try {
    const connection = await openChecked(name)
    lock.onStolen = () => connection.lose('somebody took its lock')
    return {
      db: new IdbDatabase(connection),
      snapshots: key => new IdbSnapshots(connection, key),
      close: async () => {
        connection.close()
        await lock.release()
      }
    }
  } catch (error) {
    await lock.release()
    throw error
  }
}

async function openChecked(name: string): Promise<IdbConnection> {
  const connection = await openConnection(name)
  try {
    await checkContents(new IdbDatabase(connection))
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

/** A Web Lock: of all tabs of an origin one has it, until it lets go or is closed. */
class TabLock {
  /** Called if another page takes the lock away. */
  onStolen: () => void = () => undefined
  readonly #name: string
  #held: Promise<unknown> = Promise.resolve()
  #letGo: () => void = () => undefined

  constructor(name: string) {
    this.#name = name
  }

  /** @throws StoreLockedError if somebody has it, and keeps it. */
  async take(): Promise<void> {
    const { promise, resolve: letGo } = Promise.withResolvers<void>()
    const signal = AbortSignal.timeout(lockWaitMs)
    await new Promise<void>((resolve, reject) => {
      const held = navigator.locks.request(this.#name, { signal }, async () => {
        resolve()
        await promise
      })
      this.#held = held.catch((cause: unknown) => {
        const why = 'another tab, or store object, has it open'
        reject(signal.aborted ? new StoreLockedError(why, { cause }) : cause)
        this.onStolen()
      })
    })
    this.#letGo = letGo
  }

  /** Resolves once somebody else can have it. */
  async release(): Promise<void> {
    this.#letGo()
    await this.#held
  }
}
