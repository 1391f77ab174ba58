import { expect } from 'vitest'
import type { Batch, DurableState } from '../../src/core/batch.js'
import type { Entry } from '../../src/core/entry.js'
import { Disk, type DiskObserver } from '../../src/simulator/disk.js'
import { Random } from '../../src/simulator/random.js'
import { Scheduler } from '../../src/simulator/scheduler.js'
import { bornState, nextState } from '../../src/storage/durable-state.js'
import type { ReplicaStore, Store } from '../../src/storage/store.js'

/** Hears everything, and notes it. */
export class NotingObserver implements DiskObserver {
  readonly appended: Batch[] = []
  readonly durable: Batch[] = []
  readonly born: bigint[] = []
  /** Called by everything that is heard, before it returns. */
  onEvent: (event: 'append' | 'durable' | 'born') => void = () => undefined

  onStage(): void {
    // Nothing is to happen then.
  }

  onAppend(_key: string, batch: Batch): void {
    this.appended.push(batch)
    this.onEvent('append')
  }

  onDurable(_key: string, batch: Batch): void {
    this.durable.push(batch)
    this.onEvent('durable')
  }

  onBorn(_key: string, incarnation: bigint): void {
    this.born.push(incarnation)
    this.onEvent('born')
  }
}

/** A disk with a time of its own. */
export class DiskPlace {
  readonly scheduler: Scheduler = new Scheduler()
  readonly observer: NotingObserver = new NotingObserver()
  readonly disk: Disk

  constructor(seed = 1) {
    const { scheduler, observer } = this
    this.disk = new Disk({ scheduler, random: new Random(seed), observer })
  }

  async run(ms: number): Promise<void> {
    await this.scheduler.runUntil(this.scheduler.nowMs + ms)
  }

  /** Lets time pass until `promise` is settled. */
  async wait<T>(promise: Promise<T>): Promise<T> {
    const isSettled = settlement(promise)
    const endMs = this.scheduler.nowMs + 60_000
    if (await this.scheduler.runUntil(endMs, isSettled)) return promise
    throw new Error('it is not settled within a minute')
  }

  /** A store that is open. */
  async open(): Promise<Store> {
    const store = this.disk.store()
    await this.wait(store.open())
    return store
  }

  /** The state under `key`, in a store that is opened for it. */
  async openReplica(key = 'a', incarnation = 1n): Promise<ReplicaStore> {
    const store = await this.open()
    return this.wait(store.openReplica(key, incarnation))
  }

  /** Everything that a replica's store gives back. */
  async contents(replica: ReplicaStore): Promise<Contents> {
    const all = Number.MAX_SAFE_INTEGER
    const { boot: _, ...state } = replica.recovered
    return { state, entries: await this.wait(replica.read(1, all, all)) }
  }

  /** What is kept under every key, in a store that is opened for it and closed again. */
  async everything(): Promise<Record<string, Contents>> {
    const store = await this.open()
    const everything: Record<string, Contents> = {}
    for (const key of await store.keys()) {
      everything[key] = await this.contents(await this.wait(store.openReplica(key, 99n)))
    }
    await this.wait(store.close())
    return everything
  }
}

/** What is kept of one replica, but for how often it was opened: to look changes that. */
export interface Contents {
  readonly state: Omit<DurableState, 'boot'>
  readonly entries: readonly Entry[]
}

/** What a state that was born with `incarnation` is after `batches`. */
export function contentsAfter(incarnation: bigint, batches: readonly Batch[]): Contents {
  let durable = bornState(incarnation)
  let entries: readonly Entry[] = []
  for (const batch of batches) {
    durable = nextState(durable, batch)
    if (batch.log !== undefined) {
      entries = [...entries.slice(0, batch.log.firstSlot - 1), ...batch.log.entries]
    }
  }
  const { boot: _, ...state } = durable
  return { state, entries }
}

/** Tells whether `promise` is settled by now. */
export function settlement(promise: Promise<unknown>): () => boolean {
  let isSettled = false
  const settle = (): void => {
    isSettled = true
  }
  promise.then(settle, settle)
  return () => isSettled
}

/** Expects that the disk is found corrupt. */
export async function expectCorrupt(place: DiskPlace, message?: string): Promise<void> {
  const opening = place.disk.store().open()
  await expect(place.wait(opening), message).rejects.toMatchObject({ name: 'StoreCorruptError' })
}
