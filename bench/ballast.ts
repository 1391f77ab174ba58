import type { StateMachine } from '../src/index.js'

const pageBytes = 4_096

/** Pages that are handed over in one piece. */
const pagesPerPiece = 64

/** A state of so many bytes, of which every value changes another part. A page that a snapshot still needs is copied when it changes. */
export class Ballast implements StateMachine {
  #pages: Uint8Array[]
  /** Pages that no snapshot holds. */
  #own = new Set<number>()
  /** Called when it was restored from a snapshot. */
  onRestored: () => void = () => undefined
  /** Called when a snapshot of it is begun. */
  onSnapshot: () => void = () => undefined

  constructor(bytes: number) {
    const count = Math.ceil(bytes / pageBytes)
    this.#pages = Array.from({ length: count }, () => new Uint8Array(pageBytes))
  }

  apply(value: Uint8Array, { slot }: { readonly slot: number }): void {
    const place = (slot * 7_919) % this.#pages.length
    const known = this.#pages[place] as Uint8Array
    const page = this.#own.has(place) ? known : known.slice()
    page.set(value.subarray(0, pageBytes))
    this.#own.add(place)
    this.#pages[place] = page
  }

  async *snapshot(): AsyncGenerator<Uint8Array, void, undefined> {
    this.onSnapshot()
    const pages = this.#pages.slice()
    this.#own = new Set()
    for (let i = 0; i < pages.length; i += pagesPerPiece) {
      yield Buffer.concat(pages.slice(i, i + pagesPerPiece))
    }
  }

  async restore(source: AsyncIterable<Uint8Array>): Promise<void> {
    const pages: Uint8Array[] = []
    let rest = new Uint8Array(0)
    for await (const piece of source) {
      const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece])
      let at = 0
      for (; at + pageBytes <= bytes.length; at += pageBytes) {
        pages.push(bytes.slice(at, at + pageBytes))
      }
      rest = bytes.slice(at)
    }
    this.#pages = pages
    this.#own = new Set(pages.keys())
    this.onRestored()
  }
}
