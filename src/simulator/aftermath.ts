import type { Aftermath } from './plan.js'
import type { World } from './world.js'

/** What an aftermath did to a world. */
export interface Struck {
  /** Peers of which nothing more is expected. */
  readonly peers: ReadonlySet<string>
  /** What is wrong with the links between the others. */
  readonly links?: 'partial' | 'lossy'
}

/** Makes an aftermath strike a world in which everything had finished. */
export function strikeForGood(world: World, aftermath: Aftermath): Struck {
  const [leader = ''] = world.leaders()
  const voters = world.peerIds.filter(peerId => !world.peer(peerId).isWiped)
  const others = world.random
    .fork('aftermath')
    .shuffled(voters)
    .filter(peerId => peerId !== leader)
  switch (aftermath.type) {
    case 'star':
      return leaveStar(world, aftermath.atLeader ? leader : (others[0] ?? leader))
    case 'fork':
      return leaveOne(world, aftermath.atLeader ? leader : (others[0] ?? leader))
    case 'lossy':
      for (const link of world.network.links) link.alter({ lossRate: aftermath.lossRate })
      return { peers: new Set(), links: 'lossy' }
    default: {
      const { prepare, accept } = world.quorum
      const spare = Math.min(aftermath.count, voters.length - Math.max(prepare, accept))
      const order = aftermath.withLeader ? [leader, ...others] : others
      const peers = new Set(order.slice(0, Math.max(0, spare)))
      for (const peerId of peers) strikePeer(world, aftermath, peerId)
      return { peers }
    }
  }
}

function leaveStar(world: World, hub: string): Struck {
  world.linkOnly(world.peerIds.map(peerId => hub + peerId))
  return { peers: new Set(), links: 'partial' }
}

function leaveOne(world: World, survivor: string): Struck {
  for (const peerId of world.peerIds) {
    world.crash(peerId, 'close')
    if (peerId !== survivor) world.wipe(peerId)
  }
  for (const name of world.groupNames) world.fork(survivor, name, `fork of ${name}`)
  for (const peerId of world.peerIds) world.start(peerId)
  return { peers: new Set() }
}

type PeerAftermath = Extract<Aftermath, { readonly withLeader: boolean }>

function strikePeer(world: World, { type }: PeerAftermath, peerId: string): void {
  const others = world.peerIds.filter(other => other !== peerId)
  switch (type) {
    case 'down':
      world.crash(peerId, 'silent')
      return
    case 'stall':
      world.stall(peerId)
      return
    case 'mute':
      for (const other of others) world.cut(peerId, other)
      return
    case 'deaf':
      for (const other of others) world.cut(other, peerId)
  }
}
