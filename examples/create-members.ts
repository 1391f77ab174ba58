import { generateKeyPair } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import type { Group } from 'libp2p-paxos'
import { createPeer, type Peer } from './create-peer.js'

/** One of the peers that share a group. */
export interface Member {
  readonly name: string
  readonly peer: Peer
  readonly peerId: string
  readonly group: Group
}

/** Starts a peer for each of the names, on this machine; together they found a group. The caller stops them. */
export async function createMembers(group: string, names: readonly string[]): Promise<Member[]> {
  const keys = await Promise.all(names.map(() => generateKeyPair('Ed25519')))
  const founders = keys.map(key => peerIdFromPrivateKey(key))
  const peers: Peer[] = []
  for (const privateKey of keys) {
    const addresses = peers.flatMap(peer => peer.getMultiaddrs()).map(String)
    peers.push(await createPeer({ privateKey, addresses }))
  }
  return await Promise.all(
    peers.map(async (peer, i) => ({
      name: names[i] ?? '',
      peer,
      peerId: peer.peerId.toString(),
      group: await peer.services.paxos.open(group, { founders })
    }))
  )
}
