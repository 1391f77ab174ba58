import type { Ballot } from './ballot.js'
import type { Batch } from './batch.js'
import type { Configuration, ReplicaId } from './configuration.js'
import type { Entry } from './entry.js'
import type { History } from './epochs.js'
import type { LogImage } from './image.js'
import type { StateVerdict } from './marks.js'
import type { Message } from './messages.js'
import type { Snapshot } from './snapshot.js'

/** What happened outside the core. */
export type Input =
  | MessageInput
  | ProposeInput
  | AbortInput
  | ReadInput
  | TransferInput
  | ConnectivityInput
  | ReserveInput
  | DurableInput
  | LoadedInput
  | SnapshotInput
  | InstallInput
  | AlarmInput
  | VouchInput
  | TickInput

/** A message arrived from a member; `from` is authenticated by the connection. */
export interface MessageInput {
  readonly type: 'message'
  readonly from: string
  readonly incarnation: bigint
  readonly message: Message
}

/** What the application proposes; the core adds session and sequence. */
export type Payload =
  | { readonly type: 'value'; readonly value: Uint8Array; readonly key?: string }
  | { readonly type: 'operation'; readonly operation: Uint8Array }
  | { readonly type: 'decide'; readonly value: Uint8Array; readonly name: string }
  | { readonly type: 'stop'; readonly configuration: Configuration }

/** A local proposal; its fate is reported in `settled` under `ticket`, a number the caller never uses twice. */
export interface ProposeInput {
  readonly type: 'propose'
  readonly ticket: number
  readonly payload: Payload
}

/** The caller of the proposal `ticket` gave up on it. */
export interface AbortInput {
  readonly type: 'abort'
  readonly ticket: number
}

/** A local read: answered in `reads` once everything chosen before this input was learned. */
export interface ReadInput {
  readonly type: 'read'
  readonly ticket: number
}

/** Asks that the voter `target` leads. */
export interface TransferInput {
  readonly type: 'transfer'
  readonly target: string
}

/** A connection to a peer opened, or the last one closed. */
export interface ConnectivityInput {
  readonly type: 'connectivity'
  readonly peerId: string
  readonly connected: boolean
  /** Whether every open connection goes by way of a third peer. */
  readonly isRelayed?: boolean
}

/** Whether this replica is held back from now on, for one reason: it leads only where nobody else can. */
export interface ReserveInput {
  readonly type: 'reserve'
  /** Its page is hidden; or it applies nothing, and so does not know what is to happen when. */
  readonly why: 'hidden' | 'stopped'
  readonly isHeldBack: boolean
}

/** The batch with this id, and so every batch before it, is durable. */
export interface DurableInput {
  readonly type: 'durable'
  readonly batchId: number
}

/** Entries that a {@link Load} asked for; fewer than asked for only if they were too many at once. */
export interface LoadedInput {
  readonly type: 'loaded'
  readonly loadId: number
  readonly firstSlot: number
  readonly entries: readonly Entry[]
}

/** A snapshot of what was chosen was taken here: its content is in the store. Entries up to `compactedSlotMax`, which it covers, are given up. */
export interface SnapshotInput {
  readonly type: 'snapshot'
  readonly snapshot: Snapshot
  readonly compactedSlotMax: number
}

/** The snapshot of another member, asked for by {@link Effects.snapshotFrom}, is in the store: the log goes on after it, if that is news. */
export interface InstallInput {
  readonly type: 'install'
  readonly snapshot: Snapshot
  /** What the content says of the log. */
  readonly image: LogImage
  readonly history: History
}

/**
 * Something is to happen once the group's time comes to `logTimeMs`; undefined if nothing is. Replaces what was said before: whoever
 * leads sees to it that an entry is stamped with that time or a later one.
 */
export interface AlarmInput {
  readonly type: 'alarm'
  readonly logTimeMs: number | undefined
}

/**
 * The owner knows of the peer of each other voter whether it is there, and says so as soon as that changes or the peer stops a replica.
 * Asked for by {@link Replica.isCalm}.
 */
export interface VouchInput {
  readonly type: 'vouch'
  readonly holds: boolean
}

/** Time passed. */
export interface TickInput {
  readonly type: 'tick'
}

/**
 * What the outside must do after a step. The order that safety needs is in the type: `messages` may leave now,
 * `afterDurable.messages` only once the batch they name is durable.
 */
