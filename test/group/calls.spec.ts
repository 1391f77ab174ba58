import { afterEach, describe, expect, it } from 'vitest'
import { OutcomeUnknownError } from '../../src/errors.js'
import { resolveOptions } from '../../src/group/options.js'
import { openGroup } from '../support/groups.js'
import { nextEvent, Peers, readValues } from '../support/trio.js'

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

describe('giving up', () => {
  it("rejects with the signal's reason before anything was sent, and never takes effect", async () => {
    await openTrio()
    await peers.stop(1)
    await peers.stop(2)
    const { group } = peers.at(0)
    if (group.quorum === 'available') await nextEvent(group, 'quorum:change')
    const controller = new AbortController()
    const proposal = group.propose('withdrawn', { signal: controller.signal })
    controller.abort(new Error('changed my mind'))
    await expect(proposal).rejects.toThrow('changed my mind')
    await peers.restart(1)
    await group.propose('after')
    expect(await readValues(group)).toEqual(['after'])
  })

  it('rejects at once with the reason of a signal that is aborted already', async () => {
    await openTrio()
    const signal = AbortSignal.abort(new Error('too late'))
    const { group } = peers.at(0)
    await expect(group.propose('x', { signal })).rejects.toThrow('too late')
    await expect(group.barrier({ signal })).rejects.toThrow('too late')
    await expect(group.ready({ signal })).rejects.toThrow('too late')
  })

  it('rejects with NoQuorumError when time runs out before anything was sent', async () => {
    peers = await new Peers(3).open()
    await peers.ready()
    await peers.stop(1)
    await peers.stop(2)
    const { group } = peers.at(0)
    if (group.quorum === 'available') await nextEvent(group, 'quorum:change')
    await expect(group.propose('x', { timeoutMs: 50 })).rejects.toMatchObject({
      name: 'NoQuorumError',
      cause: { name: 'TimeoutError' }
    })
  })

  it('rejects so, too, while the founders have not met', async () => {
    peers = new Peers(3)
    peers.network.filter = () => false
    await peers.open()
    const { group } = peers.at(0)
    const late = expect(group.propose('late')).resolves.toMatchObject({ slot: expect.any(Number) })
    await expect(group.propose('x', { timeoutMs: 50 })).rejects.toMatchObject({
      name: 'NoQuorumError'
    })
    expect(group.status()).toMatchObject({ state: 'forming', pendingCount: 1 })
    peers.network.filter = () => true
    await late
    expect(await readValues(group)).toEqual(['late'])
  })

  it('rejects with OutcomeUnknownError after sending, whose outcome tells the fate', async () => {
    await openTrio()
    await peers.at(0).group.transferLeadership('peer-a')
    const { group } = peers.at(1)
    await group.propose('opens the session')
    peers.network.filter = (from, _to, { sections }) =>
      from !== 'peer-a' || sections.every(s => s.messages.every(m => m.type !== 'accept'))
    const controller = new AbortController()
    const proposal = group.propose('uncertain', { signal: controller.signal })
    await new Promise(resolve => setImmediate(resolve))
    controller.abort(new Error('impatient'))
    const error = await proposal.catch((reason: unknown) => reason)
    expect(error).toMatchObject({ name: 'OutcomeUnknownError', cause: { message: 'impatient' } })
    if (!(error instanceof OutcomeUnknownError)) throw error
    const signal = AbortSignal.abort(new Error('no patience at all'))
    await expect(error.outcome({ signal })).rejects.toThrow('no patience at all')
    peers.network.filter = () => true
    const outcome = await error.outcome()
    const values = await readValues(group)
    expect(values).toEqual(
      outcome.chosen ? ['opens the session', 'uncertain'] : ['opens the session']
    )
    await group.propose('next')
    expect((await readValues(group)).at(-1)).toBe('next')
  })
})

