/** The checksum that LevelDB stored at `at`; it stores them rotated and shifted. */
export function storedChecksum(bytes: Uint8Array, at: number): number {
  const stored = new DataView(bytes.buffer, bytes.byteOffset + at).getUint32(0, true)
  const rotated = stored - 0xa282ead8
  return ((rotated >>> 17) | (rotated << 15)) >>> 0
}
