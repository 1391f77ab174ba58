import { afterEach, describe, expect, it } from 'vitest'
import { stringCodec } from '../../../src/group/codec.js'
import type { Election } from '../../../src/group/objects/election.js'
import type { Lock } from '../../../src/group/objects/lock.js'
import { ObjectPeers } from '../../support/object-peers.js'

let peers = new ObjectPeers()

afterEach(async () => {
  await peers.stopAll()
})

async function start(options: ConstructorParameters<typeof ObjectPeers>[0] = {}): Promise<void> {
  peers = await new ObjectPeers(options).start()
}

function lock(i: number, ttlMs = 2_000): Lock {
  return peers.group(i).lock('lock', { ttlMs })
}

function office(i: number, ttlMs = 2_000): Election<string> {
  return peers.group(i).election('office', { codec: stringCodec, ttlMs })
}

describe('a lock', () => {
  it('is had by one member at a time, in the order in which they ask, by rising tokens', async () => {
    await start()
    const order: number[] = []
    const tokens: number[] = []
    let inside = 0
    const use = async (i: number): Promise<void> => {
      await lock(i).with(async ({ token, signal }) => {
        inside += 1
        expect(inside).toBe(1)
        expect(signal.aborted).toBe(false)
        tokens.push(token)
        order.push(i)
        await peers.map(i).set('x', `${i}`)
        inside -= 1
      })
    }
    await Promise.all(Array.from({ length: 12 }, (_, i) => use(i % 3)))
    expect(tokens).toEqual([...tokens].sort((a, b) => a - b))
    expect(new Set(tokens).size).toBe(12)
    for (const i of [0, 1, 2]) expect(order.filter(each => each === i)).toHaveLength(4)
    expect(await lock(0).holder()).toBeUndefined()
  })

  it('is not had by who only tries, while somebody has it', async () => {
    await start()
    const held = await lock(0).tryAcquire()
    expect(await lock(1).tryAcquire()).toBeUndefined()
    expect(await lock(0).tryAcquire()).toBeUndefined()
    expect(await lock(2).holder()).toEqual({ peerId: 'peer-a', token: held?.token })
    await held?.release()
    const next = await lock(1).tryAcquire()
    expect(next?.token).toBeGreaterThan(held?.token ?? 0)
  })

  it('is left by who gives up waiting, and goes to who waits behind', async () => {
    await start()
    const held = await lock(0).acquire()
    const controller = new AbortController()
    const given = lock(1).acquire({ signal: controller.signal })
    const inTime = lock(1).acquire({ timeoutMs: 50 })
    const patient = lock(2).acquire()
    await expect(inTime).rejects.toMatchObject({ name: 'TimeoutError' })
    controller.abort(new Error('no more'))
    await expect(given).rejects.toThrow('no more')
    await held.release()
    expect((await patient).token).toBeGreaterThan(held.token)
    expect(await lock(0).holder()).toMatchObject({ peerId: 'peer-c' })
  })

  it('is not kept by a claim whose caller gave up before it was known to be chosen', async () => {
    await start()
    const i = await peers.follower()
    const other = (i + 1) % 3
    // The claim may get through, and its outcome does not come back.
    const warm = await lock(i).acquire()
    await warm.release()
    const giveUp = new AbortController()
    const call = lock(i).acquire({ signal: giveUp.signal })
    const failure = expect(call).rejects.toThrow('gave up')
    await Promise.resolve()
    peers.isolate(i)
    giveUp.abort(new Error('gave up'))
    await failure
    peers.reconnect(i)
    const held = await lock(other).acquire()
    await held.release()
  })

  it('passes on when its holder dies, once its time is over, with a higher token', async () => {
    await start()
    const held = await lock(1, 300).acquire()
    const waiting = lock(2).acquire()
    const startMs = performance.now()
    peers.isolate(1)
    await peers.stop(1)
    const next = await waiting
    expect(next.token).toBeGreaterThan(held.token)
    // From the last time it was kept alive, up to a third of its time before.
    expect(performance.now() - startMs).toBeGreaterThan(300 * (2 / 3) - 50)
  })

  it('passes on at once when its holder closes the group, which is told before', async () => {
    await start()
    const held = await lock(1, 60_000).acquire()
    const order: string[] = []
    held.signal.addEventListener('abort', () => order.push('lost'))
    const waiting = lock(2, 60_000).acquire()
    const passedOn = waiting.then(() => order.push('passed on'))
    const closing = peers.group(1).close()
    await expect(lock(1).acquire()).rejects.toMatchObject({ name: 'ReplicaStoppedError' })
    await Promise.all([closing, passedOn])
    expect(order).toEqual(['lost', 'passed on'])
    expect((await waiting).token).toBeGreaterThan(held.token)
  })

  it('is kept for longer than its time by who is there', async () => {
    await start()
    const held = await lock(0, 500).acquire()
    await new Promise(resolve => setTimeout(resolve, 1_200))
    expect(held.signal.aborted).toBe(false)
    expect(await lock(1).holder()).toEqual({ peerId: 'peer-a', token: held.token })
    await held.release()
  })

  it('is known to be lost by a holder that is cut off, before anybody else has it', async () => {
    await start()
    const i = await peers.follower()
    const held = await lock(i, 400).acquire()
    const lostMs = new Promise<number>(resolve => {
      held.signal.addEventListener('abort', () => resolve(performance.now()))
    })
    const taken = lock((i + 1) % 3)
      .acquire()
      .then(() => performance.now())
    peers.isolate(i)
    expect(await lostMs).toBeLessThan(await taken)
    expect(held.signal.reason).toMatchObject({ name: 'LockLostError' })
    const release = held.release()
    peers.reconnect(i)
    await expect(release).rejects.toMatchObject({ name: 'LockLostError' })
  })

  it('tells who used it that it was lost meanwhile', async () => {
    await start()
    const i = await peers.follower()
    const work = lock(i, 300).with(async ({ signal }) => {
      peers.isolate(i)
      await new Promise(resolve => signal.addEventListener('abort', resolve))
      peers.reconnect(i)
      return 'done too late'
    })
    await expect(work).rejects.toMatchObject({ name: 'LockLostError' })
  })

  it('is given up where it leaves the scope it was had in, and when its user throws', async () => {
    await start()
    {
      await using held = await lock(0).acquire()
      expect(held.token).toBeGreaterThan(0)
    }
    const lost = await lock(0, 200).acquire()
    peers.isolate(0)
    await new Promise(resolve => lost.signal.addEventListener('abort', resolve))
    // It is gone already: that takes no quorum, and is no error.
    await lost[Symbol.asyncDispose]()
    peers.reconnect(0)
    const work = lock(0).with(() => {
      throw new RangeError('in there')
    })
    await expect(work).rejects.toThrow('in there')
    expect(await lock(1).acquire({ timeoutMs: 5_000 })).toBeDefined()
  })

  it.each([0, 99, 1.5, 25 * 3_600_000])('cannot last %s ms', async ttlMs => {
    await start()
    expect(() => lock(0, ttlMs)).toThrow(expect.objectContaining({ name: 'InvalidOptionsError' }))
  })
})

