import { afterEach, describe, expect, it } from 'vitest'
import { bytesCodec, type Codec, jsonCodec, stringCodec } from '../../src/group/codec.js'
import { Group } from '../../src/group/group.js'
import { type GroupOptions, resolveOptions } from '../../src/group/options.js'
import { LinearizabilityViolation } from '../../src/simulator/linearizability.js'
import type { Rule } from '../../src/simulator/observer.js'
import { Registers } from '../../src/simulator/registers.js'
import { observe } from '../support/groups.js'
import { MemoryNetwork } from '../support/memory-network.js'
import { Peers } from '../support/trio.js'

let peers: Peers | undefined

/**
 * A group of three peers, with a client of each, and what the clients complained of. The first peer's group may be `wrapped` before its
 * client gets it.
 */
async function start(
  options: Partial<GroupOptions<string>> = {},
  wrapped: (group: Group<string>) => Group<string> = group => group
) {
  const failures: unknown[] = []
  const fail = (error: unknown): void => void failures.push(error)
  const registers = new Registers<string>({ codec: stringCodec, fail })
  const given = () => ({ ...options, machine: registers.createMachine() })
  peers = await (await new Peers(3, given).open()).ready()
  for (const [i, { peerId, group }] of peers.peers.entries()) {
    registers.attach(peerId, i === 0 ? wrapped(group) : group)
  }
  return { peers, registers, failures, ids: peers.founders as [string, string, string] }
}

afterEach(async () => {
  await peers?.stopAll()
  peers = undefined
})

function outcomes(registers: Registers<string>): string[] {
  return registers.history.calls.map(
    ({ operation, outcome }) => `${operation.type} ${outcome.type}`
  )
}

/** The group, with some of its members replaced. */
function lying<T>(group: Group<T>, lies: Partial<Group<T>>): Group<T> {
  return new Proxy(group, {
    get: (target, name) => {
      const member = Reflect.get(name in lies ? lies : target, name, target)
      return typeof member === 'function' ? member.bind(target) : member
    }
  })
}

describe('registers', () => {
  it('are linearizable, whoever works on them at once', async () => {
    const { registers, failures, ids } = await start()
    const calls: Promise<void>[] = []
    for (let i = 0; i < 60; i += 1) {
      const peerId = ids[i % 3] as string
      const register = `r${i % 2}`
      calls.push(registers.write(peerId, register, { persists: i % 4 === 0, bytesMin: 200 }))
      calls.push(registers.compareAndSet(peerId, register))
      calls.push(registers.read(peerId, register))
      calls.push(registers.decide(peerId, `name ${i % 5}`))
      if (i % 5 === 0) await Promise.all(calls)
    }
    await Promise.all(calls)
    await registers.read(ids[0], 'r0')
    await registers.compareAndSet(ids[0], 'r0')
    registers.check()
    expect(failures).toEqual([])
    expect(registers.pending).toEqual([])
    expect(new Set(outcomes(registers))).toEqual(
      new Set(['write', 'compare-and-set', 'read', 'decide'].map(type => `${type} returned`))
    )
    const found = registers.history.calls.flatMap(({ operation, outcome }) => {
      const isSet = operation.type === 'compare-and-set' && outcome.type === 'returned'
      return isSet ? [outcome.result.found === operation.expected] : []
    })
    expect(new Set(found)).toEqual(new Set([true, false]))
  })

  it.each<[string, Codec<unknown>]>([
    ['bytes', bytesCodec as Codec<unknown>],
    ['JSON', jsonCodec<unknown>()]
  ])('live in groups of %s', async (_, codec) => {
    const network = new MemoryNetwork()
    const runtime = await network.createPeer('peer-a')
    const registers = new Registers<unknown>({
      codec,
      fail: error => {
        throw error
      }
    })
    const machine = registers.createMachine()
    const options = resolveOptions('g', 'peer-a', { codec, machine, founders: ['peer-a'] })
    const group = await Group.open(runtime, options, observe())
    registers.attach('peer-a', group)
    await registers.write('peer-a', 'x')
    await registers.decide('peer-a', 'n')
    await registers.read('peer-a', 'x')
    registers.check()
    const results = registers.history.calls.map(({ outcome }) => outcome)
    expect(results).toMatchObject([
      { result: { found: null } },
      { result: { found: '1' } },
      { result: { found: '0' } }
    ])
    await runtime.stop()
  })

  it('are known again after a restart, from the log', async () => {
    const { peers, registers, failures, ids } = await start()
    await registers.write(ids[0], 'x')
    registers.detach(ids[0])
    await peers.stop(0)
    await registers.write(ids[1], 'x')
    registers.attach(ids[0], await peers.restart(0))
    await registers.read(ids[0], 'x')
    registers.check()
    expect(registers.history.calls.at(-1)?.outcome).toMatchObject({ result: { found: '1' } })
    expect(failures).toEqual([])
  })

  it('do nothing where no process is', async () => {
    const { registers, ids } = await start()
    registers.detach(ids[0])
    await registers.write(ids[0], 'x')
    expect(registers.history.calls).toEqual([])
  })
})

