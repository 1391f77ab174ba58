import { describe, expect, it } from 'vitest'
import type { Change, Result } from '../../src/state/operation.js'
import { Log, refused, text } from './log.js'

const done = (existed: boolean): Result => ({ type: 'done', existed })
const waits = (claim: number): Result => ({ type: 'claim', claim, token: 0 })
const has = (claim: number, token: number): Result => ({ type: 'claim', claim, token })

function turns(changes: readonly Change[]): number[] {
  return changes.flatMap(change => (change.type === 'turn' ? [change.slot] : []))
}

describe('a lock', () => {
  it('is given to whoever claims it, in the order in which they do, each with a higher token', () => {
    const log = new Log()
    const [a, b, c] = [log.grant(), log.grant(), log.grant()]
    expect(log.holder()).toBeUndefined()
    expect([log.claim(a), log.claim(b), log.claim(c)]).toEqual([has(4, 1), waits(5), waits(6)])
    expect(log.holder()).toEqual([4, 1])
    expect(log.release(4)).toEqual(done(true))
    expect(log.holder()).toEqual([5, 2])
    expect(log.release(5)).toEqual(done(true))
    expect(log.holder()).toEqual([6, 3])
    expect(log.release(6)).toEqual(done(true))
    expect(log.holder()).toBeUndefined()
    expect(log.claim(b)).toEqual(has(10, 4))
  })

  it('is told of with who holds it', () => {
    const log = new Log()
    const lease = log.grant()
    log.claim(lease, { value: text('hello') })
    expect(log.objects.holder('lock', 'lock')).toEqual({
      claim: 2,
      row: { type: 'claim', lease, origin: 'holder of 1', value: text('hello'), token: 1 }
    })
  })

  it('passes over who left the line, and stays with who has it meanwhile', () => {
    const log = new Log()
    const [a, b, c] = [log.grant(), log.grant(), log.grant()]
    log.claim(a)
    log.claim(b)
    log.claim(c)
    log.changes()
    expect(log.release(5)).toEqual(done(true))
    expect(log.holder()).toEqual([4, 1])
    expect(turns(log.changes())).toEqual([])
    log.release(4)
    expect(log.holder()).toEqual([6, 2])
    expect(turns(log.changes())).toEqual([8])
  })

  it('does not change by the release of what was given up before, or never claimed', () => {
    const log = new Log()
    const lease = log.grant()
    log.claim(lease)
    log.release(2)
    log.claim(lease)
    log.changes()
    expect(log.release(2)).toEqual(done(false))
    expect(log.release(99)).toEqual(done(false))
    expect(log.release(4, 'election')).toEqual(done(false))
    expect(log.release(4, 'lock', 'other')).toEqual(done(false))
    expect(log.holder()).toEqual([4, 2])
    expect(log.changes()).toEqual([])
  })

  it('may be claimed several times with one lease, and is had once at a time', () => {
    const log = new Log()
    const lease = log.grant()
    expect([log.claim(lease), log.claim(lease)]).toEqual([has(2, 1), waits(3)])
    log.release(2)
    expect(log.holder()).toEqual([3, 2])
  })

  it('is not claimed with a lease that has ended', () => {
    const log = new Log()
    const lease = log.grant(500)
    log.nowMs += 500
    expect(log.claim(lease)).toEqual(refused('lease-ended'))
    expect(log.claim(99)).toEqual(refused('lease-ended'))
    expect(log.holder()).toBeUndefined()
  })

  it('is not waited for if that is not wanted', () => {
    const log = new Log()
    const [a, b] = [log.grant(), log.grant()]
    expect(log.claim(a, { waits: false })).toEqual(has(3, 1))
    expect(log.claim(b, { waits: false })).toEqual(refused('taken'))
    log.release(3)
    expect(log.holder()).toBeUndefined()
    expect(log.claim(b, { waits: false })).toEqual(has(6, 2))
    expect(log.claim(99, { waits: false })).toEqual(refused('lease-ended'))
  })
})

describe('tokens', () => {
  it('rise over all locks and offices of a group, and never start again', () => {
    const log = new Log()
    const lease = log.grant()
    expect(log.claim(lease, { name: 'a' })).toEqual(has(2, 1))
    expect(log.claim(lease, { name: 'b' })).toEqual(has(3, 2))
    expect(log.claim(lease, { kind: 'election', name: 'a' })).toEqual(has(4, 3))
    log.release(2, 'lock', 'a')
    expect(log.claim(lease, { name: 'a' })).toEqual(has(6, 4))
    log.apply({ type: 'revoke', lease })
    const next = log.grant()
    expect(log.claim(next, { name: 'new' })).toEqual(has(9, 5))
  })
})

describe('locks and offices of other names', () => {
  it.each([
    ['', 'a'],
    ['a', 'ab'],
    ['a', ''],
    ['\xff', '\xff\xff'],
    ['lock', '\0\0\0\0\0\0\0']
  ])('have lines of their own: %j, %j', (first, second) => {
    const log = new Log()
    const lease = log.grant()
    for (const kind of ['lock', 'election'] as const) {
      for (const name of [first, second]) {
        const result = log.claim(lease, { kind, name })
        expect(result).toMatchObject({ type: 'claim', claim: log.slot })
        expect(log.holder(kind, name)?.[0]).toBe(log.slot)
      }
    }
  })
})

