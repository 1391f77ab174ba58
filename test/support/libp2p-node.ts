import { noise } from '@chainsafe/libp2p-noise'
import { type Identify, identify } from '@libp2p/identify'
import type { Libp2p, PrivateKey, ServiceMap } from '@libp2p/interface'
import { mplex } from '@libp2p/mplex'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { createLibp2p, type Libp2pOptions, type ServiceFactoryMap } from 'libp2p'

/** A stream muxer that the tests run with. */
export type MuxerName = 'yamux' | 'mplex'

/** Every muxer, for tables. */
export const muxerNames: readonly MuxerName[] = ['yamux', 'mplex']

/** Options of {@link createNode}. */
export interface NodeOptions<T extends ServiceMap> {
  /** @default 'yamux' */
  readonly muxer?: MuxerName
  /** Identity of the node; a new one by default. */
  readonly privateKey?: PrivateKey
  /** @default ['/ip4/127.0.0.1/tcp/0'] */
  readonly listen?: readonly string[]
  /** Services besides identify. */
  readonly services?: ServiceFactoryMap<T>
  readonly peerDiscovery?: NonNullable<Libp2pOptions['peerDiscovery']>
  readonly connectionEncrypters?: NonNullable<Libp2pOptions['connectionEncrypters']>
  readonly metrics?: NonNullable<Libp2pOptions['metrics']>
  readonly connectionGater?: NonNullable<Libp2pOptions['connectionGater']>
  /** Transports besides TCP. */
  readonly transports?: NonNullable<Libp2pOptions['transports']>
  /**
   * Leaves libp2p's own limits on incoming connections in place. Otherwise any number of local nodes may connect at once.
   *
   * @default false
   */
  readonly defaultLimits?: boolean
  /** @default true */
  readonly start?: boolean
}

/** Starts a libp2p node on 127.0.0.1 with TCP, Noise and identify. The caller stops it. */
export async function createNode<T extends ServiceMap = ServiceMap>(
  options: NodeOptions<T> = {}
): Promise<Libp2p<T & { identify: Identify }>> {
  const unlimited = {
    inboundConnectionThreshold: Number.POSITIVE_INFINITY,
    maxIncomingPendingConnections: 1_000
  }
  return await createLibp2p<T & { identify: Identify }>({
    addresses: { listen: [...(options.listen ?? ['/ip4/127.0.0.1/tcp/0'])] },
    transports: [tcp(), ...(options.transports ?? [])],
    connectionEncrypters: options.connectionEncrypters ?? [noise()],
    // mplex closes a connection on which more streams than this are opened within a second.
    streamMuxers: [
      options.muxer === 'mplex' ? mplex({ disconnectThreshold: Number.POSITIVE_INFINITY }) : yamux()
    ],
    connectionManager: options.defaultLimits === true ? {} : unlimited,
    services: { identify: identify(), ...options.services } as ServiceFactoryMap<
      T & { identify: Identify }
    >,
    start: options.start ?? true,
    ...(options.privateKey === undefined ? {} : { privateKey: options.privateKey }),
    ...(options.peerDiscovery === undefined ? {} : { peerDiscovery: options.peerDiscovery }),
    ...(options.connectionGater === undefined ? {} : { connectionGater: options.connectionGater }),
    ...(options.metrics === undefined ? {} : { metrics: options.metrics })
  })
}

/** Tells `node` where `other` listens, without dialling. */
export async function introduce(node: Libp2p, other: Libp2p): Promise<void> {
  await node.peerStore.merge(other.peerId, { multiaddrs: other.getMultiaddrs() })
}
