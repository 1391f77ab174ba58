import type { Connection } from '@libp2p/interface'
import type { Lane } from '../runtime/ports.js'
import { type OutboundContext, OutboundLink } from './outbound.js'

/** What goes out to one connected peer: a stream for each lane, of which that for snapshots is opened when there is one to hand over. */
export class PeerLink {
  readonly #snapshotContext: OutboundContext
  readonly #connections = new Map<string, Connection>()
  readonly #log: OutboundLink
  #snapshot: OutboundLink | undefined

  constructor(log: OutboundContext, snapshot: Omit<OutboundContext, 'onUnsupported'>) {
    this.#log = new OutboundLink(log)
    // A peer need not speak it to take part; whether it does is seen again with the next frame.
    this.#snapshotContext = { ...snapshot, onUnsupported: () => this.#dropSnapshot() }
  }

  /** Whether any connection is left. */
  get connected(): boolean {
    return this.#connections.size > 0
  }

  /** Whether every connection goes by way of a third peer. */
  get isRelayed(): boolean {
    return [...this.#connections.values()].every(({ direct }) => !direct)
  }

  /** Bytes of frames that wait. */
  get waitingBytes(): number {
    return this.#links.reduce((bytes, link) => bytes + link.waitingBytes, 0)
  }

  addConnection(connection: Connection): void {
    this.#connections.set(connection.id, connection)
    for (const link of this.#links) link.addConnection(connection)
  }

  removeConnection(id: string): void {
    this.#connections.delete(id)
    for (const link of this.#links) link.removeConnection(id)
  }

  send(frame: Uint8Array, lane: Lane): void {
    if (lane === 'log') this.#log.send(frame)
    else this.#openSnapshot().send(frame)
  }

  /** Ends the streams, once what they were handed has left. */
  async close(): Promise<void> {
    await Promise.all(this.#links.map(link => link.close()))
  }

  /** Ends the streams now and gives up what waits. */
  destroy(): void {
    for (const link of this.#links) link.destroy()
  }

  get #links(): OutboundLink[] {
    return this.#snapshot === undefined ? [this.#log] : [this.#log, this.#snapshot]
  }

  #openSnapshot(): OutboundLink {
    if (this.#snapshot !== undefined) return this.#snapshot
    const link = new OutboundLink(this.#snapshotContext)
    for (const connection of this.#connections.values()) link.addConnection(connection)
    this.#snapshot = link
    return link
  }

  #dropSnapshot(): void {
    this.#snapshot?.destroy()
    this.#snapshot = undefined
  }
}
