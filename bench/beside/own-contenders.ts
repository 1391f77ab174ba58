import type { VoterGroup } from '../voter-group.js'
import type { VoterProcess } from '../voter-process.js'
import { type Contender, ownSystem } from './contender.js'

/** Our own group, used in the leader's process and in another voter's: bare values, and a map, which is what others offer. */
export async function ownContenders(group: VoterGroup): Promise<Contender[]> {
  const { leader, followers } = await group.roles()
  await leader.call('fillMap', null)
  const [follower = leader] = followers
  return [
    values('values, in the leader', leader),
    values('values, in a follower', follower),
    map('map, in the leader', leader),
    map('map, in a follower', follower)
  ]
}

function values(client: string, voter: VoterProcess): Contender {
  return {
    ...map(client, voter),
    writeSingly: count => voter.call('proposeSingly', { count }),
    write: load => voter.call('proposeMany', load)
  }
}

function map(client: string, voter: VoterProcess): Contender {
  return {
    system: ownSystem,
    client,
    writeSingly: count => voter.call('runObjectsSingly', { kind: 'set', count }),
    write: load => voter.call('runObjects', { kind: 'set', ...load }),
    read: load => voter.call('runObjects', { kind: 'get', ...load })
  }
}
