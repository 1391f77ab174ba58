import { join } from 'node:path'
import { noise } from '@chainsafe/libp2p-noise'
import { bootstrap } from '@libp2p/bootstrap'
import { type Identify, identify } from '@libp2p/identify'
import type { Libp2p, PrivateKey } from '@libp2p/interface'
import { mdns } from '@libp2p/mdns'
import { mplex } from '@libp2p/mplex'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { createLibp2p, type Libp2pOptions } from 'libp2p'
import { type Paxos, paxos } from '../index.js'
import { levelStore } from '../storage/level.js'

/** How peers find each other on the local network; undefined fields are libp2p's defaults. */
export interface MdnsOptions {
  readonly serviceTag: string | undefined
  readonly port: number | undefined
}

/** What a peer's libp2p node is made of. */
export interface PeerNodeInit {
  readonly privateKey: PrivateKey
  /** The peer's directory; the store is a folder in it. */
  readonly directory: string
  /** Multiaddrs to listen on. */
  readonly listen: readonly string[]
  /** Multiaddrs of other peers, each ending in `/p2p/` and a PeerId. */
  readonly bootstrap: readonly string[]
  readonly mdns: MdnsOptions | undefined
}

export type PeerNode = Libp2p<{ identify: Identify; paxos: Paxos }>

/** Milliseconds between two questions who else is on the local network: a lost datagram delays a peer by as much. */
const mdnsIntervalMs = 2_000

/**
 * Inbound connections a second that one host may open, and that may be in negotiation at once. libp2p's own limits, 5 and 10, are too
 * few for a host on which many peers start together.
 */
const inboundConnectionsMax = 100

/** mplex closes a connection on which more streams than this are opened within a second; libp2p's own limit is 5. */
const mplexStreamsPerSecondMax = 100

/**
 * Starts a libp2p node that runs the service: TCP, Noise, yamux or else mplex, and the discovery that was asked for.
 *
 * @throws StoreLockedError, StoreCorruptError or StoreError if the store cannot be used; what libp2p throws if it cannot listen.
 */
export async function createPeerNode(init: PeerNodeInit): Promise<PeerNode> {
  return await createLibp2p({
    privateKey: init.privateKey,
    addresses: { listen: [...init.listen] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux(), mplex({ disconnectThreshold: mplexStreamsPerSecondMax })],
    connectionManager: {
      inboundConnectionThreshold: inboundConnectionsMax,
      maxIncomingPendingConnections: inboundConnectionsMax
    },
    peerDiscovery: discovery(init),
    services: {
      identify: identify(),
      paxos: paxos({ store: levelStore(join(init.directory, 'store')) })
    }
  })
}

function discovery(init: PeerNodeInit): NonNullable<Libp2pOptions['peerDiscovery']> {
  const modules: NonNullable<Libp2pOptions['peerDiscovery']> = []
  if (init.bootstrap.length > 0) {
    modules.push(bootstrap({ list: [...init.bootstrap], timeout: 0 }))
  }
  if (init.mdns !== undefined) {
    const { serviceTag, port } = init.mdns
    modules.push(
      mdns({
        interval: mdnsIntervalMs,
        ...(serviceTag !== undefined && { serviceTag }),
        ...(port !== undefined && { port })
      })
    )
  }
  return modules
}
