import { checkQuorum, majorityQuorum, type QuorumRule, votersMax } from '../core/configuration.js'
import type { Founding } from '../core/founding.js'
import { type CoreOptions, coreOptions } from '../core/options.js'
import { InvalidOptionsError } from '../errors.js'
import type { Admit } from '../runtime/admission.js'
import { type ChurnOptions, churnOptions } from '../runtime/churn.js'
import { nameBytesMax, valueBytesMaxLimit } from '../wire/limits.js'
import { bytesCodec, type Codec } from './codec.js'
import type { StateMachine } from './machine.js'

/** A PeerId, as an object of libp2p or in its string form. */
export type PeerIdLike = string | object

/** Options of one group at one peer. */
export interface MemberOptions<T> extends Partial<CoreOptions> {
  /**
   * How values become bytes.
   *
   * @default bytesCodec
   */
  readonly codec?: Codec<T>
  /**
   * Largest value that may be proposed, in bytes.
   *
   * @default 1048576
   */
  readonly valueBytesMax?: number
  /**
   * Proposals that may wait at once. Too low limits throughput; too high costs memory and makes the last ones wait long.
   *
   * @default 16384
   */
  readonly pendingCountMax?: number
  /**
   * Bytes of the values that may wait at once.
   *
   * @default 16777216
   */
  readonly pendingBytesMax?: number
  /**
   * Says who is admitted: asked when somebody who never was a member asks this peer to let it learn, and may take its time. A learner
   * reads everything that is chosen, and proposes; one that would vote may be made a voter. Each member decides for whom it serves.
   *
   * @default nobody is admitted
   */
  readonly admit?: Admit
  /**
   * How the group replaces voters that are gone while this peer leads; `false` to leave that to `reconfigure`.
   *
   * @default see ChurnOptions
   */
  readonly churn?: Partial<ChurnOptions> | false
  /**
   * State that follows from the log, the same kind at all members.
   *
   * @default none: the log is all there is
   */
  readonly machine?: StateMachine<T>
  /**
   * Bytes of the log, about, that this peer keeps before its newest snapshot; what was before is given up. Too low and members
   * that were away for a while need whole snapshots; too high costs disk.
   *
   * @default 67108864 with a machine; without one everything is kept
   */
  readonly logBytesMax?: number
  /**
   * Milliseconds after which a call without a signal of its own gives up; without it a call waits until the group closes.
   */
  readonly timeoutMs?: number
}

/** Options of a group that is founded. */
export interface FoundingOptions<T> extends MemberOptions<T> {
  /**
   * *Agreed.* How many voters must promise and accept. A smaller accept quorum is faster and survives fewer failures of leaders;
   * the two must add up to more than the number of founders.
   *
   * @default more than half, for both
   */
  readonly quorum?: QuorumRule
  /**
   * *Agreed.* Slots for which a proposal's `key` is remembered. Too low and a late retry is a second proposal; too high costs memory.
   *
   * @default 100000
   */
  readonly keyWindowSlots?: number
  /**
   * *Agreed.* Bytes of the log from one snapshot to the next; every replica takes them at the same slots. A replica starts from its last
   * snapshot, and a member that lacks more than others keep of the log gets theirs. Too low and snapshots cost more than the log; too
   * high and a start takes long.
   *
   * @default 16777216
   */
  readonly snapshotEveryBytes?: number
}

/** Options of a group that several founders agree on. What is marked *agreed* must be the same at all of them. */
export interface GroupOptions<T> extends FoundingOptions<T> {
  /**
   * *Agreed.* PeerIds of the founders, this peer included, in any order: the first voters of the group.
   */
  readonly founders: readonly PeerIdLike[]
}

/** Options with every default filled in. */
export interface ResolvedOptions<T> {
  readonly name: string
  /** Undefined for a group that exists, and is joined. */
  readonly founding: Founding | undefined
  readonly core: CoreOptions
  readonly codec: Codec<T>
  readonly valueBytesMax: number
  readonly pendingCountMax: number
  readonly pendingBytesMax: number
  readonly timeoutMs: number | undefined
  readonly admit: Admit | undefined
  readonly churn: ChurnOptions | undefined
  readonly machine: StateMachine<T> | undefined
  readonly logBytesMax: number
}

/**
 * Checks a group's options and fills in the defaults.
 *
 * @throws InvalidOptionsError if a name or option is out of its range, or the founders are none, not distinct, too many, or
 * without `self`.
 */
