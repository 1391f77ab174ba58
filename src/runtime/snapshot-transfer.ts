import { equals } from 'uint8arrays/equals'
import { type History, leadsTo } from '../core/epochs.js'
import { snapshotChunkBytes } from '../core/limits.js'
import type { Snapshot } from '../core/snapshot.js'
import type {
  SnapshotChunkMessage,
  SnapshotMessage,
  SnapshotOfferMessage
} from '../core/snapshot-messages.js'
import type { ReplicaStore, SnapshotStage } from '../storage/store.js'
import { ContentHash } from './content-hash.js'
import type { Clock, Digests } from './ports.js'

export interface SnapshotTransferInit {
  readonly store: ReplicaStore
  readonly digests: Digests
  readonly clock: Clock
  /** Milliseconds without any part after which another member is asked. */
  readonly stallMs: number
  readonly send: (to: string, message: SnapshotMessage) => void
  /** Everything up to this slot is known: a snapshot that does not go beyond it is of no use, and may be one that the store needs. */
  readonly knownSlot: () => number
  /** The content of the snapshot is in the store, and is what was offered. Nothing else is asked for until this resolves. */
  readonly onFetched: (snapshot: Snapshot, history: History) => Promise<void>
  /** The store failed. */
  readonly onFailure: (error: unknown) => void
}

/** Parts that are asked for at a time. */
const askedMax = 4

interface Download {
  readonly snapshot: Snapshot
  readonly history: History
  readonly partCount: number
  readonly hash: ContentHash
  stage: SnapshotStage | undefined
  /** Parts up to here, which is not one of them, were written or are about to be; and were asked for. */
  takenEnd: number
  askedEnd: number
  /** Parts that came before their turn. */
  readonly early: Map<number, Uint8Array>
  /** Ends when everything that was taken is written. */
  written: Promise<void>
}

/**
 * Gets a snapshot from another member, part by part, as fast as they can be written. Whoever has the same snapshot can go on where
 * another one stopped.
 */
export class SnapshotTransfer {
  readonly #init: SnapshotTransferInit
  #from: string | undefined
  #download: Download | undefined
  /** When something came last, or was asked of somebody else. */
  #movedMs = Number.NEGATIVE_INFINITY
  /** Whether a content that is whole is looked at: nobody else may write where it is. */
  #isHandingOver = false

  constructor(init: SnapshotTransferInit) {
    this.#init = init
  }

  /** Whether a snapshot is on its way. */
  get isUnderWay(): boolean {
    return this.#from !== undefined
  }

  /** Asks `peerId`, which has a snapshot that goes beyond the log here, unless somebody else is sending one. To be repeated. */
  obtain(peerId: string): void {
    const { clock, stallMs } = this.#init
    const nowMs = clock.nowMs()
    if (this.#from !== undefined && nowMs - this.#movedMs < stallMs) return
    this.#from = peerId
    this.#movedMs = nowMs
    const download = this.#download
    if (download === undefined) this.#ask(0, 0)
    else this.#resume(download)
  }

  /** Drops what is under way, unless it goes beyond `slot` or is handed over. */
  dropUpTo(slot: number): void {
    if (this.#isHandingOver) return
    if (this.#download === undefined || this.#download.snapshot.slot <= slot) this.drop()
  }

  /** Drops what is under way. */
  drop(): void {
    this.#from = undefined
    this.#download = undefined
  }

  onOffer(from: string, { snapshot, history }: SnapshotOfferMessage): void {
    if (from !== this.#from) return
    const { slot, ballot } = snapshot
    // What no correct member says is as good as nothing.
    const isPossible = ballot.epoch === history.configuration.epoch && leadsTo(history, slot)
    if (!isPossible || snapshot.bytes === 0) return
    this.#movedMs = this.#init.clock.nowMs()
    if (snapshot.slot <= this.#init.knownSlot()) {
      this.dropUpTo(snapshot.slot)
      return
    }
    const { snapshot: known } = this.#download ?? {}
    if (known !== undefined && known.slot === snapshot.slot && equals(known.hash, snapshot.hash)) {
      return
    }
    const download: Download = {
      snapshot,
      history,
      partCount: Math.ceil(snapshot.bytes / snapshotChunkBytes),
      hash: new ContentHash(this.#init.digests),
      stage: undefined,
      takenEnd: 0,
      askedEnd: 0,
      early: new Map(),
      written: Promise.resolve()
    }
    this.#download = download
    this.#then(download, async () => {
      download.stage = await this.#init.store.stageSnapshot(snapshot.slot)
    })
    this.#then(download, async () => this.#askMore(download))
  }

  onChunk(from: string, { slot, index, content }: SnapshotChunkMessage): void {
    const download = this.#download
    if (from !== this.#from || download === undefined) return
    const { snapshot, takenEnd, askedEnd, early } = download
    if (slot !== snapshot.slot || index < takenEnd || index >= askedEnd) return
    const left = snapshot.bytes - index * snapshotChunkBytes
    if (content.length !== Math.min(left, snapshotChunkBytes)) return
    this.#movedMs = this.#init.clock.nowMs()
    early.set(index, content)
    for (let next = early.get(takenEnd); next !== undefined; next = early.get(download.takenEnd)) {
      this.#take(download, next)
    }
  }

  /** Takes the next part. */
  #take(download: Download, content: Uint8Array): void {
    const { takenEnd: index, partCount, early } = download
    early.delete(index)
    download.takenEnd += 1
    this.#then(download, async () => {
      await Promise.all([download.hash.add(content), download.stage?.write(content)])
      if (download.takenEnd === partCount && index === partCount - 1) await this.#finish(download)
      else this.#askMore(download)
    })
  }

  async #finish(download: Download): Promise<void> {
    const { snapshot, history, hash, stage } = download
    await stage?.finish()
    if (this.#download !== download) return
    // What is not what was offered is of no use, from nobody.
    if (equals(await hash.end(), snapshot.hash)) {
      this.#isHandingOver = true
      await this.#init.onFetched(snapshot, history)
      this.#isHandingOver = false
    }
    if (this.#download === download) this.drop()
  }

  #askMore(download: Download): void {
    const end = Math.min(download.partCount, download.takenEnd + askedMax)
    for (; download.askedEnd < end; download.askedEnd += 1) {
      this.#ask(download.snapshot.slot, download.askedEnd)
    }
  }

  /** What was asked for and did not come is asked for again. */
  #resume(download: Download): void {
    download.askedEnd = download.takenEnd
    this.#askMore(download)
  }

  #ask(slot: number, index: number): void {
    if (this.#from === undefined) return
    this.#init.send(this.#from, { type: 'snapshot-request', slot, index })
  }

  /** Does one thing after the other, as long as the download is the current one. */
  #then(download: Download, run: () => Promise<void>): void {
    download.written = download.written.then(async () => {
      if (this.#download !== download) return
      try {
        await run()
      } catch (error) {
        // Who begins to write another content ends this one.
        if (this.#download !== download) return
        this.drop()
        this.#init.onFailure(error)
      }
    })
  }
}