describe('an office', () => {
  it('is held by one member, which says what it is, and all are told', async () => {
    await start()
    const seen: (string | undefined)[] = []
    const observing = (async () => {
      for await (const incumbent of office(2).observe()) {
        const text = incumbent && `${incumbent.peerId} ${incumbent.value}`
        seen.push(text)
        if (text === 'peer-b second') return
      }
    })()
    await expect.poll(() => seen).toEqual([undefined])
    const first = await office(0).campaign('first')
    await expect.poll(() => seen.at(-1)).toBe('peer-a first')
    const next = office(1).campaign('second')
    await first.proclaim('still')
    await expect.poll(() => seen.at(-1)).toBe('peer-a still')
    expect(await office(1).incumbent()).toEqual({
      peerId: 'peer-a',
      value: 'still',
      token: first.token
    })
    await first.resign()
    expect((await next).token).toBeGreaterThan(first.token)
    await observing
    await expect(first.proclaim('again')).rejects.toMatchObject({ name: 'LockLostError' })
    // Whether the second one was in line when the first one resigned, or came a moment later, is open.
    const held = seen.filter(text => text !== undefined)
    expect(held).toEqual(['peer-a first', 'peer-a still', 'peer-b second'])
  })

  it('has nothing to do with a lock of its name', async () => {
    await start()
    await peers.group(0).lock('office').acquire()
    expect(await office(1).incumbent()).toBeUndefined()
    await office(1).campaign('x', { timeoutMs: 5_000 })
  })

  it('is observed until the observer has enough, or the group is closed', async () => {
    await start()
    const controller = new AbortController()
    const observer = office(0).observe({ signal: controller.signal })
    expect(await observer.next()).toEqual({ done: false, value: undefined })
    const next = observer.next()
    controller.abort(new Error('enough'))
    await expect(next).rejects.toThrow('enough')
    const other = office(0).observe()
    await other.next()
    const last = other.next()
    await peers.group(0).close()
    expect(await last).toMatchObject({ done: true })
  })
})

