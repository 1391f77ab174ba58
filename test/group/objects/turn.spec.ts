import { describe, expect, it } from 'vitest'
import {
  LockLostError,
  OutcomeUnknownError,
  OverloadedError,
  SessionExpiredError
} from '../../../src/errors.js'
import { bytesCodec } from '../../../src/group/codec.js'
import { Election } from '../../../src/group/objects/election.js'
import { LeasePool } from '../../../src/group/objects/lease-pool.js'
import { Lock } from '../../../src/group/objects/lock.js'
import type { Operation } from '../../../src/state/operation.js'
import { LocalHost, settled } from '../../support/local-host.js'

const ttlMs = 10_000

function setUp(): { host: LocalHost; leases: LeasePool; lock: Lock } {
  const host = new LocalHost()
  const leases = new LeasePool(host)
  return { host, leases, lock: lockOf(host, leases) }
}

function lockOf(host: LocalHost, leases: LeasePool, name = 'lock'): Lock {
  return new Lock(name, { host, leases, kind: 'lock', name, ttlMs })
}

/** Claims the lock for somebody else, whose lease lasts for long. */
function claimForBob(host: LocalHost): number {
  const { slot: lease } = host.choose({ type: 'grant', ttlMs: 10_000_000 }, 'bob')
  const value = new Uint8Array(0)
  const claim = { type: 'claim', kind: 'lock', name: 'lock', lease, value, waits: true } as const
  return host.choose(claim, 'bob').slot
}

function release(host: LocalHost, claim: number): void {
  host.choose({ type: 'release', kind: 'lock', name: 'lock', claim })
}

function holder(host: LocalHost): string | undefined {
  return host.objects.holder('lock', 'lock')?.row.origin
}

/** Refuses the first operations of a type. */
function refuse(host: LocalHost, type: Operation['type'], count: number): { refused: number } {
  const refusals = { refused: 0 }
  host.before = operation => {
    if (operation.type !== type || refusals.refused === count) return
    refusals.refused += 1
    throw new OverloadedError('too many wait')
  }
  return refusals
}

