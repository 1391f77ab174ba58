import type { Entry } from '../core/entry.js'
import type { Replica } from '../core/replica.js'
import { CompactedError } from '../errors.js'
import type { ReplicaStore } from '../storage/store.js'
import { ChangeSignal } from './change-signal.js'

/** Bytes of entries that are read from the store at a time. */
export const readBytesMax: number = 1024 * 1024

/** What a replica knows to be chosen, in memory and in its store, as far as it is kept. */
export class ChosenLog {
  readonly #store: Pick<ReplicaStore, 'read'>
  readonly #replica: () => Replica | undefined
  /** More is chosen, or nothing more will be. */
  readonly #changes = new ChangeSignal()
  #isOver = false

  /** `replica` is undefined while there is none yet. */
  constructor(store: Pick<ReplicaStore, 'read'>, replica: () => Replica | undefined) {
    this.#store = store
    this.#replica = replica
  }

  /** More is chosen. */
  onChosen(): void {
    this.#changes.raise()
  }

  /** Nothing more will be. */
  end(): void {
    this.#isOver = true
    this.#changes.raise()
  }

  /**
   * Chosen entries from `firstSlot` on, at least one, as many as fit in some bytes and are below `endSlot`; waits until there
   * is one. Undefined once the replica stopped.
   *
   * @throws CompactedError if the entry in `firstSlot` was given up.
   */
  async entries(
    firstSlot: number,
    endSlot: number,
    signal?: AbortSignal
  ): Promise<readonly Entry[] | undefined> {
    for (;;) {
      while (!this.#isOver && (this.#replica()?.chosenSlotMax ?? 0) < firstSlot) {
        await this.#changes.next(signal)
      }
      const replica = this.#replica()
      if (this.#isOver || replica === undefined) return undefined
      const end = Math.min(endSlot, replica.chosenSlotMax + 1)
      const inMemory = replica.chosenInMemory(firstSlot, end, readBytesMax)
      if (inMemory !== undefined) return inMemory
      checkKept(replica, firstSlot)
      const entries = await this.#store.read(firstSlot, end, readBytesMax)
      // They may have been given up meanwhile.
      if (entries.length > 0) return entries
    }
  }

  /** PeerId of the replica that opened the session, as far as that is known. */
  async originOf(session: number): Promise<string | undefined> {
    const replica = this.#replica()
    const known = replica?.originOf(session)
    if (known !== undefined || session <= (replica?.compactedSlotMax ?? 0)) return known
    const opened = (await this.entries(session, session + 1))?.[0]
    return opened?.type === 'open-session' ? opened.origin : undefined
  }
}

function checkKept({ compactedSlotMax }: Replica, slot: number): void {
  if (slot > compactedSlotMax) return
  const firstSlot = compactedSlotMax + 1
  throw new CompactedError(`the log begins at slot ${firstSlot} here: slot ${slot} is given up`, {
    firstSlot
  })
}
