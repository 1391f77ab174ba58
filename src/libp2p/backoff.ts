/**
 * Milliseconds to wait before the next attempt after `failures` failures: `minMs` doubled with each failure, up to `maxMs`,
 * and shortened by up to half at random, so that peers that failed together do not return together.
 */
export function backoffMs(failures: number, minMs: number, maxMs: number): number {
  const fullMs = Math.min(maxMs, minMs * 2 ** Math.min(failures, 32))
  return fullMs * (0.5 + Math.random() / 2)
}
