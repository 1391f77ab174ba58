import type { Connection, Logger, PeerUpdate, Startable, Stream } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import type { Lane, Transport, TransportHandler } from '../runtime/ports.js'
import type { Frame } from '../wire/frame.js'
import { encodeFrame } from '../wire/frame-codec.js'
import { frameBytesMax, snapshotFrameBytesMax } from '../wire/limits.js'
import { withPeerId } from './addresses.js'
import {
  type TransportComponents,
  type TransportInit,
  type TransportOptions,
  transportOptions
} from './components.js'
import { InboundStreams } from './inbound.js'
import { Introductions } from './introductions.js'
import { type ObservedMessage, tellMessages } from './message-listener.js'
import { registerMetrics, type TransportCounters, transportCounters } from './metrics.js'
import { PeerLink } from './peer-link.js'
import { Redialer } from './redial.js'

/** Bytes of parts of snapshots that wait for one peer: more than it asks for at a time. */
const snapshotQueueBytesMax = 4 * 1024 * 1024

const lanes = ['log', 'snapshot'] as const

/**
 * Carries frames over a libp2p node.
 *
 * Each side opens one long-lived stream to the other for what it sends, and another one, of a protocol of its own, for the contents of
 * snapshots. Which connected peers speak the protocol is known
 * from identify, whichever discovery found them. Connections without authenticated encryption are not used.
 */
export class Libp2pTransport implements Transport, Startable {
  readonly peerId: string
  /** Name of the protocol, with its prefix. */
  readonly protocol: string
  /** Name of the protocol for the contents of snapshots, with its prefix. */
  readonly snapshotProtocol: string
  /** What was counted so far; the same numbers as the metrics. */
  readonly counters: Readonly<TransportCounters>

  readonly #components: TransportComponents
  readonly #options: TransportOptions
  readonly #log: Logger
  readonly #onMessage: ((message: ObservedMessage) => void) | undefined
  readonly #counters: TransportCounters
  readonly #links = new Map<string, PeerLink>()
  readonly #inbound: Readonly<Record<Lane, InboundStreams>>
  readonly #redialer: Redialer
  readonly #introductions: Introductions
  /** Bytes of frames that go to several peers. */
  readonly #encoded = new WeakMap<Frame, Uint8Array>()
  #handler: TransportHandler | undefined
  #topologyId: string | undefined
  #started = false

