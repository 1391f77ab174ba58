import { bootstrap } from '@libp2p/bootstrap'
import { mdns } from '@libp2p/mdns'
import { afterEach, describe, expect, it } from 'vitest'
import type { Message } from '../../src/core/messages.js'
import type { Group } from '../../src/group/group.js'
import { memoryStore } from '../../src/storage/memory.js'
import type { AnyMessage } from '../../src/wire/frame.js'
import { muxerNames } from '../support/libp2p-node.js'
import {
  createKeys,
  createPaxosNode,
  introduceAll,
  openAll,
  type PaxosNode,
  peerIdOf
} from '../support/paxos-nodes.js'
import { nextEvent, readValues } from '../support/trio.js'
import { createTransportPeer } from './transport-peer.js'

const nodes: PaxosNode[] = []

afterEach(async () => {
  await Promise.all(nodes.splice(0).map(node => node.stop()))
})

async function start(
  count: number,
  options: Parameters<typeof createPaxosNode>[1] = {}
): Promise<PaxosNode[]> {
  for (const key of await createKeys(count)) nodes.push(await createPaxosNode(key, options))
  return nodes
}

async function ready(groups: readonly Group<string>[]): Promise<void> {
  await Promise.all(groups.map(group => group.ready({ timeoutMs: 20_000 })))
}

describe.each(muxerNames)('three peers over TCP, Noise and %s', muxer => {
  it('agree on one order, and go on without their leader', async () => {
    await introduceAll(await start(3, { muxer }))
    const groups = await openAll(nodes)
    await ready(groups)
    await Promise.all(
      groups.flatMap((group, i) =>
        Array.from({ length: 100 }, (_, k) => group.propose(`${i}-${k}`))
      )
    )
    const [first = [], ...others] = await Promise.all(groups.map(readValues))
    expect(first).toHaveLength(300)
    for (const other of others) expect(other).toEqual(first)

    const leader = nodes.findIndex(node => node.peerId.toString() === groups[0]?.leader)
    expect(leader).toBeGreaterThanOrEqual(0)
    await nodes[leader]?.stop()
    const survivors = groups.filter((_, i) => i !== leader)
    await survivors[0]?.propose('still here')
    for (const group of survivors) expect((await readValues(group)).at(-1)).toBe('still here')
  })
})

describe('finding members', () => {
  it('works with bootstrap: one known address is enough', async () => {
    const keys = await createKeys(3)
    const [firstKey, ...otherKeys] = keys
    if (firstKey === undefined) throw new Error('no key')
    const first = await createPaxosNode(firstKey)
    nodes.push(first)
    const list = first.getMultiaddrs().map(address => address.toString())
    for (const key of otherKeys) {
      nodes.push(await createPaxosNode(key, { peerDiscovery: [bootstrap({ list })] }))
    }
    const groups = await openAll(nodes)
    await ready(groups)
    await groups[2]?.propose('found')
    expect(await Promise.all(groups.map(readValues))).toEqual([['found'], ['found'], ['found']])
    // Members introduce each other, so that the group does not depend on the one that everybody knew.
    await first.stop()
    await groups[1]?.propose('without the first')
    expect(await readValues(groups[2] as Group<string>)).toEqual(['found', 'without the first'])
  })

  it('works with mDNS', async () => {
    const serviceTag = `paxos-${process.pid}-${Date.now()}.local`
    const port = 20_000 + (process.pid % 20_000)
    await start(3, { peerDiscovery: [mdns({ serviceTag, port, interval: 200 })] })
    const groups = await openAll(nodes)
    await ready(groups)
    await groups[0]?.propose('found')
    expect(await Promise.all(groups.map(readValues))).toEqual([['found'], ['found'], ['found']])
  })

  it("works for five peers that start at once with libp2p's default connection limits", async () => {
    await introduceAll(await start(5, { defaultLimits: true }))
    const groups = await openAll(nodes)
    await ready(groups)
    await Promise.all(groups.map((group, i) => group.propose(`${i}`)))
    const logs = await Promise.all(groups.map(readValues))
    expect(new Set(logs.map(values => values.join())).size).toBe(1)
    expect(logs[0]).toHaveLength(5)
  })
})