describe('calls that are given up', () => {
  /** Cuts off the first peer for so long that it knows no leader. */
  async function cutOff(options: Partial<GroupOptions<string>> = {}) {
    const started = await start(options)
    const [a, b, c] = started.ids
    const suspended = new Promise<void>(resolve => {
      started.peers.at(0).group.addEventListener('quorum:change', ({ detail }) => {
        if (detail.state === 'suspended') resolve()
      })
    })
    started.peers.network.cut(a, b)
    started.peers.network.cut(a, c)
    await suspended
    return started
  }

  it('had no effect if nothing was sent', async () => {
    const { registers, ids } = await cutOff()
    await registers.write(ids[0], 'x', { timeoutMs: 1 })
    const abort = new AbortController()
    const aborted = registers.compareAndSet(ids[0], 'x', { signal: abort.signal })
    abort.abort()
    await aborted
    await registers.read(ids[0], 'x', { timeoutMs: 1 })
    expect(outcomes(registers)).toEqual(['write failed', 'compare-and-set failed', 'read failed'])
    registers.check()
  })

  it('had no effect if there was no room for them', async () => {
    const { registers, ids } = await cutOff({ pendingCountMax: 1 })
    const first = registers.write(ids[0], 'x')
    await registers.write(ids[0], 'x')
    expect(outcomes(registers)).toEqual(['write pending', 'write failed'])
    registers.detach(ids[0])
    await first
    expect(outcomes(registers)).toEqual(['write unknown', 'write failed'])
  })

  /** A group in which nothing more is chosen until it is unmuffled; `sent` resolves when something was sent to be accepted. */
  async function muffled() {
    const started = await start()
    await started.registers.decide(started.ids[0], 'opens the session')
    const { network } = started.peers
    const sent = Promise.withResolvers<void>()
    network.filter = (_, __, { sections }) => {
      const messages = sections.flatMap(section => section.messages)
      if (messages.some(message => message.type === 'accept' && message.entries.length > 0)) {
        sent.resolve()
      }
      return !messages.some(({ type }) => type === 'accepted')
    }
    const abort = new AbortController()
    const unmuffle = (): void => {
      network.filter = () => true
    }
    return { ...started, sent: sent.promise, abort, unmuffle }
  }

  it('are unknown after they were sent, until it is found out that they happened', async () => {
    const { registers, failures, ids, sent, abort, unmuffle } = await muffled()
    const call = registers.write(ids[0], 'x', { signal: abort.signal })
    await sent
    abort.abort()
    await call
    expect(outcomes(registers)[1]).toBe('write unknown')
    unmuffle()
    await expect.poll(() => outcomes(registers)[1]).not.toBe('write unknown')
    await registers.read(ids[0], 'x')
    registers.check()
    expect(failures).toEqual([])
  })

  it('go on under their key if they persist', async () => {
    const { registers, failures, ids, sent, abort, unmuffle } = await muffled()
    const call = registers.write(ids[0], 'x', { signal: abort.signal, persists: true })
    await sent
    abort.abort()
    unmuffle()
    await call
    expect(outcomes(registers)[1]).toBe('write returned')
    await registers.read(ids[0], 'x')
    registers.check()
    expect(failures).toEqual([])
  })

  it('go on in the next process if they persist, and happen once', async () => {
    const { peers, registers, failures, ids, sent, unmuffle } = await muffled()
    const persists = registers.write(ids[0], 'x', { persists: true })
    const ends = registers.write(ids[0], 'y')
    await sent
    registers.detach(ids[0])
    peers.network.removePeer(ids[0])
    await ends
    unmuffle()
    await peers.at(0).runtime.stop()
    registers.attach(ids[0], await peers.restart(0))
    await persists
    expect(outcomes(registers).slice(1)).toEqual(['write returned', 'write unknown'])
    await registers.read(ids[0], 'x')
    await registers.read(ids[0], 'y')
    registers.check()
    expect(failures).toEqual([])
    const values: (string | undefined)[] = []
    for await (const { value } of peers.at(0).group.log({ live: false })) values.push(value)
    expect(values.filter(value => value?.includes('"value":"1"'))).toHaveLength(1)
  })
})

