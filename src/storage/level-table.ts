import { crc32c } from './checksum.js'
import { storedChecksum } from './level-checksum.js'

const footerBytes = 48
/** A block is followed by its type and its checksum. */
const trailerBytes = 5
const magic = Uint8Array.of(0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb)
const uncompressed = 0

interface Block {
  readonly offset: number
  readonly length: number
}

/** Reads the numbers of LevelDB's formats one after another. */
export class ByteReader {
  readonly #bytes: Uint8Array
  #at: number

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes
    this.#at = at
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length
  }

  /** @throws RangeError if there is no number of at most 53 bits. */
  varint(): number {
    let value = 0
    for (let scale = 1; scale < 2 ** 53; scale *= 128) {
      const byte = this.#bytes[this.#at]
      if (byte === undefined) break
      this.#at += 1
      value += (byte & 0x7f) * scale
      if (byte < 0x80 && Number.isSafeInteger(value)) return value
    }
    throw new RangeError(`no number at byte ${this.#at}`)
  }

  /** @throws RangeError if so many bytes are not there. */
  bytes(length: number): Uint8Array {
    const end = this.#at + length
    if (end > this.#bytes.length) throw new RangeError(`${length} bytes end beyond the last`)
    const bytes = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return bytes
  }
}

/** What is wrong with a table of LevelDB, which must be written without compression; `undefined` if nothing is. */
export function tableDamage(bytes: Uint8Array): string | undefined {
  try {
    return blocksDamage(bytes)
  } catch (error) {
    if (error instanceof RangeError) return error.message
    throw error
  }
}

function blocksDamage(bytes: Uint8Array): string | undefined {
  const end = bytes.length - footerBytes
  if (end < 0 || !magic.every((byte, i) => byte === bytes[bytes.length - magic.length + i])) {
    return 'it does not end as a table does'
  }
  const footer = new ByteReader(bytes, end)
  const metaIndex = blockAt(footer)
  const index = blockAt(footer)
  for (const block of [metaIndex, index]) {
    if (!isWhole(bytes, block, end)) return `the block at byte ${block.offset} is damaged`
  }
  let total = footerBytes + metaIndex.length + index.length + 2 * trailerBytes
  for (const block of [...blocksIn(bytes, metaIndex), ...blocksIn(bytes, index)]) {
    if (!isWhole(bytes, block, end)) return `the block at byte ${block.offset} is damaged`
    total += block.length + trailerBytes
  }
  // Every byte but the padding of the footer belongs to a block.
  return total === bytes.length ? undefined : 'its blocks are not all of it'
}

function blockAt(reader: ByteReader): Block {
  return { offset: reader.varint(), length: reader.varint() }
}

function isWhole(bytes: Uint8Array, { offset, length }: Block, end: number): boolean {
  if (offset + length + trailerBytes > end) return false
  // The type is covered by the checksum.
  const covered = bytes.subarray(offset, offset + length + 1)
  return (
    covered[length] === uncompressed &&
    storedChecksum(bytes, offset + length + 1) === crc32c(covered)
  )
}

/** The blocks that an index block points to: its values. */
function blocksIn(bytes: Uint8Array, { offset, length }: Block): Block[] {
  const block = bytes.subarray(offset, offset + length)
  const view = new DataView(block.buffer, block.byteOffset, block.length)
  const restarts = view.getUint32(length - 4, true)
  const reader = new ByteReader(block.subarray(0, Math.max(0, length - 4 * (restarts + 1))))
  const blocks: Block[] = []
  while (!reader.isAtEnd) {
    reader.varint()
    const keyBytes = reader.varint()
    const valueBytes = reader.varint()
    reader.bytes(keyBytes)
    blocks.push(blockAt(new ByteReader(reader.bytes(valueBytes))))
  }
  return blocks
}
