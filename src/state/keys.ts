/**
 * Bytes as a string with one character for each of them, by which rows are found: such strings compare as their bytes do, and take one
 * byte of memory each.
 */
export type Key = string

const encoder = new TextEncoder()
// A byte order mark is a character of the text like any other.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const ascii = /^[\0-\x7f]*$/

/** The key of some bytes. */
export function keyOf(bytes: Uint8Array): Key {
  // To spread them would take three times as long.
  return String.fromCharCode.apply(undefined, bytes as unknown as number[])
}

/** The bytes of a key. */
export function bytesOf(key: Key): Uint8Array {
  const bytes = new Uint8Array(key.length)
  for (let i = 0; i < key.length; i += 1) bytes[i] = key.charCodeAt(i)
  return bytes
}

/** The key of a text, in UTF-8. */
export function keyOfText(text: string): Key {
  return ascii.test(text) ? text : keyOf(encoder.encode(text))
}

/** The text of a key; what is not UTF-8 in it becomes U+FFFD. */
export function textOf(key: Key): string {
  return ascii.test(key) ? key : decoder.decode(bytesOf(key))
}

/** The first key after all that begin with `prefix`; undefined if there is none. */
export function prefixEnd(prefix: Key): Key | undefined {
  for (let length = prefix.length; length > 0; length -= 1) {
    const code = prefix.charCodeAt(length - 1)
    if (code < 0xff) return prefix.slice(0, length - 1) + String.fromCharCode(code + 1)
  }
  return undefined
}
