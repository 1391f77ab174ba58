import type { Rule } from '../../../src/simulator/observer.js'

/** A bug that an engineer could write, as a change of one place in the sources. */
export interface Patch {
  /** What the replica does wrong. */
  readonly name: string
  /** The trap that it falls into: a row of the table in `docs/testing.md`. */
  readonly trap: `T${number}`
  /** Path from the root of the repository. */
  readonly file: `src/${string}.ts`
  /** Text that occurs exactly once in the file, and what stands there instead. */
  readonly find: string
  readonly replace: string
}

/** A bug that the simulator must catch. */
export interface Mutant extends Patch {
  /** Rules of which one must be found broken first. */
  readonly expects: readonly Rule[]
  /** A seed whose run finds it; where plans are drawn in another way by now, the search goes on from here. */
  readonly seed: number
}

/**
 * The source with the bug in it.
 *
 * @throws RangeError unless the text to replace occurs exactly once: then the code has moved on and the mutant must follow.
 */
export function mutate(source: string, { name, file, find, replace }: Patch): string {
  const count = source.split(find).length - 1
  if (count !== 1) throw new RangeError(`${name}: what to replace occurs ${count} times in ${file}`)
  return source.replace(find, () => replace)
}