describe('a lease', () => {
  it('takes its keys along when it ends, and leaves those that were set again', async () => {
    await start()
    const lease = await peers.group(0).lease({ ttlMs: 2_000 })
    await peers.map(0).set('a', '1', { lease })
    await peers.map(0).set('b', '1', { lease })
    await peers.map(1).set('b', '2')
    await lease.release()
    expect(await peers.map(2).get('a')).toBeUndefined()
    expect(await peers.map(2).get('b')).toBe('2')
    expect(lease.remainingMs).toBe(0)
    await expect(peers.map(0).set('c', '1', { lease })).rejects.toMatchObject({
      name: 'LockLostError'
    })
    expect(await peers.map(0).get('c')).toBeUndefined()
  })

  it('ends by itself when its member is gone, without anybody proposing anything', async () => {
    await start()
    const lease = await peers.group(1).lease({ ttlMs: 200 })
    await peers.map(1).set('a', '1', { lease })
    await peers.map(0).get('a')
    const watch = peers.map(0).watch({ key: 'a' })
    await peers.stop(1)
    const { value } = await watch.next()
    expect(value).toMatchObject({ type: 'delete', key: 'a' })
  })

  it('is in jeopardy before it is lost, and safe again if it is kept alive in time', async () => {
    await start()
    const i = await peers.follower()
    const lease = await peers.group(i).lease({ ttlMs: 1_000 })
    const events: string[] = []
    for (const type of ['jeopardy', 'safe', 'lost'] as const) {
      lease.addEventListener(type, () => events.push(type))
    }
    peers.isolate(i)
    await expect.poll(() => events, { timeout: 2_000 }).toEqual(['jeopardy'])
    expect(lease.remainingMs).toBeGreaterThan(0)
    expect(lease.signal.aborted).toBe(false)
    peers.reconnect(i)
    await expect.poll(() => events, { timeout: 2_000 }).toEqual(['jeopardy', 'safe'])
    peers.isolate(i)
    await expect.poll(() => events.at(-1), { timeout: 3_000 }).toBe('lost')
    expect(lease.signal.reason).toMatchObject({ name: 'LockLostError' })
    expect(lease.remainingMs).toBe(0)
    peers.reconnect(i)
  })

  it('outlives the leader, and lasts longer for it rather than shorter', async () => {
    await start()
    const i = await peers.follower()
    const lease = await peers.group(i).lease({ ttlMs: 800 })
    await peers.map(i).set('a', '1', { lease })
    const leader = peers.peers.findIndex(({ peerId }) => peerId === peers.group(i).leader)
    await peers.stop(leader)
    await new Promise(resolve => setTimeout(resolve, 1_200))
    expect(lease.signal.aborted).toBe(false)
    expect(await peers.map(i).get('a')).toBe('1')
  })
})
