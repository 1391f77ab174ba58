import type { Codec, Writer } from 'protons-runtime'
import { allocUnsafe } from 'uint8arrays/alloc'

const capacityAtFirst = 64 * 1024

/** Space above this many bytes is given back once its message is written. */
const capacityMax = 4 * 1024 * 1024

/** A message with parts in the place of bytes. */
type WithParts<T> = {
  [Field in keyof T]:
    | (T[Field] extends Uint8Array[] ? readonly (Uint8Array | Part)[] : T[Field])
    | undefined
}

/** A message that a field of another one holds as bytes: it is written where these belong, and nowhere else before. */
export class Part<T = unknown> {
  readonly codec: Codec<T>
  readonly message: Partial<WithParts<T>>

  constructor(codec: Codec<T>, message: Partial<WithParts<T>>) {
    this.codec = codec
    this.message = message
  }
}

/**
 * Writes the parts of a message where they belong, into space that is used again and again. protons' own writer lists them first,
 * each as an object, and writes them at the end: that takes up to three times as long.
 *
 * It has the methods of {@link Writer} that the generated codecs of this schema call.
 */
class SpaceWriter {
  #bytes = new Uint8Array(capacityAtFirst)
  #view = new DataView(this.#bytes.buffer)
  #length = 0
  /** Where the parts begin whose length is not known yet. */
  readonly #starts: number[] = []

  /** What was written; the next message begins. */
  finish(): Uint8Array {
    const written = allocUnsafe(this.#length)
    written.set(this.#bytes.subarray(0, this.#length))
    this.reset()
    return written
  }

  /** Forgets what was written. */
  reset(): void {
    this.#length = 0
    this.#starts.length = 0
    if (this.#bytes.length > capacityMax) this.#take(capacityAtFirst)
  }

  uint32(value: number): this {
    this.#reserve(5)
    this.#varint(value >>> 0)
    return this
  }

  /** @param value At least 0: it is that of an enum. */
  int32(value: number): this {
    return this.uint32(value)
  }

  /** @param value At least 0 and safe. */
  uint64Number(value: number): this {
    this.#reserve(8)
    this.#varint(value)
    return this
  }

  bool(value: boolean): this {
    return this.uint32(value ? 1 : 0)
  }

  fixed64(value: bigint): this {
    this.#reserve(8)
    this.#view.setBigUint64(this.#length, value, true)
    this.#length += 8
    return this
  }

  bytes(value: Uint8Array | Part): this {
    if (value instanceof Part) {
      this.fork()
      this.message(value.codec, value.message)
      return this.ldelim()
    }
    const { length } = value
    this.#reserve(5 + length)
    this.#varint(length)
    this.#bytes.set(value, this.#length)
    this.#length += length
    return this
  }

  /** Writes the fields of a message. */
  message<T>(codec: Codec<T>, message: Partial<WithParts<T>>): void {
    codec.encode(message as T, this as unknown as Writer, { lengthDelimited: false })
  }

  /** Begins a part that its length goes before. */
  fork(): this {
    this.#reserve(1)
    this.#length += 1
    this.#starts.push(this.#length)
    return this
  }

  /** Ends the part that began last. */
  ldelim(): this {
    const start = this.#starts.pop() as number
    const length = this.#length - start
    if (length < 0x80) {
      this.#bytes[start - 1] = length
      return this
    }
    const more = varintBytes(length) - 1
    this.#reserve(more)
    this.#bytes.copyWithin(start + more, start, this.#length)
    this.#length = start - 1
    this.#varint(length)
    this.#length += length
    return this
  }

  #varint(value: number): void {
    let rest = value
    while (rest >= 0x80) {
      this.#bytes[this.#length] = (rest % 0x80) | 0x80
      this.#length += 1
      rest = Math.floor(rest / 0x80)
    }
    this.#bytes[this.#length] = rest
    this.#length += 1
  }

  #reserve(count: number): void {
    const needed = this.#length + count
    if (needed > this.#bytes.length) this.#take(Math.max(needed, 2 * this.#bytes.length))
  }

  #take(capacity: number): void {
    const written = this.#bytes.subarray(0, this.#length)
    this.#bytes = new Uint8Array(capacity)
    this.#view = new DataView(this.#bytes.buffer)
    this.#bytes.set(written)
  }
}

function varintBytes(value: number): number {
  let count = 1
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) count += 1
  return count
}

const writer = new SpaceWriter()

/**
 * The bytes of a message of the schema.
 *
 * @param version A byte that goes before them, if any.
 */
export function encode<T>(
  codec: Codec<T>,
  message: Partial<WithParts<T>>,
  version?: number
): Uint8Array {
  try {
    if (version !== undefined) writer.uint32(version)
    writer.message(codec, message)
    return writer.finish()
  } catch (error) {
    writer.reset()
    throw error
  }
}
