import { noise } from '@chainsafe/libp2p-noise'
import { privateKeyFromProtobuf } from '@libp2p/crypto/keys'
import { type Identify, identify } from '@libp2p/identify'
import type { Libp2p } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p, type Libp2pOptions } from 'libp2p'
import { stringCodec } from '../../../src/group/codec.js'
import type { Group } from '../../../src/group/group.js'
import type { MemberOptions } from '../../../src/group/options.js'
import { type Paxos, paxos } from '../../../src/libp2p/service.js'
import type { Store } from '../../../src/storage/store.js'

type Node = Libp2p<{ identify: Identify; paxos: Paxos }>

/** What differs between a peer in a tab and one in Node. */
export type Network = Pick<Libp2pOptions, 'addresses' | 'transports' | 'services'>

/** How a peer begins; JSON. */
export interface PeerInit {
  /** The private key, as its bytes. */
  readonly key: readonly number[]
  /** Where others listen; they are dialled. */
  readonly dial?: readonly string[]
}

const waitMs = 20_000

/** A peer, and what it has of one group of strings, to be asked by those who only have JSON. */
export class Peer {
  readonly #node: Node
  #group: Group<string> | undefined

  private constructor(node: Node) {
    this.#node = node
  }

  /** Starts a libp2p node with the service. */
  static async start(init: PeerInit, store: Store, network: Network): Promise<Peer> {
    const node = await createLibp2p<{ identify: Identify; paxos: Paxos }>({
      ...network,
      privateKey: privateKeyFromProtobuf(Uint8Array.from(init.key)),
      connectionEncrypters: [noise()],
      streamMuxers: [yamux()],
      connectionGater: { denyDialMultiaddr: () => false },
      connectionManager: { inboundConnectionThreshold: 1_000 },
      services: { ...network.services, identify: identify(), paxos: paxos({ store }) }
    })
    for (const address of init.dial ?? []) await node.dial(multiaddr(address))
    return new Peer(node)
  }

  /** Where it can be reached. */
  addresses(): string[] {
    return this.#node.getMultiaddrs().map(String)
  }

  /** Tells it where others can be reached. */
  async introduce(peerId: string, addresses: readonly string[]): Promise<void> {
    const multiaddrs = addresses.map(address => multiaddr(address))
    await this.#node.peerStore.merge(peerIdFromString(peerId), { multiaddrs })
  }

  /** Opens the group that these peers found. */
  async open(founders: readonly string[]): Promise<void> {
    this.#group = await this.#node.services.paxos.open('test', { ...options, founders })
  }

  async join(invite: string): Promise<void> {
    this.#group = await this.#node.services.paxos.join(invite, options)
  }

  async invite(): Promise<string> {
    return await this.#node.services.paxos.invite('test', { timeoutMs: waitMs })
  }

  async ready(): Promise<void> {
    await this.#opened.ready({ timeoutMs: waitMs })
  }

  /** The slot of the value. */
  async propose(value: string, key?: string): Promise<number> {
    const options = { timeoutMs: waitMs, ...(key !== undefined && { key }) }
    return (await this.#opened.propose(value, options)).slot
  }

  /** Everything that was chosen before the call. */
  async values(): Promise<string[]> {
    await this.#opened.barrier({ timeoutMs: waitMs })
    return await this.known()
  }

  /** What this peer knows by itself. */
  async known(): Promise<string[]> {
    const values: string[] = []
    for await (const { value } of this.#opened.log({ live: false })) values.push(value ?? '')
    return values
  }

  /** The end of what its store holds. */
  lastSlot(): number {
    return this.#opened.status().lastSlot
  }

  leader(): string | undefined {
    return this.#opened.leader
  }

  /** What became of it, with the name of the error if it halted. */
  state(): string {
    const { state, error } = this.#opened.status()
    return error === undefined ? state : `${state}, ${error.name}`
  }

  votes(): boolean {
    return this.#opened.status().votes
  }

  quorum(): string {
    return this.#opened.quorum
  }

  async transferLeadership(peerId: string): Promise<void> {
    await this.#opened.transferLeadership(peerId, { timeoutMs: waitMs })
  }

  get #opened(): Group<string> {
    if (this.#group === undefined) throw new Error('no group is open')
    return this.#group
  }

  /** The addresses of all connections, those of limited ones with `limited ` before them. */
  connections(): string[] {
    return this.#node
      .getConnections()
      .map(({ remoteAddr, limits }) => `${limits === undefined ? '' : 'limited '}${remoteAddr}`)
  }

  async stop(): Promise<void> {
    await this.#node.stop()
  }
}

const options: MemberOptions<string> = { codec: stringCodec, admit: () => true }

/** What a {@link Peer} can be asked. */
export type PeerMethod = Exclude<keyof Peer, symbol>

/** Calls a method by its name. */
export async function askPeer(
  peer: Peer,
  name: PeerMethod,
  args: readonly unknown[]
): Promise<unknown> {
  return await (peer[name] as (...args: unknown[]) => unknown).apply(peer, [...args])
}
