import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { stringCodec } from '../../src/group/codec.js'
import { Group } from '../../src/group/group.js'
import type { StateMachine } from '../../src/group/machine.js'
import { type FoundingOptions, memberOptions, resolveOptions } from '../../src/group/options.js'
import type { PeerRuntime } from '../../src/runtime/peer-runtime.js'
import { levelStore } from '../../src/storage/level.js'
import type { ReplicaStore, Store } from '../../src/storage/store.js'
import { observe } from '../support/groups.js'
import { Peers, readAll, readValues } from '../support/trio.js'

let peers = new Peers(0)

afterEach(async () => {
  await peers.stopAll()
  peers = new Peers(0)
})

async function openTrio(options: ConstructorParameters<typeof Peers>[1] = {}): Promise<Peers> {
  peers = new Peers(3, options)
  await peers.open()
  return await peers.ready()
}

const core = { heartbeatIntervalMs: 20, codec: stringCodec }

/** The group 'again', made of 'test' at the first peer, which is closed. */
async function fork(options: FoundingOptions<string> = {}): Promise<Group<string>> {
  const { runtime, peerId } = peers.at(0)
  await forkOf(runtime, peerId, 'test', options)
  return await openFork(options)
}

async function forkOf(
  runtime: PeerRuntime,
  peerId: string,
  name = 'test',
  options: FoundingOptions<string> = {}
): Promise<void> {
  const { founding } = resolveOptions('again', peerId, { ...options, founders: [peerId] })
  if (founding !== undefined) await runtime.fork(name, founding)
}

async function openFork(options: FoundingOptions<string> = {}): Promise<Group<string>> {
  const { runtime, peerId } = peers.at(0)
  const resolved = resolveOptions('again', peerId, { ...core, ...options, founders: [peerId] })
  return await Group.open(runtime, resolved, observe())
}

/** All but the first peer are gone for good, and that has given up. */
async function loseOthers(): Promise<void> {
  await Promise.all([1, 2].map(i => peers.stop(i)))
  await peers.at(0).group.close()
}

describe('a fork of a group that lost its quorum', () => {
  it('begins with the whole log, keys and decisions, and goes on alone', async () => {
    await openTrio()
    const { group } = peers.at(0)
    for (const [i, other] of peers.groups.entries()) await other.propose(`value ${i}`)
    const { slot } = await group.propose('keyed', { key: 'k' })
    await group.decide('leader', 'me')
    const before = await readAll(group)
    await loseOthers()
    const forked = await fork()
    await forked.ready()
    expect(await readAll(forked)).toEqual(before)
    expect(await forked.propose('keyed again', { key: 'k' })).toEqual({ slot })
    expect((await forked.decide('leader', 'other')).value).toBe('me')
    await forked.propose('goes on')
    const after = await readAll(forked)
    expect(after.at(-1)).toMatchObject({ value: 'goes on', origin: peers.at(0).peerId })
    expect(after.at(-1)?.logTimeMs).toBeGreaterThanOrEqual(before.at(-1)?.logTimeMs ?? 0)
    expect(forked.status()).toMatchObject({
      epoch: 1,
      votes: true,
      members: [{ peerId: 'peer-a' }]
    })
    expect(forked.status().groupId).not.toBe(group.status().groupId)
    await forked.close()
    expect(await readValues(await openFork())).toEqual(after.map(({ value }) => value))
  })

  it('has what was accepted here and not known to be chosen', async () => {
    await openTrio()
    const { group } = peers.at(0)
    await group.propose('known')
    // Nobody hears that it is chosen.
    peers.network.filter = (_, __, { sections }) =>
      !sections.some(({ messages }) =>
        messages.some(({ type }) => ['accepted', 'promise'].includes(type))
      )
    void group.propose('accepted').catch(() => undefined)
    const unknown = (): number => group.status().lastSlot - group.chosenSlotMax
    await expect.poll(unknown, { timeout: 5_000 }).toBeGreaterThan(0)
    await loseOthers()
    const forked = await fork()
    expect(await readValues(forked)).toEqual(['known', 'accepted'])
  })

  it('knows nothing of the epochs of the old one', async () => {
    await openTrio()
    await peers.at(0).group.reconfigure({ remove: ['peer-c'] })
    await peers.at(0).group.propose('later')
    await loseOthers()
    const forked = await fork()
    await forked.ready()
    expect(forked.status().epoch).toBe(1)
    expect(await readValues(forked)).toEqual(['later'])
  })

  it('leaves the old one as it is, which goes on beside it if its voters come back', async () => {
    await openTrio()
    await peers.at(0).group.propose('common')
    await loseOthers()
    const forked = await fork()
    await forked.propose('new')
    await Promise.all([1, 2].map(i => peers.restart(i)))
    await peers.at(1).group.propose('old')
    expect(await readValues(peers.at(2).group)).toEqual(['common', 'old'])
    expect(await readValues(forked)).toEqual(['common', 'new'])
  })
})

/** Counts values. */
class Counter implements StateMachine<string> {
  count = 0

