import { setTimeout as sleep } from 'node:timers/promises'

/** Milliseconds within which the servers of another system must have a leader. */
const timeoutMs = 30_000

/** Milliseconds between two attempts. */
const intervalMs = 100

/** Calls `attempt` until it gives something; what it throws meanwhile is no failure, only the last of it is. */
export async function eventually<T>(
  what: string,
  attempt: () => Promise<T | undefined>
): Promise<T> {
  const endMs = performance.now() + timeoutMs
  let cause: unknown
  while (performance.now() < endMs) {
    try {
      const result = await attempt()
      if (result !== undefined) return result
    } catch (error) {
      cause = error
    }
    await sleep(intervalMs)
  }
  throw new Error(`${what}: not within ${timeoutMs} ms`, { cause })
}
