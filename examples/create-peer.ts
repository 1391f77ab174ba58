import { noise } from '@chainsafe/libp2p-noise'
import { bootstrap } from '@libp2p/bootstrap'
import { type Identify, identify } from '@libp2p/identify'
import type { Libp2p, PrivateKey } from '@libp2p/interface'
import { mdns } from '@libp2p/mdns'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { createLibp2p } from 'libp2p'
import { type Paxos, paxos, type Store } from 'libp2p-paxos'
import { memoryStore } from 'libp2p-paxos/store/memory'

export type Peer = Libp2p<{ identify: Identify; paxos: Paxos }>

export interface PeerOptions {
  /** The peer's identity. A founder of a group keeps it for as long as the group lives. */
  readonly privateKey: PrivateKey
  /** Where votes are kept; in memory by default, which is for trying out only. */
  readonly store?: Store
  /** Addresses of peers that are running already. */
  readonly addresses?: readonly string[]
  /** Finds the peers on this network that have the same tag, by multicast DNS. */
  readonly mdnsTag?: string
}

/** Starts a libp2p node that speaks Paxos, on this machine only. The caller stops it. */
export async function createPeer(options: PeerOptions): Promise<Peer> {
  const { addresses = [], mdnsTag } = options
  return await createLibp2p({
    privateKey: options.privateKey,
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    // #region settings
    connectionManager: {
      // Connections that one host may open in a second. Peers on one machine are one host.
      inboundConnectionThreshold: 100,
      // Connections that may be half open at a time.
      maxIncomingPendingConnections: 100
    },
    // #endregion settings
    peerDiscovery: [
      ...(addresses.length > 0 ? [bootstrap({ list: [...addresses], timeout: 0 })] : []),
      ...(mdnsTag === undefined ? [] : [mdns({ serviceTag: mdnsTag, interval: 1_000 })])
    ],
    services: {
      identify: identify(),
      paxos: paxos({ store: options.store ?? memoryStore() })
    }
  })
}
