import { circuitRelayServer, circuitRelayTransport } from '@libp2p/circuit-relay-v2'
import type { Libp2p } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'
import { afterEach, describe, expect, it } from 'vitest'
import { stringCodec } from '../../src/group/codec.js'
import type { Group } from '../../src/group/group.js'
import { createNode } from '../support/libp2p-node.js'
import { createKeys, createPaxosNode, openAll, type PaxosNode } from '../support/paxos-nodes.js'
import { readValues } from '../support/trio.js'

const stops: (() => Promise<void>)[] = []

afterEach(async () => {
  await Promise.all(stops.splice(0).map(stop => stop()))
})

/** A relay that closes each relayed connection after so many bytes. */
async function startRelay(bytesMax: number): Promise<Libp2p> {
  const reservations = { defaultDataLimit: BigInt(bytesMax), maxReservations: 20 }
  const relay = await createNode({ services: { relay: circuitRelayServer({ reservations }) } })
  stops.push(async () => await relay.stop())
  return relay
}

/** Peers that listen nowhere but at the relay. */
async function startBehind(relay: Libp2p, count: number): Promise<PaxosNode[]> {
  const [address] = relay.getMultiaddrs()
  const nodes: PaxosNode[] = []
  for (const key of await createKeys(count)) {
    const node = await createPaxosNode(key, {
      listen: [`${address}/p2p-circuit`],
      transports: [circuitRelayTransport()]
    })
    stops.push(async () => await node.stop())
    nodes.push(node)
  }
  await expect
    .poll(() => nodes.every(node => node.getMultiaddrs().length > 0), { timeout: 20_000 })
    .toBe(true)
  return nodes
}

/** Tells every peer where one other can be reached. */
async function introduceInChain(nodes: readonly PaxosNode[]): Promise<void> {
  for (const [i, node] of nodes.entries()) {
    const other = nodes[(i + 1) % nodes.length]
    if (other === undefined) continue
    await node.peerStore.merge(other.peerId, { multiaddrs: other.getMultiaddrs() })
  }
}

describe('peers that reach each other by a circuit relay only', () => {
  it('agree, and find the one that they were not told of', async () => {
    const nodes = await startBehind(await startRelay(2 ** 27), 3)
    await introduceInChain(nodes)
    const groups = await openAll(nodes)
    await Promise.all(groups.map(group => group.ready({ timeoutMs: 30_000 })))
    await Promise.all(groups.map((group, i) => group.propose(`${i}`, { timeoutMs: 30_000 })))
    for (const group of groups) {
      await group.barrier({ timeoutMs: 30_000 })
      expect((await readValues(group)).toSorted()).toEqual(['0', '1', '2'])
    }
  })

  it('go on when the relay has closed their connections, as often as that happens', async () => {
    const nodes = await startBehind(await startRelay(2 ** 17), 3)
    await introduceInChain(nodes)
    const groups = await openAll(nodes)
    await Promise.all(groups.map(group => group.ready({ timeoutMs: 30_000 })))
    let closed = 0
    for (const node of nodes) {
      node.addEventListener('connection:close', ({ detail }) => {
        if (detail.limits !== undefined) closed += 1
      })
    }
    const value = 'x'.repeat(10_000)
    const slots: number[] = []
    for (let i = 0; i < 60; i += 1) {
      const group = groups[i % groups.length]
      const proposed = await group?.propose(value, { timeoutMs: 30_000 })
      slots.push(proposed?.slot ?? 0)
    }
    expect(closed).toBeGreaterThan(0)
    expect(slots).toEqual(slots.toSorted((a, b) => a - b))
    for (const group of groups) {
      await group.barrier({ timeoutMs: 30_000 })
      expect(await readValues(group)).toHaveLength(60)
    }
  })
})

