import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createPeers, type TestPeer, type TestPeers } from '../support/peer-process.js'

let group: TestPeers | undefined

async function startAll(count: number): Promise<TestPeers> {
  group = await createPeers(count)
  await group.startAll()
  return group
}

async function stopAll(): Promise<void> {
  await group?.[Symbol.asyncDispose]()
  group = undefined
}

describe('requests about objects', () => {
  let peer: TestPeer

  beforeAll(async () => {
    peer = (await startAll(1)).at(0)
  })

  afterAll(stopAll)

  it('put, get and delete a key', async () => {
    const entry = { map: 'names', key: 'alice' }
    expect(await peer.ask('got', { get: entry })).toMatchObject({ found: false })
    const value = 'Älice\n"🎲"'
    const { slot } = await peer.ask('put', { put: { ...entry, value } })
    for (const consistency of ['linearizable', 'session', 'local']) {
      const got = await peer.ask('got', { get: { ...entry, consistency } })
      expect(got).toMatchObject({ slot, found: true, value, version: slot })
    }
    const other = { map: 'other names', key: 'alice' }
    expect(await peer.ask('got', { get: other })).not.toHaveProperty('value')
    expect(await peer.ask('deleted', { delete: entry })).toMatchObject({ succeeded: true })
    const again = await peer.ask('deleted', { delete: entry })
    expect(again).toMatchObject({ succeeded: false, found: false })
    expect(await peer.ask('got', { get: entry })).toMatchObject({ found: false })
  })

  it('take the empty key and the empty value', async () => {
    const { slot } = await peer.ask('put', { put: { map: 'm', key: '', value: '' } })
    const got = await peer.ask('got', { get: { map: 'm', key: '' } })
    expect(got).toMatchObject({ found: true, value: '', version: slot })
  })

  it('set and delete what has a version, and tell what is there otherwise', async () => {
    const entry = { map: 'versions', key: 'k' }
    const first = await peer.ask('cas', { cas: { ...entry, version: 0, value: 'one' } })
    expect(first).toEqual(expect.objectContaining({ succeeded: true }))
    const found = { found: true, value: 'one', version: first.slot }
    for (const version of [0, first.slot + 1]) {
      const cas = await peer.ask('cas', { cas: { ...entry, version, value: 'two' } })
      expect(cas).toMatchObject({ succeeded: false, ...found })
    }
    const wrong = await peer.ask('deleted', { delete: { ...entry, version: first.slot + 1 } })
    expect(wrong).toMatchObject({ succeeded: false, ...found })
    const { slot: version } = await peer.ask('cas', {
      cas: { ...entry, version: first.slot, value: 'two' }
    })
    const right = await peer.ask('deleted', { delete: { ...entry, version } })
    expect(right).toMatchObject({ succeeded: true })
    const gone = await peer.ask('cas', { cas: { ...entry, version, value: 'three' } })
    expect(gone).toMatchObject({ succeeded: false, found: false })
  })

  it('read a map in pages', async () => {
    const keys = ['a', 'b1', 'b2', 'b3', 'c']
    for (const key of keys) {
      await peer.ask('put', { put: { map: 'pages', key, value: `value of ${key}` } })
    }
    const all = await peer.ask('scanned', { scan: { map: 'pages' } })
    expect(all.entries.map(({ key }) => key)).toEqual(keys)
    expect(all.hasMore).toBe(false)
    const scan = { map: 'pages', prefix: 'b', limit: 2 }
    const first = await peer.ask('scanned', { scan })
    expect(first.entries).toEqual([
      { key: 'b1', value: 'value of b1', version: expect.any(Number) },
      { key: 'b2', value: 'value of b2', version: expect.any(Number) }
    ])
    expect(first.hasMore).toBe(true)
    const rest = await peer.ask('scanned', { scan: { ...scan, after: 'b2', consistency: 'local' } })
    expect([rest.entries.map(({ key }) => key), rest.hasMore]).toEqual([['b3'], false])
  })

  it('end a page of large values before its line gets too long', async () => {
    const value = 'x'.repeat(1_000_000)
    for (const key of ['1', '2', '3', '4', '5', '6']) {
      await peer.ask('put', { put: { map: 'large', key, value } })
    }
    const { entries, hasMore } = await peer.ask('scanned', { scan: { map: 'large' } })
    expect([entries.length, hasMore]).toEqual([5, true])
  })

  it('give out numbers', async () => {
    expect(await peer.ask('next', { next: { sequence: 'ids' } })).toMatchObject({ number: 1 })
    expect(await peer.ask('next', { next: { sequence: 'ids' } })).toMatchObject({ number: 2 })
    expect(await peer.ask('next', { next: { sequence: 'more' } })).toMatchObject({ number: 1 })
  })

  it.each([
    ['a map that is no text', { get: { map: 7, key: 'k' } }, 'get.map must be a string'],
    ['no map', { put: { key: 'k', value: 'v' } }, 'put.map must be a string'],
    ['an empty name', { get: { map: '', key: 'k' } }, 'the name must be a non-empty string'],
    ['no key', { delete: { map: 'm' } }, 'delete.key must be a string'],
    ['a value that is no text', { put: { map: 'm', key: 'k', value: null } }, 'put.value must be'],
    ['half a character', { put: { map: 'm', key: 'k', value: '\ud800' } }, 'half of a surrogate'],
    ['half a character in a key', { get: { map: 'm', key: '\udc00' } }, 'half of a surrogate'],
    ['no version', { cas: { map: 'm', key: 'k', value: 'v' } }, 'cas.version must be a whole'],
    ['a version below 0', { cas: { map: 'm', key: 'k', version: -1, value: 'v' } }, 'cas.version'],
    ['version 0 to delete', { delete: { map: 'm', key: 'k', version: 0 } }, 'from 1'],
    ['an unknown field', { get: { map: 'm', key: 'k', slot: 1 } }, 'get has no slot'],
    ['no such consistency', { get: { map: 'm', key: 'k', consistency: 'some' } }, 'one of linear'],
    ['no entries', { scan: { map: 'm', limit: 0 } }, 'scan.limit must be a whole number from 1'],
    ['too many entries', { scan: { map: 'm', limit: 1001 } }, 'to 1000'],
    ['no object', { get: 'm' }, 'get must be an object'],
    ['null', { lock: null }, 'lock must be an object'],
    ['a list', { lock: [] }, 'lock must be an object'],
    ['two requests', { lock: { name: 'l' }, unlock: { name: 'l' } }, 'there must be one of'],
    ['a short time', { lock: { name: 'l', ttlMs: 99 } }, 'ttlMs must be a whole number from 100'],
    ['no flag', { lock: { name: 'l', waits: 'no' } }, 'lock.waits must be true or false'],
    ['no such time limit', { get: { map: 'm', key: 'k' }, timeoutMs: 0 }, 'timeoutMs must be'],
    ['a time limit of text', { value: 'v', timeoutMs: '1' }, 'timeoutMs must be a whole number'],
    ['a time limit where there is none', { leave: true, timeoutMs: 9 }, 'leave takes no timeoutMs'],
    ['locks that are not asked for', { locks: false }, 'locks must be true']
  ])('are refused with %s, and the peer goes on', async (_, request, message) => {
    const { error, mayHaveTakenEffect } = await peer.ask('failed', request)
    expect(error).toEqual({
      name: 'InvalidOptionsError',
      message: expect.stringContaining(message)
    })
    expect(mayHaveTakenEffect).toBe(false)
    expect(await peer.ask('locks', { locks: true })).toMatchObject({ locks: [] })
  })

  it.each([
    ['a key', { get: { map: 'm', key: 'k'.repeat(1025) } }],
    ['a name', { put: { map: 'm'.repeat(1025), key: 'k', value: 'v' } }],
    ['a value', { put: { map: 'm', key: 'k', value: 'v'.repeat(1024 * 1024) } }],
    ['the name of a lock', { lock: { name: 'é'.repeat(600) } }]
  ])('are refused if %s is too large', async (_, request) => {
    const { error, mayHaveTakenEffect } = await peer.ask('failed', request)
    expect([error.name, mayHaveTakenEffect]).toEqual(['MessageTooLargeError', false])
  })

  it('write in the order of their lines, and are answered once each', async () => {
    const ids = Array.from({ length: 3000 }, (_, index) => `burst ${index}`)
    const lines = ids.flatMap(id => [
      JSON.stringify({ id, put: { map: 'burst', key: 'k', value: id } }),
      JSON.stringify({ id: `get ${id}`, get: { map: 'burst', key: 'k', consistency: 'session' } })
    ])
    peer.process.sendLine(lines.join('\n'))
    const got = await peer.ask('got', {
      get: { map: 'burst', key: 'k', consistency: 'session' }
    })
    expect(got).toMatchObject({ value: ids.at(-1) })
    const answered = () => peer.events.filter(event => 'id' in event && event.id?.includes('burst'))
    // Who reads may be told of a write before who wrote is.
    await peer.until('all are answered', () => answered().length >= 2 * ids.length)
    await peer.barrier()
    const answers = answered()
    expect(answers.map(event => event.type === 'put' && event.id).filter(Boolean)).toEqual(ids)
    expect(new Set(answers.map(event => 'id' in event && event.id)).size).toBe(2 * ids.length)
    expect(answers).toHaveLength(2 * ids.length)
  })

  it('do not hold up a barrier, however many there are', async () => {
    const { slot } = await peer.ask('put', { put: { map: 'm', key: 'k', value: 'v' } })
    expect(slot).toBeGreaterThan(3000)
    expect(await peer.barrier()).toBeGreaterThanOrEqual(slot)
    const value = await peer.propose('a value among them')
    await peer.ask('put', { put: { map: 'm', key: 'k', value: 'v' } })
    await peer.barrier()
    expect(peer.events.filter(({ type }) => type === 'chosen')).toMatchObject([{ slot: value }])
  })
})