  apply(): void {
    this.count += 1
  }

  async *snapshot(): AsyncGenerator<Uint8Array> {
    yield stringCodec.encode(`${this.count}`)
  }

  async restore(source: AsyncIterable<Uint8Array>): Promise<void> {
    let text = ''
    for await (const piece of source) text += stringCodec.decode(piece)
    this.count = Number(text)
  }
}

describe('a fork of a group with a machine', () => {
  it('begins with its snapshot, and so do those who join it', async () => {
    const options = { snapshotEveryBytes: 500, logBytesMax: 0 }
    await openTrio(() => ({ machine: new Counter(), ...options }))
    for (let i = 0; i < 40; i += 1) await peers.at(0).group.propose(`${i}`)
    await expect.poll(() => peers.at(0).group.status().firstSlot).toBeGreaterThan(10)
    await loseOthers()
    const own = new Counter()
    const forked = await fork({ machine: own, ...options, admit: () => true })
    await forked.ready()
    expect(own.count).toBe(40)
    const runtime = await peers.network.createPeer('peer-z')
    const learned = new Counter()
    const joined = await Group.join(
      runtime,
      {
        name: 'again',
        groupId: Buffer.from(forked.status().groupId ?? '', 'hex'),
        contacts: ['peer-a']
      },
      memberOptions<string>('again', { ...core, machine: learned, logBytesMax: 0 }),
      observe()
    )
    await forked.propose('one more')
    await joined.barrier()
    expect(learned.count).toBe(41)
    await runtime.stop()
  })
})

describe('a fork is refused', () => {
  it('while the group is open, if there is none, and if the new one is there', async () => {
    await openTrio()
    const { runtime, peerId, group } = peers.at(0)
    const refused = { name: 'InvalidOptionsError' }
    await expect(forkOf(runtime, peerId)).rejects.toMatchObject(refused)
    await expect(forkOf(runtime, peerId, 'other')).rejects.toMatchObject(refused)
    await group.close()
    await forkOf(runtime, peerId)
    await expect(forkOf(runtime, peerId)).rejects.toMatchObject(refused)
  })

  it('if the group never formed', async () => {
    peers = await new Peers(1, { founders: ['peer-a', 'peer-b'] }).open()
    const { runtime, peerId, group } = peers.at(0)
    await group.close()
    await expect(forkOf(runtime, peerId)).rejects.toThrow('never formed')
  })

  it.each<[string, boolean]>([
    ['with its whole log', false],
    ['with a snapshot', true]
  ])('and can be made again, if it was not finished, %s', async (_, machine) => {
    let failing = false
    const failOnce = (store: Store): Store =>
      new Proxy(store, {
        get: (target, name) => {
          if (name !== 'openReplica') return bound(target, name)
          return async (key: string, incarnation: bigint) => {
            const replica = await target.openReplica(key, incarnation)
            return failing && key.endsWith('/again') ? withFailure(replica) : replica
          }
        }
      })
    const directories: string[] = []
    const stores = await Promise.all(
      [0, 1, 2].map(async i => {
        directories[i] = await mkdtemp(join(tmpdir(), 'paxos-'))
        return failOnce(levelStore(directories[i]))
      })
    )
    const options = machine ? { snapshotEveryBytes: 500, logBytesMax: 0 } : {}
    const withMachine = () => ({ ...options, ...(machine && { machine: new Counter() }) })
    peers = await new Peers(3, withMachine).open(() => stores.pop() as Store)
    await peers.ready()
    for (let i = 0; i < 20; i += 1) await peers.at(0).group.propose(`${i}`)
    if (machine) {
      await expect.poll(() => peers.at(0).group.status().firstSlot).toBeGreaterThan(1)
    }
    const before = machine ? [] : await readValues(peers.at(0).group)
    await loseOthers()
    failing = true
    const { runtime, peerId } = peers.at(0)
    await expect(forkOf(runtime, peerId, 'test', options)).rejects.toThrow('the disk is full')
    failing = false
    await expect(openFork(withMachine())).rejects.toThrow('was not finished')
    const own = new Counter()
    const forked = await fork({ ...options, ...(machine && { machine: own }) })
    await forked.ready()
    if (machine) expect(own.count).toBe(20)
    else expect(await readValues(forked)).toEqual(before)
    await peers.stopAll()
    peers = new Peers(0)
    for (const directory of directories) await rm(directory, { recursive: true })
  })
})

function bound(target: object, name: string | symbol): unknown {
  const member = Reflect.get(target, name, target)
  return typeof member === 'function' ? member.bind(target) : member
}

/** The last batch of a fork cannot be written. */
function withFailure(replica: ReplicaStore): ReplicaStore {
  return new Proxy(replica, {
    get: (target, name) => {
      if (name !== 'append') return bound(target, name)
      return async (batch: Parameters<ReplicaStore['append']>[0]) => {
        if (batch.genesis !== undefined) throw new Error('the disk is full')
        await target.append(batch)
      }
    }
  })
}
