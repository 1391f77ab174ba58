import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPeers, type TestPeer, type TestPeers } from '../support/peer-process.js'
import { parseLines, runCli, startCli } from '../support/run-cli.js'

let group: TestPeers | undefined

async function peersOf(
  count: number,
  ...rest: [{ discoveryArgs: string[] }] | []
): Promise<TestPeers> {
  group = await createPeers(count, ...rest)
  return group
}

async function sole(): Promise<TestPeer> {
  const peer = (await peersOf(1)).at(0)
  peer.start()
  await peer.event('ready')
  return peer
}

afterEach(async () => {
  await group?.[Symbol.asyncDispose]()
  group = undefined
})

describe('a peer with --json', () => {
  it('tells that it is ready, who leads, and that the quorum is available', async () => {
    const peer = await sole()
    const ready = await peer.event('ready')
    expect(ready).toEqual({ type: 'ready', peerId: peer.peerId, addrs: [peer.address] })
    const leader = await peer.event('leader', ({ peerId }) => peerId !== null)
    expect(leader).toEqual({
      type: 'leader',
      peerId: peer.peerId,
      ballot: expect.stringMatching(/^1\.\d+\.0\.[0-9a-f]{8}$/)
    })
    expect(await peer.event('quorum', ({ state }) => state === 'available')).toBeDefined()
    expect(peer.events[0]).toBe(ready)
  })

  it('acknowledges a value and prints it in its slot', async () => {
    const peer = await sole()
    const slot = await peer.propose('héllo\nworld')
    const chosen = await peer.event('chosen')
    expect(chosen).toEqual({
      type: 'chosen',
      slot,
      value: 'héllo\nworld',
      origin: peer.peerId
    })
  })

  it('keeps the order of lines that come all at once', async () => {
    const peer = await sole()
    const values = Array.from({ length: 20_000 }, (_, index) => `value ${index}`)
    peer.process.sendLine(values.map(value => JSON.stringify({ id: value, value })).join('\n'))
    await peer.event('acknowledged', ({ id }) => id === values.at(-1))
    await peer.barrier()
    const acknowledged = peer.events.filter(event => event.type === 'acknowledged')
    expect(acknowledged.map(({ id }) => id)).toEqual(values)
    expect(peer.values).toEqual(values)
  })

  it('takes more bytes at once than may wait', async () => {
    const peer = await sole()
    const value = 'x'.repeat(900_000)
    const ids = Array.from({ length: 40 }, (_, index) => `${index}`)
    for (const id of ids) peer.process.propose(id, value)
    await peer.event('acknowledged', ({ id }) => id === '39')
    const acknowledged = peer.events.filter(event => event.type === 'acknowledged')
    expect(acknowledged.map(({ id }) => id)).toEqual(ids)
    expect(peer.events.filter(({ type }) => type === 'failed')).toEqual([])
  })

  it('answers a barrier after the values up to its slot', async () => {
    const peer = await sole()
    const slot = await peer.propose('before')
    const barrier = await peer.barrier()
    expect(barrier).toBeGreaterThanOrEqual(slot)
    const types = peer.events.map(({ type }) => type)
    expect(types.indexOf('chosen')).toBeLessThan(types.indexOf('barrier'))
  })

  it.each([
    ['is no JSON', 'nonsense', null],
    ['is empty', '', null],
    ['is no object', '[1]', null],
    ['has no id', '{"value":"a"}', null],
    ['has an id that is no text', '{"id":1,"value":"a"}', null],
    ['has no value', '{"id":"a"}', 'a'],
    ['has a value that is no text', '{"id":"a","value":1}', 'a'],
    ['asks for two things', '{"id":"a","value":"a","barrier":true}', 'a'],
    ['has half a character', '{"id":"a","value":"\\ud800"}', 'a']
  ])('reports a line that %s and goes on', async (_, line, id) => {
    const peer = await sole()
    peer.process.sendLine(line)
    const failed = await peer.event('failed')
    expect(failed).toEqual({
      type: 'failed',
      id,
      error: { name: 'InvalidOptionsError', message: expect.any(String) },
      mayHaveTakenEffect: false
    })
    expect(await peer.propose('next')).toBeGreaterThan(0)
  })

  it('reports a value that is too large and goes on', async () => {
    const peer = await sole()
    peer.process.propose('large', 'x'.repeat(1024 * 1024 + 1))
    const { id, error, mayHaveTakenEffect } = await peer.event('failed')
    expect([id, error.name, mayHaveTakenEffect]).toEqual(['large', 'MessageTooLargeError', false])
    // Longer than any line may be.
    peer.process.sendLine('x'.repeat(9 * 1024 * 1024))
    await peer.event('failed', failed => failed.id === null)
    expect(await peer.propose('next')).toBeGreaterThan(0)
  })

  it('keeps running at the end of input', async () => {
    const peer = await sole()
    peer.process.propose('last', 'last')
    peer.process.endInput()
    await peer.event('acknowledged', ({ id }) => id === 'last')
    expect(peer.isRunning).toBe(true)
    expect(await peer.close()).toMatchObject({ code: 0, signal: null, stderr: '' })
  })

  it('closes in order on SIGTERM, and reports what waits as unknown', async () => {
    const peers = await peersOf(3)
    const peer = peers.at(0)
    peer.start()
    await peer.event('ready')
    peer.process.propose('waits', 'waits')
    peer.process.barrier('reads')
    // The order of answers shows that the two were taken.
    peer.process.sendLine('malformed')
    await peer.event('failed', ({ id }) => id === null)
    expect(await peer.close()).toMatchObject({ code: 0, signal: null, stderr: '' })
    const failed = peer.events.filter(event => event.type === 'failed')
    expect(failed).toContainEqual(
      expect.objectContaining({
        id: 'waits',
        error: expect.objectContaining({ name: 'ReplicaStoppedError' }),
        mayHaveTakenEffect: true
      })
    )
    expect(failed).toContainEqual(
      expect.objectContaining({ id: 'reads', mayHaveTakenEffect: false })
    )
  })

  it('is the same peer after a restart and prints the whole sequence again', async () => {
    const peer = await sole()
    await peer.propose('first')
    await peer.propose('second')
    await peer.kill()
    peer.start()
    const { peerId } = await peer.event('ready')
    expect(peerId).toBe(peer.peerId)
    await peer.propose('third')
    await peer.barrier()
    expect(peer.values).toEqual(['first', 'second', 'third'])
  })

  it('refuses a directory that another process uses', async () => {
    const peer = await sole()
    const args = ['peer', '--store', peer.directory, '--group', 'test', '--founders', peer.peerId]
    const { code, stdout, stderr } = await runCli([...args, '--json'])
    expect(parseLines(stdout)).toEqual([
      { type: 'halt', error: { name: 'StoreLockedError', message: expect.any(String) } }
    ])
    expect([code, stderr]).toEqual([3, ''])
    const plain = await runCli(args)
    expect([plain.code, plain.stdout]).toEqual([3, ''])
    expect(plain.stderr).toMatch(/^stopped for good: StoreLockedError: [^\n]*\n$/)
    expect(await peer.propose('unharmed')).toBeGreaterThan(0)
  })

  it('refuses founders that leave out the peer itself', async () => {
    const peers = await peersOf(2)
    const { code, stderr } = await runCli([
      ...['peer', '--store', peers.at(0).directory, '--group', 'test'],
      ...['--founders', peers.at(1).peerId]
    ])
    expect([code, stderr]).toEqual([2, expect.stringContaining('founders must include this peer')])
  })

  it('says in one line that it cannot listen', async () => {
    const peer = await sole()
    const { code, stdout, stderr } = await runCli([
      ...['peer', '--json', '--store', join(peer.directory, 'other'), '--group', 'test'],
      ...['--founders', peer.peerId, '--listen', peer.address.replace(/\/p2p\/.*/, '')]
    ])
    expect([code, stderr]).toEqual([1, ''])
    const [{ error } = {}] = parseLines(stdout)
    expect(error).toMatchObject({ message: expect.stringMatching(/EADDRINUSE/) })
    expect(error).toMatchObject({ message: expect.not.stringMatching(/\n|\bat .*:\d+:\d+/) })
  })

  it('stops for good if a founder disagrees about the group, which stops too', async () => {
    const peers = await peersOf(3)
    peers.at(0).start()
    const founders = [peers.at(0).peerId, peers.at(1).peerId].join(',')
    const { code, stdout } = await runCli([
      ...['peer', '--json', '--store', peers.at(1).directory, '--group', 'test'],
      ...['--founders', founders, '--bootstrap', peers.at(0).address]
    ])
    expect(parseLines(stdout).at(-1)).toMatchObject({
      type: 'halt',
      error: { name: 'GenesisMismatchError' }
    })
    expect(code).toBe(4)
    expect(await peers.at(0).process.exited).toMatchObject({ code: 4 })
    expect(peers.at(0).events.at(-1)).toMatchObject({ error: { name: 'GenesisMismatchError' } })
  })

  it('waits for a slow reader without losing anything', async () => {
    const peer = (await peersOf(1)).at(0)
    const running = startCli([
      ...['peer', '--json', '--store', peer.directory],
      ...['--group', 'test', '--founders', peer.peerId]
    ])
    await running.seen(/"available"/)
    const { stdin, stdout } = running.child
    stdout?.pause()
    const value = 'x'.repeat(1000)
    const ids = Array.from({ length: 10_000 }, (_, index) => `${index}`)
    stdin?.write(ids.map(id => `${JSON.stringify({ id, value })}\n`).join(''))
    stdout?.resume()
    await running.seen(/"acknowledged","id":"9999"/)
    stdin?.write('{"id":"later","barrier":true}\n')
    await running.seen(/"barrier","id":"later"/)
    running.child.kill('SIGTERM')
    const events = parseLines((await running.result).stdout)
    expect(events.filter(({ type }) => type === 'chosen')).toHaveLength(ids.length)
    expect(events.filter(({ type }) => type === 'acknowledged')).toHaveLength(ids.length)
  })

  it('ends in order when nobody reads its output any more', async () => {
    const peer = (await peersOf(1)).at(0)
    const running = startCli([
      ...['peer', '--json', '--store', peer.directory],
      ...['--group', 'test', '--founders', peer.peerId]
    ])
    await running.seen(/"ready"/)
    running.child.stdout?.destroy()
    // It notices when it has something to tell.
    running.child.stdin?.write('{"id":"1","value":"unheard"}\n')
    const { code, signal, stderr } = await running.result
    expect([code, signal, stderr]).toEqual([0, null, ''])
  })
})

