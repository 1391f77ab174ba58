import type { SnapshotContents } from './database-replica.js'
import { type IdbConnection, result } from './idb-connection.js'
import { seal, unseal } from './layout.js'
import type { SnapshotStage } from './store.js'
import { toStoreError } from './store-error.js'

/** Arrays of keys sort after numbers: above everything that begins the same. */
const above: IDBValidKey = []

/** The contents of the snapshots of one replica: each part is a record of its own, under the replica's key, slot and index. */
export class IdbSnapshots implements SnapshotContents {
  readonly #connection: IdbConnection
  readonly #key: string

  constructor(connection: IdbConnection, key: string) {
    this.#connection = connection
    this.#key = key
  }

  async stage(slot: number): Promise<SnapshotStage> {
    await this.#delete(slot)
    let index = 0
    return {
      write: async chunk => {
        const part = seal(this.#place(slot, index), chunk)
        const key = [this.#key, slot, index]
        index += 1
        try {
          await this.#connection.write('snapshots', store => store.put(part, key))
        } catch (cause) {
          throw toStoreError('the snapshot cannot be written', cause)
        }
      },
      // Each part is durable once it is written.
      finish: async () => undefined
    }
  }

  async read(slot: number, index: number): Promise<Uint8Array | undefined> {
    const store = this.#store()
    const part: Uint8Array | undefined = await result(store.get([this.#key, slot, index]))
    return part && unseal(this.#place(slot, index), part)
  }

  async keep(isKept: (slot: number) => boolean): Promise<void> {
    for (const slot of await this.#slots()) if (!isKept(slot)) await this.#delete(slot)
  }

  async close(): Promise<void> {
    // Nothing is held.
  }

  async #slots(): Promise<number[]> {
    const slots: number[] = []
    for (let from: IDBValidKey = [this.#key]; ; ) {
      const range = IDBKeyRange.bound(from, [this.#key, above])
      const cursor = await result(this.#store().openKeyCursor(range))
      if (cursor === null) return slots
      const [, slot] = cursor.key as [string, number, number]
      slots.push(slot)
      from = [this.#key, slot, above]
    }
  }

  async #delete(slot: number): Promise<void> {
    const range = IDBKeyRange.bound([this.#key, slot], [this.#key, slot, above])
    await this.#connection.write('snapshots', store => store.delete(range), 'relaxed')
  }

  #store(): IDBObjectStore {
    return this.#connection.begin('snapshots', 'readonly').objectStore('snapshots')
  }

  /** What a part is sealed with: one that is read back is the one that was written there. */
  #place(slot: number, index: number): Uint8Array {
    return new TextEncoder().encode(`${slot}/${index}/${this.#key}`)
  }
}
