import { circuitRelayServer } from '@libp2p/circuit-relay-v2'
import { webSockets } from '@libp2p/websockets'
import { memoryStore } from '../../../src/storage/memory.js'
import { askPeer, Peer, type PeerInit, type PeerMethod } from './peer.js'

/*
 * Peers in Node that tabs reach over WebSockets. Each is a relay, too.
 */

const peers = new Map<string, Peer>()

/** Starts the peer called `id`; says where it listens. */
export async function start(id: string, init: PeerInit): Promise<string[]> {
  const peer = await Peer.start(init, memoryStore(), {
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0/ws'] },
    transports: [webSockets()],
    services: { relay: circuitRelayServer({ reservations: { applyDefaultLimit: true } }) }
  })
  peers.set(id, peer)
  return peer.addresses()
}

/** Calls a method of a peer. */
export async function ask(
  id: string,
  name: PeerMethod,
  args: readonly unknown[]
): Promise<unknown> {
  const peer = peers.get(id)
  if (peer === undefined) throw new Error(`there is no peer ${id}`)
  return await askPeer(peer, name, args)
}

/** Stops one peer, or all. */
export async function stop(id?: string): Promise<void> {
  for (const [known, peer] of peers) {
    if (id !== undefined && id !== known) continue
    peers.delete(known)
    await peer.stop()
  }
}
