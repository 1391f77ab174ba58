import type { Clock, Digests, Randomness } from '../runtime/ports.js'
import { endOfTurn } from './turn.js'

/** The monotonic clock and the timers of the platform. */
export const systemClock: Clock = {
  nowMs: () => performance.now(),
  setTimer: (atMs, callback) => {
    const timer = setTimeout(callback, Math.max(0, Math.ceil(atMs - performance.now())))
    return () => clearTimeout(timer)
  },
  soon: callback => queueMicrotask(callback),
  turnEnd: endOfTurn
}

/** The platform's own hashes. */
export const systemDigests: Digests = {
  // Its type knows only of bytes that nobody shares.
  sha256: async bytes =>
    new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>))
}

/** The platform's cryptographically strong random numbers. */
export const systemRandomness: Randomness = {
  uint64: () => {
    const [number = 0n] = crypto.getRandomValues(new BigUint64Array(1))
    return number
  }
}
