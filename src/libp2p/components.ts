import type {
  ComponentLogger,
  Libp2pEvents,
  Metrics,
  PeerId,
  PeerRouting,
  PeerStore
} from '@libp2p/interface'
import type { AddressManager, ConnectionManager, Registrar } from '@libp2p/interface-internal'
import type { TypedEventTarget } from 'main-event'
import { InvalidOptionsError } from '../errors.js'
import type { ObservedMessage } from './message-listener.js'

/** What the transport uses of a libp2p node; a service factory is handed these. */
export interface TransportComponents {
  readonly peerId: PeerId
  readonly registrar: Registrar
  readonly addressManager: AddressManager
  readonly connectionManager: ConnectionManager
  readonly peerStore: PeerStore
  readonly peerRouting: PeerRouting
  readonly events: TypedEventTarget<Libp2pEvents>
  readonly logger: ComponentLogger
  readonly metrics?: Metrics
}

/** Options of the transport. All have defaults that suit a group of some ten peers. */
export interface TransportInit {
  /**
   * Comes before `/paxos/1.0.0` in the protocol's name, such as `/my-network`. Peers with different prefixes do not see
   * each other. Empty, or a slash followed by anything that does not end in one.
   *
   * @default ''
   */
  readonly protocolPrefix?: string
  /**
   * Streams of the protocol that a peer may hold open towards this one, on each connection. Only the newest is read.
   *
   * Too low and a peer whose stream broke is refused until this end noticed too; higher only costs memory.
   *
   * @default 4
   */
  readonly maxInboundStreams?: number
  /**
   * Streams of the protocol that this peer may hold open towards another, on each connection. One is in use.
   *
   * Too low and a broken stream is not replaced until it is fully closed; higher changes nothing.
   *
   * @default 4
   */
  readonly maxOutboundStreams?: number
  /**
   * Bytes of frames that wait for one peer; frames above it are dropped, and the peer catches up later.
   *
   * Too low and short delays of a peer lose frames that must be sent again; too high and slow peers take memory, and what
   * they get is stale.
   *
   * @default 16777216 (16 MiB)
   */
  readonly sendQueueBytesMax?: number
  /**
   * Milliseconds that opening a stream may take.
   *
   * Too low and streams over slow links never open; too high and a peer that does not answer is tried again late.
   *
   * @default 10000
   */
  readonly openTimeoutMs?: number
  /**
   * Milliseconds from a failure, of a dial or a stream, to the next attempt; doubled with each further failure. Each wait
   * is shortened by up to half at random, so that peers that failed together do not return together.
   *
   * Too low and peers that are away cost dials, which their hosts may also refuse (libp2p accepts 5 connections a second
   * from one host); too high and a returning peer is found late.
   *
   * @default 100
   */
  readonly redialIntervalMinMs?: number
  /**
   * The longest wait between two attempts, in milliseconds: see `redialIntervalMinMs`.
   *
   * @default 5000
   */
  readonly redialIntervalMaxMs?: number
  /**
   * Milliseconds that one dial may take.
   *
   * Too low and peers behind slow links or relays are never reached; too high and an address that swallows packets holds up
   * the next attempt.
   *
   * @default 10000
   */
  readonly dialTimeoutMs?: number
  /**
   * Whether peers that discovery finds are dialled to see whether they speak the protocol. Members that a group knows are
   * dialled in any case. Turn it off in a large public network.
   *
   * @default true
   */
  readonly dialDiscovered?: boolean
  /**
   * Discovered peers that are dialled or kept connected at a time, besides known members.
   *
   * Too low and members that only discovery knows may not be found among strangers; too high and strangers use up
   * connections.
   *
   * @default 32
   */
  readonly discoveredPeersMax?: number
  /**
   * Is told of every message that is sent to or received from a peer, at once: for debugging and teaching. Whatever it does takes
   * time of the group's own.
   *
   * @default nobody is told, which costs nothing
   */
  readonly onMessage?: (message: ObservedMessage) => void
}

/** The options of {@link TransportInit} that bound something, with every default filled in. */
export type TransportOptions = Required<Omit<TransportInit, 'onMessage'>>

const defaults: TransportOptions = {
  protocolPrefix: '',
  maxInboundStreams: 4,
  maxOutboundStreams: 4,
  sendQueueBytesMax: 16 * 1024 * 1024,
  openTimeoutMs: 10_000,
  redialIntervalMinMs: 100,
  redialIntervalMaxMs: 5_000,
  dialTimeoutMs: 10_000,
  dialDiscovered: true,
  discoveredPeersMax: 32
}

/** The lowest value each number may have: a stream is replaced while the broken one still counts. */
const minima = {
  maxInboundStreams: 2,
  maxOutboundStreams: 2,
  sendQueueBytesMax: 0,
  openTimeoutMs: 1,
  redialIntervalMinMs: 1,
  redialIntervalMaxMs: 1,
  dialTimeoutMs: 1,
  discoveredPeersMax: 0
} as const

/**
 * Fills in the defaults.
 *
 * @throws InvalidOptionsError if an option is not what its documentation asks for.
 */
export function transportOptions(init: TransportInit): TransportOptions {
  const { onMessage, ...limits } = init
  if (onMessage !== undefined && typeof onMessage !== 'function') {
    throw new InvalidOptionsError('onMessage must be a function')
  }
  const given = Object.entries(limits).filter(([, value]) => value !== undefined)
  const options: TransportOptions = { ...defaults, ...Object.fromEntries(given) }
  for (const [name, minimum] of Object.entries(minima)) {
    const value = options[name as keyof typeof minima]
    if (!Number.isSafeInteger(value) || value < minimum) {
      throw new InvalidOptionsError(
        `${name} must be a whole number of at least ${minimum}, not ${value}`
      )
    }
  }
  if (options.redialIntervalMaxMs < options.redialIntervalMinMs) {
    throw new InvalidOptionsError('redialIntervalMaxMs must not be below redialIntervalMinMs')
  }
  if (!/^(\/[^/]+)*$/.test(options.protocolPrefix)) {
    throw new InvalidOptionsError(
      `protocolPrefix must be empty or like /my-network, not ${JSON.stringify(options.protocolPrefix)}`
    )
  }
  return options
}