describe('bounds', () => {
  it('refuses proposals over the bound with OverloadedError, and tells when there is room', async () => {
    await openTrio({ pendingCountMax: 4 })
    const { group } = peers.at(0)
    await peers.stop(1)
    await peers.stop(2)
    const waiting = Array.from({ length: 4 }, (_, i) => group.propose(`${i}`))
    expect(group.canPropose).toBe(false)
    await expect(group.propose('one too many')).rejects.toMatchObject({ name: 'OverloadedError' })
    const drained = nextEvent(group, 'drain')
    await peers.restart(1)
    await Promise.all(waiting)
    await drained
    expect(group.canPropose).toBe(true)
    expect(await readValues(group)).toEqual(['0', '1', '2', '3'])
  })

  it('refuses values, keys and names above their limits before anything is sent', async () => {
    await openTrio({ valueBytesMax: 10 })
    const { group } = peers.at(0)
    await group.propose('x'.repeat(10))
    const tooLarge = { name: 'MessageTooLargeError', bytes: 11, bytesMax: 10 }
    await expect(group.propose('x'.repeat(11))).rejects.toMatchObject(tooLarge)
    await expect(group.decide('n', 'x'.repeat(11))).rejects.toMatchObject(tooLarge)
    await expect(group.propose('x', { key: 'k'.repeat(1025) })).rejects.toMatchObject({
      name: 'MessageTooLargeError'
    })
    await expect(group.decide('', 'x')).rejects.toMatchObject({ name: 'InvalidOptionsError' })
    expect(await readValues(group)).toEqual(['x'.repeat(10)])
  })

  it('rejects with what the codec throws, and sends nothing', async () => {
    const codec = {
      encode: (value: string) => {
        if (value === 'bad') throw new TypeError('cannot encode this')
        return new TextEncoder().encode(value)
      },
      decode: (bytes: Uint8Array) => new TextDecoder().decode(bytes)
    }
    await openTrio({ codec })
    await expect(peers.at(0).group.propose('bad')).rejects.toThrow('cannot encode this')
    await peers.at(0).group.propose('good')
    expect(await readValues(peers.at(0).group)).toEqual(['good'])
  })
})

describe('listeners', () => {
  it('that throw or reject are reported and stop nothing', async () => {
    await openTrio()
    const { group, observed } = peers.at(0)
    const seen: (string | undefined)[] = []
    group.addEventListener('chosen', () => {
      throw new Error('listener 1')
    })
    group.addEventListener('chosen', async () => {
      throw new Error('listener 2')
    })
    const removed = (): void => {
      throw new Error('removed listeners do not run')
    }
    group.addEventListener('chosen', removed)
    group.removeEventListener('chosen', removed)
    group.addEventListener('chosen', ({ detail }) => seen.push(detail.value))
    await group.propose('a')
    await group.propose('b')
    expect(seen).toEqual(['a', 'b'])
    await expect.poll(() => observed.listenerErrors.length).toBe(4)
  })
})

describe('closing', () => {
  it('rejects what waits and what comes after with ReplicaStoppedError', async () => {
    await openTrio()
    await peers.stop(1)
    await peers.stop(2)
    const { group } = peers.at(0)
    if (group.quorum === 'available') await nextEvent(group, 'quorum:change')
    const waiting = [group.propose('x'), group.barrier(), group.ready()]
    const results = Promise.allSettled(waiting)
    await group.close()
    for (const result of await results) {
      expect(result).toMatchObject({ reason: { name: 'ReplicaStoppedError' } })
    }
    await expect(group.propose('y')).rejects.toMatchObject({ name: 'ReplicaStoppedError' })
    await expect(group.barrier()).rejects.toMatchObject({ name: 'ReplicaStoppedError' })
    expect(group.status().state).toBe('closed')
    await group.close()
  })

  it('halts on a failed flush: stops voting, says so, and the others go on', async () => {
    peers = new Peers(3)
    let failing = false
    await peers.open((peerId, store) => {
      if (peerId !== 'peer-c') return store
      return new Proxy(store, {
        get(target, property) {
          if (property !== 'openReplica') return Reflect.get(target, property).bind(target)
          return async (key: string, incarnation: bigint) => {
            const replica = await target.openReplica(key, incarnation)
            return {
              recovered: replica.recovered,
              read: replica.read.bind(replica),
              close: replica.close.bind(replica),
              append: async (batch: Parameters<typeof replica.append>[0]) => {
                if (failing) throw new Error('EIO')
                await replica.append(batch)
              }
            }
          }
        }
      })
    })
    await peers.ready()
    const { group, observed } = peers.at(2)
    await peers.at(0).group.propose('fine')
    failing = true
    const halted = nextEvent<{ error: Error }>(group, 'halt')
    await peers.at(0).group.propose('c cannot write this')
    expect((await halted).error.message).toBe('EIO')
    expect(observed.halts).toHaveLength(1)
    expect(group.status()).toMatchObject({ state: 'halted', error: { message: 'EIO' } })
    await expect(group.propose('x')).rejects.toMatchObject({ name: 'ReplicaStoppedError' })
    await peers.at(1).group.propose('the others go on')
    failing = false
    await group.close()
    const { runtime, observed: again } = peers.at(2)
    const reopened = await openGroup(runtime, 'test', { founders: peers.founders }, again)
    expect(await readValues(reopened)).toContain('the others go on')
    expect(await readValues(peers.at(0).group)).toEqual([
      'fine',
      'c cannot write this',
      'the others go on'
    ])
  })
})

