import type { Group } from '../group/group.js'
import type { StateMachine } from '../group/machine.js'
import type { Operation } from './plan.js'

/** Something that has begun and not finished. */
export interface Pending {
  readonly what: string
  /** The group that is to finish it, if it is one alone. */
  readonly group?: string
}

/** What uses the groups of a run, and judges in the end what it was told. */
export interface Application {
  /** The machine with which a process is to open a group, anew for each life of it; undefined for none. */
  machine(peerId: string, group: string): StateMachine | undefined
  /** A process opened a group: it can be used until that process is gone. */
  onGroup(peerId: string, group: Group): void
  /** A process is gone, with everything that was asked of its groups. */
  onCrash(peerId: string): void
  /** Begins an operation of the plan. */
  perform(operation: Operation): void
  /** Everything was healed: nothing new is to begin, and what has begun must finish. */
  onHealed(): void
  /** What has begun and not finished. */
  readonly pending: readonly Pending[]
  /**
   * Judges the run, once everything finished.
   *
   * @throws if what happened may not be.
   */
  check(): void | Promise<void>
}
