import type { StateMachine } from '../src/index.js'

const pageBytes = 4_096

/** Pages that are handed over in one piece. */
const pagesPerPiece = 64
const pieceBytes = pagesPerPiece * pageBytes

/** A state of so many bytes, of which every value changes another page. What a snapshot still needs is copied before it changes. */
export class Ballast implements StateMachine {
  /** In pieces of one length. */
  #pieces: Uint8Array[]
  /** While a snapshot is read: the first piece that was not, and pages from there on as they were before they changed. */
  #unread = Number.POSITIVE_INFINITY
  readonly #kept = new Map<number, Uint8Array>()
  /** Called when it was restored from a snapshot. */
  onRestored: () => void = () => undefined
  /** Called when a snapshot of it is begun. */
  onSnapshot: () => void = () => undefined

  constructor(bytes: number) {
    const count = Math.ceil(bytes / pieceBytes)
    this.#pieces = Array.from({ length: count }, () => new Uint8Array(pieceBytes))
  }

  apply(value: Uint8Array, { slot }: { readonly slot: number }): void {
    const page = (slot * 7_919) % (this.#pieces.length * pagesPerPiece)
    const place = Math.floor(page / pagesPerPiece)
    const piece = this.#pieces[place] as Uint8Array
    const at = (page % pagesPerPiece) * pageBytes
    if (place >= this.#unread && !this.#kept.has(page)) {
      this.#kept.set(page, piece.slice(at, at + pageBytes))
    }
    piece.set(value.subarray(0, pageBytes), at)
  }

  async *snapshot(): AsyncGenerator<Uint8Array, void, undefined> {
    this.onSnapshot()
    this.#unread = 0
    const copy = new Uint8Array(pieceBytes)
    for (const [place, piece] of this.#pieces.entries()) {
      copy.set(piece)
      for (let i = 0; i < pagesPerPiece; i += 1) {
        const page = place * pagesPerPiece + i
        const kept = this.#kept.get(page)
        if (kept !== undefined) copy.set(kept, i * pageBytes)
        this.#kept.delete(page)
      }
      this.#unread = place + 1
      yield copy
    }
    this.#unread = Number.POSITIVE_INFINITY
  }

  async restore(source: AsyncIterable<Uint8Array>): Promise<void> {
    const pieces: Uint8Array[] = []
    let piece = new Uint8Array(pieceBytes)
    let filled = 0
    for await (const part of source) {
      for (let at = 0; at < part.length; ) {
        const taken = part.subarray(at, at + pieceBytes - filled)
        piece.set(taken, filled)
        filled += taken.length
        at += taken.length
        if (filled < pieceBytes) continue
        pieces.push(piece)
        piece = new Uint8Array(pieceBytes)
        filled = 0
      }
    }
    this.#pieces = pieces
    this.onRestored()
  }
}