describe('locks of a peer', () => {
  let peer: TestPeer

  beforeAll(async () => {
    peer = (await startAll(1)).at(0)
  })

  afterAll(stopAll)

  it('are had by one, told of, and given up', async () => {
    const { token } = await peer.ask('locked', { lock: { name: 'one' } })
    await peer.ask('taken', { lock: { name: 'one', waits: false } })
    const other = await peer.ask('locked', { lock: { name: 'two', waits: false } })
    const { locks } = await peer.ask('locks', { locks: true })
    expect(locks).toEqual([
      { name: 'one', token },
      { name: 'two', token: other.token }
    ])
    await peer.ask('unlocked', { unlock: { name: 'one' } })
    await peer.ask('unlocked', { unlock: { name: 'two' } })
    expect(await peer.ask('locks', { locks: true })).toMatchObject({ locks: [] })
    const next = await peer.ask('locked', { lock: { name: 'one', waits: false } })
    expect(next.token).toBeGreaterThan(token)
    await peer.ask('unlocked', { unlock: { name: 'one' } })
  })

  it('are not given up by who does not have them', async () => {
    const { error, mayHaveTakenEffect } = await peer.ask('failed', { unlock: { name: 'free' } })
    expect([error.name, mayHaveTakenEffect]).toEqual(['LockLostError', false])
  })

  it('go to who waits, and not to who gave up waiting', async () => {
    await peer.ask('locked', { lock: { name: 'line' } })
    const late = await peer.ask('failed', { lock: { name: 'line' }, timeoutMs: 100 })
    expect([late.error.name, late.mayHaveTakenEffect]).toEqual(['TimeoutError', true])
    peer.process.sendLine(JSON.stringify({ id: 'waits', lock: { name: 'line' } }))
    await peer.ask('unlocked', { unlock: { name: 'line' } })
    const { token } = await peer.event('locked', ({ id }) => id === 'waits')
    const { locks } = await peer.ask('locks', { locks: true })
    expect(locks).toEqual([{ name: 'line', token }])
    await peer.ask('unlocked', { unlock: { name: 'line' } })
    expect(peer.events.filter(({ type }) => type === 'lock-lost')).toEqual([])
  })
})