describe('a lock', () => {
  it('is waited for in line, and given up', async () => {
    const { host, lock } = setUp()
    const claim = claimForBob(host)
    const acquired = lock.acquire()
    await settled()
    expect(holder(host)).toBe('bob')
    release(host, claim)
    const held = await acquired
    expect([held.token, held.signal.aborted, holder(host)]).toEqual([2, false, 'alice'])
    await held.release()
    await held.release()
    expect(holder(host)).toBeUndefined()
  })

  it('whose release does not leave is released all the same, by and by', async () => {
    const { host, leases, lock } = setUp()
    const held = await lock.acquire()
    expect(await lock.tryAcquire()).toBeUndefined()
    // The lease lasts, for it is used.
    await lockOf(host, leases, 'another').acquire()
    const refusals = refuse(host, 'release', 3)
    await expect(held.release()).rejects.toMatchObject({ name: 'OverloadedError' })
    expect(holder(host)).toBe('alice')
    await host.pass(2 * ttlMs)
    expect(refusals.refused).toBe(3)
    expect(holder(host)).toBeUndefined()
  })

  it('that is no longer wanted is given up, however often that fails', async () => {
    const { host, leases, lock } = setUp()
    // The lease lasts, for it is used.
    await lockOf(host, leases, 'another').acquire()
    const claim = claimForBob(host)
    const aborter = new AbortController()
    const acquired = lock.acquire({ signal: aborter.signal })
    await settled()
    const refusals = refuse(host, 'release', 3)
    aborter.abort(new RangeError('enough'))
    await expect(acquired).rejects.toThrow('enough')
    await host.pass(5 * ttlMs)
    expect(refusals.refused).toBe(3)
    const later = claimForBob(host)
    release(host, claim)
    expect(host.objects.holder('lock', 'lock')?.claim).toBe(later)
  })

  it('is not waited for if that is given up in the moment in which it is claimed', async () => {
    const { host, lock } = setUp()
    claimForBob(host)
    const aborter = new AbortController()
    host.after = ({ type }) => {
      if (type === 'claim') aborter.abort(new RangeError('enough'))
    }
    await expect(lock.acquire({ signal: aborter.signal })).rejects.toThrow('enough')
  })

  it('is waited for no longer than is said, whatever takes the time', async () => {
    const { host, lock } = setUp()
    claimForBob(host)
    host.before = async ({ type }) => {
      if (type !== 'grant' && type !== 'claim') return
      await new Promise<void>(resolve => {
        host.clock.setTimer(host.clock.nowMs() + 400, resolve)
      })
    }
    const acquired = lock.acquire({ timeoutMs: 1000 })
    const outcome = acquired.then(
      () => 'acquired',
      error => `${error.name} after ${host.clock.nowMs() - 5000}`
    )
    await host.pass(3000)
    expect(await outcome).toBe('TimeoutError after 1000')
  })

  it('is waited for until the group closes', async () => {
    const { host, leases, lock } = setUp()
    claimForBob(host)
    const acquired = lock.acquire()
    await settled()
    leases.close()
    host.close()
    await expect(acquired).rejects.toMatchObject({ name: 'ReplicaStoppedError' })
    await host.pass(ttlMs)
    expect(host.clock.timerCount).toBe(0)
  })

  it('is lost when it may be', async () => {
    const { host, lock } = setUp()
    const held = await lock.acquire()
    host.before = () => new Promise(() => undefined)
    await host.pass(0.9 * ttlMs - 1)
    expect(held.signal.aborted).toBe(false)
    await host.pass(1)
    expect(held.signal.reason).toBeInstanceOf(LockLostError)
    expect(holder(host)).toBe('alice')
    await host.pass(0.1 * ttlMs)
    expect(holder(host)).toBeUndefined()
  })

  it('stays with who keeps it alive', async () => {
    const { host, lock } = setUp()
    const held = await lock.acquire()
    await host.pass(10 * ttlMs)
    expect([held.signal.aborted, holder(host)]).toEqual([false, 'alice'])
  })

  it.each([
    [true, 'alice'],
    [false, undefined]
  ])('goes on over a snapshot if its lease does (%s)', async (lasts, expected) => {
    const { host, lock } = setUp()
    const held = await lock.acquire()
    const ahead = new LocalHost()
    ahead.jump(host.objects)
    ahead.choose({ type: 'grant', ttlMs: 1000 }, 'bob')
    if (!lasts) ahead.choose({ type: 'revoke', lease: 1 })
    host.jump(ahead.objects)
    expect([held.signal.aborted, holder(host)]).toEqual([!lasts, expected])
  })

  it('is had if its turn came in a snapshot', async () => {
    const { host, lock } = setUp()
    const claim = claimForBob(host)
    const acquired = lock.acquire()
    await settled()
    const ahead = new LocalHost()
    ahead.jump(host.objects)
    release(ahead, claim)
    host.jump(ahead.objects)
    expect((await acquired).token).toBe(2)
  })
})

