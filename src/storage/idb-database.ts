import type { Database, DatabaseView, KeyRange, Operation, StoredRecord } from './database.js'
import { type IdbConnection, result } from './idb-connection.js'

const keysPerRead = 1000

/** Records are read so many at a time: a log record holds 256 KiB, about, at most. */
const recordsPerRead = 16

/** IndexedDB as the database under a store. */
export class IdbDatabase implements Database {
  readonly #connection: IdbConnection

  constructor(connection: IdbConnection) {
    this.#connection = connection
  }

  view(): DatabaseView {
    const transaction = this.#connection.begin('records', 'readonly')
    return new IdbView(transaction.objectStore('records'))
  }

  async *keys(range: KeyRange): AsyncGenerator<Uint8Array[]> {
    let rest = bounds(range)
    for (;;) {
      const store = this.#connection.begin('records', 'readonly').objectStore('records')
      const found = await result(store.getAllKeys(rest, keysPerRead))
      const last = found.at(-1)
      if (last === undefined) return
      yield found.map(bytesOf)
      rest = IDBKeyRange.bound(last, rest.upper, true, true)
    }
  }

  async write(operations: readonly Operation[]): Promise<void> {
    await this.#connection.write('records', store => {
      for (const operation of operations) {
        const key = operation.key as Uint8Array<ArrayBuffer>
        if (operation.type === 'put') store.put(operation.value, key)
        else store.delete(key)
      }
    })
  }

  async clear(range: KeyRange): Promise<void> {
    await this.#connection.write('records', store => store.delete(bounds(range)), 'relaxed')
  }
}

/** A transaction, which ends by itself once nothing more is asked of it. */
class IdbView implements DatabaseView {
  readonly #store: IDBObjectStore

  constructor(store: IDBObjectStore) {
    this.#store = store
  }

  async get(key: Uint8Array): Promise<Uint8Array | undefined> {
    return await result(this.#store.get(key as Uint8Array<ArrayBuffer>))
  }

  async last(range: KeyRange): Promise<StoredRecord | undefined> {
    const cursor = await result(this.#store.openCursor(bounds(range), 'prev'))
    return cursor === null ? undefined : { key: bytesOf(cursor.key), value: cursor.value }
  }

  async *records(range: KeyRange): AsyncGenerator<StoredRecord> {
    let rest = bounds(range)
    for (;;) {
      const [keys, values] = await Promise.all([
        result(this.#store.getAllKeys(rest, recordsPerRead)),
        result<Uint8Array[]>(this.#store.getAll(rest, recordsPerRead))
      ])
      for (const [i, value] of values.entries()) yield { key: bytesOf(keys[i]), value }
      const last = keys.at(-1)
      if (last === undefined) return
      rest = IDBKeyRange.bound(last, rest.upper, true, true)
    }
  }

  async close(): Promise<void> {
    // Nothing to give back.
  }
}

function bounds({ gte, lt }: KeyRange): IDBKeyRange {
  return IDBKeyRange.bound(gte, lt, false, true)
}

/** IndexedDB gives keys of bytes back as buffers. */
function bytesOf(key: IDBValidKey | undefined): Uint8Array {
  return new Uint8Array(key as ArrayBuffer)
}
