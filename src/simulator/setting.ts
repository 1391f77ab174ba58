import type { Random } from './random.js'

/** What the drawing of faults and operations knows of the plan. */
export interface Setting {
  readonly random: Random
  readonly peerIds: readonly string[]
  readonly groups: readonly string[]
  /** Peers that may lose their disks: enough others keep theirs. */
  readonly expendable: readonly string[]
  /** Heartbeats in an election timeout. */
  readonly missedHeartbeatsMax: number
  /** An election timeout. */
  readonly timeoutMs: number
  readonly durationMs: number
  /** Whether some values are so large that frames and memory have no room for many of them. */
  readonly isLarge: boolean
  /** Whether the voters change. */
  readonly reconfigures: boolean
  /** Slots for which keys are remembered. */
  readonly keyWindowSlots: number
}

/** A number for people to read: no run depends on more digits. */
export function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}
