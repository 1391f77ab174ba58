import { InvalidOptionsError, MessageTooLargeError } from '../errors.js'
import type { ResolvedOptions } from './options.js'

/**
 * The bytes of a value.
 *
 * @throws InvalidOptionsError if the codec returns something else; MessageTooLargeError if they are too many; what the codec throws.
 */
export function encodeValue<T>(
  value: T,
  { codec, valueBytesMax }: Pick<ResolvedOptions<T>, 'codec' | 'valueBytesMax'>
): Uint8Array {
  const bytes = codec.encode(value)
  if (!(bytes instanceof Uint8Array)) {
    throw new InvalidOptionsError('the codec must encode a value as a Uint8Array')
  }
  if (bytes.length > valueBytesMax) {
    throw new MessageTooLargeError(
      `the value has ${bytes.length} bytes; at most ${valueBytesMax} are allowed`,
      { bytes: bytes.length, bytesMax: valueBytesMax }
    )
  }
  return bytes
}

/** @throws InvalidOptionsError if a key or name is empty or no string; MessageTooLargeError if it is too long. */
export function checkText(what: string, text: string, bytesMax: number): void {
  if (typeof text !== 'string' || text.length === 0) {
    throw new InvalidOptionsError(`the ${what} must be a non-empty string`)
  }
  const bytes = new TextEncoder().encode(text).length
  if (bytes > bytesMax) {
    throw new MessageTooLargeError(
      `the ${what} has ${bytes} bytes; at most ${bytesMax} are allowed`,
      { bytes, bytesMax }
    )
  }
}
