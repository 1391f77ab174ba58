import { describe, expect, it } from 'vitest'
import type { Result } from '../../src/state/operation.js'
import { Log, refused, restored, set } from './log.js'

function keepAlive(log: Log, lease: number): Result {
  return log.apply({ type: 'keep-alive', lease })
}

function revoke(log: Log, lease: number): Result {
  return log.apply({ type: 'revoke', lease })
}

const done = (existed: boolean): Result => ({ type: 'done', existed })

describe('a lease', () => {
  it('is known by its slot, and lasts for its time', () => {
    const log = new Log()
    log.set('k', 'v')
    expect(log.apply({ type: 'grant', ttlMs: 500 })).toEqual({
      type: 'lease',
      lease: 2,
      expiresAtMs: log.nowMs + 500
    })
    log.pass(499)
    expect(log.objects.hasLease(2)).toBe(true)
    log.pass(1)
    expect(log.objects.hasLease(2)).toBe(false)
  })

  it('lasts from when it was kept alive last', () => {
    const log = new Log()
    const lease = log.grant(500)
    log.pass(499)
    expect(keepAlive(log, lease)).toEqual({ type: 'lease', lease, expiresAtMs: log.nowMs + 500 })
    log.pass(499)
    expect(log.objects.hasLease(lease)).toBe(true)
    log.pass(1)
    expect(log.objects.hasLease(lease)).toBe(false)
  })

  it('that has ended is not kept alive, not even in the slot in which it ends', () => {
    const log = new Log()
    const lease = log.grant(500)
    log.nowMs += 500
    expect(keepAlive(log, lease)).toEqual(refused('lease-ended'))
    expect(keepAlive(log, 99)).toEqual(refused('lease-ended'))
    expect(log.objects.hasLease(lease)).toBe(false)
  })

  it.each([
    ['an operation', (log: Log) => log.set('x', '')],
    ['a tick', (log: Log) => log.pass(0)],
    [
      'an open-session',
      (log: Log) =>
        log.append({ type: 'open-session', origin: 'bob', nonce: 1n, logTimeMs: log.nowMs })
    ],
    [
      'a value',
      (log: Log) =>
        log.append({
          type: 'value',
          session: 1,
          sequence: 9,
          value: new Uint8Array(1),
          logTimeMs: log.nowMs
        })
    ],
    [
      'a no-op that means nothing',
      (log: Log) =>
        log.append({ type: 'no-op', session: 1, sequence: 9, logTimeMs: log.nowMs }, undefined, {
          type: 'nothing'
        })
    ]
  ])('ends whatever tells the time: %s', (_, tell) => {
    const log = new Log()
    const lease = log.grant(500)
    log.set('k', 'v', lease)
    log.changes()
    log.nowMs += 500
    tell(log)
    expect(log.objects.hasLease(lease)).toBe(false)
    expect(log.changes().slice(0, 2)).toEqual([
      { type: 'map', slot: log.slot, map: 'map', key: 'k', row: undefined },
      { type: 'lease-ended', slot: log.slot, lease }
    ])
  })

  it('ends when it is revoked, once', () => {
    const log = new Log()
    const lease = log.grant()
    log.set('k', 'v', lease)
    log.changes()
    expect(revoke(log, lease)).toEqual(done(true))
    expect(log.map()).toEqual({})
    expect(log.changes()).toEqual([
      { type: 'map', slot: 3, map: 'map', key: 'k', row: undefined },
      { type: 'lease-ended', slot: 3, lease }
    ])
    expect(revoke(log, lease)).toEqual(done(false))
    log.pass(5000)
    expect(log.changes()).toEqual([])
  })
})

