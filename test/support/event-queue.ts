export interface TimedEvent {
  readonly atMs: number
  readonly run: () => void
}

/** Events by time, and by the order of adding where the times are equal. */
export class EventQueue {
  /** A binary heap: every event comes before those at twice its place. */
  readonly #heap: (TimedEvent & { readonly order: number })[] = []
  #order = 0

  add(atMs: number, run: () => void): void {
    const heap = this.#heap
    this.#order += 1
    heap.push({ atMs, run, order: this.#order })
    let at = heap.length - 1
    while (at > 0) {
      const parent = (at - 1) >>> 1
      if (!this.#swapIfEarlier(at, parent)) return
      at = parent
    }
  }

  /** Removes and returns the first event, if it is due by `endMs`. */
  takeUntil(endMs: number): TimedEvent | undefined {
    const heap = this.#heap
    const first = heap[0]
    if (first === undefined || first.atMs > endMs) return undefined
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return first
    heap[0] = last
    let at = 0
    for (;;) {
      const left = 2 * at + 1
      if (left >= heap.length) return first
      const child = left + 1 < heap.length && this.#isEarlier(left + 1, left) ? left + 1 : left
      if (!this.#swapIfEarlier(child, at)) return first
      at = child
    }
  }

  #isEarlier(a: number, b: number): boolean {
    const [left, right] = [this.#heap[a], this.#heap[b]]
    if (left === undefined || right === undefined) return false
    return left.atMs < right.atMs || (left.atMs === right.atMs && left.order < right.order)
  }

  #swapIfEarlier(child: number, parent: number): boolean {
    if (!this.#isEarlier(child, parent)) return false
    const [a, b] = [this.#heap[child], this.#heap[parent]]
    if (a === undefined || b === undefined) return false
    this.#heap[child] = b
    this.#heap[parent] = a
    return true
  }
}
