const first = 'A'.charCodeAt(0)

/** What the peers of a world are called: A, B, C and so on. */
export function peerName(index: number): string {
  return String.fromCharCode(first + index)
}

/** The names of so many peers. */
export function peerNames(count: number): string[] {
  return Array.from({ length: count }, (_, i) => peerName(i))
}