describe('the end of a lease', () => {
  it.each(['time', 'revoke'])('passes on what goes with it, by %s', how => {
    const log = new Log()
    const [a, b] = [log.grant(500), log.grant(5000)]
    log.claim(a)
    log.claim(b)
    log.changes()
    if (how === 'time') log.pass(500)
    else log.apply({ type: 'revoke', lease: a })
    expect(log.holder()).toEqual([4, 2])
    expect(log.changes()).toEqual([
      { type: 'turn', slot: 5, kind: 'lock', name: 'lock' },
      { type: 'lease-ended', slot: 5, lease: a }
    ])
  })

  it('takes who waits with it out of the line', () => {
    const log = new Log()
    const [a, b, c] = [log.grant(5000), log.grant(500), log.grant(5000)]
    for (const lease of [a, b, c]) log.claim(lease)
    log.pass(500)
    expect(log.holder()).toEqual([4, 1])
    log.release(4)
    expect(log.holder()).toEqual([6, 2])
    expect(log.release(5)).toEqual(done(false))
  })

  it('passes nothing on to one whose lease ends in the same slot', () => {
    const log = new Log()
    const [a, b, c, d] = [log.grant(500), log.grant(600), log.grant(400), log.grant(5000)]
    for (const lease of [a, b, c, d]) log.claim(lease)
    log.changes()
    log.pass(1000)
    expect(log.holder()).toEqual([8, 2])
    expect(turns(log.changes())).toEqual([9])
  })

  it('leaves a lock to nobody if nobody is left', () => {
    const log = new Log()
    const [a, b] = [log.grant(500), log.grant(500)]
    log.claim(a)
    log.claim(b)
    log.claim(a)
    log.changes()
    log.pass(500)
    expect(log.holder()).toBeUndefined()
    expect(turns(log.changes())).not.toEqual([])
    const lease = log.grant()
    expect(log.claim(lease)).toMatchObject({ token: 2 })
  })

  it('passes on everything that goes with it', () => {
    const log = new Log()
    const [a, b] = [log.grant(500), log.grant(5000)]
    for (const lease of [a, b]) {
      log.claim(lease, { name: 'one' })
      log.claim(lease, { name: 'two' })
      log.claim(lease, { kind: 'election', name: 'one' })
    }
    log.pass(500)
    const holders = [
      log.holder('lock', 'one'),
      log.holder('lock', 'two'),
      log.holder('election', 'one')
    ]
    expect(holders.map(holder => holder?.[0])).toEqual([6, 7, 8])
    expect(holders.map(holder => holder?.[1]).sort()).toEqual([4, 5, 6])
  })

  it('of what was given up before passes nothing on', () => {
    const log = new Log()
    const [a, b] = [log.grant(500), log.grant(5000)]
    log.claim(a)
    log.release(3)
    log.claim(b)
    log.changes()
    log.pass(500)
    expect(log.holder()).toEqual([5, 2])
    expect(turns(log.changes())).toEqual([])
  })
})

describe('whoever has an office', () => {
  function office(): { log: Log; first: number; second: number } {
    const log = new Log()
    const lease = log.grant(5000)
    const other = log.grant(5000)
    const place = { kind: 'election', name: 'office' } as const
    log.claim(lease, { ...place, value: text('one') })
    log.claim(other, { ...place, value: text('other') })
    log.changes()
    return { log, first: 3, second: 4 }
  }

  function proclaim(log: Log, claim: number, value: string, name = 'office'): Result {
    return log.apply({ type: 'proclaim', name, claim, value: text(value) })
  }

  it('may say something else, under the same token', () => {
    const { log, first } = office()
    expect(proclaim(log, first, 'two')).toEqual(done(true))
    expect(log.objects.holder('election', 'office')?.row).toMatchObject({
      value: text('two'),
      token: 1,
      origin: 'holder of 1'
    })
    expect(log.changes()).toEqual([{ type: 'turn', slot: 5, kind: 'election', name: 'office' }])
    expect(proclaim(log, first, 'two')).toEqual(done(true))
    expect(log.changes()).toEqual([])
  })

  it('is the only one who may', () => {
    const { log, first, second } = office()
    expect(proclaim(log, second, 'mine')).toEqual(done(false))
    expect(proclaim(log, 99, 'mine')).toEqual(done(false))
    expect(proclaim(log, first, 'mine', 'other office')).toEqual(done(false))
    log.release(first, 'election', 'office')
    expect(proclaim(log, first, 'mine')).toEqual(done(false))
    expect(log.objects.holder('election', 'office')?.row.value).toEqual(text('other'))
    expect(proclaim(log, second, 'mine')).toEqual(done(true))
  })

  it('is not whoever has the lock of that name', () => {
    const log = new Log()
    log.claim(log.grant(), { name: 'office' })
    expect(proclaim(log, 2, 'mine')).toEqual(done(false))
    expect(log.holder('election', 'office')).toBeUndefined()
  })
})