describe('what goes with a lease', () => {
  it('goes when it ends, in every map, and nothing else does', () => {
    const log = new Log()
    const [lease, other] = [log.grant(500), log.grant(1000)]
    log.set('mine', '1', lease)
    log.set('mine', '2', lease, 'second')
    log.set('theirs', '3', other)
    log.set('stays', '4')
    log.pass(500)
    expect([log.map(), log.map('second')]).toEqual([{ theirs: '3', stays: '4' }, {}])
    log.pass(500)
    expect(log.map()).toEqual({ stays: '4' })
  })

  it.each([
    ['without one', 0],
    ['with another one', 2]
  ])('stays if it is set again %s', (_, lease) => {
    const log = new Log()
    log.grant(500)
    log.grant(5000)
    log.set('k', 'v', 1)
    log.set('k', 'w', lease)
    log.pass(500)
    expect(log.map()).toEqual({ k: 'w' })
    log.pass(5000)
    expect(log.map()).toEqual(lease === 0 ? { k: 'w' } : {})
  })

  it('goes if it is set again with the same one, or had none before', () => {
    const log = new Log()
    const lease = log.grant(500)
    log.set('again', '', lease)
    log.set('again', '', lease)
    log.set('later', '')
    log.set('later', '', lease)
    log.pass(500)
    expect(log.map()).toEqual({})
  })

  it('is let go of when it is deleted: what is set there later stays', () => {
    const log = new Log()
    const lease = log.grant(500)
    log.set('k', 'v', lease)
    log.transact([], [{ type: 'delete', key: 'k' }, set('k', 'w')])
    log.pass(500)
    expect(log.map()).toEqual({ k: 'w' })
  })

  it('goes in the slot in which it ends before the operation there is applied', () => {
    const log = new Log()
    const lease = log.grant(500)
    log.set('k', 'v', lease)
    log.nowMs += 500
    const result = log.transact([{ key: 'k', is: 'equal', version: 0 }], [set('k', 'w')])
    expect(result).toEqual({ type: 'transaction', succeeded: true, found: [undefined] })
    expect(log.row('k')).toMatchObject({ createdSlot: 3, lease: 0 })
  })
})

describe('leases that are over in one slot', () => {
  it('end in the order in which they were, the oldest first if it was at once', () => {
    const log = new Log()
    const late = log.grant(700)
    const early = log.grant(500)
    const [first, second] = [log.grant(600), log.grant(600)]
    for (const lease of [late, early, first, second]) log.set(`${lease}`, '', lease)
    log.changes()
    log.pass(1000)
    const ended = [early, first, second, late]
    const changes = log.changes()
    expect(changes.flatMap(each => (each.type === 'lease-ended' ? [each.lease] : []))).toEqual(
      ended
    )
    expect(changes.flatMap(each => (each.type === 'map' ? [Number(each.key)] : []))).toEqual(ended)
  })
})

describe('the alarm', () => {
  it('is set if there is a lease, and never after the end of one', () => {
    const log = new Log()
    const { objects } = log
    expect(objects.alarmMs).toBeUndefined()
    const [first, second] = [log.grant(500), log.grant(200)]
    expect(objects.alarmMs).toBe(1200)
    log.pass(100)
    keepAlive(log, second)
    expect(objects.alarmMs).toBeLessThanOrEqual(1300)
    log.pass(150)
    expect(objects.alarmMs).toBe(1300)
    revoke(log, second)
    log.pass(50)
    expect(objects.alarmMs).toBe(1500)
    log.pass(200)
    expect(objects.hasLease(first)).toBe(false)
    expect(objects.alarmMs).toBeUndefined()
    log.grant(300)
    expect(objects.alarmMs).toBe(1800)
  })

  it('is that of the first lease after a restart from a snapshot', () => {
    const log = new Log()
    log.grant(500)
    log.grant(200)
    keepAlive(log, 2)
    const other = restored(log.objects.snapshot())
    expect(other.alarmMs).toBe(1200)
    const entry = { type: 'tick', logTimeMs: 1200 } as const
    other.apply({ slot: 4, entry, verdict: { type: 'nothing' }, origin: undefined })
    expect([other.hasLease(1), other.hasLease(2)]).toEqual([true, false])
    expect(other.alarmMs).toBe(1500)
  })
})
