import { afterEach, describe, expect, it } from 'vitest'
import { StoreError } from '../../src/errors.js'
import type { LogEntry } from '../../src/group/events.js'
import { memoryStore } from '../../src/storage/memory.js'
import type { Store } from '../../src/storage/store.js'
import { observe, openGroup } from '../support/groups.js'
import { MemoryNetwork } from '../support/memory-network.js'
import { nextEvent, Peers, readAll, readValues } from '../support/trio.js'

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

describe('a restart', () => {
  it('is safe while enough others answer that vote', async () => {
    await openTrio()
    const isSafe = (i: number) => () => peers.at(i).group.status().isRestartSafe
    for (const i of [0, 1, 2]) await expect.poll(isSafe(i)).toBe(true)
    await peers.stop(2)
    for (const i of [0, 1]) await expect.poll(isSafe(i)).toBe(false)
    await peers.restart(2, memoryStore())
    expect([isSafe(0)(), isSafe(1)()]).toEqual([false, false])
    // Until it votes again, as another life.
    await expect.poll(() => peers.at(2).group.status().votes, { timeout: 5_000 }).toBe(true)
    for (const i of [0, 1, 2]) await expect.poll(isSafe(i)).toBe(true)
    await peers.at(0).group.close()
    expect(isSafe(0)()).toBe(false)
  })
})

describe('agreeing', () => {
  it('gives every peer the same values in the same order, each proposer first in first out', async () => {
    const { groups, founders } = await openTrio()
    const proposals = groups.flatMap((group, peer) =>
      Array.from({ length: 200 }, (_, i) => group.propose(`${peer}-${i}`))
    )
    const slots = (await Promise.all(proposals)).map(({ slot }) => slot)
    expect(new Set(slots).size).toBe(600)
    const [first = [], ...others] = await Promise.all(groups.map(readAll))
    for (const other of others) expect(other).toEqual(first)
    for (const [peer, founder] of founders.entries()) {
      const own = first.filter(({ origin }) => origin === founder)
      expect(own.map(({ value }) => value)).toEqual(
        Array.from({ length: 200 }, (_, i) => `${peer}-${i}`)
      )
    }
  })

  it('works with one founder', async () => {
    peers = await new Peers(1).open()
    await peers.ready()
    await peers.at(0).group.propose('alone')
    expect(await readValues(peers.at(0).group)).toEqual(['alone'])
  })

  it('delivers chosen values as events, ascending and once, at every peer', async () => {
    const { groups } = await openTrio()
    const seen = groups.map(group => {
      const entries: LogEntry<string>[] = []
      group.addEventListener('chosen', ({ detail }) => entries.push(detail))
      return entries
    })
    await Promise.all(groups.flatMap((group, i) => [group.propose(`${i}`), group.propose(`${i}+`)]))
    const logs = await Promise.all(groups.map(readAll))
    expect(seen).toEqual(logs)
  })

  it('takes empty values', async () => {
    const { groups } = await openTrio()
    await peers.at(0).group.propose('')
    expect(await Promise.all(groups.map(readValues))).toEqual([[''], [''], ['']])
  })

  it('decides once under a name: everyone gets the first value, for ever', async () => {
    const { groups } = await openTrio()
    const decided = await Promise.all(groups.map((group, i) => group.decide('winner', `${i}`)))
    expect(new Set(decided.map(({ value }) => value)).size).toBe(1)
    expect(new Set(decided.map(({ slot }) => slot)).size).toBe(1)
    const later = await peers.at(1).group.decide('winner', 'late')
    expect(later).toEqual(decided[0])
    expect(await readValues(peers.at(0).group)).toEqual([])
  })

  it('makes proposals with the same key from the same peer one proposal', async () => {
    const { groups } = await openTrio()
    const { group } = peers.at(0)
    const first = await group.propose('once', { key: 'k' })
    const [again, other] = await Promise.all([
      group.propose('once', { key: 'k' }),
      peers.at(1).group.propose('other peer', { key: 'k' })
    ])
    expect(again).toEqual(first)
    expect(other.slot).toBeGreaterThan(first.slot)
    for (const values of await Promise.all(groups.map(readValues))) {
      expect(values).toEqual(['once', 'other peer'])
    }
  })

  it('remembers keys after a restart of the proposing peer', async () => {
    await openTrio()
    const first = await peers.at(0).group.propose('once', { key: 'k' })
    await peers.stop(0)
    const group = await peers.restart(0)
    expect(await group.propose('once', { key: 'k' })).toEqual(first)
    expect(await readValues(group)).toEqual(['once'])
  })
})