describe('three peers', () => {
  it.each([
    ['bootstrap', undefined],
    ['mdns', ['--mdns', '--mdns-service-tag', `_test-${process.pid}._udp.local`]]
  ])('agree after finding each other by %s', async (_, discoveryArgs) => {
    const peers = await peersOf(3, ...(discoveryArgs === undefined ? [] : [{ discoveryArgs }]))
    await peers.startAll()
    const each = peers.peers.map(async (peer, index) => {
      for (const turn of [1, 2, 3]) await peer.propose(`${index}-${turn}`)
    })
    await Promise.all(each)
    await Promise.all(peers.peers.map(peer => peer.barrier()))
    const [first = [], ...others] = peers.peers.map(({ values }) => values)
    expect([...first].sort()).toHaveLength(9)
    for (const values of others) expect(values).toEqual(first)
  })

  it('go on when the leader is killed, and it catches up when it is back', async () => {
    const peers = await peersOf(3)
    await peers.startAll()
    await peers.at(0).propose('before')
    const leader = await peers.leader(peers.at(0))
    await leader.kill()
    const survivors = peers.peers.filter(peer => peer !== leader)
    for (const survivor of survivors) await survivor.propose(`without it ${survivor.peerId}`)
    leader.start()
    await leader.barrier()
    expect(leader.values).toHaveLength(3)
    await Promise.all(survivors.map(peer => peer.barrier()))
    for (const survivor of survivors) expect(survivor.values).toEqual(leader.values)
  })
})

