/** What stays when the contents of these snapshots are needed: they, and later ones, which a batch may be about to name. */
export function needed(slots: readonly number[]): (slot: number) => boolean {
  const last = Math.max(...slots)
  return slot => slot > last || slots.includes(slot)
}

/** Deletes the contents for whose slots `isKept` does not hold. */
export function keepContents(
  contents: Map<number, unknown>,
  isKept: (slot: number) => boolean
): void {
  for (const slot of contents.keys()) if (!isKept(slot)) contents.delete(slot)
}
