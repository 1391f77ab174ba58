/** A listener as `addEventListener` takes it. */
export type Listener<E extends Event> = ((event: E) => unknown) | { handleEvent(event: E): unknown }

/**
 * Wraps a listener so that what it throws, or rejects with, reaches `onError` instead of the process. The same listener
 * always gets the same wrapper, by which it can be removed.
 */
export function guardListener<E extends Event>(
  guarded: WeakMap<object, (event: Event) => void>,
  listener: Listener<E>,
  onError: (error: unknown) => void
): (event: Event) => void {
  const known = guarded.get(listener)
  if (known !== undefined) return known
  const guard = (event: Event): void => {
    try {
      const result =
        typeof listener === 'function' ? listener(event as E) : listener.handleEvent(event as E)
      if (result instanceof Promise) result.catch(onError)
    } catch (error) {
      onError(error)
    }
  }
  guarded.set(listener, guard)
  return guard
}
