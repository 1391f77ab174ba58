import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { stringCodec } from '../../src/group/codec.js'
import type { Group } from '../../src/group/group.js'
import type { JoinRequest } from '../../src/runtime/admission.js'
import { memoryStore } from '../../src/storage/memory.js'
import {
  createKeys,
  createPaxosNode,
  introduceAll,
  openAll,
  type PaxosNode
} from '../support/paxos-nodes.js'
import { readValues } from '../support/trio.js'

const nodes: PaxosNode[] = []

afterEach(async () => {
  await Promise.all(nodes.splice(0).map(node => node.stop()))
})

async function start(count: number): Promise<PaxosNode[]> {
  for (const key of await createKeys(count)) nodes.push(await createPaxosNode(key))
  return nodes
}

const codec = stringCodec

describe('a group that is founded alone', () => {
  it('is joined by invite: joiners learn, propose and read, and then vote without the founder', async () => {
    const [founder, ...others] = await start(4)
    if (founder === undefined) throw new Error('no founder')
    const asked: JoinRequest[] = []
    const admit = (request: JoinRequest): boolean => {
      asked.push(request)
      return true
    }
    const first = await founder.services.paxos.found('test', { codec, admit })
    await first.propose('alone')
    const invite = await founder.services.paxos.invite('test')
    expect(invite).toMatch(/^paxos:[\w-]+$/)
    const joined: Group<string>[] = []
    for (const node of others) {
      joined.push(await node.services.paxos.join(invite, { codec, admit, role: 'voter' }))
    }
    expect(asked.map(({ role }) => role)).toEqual(['voter', 'voter', 'voter'])
    await Promise.all(joined.map((group, i) => group.propose(`joiner ${i}`, { timeoutMs: 20_000 })))
    for (const group of joined) {
      await group.barrier({ timeoutMs: 20_000 })
      expect(await readValues(group)).toHaveLength(4)
      expect(group.status()).toMatchObject({ votes: false, role: 'learner' })
    }
    const voters = others.map(node => node.peerId)
    await first.reconfigure({ add: voters, remove: [founder.peerId] }, { timeoutMs: 20_000 })
    await first.barrier({ timeoutMs: 20_000 })
    await founder.stop()
    await joined[0]?.propose('without the founder', { timeoutMs: 20_000 })
    for (const group of joined) {
      await group.barrier({ timeoutMs: 20_000 })
      expect((await readValues(group)).at(-1)).toBe('without the founder')
      expect(group.status()).toMatchObject({ votes: true, epoch: 2 })
    }
  })

  it('refuses whoever its members do not admit', async () => {
    const [founder, other] = await start(2)
    await founder?.services.paxos.found('test', { codec })
    const invite = await founder?.services.paxos.invite('test')
    const joining = other?.services.paxos.join(invite ?? '', { codec })
    await expect(joining).rejects.toMatchObject({
      name: 'JoinRefusedError',
      peerIds: [founder?.peerId.toString()]
    })
  })
})

describe('a group whose quorum is lost for good', () => {
  it('is forked by a survivor, whom others join', async () => {
    const [a, b, c, joiner] = await start(4)
    if (a === undefined || joiner === undefined) throw new Error('there are no nodes')
    const trio = [a, b, c].filter(node => node !== undefined)
    await introduceAll(trio)
    const groups = await openAll(trio)
    for (const [i, group] of groups.entries()) await group.propose(`of ${i}`)
    await groups[0]?.barrier()
    await Promise.all([b?.stop(), c?.stop()])
    const { paxos } = a.services
    await expect(paxos.fork('test', 'again', { codec })).rejects.toThrow('is open')
    await groups[0]?.close()
    await expect(paxos.fork('test', 'test', { codec })).rejects.toThrow('another name')
    const forked = await paxos.fork('test', 'again', { codec, admit: () => true })
    await forked.propose('goes on')
    const invite = await paxos.invite('again')
    const joined = await joiner.services.paxos.join(invite, { codec })
    await joined.barrier({ timeoutMs: 20_000 })
    expect(await readValues(joined)).toEqual(['of 0', 'of 1', 'of 2', 'goes on'])
  })
})

describe('a joiner that restarts', () => {
  it('takes part again without being asked who it is, and finds the others by the invite', async () => {
    const [founder] = await start(1)
    let asked = 0
    const admit = (): boolean => {
      asked += 1
      return asked === 1
    }
    const group = await founder?.services.paxos.found('test', { codec, admit })
    const invite = (await founder?.services.paxos.invite('test')) ?? ''
    const [key] = await createKeys(1)
    if (key === undefined) throw new Error('no key')
    const store = memoryStore()
    const first = await createPaxosNode(key, { paxos: { store } })
    const joined = await first.services.paxos.join(invite, { codec })
    await joined.propose('before', { timeoutMs: 20_000 })
    await first.stop()
    const second = await createPaxosNode(key, { paxos: { store } })
    nodes.push(second)
    const again = await second.services.paxos.join(invite, { codec })
    expect(again.status().incarnation).toBe(joined.status().incarnation)
    await again.propose('after', { timeoutMs: 20_000 })
    expect(await readValues(again)).toEqual(['before', 'after'])
    expect(asked).toBe(1)
    expect(group?.status().candidates).toEqual([])
  })
})

