import { systemClock, systemRandomness } from '../../src/libp2p/system-ports.js'
import { ownDigests } from '../../src/runtime/content-hash.js'
import { PeerRuntime } from '../../src/runtime/peer-runtime.js'
import type { Transport, TransportHandler } from '../../src/runtime/ports.js'
import { memoryStore } from '../../src/storage/memory.js'
import type { Store } from '../../src/storage/store.js'
import type { Frame } from '../../src/wire/frame.js'

/** Carries frames between peers of one process, as objects; links can be cut. */
export class MemoryNetwork {
  readonly #peers = new Map<string, MemoryTransport>()
  readonly #cut = new Set<string>()
  /** Sees every frame before it is delivered; false drops it. */
  filter: (from: string, to: string, frame: Frame) => boolean = () => true

  /** A runtime of a peer on this network, started, over `store`. */
  async createPeer(peerId: string, store: Store = memoryStore()): Promise<PeerRuntime> {
    const transport = new MemoryTransport(peerId, this)
    const runtime = new PeerRuntime({
      store,
      clock: systemClock,
      randomness: systemRandomness,
      digests: ownDigests,
      transport
    })
    await runtime.start()
    this.#peers.set(peerId, transport)
    this.#notify(peerId, true)
    return runtime
  }

  /** The peer is gone, as if its process had been killed. */
  removePeer(peerId: string): void {
    this.#notify(peerId, false)
    this.#peers.get(peerId)?.attach(undefined)
    this.#peers.delete(peerId)
  }

  /** Closes the connection between two peers. */
  cut(a: string, b: string): void {
    this.#cut.add(`${a} ${b}`).add(`${b} ${a}`)
    this.#peers.get(a)?.handler?.onConnectivity(b, false)
    this.#peers.get(b)?.handler?.onConnectivity(a, false)
  }

  heal(a: string, b: string): void {
    this.#cut.delete(`${a} ${b}`)
    this.#cut.delete(`${b} ${a}`)
    this.#peers.get(a)?.handler?.onConnectivity(b, true)
    this.#peers.get(b)?.handler?.onConnectivity(a, true)
  }

  isConnected(a: string, b: string): boolean {
    return a !== b && this.#peers.has(a) && this.#peers.has(b) && !this.#cut.has(`${a} ${b}`)
  }

  deliver(from: string, to: string, frame: Frame): void {
    if (!this.isConnected(from, to) || !this.filter(from, to, frame)) return
    queueMicrotask(() => this.#peers.get(to)?.handler?.onFrame(from, frame))
  }

  #notify(peerId: string, connected: boolean): void {
    for (const other of this.#peers.keys()) {
      if (other === peerId || this.#cut.has(`${peerId} ${other}`)) continue
      this.#peers.get(other)?.handler?.onConnectivity(peerId, connected)
      this.#peers.get(peerId)?.handler?.onConnectivity(other, connected)
    }
  }
}

class MemoryTransport implements Transport {
  readonly peerId: string
  handler: TransportHandler | undefined
  readonly #network: MemoryNetwork

  constructor(peerId: string, network: MemoryNetwork) {
    this.peerId = peerId
    this.#network = network
  }

  send(peerId: string, frame: Frame): void {
    this.#network.deliver(this.peerId, peerId, frame)
  }

  isConnected(peerId: string): boolean {
    return this.#network.isConnected(this.peerId, peerId)
  }

  isRelayed(): boolean {
    return false
  }

  keepConnected(): void {
    // Everyone is connected to everyone, unless a test cuts a link.
  }

  async addressesOf(): Promise<readonly string[]> {
    return []
  }

  addAddresses(): void {
    // There are none.
  }

  introduce(): void {
    // Whoever is to be found is known.
  }

  attach(handler: TransportHandler | undefined): void {
    this.handler = handler
  }
}
