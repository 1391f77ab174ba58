export interface TimedEvent {
  readonly atMs: number
  readonly run: () => void
}

/** Events by time, and by the order of adding where the times are equal. */
export class EventQueue {
  /** A binary heap: every event comes before those at twice its place. */
  readonly #heap: OrderedEvent[] = []
  #order = 0

  add(atMs: number, run: () => void): TimedEvent {
    const heap = this.#heap
    this.#order += 1
    const event: OrderedEvent = { atMs, run, order: this.#order }
    let at = heap.length
    heap.push(event)
    while (at > 0) {
      const parentAt = (at - 1) >>> 1
      const parent = heap[parentAt]
      if (parent === undefined || !isEarlier(event, parent)) break
      heap[at] = parent
      at = parentAt
    }
    heap[at] = event
    return event
  }

  /** Removes and returns the first event, if it is due by `endMs`. */
  takeUntil(endMs: number): TimedEvent | undefined {
    const heap = this.#heap
    const first = heap[0]
    if (first === undefined || first.atMs > endMs) return undefined
    const last = heap.pop()
    if (last !== undefined && heap.length > 0) this.#sink(last)
    return first
  }

  /** Puts `event` where the first one was, and moves it down to its place. */
  #sink(event: OrderedEvent): void {
    const heap = this.#heap
    let at = 0
    for (;;) {
      let childAt = 2 * at + 1
      let child = heap[childAt]
      const right = heap[childAt + 1]
      if (child === undefined) break
      if (right !== undefined && isEarlier(right, child)) {
        child = right
        childAt += 1
      }
      if (!isEarlier(child, event)) break
      heap[at] = child
      at = childAt
    }
    heap[at] = event
  }
}

interface OrderedEvent extends TimedEvent {
  readonly order: number
}

function isEarlier(a: OrderedEvent, b: OrderedEvent): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order)
}