describe('the life of the service', () => {
  it('opens a group once, and refuses it with other options', async () => {
    const [node] = await start(1)
    if (node === undefined) throw new Error('no node')
    const { paxos } = node.services
    const founders = [node.peerId]
    const [a, b] = await Promise.all([
      paxos.open('one', { founders }),
      paxos.open('one', { founders: [node.peerId.toString()] })
    ])
    expect(a).toBe(b)
    expect(await paxos.open('one', { founders })).toBe(a)
    expect(paxos.groups).toEqual([a])
    await expect(paxos.open('one', { founders, priority: 3 })).rejects.toMatchObject({
      name: 'InvalidOptionsError'
    })
    await a.close()
    expect(paxos.groups).toEqual([])
    const again = await paxos.open('one', { founders, priority: 3 })
    expect(again).not.toBe(a)
  })

  it('keeps what was chosen over a restart of the node, until it is told to forget', async () => {
    const store = memoryStore()
    const [key] = await createKeys(1)
    if (key === undefined) throw new Error('no key')
    const founders = [peerIdOf(key)]
    const first = await createPaxosNode(key, { paxos: { store } })
    const group = await first.services.paxos.open('one', { founders })
    await group.propose(new Uint8Array([1]))
    const waiting = group.log().next()
    await waiting
    await first.stop()
    await expect(group.propose(new Uint8Array([2]))).rejects.toMatchObject({
      name: 'ReplicaStoppedError'
    })

    const second = await createPaxosNode(key, { paxos: { store } })
    nodes.push(second)
    const { paxos } = second.services
    const reopened = await paxos.open('one', { founders })
    expect(reopened.status().groupId).toBe(group.status().groupId)
    await reopened.barrier()
    expect((await reopened.log({ live: false }).next()).value?.bytes).toEqual(new Uint8Array([1]))
    await expect(paxos.forget('one')).rejects.toMatchObject({ name: 'InvalidOptionsError' })
    await reopened.close()
    await paxos.forget('one')
    const empty = await paxos.open('one', { founders })
    await empty.barrier()
    expect((await empty.log({ live: false }).next()).done).toBe(true)
  })

  it('refuses to open before the node is started, and rejects what waits when it stops', async () => {
    const keys = await createKeys(2)
    const [key] = keys
    if (key === undefined) throw new Error('no key')
    const node = await createPaxosNode(key, { start: false })
    const founders = keys.map(peerIdOf)
    const { paxos } = node.services
    await expect(paxos.open('two', { founders })).rejects.toMatchObject({ name: 'NotStartedError' })
    await node.start()
    const group = await paxos.open('two', { founders })
    const waiting = Promise.allSettled([group.propose(new Uint8Array()), group.ready()])
    await node.stop()
    for (const result of await waiting) {
      expect(result).toMatchObject({ reason: { name: 'ReplicaStoppedError' } })
    }
  })

  it('refuses a store that another service holds', async () => {
    const store = memoryStore()
    const [a, b] = await createKeys(2)
    if (a === undefined || b === undefined) throw new Error('no keys')
    nodes.push(await createPaxosNode(a, { paxos: { store } }))
    await expect(createPaxosNode(b, { paxos: { store } })).rejects.toMatchObject({
      name: 'StoreLockedError'
    })
  })
})

