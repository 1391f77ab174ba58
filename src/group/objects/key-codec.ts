import { InvalidOptionsError, MessageTooLargeError } from '../../errors.js'
import { bytesOf, type Key, keyOf, keyOfText, textOf } from '../../state/keys.js'
import { keyBytesMax } from '../../wire/limits.js'

/** How the keys of a map are found in it. */
export interface KeyCodec<K> {
  /** @throws InvalidOptionsError if it is no key; MessageTooLargeError if it is too long. */
  toKey(key: K): Key
  fromKey(key: Key): K
}

/** Keys are text. */
export const textKeys: KeyCodec<string> = {
  toKey: key => {
    if (typeof key !== 'string' || !key.isWellFormed()) {
      throw new InvalidOptionsError('a key of this map must be a string of Unicode text')
    }
    // Only so many bytes can be spread.
    if (key.length > keyBytesMax) throw tooLarge(key.length)
    return checked(keyOfText(key))
  },
  fromKey: textOf
}

/** Keys are bytes. */
export const bytesKeys: KeyCodec<Uint8Array> = {
  toKey: key => {
    if (!(key instanceof Uint8Array)) {
      throw new InvalidOptionsError('a key of this map must be a Uint8Array')
    }
    if (key.length > keyBytesMax) throw tooLarge(key.length)
    return keyOf(key)
  },
  fromKey: bytesOf
}

function checked(key: Key): Key {
  if (key.length > keyBytesMax) throw tooLarge(key.length)
  return key
}

function tooLarge(bytes: number): MessageTooLargeError {
  return new MessageTooLargeError(`a key has ${bytes} bytes; at most ${keyBytesMax} are allowed`, {
    bytes,
    bytesMax: keyBytesMax
  })
}
