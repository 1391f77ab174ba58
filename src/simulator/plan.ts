import type { QuorumRule } from '../core/configuration.js'
import type { Consistency } from '../group/objects/host.js'
import type { ChurnOptions } from '../runtime/churn.js'
import type { DiskConditions } from './disk.js'
import type { LinkConditions } from './link.js'
import type { Ending } from './network.js'
import type { Aim } from './peer.js'

/**
 * Everything that a run does, as plain data: it can be printed, kept, cut down and run again.
 *
 * What is left to chance within a run follows from `seed` too, each purpose by itself, so that what is left out of a plan leaves
 * most of the rest as it was.
 */
export interface Plan {
  readonly seed: number
  readonly peerCount: number
  /**
   * How many of the peers, from the last one on, are no founders, and join the groups.
   *
   * @default 0
   */
  readonly joinerCount?: number
  /** Names of the groups that all peers open. */
  readonly groups: readonly string[]
  readonly quorum?: QuorumRule
  readonly options: {
    readonly heartbeatIntervalMs: number
    readonly missedHeartbeatsMax: number
    readonly keyWindowSlots: number
    readonly snapshotEveryBytes: number
    /** Bytes of the log that are kept; everything if there is no bound. */
    readonly logBytesMax?: number
    readonly pendingCountMax: number
    /** How voters that are gone are replaced, if they are. */
    readonly churn: Partial<ChurnOptions> | false
  }
  /**
   * Bytes that the state of every group's machine has at least.
   *
   * @default 0
   */
  readonly stateBytesMin?: number
  /** Priorities of peers that have another one than 0. */
  readonly priorities: Readonly<Record<string, number>>
  /** How links carry frames, and how fast disks are, where no fault says otherwise. */
  readonly links: LinkConditions
  readonly disks: DiskConditions
  /** How long faults and operations go on; after that they begin anew, until enough has happened. */
  readonly durationMs: number
  /** Messages, flushes and timers until everything is healed. */
  readonly eventsMin: number
  readonly faults: readonly TimedFault[]
  readonly operations: readonly TimedOperation[]
  /** What goes wrong for good after everything was healed and had finished, if anything. */
  readonly aftermath?: Aftermath
}

/** Something that stays wrong: with a few peers, or with the links. Everyone else must finish all the same. */
export type Aftermath = AftermathKind & {
  /** What is asked meanwhile of peers that are well. */
  readonly operations: readonly TimedOperation[]
}

type AftermathKind =
  | {
      /** Down, with a disk that hangs, heard by nobody, or hearing nobody. */
      readonly type: 'down' | 'stall' | 'mute' | 'deaf'
      /** Peers that are struck, unless a quorum needs more of them. */
      readonly count: number
      /** Whether whoever leads is among them. */
      readonly withLeader: boolean
    }
  /** Only one peer reaches the others: the leader, or another voter. */
  | { readonly type: 'star'; readonly atLeader: boolean }
  /** All but one lose their disks: it makes new groups of what it holds, which the others join. */
  | { readonly type: 'fork'; readonly atLeader: boolean }
  /** Every link loses some frames. */
  | { readonly type: 'lossy'; readonly lossRate: number }

/** A fault, and when it strikes in virtual time. */
export type TimedFault = Fault & { readonly atMs: number }

/** What a client does, and when. */
export type TimedOperation = Operation & { readonly atMs: number }

/** A fault of one peer. */
interface PeerFault {
  readonly peer: string
}

/** A fault that ends by itself, after so many milliseconds. */
interface Lasting {
  readonly forMs: number
}

