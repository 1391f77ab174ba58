import { type IdbStoreOptions, idbStore } from '../../src/storage/idb.js'
import type { StorePlace } from './suite-context.js'

/** A database of its own, with what a test does to it behind the store's back. */
export interface IdbPlace extends StorePlace {
  readonly name: string
  /** Changes the records themselves; the store must be closed. */
  edit(change: (records: IDBObjectStore) => void): Promise<void>
}

export async function idbPlace(options: IdbStoreOptions = {}): Promise<IdbPlace> {
  const name = `test-${crypto.randomUUID()}`
  return {
    name,
    hasHandles: true,
    store: () => idbStore(name, options),
    remove: () => deleteDatabase(name),
    async edit(change) {
      const db = await openDatabase(name, 1)
      const transaction = db.transaction('records', 'readwrite')
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error)
      change(transaction.objectStore('records'))
      await promise
      db.close()
    }
  }
}

/** Opens a database as any page can. */
export function openDatabase(
  name: string,
  version: number,
  upgrade: (db: IDBDatabase) => void = () => undefined
): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version)
    request.onupgradeneeded = () => upgrade(request.result)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/** Resolves once nobody has it open any more, and it is gone. */
export function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name)
    request.onsuccess = () => resolve()
    request.onerror = () => reject(request.error)
  })
}
