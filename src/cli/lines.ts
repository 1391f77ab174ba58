/** A line of input without its end; undefined if it was longer than allowed and was left out. */
export type Line = Uint8Array | undefined

const lineFeed = 0x0a

/**
 * Splits a stream of bytes into lines. Holds no more than one line of at most `lineBytesMax`; a last line without an end is
 * a line too.
 */
export async function* splitLines(
  source: AsyncIterable<Uint8Array>,
  lineBytesMax: number
): AsyncGenerator<Line, void, undefined> {
  let parts: Uint8Array[] = []
  let bytes = 0
  const end = (): Line => {
    const line = bytes > lineBytesMax ? undefined : joined(parts)
    parts = []
    bytes = 0
    return line
  }
  for await (const chunk of source) {
    for (let from = 0; from < chunk.length; ) {
      const at = chunk.indexOf(lineFeed, from)
      const part = chunk.subarray(from, at < 0 ? chunk.length : at)
      bytes += part.length
      if (bytes <= lineBytesMax) parts.push(part)
      else parts = []
      from = at < 0 ? chunk.length : at + 1
      if (at >= 0) yield end()
    }
  }
  if (bytes > 0) yield end()
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts)
}