describe('a voter that others reach by a circuit relay only', () => {
  /** Two peers that reach each other, and one behind the relay that may dial nothing else. */
  async function openAround(relay: Libp2p): Promise<[PaxosNode, PaxosNode, PaxosNode]> {
    const keys = await createKeys(3)
    const transports = [circuitRelayTransport()]
    const denyDialMultiaddr = (to: Multiaddr): boolean =>
      !to.toString().includes(relay.peerId.toString())
    const [address] = relay.getMultiaddrs()
    const behind = { listen: [`${address}/p2p-circuit`], connectionGater: { denyDialMultiaddr } }
    const nodes: PaxosNode[] = []
    for (const [i, key] of keys.entries()) {
      const node = await createPaxosNode(key, { transports, ...(i === 0 && behind) })
      stops.push(async () => await node.stop())
      nodes.push(node)
    }
    const [relayed, first, second] = nodes as [PaxosNode, PaxosNode, PaxosNode]
    await expect.poll(() => relayed.getMultiaddrs().length, { timeout: 20_000 }).toBeGreaterThan(0)
    for (const node of [first, second]) {
      await node.peerStore.merge(relayed.peerId, { multiaddrs: relayed.getMultiaddrs() })
    }
    await first.peerStore.merge(second.peerId, { multiaddrs: second.getMultiaddrs() })
    return [relayed, first, second]
  }

  it('hands leadership over, and votes where it is needed', async () => {
    const nodes = await openAround(await startRelay(2 ** 27))
    const groups = await openAll(nodes)
    const [relayed, first, second] = groups as [Group<string>, Group<string>, Group<string>]
    await Promise.all(groups.map(group => group.ready({ timeoutMs: 30_000 })))
    const [self, ...direct] = nodes.map(({ peerId }) => peerId.toString())
    await expect.poll(() => direct.includes(first.leader ?? ''), { timeout: 20_000 }).toBe(true)
    expect(nodes[0].getConnections(nodes[1].peerId).map(connection => connection.direct)).toEqual([
      false
    ])
    const leaders: (string | undefined)[] = []
    relayed.addEventListener('leader:change', ({ detail }) => leaders.push(detail.leader))
    await first.transferLeadership(self ?? '', { timeoutMs: 20_000 })
    await expect.poll(() => leaders.includes(self), { timeout: 20_000 }).toBe(true)
    await expect.poll(() => direct.includes(relayed.leader ?? ''), { timeout: 20_000 }).toBe(true)
    await second.propose('with both', { timeoutMs: 20_000 })
    // Of two that are left each reaches the other by the relay only: one is as good as the other.
    await nodes[1].stop()
    await second.propose('with one', { timeoutMs: 20_000 })
    await relayed.barrier({ timeoutMs: 20_000 })
    expect((await readValues(relayed)).toSorted()).toEqual(['with both', 'with one'])
  })
})

describe('a member that comes back at another address', () => {
  it('is found again by those that it finds', async () => {
    const keys = await createKeys(3)
    const nodes: PaxosNode[] = []
    for (const key of keys) nodes.push(await createPaxosNode(key))
    for (const node of nodes) stops.push(async () => await node.stop())
    const [first, second, moving] = nodes as [PaxosNode, PaxosNode, PaxosNode]
    await first.peerStore.merge(second.peerId, { multiaddrs: second.getMultiaddrs() })
    await first.peerStore.merge(moving.peerId, { multiaddrs: moving.getMultiaddrs() })
    const groups = await openAll(nodes)
    await Promise.all(groups.map(group => group.ready({ timeoutMs: 20_000 })))
    await groups[2]?.propose('before')
    const before = moving.getMultiaddrs()
    await moving.stop()
    const [, , key] = keys
    if (key === undefined) throw new Error('no key')
    const moved = await createPaxosNode(key)
    stops.push(async () => await moved.stop())
    expect(moved.getMultiaddrs().map(String)).not.toEqual(before.map(String))
    // It is told of one member only, and nobody is told of it.
    await moved.peerStore.merge(first.peerId, { multiaddrs: first.getMultiaddrs() })
    const founders = nodes.map(node => node.peerId)
    const group = await moved.services.paxos.open('test', { founders, codec: stringCodec })
    await expect
      .poll(() => group.status().members.every(({ reachable }) => reachable), { timeout: 20_000 })
      .toBe(true)
    await group.propose('after', { timeoutMs: 20_000 })
    expect((await readValues(group)).at(-1)).toBe('after')
  })
})