export interface Effects {
  readonly messages: readonly Envelope[]
  /** A batch to append to the store, in the order of ids. */
  readonly persist?: { readonly batchId: number; readonly batch: Batch } | undefined
  readonly afterDurable?:
    | { readonly batchId: number; readonly messages: readonly Envelope[] }
    | undefined
  /** Entries newly learned to be chosen, by ascending slot without gaps. */
  readonly chosen: readonly ChosenEntry[]
  readonly settled: readonly Settlement[]
  /** Reads that can be served, after `chosen` was applied. */
  readonly reads: readonly { readonly ticket: number; readonly slot: number }[]
  readonly loads: readonly Load[]
  /** PeerId of a member to get a snapshot from: what this replica lacks is no longer in the log. */
  readonly snapshotFrom?: string | undefined
  /** When to step again with a tick if nothing else happens. */
  readonly wakeAtMs: number
  readonly notices: readonly Notice[]
}

/** A message for one member. */
export interface Envelope {
  readonly to: string
  readonly message: Message
}

/** Asks for durable entries from `firstSlot` up to but not including `endSlot`. */
export interface Load {
  readonly loadId: number
  readonly firstSlot: number
  readonly endSlot: number
}

/**
 * What an entry means once it is chosen, judged from the log prefix alone, so that every replica judges the same.
 *
 * - `applied`: a value, an operation, a decision, an opened session or a stop that takes effect.
 * - `repeat`: a value whose key was used before, by the value in `firstSlot`.
 * - `decided`: a decision whose name was taken before, by the value in `firstSlot`.
 * - `nothing`: a no-op, a tick, a proposal that is not its session's next, or a stop of an epoch that is not the current one.
 */
export type Verdict =
  | { readonly type: 'applied' }
  | { readonly type: 'repeat'; readonly firstSlot: number }
  | { readonly type: 'decided'; readonly firstSlot: number; readonly value: Uint8Array }
  | { readonly type: 'nothing' }

export interface ChosenEntry {
  readonly slot: number
  readonly entry: Entry
  readonly verdict: Verdict
  /** PeerId of the replica that proposed the entry; undefined if its session is unknown. */
  readonly origin: string | undefined
  /** What the log up to here amounts to, if a snapshot is due at this slot, and a ballot in which that is known to be chosen. */
  readonly image?: { readonly ballot: Ballot; readonly log: LogImage }
}

/**
 * The fate of a local proposal.
 *
 * - `chosen`: in the log at `slot`, which for a repeated key is the slot of the first use; `value` is what was decided.
 * - `withdrawn`: aborted before it left this replica; it never takes effect.
 * - `sent`: aborted after it left; a later settlement tells what became of it.
 * - `skipped`: a no-op took its place, or it is a stop that came too late; it never takes effect.
 * - `session-expired`: its session was evicted; it may have taken effect.
 */
export type Settlement =
  | {
      readonly type: 'chosen'
      readonly ticket: number
      readonly slot: number
      readonly value?: Uint8Array
    }
  | {
      readonly type: 'withdrawn' | 'sent' | 'skipped' | 'session-expired'
      readonly ticket: number
    }

/**
 * Whether the group can make progress, as this replica sees it.
 *
 * - `available`: a leader has a quorum behind it.
 * - `suspended`: no leader with a quorum is known; calls wait.
 * - `lost`: no quorum was reachable for `quorumLostAfterMs`.
 */
export type QuorumState = 'available' | 'suspended' | 'lost'

/** Something worth a log line, an event or a count; nothing depends on it. */
export type Notice =
  | { readonly type: 'leader-change'; readonly leader?: ReplicaId; readonly ballot?: Ballot }
  | { readonly type: 'quorum-change'; readonly state: QuorumState }
  | { readonly type: 'campaign'; readonly ballot: Ballot }
  | { readonly type: 'step-down'; readonly ballot: Ballot; readonly why: string }
  | {
      readonly type: 'ignored'
      readonly from: string
      readonly message: string
      readonly why: string
    }
  | { readonly type: 'catch-up'; readonly firstSlot: number; readonly lastSlot: number }
  /** The entries of these slots were learned as a whole, from a snapshot. */
  | { readonly type: 'install'; readonly firstSlot: number; readonly lastSlot: number }
  | { readonly type: 'epoch'; readonly configuration: Configuration }
  /** No heartbeats are sent until something happens, or are sent again. */
  | { readonly type: 'rest' | 'wake' }
  /** A member has another snapshot of this slot than this replica. */
  | { readonly type: 'divergence'; readonly peerId: string; readonly slot: number }
  /** By what voters have of this slot, this replica's state cannot be trusted. */
  | { readonly type: 'diverged'; readonly slot: number; readonly verdict: StateVerdict }
  /** A member does not serve this replica. */
  | { readonly type: 'refused'; readonly by: string }
