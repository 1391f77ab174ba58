import { StoreCorruptError, StoreError, UnsupportedVersionError } from '../errors.js'

/** The database's own version: that of its object stores. What is in them has versions of its own. */
const layoutVersion = 1

/** The object stores: records by their keys of bytes, and parts of snapshots by replica, slot and index. */
const storeNames = ['records', 'snapshots'] as const

/** One of the object stores. */
export type StoreName = (typeof storeNames)[number]

/** An open IndexedDB database, until it is closed or lost. */
export class IdbConnection {
  readonly #db: IDBDatabase
  #lost: StoreError | undefined

  constructor(db: IDBDatabase) {
    this.#db = db
    // Whoever wants to delete it would wait for ever otherwise.
    db.onversionchange = () => this.lose('somebody deletes it, or opens it with another version')
    db.onclose = () => this.lose('the browser closed it')
  }

  /**
   * A transaction on one object store, begun in the order of these calls. What is written with it is durable, as far as the browser keeps
   * its word, unless it is `relaxed`.
   *
   * @throws StoreError that says why, if the database is lost.
   */
  begin(
    name: StoreName,
    mode: IDBTransactionMode,
    durability: IDBTransactionDurability = 'strict'
  ): IDBTransaction {
    if (this.#lost !== undefined) throw this.#lost
    return this.#db.transaction(name, mode, { durability })
  }

  /** Does what `write` asks of the object store, or none of it; resolves once it is durable. */
  async write(
    name: StoreName,
    write: (store: IDBObjectStore) => void,
    durability?: IDBTransactionDurability
  ): Promise<void> {
    const transaction = this.begin(name, 'readwrite', durability)
    const completed = completion(transaction)
    try {
      write(transaction.objectStore(name))
      transaction.commit()
    } catch (error) {
      transaction.abort()
      await completed.catch(() => undefined)
      throw error
    }
    await completed
  }

  /** From now on nothing can be read or written. What was begun before is ended. */
  lose(why: string): void {
    this.#lost ??= new StoreError(`the database ${this.#db.name} is lost: ${why}`)
    this.#db.close()
  }

  close(): void {
    this.#db.close()
  }
}

/**
 * Opens the database of this name, which is made if it is not there.
 *
 * @throws UnsupportedVersionError if a newer version made it; StoreCorruptError if it is none of a store.
 * @throws StoreError for any other failure.
 */
export async function openConnection(name: string): Promise<IdbConnection> {
  const opening = indexedDB.open(name, layoutVersion)
  opening.onupgradeneeded = () => {
    for (const store of storeNames) opening.result.createObjectStore(store)
  }
  const db = await result(opening).catch((cause: DOMException) => {
    if (cause.name !== 'VersionError') throw cause
    throw new UnsupportedVersionError('a newer version made it', { cause })
  })
  if (storeNames.some(store => !db.objectStoreNames.contains(store))) {
    db.close()
    throw new StoreCorruptError('the database holds something else than a store')
  }
  return new IdbConnection(db)
}

/** What a request finds. */
export function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

function completion(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new StoreError('it was aborted'))
  })
}