/** What can go wrong. Whatever lasts ends by itself, so that any part of a plan is a plan. */
export type Fault =
  | (PeerFault & Lasting & { readonly type: 'crash'; readonly ending: Ending; readonly aim?: Aim })
  | (Lasting & { readonly type: 'crash-all'; readonly ending: Ending })
  | (PeerFault & Lasting & { readonly type: 'wipe' })
  | (PeerFault & Lasting & { readonly type: 'corrupt' })
  | (PeerFault & Lasting & { readonly type: 'pause' })
  | (PeerFault & Lasting & { readonly type: 'busy'; readonly busyMsMax: number })
  | (PeerFault & Lasting & { readonly type: 'drift'; readonly rate: number })
  | (PeerFault & { readonly type: 'jump'; readonly aheadMs: number })
  | (PeerFault & Lasting & { readonly type: 'stall' })
  | (PeerFault &
      Lasting & { readonly type: 'slow-disk'; readonly flushMs: DiskConditions['flushMs'] })
  | (PeerFault & Lasting & { readonly type: 'full-disk' })
  | (PeerFault & DiskFailure)
  | (Lasting & Partition)
  | (Lasting & {
      readonly type: 'links'
      readonly links: readonly string[]
      readonly silently: boolean
    })
  | (Lasting & Direction & { readonly type: 'cut' | 'hold' })
  | (Lasting & Direction & BadLink)
  | (Between & { readonly type: 'reset' })
  | (Between & { readonly type: 'flap'; readonly periodMs: number; readonly times: number })
  | Chase

interface DiskFailure {
  readonly type: 'fail-disk'
  readonly operation: 'read' | 'write' | 'flush'
  /** Which such operation from now on fails. */
  readonly count: number
}

/** No peer of `left` reaches any other. */
interface Partition {
  readonly type: 'partition'
  readonly left: readonly string[]
  readonly silently: boolean
}

/** Time after time whoever leads a group is cut off, and who was before is no longer. */
interface Chase {
  readonly type: 'chase'
  readonly group: string
  /** What does not arrive: what it sends, what is sent to it, or both. */
  readonly direction: 'out' | 'in' | 'both'
  /** Whether that arrives in the end, instead of being lost. */
  readonly isHeld: boolean
  /** Peers between which and it everything arrives. */
  readonly friends: number
  readonly periodMs: number
  readonly times: number
}

interface BadLink {
  readonly type: 'bad-link'
  readonly conditions: Partial<LinkConditions>
}

interface Direction {
  readonly from: string
  readonly to: string
}

interface Between {
  readonly a: string
  readonly b: string
}

/** What a client of one peer asks one group for. */
export type Operation = { readonly peer: string; readonly group: string } & (
  | (Limited & { readonly type: 'read'; readonly register: string })
  | (Limited & Write & { readonly type: 'write' | 'compare-and-set' })
  | (Limited & { readonly type: 'decide'; readonly name: string })
  | (Limited & { readonly type: 'propose'; readonly bytes: number; readonly key?: string })
  | { readonly type: 'transfer'; readonly target: string }
  | (Limited & { readonly type: 'reconfigure'; readonly add: string; readonly remove: string })
  | ObjectOperation
)

/** What a client asks of the objects of a group. */
export type ObjectOperation =
  | (Limited & {
      readonly type: 'map-read' | 'pair-read'
      readonly key: string
      readonly consistency: Consistency
    })
  | (Limited & { readonly type: 'map-write'; readonly key: string; readonly how: MapWriteKind })
  /** Moves an amount from one key of a pair to the other, or, if it is 0, says the same of one of them again. */
  | (Limited & { readonly type: 'pair-move'; readonly key: string; readonly amount: number })
  | (Limited & NumberName & { readonly type: 'number-add'; readonly delta: number })
  | (Limited & NumberName & { readonly type: 'number-read' })
  /** Has a lock for a while, and uses what it protects. */
  | (Limited & Holding & { readonly type: 'lock'; readonly lock: string; readonly waits: boolean })
  /** Has a lease for a while, with a key that goes when it ends. */
  | (Holding & { readonly type: 'lease' })

export type MapWriteKind = 'set' | 'delete' | 'compare-and-set' | 'set-if-absent'

interface NumberName {
  readonly kind: 'sequence' | 'counter'
  readonly name: string
}

interface Holding {
  readonly forMs: number
  readonly ttlMs: number
}

/** A call that gives up after so many milliseconds, if it is told. */
interface Limited {
  readonly timeoutMs?: number
}

/** A change of a register. See `WriteOptions` for what the last two mean. */
interface Write {
  readonly register: string
  readonly persists?: boolean
  readonly bytesMin?: number
}
