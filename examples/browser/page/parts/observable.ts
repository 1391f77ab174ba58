import { useEffect, useState } from 'preact/hooks'

/** Milliseconds from one drawing of what changes all the time to the next: people read no faster. */
const drawIntervalMs = 100

/** State that components show. However often it changes, it is drawn at most once a frame, and not every frame. */
export class Observable<T extends object> {
  readonly #listeners = new Set<(state: T) => void>()
  #state: T
  #isScheduled = false
  #drawnAtMs = Number.NEGATIVE_INFINITY

  constructor(state: T) {
    this.#state = state
  }

  get state(): T {
    return this.#state
  }

  update(changes: Partial<T>): void {
    this.#state = { ...this.#state, ...changes }
    if (this.#isScheduled) return
    this.#isScheduled = true
    requestAnimationFrame(this.#draw)
  }

  subscribe(listener: (state: T) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly #draw = (atMs: number): void => {
    if (atMs - this.#drawnAtMs < drawIntervalMs) {
      requestAnimationFrame(this.#draw)
      return
    }
    this.#isScheduled = false
    this.#drawnAtMs = atMs
    for (const listener of this.#listeners) listener(this.#state)
  }
}

/** Shows the state of `observable` as it changes. */
export function useObservable<T extends object>(observable: Observable<T>): T {
  const [state, setState] = useState(observable.state)
  useEffect(() => {
    setState(observable.state)
    return observable.subscribe(setState)
  }, [observable])
  return state
}