describe('a stranger over a real connection', () => {
  it('sends every kind of message with a valid group id, to no effect, and reads nothing', async () => {
    await introduceAll(await start(3))
    const groups = await openAll(nodes)
    await ready(groups)
    await groups[0]?.propose('before')
    const status = groups[0]?.status()
    const victim = nodes[0]
    if (status === undefined || victim === undefined) throw new Error('no group')

    const stranger = await createTransportPeer()
    try {
      await stranger.node.dial(victim.getMultiaddrs())
      await stranger.recorder.until('connected', () =>
        stranger.transport.isConnected(victim.peerId.toString())
      )
      const groupId = Buffer.from(status.groupId ?? '', 'hex')
      for (const member of status.members) {
        for (const incarnation of [1n, BigInt(`0x${member.incarnation}`)]) {
          const messages = everyMessage(incarnation, victim.peerId.toString())
          stranger.transport.send(victim.peerId.toString(), {
            sections: [{ groupId, incarnation, messages }]
          })
        }
      }
      // Little enough to be read, one by one.
      for (const message of [...everyMessage(7n, victim.peerId.toString()), ...membership]) {
        stranger.transport.send(victim.peerId.toString(), {
          sections: [{ groupId, incarnation: 7n, messages: [message] }]
        })
      }
      const peerId = stranger.id
      const received = nextEvent(victim, 'peer:disconnect', (id: unknown) => String(id) === peerId)
      await groups[1]?.propose('after')
      expect(await Promise.all(groups.map(readValues))).toEqual(
        Array.from({ length: 3 }, () => ['before', 'after'])
      )
      expect(groups[0]?.status().ballot).toBe(status.ballot)
      await stranger.recorder.until('refused', () => stranger.recorder.frames.length > 0)
      const answers = stranger.recorder.frames.flatMap(({ frame }) =>
        frame.sections.flatMap(({ messages }) => messages)
      )
      expect(new Set(answers.map(({ type }) => type))).toEqual(new Set(['join-refused']))
      await stranger.node.stop()
      await received
      expect(groups[0]?.status().ballot).toBe(status.ballot)
    } finally {
      await stranger.node.stop()
    }
  })
})

const membership: readonly AnyMessage[] = [
  { type: 'learn', chosenSlotMax: 0, willing: true },
  { type: 'join', willing: true },
  { type: 'join-refused' }
]

function everyMessage(incarnation: bigint, victim: string): Message[] {
  const ballot = { epoch: 1, round: 1_000_000, priority: 255, incarnation }
  const bottom = { epoch: 1, round: 0, priority: 0, incarnation: 0n }
  const value = new TextEncoder().encode('forged')
  const entry = { type: 'value', session: 1, sequence: 1, value, logTimeMs: 0 } as const
  const log = { firstSlot: 1, entries: [entry] }
  const chosenSlotMax = 1
  return [
    { type: 'prepare', ballot, acceptedBallot: bottom, lastSlot: 0, chosenSlotMax: 0 },
    { type: 'promise', ballot, acceptedBallot: bottom, lastSlot: 1, chosenSlotMax, ...log },
    { type: 'reject', ballot, reason: 'promised-higher', promisedBallot: ballot, chosenSlotMax },
    { type: 'accept-sync', ballot, ...log, adoptedEnd: 1, chosenSlotMax },
    { type: 'accept', ballot, ...log, chosenSlotMax },
    { type: 'accepted', ballot, lastSlot: 1_000 },
    { type: 'heartbeat', round: 1, news: false },
    {
      type: 'heartbeat-reply',
      round: 1,
      epoch: 1,
      promisedBallot: ballot,
      leaderBallot: ballot,
      leads: true,
      happy: true,
      canVote: true,
      inReserve: false,
      distance: 0,
      silent: 0n,
      learners: [],
      chosenSlotMax
    },
    { type: 'catch-up-request', firstSlot: 1 },
    { type: 'catch-up-reply', ballot, ...log, chosenSlotMax },
    { type: 'propose', origin: victim, proposals: [entry], via: [] },
    {
      type: 'propose-reply',
      origin: victim,
      session: 1,
      reason: 'session-expired',
      nextSequence: 1,
      via: []
    },
    { type: 'read-request', origin: victim, id: 1, via: [] },
    { type: 'read-reply', origin: victim, id: 1, slot: 1, via: [] },
    { type: 'confirm', ballot, round: 1 },
    { type: 'confirmed', ballot, round: 1 },
    { type: 'transfer', ballot, target: victim }
  ]
}