describe('objects of three peers', () => {
  let peers: TestPeers

  beforeAll(async () => {
    peers = await startAll(3)
  })

  afterAll(stopAll)

  it('are the same for all', async () => {
    const [first, second, third] = peers.peers as [TestPeer, TestPeer, TestPeer]
    const entry = { map: 'names', key: 'k' }
    const { slot: version } = await first.ask('put', { put: { ...entry, value: 'one' } })
    const got = await second.ask('got', { get: entry })
    expect(got).toMatchObject({ value: 'one', version })
    const cas = { ...entry, version, value: 'two' }
    expect(await third.ask('cas', { cas })).toMatchObject({ succeeded: true })
    expect(await second.ask('cas', { cas })).toMatchObject({ succeeded: false, value: 'two' })
    const numbers = peers.peers.map(peer => peer.ask('next', { next: { sequence: 'ids' } }))
    const given = (await Promise.all(numbers)).map(({ number }) => number)
    expect(given.toSorted()).toEqual([1, 2, 3])
  })

  it('pass a lock on, with a higher token, when the process that has it is killed', async () => {
    const [holder, other] = peers.peers as [TestPeer, TestPeer]
    const { token } = await holder.ask('locked', { lock: { name: 'l', ttlMs: 1000 } })
    const waiting = other.ask('locked', { lock: { name: 'l' } })
    await holder.kill()
    const next = await waiting
    expect(next.token).toBeGreaterThan(token)
    holder.start()
    // It is another process, which does not have what the one before it had.
    expect(await holder.ask('locks', { locks: true })).toMatchObject({ locks: [] })
    await holder.ask('taken', { lock: { name: 'l', waits: false } })
    await other.ask('unlocked', { unlock: { name: 'l' } })
  })

  it('tell a process that stood still that its lock is lost', async () => {
    const [holder, other] = peers.peers as [TestPeer, TestPeer]
    const { token } = await holder.ask('locked', { lock: { name: 'l', ttlMs: 500 } })
    holder.pause()
    const next = await other.ask('locked', { lock: { name: 'l' } })
    expect(next.token).toBeGreaterThan(token)
    holder.resume()
    const lost = await holder.event('lock-lost')
    expect(lost).toEqual({ type: 'lock-lost', name: 'l', token })
    const { error, mayHaveTakenEffect } = await holder.ask('failed', { unlock: { name: 'l' } })
    expect([error.name, mayHaveTakenEffect]).toEqual(['LockLostError', false])
    await other.ask('unlocked', { unlock: { name: 'l' } })
    expect(other.events.filter(({ type }) => type === 'lock-lost')).toEqual([])
  })

  it('say what may have happened when time runs out', async () => {
    const leader = await peers.leader(peers.at(0))
    const others = peers.peers.filter(peer => peer !== leader)
    const entry = { map: 'names', key: 'doubt' }
    await leader.ask('put', { put: { ...entry, value: 'before' } })
    await leader.ask('locked', { lock: { name: 'stuck', ttlMs: 60_000 } })
    for (const other of others) other.pause()
    const timeoutMs = 200
    const put = leader.ask('failed', { put: { ...entry, value: 'after' }, timeoutMs })
    const get = leader.ask('failed', { get: entry, timeoutMs })
    const unlock = leader.ask('failed', { unlock: { name: 'stuck' }, timeoutMs })
    const outcomes = (await Promise.all([put, get, unlock])).map(failed => [
      failed.error.name,
      failed.mayHaveTakenEffect
    ])
    expect(outcomes).toEqual([
      ['OutcomeUnknownError', true],
      ['NoQuorumError', false],
      ['TimeoutError', true]
    ])
    const local = await leader.ask('got', { get: { ...entry, consistency: 'local' }, timeoutMs })
    expect(local).toMatchObject({ value: 'before' })
    for (const other of others) other.resume()
    // It goes on giving up the lock, and that is all that holds it.
    await leader.ask('locked', { lock: { name: 'stuck' } })
    const got = await leader.ask('got', { get: entry })
    expect(got).toMatchObject({ value: expect.stringMatching(/^(before|after)$/) })
  })
})