describe('a voter that restarts with an invite of somebody who is gone', () => {
  it('finds the others where they were when they became voters', async () => {
    const [founder] = await start(1)
    const options = { codec, admit: () => true, churn: false } as const
    const first = await founder?.services.paxos.found('test', options)
    const invite = (await founder?.services.paxos.invite('test')) ?? ''
    const keys = await createKeys(2)
    const [staying, restarting] = keys
    if (first === undefined || staying === undefined || restarting === undefined) {
      throw new Error('nobody is there')
    }
    const store = memoryStore()
    const stays = await createPaxosNode(staying)
    const before = await createPaxosNode(restarting, { paxos: { store } })
    nodes.push(stays)
    for (const node of [stays, before]) {
      await node.services.paxos.join(invite, { ...options, role: 'voter' })
    }
    await first.reconfigure({ add: [stays.peerId, before.peerId] }, { timeoutMs: 20_000 })
    await first.leave({ timeoutMs: 20_000 })
    await founder?.stop()
    await before.stop()
    const after = await createPaxosNode(restarting, { paxos: { store } })
    nodes.push(after)
    const again = await after.services.paxos.join(invite, { ...options, role: 'voter' })
    await again.propose('together', { timeoutMs: 20_000 })
    expect(again.status()).toMatchObject({ votes: true, epoch: 3 })
  })
})

describe('an invite', () => {
  it('to a group that its members do not know is refused', async () => {
    const [a, b, other] = await start(3)
    await a?.services.paxos.found('test', { codec, admit: () => true })
    const invite = (await a?.services.paxos.invite('test')) ?? ''
    // The same name, founded by somebody else: another group, and the invite names its id.
    await a?.services.paxos.groups[0]?.close()
    await b?.services.paxos.found('test', { codec, admit: () => true })
    await expect(other?.services.paxos.join(invite, { codec })).rejects.toMatchObject({
      name: 'JoinRefusedError'
    })
  })

  it.each([
    ['nothing', ''],
    ['something else', 'https://example.org'],
    ['a part of one', 'paxos:AQID'],
    ['another version', 'paxos:AgID']
  ])('that is %s is refused', async (_what, invite) => {
    const [node] = await start(1)
    await expect(node?.services.paxos.join(invite)).rejects.toMatchObject({
      name: 'InvalidOptionsError'
    })
  })

  it('that nobody answers is waited for only as long as the caller wants', async () => {
    const [founder, joiner] = await start(2)
    await founder?.services.paxos.found('test', { codec, admit: () => true })
    const invite = (await founder?.services.paxos.invite('test')) ?? ''
    await founder?.stop()
    const joining = joiner?.services.paxos.join(invite, { codec, timeoutMs: 300 })
    await expect(joining).rejects.toMatchObject({ name: 'NoQuorumError' })
    const waiting = joiner?.services.paxos.join(invite, { codec })
    const ended = expect(waiting).rejects.toMatchObject({ name: 'ReplicaStoppedError' })
    await joiner?.stop()
    await ended
  })
})

describe('a voter that lost its store', () => {
  it('is made a voter again by itself, while the others go on', async () => {
    const keys = await createKeys(3)
    for (const key of keys) nodes.push(await createPaxosNode(key))
    await introduceAll(nodes)
    const groups = await openAll(nodes)
    await Promise.all(groups.map(group => group.ready({ timeoutMs: 20_000 })))
    await groups[0]?.propose('before')
    const [key] = keys
    if (key === undefined) throw new Error('no key')
    await nodes.shift()?.stop()
    const reborn = await createPaxosNode(key)
    nodes.unshift(reborn)
    await introduceAll(nodes)
    const founders = nodes.map(node => node.peerId)
    const group = await reborn.services.paxos.open('test', { founders, codec })
    await expect.poll(() => group.status().votes, { timeout: 20_000 }).toBe(true)
    await group.propose('after', { timeoutMs: 20_000 })
    expect(await readValues(group)).toEqual(['before', 'after'])
    expect(group.status().epoch).toBe(2)
  })
})

describe('a voter that was removed', () => {
  it('is dialled no longer', async () => {
    await introduceAll(await start(3))
    const groups = await openAll(nodes)
    await Promise.all(groups.map(group => group.ready({ timeoutMs: 20_000 })))
    const gone = nodes.pop()
    const port = Number(gone?.getMultiaddrs()[0]?.getComponents()[1]?.value)
    await gone?.stop()
    let calls = 0
    const server = createServer(socket => {
      calls += 1
      socket.destroy()
    }).listen(port, '127.0.0.1')
    try {
      await once(server, 'listening')
      await expect.poll(() => calls, { timeout: 20_000 }).toBeGreaterThan(0)
      const remove = [gone?.peerId ?? '']
      await groups[0]?.reconfigure({ remove }, { timeoutMs: 20_000 })
      await expect.poll(() => groups[1]?.status().epoch, { timeout: 20_000 }).toBe(2)
      // A dial may be under way.
      await sleep(500)
      const before = calls
      await sleep(3_000)
      expect(calls).toBe(before)
    } finally {
      server.close()
    }
  })
})
