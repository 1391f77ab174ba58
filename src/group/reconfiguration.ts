import { type Configuration, majorityQuorum, votersMax } from '../core/configuration.js'
import type { LearnerReport } from '../core/messages.js'
import { type CoreOptions, electionTimeoutMs } from '../core/options.js'
import { InvalidOptionsError, NotMemberError } from '../errors.js'
import type { Clock } from '../runtime/ports.js'
import type { ReplicaRuntime } from '../runtime/replica-runtime.js'
import { CallLimit, type CallOptions } from './call-limit.js'
import type { PeerIdLike } from './options.js'
import type { GroupStatus } from './status.js'

/** Who votes from the next epoch on, and who no more. */
export interface VoterChange {
  /** Learners that would vote. A voter that lost its store is replaced by what it is now. */
  readonly add?: readonly PeerIdLike[]
  readonly remove?: readonly PeerIdLike[]
}

export interface ReconfigurationInit {
  /** @throws ReplicaStoppedError if the replica stopped. */
  readonly replica: () => ReplicaRuntime
  readonly clock: Clock
  readonly change: VoterChange
  /** Whoever is added must have everything up to here. */
  readonly slot: number
  readonly core: CoreOptions
}

/**
 * The configuration after a change, with majorities for quorums, once whoever is added durably has what was chosen before the call: a
 * voter that has to catch up first would be missing until then.
 *
 * @throws InvalidOptionsError if there would be no voter, or too many.
 * @throws NotMemberError if a peer to add is no learner that would vote, or has not caught up when time runs out.
 * @throws the signal's reason if it is aborted.
 */
export async function nextConfiguration(
  init: ReconfigurationInit,
  options: CallOptions
): Promise<Configuration> {
  const { clock, change, core } = init
  const startMs = clock.nowMs()
  const done = Promise.withResolvers<Configuration>()
  const limit = new CallLimit(clock, options, (reason, isTimeout) => {
    done.reject(isTimeout ? notReady(lacking(init)) : reason)
  })
  let cancel = (): void => undefined
  const look = (): void => {
    try {
      const missing = lacking(init)
      if (missing.length === 0) return done.resolve(after(init.replica(), change))
      const candidates = new Set(candidatesOf(init.replica()).keys())
      const unknown = missing.filter(peerId => !candidates.has(peerId))
      if (unknown.length > 0 && clock.nowMs() - startMs > electionTimeoutMs(core)) {
        return done.reject(notReady(unknown))
      }
      cancel = clock.setTimer(clock.nowMs() + core.heartbeatIntervalMs, look)
    } catch (error) {
      done.reject(error)
    }
  }
  look()
  try {
    return await done.promise
  } finally {
    limit.end()
    cancel()
  }
}

/** PeerIds that are to be added, are not there as voters, and do not have everything. */
function lacking({ replica, change, slot }: ReconfigurationInit): string[] {
  const candidates = candidatesOf(replica())
  const { voters } = currentOf(replica())
  return (change.add ?? []).map(String).filter(added => {
    const candidate = candidates.get(added)
    const voter = voters.find(({ peerId }) => peerId === added)
    if (candidate !== undefined) return candidate.chosenSlotMax < slot
    return voter === undefined || !replica().reaches(voter)
  })
}

function after(replica: ReplicaRuntime, { add = [], remove = [] }: VoterChange): Configuration {
  const { epoch, voters } = currentOf(replica)
  const candidates = candidatesOf(replica)
  const next = new Map(voters.map(voter => [voter.peerId, voter]))
  for (const peerId of remove) next.delete(String(peerId))
  for (const added of add.map(String)) {
    const found = candidates.get(added) ?? voters.find(({ peerId }) => peerId === added)
    if (found === undefined) throw notReady([added])
    next.set(added, { peerId: added, incarnation: found.incarnation })
  }
  if (next.size === 0 || next.size > votersMax) {
    throw new InvalidOptionsError(`a group has 1 to ${votersMax} voters, not ${next.size}`)
  }
  return {
    epoch: epoch + 1,
    voters: [...next.values()].sort((a, b) => (a.peerId < b.peerId ? -1 : 1)),
    quorum: majorityQuorum(next.size)
  }
}

function currentOf({ configuration }: ReplicaRuntime): Configuration {
  if (configuration === undefined) throw new InvalidOptionsError('the group has not formed yet')
  return configuration
}

function candidatesOf({ view }: ReplicaRuntime): Map<string, LearnerReport> {
  return new Map(view?.candidates.map(candidate => [candidate.peerId, candidate]))
}

function notReady(peerIds: readonly string[]): NotMemberError {
  return new NotMemberError(
    `${peerIds.join(', ')}: no learner of this group that would vote and has caught up`,
    { peerIds }
  )
}

/** Who could lead in the next configuration instead of a leader that will not vote in it; undefined if nobody has to, or could. */
export function heirIn(
  { voters }: Configuration,
  { leader, members }: Pick<GroupStatus, 'leader' | 'members'>
): string | undefined {
  const staying = voters.map(voter => voter.peerId)
  if (leader === undefined || staying.includes(leader)) return undefined
  return members.find(({ peerId, reachable }) => reachable && staying.includes(peerId))?.peerId
}