describe('a peer for people', () => {
  it('proposes lines and prints values alone on standard output', async () => {
    const peer = (await peersOf(1)).at(0)
    const running = startCli([
      ...['peer', '--store', peer.directory],
      ...['--group', 'test', '--founders', peer.peerId]
    ])
    running.child.stdin?.write('one\ntwo words\n')
    await running.seen(/two words\n/)
    running.child.kill('SIGTERM')
    const { code, stdout, stderr } = await running.result
    expect([code, stdout]).toEqual([0, 'one\ntwo words\n'])
    expect(stderr).toContain(`peer ${peer.peerId} listens on /ip4/127.0.0.1/tcp/`)
  })
})

describe('the key', () => {
  let directory: string

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'libp2p-paxos-test-'))
  })

  afterEach(async () => {
    await rm(directory, { recursive: true })
  })

  it('is made once, for its owner alone', async () => {
    const store = join(directory, 'new')
    const ids = await Promise.all([1, 2, 3].map(() => runCli(['id', '--store', store])))
    expect(ids[0]?.stdout).toMatch(/^12D3KooW\w+\n$/)
    for (const id of ids) expect(id).toEqual({ ...ids[0], code: 0, stderr: '' })
    const { mode } = await stat(join(store, 'private-key'))
    expect(mode & 0o777).toBe(0o600)
  })

  it('is not replaced if it is damaged', async () => {
    const path = join(directory, 'private-key')
    await writeFile(path, 'damaged')
    const { code, stdout, stderr } = await runCli(['id', '--store', directory])
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^libp2p-paxos: Error: [^\n]*is not a private key[^\n]*\n$/)
    expect((await stat(path)).size).toBe('damaged'.length)
  })
})