describe('the lease that locks go with', () => {
  it('is not lost to the others if the first who wanted it gives up', async () => {
    const { host, leases, lock } = setUp()
    const gate = Promise.withResolvers<void>()
    host.before = ({ type }) => (type === 'grant' ? gate.promise : undefined)
    const aborter = new AbortController()
    const first = lock.acquire({ signal: aborter.signal })
    const second = lockOf(host, leases, 'another').acquire()
    aborter.abort(new RangeError('enough'))
    await expect(first).rejects.toThrow('enough')
    gate.resolve()
    expect((await second).token).toBe(1)
  })

  it('is another one if it was lost before it was had', async () => {
    const { host, lock } = setUp()
    const gate = Promise.withResolvers<void>()
    host.before = ({ type }) => (type === 'grant' ? gate.promise : undefined)
    const first = lock.acquire()
    await host.pass(ttlMs)
    gate.resolve()
    const held = await first
    expect(held.signal.aborted).toBe(false)
  })

  it.each(['at once', 'later'])(
    'ends with the last who uses it if a claim goes with it that nobody knows (told %s)',
    async when => {
      const { host, leases, lock } = setUp()
      const another = await lockOf(host, leases, 'another').acquire()
      const expired = new SessionExpiredError('what it came to is forgotten')
      const outcome = Promise.withResolvers<never>()
      host.after = ({ type }) => {
        if (type !== 'claim') return
        host.after = () => undefined
        if (when === 'at once') throw expired
        const cause = new RangeError('enough')
        throw new OutcomeUnknownError('gave up', { cause, outcome: () => outcome.promise })
      }
      await expect(lock.acquire()).rejects.toMatchObject({
        name: when === 'at once' ? 'SessionExpiredError' : 'RangeError'
      })
      if (when === 'later') outcome.reject(expired)
      await settled()
      const waits = lock.acquire()
      await host.pass(5 * ttlMs)
      expect([another.signal.aborted, host.objects.holder('lock', 'lock')?.row.token]).toEqual([
        false,
        2
      ])
      await another.release()
      expect((await waits).token).toBe(3)
      expect(host.objects.hasLease(1)).toBe(false)
    }
  )

  it('that nobody gets any more ends with the group, too', async () => {
    const { host, leases, lock } = setUp()
    const another = await lockOf(host, leases, 'another').acquire()
    host.after = ({ type }) => {
      if (type === 'claim') throw new SessionExpiredError('what it came to is forgotten')
    }
    await expect(lock.acquire()).rejects.toMatchObject({ name: 'SessionExpiredError' })
    leases.close()
    host.close()
    await settled()
    expect([another.signal.aborted, host.clock.timerCount]).toEqual([true, 0])
  })

  it('is used by all, and ends some time after the last of them', async () => {
    const { host, leases, lock } = setUp()
    const [one, two] = [await lock.acquire(), await lockOf(host, leases, 'another').acquire()]
    await one.release()
    await host.pass(5 * ttlMs)
    expect(host.objects.hasLease(1)).toBe(true)
    expect(host.objects.hasLease(2)).toBe(false)
    await two.release()
    await host.pass(2 * ttlMs - 1)
    expect(host.objects.hasLease(1)).toBe(true)
    await host.pass(1)
    expect(host.objects.hasLease(1)).toBe(false)
    expect(host.clock.timerCount).toBe(0)
  })
})

describe('an office', () => {
  function electionOf(host: LocalHost, leases: LeasePool): Election<Uint8Array> {
    return new Election(
      'office',
      { host, leases, kind: 'election', name: 'office', ttlMs },
      bytesCodec
    )
  }

  it('is not observed by one who gives up before the first word, and that harms nobody', async () => {
    const { host, leases } = setUp()
    const aborter = new AbortController()
    const observed = electionOf(host, leases).observe({ signal: aborter.signal })
    const first = observed.next()
    aborter.abort(new RangeError('enough'))
    await expect(first).rejects.toThrow('enough')
    // What nobody handled would be told now.
    await new Promise(resolve => setTimeout(resolve, 0))
  })

  it('is observed from one who holds it to the next, until the group closes', async () => {
    const { host, leases } = setUp()
    const election = electionOf(host, leases)
    const observed = election.observe()
    expect(await observed.next()).toEqual({ done: false, value: undefined })
    const leadership = await election.campaign(Uint8Array.of(1))
    const incumbent = { peerId: 'alice', value: Uint8Array.of(1), token: 1 }
    expect((await observed.next()).value).toEqual(incumbent)
    await leadership.proclaim(Uint8Array.of(2))
    expect((await observed.next()).value).toEqual({ ...incumbent, value: Uint8Array.of(2) })
    await leadership.resign()
    expect((await observed.next()).value).toBeUndefined()
    const last = observed.next()
    host.close()
    expect(await last).toEqual({ done: true, value: undefined })
  })

  it('tells values that are whoever asks', async () => {
    const { host, leases } = setUp()
    const election = electionOf(host, leases)
    await election.campaign(Uint8Array.of(1))
    const incumbent = await election.incumbent()
    incumbent?.value.fill(9)
    expect((await election.incumbent())?.value).toEqual(Uint8Array.of(1))
  })
})