export function resolveOptions<T>(
  name: string,
  self: string,
  options: GroupOptions<T>
): ResolvedOptions<T> {
  checkName(name)
  const founders = checkFounders(self, options.founders)
  const quorum = options.quorum ?? majorityQuorum(founders.length)
  checkQuorum(quorum, founders.length)
  const keyWindowSlots = whole('keyWindowSlots', options.keyWindowSlots ?? 100_000, 0, 2 ** 40)
  const snapshotEveryBytes = whole(
    'snapshotEveryBytes',
    options.snapshotEveryBytes ?? 16 * 1024 * 1024,
    1,
    2 ** 40
  )
  const { prepare, accept } = quorum
  return {
    ...memberOptions(name, options, founders.length),
    founding: { name, founders, quorum: { prepare, accept }, keyWindowSlots, snapshotEveryBytes }
  }
}

/**
 * Checks the options of a group that exists, and fills in the defaults.
 *
 * @throws InvalidOptionsError if a name or option is out of its range.
 */
export function memberOptions<T>(
  name: string,
  options: MemberOptions<T>,
  founderCount?: number
): ResolvedOptions<T> {
  checkName(name)
  const { codec = bytesCodec as unknown as Codec<T>, timeoutMs } = options
  const valueBytesMax = options.valueBytesMax ?? 1024 * 1024
  return {
    name,
    founding: undefined,
    core: coreOptions(definedCoreOptions(options)),
    codec,
    valueBytesMax: whole('valueBytesMax', valueBytesMax, 0, valueBytesMaxLimit),
    pendingCountMax: whole('pendingCountMax', options.pendingCountMax ?? 16_384, 1, 2 ** 24),
    pendingBytesMax: whole(
      'pendingBytesMax',
      options.pendingBytesMax ?? 16 * 1024 * 1024,
      1,
      2 ** 32
    ),
    timeoutMs: timeoutMs === undefined ? undefined : whole('timeoutMs', timeoutMs, 1, 2 ** 31 - 1),
    admit: options.admit,
    machine: options.machine,
    logBytesMax: logBytesMaxOf(options.logBytesMax ?? (options.machine && 64 * 1024 * 1024)),
    churn: options.churn === false ? undefined : churnOptions(options.churn ?? {}, founderCount)
  }
}

/** Whether two sets of options mean the same. Codecs and functions are compared by identity. */
export function sameOptions<T>(a: ResolvedOptions<T>, b: ResolvedOptions<unknown>): boolean {
  const { codec: codecA, admit: admitA, machine: machineA, ...restA } = a
  const { codec: codecB, admit: admitB, machine: machineB, ...restB } = b
  const isSame = codecA === codecB && admitA === admitB && machineA === machineB
  return isSame && JSON.stringify(restA) === JSON.stringify(restB)
}

function definedCoreOptions(options: Partial<CoreOptions>): Partial<CoreOptions> {
  const { heartbeatIntervalMs, missedHeartbeatsMax, priority, quorumLostAfterMs, role } = options
  return {
    ...(heartbeatIntervalMs !== undefined && { heartbeatIntervalMs }),
    ...(missedHeartbeatsMax !== undefined && { missedHeartbeatsMax }),
    ...(priority !== undefined && { priority }),
    ...(quorumLostAfterMs !== undefined && { quorumLostAfterMs }),
    ...(role !== undefined && { role })
  }
}

function checkName(name: string): void {
  const bytes = typeof name === 'string' ? new TextEncoder().encode(name).length : 0
  if (bytes < 1 || bytes > nameBytesMax || name.includes('\n')) {
    throw new InvalidOptionsError(
      `a group's name must be a string of 1 to ${nameBytesMax} bytes without line breaks`
    )
  }
}

function checkFounders(self: string, given: GroupOptions<unknown>['founders']): string[] {
  if (!Array.isArray(given) || given.length === 0) {
    throw new InvalidOptionsError('founders must name at least one peer')
  }
  const founders = given.map(founder => founder.toString()).sort()
  if (new Set(founders).size !== founders.length) {
    throw new InvalidOptionsError('founders must be distinct')
  }
  if (founders.length > votersMax) {
    throw new InvalidOptionsError(`founders must be at most ${votersMax}`)
  }
  if (!founders.includes(self)) {
    throw new InvalidOptionsError(`founders must include this peer, ${self}`)
  }
  return founders
}

function whole(name: string, value: number, min: number, max: number): number {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new InvalidOptionsError(
      `${name} must be a whole number from ${min} to ${max}, not ${value}`
    )
  }
  return value
}

function logBytesMaxOf(given: number | undefined): number {
  if (given === undefined || given === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY
  return whole('logBytesMax', given, 0, Number.MAX_SAFE_INTEGER)
}
