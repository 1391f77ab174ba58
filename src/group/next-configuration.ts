import {
  type Configuration,
  majorityQuorum,
  type ReplicaId,
  votersMax
} from '../core/configuration.js'
import { InvalidOptionsError } from '../errors.js'
import type { PeerIdLike } from './options.js'

/**
 * The configuration after `change`, with majorities for quorums.
 *
 * @throws InvalidOptionsError if a peer to add is unknown, or there would be no voter, or too many.
 */
export function nextConfiguration(
  { epoch, voters }: Configuration,
  change: { readonly add?: readonly PeerIdLike[]; readonly remove?: readonly PeerIdLike[] },
  find: (peerId: string) => ReplicaId | undefined
): Configuration {
  const next = new Map(voters.map(voter => [voter.peerId, voter]))
  for (const peerId of change.remove ?? []) next.delete(peerId.toString())
  for (const peerId of change.add ?? []) {
    const found = find(peerId.toString())
    if (found === undefined) throw new InvalidOptionsError(`${peerId} is not known to the group`)
    next.set(found.peerId, found)
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
