import { concat } from 'uint8arrays/concat'
import { StoreCorruptError } from '../errors.js'

/*
 * Pieces of bytes one after the other, each after its length (4 bytes, the highest first); a length of 0 ends them.
 */

const lengthBytes = 4

/** The bytes of some pieces, of which none is empty. */
export function* framed(pieces: Iterable<Uint8Array>): Generator<Uint8Array, void, undefined> {
  for (const piece of pieces) {
    yield lengthOf(piece)
    yield piece
  }
  yield new Uint8Array(lengthBytes)
}

/** Reads what {@link framed} wrote, and what comes after it, from bytes in pieces of any length. */
export class PieceReader {
  readonly #source: AsyncIterator<Uint8Array>
  #head: Uint8Array = new Uint8Array(0)

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  /** The pieces. @throws StoreCorruptError if the bytes end before they do. */
  async *pieces(): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      const length = await this.#take(lengthBytes)
      const bytes = new DataView(length.buffer, length.byteOffset).getUint32(0)
      if (bytes === 0) return
      yield await this.#take(bytes)
    }
  }

  /** What comes after the pieces that were read. */
  async *rest(): AsyncGenerator<Uint8Array, void, undefined> {
    if (this.#head.length > 0) yield this.#head
    for (let next = await this.#source.next(); next.done !== true; ) {
      yield next.value
      next = await this.#source.next()
    }
  }

  async #take(bytes: number): Promise<Uint8Array> {
    const pieces = [this.#head]
    let length = this.#head.length
    while (length < bytes) {
      const next = await this.#source.next()
      if (next.done === true) throw new StoreCorruptError('a snapshot ends too early')
      pieces.push(next.value)
      length += next.value.length
    }
    const all = pieces.length === 1 ? this.#head : concat(pieces, length)
    this.#head = all.subarray(bytes)
    return all.subarray(0, bytes)
  }
}

function lengthOf(piece: Uint8Array): Uint8Array {
  const length = new Uint8Array(lengthBytes)
  new DataView(length.buffer).setUint32(0, piece.length)
  return length
}
