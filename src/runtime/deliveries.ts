import type { ChosenEntry, Effects, Notice, Settlement } from '../core/effects.js'
import { entryBytes, entryOverheadBytes } from '../core/entry.js'
import type { Clock } from './ports.js'
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

/**
 * Bytes of what waited that are told in one turn of the event loop: the replica goes on with its other work between.
 *
 * Too low and it takes long to be told of everything; too high and the event loop stands still when a machine was restored.
 */
export const toldBytesMax: number = 64 * 1024

interface Waiting {
  readonly tell: () => void
  readonly bytes: number
}

export interface DeliveriesInit {
  readonly listener: DeliveryListener
  readonly snapshots: Pick<Snapshots, 'onDue' | 'restore'>
  readonly clock: Clock
  /** The machine could not be restored: nothing is told any more. */
  readonly onFailure: (error: unknown) => void
}

/**
 * What a replica tells its owner, in order. What comes after a snapshot waits until the machine is restored from it; a snapshot that is due
 * is taken of exactly what comes up to its slot.
 */
export class Deliveries {
  readonly #init: DeliveriesInit
  /** What is told once the machine is restored, and what was told before it. */
  #waiting: Waiting[] | undefined
  #bytes = 0
  #isRestoring = false
  #isOver = false

  constructor(init: DeliveriesInit) {
    this.#init = init
  }

  /** Bytes of what waits: those of entries, and some for whatever else. */
  get bytes(): number {
    return this.#bytes
  }

  deliver({ chosen, settled, reads, notices }: Effects): void {
    const { listener } = this.#init
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
    const count = settled.length + reads.length + notices.length
    if (count === 0) return
    this.#add(() => {
      if (settled.length > 0) listener.onSettled(settled)
      for (const { ticket, slot } of reads) listener.onRead(ticket, slot)
      for (const notice of notices) listener.onNotice(notice)
    }, count * entryOverheadBytes)
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
      this.#add(() => this.#init.snapshots.onDue(image.ballot, image.log))
      start = i + 1
    }
    this.#tellChosen(start === 0 ? chosen : chosen.slice(start))
  }

  #tellChosen(chosen: readonly ChosenEntry[]): void {
    if (chosen.length === 0) return
    const tell = (part: readonly ChosenEntry[], bytes: number): void =>
      this.#add(() => this.#init.listener.onChosen(part), bytes)
    if (this.#waiting === undefined) tell(chosen, 0)
    else inParts(chosen, tell)
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
    const { snapshots, onFailure } = this.#init
    this.#waiting ??= []
    this.#isRestoring = true
    snapshots.restore(slot).then(
      () => {
        this.#isRestoring = false
        this.#resume()
      },
      error => {
        if (this.#isOver) return
        this.stop()
        onFailure(error)
      }
    )
  }

  /** Tells some of what waited, and the rest in later turns. Another snapshot may be among it. */
  #resume(): void {
    const waiting = this.#waiting ?? []
    let count = 0
    let told = 0
    for (const { tell, bytes } of waiting) {
      if (told >= toldBytesMax || this.#isRestoring || this.#isOver) break
      count += 1
      told += bytes
      tell()
    }
    if (this.#isOver) return
    waiting.splice(0, count)
    this.#bytes -= told
    if (this.#isRestoring) return
    if (waiting.length === 0) this.#waiting = undefined
    else this.#init.clock.turnEnd(() => this.#resume())
  }
}

/** Hands out entries in parts of about `toldBytesMax`. */
function inParts(
  chosen: readonly ChosenEntry[],
  take: (part: readonly ChosenEntry[], bytes: number) => void
): void {
  let start = 0
  let bytes = 0
  for (const [i, { entry }] of chosen.entries()) {
    bytes += entryBytes(entry)
    if (bytes < toldBytesMax && i + 1 < chosen.length) continue
    take(chosen.slice(start, i + 1), bytes)
    start = i + 1
    bytes = 0
  }
}
