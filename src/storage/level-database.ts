import type { ClassicLevel } from 'classic-level'
import type { Database, DatabaseView, KeyRange, Operation, StoredRecord } from './database.js'

/** LevelDB with bytes for keys and values. */
export type Level = ClassicLevel<Uint8Array, Uint8Array>

const keysPerRead = 1000

/** LevelDB as the database under a store. */
export class LevelDatabase implements Database {
  readonly #db: Level

  constructor(db: Level) {
    this.#db = db
  }

  view(): DatabaseView {
    return new LevelView(this.#db)
  }

  async *keys(range: KeyRange): AsyncGenerator<Uint8Array[]> {
    const iterator = this.#db.keys(range)
    try {
      for (;;) {
        const found = await iterator.nextv(keysPerRead)
        if (found.length === 0) return
        yield found
      }
    } finally {
      await iterator.close()
    }
  }

  async write(operations: readonly Operation[]): Promise<void> {
    await this.#db.batch([...operations], { sync: true })
  }

  async clear(range: KeyRange): Promise<void> {
    await this.#db.clear(range)
  }
}

class LevelView implements DatabaseView {
  readonly #db: Level
  readonly #snapshot: ReturnType<Level['snapshot']>

  constructor(db: Level) {
    this.#db = db
    this.#snapshot = db.snapshot()
  }

  async get(key: Uint8Array): Promise<Uint8Array | undefined> {
    return await this.#db.get(key, { snapshot: this.#snapshot })
  }

  async last(range: KeyRange): Promise<StoredRecord | undefined> {
    const options = { ...range, reverse: true, limit: 1, snapshot: this.#snapshot }
    const [last] = await this.#db.iterator(options).all()
    return last && { key: last[0], value: last[1] }
  }

  async *records(range: KeyRange, bytes: number): AsyncGenerator<StoredRecord> {
    const options = { ...range, highWaterMarkBytes: bytes, snapshot: this.#snapshot }
    for await (const [key, value] of this.#db.iterator(options)) yield { key, value }
  }

  async close(): Promise<void> {
    await this.#snapshot.close()
  }
}
