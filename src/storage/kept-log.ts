import type { Batch } from '../core/batch.js'
import type { Entry } from '../core/entry.js'
import { Log } from '../core/log.js'

/** What of a batch concerns the log. */
export interface LogChange extends Pick<Batch, 'compactedSlotMax' | 'log'> {
  readonly snapshot?: { readonly slot: number } | undefined
}

/** The entries of a log that a store keeps in memory, and what batches do to them. */
export class KeptLog {
  readonly #log = new Log(1)

  get lastSlot(): number {
    return this.#log.lastSlot
  }

  /** Does what a batch says, which must fit what is kept. */
  apply({ snapshot, compactedSlotMax = 0, log }: LogChange): void {
    if (snapshot !== undefined && snapshot.slot > this.#log.lastSlot)
      this.#log.forget(snapshot.slot)
    if (log !== undefined) {
      this.#log.cut(log.firstSlot - 1)
      this.#log.append(log.entries)
    }
    this.#log.forget(compactedSlotMax)
  }

  /** Entries as `ReplicaStore.read` promises them. */
  read(firstSlot: number, endSlot: number, bytesMax: number): readonly Entry[] {
    const lastSlot = Math.min(endSlot - 1, this.#log.lastSlot)
    if (firstSlot < this.#log.firstSlot || firstSlot > lastSlot) return []
    return this.#log.slice(firstSlot, this.#log.fit(firstSlot, bytesMax, lastSlot - firstSlot + 1))
  }
}
