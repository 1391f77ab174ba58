import { generateKeyPair } from '@libp2p/crypto/keys'
import type { Libp2p, PrivateKey } from '@libp2p/interface'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { stringCodec } from '../../src/group/codec.js'
import type { Group } from '../../src/group/group.js'
import type { GroupOptions } from '../../src/group/options.js'
import { type Paxos, type PaxosInit, paxos } from '../../src/libp2p/service.js'
import { memoryStore } from '../../src/storage/memory.js'
import { createNode, introduce, type NodeOptions } from './libp2p-node.js'

export type PaxosNode = Libp2p<{ paxos: Paxos }>

type Options = Omit<NodeOptions<{ paxos: Paxos }>, 'services' | 'privateKey'> & {
  readonly paxos?: PaxosInit
}

/** Private keys, ascending by the PeerIds they stand for. */
export async function createKeys(count: number): Promise<PrivateKey[]> {
  const keys = await Promise.all(Array.from({ length: count }, () => generateKeyPair('Ed25519')))
  return keys.sort((a, b) => (peerIdOf(a) < peerIdOf(b) ? -1 : 1))
}

export function peerIdOf(key: PrivateKey): string {
  return peerIdFromPrivateKey(key).toString()
}

/** Starts a libp2p node with the paxos service, by default over a memory store. */
export async function createPaxosNode(
  privateKey: PrivateKey,
  options: Options = {}
): Promise<PaxosNode> {
  const { paxos: init, ...nodeOptions } = options
  return await createNode<{ paxos: Paxos }>({
    ...nodeOptions,
    privateKey,
    services: { paxos: paxos({ store: memoryStore(), ...init }) }
  })
}

/** Tells every node where every other one listens. */
export async function introduceAll(nodes: readonly Libp2p[]): Promise<void> {
  for (const node of nodes) {
    for (const other of nodes) if (other !== node) await introduce(node, other)
  }
}

/** Opens a group of strings that all nodes found. */
export async function openAll(
  nodes: readonly PaxosNode[],
  options: Partial<GroupOptions<string>> = {}
): Promise<Group<string>[]> {
  const founders = nodes.map(node => node.peerId)
  return await Promise.all(
    nodes.map(node =>
      node.services.paxos.open('test', { founders, codec: stringCodec, ...options })
    )
  )
}
