import { afterEach, describe, expect, it } from 'vitest'
import { stringCodec } from '../../src/group/codec.js'
import type { Group } from '../../src/group/group.js'
import type { StateMachine } from '../../src/group/machine.js'
import { openGroup } from '../support/groups.js'
import { nextEvent, Peers, readValues } from '../support/trio.js'

let peers = new Peers(0)

afterEach(async () => {
  await peers.stopAll()
  peers = new Peers(0)
})

const machine = (): StateMachine<string> => ({
  apply: () => undefined,
  async *snapshot() {
    yield Uint8Array.of(1)
  },
  restore: async () => undefined
})

/** A member that does not lead. */
function follower(): Group<string> {
  const { leader } = peers.at(0).group
  const found = peers.peers.find(({ peerId }) => peerId !== leader)
  if (found === undefined) throw new Error('there is no other member')
  return found.group
}

/** Makes operations, on their way to the leader, those of a newer version. */
function writeNewer(): void {
  peers.network.filter = (_, __, { sections }) => {
    for (const { messages } of sections) {
      for (const message of messages) {
        if (message.type !== 'propose') continue
        for (const proposal of message.proposals) {
          if (proposal.type === 'operation') proposal.operation[0] = 2
        }
      }
    }
    return true
  }
}

describe('members that do not know the version of an operation', () => {
  it('apply nothing more, say so, and go on voting', async () => {
    peers = new Peers(3)
    await peers.open()
    await peers.ready()
    const group = follower()
    const map = group.map('names', { codec: stringCodec })
    await map.set('k', 'before')
    const lease = await group.lease()
    const stopped = peers.groups.map(each =>
      nextEvent<{ error: Error }>(each, 'apply:stop').then(({ error }) => error.name)
    )
    writeNewer()
    // It was sent before, and whoever knows the version may have applied it.
    await expect(map.set('k', 'after')).rejects.toMatchObject({ name: 'SessionExpiredError' })
    expect(await Promise.all(stopped)).toEqual(Array(3).fill('UnsupportedVersionError'))
    for (const each of peers.groups) {
      const there = each.map('names', { codec: stringCodec })
      for (const call of [
        there.get('k'),
        there.get('k', { consistency: 'local' }),
        there.set('k', 'again'),
        there.delete('k'),
        each.counter('n').add(1),
        each.sequence('n').next(),
        each.lock('l').acquire(),
        each.lock('l').holder(),
        each.election('e').incumbent(),
        each.lease()
      ]) {
        await expect(call).rejects.toMatchObject({ name: 'UnsupportedVersionError' })
      }
      expect(() => there.watch()).toThrow(
        expect.objectContaining({ name: 'UnsupportedVersionError' })
      )
    }
    await expect(lease.release()).rejects.toMatchObject({ name: 'UnsupportedVersionError' })
    // All else goes on.
    for (const [i, each] of peers.groups.entries()) await each.propose(`${i}`)
    expect(await readValues(peers.at(2).group)).toEqual(['0', '1', '2'])
    expect((await group.decide('d', 'x')).value).toBe('x')
  })
})

describe('a snapshot of a group with a machine', () => {
  it.each([
    [true, false],
    [false, true]
  ])('is no state of one without, nor the other way round (%s, %s)', async (before, after) => {
    const options = (withMachine: boolean) => ({
      snapshotEveryBytes: 500,
      logBytesMax: 0,
      ...(withMachine && { machine: machine() })
    })
    peers = new Peers(1, () => options(before))
    await peers.open()
    await peers.ready()
    const { group } = peers.at(0)
    for (let i = 0; i < 20; i += 1) await group.propose(`${i}`)
    await expect.poll(() => group.status().firstSlot, { timeout: 5_000 }).toBeGreaterThan(1)
    await peers.stop(0)
    const { peerId, store } = peers.at(0)
    const runtime = await peers.network.createPeer(peerId, store)
    const opened = openGroup(runtime, 'test', { founders: [peerId], ...options(after) })
    await expect(opened).rejects.toMatchObject({ name: 'InvalidOptionsError' })
    await runtime.stop()
    const again = await peers.restart(0)
    await again.propose('last')
    expect((await again.barrier()).slot).toBeGreaterThan(20)
  })
})
