import { afterEach, describe, expect, it } from 'vitest'
import { createPeers, type TestPeer, type TestPeers } from '../support/peer-process.js'

let group: TestPeers | undefined

afterEach(async () => {
  await group?.[Symbol.asyncDispose]()
  group = undefined
})

/** A peer that founded a group alone and admits everybody. */
async function founder(): Promise<TestPeer> {
  group = await createPeers(1, { args: ['--admit', 'all'] })
  const peer = group.at(0)
  peer.start()
  await peer.event('ready')
  return peer
}

/** Peers that join by an invite of `peer`, each once the one before did. */
async function join(peer: TestPeer, count: number, args: readonly string[]): Promise<TestPeer[]> {
  const { invite } = await peer.ask('invite', { invite: true })
  const joined: TestPeer[] = []
  for (let i = 0; i < count; i += 1) {
    const joiner = await group?.add(['--invite', invite, ...args])
    if (joiner === undefined) throw new Error('there is no group')
    joiner.start()
    await joiner.event('ready')
    joined.push(joiner)
  }
  return joined
}

describe('peers that join by an invite', () => {
  it('learn, propose and are made voters, and the founder leaves', async () => {
    const first = await founder()
    await first.propose('alone')
    const joined = await join(first, 3, ['--role', 'voter', '--admit', 'all'])
    for (const [i, peer] of joined.entries()) {
      await peer.propose(`joiner ${i}`)
      const { status } = await peer.ask('status', { status: true })
      expect(status).toMatchObject({ role: 'learner', votes: false, epoch: 1, error: null })
    }
    const add = joined.map(({ peerId }) => peerId)
    await first.ask('reconfigured', { reconfigure: { add } })
    await first.ask('left', { leave: true })
    expect((await first.process.exited).code).toBe(0)
    for (const [i, peer] of joined.entries()) await peer.propose(`voter ${i}`)
    for (const peer of joined) {
      await peer.barrier()
      expect(peer.values).toEqual(joined[0]?.values)
      expect(peer.values).toHaveLength(7)
      const { status } = await peer.ask('status', { status: true })
      expect(status).toMatchObject({ votes: true, epoch: 3 })
      expect(status.members.map(({ peerId }) => peerId)).toEqual(add.toSorted())
    }
    const members = await joined[1]?.event('members', ({ epoch }) => epoch === 3)
    expect(members?.voters).toEqual(add.toSorted())
  })

  it('go on with what they have when they are killed and started again', async () => {
    const first = await founder()
    const [joiner] = await join(first, 1, [])
    if (joiner === undefined) throw new Error('nobody joined')
    await joiner.propose('before')
    await joiner.kill()
    await first.propose('meanwhile')
    joiner.start()
    await joiner.event('ready')
    await joiner.propose('after')
    await joiner.barrier()
    expect(joiner.values).toEqual(['before', 'meanwhile', 'after'])
  })

  it('are told why if they may not', async () => {
    group = await createPeers(1)
    const first = group.at(0)
    first.start()
    await first.event('ready')
    const { invite } = await first.ask('invite', { invite: true })
    const joiner = await group.add(['--invite', invite])
    joiner.start()
    const halt = await joiner.event('halt')
    expect(halt.error.name).toBe('JoinRefusedError')
    expect((await joiner.process.exited).code).not.toBe(0)
  })

  it.each([
    { reconfigure: [] },
    { reconfigure: { add: ['x'], replace: [] } },
    { reconfigure: { add: [1] } },
    { invite: 1 },
    { leave: true, status: true },
    {}
  ])('report a line that they do not understand: %o', async request => {
    const peer = await founder()
    const { error } = await peer.ask('failed', request)
    expect(error.name).toBe('InvalidOptionsError')
  })
})
