import type { History } from '../core/epochs.js'
import type { Snapshot } from '../core/snapshot.js'
import type { SnapshotMessage, SnapshotRequestMessage } from '../core/snapshot-messages.js'
import type { ReplicaStore } from '../storage/store.js'
import type { Clock } from './ports.js'

export interface SnapshotSourceInit {
  readonly store: ReplicaStore
  readonly clock: Clock
  readonly send: (to: string, message: SnapshotMessage) => void
  /** The configurations up to a slot. */
  readonly historyUpTo: (slot: number) => History
  /** The newest snapshot that the store recovered. */
  readonly newest: Snapshot | undefined
  /** The store failed. */
  readonly onFailure: (error: unknown) => void
}

/** Milliseconds for which the content of a snapshot is kept after somebody read of it, although there is a newer one. */
const keepMs = 10_000

/** Parts that are read from the store at a time; others that are asked for are not sent, and asked for again. */
const readsMax = 8

/**
 * Hands snapshots to members that lack more than the log still has. One that is being read stays until nobody reads it: under load there
 * is a newer one long before a slow member has all of it.
 */
export class SnapshotSource {
  readonly #init: SnapshotSourceInit
  #newest: Snapshot | undefined
  /** Until when an older content is kept, by slot. */
  readonly #keptUntilMs = new Map<number, number>()
  #reads = 0
  #isOver = false

  constructor(init: SnapshotSourceInit) {
    this.#init = init
    this.#newest = init.newest
  }

  /** A durable batch names this snapshot: what is older can go. */
  onDurable(snapshot: Snapshot): void {
    if (this.#newest !== undefined && snapshot.slot <= this.#newest.slot) return
    this.#newest = snapshot
    const nowMs = this.#init.clock.nowMs()
    for (const [slot, untilMs] of this.#keptUntilMs) {
      if (untilMs <= nowMs) this.#keptUntilMs.delete(slot)
    }
    this.#init.store.keepSnapshots([snapshot.slot, ...this.#keptUntilMs.keys()]).catch(error => {
      if (!this.#isOver) this.#init.onFailure(error)
    })
  }

  onRequest(from: string, { slot, index }: SnapshotRequestMessage): void {
    const newest = this.#newest
    if (newest === undefined || this.#reads >= readsMax) return
    if (slot === newest.slot || this.#keptUntilMs.has(slot)) this.#read(from, slot, index)
    else this.#offer(from, newest)
  }

  stop(): void {
    this.#isOver = true
  }

  #offer(to: string, snapshot: Snapshot): void {
    const history = this.#init.historyUpTo(snapshot.slot)
    this.#init.send(to, { type: 'snapshot-offer', snapshot, history })
  }

  #read(to: string, slot: number, index: number): void {
    const { store, clock, send, onFailure } = this.#init
    this.#keptUntilMs.set(slot, clock.nowMs() + keepMs)
    this.#reads += 1
    store.readSnapshot(slot, index).then(
      content => {
        this.#reads -= 1
        if (this.#isOver || content === undefined) return
        send(to, { type: 'snapshot-chunk', slot, index, content })
      },
      error => {
        this.#reads -= 1
        if (!this.#isOver) onFailure(error)
      }
    )
  }
}