describe('reading the log', () => {
  it('joins history to what is chosen later without a seam', async () => {
    await openTrio()
    const { group } = peers.at(1)
    for (let i = 0; i < 10; i += 1) await group.propose(`${i}`)
    const values: (string | undefined)[] = []
    const later = Array.from({ length: 10 }, (_, i) => `${i + 10}`)
    for await (const { value } of group.log()) {
      values.push(value)
      if (values.length === 5) void Promise.all(later.map(one => group.propose(one)))
      if (values.length === 20) break
    }
    expect(values).toEqual(Array.from({ length: 20 }, (_, i) => `${i}`))
  })

  it('reads from and to given slots', async () => {
    await openTrio()
    const { group } = peers.at(0)
    const slots: number[] = []
    for (let i = 0; i < 6; i += 1) slots.push((await group.propose(`${i}`)).slot)
    const values: (string | undefined)[] = []
    const [, from = 0, , to = 0] = slots
    for await (const { value } of group.log({ from, to })) values.push(value)
    expect(values).toEqual(['1', '2', '3'])
  })

  it('refuses slots that are none', async () => {
    await openTrio()
    await expect(peers.at(0).group.log({ from: 0 }).next()).rejects.toMatchObject({
      name: 'InvalidOptionsError'
    })
  })

  it('ends a live reader when its signal is aborted or the group closes', async () => {
    await openTrio()
    const { group } = peers.at(0)
    const controller = new AbortController()
    const aborted = group.log({ signal: controller.signal }).next()
    const closed = group.log().next()
    controller.abort(new Error('enough'))
    await expect(aborted).rejects.toThrow('enough')
    await group.close()
    expect(await closed).toEqual({ done: true, value: undefined })
  })

  it('gives the same log after a restart', async () => {
    await openTrio()
    await Promise.all(Array.from({ length: 50 }, (_, i) => peers.at(i % 3).group.propose(`${i}`)))
    const before = await readAll(peers.at(2).group)
    await peers.stop(2)
    await peers.restart(2)
    expect(await readAll(peers.at(2).group)).toEqual(before)
  })

  it('delivers a value that does not decode as bytes with the error, and goes on', async () => {
    const failing = {
      encode: (value: string) => new TextEncoder().encode(value),
      decode: (bytes: Uint8Array) => {
        const value = new TextDecoder().decode(bytes)
        if (value === 'bad') throw new Error('no such value')
        return value
      }
    }
    await openTrio({ codec: failing })
    await peers.at(0).group.propose('bad')
    await peers.at(0).group.propose('good')
    const [bad, good] = await readAll(peers.at(1).group)
    expect(bad).toMatchObject({ value: undefined, bytes: new TextEncoder().encode('bad') })
    expect(bad?.decodeError).toMatchObject({ message: 'no such value' })
    expect(good?.value).toBe('good')
  })
})

describe('barrier', () => {
  it('covers what was acknowledged anywhere before the call', async () => {
    const { groups } = await openTrio()
    for (let i = 0; i < 20; i += 1) {
      const { slot } = await peers.at(i % 3).group.propose(`${i}`)
      for (const group of groups) {
        expect((await group.barrier()).slot).toBeGreaterThanOrEqual(slot)
        expect(group.chosenSlotMax).toBeGreaterThanOrEqual(slot)
      }
    }
  })

  it('gives up with NoQuorumError when time runs out', async () => {
    await openTrio()
    await peers.stop(1)
    await peers.stop(2)
    await expect(peers.at(0).group.barrier({ timeoutMs: 100 })).rejects.toMatchObject({
      name: 'NoQuorumError'
    })
  })
})

