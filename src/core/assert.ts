import { InvariantError } from '../errors.js'

/**
 * Checks what must hold whatever the network, the disk or another peer does. Assertions stay on: a replica that broke
 * its own rules halts instead of acting on a state that cannot be.
 *
 * @throws InvariantError if `condition` does not hold.
 */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvariantError(message)
}

/** Closes a switch over a union: a case that was forgotten is a type error. */
export function unreachable(value: never): never {
  throw new InvariantError(`unexpected case: ${String(value)}`)
}
