const polynomial = 0x82f63b78
const lanes = 8

/** `tables[lane * 256 + byte]` is the checksum of `byte` followed by `lane` zero bytes. */
const tables: Int32Array = makeTables()

/**
 * The CRC-32C (Castagnoli) of `bytes`, as a number of 32 bits without a sign. With the checksum of what comes before as
 * `seed` it is that of both together.
 */
export function crc32c(bytes: Uint8Array, seed = 0): number {
  let crc = ~seed
  let at = 0
  // Eight bytes a turn: the first four are mixed with the checksum so far, and the table lookups do not wait for each other.
  for (const end = bytes.length - lanes; at <= end; at += lanes) {
    crc ^= word(bytes, at)
    const high = word(bytes, at + 4)
    crc =
      lookUp(7, crc) ^
      lookUp(6, crc >>> 8) ^
      lookUp(5, crc >>> 16) ^
      lookUp(4, crc >>> 24) ^
      lookUp(3, high) ^
      lookUp(2, high >>> 8) ^
      lookUp(1, high >>> 16) ^
      lookUp(0, high >>> 24)
  }
  for (; at < bytes.length; at += 1) {
    crc = lookUp(0, crc ^ (bytes[at] as number)) ^ (crc >>> 8)
  }
  return ~crc >>> 0
}

function word(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  )
}

function lookUp(lane: number, value: number): number {
  return tables[(lane << 8) | (value & 0xff)] as number
}

function makeTables(): Int32Array {
  const made = new Int32Array(lanes * 256)
  for (let byte = 0; byte < 256; byte += 1) {
    let crc = byte
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? polynomial : 0)
    made[byte] = crc
  }
  for (let at = 256; at < made.length; at += 1) {
    const before = made[at - 256] as number
    made[at] = (before >>> 8) ^ (made[before & 0xff] as number)
  }
  return made
}
