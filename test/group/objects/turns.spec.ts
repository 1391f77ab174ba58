import { afterEach, describe, expect, it } from 'vitest'
import { UnsupportedVersionError } from '../../../src/errors.js'
import type { CallOptions } from '../../../src/group/call-limit.js'
import { Changes } from '../../../src/group/objects/changes.js'
import { Handles, type HandlesInit } from '../../../src/group/objects/handles.js'
import type { ObjectsHost } from '../../../src/group/objects/host.js'
import { LeasePool } from '../../../src/group/objects/lease-pool.js'
import { Lock } from '../../../src/group/objects/lock.js'
import type { Proposals } from '../../../src/group/proposals.js'
import { Objects } from '../../../src/state/objects.js'
import type { Operation, Result } from '../../../src/state/operation.js'
import { Peers } from '../../support/trio.js'

/** A group that does what it is told, on a clock that stands still otherwise. */
class Script {
  nowMs = 0
  readonly asked: { readonly type: string; readonly timeoutMs: number | undefined }[] = []
  readonly changes = new Changes()
  readonly lock: Lock
  #slot = 0

  /** @param answer What an operation comes to; time may pass meanwhile. */
  constructor(answer: (operation: Operation, slot: number) => Result) {
    const host: ObjectsHost = {
      objects: new Objects(),
      changes: this.changes,
      clock: {
        nowMs: () => this.nowMs,
        setTimer: () => () => undefined,
        soon: () => undefined,
        turnEnd: () => undefined
      },
      perform: async (operation: Operation, { timeoutMs }: CallOptions = {}) => {
        this.asked.push({ type: operation.type, timeoutMs })
        this.#slot += 1
        const slot = this.#slot
        return { slot, result: answer(operation, slot) }
      },
      read: async () => undefined,
      limited: options => options,
      valueBytesMax: 1_000,
      check: () => undefined
    }
    const leases = new LeasePool(host)
    this.lock = new Lock('x', { host, leases, kind: 'lock', name: 'x', ttlMs: 1000 })
  }
}

describe('a turn', () => {
  it('takes no longer than it may, in all its steps together', async () => {
    const script = new Script((operation, slot) => {
      script.nowMs += 40
      if (operation.type === 'grant') return { type: 'lease', lease: slot, expiresAtMs: 1000 }
      return { type: 'claim', claim: slot, token: 7 }
    })
    const { token } = await script.lock.acquire({ timeoutMs: 100 })
    expect(token).toBe(7)
    // The lease is for others, too: it is granted whenever that may be.
    expect(script.asked).toEqual([
      { type: 'grant', timeoutMs: undefined },
      { type: 'claim', timeoutMs: 60 }
    ])
  })

  it('is claimed again if the lease of the claim had ended', async () => {
    const script = new Script((operation, slot) => {
      if (operation.type === 'grant') return { type: 'lease', lease: slot, expiresAtMs: 1000 }
      if (slot > 2) return { type: 'claim', claim: slot, token: 7 }
      script.changes.push([{ type: 'lease-ended', slot, lease: 1 }])
      return { type: 'refused', reason: 'lease-ended' }
    })
    const { token, signal } = await script.lock.acquire()
    expect([token, signal.aborted]).toEqual([7, false])
    expect(script.asked.map(({ type }) => type)).toEqual(['grant', 'claim', 'grant', 'claim'])
  })

  it('is claimed with another lease if one took too long to come', async () => {
    let isSlow = true
    const script = new Script((operation, slot) => {
      if (operation.type !== 'grant') return { type: 'claim', claim: slot, token: 7 }
      if (isSlow) script.nowMs += 1000
      isSlow = false
      return { type: 'lease', lease: slot, expiresAtMs: 1000 }
    })
    const { signal } = await script.lock.acquire()
    expect(signal.aborted).toBe(false)
    expect(script.asked.map(({ type }) => type)).toEqual(['grant', 'revoke', 'grant', 'claim'])
  })
})

describe('an operation that was chosen', () => {
  it('may have taken effect even if nothing is applied here any more', async () => {
    let isStopped = false
    const proposals: Pick<Proposals, 'propose'> = {
      propose: async () => {
        isStopped = true
        return { slot: 1, value: undefined, result: undefined }
      }
    }
    const handles = new Handles({
      objects: new Objects(),
      proposals,
      valueBytesMax: 1000,
      limited: (options: CallOptions) => options,
      check: () => {
        if (isStopped) throw new UnsupportedVersionError('newer')
      }
    } as unknown as HandlesInit)
    const performed = handles.perform({ type: 'grant', ttlMs: 1000 })
    await expect(performed).rejects.toMatchObject({ name: 'SessionExpiredError' })
    const next = handles.perform({ type: 'grant', ttlMs: 1000 })
    await expect(next).rejects.toMatchObject({ name: 'UnsupportedVersionError' })
  })
})

describe('a member without a quorum', () => {
  let peers = new Peers(0)

  afterEach(async () => {
    await peers.stopAll()
    peers = new Peers(0)
  })

  it('gives up one lock in time, and waits on for another', async () => {
    peers = await new Peers(3).open()
    await peers.ready()
    const [a, b, c] = [0, 1, 2].map(i => peers.at(i))
    const links = [
      [a?.peerId, b?.peerId],
      [a?.peerId, c?.peerId]
    ] as [string, string][]
    for (const [from, to] of links) peers.network.cut(from, to)
    const group = peers.at(0).group
    const first = group.lock('first').acquire({ timeoutMs: 50 })
    const second = group.lock('second').acquire()
    await expect(first).rejects.toMatchObject({ name: 'NoQuorumError' })
    for (const [from, to] of links) peers.network.heal(from, to)
    expect((await second).token).toBeGreaterThan(0)
    expect(await group.lock('first').holder()).toBeUndefined()
  })
})
