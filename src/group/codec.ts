import { InvalidOptionsError } from '../errors.js'

/**
 * Turns an application's values into bytes and back.
 *
 * `encode` runs before anything is sent; what it throws reaches the caller. `decode` gets bytes that any member may have
 * proposed: if it throws, the value is delivered as bytes with the error, and no slot is skipped.
 */
export interface Codec<T> {
  /** The bytes that stand for `value`. */
  encode(value: T): Uint8Array
  /** The value that `bytes` stand for. */
  decode(bytes: Uint8Array): T
}

/** Values are bytes, as they are. */
export const bytesCodec: Codec<Uint8Array> = {
  encode: value => value,
  decode: bytes => bytes
}

const encoder = new TextEncoder()
// A byte order mark is a character of the text like any other.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Values are strings, in UTF-8. Anything else is an InvalidOptionsError. */
export const stringCodec: Codec<string> = {
  encode: value => {
    if (typeof value === 'string') return encoder.encode(value)
    throw new InvalidOptionsError(`the value must be a string, not ${typeof value}`)
  },
  decode: bytes => decoder.decode(bytes)
}

/**
 * Values that `validate` lets pass, with what it makes of them: before they are sent, and again when they are read, since another member
 * may have sent them. What it throws reaches the caller.
 *
 * @example validatedCodec(jsonCodec<unknown>(), schema.parse)
 */
export function validatedCodec<T>(
  codec: Codec<unknown>,
  validate: (value: unknown) => T
): Codec<T> {
  return {
    encode: value => codec.encode(validate(value)),
    decode: bytes => validate(codec.decode(bytes))
  }
}

/** Values are what JSON can express (`undefined` is nothing of that), of a type the caller vouches for. */
export function jsonCodec<T>(): Codec<T> {
  return {
    encode: value => stringCodec.encode(JSON.stringify(value)),
    decode: bytes => JSON.parse(stringCodec.decode(bytes)) as T
  }
}
