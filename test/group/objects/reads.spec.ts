import { afterEach, describe, expect, it } from 'vitest'
import { ObjectPeers } from '../../support/object-peers.js'

let peers = new ObjectPeers()

afterEach(async () => {
  await peers.stopAll()
})

async function start(): Promise<void> {
  peers = await new ObjectPeers().start()
}

describe('a linearizable read', () => {
  it('sees at any member what was acknowledged at another', async () => {
    await start()
    for (let i = 0; i < 30; i += 1) {
      await peers.map(i % 3).set('k', `${i}`)
      expect(await peers.map((i + 1) % 3).get('k')).toBe(`${i}`)
    }
  })

  it('sees it also while the leader changes, and the voters', async () => {
    await start()
    let isOver = false
    let count = 0
    const client = async (writer: number, reader: number): Promise<void> => {
      const key = `${writer} ${reader}`
      while (!isOver) {
        count += 1
        const value = `${count}`
        await peers.map(writer).set(key, value)
        expect(await peers.map(reader).get(key)).toBe(value)
        // In one process, without disks, this would leave no time for timers.
        await new Promise(resolve => setTimeout(resolve, 1))
      }
    }
    const clients = [client(0, 1), client(1, 2), client(2, 0), client(1, 1)]
    for (const i of [1, 2, 0]) {
      await peers.group(0).barrier()
      await peers.group(0).transferLeadership(peers.at(i).peerId)
      await peers.group(i).reconfigure({ remove: [peers.at((i + 1) % 3).peerId] })
      await peers.group(i).reconfigure({ add: [peers.at((i + 1) % 3).peerId] })
    }
    isOver = true
    await Promise.all(clients)
    expect(count).toBeGreaterThan(clients.length)
  })

  it('waits without a quorum, and gives up in time', async () => {
    await start()
    const i = await peers.follower()
    await peers.map(0).set('k', 'x')
    peers.isolate(i)
    await expect(peers.map(i).get('k', { timeoutMs: 60 })).rejects.toMatchObject({
      name: 'NoQuorumError'
    })
    const signal = AbortSignal.timeout(60)
    await expect(peers.map(i).get('k', { signal })).rejects.toMatchObject({ name: 'TimeoutError' })
    const waiting = peers.map(i).get('k')
    peers.reconnect(i)
    expect(await waiting).toBe('x')
  })

  it('writes nothing into the log', async () => {
    await start()
    await peers.map(0).set('k', 'x')
    const before = peers.group(0).chosenSlotMax
    await Promise.all(Array.from({ length: 50 }, (_, i) => peers.map(i % 3).get('k')))
    expect(peers.group(0).chosenSlotMax).toBe(before)
  })
})

describe('a local read', () => {
  it('sees what this member has learned, also without a quorum', async () => {
    await start()
    const i = await peers.follower()
    await peers.map(i).set('k', 'old')
    peers.isolate(i)
    const { slot } = await peers.map((i + 1) % 3).set('k', 'new')
    const local = await peers.map(i).read('k', { consistency: 'local' })
    expect(local.entry?.value).toBe('old')
    expect(local.slot).toBeLessThan(slot)
    peers.reconnect(i)
    // To go on from a write at another member.
    expect(await peers.map(i).get('k', { consistency: 'local', slot })).toBe('new')
  })

  it('gives up waiting for a slot that does not come', async () => {
    await start()
    const slot = 1_000
    const call = peers.map(0).get('k', { consistency: 'local', slot, timeoutMs: 50 })
    await expect(call).rejects.toMatchObject({ name: 'NoQuorumError' })
    const waiting = peers.map(0).get('k', { consistency: 'local', slot })
    const failure = expect(waiting).rejects.toMatchObject({ name: 'ReplicaStoppedError' })
    await peers.group(0).close()
    await failure
  })
})

describe('a session read', () => {
  it('sees what was called for here before, though nobody waited for it', async () => {
    await start()
    const i = await peers.follower()
    const map = peers.map(i)
    for (let n = 0; n < 20; n += 1) {
      const write = map.set('k', `${n}`)
      expect(await map.get('k', { consistency: 'session' })).toBe(`${n}`)
      await write
    }
    peers.isolate(i)
    // Nothing is under way: it needs nobody.
    expect(await map.get('k', { consistency: 'session' })).toBe('19')
    const write = map.set('k', 'waits')
    await expect(map.get('k', { consistency: 'session', timeoutMs: 50 })).rejects.toMatchObject({
      name: 'NoQuorumError'
    })
    peers.reconnect(i)
    expect(await map.get('k', { consistency: 'session' })).toBe('waits')
    await write
  })
})

describe('objects', () => {
  it('reject all calls once their group is closed', async () => {
    await start()
    const group = peers.group(0)
    const map = peers.map(0)
    const lock = await group.lock('l').acquire()
    const inLine = group.lock('l').acquire()
    await expect.poll(() => peers.group(1).map('m').get('k')).toBeUndefined()
    peers.isolate(0)
    const pending = [inLine, group.sequence('s').next(), map.get('k')]
    const failures = pending.map(call =>
      expect(call).rejects.toMatchObject({ name: 'ReplicaStoppedError' })
    )
    await group.close()
    await Promise.all(failures)
    expect(lock).toMatchObject({ signal: { aborted: true } })
    const calls = [
      () => map.get('k'),
      () => map.get('k', { consistency: 'local' }),
      () => map.set('k', 'v'),
      () => group.sequence('s').next(),
      () => group.counter('c').add(1),
      () => group.lock('l').acquire(),
      () => group.lock('l').holder(),
      () => group.election('e').incumbent(),
      () => group.lease()
    ]
    for (const call of calls) {
      await expect(call()).rejects.toMatchObject({ name: 'ReplicaStoppedError' })
    }
  })
})
