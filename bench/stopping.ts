/** How to end what runs, for whoever is asked to stop in the middle of a measurement. */
const kills = new Set<() => void>()

/** Has `kill` called if the measurement is stopped, until the returned function is called. */
export function whenStopped(kill: () => void): () => void {
  kills.add(kill)
  return () => kills.delete(kill)
}

/** Ends all that runs: whatever waits for it fails, and so the measurement unwinds and leaves no file. */
export function stopAll(): void {
  for (const kill of kills) kill()
}