describe('founding', () => {
  it('says who is missing until all founders have met', async () => {
    peers = new Peers(3)
    const runtime = await peers.network.createPeer('peer-a')
    const group = await openGroup(runtime, 'test', { founders: peers.founders })
    expect(group.status()).toMatchObject({ state: 'forming', missing: ['peer-b', 'peer-c'] })
    const other = await peers.network.createPeer('peer-b')
    await openGroup(other, 'test', { founders: peers.founders })
    await expect.poll(() => group.status().missing).toEqual(['peer-c'])
    await expect(group.ready({ timeoutMs: 50 })).rejects.toMatchObject({ name: 'NoQuorumError' })
    await Promise.all([runtime.stop(), other.stop()])
  })

  it('tells founders that disagree', async () => {
    peers = new Peers(2)
    const a = await peers.network.createPeer('peer-a')
    const b = await peers.network.createPeer('peer-b')
    const groupA = await openGroup(a, 'test', { founders: ['peer-a', 'peer-b'] })
    const ready = groupA.ready()
    const groupB = await openGroup(b, 'test', { founders: ['peer-a', 'peer-b', 'peer-c'] })
    const mismatch = { name: 'GenesisMismatchError' }
    await expect(ready).rejects.toMatchObject({ ...mismatch, peerId: 'peer-b' })
    await expect(groupB.ready()).rejects.toMatchObject({ ...mismatch, peerId: 'peer-a' })
    await Promise.all([a.stop(), b.stop()])
  })

  it('keeps a group going whose founders all come back', async () => {
    peers = new Peers(3)
    await (await peers.open()).ready()
    await peers.at(0).group.propose('before')
    const { groupId } = peers.at(0).group.status()
    for (const i of [0, 1, 2]) await peers.stop(i)
    for (const i of [0, 1, 2]) await peers.restart(i)
    await peers.ready()
    expect(peers.at(1).group.status().groupId).toBe(groupId)
    expect(await readValues(peers.at(2).group)).toEqual(['before'])
  })

  it.each([
    ['no founders', { founders: [] }],
    ['founders twice', { founders: ['self', 'self'] }],
    ['founders without this peer', { founders: ['other'] }],
    [
      'quorums that need not meet',
      { founders: ['self', 'b', 'c'], quorum: { prepare: 1, accept: 2 } }
    ],
    [
      'a quorum above the number of founders',
      { founders: ['self'], quorum: { prepare: 1, accept: 2 } }
    ],
    ['a heartbeat of nothing', { founders: ['self'], heartbeatIntervalMs: 0 }],
    ['a fraction of a priority', { founders: ['self'], priority: 0.5 }],
    ['values above what frames carry', { founders: ['self'], valueBytesMax: 2 ** 30 }]
  ])('refuses %s', (_, options) => {
    expect(() => resolveOptions('test', 'self', options)).toThrow(
      expect.objectContaining({ name: 'InvalidOptionsError' })
    )
  })

  it.each(['', 'a\nb', 'x'.repeat(1025)])('refuses the name %j', name => {
    expect(() => resolveOptions(name, 'self', { founders: ['self'] })).toThrow(
      expect.objectContaining({ name: 'InvalidOptionsError' })
    )
  })
})
