import { noise } from '@chainsafe/libp2p-noise'
import { type CircuitRelayService, circuitRelayServer } from '@libp2p/circuit-relay-v2'
import { privateKeyFromProtobuf } from '@libp2p/crypto/keys'
import { type Identify, identify } from '@libp2p/identify'
import type { Libp2p, PeerId } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import { webSockets } from '@libp2p/websockets'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import { type Group, type ObservedMessage, type Paxos, paxos } from 'libp2p-paxos'
import { levelStore } from 'libp2p-paxos/store/level'
import { fromString } from 'uint8arrays/from-string'
import { becomeVoter } from '../shared/become-voter.js'
import { FlowBuffer } from '../shared/flow-buffer.js'
import { groupOptions } from '../shared/group-options.js'
import { groupName, type PeerOrder, type PeerWord } from '../shared/messages.js'
import { reportOf } from '../shared/report.js'

interface Services extends Record<string, unknown> {
  readonly identify: Identify
  readonly relay: CircuitRelayService
  readonly paxos: Paxos
}

type Node = Libp2p<Services>
type Order<T extends PeerOrder['type']> = Extract<PeerOrder, { readonly type: T }>

/** Milliseconds from one look at what changed to the next: about two frames of a screen. */
const tellIntervalMs = 33

const waitMs = 20_000

/** A member of the group in a process of its own: does as it is told, and tells what goes on. */
export class Peer {
  readonly #tell: (word: PeerWord) => void
  readonly #flows = new FlowBuffer()
  readonly #cut = new Set<string>()
  #node: Node | undefined
  #group: Group<string> | undefined
  #lastReport = ''

  constructor(tell: (word: PeerWord) => void) {
    this.#tell = tell
  }

  async obey(order: PeerOrder): Promise<void> {
    switch (order.type) {
      case 'start':
        return await this.#start(order)
      case 'enter':
        return await this.#enter(order)
      case 'cut':
        this.#cut.add(order.peerId)
        return await this.#node?.hangUp(peerIdFromString(order.peerId))
      case 'heal':
        this.#cut.delete(order.peerId)
        return
      case 'invite': {
        const invite = await this.#node?.services.paxos.invite(groupName, { timeoutMs: waitMs })
        if (invite !== undefined) this.#tell({ type: 'invite', invite })
        return
      }
      case 'vote-out':
        return await this.#voteOut(order.peerId)
    }
  }

  async #start({ key, directory, port, cut }: Order<'start'>): Promise<void> {
    for (const peerId of cut) this.#cut.add(peerId)
    const isCut = (peer: PeerId): boolean => this.#cut.has(peer.toString())
    const node = await createLibp2p<Services>({
      privateKey: privateKeyFromProtobuf(fromString(key, 'base16')),
      addresses: { listen: [`/ip4/127.0.0.1/tcp/${port}/ws`] },
      transports: [webSockets()],
      connectionEncrypters: [noise()],
      streamMuxers: [yamux()],
      connectionManager: { inboundConnectionThreshold: 1_000, maxIncomingPendingConnections: 100 },
      connectionGater: {
        denyDialPeer: isCut,
        denyInboundEncryptedConnection: isCut,
        denyDialMultiaddr: () => false
      },
      services: {
        identify: identify(),
        // Tabs find each other by it, and then speak over WebRTC.
        relay: circuitRelayServer({ reservations: { maxReservations: 100 } }),
        paxos: paxos({
          store: levelStore(directory),
          redialIntervalMaxMs: 1_000,
          onMessage: message => this.#onMessage(node.peerId.toString(), message)
        })
      }
    })
    this.#node = node
    const addresses = node.getMultiaddrs()
    const listensAt = addresses[0]?.getComponents().find(({ name }) => name === 'tcp')?.value
    this.#tell({ type: 'listening', port: Number(listensAt), addresses: addresses.map(String) })
    setInterval(() => this.#tellNews(), tellIntervalMs)
  }

  async #enter({ addresses, by }: Order<'enter'>): Promise<void> {
    const node = this.#started
    for (const address of addresses.map(text => multiaddr(text))) {
      const peerId = address.getComponents().find(({ name }) => name === 'p2p')?.value
      if (peerId === undefined || peerId === node.peerId.toString()) continue
      await node.peerStore.merge(peerIdFromString(peerId), { multiaddrs: [address] })
    }
    const { paxos } = node.services
    if ('founders' in by) {
      this.#group = await paxos.open(groupName, { ...groupOptions, founders: by.founders })
    } else {
      this.#group = await paxos.join(by.invite, { ...groupOptions, role: 'voter' })
      await becomeVoter(this.#group, node.peerId.toString())
    }
  }

  async #voteOut(peerId: string): Promise<void> {
    const told = await this.#group?.reconfigure({ remove: [peerId] }, { timeoutMs: waitMs }).then(
      () => null,
      (error: unknown) => String(error)
    )
    this.#tell({ type: 'voted-out', peerId, error: told ?? null })
  }

  /** What others send is told by them, unless they are tabs, and then it is told here. */
  #onMessage(self: string, message: ObservedMessage): void {
    const { direction, peerId } = message
    if (direction === 'sent') this.#flows.add(self, peerId, message)
    else this.#flows.add(peerId, self, message)
  }

  #tellNews(): void {
    const flows = this.#flows.take()
    if (flows.length > 0) this.#tell({ type: 'flows', flows })
    const status = this.#group?.status()
    if (status === undefined) return
    const connected = this.#started.getPeers().map(String)
    const report = reportOf(status, connected)
    const text = JSON.stringify(report)
    if (text === this.#lastReport) return
    this.#lastReport = text
    this.#tell({ type: 'report', report })
  }

  get #started(): Node {
    if (this.#node === undefined) throw new Error('the peer was not started')
    return this.#node
  }
}
