import type { Group, MapEvent, ReplicatedMap, Watch } from '../src/index.js'
import { type ObjectOperation, valueBytes } from './commands.js'

/** Keys that are read and written, in turn. */
const keyCount = 1_000

/** In the mixed load, one operation of so many is a write. */
const writeEvery = 10

/** What is done with one map of a group. */
export class ObjectLoad {
  readonly #map: ReplicatedMap<Uint8Array>
  #turn = 0
  #watches: Watch<MapEvent<Uint8Array>>[] = []

  constructor(group: Group) {
    this.#map = group.map('bench')
  }

  /** Does one operation of a kind. */
  operation(kind: ObjectOperation): () => Promise<unknown> {
    const map = this.#map
    const set = (): Promise<unknown> => map.set(this.#key(), new Uint8Array(valueBytes))
    const get = (): Promise<unknown> => map.get(this.#key())
    switch (kind) {
      case 'set':
        return set
      case 'get':
        return get
      case 'local-get':
        return () => map.get(this.#key(), { consistency: 'local' })
      case 'mixed':
        return () => (this.#turn % writeEvery === 0 ? set() : get())
    }
  }

  /** Sets all keys. */
  async fill(): Promise<void> {
    const set = this.operation('set')
    await Promise.all(Array.from({ length: keyCount }, set))
  }

  /** Watches each key by itself; nobody is told, but that is awaited. */
  watchKeys(): void {
    this.#watches = Array.from({ length: keyCount }, (_, i) => this.#map.watch({ key: keyOf(i) }))
    for (const watch of this.#watches) void drain(watch)
  }

  async stopWatching(): Promise<void> {
    for (const watch of this.#watches) await watch.return()
    this.#watches = []
  }

  #key(): string {
    this.#turn += 1
    return keyOf(this.#turn % keyCount)
  }
}

function keyOf(i: number): string {
  return `key-${i}`
}

async function drain(watch: Watch<MapEvent<Uint8Array>>): Promise<void> {
  for await (const _ of watch);
}
