import { TypedEventEmitter } from 'main-event'
import type { GroupEvents } from './events.js'
import { guardListener, type Listener } from './listeners.js'

/** Tells of the events of a group. A listener that throws is reported; it stops neither the group nor the other listeners. */
export abstract class GroupEmitter<T> extends TypedEventEmitter<GroupEvents<T>> {
  readonly #onError: (event: string, error: unknown) => void
  readonly #listeners = new WeakMap<object, (event: Event) => void>()

  constructor(onError: (event: string, error: unknown) => void) {
    super()
    this.#onError = onError
  }

  /** A listener that throws is logged; it stops neither the group nor the other listeners. */
  override addEventListener<K extends keyof GroupEvents<T>>(
    type: K,
    listener: Listener<GroupEvents<T>[K]> | null,
    options?: boolean | AddEventListenerOptions
  ): void {
    if (listener === null) return
    const guarded = guardListener(this.#listeners, listener, error => this.#onError(type, error))
    super.addEventListener(type, guarded, options)
  }

  /** Takes back what `addEventListener` was given. */
  override removeEventListener<K extends keyof GroupEvents<T>>(
    type: K,
    listener?: Listener<GroupEvents<T>[K]> | null,
    options?: boolean | EventListenerOptions
  ): void {
    const guarded = listener && this.#listeners.get(listener)
    if (guarded) super.removeEventListener(type, guarded, options)
  }

  /** Tells of an event. */
  protected emit<K extends keyof GroupEvents<T>>(
    type: K,
    detail: GroupEvents<T>[K]['detail']
  ): void {
    this.dispatchEvent(new CustomEvent(type, { detail }))
  }
}