describe('a group that does not keep its word is caught', () => {
  /** The first peer's group tells lies; the others write before that and after it. */
  async function lied(lies: (group: Group<string>) => Partial<Group<string>>) {
    const started = await start({}, group => lying(group, lies(group)))
    await started.registers.write(started.ids[1], 'x')
    return started
  }

  const rulesOf = (failures: unknown[]): Rule[] =>
    failures.map(failure => (failure as { rule: Rule }).rule)

  it('that settles with another slot', async () => {
    const { registers, failures, ids } = await lied(group => ({
      propose: async (value, options) => {
        const { slot, result } = await group.propose(value, options)
        return { slot: slot - 1, result }
      }
    }))
    void registers.write(ids[0], 'x')
    await expect.poll(() => rulesOf(failures)).toEqual(['settled is true'])
  })

  it('that reads what it knows', async () => {
    const { peers, registers, ids } = await lied(() => ({ barrier: async () => ({ slot: 0 }) }))
    for (const id of ids.slice(1)) peers.network.cut(ids[0], id)
    await registers.write(ids[1], 'x')
    await registers.read(ids[0], 'x')
    expect(() => registers.check()).toThrow(LinearizabilityViolation)
  })

  it('that decides for itself', async () => {
    const { registers, ids } = await lied(() => ({
      decide: async (_, value) => ({ slot: 1, value })
    }))
    await registers.decide(ids[1], 'n')
    await registers.decide(ids[0], 'n')
    expect(() => registers.check()).toThrow(LinearizabilityViolation)
  })

  it('that calls undone what it did', async () => {
    const { registers, ids } = await lied(group => ({
      propose: async value => {
        await group.propose(value)
        throw Object.assign(new Error('lie'), { name: 'OverloadedError' })
      }
    }))
    await registers.write(ids[0], 'x')
    await registers.read(ids[1], 'x')
    expect(() => registers.check()).toThrow(LinearizabilityViolation)
  })

  it('that leaves out an event', async () => {
    const { registers, failures, ids } = await lied(group => ({
      addEventListener: (type: string, listener: unknown) => {
        let count = 0
        const call = listener as (event: Event) => void
        group.addEventListener(type as 'chosen', event => {
          count += 1
          if (count !== 2) call(event)
        })
      }
    }))
    for (let i = 0; i < 3; i += 1) await registers.write(ids[1], 'x')
    await registers.read(ids[0], 'x')
    expect(rulesOf(failures)).toContain('learned in order')
  })

  it('that repeats an event', async () => {
    const { registers, failures, ids } = await lied(group => ({
      addEventListener: (type: string, listener: unknown) => {
        const call = listener as (event: Event) => void
        group.addEventListener(type as 'chosen', event => {
          call(event)
          call(event)
        })
      }
    }))
    await registers.write(ids[1], 'x')
    await registers.read(ids[0], 'x')
    expect(rulesOf(failures)).toContain('learned in order')
  })

  it('that fails for no reason', async () => {
    const { registers, failures, ids } = await lied(() => ({
      barrier: async () => {
        throw new TypeError('bug')
      }
    }))
    void registers.read(ids[0], 'x')
    await expect.poll(() => failures).toMatchObject([{ name: 'TypeError' }])
  })
})