  /** @throws InvalidOptionsError if an option is not valid. */
  constructor(components: TransportComponents, init: TransportInit = {}) {
    const options = transportOptions(init)
    const counters = transportCounters()
    const log = components.logger.forComponent('libp2p:paxos:transport')
    const protocol = `${options.protocolPrefix}/paxos/1.0.0`
    this.peerId = components.peerId.toString()
    this.protocol = protocol
    this.snapshotProtocol = `${options.protocolPrefix}/paxos-snapshot/1.0.0`
    this.counters = counters
    this.#components = components
    this.#options = options
    this.#onMessage = init.onMessage
    this.#log = log
    this.#counters = counters
    this.#inbound = {
      log: this.#createInbound(frameBytesMax),
      snapshot: this.#createInbound(snapshotFrameBytesMax)
    }
    this.#redialer = new Redialer({ components, options, counters, log })
    this.#introductions = new Introductions({
      peerStore: components.peerStore,
      log,
      fellowsOf: peerId => this.#redialer.fellowsOf(peerId),
      isMember: peerId => this.#redialer.isWanted(peerId),
      membersOf: key => this.#redialer.wanted(key),
      isConnected: peerId => this.isConnected(peerId),
      send: (peerId, peerRecords) => this.send(peerId, { sections: [], peerRecords })
    })
    if (components.metrics !== undefined) {
      registerMetrics(components.metrics, {
        libp2p_paxos_frames_sent_total: () => counters.framesSent,
        libp2p_paxos_frames_received_total: () => counters.framesReceived,
        libp2p_paxos_bytes_sent_total: () => counters.bytesSent,
        libp2p_paxos_bytes_received_total: () => counters.bytesReceived,
        libp2p_paxos_frames_dropped_total: () => counters.framesDropped,
        libp2p_paxos_frames_malformed_total: () => counters.framesMalformed,
        libp2p_paxos_sections_ignored_total: () => counters.sectionsIgnored,
        libp2p_paxos_streams_reset_total: () => counters.streamsReset,
        libp2p_paxos_connections_refused_total: () => counters.connectionsRefused,
        libp2p_paxos_dials_total: () => counters.dials,
        libp2p_paxos_connected_peers: () => this.#links.size,
        libp2p_paxos_send_queue_bytes: () => this.#waitingBytes()
      })
    }
  }

  /** Begins to accept and open streams. Starting twice is the same as starting once. */
  async start(): Promise<void> {
    if (this.#started) return
    this.#started = true
    const { events, registrar } = this.#components
    events.addEventListener('connection:close', this.#onConnectionClose)
    events.addEventListener('peer:update', this.#onPeerUpdate)
    for (const lane of lanes) {
      const onStream = (stream: Stream, connection: Connection): void =>
        this.#onStream(lane, stream, connection)
      await registrar.handle(this.#protocolOf(lane), onStream, {
        maxInboundStreams: this.#options.maxInboundStreams,
        maxOutboundStreams: this.#options.maxOutboundStreams,
        runOnLimitedConnection: true
      })
    }
    // The registrar only tells of removals after some delay, when the peer may be back: `#onConnectionClose` and
    // `#onPeerUpdate` notice them at once.
    this.#topologyId = await registrar.register(this.protocol, {
      notifyOnLimitedConnection: true,
      onConnect: (_peerId, connection) => {
        this.#addConnection(connection)
      }
    })
    await this.#addIdentified()
  }

  /** Begins to dial; to be called once all of the node has started. */
  afterStart(): void {
    if (this.#started) this.#redialer.start()
  }

  /** Ends streams and dials; nothing is delivered any more. Connections stay open, they belong to the node. */
  async stop(): Promise<void> {
    if (!this.#started) return
    this.#started = false
    const { events, registrar } = this.#components
    events.removeEventListener('connection:close', this.#onConnectionClose)
    events.removeEventListener('peer:update', this.#onPeerUpdate)
    if (this.#topologyId !== undefined) registrar.unregister(this.#topologyId)
    this.#redialer.stop()
    // First, so that peers whose streams end find out why when they open the next one.
    const unhandled = lanes.map(lane => registrar.unhandle(this.#protocolOf(lane)))
    for (const lane of lanes) this.#inbound[lane].dropAll()
    const links = [...this.#links.values()]
    this.#links.clear()
    await Promise.all([...unhandled, ...links.map(link => link.close())])
  }

  send(peerId: string, frame: Frame, lane: Lane = 'log'): void {
    const { framesDropped } = this.#counters
    const link = this.#links.get(peerId)
    if (link === undefined) {
      framesDropped.disconnected += 1
      return
    }
    const bytes = this.#encode(frame)
    if (bytes.length > frameBytesMaxOf(lane)) {
      framesDropped['too-large'] += 1
      this.#log.error('a frame of %d bytes for %s is too large to send', bytes.length, peerId)
      return
    }
    this.#tell(peerId, frame, 'sent')
    link.send(bytes, lane)
  }

  isConnected(peerId: string): boolean {
    return this.#links.has(peerId)
  }

  isRelayed(peerId: string): boolean {
    return this.#links.get(peerId)?.isRelayed === true
  }

  keepConnected(key: string, peerIds: readonly string[]): void {
    this.#redialer.want(key, peerIds)
    this.#introductions.onMembers(key)
  }

  introduce(key: string, peerId: string, mutually: boolean): void {
    this.#introductions.welcome(key, peerId, mutually)
  }

  async addressesOf(peerId: string): Promise<readonly string[]> {
    const { addressManager, peerStore } = this.#components
    if (peerId === this.peerId) return addressManager.getAddresses().map(String)
    if (!this.isConnected(peerId)) return []
    const { addresses } = await peerStore.get(peerIdFromString(peerId))
    return addresses.map(({ multiaddr }) => withPeerId(multiaddr, peerId).toString())
  }

  addAddresses(peerId: string, addresses: readonly string[]): void {
    if (peerId === this.peerId) return
    this.#learn(peerId, addresses).catch((error: unknown) =>
      this.#log('could not take the addresses of %s: %e', peerId, error)
    )
  }

  async #learn(peerId: string, addresses: readonly string[]): Promise<void> {
    const multiaddrs = addresses.map(address => multiaddr(address))
    await this.#components.peerStore.merge(peerIdFromString(peerId), { multiaddrs })
  }

  attach(handler: TransportHandler | undefined): void {
    this.#handler = handler
  }

  #protocolOf(lane: Lane): string {
    return lane === 'log' ? this.protocol : this.snapshotProtocol
  }

  #onStream(lane: Lane, stream: Stream, connection: Connection): void {
    if (this.#addConnection(connection)) this.#inbound[lane].accept(stream, connection)
    else stream.abort(new Error('The connection is not authenticated, or this peer is stopping'))
  }

  #createInbound(frameBytesMax: number): InboundStreams {
    return new InboundStreams({
      frameBytesMax,
      counters: this.#counters,
      log: this.#log,
      accepts: (peerId, groupId, bytes) => this.#handler?.accepts(peerId, groupId, bytes) ?? false,
      onFrame: (peerId, frame) => {
        if (frame.peerRecords !== undefined) {
          this.#introductions.onRecords(peerId, frame.peerRecords)
        }
        this.#tell(peerId, frame, 'received')
        this.#handler?.onFrame(peerId, frame)
      }
    })
  }

  readonly #onConnectionClose = ({ detail: connection }: CustomEvent<Connection>): void => {
    const { remotePeer } = connection
    const peerId = remotePeer.toString()
    const wasRelayed = this.isRelayed(peerId)
    const link = this.#links.get(peerId)
    link?.removeConnection(connection.id)
    if (link?.connected === false) this.#removePeer(peerId)
    else if (this.isRelayed(peerId) !== wasRelayed) this.#notify(peerId, true)
    const left = this.#components.connectionManager.getConnections(remotePeer)
    if (left.some(({ status }) => status === 'open')) return
    this.#redialer.onDisconnected(peerId)
  }

  readonly #onPeerUpdate = ({ detail }: CustomEvent<PeerUpdate>): void => {
    const spoke = detail.previous?.protocols.includes(this.protocol) === true
    if (spoke && !detail.peer.protocols.includes(this.protocol)) {
      this.#removePeer(detail.peer.id.toString())
    }
    this.#redialer.onPeerUpdate(detail)
  }

  /** Uses a connection to a peer that speaks the protocol; false if it must not be used. */
  #addConnection(connection: Connection): boolean {
    if (!this.#started || connection.status !== 'open') return false
    if (!isAuthenticated(connection)) {
      this.#counters.connectionsRefused += 1
      this.#log.error('refused %a: it is not encrypted', connection.remoteAddr)
      return false
    }
    const peerId = connection.remotePeer.toString()
    const known = this.#links.get(peerId)
    const link = known ?? this.#createLink(peerId)
    const wasRelayed = known?.isRelayed
    link.addConnection(connection)
    if (known !== undefined && link.isRelayed !== wasRelayed) this.#notify(peerId, true)
    if (known === undefined) {
      this.#links.set(peerId, link)
      this.#redialer.onEstablished(peerId)
      this.#introductions.onConnected(peerId)
      this.#notify(peerId, true)
    }
    return true
  }

  #createLink(peerId: string): PeerLink {
    const options = this.#options
    const sendQueueBytesMax = Math.min(options.sendQueueBytesMax, snapshotQueueBytesMax)
    const common = { counters: this.#counters, log: this.#log }
    return new PeerLink(
      {
        ...common,
        protocol: this.protocol,
        frameBytesMax,
        options,
        onUnsupported: () => this.#removePeer(peerId)
      },
      {
        ...common,
        protocol: this.snapshotProtocol,
        frameBytesMax: snapshotFrameBytesMax,
        options: { ...options, sendQueueBytesMax }
      }
    )
  }

  /** Takes over the connections whose peers were identified before this transport listened. */
  async #addIdentified(): Promise<void> {
    const { connectionManager, peerStore } = this.#components
    for (const connection of connectionManager.getConnections()) {
      const peer = await peerStore.get(connection.remotePeer).catch((error: unknown) => {
        this.#log('no record of %p: %e', connection.remotePeer, error)
        return undefined
      })
      if (peer?.protocols.includes(this.protocol)) this.#addConnection(connection)
    }
  }

  #removePeer(peerId: string): void {
    const link = this.#links.get(peerId)
    if (link === undefined) return
    this.#links.delete(peerId)
    link.destroy()
    for (const lane of lanes) this.#inbound[lane].drop(peerId)
    this.#introductions.onDisconnected(peerId)
    this.#notify(peerId, false)
  }

  #encode(frame: Frame): Uint8Array {
    const known = this.#encoded.get(frame)
    if (known !== undefined) return known
    const bytes = encodeFrame(frame)
    this.#encoded.set(frame, bytes)
    return bytes
  }

  #notify(peerId: string, connected: boolean): void {
    try {
      this.#handler?.onConnectivity(peerId, connected)
    } catch (error) {
      this.#log.error('the handler of connectivity threw: %e', error)
    }
  }

  #tell(peerId: string, frame: Frame, direction: ObservedMessage['direction']): void {
    const listener = this.#onMessage
    if (listener !== undefined) tellMessages(listener, this.#log, frame, { direction, peerId })
  }

  #waitingBytes(): number {
    let bytes = 0
    for (const link of this.#links.values()) bytes += link.waitingBytes
    return bytes
  }
}

function frameBytesMaxOf(lane: Lane): number {
  return lane === 'log' ? frameBytesMax : snapshotFrameBytesMax
}

/** What stands for encryption where there is none; `native` means that the transport itself encrypts. */
const plaintextProtocols = /^\/plaintext\//

function isAuthenticated({ encryption }: Connection): boolean {
  return encryption !== undefined && encryption !== '' && !plaintextProtocols.test(encryption)
}