describe('failures', () => {
  it('goes on when the leader stops, and the restarted peer catches up', async () => {
    await openTrio()
    const leader = peers.founders.indexOf(peers.at(0).group.leader ?? '')
    const [a = 0, b = 0] = [0, 1, 2].filter(i => i !== leader)
    await peers.at(a).group.propose('before')
    await peers.stop(leader)
    await peers.at(b).group.propose('without the leader')
    await peers.restart(leader)
    await peers.at(leader).group.propose('back')
    const expected = ['before', 'without the leader', 'back']
    for (const group of peers.groups) expect(await readValues(group)).toEqual(expected)
  })

  it('suspends without a quorum, and finishes what waited once it is back', async () => {
    await openTrio()
    const { group } = peers.at(0)
    await peers.stop(1)
    await peers.stop(2)
    if (group.quorum === 'available') await nextEvent(group, 'quorum:change')
    expect(group.quorum).not.toBe('available')
    const waiting = group.propose('patient')
    await peers.restart(1)
    await waiting
    expect(await readValues(peers.at(1).group)).toEqual(['patient'])
  })

  it('does not let a founder vote that lost its store, but lets it learn and propose', async () => {
    await openTrio({ churn: false })
    await peers.at(0).group.propose('kept')
    await peers.stop(2)
    const group = await peers.restart(2, memoryStore())
    await group.propose('from the newcomer')
    expect(await readValues(group)).toEqual(['kept', 'from the newcomer'])
    expect(group.status().votes).toBe(false)
    await peers.stop(1)
    await expect(peers.at(0).group.propose('no quorum', { timeoutMs: 200 })).rejects.toMatchObject({
      name: expect.stringMatching(/NoQuorumError|OutcomeUnknownError/)
    })
  })

  it('hands leadership over on request, and refuses a target that is no voter', async () => {
    await openTrio()
    for (const target of [...peers.founders, ...peers.founders]) {
      await peers.at(0).group.transferLeadership(target)
      expect(peers.at(0).group.leader).toBe(target)
      await peers.at(1).group.propose(`led by ${target}`)
    }
    await expect(peers.at(0).group.transferLeadership('stranger')).rejects.toMatchObject({
      name: 'InvalidOptionsError'
    })
  })

  it('keeps the group going for a peer that reaches the leader only through another', async () => {
    const { groups } = await openTrio()
    await peers.at(0).group.transferLeadership('peer-a')
    await expect
      .poll(() => groups.every(group => group.leader === 'peer-a' && group.quorum === 'available'))
      .toBe(true)
    peers.network.cut('peer-a', 'peer-c')
    await peers.at(2).group.propose('by way of b')
    expect(await readValues(peers.at(2).group)).toEqual(['by way of b'])
    expect(peers.at(2).group.leader).toBe('peer-a')
  })
})

/** A store in which nothing can be written once a replica is open. */
function brokenStore(): Store {
  const store = memoryStore()
  const openReplica: Store['openReplica'] = async (key, incarnation) => {
    const replica = await store.openReplica(key, incarnation)
    return {
      recovered: replica.recovered,
      append: () => Promise.reject(new StoreError('nothing can be written')),
      read: (...range) => replica.read(...range),
      stageSnapshot: slot => replica.stageSnapshot(slot),
      readSnapshot: (slot, index) => replica.readSnapshot(slot, index),
      keepSnapshots: slots => replica.keepSnapshots(slots),
      close: () => replica.close()
    }
  }
  return {
    durability: store.durability,
    open: () => store.open(),
    close: () => store.close(),
    openReplica,
    keys: () => store.keys(),
    delete: key => store.delete(key)
  }
}

describe('a replica that halts while it is opened', () => {
  it('says so, and takes no calls', async () => {
    const runtime = await new MemoryNetwork().createPeer('A', brokenStore())
    const observed = observe()
    const group = await openGroup(runtime, 'app', { founders: ['A'] }, observed)
    await expect.poll(() => group.status().state).toBe('halted')
    expect(group.status().error).toMatchObject({ name: 'StoreError' })
    expect(observed.halts).toHaveLength(1)
    await expect(group.propose('value')).rejects.toMatchObject({ name: 'ReplicaStoppedError' })
    await runtime.stop()
  })
})

describe('a stranger', () => {
  it('has no effect on a group and learns nothing from it', async () => {
    await openTrio()
    const sent: string[] = []
    peers.network.filter = (_from, to) => {
      if (to === 'stranger') sent.push(to)
      return true
    }
    const stranger = await peers.network.createPeer('stranger')
    const groupId = Buffer.from(peers.at(0).group.status().groupId ?? '', 'hex')
    const ballot = { epoch: 1, round: 1000, priority: 0, incarnation: 1n }
    const { incarnation: claimed } = peers.at(0).group.status()
    for (const incarnation of [1n, BigInt(`0x${claimed}`)]) {
      for (const peerId of peers.founders) {
        stranger.ports.transport.send(peerId, {
          sections: [
            {
              groupId,
              incarnation,
              messages: [
                { type: 'prepare', ballot, acceptedBallot: ballot, lastSlot: 0, chosenSlotMax: 0 },
                { type: 'heartbeat', round: 1, news: false },
                { type: 'catch-up-request', firstSlot: 1 },
                { type: 'read-request', origin: 'stranger', id: 1, via: [] },
                {
                  type: 'propose',
                  origin: 'stranger',
                  via: [],
                  proposals: [{ type: 'open-session', origin: 'stranger', nonce: 1n }]
                },
                { type: 'transfer', ballot, target: peerId }
              ]
            }
          ]
        })
      }
    }
    const before = peers.at(0).group.status()
    await peers.at(0).group.propose('undisturbed')
    expect(await readValues(peers.at(1).group)).toEqual(['undisturbed'])
    expect(peers.at(0).group.status().ballot).toBe(before.ballot)
    expect(sent).toEqual([])
    await stranger.stop()
  })
})
