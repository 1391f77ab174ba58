/**
 * Random numbers that follow from a text: the same everywhere, and of no use against somebody who guesses. (sfc32 by Chris Doty-Humphrey,
 * seeded with FNV-1a.)
 *
 * @returns Draws the next one, from 0 up to but not including 1.
 */
export function seededRandom(seed: string): () => number {
  let a = hash(seed, 0x811c9dc5)
  let b = hash(seed, 0x01000193)
  let c = hash(seed, 0x9e3779b9)
  let counter = 1
  const next = (): number => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 2 ** 32
  }
  // The first ones show what it was seeded with.
  for (let i = 0; i < 12; i += 1) next()
  return next
}

function hash(text: string, basis: number): number {
  let value = basis
  for (let i = 0; i < text.length; i += 1) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  }
  return value | 0
}
