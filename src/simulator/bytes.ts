import { compare } from 'uint8arrays/compare'

/** Above this many bytes it pays to call the platform's comparison. */
const longBytes = 64

/** Whether two byte arrays hold the same. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a === b) return true
  if (a.length !== b.length) return false
  if (a.length > longBytes) return compare(a, b) === 0
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false
  return true
}