describe('a peer without a quorum', () => {
  afterEach(stopAll)

  it('gives up in time, without effect, and answers everything when it ends', async () => {
    group = await createPeers(3)
    const peer = group.at(0)
    peer.start()
    await peer.event('ready')
    const entry = { map: 'm', key: 'k' }
    const requests = [
      { get: entry },
      { scan: { map: 'm' } },
      { put: { ...entry, value: 'v' } },
      { cas: { ...entry, version: 0, value: 'v' } },
      { delete: entry },
      { next: { sequence: 's' } },
      { lock: { name: 'l' } },
      { lock: { name: 'l', waits: false } },
      { value: 'v' },
      { barrier: true }
    ]
    const limited = requests.map(request => peer.ask('failed', { ...request, timeoutMs: 100 }))
    for (const { error, mayHaveTakenEffect } of await Promise.all(limited)) {
      expect([error.name, mayHaveTakenEffect]).toEqual(['NoQuorumError', false])
    }
    const local = await peer.ask('got', { get: { ...entry, consistency: 'local' } })
    expect(local).toMatchObject({ slot: 0, found: false })
    for (const [index, request] of requests.entries()) {
      peer.process.sendLine(JSON.stringify({ id: `waits ${index}`, ...request }))
    }
    const last = { id: 'last', get: { ...entry, consistency: 'local' } }
    peer.process.sendLine(JSON.stringify(last))
    peer.process.endInput()
    // A local read is answered at once: the answer shows that those before it were taken.
    await peer.event('got', ({ id }) => id === 'last')
    const { code } = await peer.close()
    expect(code).toBe(0)
    const answers = peer.events.filter(
      event => event.type === 'failed' && event.id?.startsWith('waits')
    )
    expect(answers).toHaveLength(requests.length)
  })
})
