/**
 * Calls `callback` once the events that are ready now have been handled, before any timer that is not yet due.
 *
 * Browsers have no `setImmediate`, and hold nested timers back by 4 ms; a message to oneself is as prompt.
 */
export const endOfTurn: (callback: () => void) => void =
  typeof setImmediate === 'function' ? callback => void setImmediate(callback) : byMessages()

function byMessages(): (callback: () => void) => void {
  const callbacks: (() => void)[] = []
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => callbacks.shift()?.()
  return callback => {
    callbacks.push(callback)
    port2.postMessage(undefined)
  }
}

/**
 * Calls `callback` once the code that runs now is done, and all that follows from it without waiting for an event; where the
 * platform cannot tell, at the end of the turn.
 */
export const endOfTask: (callback: () => void) => void =
  typeof process === 'object' && typeof process.nextTick === 'function'
    ? callback => process.nextTick(callback)
    : endOfTurn
