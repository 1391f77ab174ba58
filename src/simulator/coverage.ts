/** How often what happened. */
export class Coverage {
  readonly #counts = new Map<string, Map<string, number>>()

  /** Counts `name` among its `kind`. The two are not joined before somebody asks: this runs for every message. */
  add(kind: string, name: string): void {
    let counts = this.#counts.get(kind)
    if (counts === undefined) {
      counts = new Map()
      this.#counts.set(kind, counts)
    }
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }

  get(kind: string, name: string): number {
    return this.#counts.get(kind)?.get(name) ?? 0
  }

  /** All counts, as `kind name`, sorted. */
  toObject(): Record<string, number> {
    const counts = [...this.#counts].flatMap(([kind, names]) =>
      [...names].map(([name, count]) => [`${kind} ${name}`, count] as const)
    )
    return Object.fromEntries(counts.sort(([a], [b]) => (a < b ? -1 : 1)))
  }
}
