import { generateKeyPair, privateKeyToProtobuf } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import type * as NodePeers from './node-peers.js'
import type { Peer, PeerMethod } from './peer.js'
import type * as TabPeer from './tab-peer.js'
import { callInNode, Tab } from './tabs.js'

/** Somebody's key, and the PeerId it stands for. */
interface Identity {
  readonly key: readonly number[]
  readonly peerId: string
}

async function createIdentity(): Promise<Identity> {
  const key = await generateKeyPair('Ed25519')
  return { key: [...privateKeyToProtobuf(key)], peerId: peerIdFromPrivateKey(key).toString() }
}

/** A peer in a tab or in Node. */
export interface Actor extends Identity {
  ask<K extends PeerMethod>(
    name: K,
    ...args: Parameters<Peer[K]>
  ): Promise<Awaited<ReturnType<Peer[K]>>>
}

/** Calls an export of a program that runs in Node. */
async function callNode(name: keyof typeof NodePeers, ...args: unknown[]): Promise<unknown> {
  return await callInNode('node-peers', name, args)
}

/** A peer in Node, which tabs reach over WebSockets. */
export class NodeActor implements Actor {
  readonly key: readonly number[]
  readonly peerId: string
  #addresses: readonly string[] = []

  constructor({ key, peerId }: Identity) {
    this.key = key
    this.peerId = peerId
  }

  get addresses(): readonly string[] {
    return this.#addresses
  }

  async start(dial: readonly string[] = []): Promise<void> {
    const { key } = this
    this.#addresses = (await callNode('start', this.peerId, { key, dial })) as string[]
  }

  async ask<K extends PeerMethod>(
    name: K,
    ...args: Parameters<Peer[K]>
  ): Promise<Awaited<ReturnType<Peer[K]>>> {
    return (await callNode('ask', this.peerId, name, args)) as Awaited<ReturnType<Peer[K]>>
  }

  async stop(): Promise<void> {
    await callNode('stop', this.peerId)
  }
}

/** A peer in a tab of its own, with a store. */
export class TabActor implements Actor {
  readonly key: readonly number[]
  readonly peerId: string
  readonly tab: Tab<typeof TabPeer>

  private constructor({ key, peerId }: Identity, tab: Tab<typeof TabPeer>) {
    this.key = key
    this.peerId = peerId
    this.tab = tab
  }

  static async open(identity: Identity): Promise<TabActor> {
    return new TabActor(identity, await Tab.open<typeof TabPeer>('tab-peer'))
  }

  /** Name of its store. */
  get store(): string {
    return `peer-${this.peerId}`
  }

  async start(init: Omit<TabPeer.TabPeerInit, 'key' | 'store'>): Promise<void> {
    await this.tab.call('start', { ...init, key: this.key, store: this.store })
  }

  async ask<K extends PeerMethod>(
    name: K,
    ...args: Parameters<Peer[K]>
  ): Promise<Awaited<ReturnType<Peer[K]>>> {
    return (await this.tab.call('ask', name, args)) as Awaited<ReturnType<Peer[K]>>
  }
}

/** Everyone in a test. */
export class Cast {
  readonly #tabs: TabActor[] = []

  /** Starts peers in Node, each of which is connected to all others. */
  async startNodes(count: number): Promise<NodeActor[]> {
    const nodes: NodeActor[] = []
    for (let i = 0; i < count; i += 1) {
      const node = new NodeActor(await createIdentity())
      await node.start(nodes.flatMap(({ addresses }) => addresses))
      nodes.push(node)
    }
    return nodes
  }

  /** Opens a tab for a peer, which is yet to be started. */
  async openTab(): Promise<TabActor> {
    const tab = await TabActor.open(await createIdentity())
    this.#tabs.push(tab)
    return tab
  }

  /** It was closed by the test. */
  forget(tab: TabActor): void {
    this.#tabs.splice(this.#tabs.indexOf(tab), 1)
  }

  /** Ends them all. */
  async end(): Promise<void> {
    await Promise.all(this.#tabs.splice(0).map(({ tab }) => tab.close()))
    await callNode('stop')
  }
}
