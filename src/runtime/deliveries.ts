import type { ChosenEntry, Effects, Notice, Settlement } from '../core/effects.js'
import { entryBytes } from '../core/entry.js'
import type { Snapshots } from './snapshots.js'

/** Hears what a replica learned, in the order of its log. */
export interface DeliveryListener {
  /** Entries newly learned, by ascending slot. */
  onChosen(chosen: readonly ChosenEntry[]): void
  onSettled(settled: readonly Settlement[]): void
  onRead(ticket: number, slot: number): void
  /** The entries of these slots were learned as a whole: the machine is restored from a snapshot next. */
  onInstall(firstSlot: number, lastSlot: number): void
  onNotice(notice: Notice): void
}

interface Waiting {
  readonly tell: () => void
  readonly bytes: number
}

/**
 * What a replica tells its owner, in order. What comes after a snapshot waits until the machine is restored from it; a snapshot that is due
 * is taken of exactly what comes up to its slot.
 */
export class Deliveries {
  readonly #listener: DeliveryListener
  readonly #snapshots: Snapshots
  readonly #onFailure: (error: unknown) => void
  #waiting: Waiting[] | undefined
  #bytes = 0
  #isOver = false

  /** `onFailure` hears why the machine could not be restored: nothing is told any more then. */
  constructor(
    listener: DeliveryListener,
    snapshots: Snapshots,
    onFailure: (error: unknown) => void
  ) {
    this.#listener = listener
    this.#snapshots = snapshots
    this.#onFailure = onFailure
  }

  /** Bytes of the entries that wait. */
  get bytes(): number {
    return this.#bytes
  }

  deliver({ chosen, settled, reads, notices }: Effects): void {
    const listener = this.#listener
    let rest = chosen
    for (const notice of notices) {
      if (notice.type !== 'install') continue
      const { firstSlot, lastSlot } = notice
      this.#deliverChosen(rest.filter(({ slot }) => slot < firstSlot))
      rest = rest.filter(({ slot }) => slot > lastSlot)
      this.#add(() => {
        listener.onInstall(firstSlot, lastSlot)
        this.#restore(lastSlot)
      })
    }
    this.#deliverChosen(rest)
    if (settled.length + reads.length + notices.length === 0) return
    this.#add(() => {
      if (settled.length > 0) listener.onSettled(settled)
      for (const { ticket, slot } of reads) listener.onRead(ticket, slot)
      for (const notice of notices) listener.onNotice(notice)
    })
  }

  /** Drops what waits. */
  stop(): void {
    this.#isOver = true
    this.#waiting = undefined
    this.#bytes = 0
  }

  #deliverChosen(chosen: readonly ChosenEntry[]): void {
    let start = 0
    for (const [i, { image }] of chosen.entries()) {
      if (image === undefined) continue
      this.#tellChosen(chosen.slice(start, i + 1))
      this.#add(() => this.#snapshots.onDue(image.ballot, image.log))
      start = i + 1
    }
    this.#tellChosen(start === 0 ? chosen : chosen.slice(start))
  }

  #tellChosen(chosen: readonly ChosenEntry[]): void {
    if (chosen.length === 0) return
    let bytes = 0
    if (this.#waiting !== undefined) for (const { entry } of chosen) bytes += entryBytes(entry)
    this.#add(() => this.#listener.onChosen(chosen), bytes)
  }

  /** Tells now, or when its turn comes. */
  #add(tell: () => void, bytes = 0): void {
    if (this.#isOver) return
    if (this.#waiting === undefined) {
      tell()
      return
    }
    this.#bytes += bytes
    this.#waiting.push({ tell, bytes })
  }

  #restore(slot: number): void {
    this.#waiting = []
    this.#snapshots.restore(slot).then(
      () => this.#resume(),
      error => {
        if (this.#isOver) return
        this.stop()
        this.#onFailure(error)
      }
    )
  }

  /** Another snapshot may be among what waited. */
  #resume(): void {
    const waiting = this.#waiting ?? []
    this.#waiting = undefined
    this.#bytes = 0
    for (const { tell, bytes } of waiting) this.#add(tell, bytes)
  }
}
