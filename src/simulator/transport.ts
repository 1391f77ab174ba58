import type { Lane, Transport, TransportHandler } from '../runtime/ports.js'
import type { Frame } from '../wire/frame.js'
import { decodeFrame, encodeFrame } from '../wire/frame-codec.js'
import type { Connection } from './link.js'
import type { Endpoint, Network } from './network.js'

export interface SimulatedTransportInit {
  readonly peerId: string
  readonly network: Network
  /** Runs something in the process: now, once it goes on if it is paused, or never if it ended. */
  readonly enter: (run: () => void) => void
  readonly isAlive: () => boolean
  readonly isPaused: () => boolean
  /** The process hands over a frame. */
  readonly onSend: (to: string, frame: Frame) => void
  /** A frame left, if it could. */
  readonly onSent: () => void
  /** A frame arrived and is about to be handled. */
  readonly onDelivered: (from: string, bytes: Uint8Array, frame: Frame) => void
  readonly onFault: (fault: string) => void
  /** Something threw that never may: what the codec wrote cannot be read, or a handler failed. */
  readonly onFailure: (error: unknown) => void
}

/** The transport of one life of a process. Frames are bytes while they are under way, as over libp2p. */
export class SimulatedTransport implements Transport, Endpoint {
  readonly peerId: string
  readonly #init: SimulatedTransportInit
  readonly #connections = new Map<string, Connection>()
  /** The last frame, and its bytes: it often goes to several peers. */
  #encoded: { readonly frame: Frame; readonly bytes: Uint8Array } | undefined
  #handler: TransportHandler | undefined

  constructor(init: SimulatedTransportInit) {
    this.#init = init
    this.peerId = init.peerId
  }

  get isRunning(): boolean {
    return !this.#init.isPaused()
  }

  send(peerId: string, frame: Frame, lane: Lane = 'log'): void {
    const { isAlive, network, onSend, onSent } = this.#init
    if (!isAlive()) return
    onSend(peerId, frame)
    const connection = this.#connections.get(peerId)
    if (connection !== undefined) {
      network.link(this.peerId, peerId).send(connection, this.#encode(frame), lane)
    }
    onSent()
  }

  isConnected(peerId: string): boolean {
    return this.#connections.has(peerId)
  }

  isRelayed(): boolean {
    return false
  }

  keepConnected(): void {
    // Peers of a simulated network connect to each other whenever they can.
  }

  async addressesOf(): Promise<readonly string[]> {
    return []
  }

  addAddresses(): void {
    // There are none.
  }

  introduce(): void {
    // They find each other without being told.
  }

  attach(handler: TransportHandler | undefined): void {
    this.#handler = handler
  }

  onArrival(from: string, connection: Connection, bytes: Uint8Array): void {
    this.#init.enter(() => this.#receive(from, connection, bytes))
  }

  onOpened(peerId: string, connection: Connection): void {
    this.#init.enter(() => {
      const isNew = !this.#connections.has(peerId)
      this.#connections.set(peerId, connection)
      if (isNew) this.#handler?.onConnectivity(peerId, true)
    })
  }

  onClosed(peerId: string, connection: Connection): void {
    this.#init.enter(() => {
      if (this.#connections.get(peerId) !== connection) return
      this.#connections.delete(peerId)
      this.#handler?.onConnectivity(peerId, false)
    })
  }

  #receive(from: string, connection: Connection, bytes: Uint8Array): void {
    const { onDelivered, onFault, onFailure } = this.#init
    const handler = this.#handler
    if (connection.isReset || this.#connections.get(from) !== connection) {
      onFault('frame lost with its connection')
      return
    }
    if (handler === undefined) return
    try {
      const frame = decodeFrame(bytes, (id, size) => handler.accepts(from, id, size))
      onDelivered(from, bytes, frame)
      handler.onFrame(from, frame)
    } catch (error) {
      onFailure(error)
    }
  }

  #encode(frame: Frame): Uint8Array {
    if (this.#encoded?.frame === frame) return this.#encoded.bytes
    const bytes = encodeFrame(frame)
    this.#encoded = { frame, bytes }
    return bytes
  }
}
