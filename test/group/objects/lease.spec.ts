import { describe, expect, it } from 'vitest'
import { OverloadedError } from '../../../src/errors.js'
import { Lease } from '../../../src/group/objects/lease.js'
import { LocalHost, settled } from '../../support/local-host.js'

/** What happened to a lease, and when, counted from now. */
function watch(host: LocalHost, lease: Lease): string[] {
  const startMs = host.clock.nowMs()
  const told: string[] = []
  const note = (what: string): void => {
    told.push(`${what} ${Math.round(host.clock.nowMs() - startMs)}`)
  }
  lease.addEventListener('jeopardy', ({ detail }) => note(`${Math.round(detail.remainingMs)} left`))
  lease.addEventListener('safe', () => note('safe'))
  lease.addEventListener('lost', () => note('lost'))
  return told
}

describe('a lease of this member', () => {
  // Parts of its time are no whole numbers: wherever they begin, each comes, once.
  it.each([0, 0.1, 1 / 3, 123.456, 1e6 + 0.7])(
    'is in jeopardy, and lost, in its time (%f)',
    async ms => {
      const host = new LocalHost()
      await host.pass(ms)
      const lease = await Lease.grant(host, 1000, {})
      const told = watch(host, lease)
      host.before = () => Promise.reject(new OverloadedError('too many wait'))
      await host.pass(2000)
      expect(told).toEqual(['233 left 667', 'lost 900'])
      expect([lease.remainingMs, lease.signal.aborted]).toEqual([0, true])
      expect(host.clock.timerCount).toBe(0)
    }
  )

  it('is safe again if it is kept alive in time', async () => {
    const host = new LocalHost()
    const lease = await Lease.grant(host, 1000, {})
    const told = watch(host, lease)
    const gate = Promise.withResolvers<void>()
    host.before = () => gate.promise
    await host.pass(800)
    gate.resolve()
    await settled()
    expect(told).toEqual(['233 left 667', 'safe 800'])
    // It counts from when it was asked for, in the worst case.
    expect(Math.round(lease.remainingMs)).toBe(333 + 900 - 800)
    await host.pass(10_000)
    expect(told.slice(2)).toEqual(['233 left 1000', 'safe 1000'])
    expect(host.objects.hasLease(lease.id)).toBe(true)
  })

  it('is lost when it ends, whoever ends it', async () => {
    const host = new LocalHost()
    const lease = await Lease.grant(host, 1000, {})
    const told = watch(host, lease)
    host.choose({ type: 'revoke', lease: lease.id })
    expect(told).toEqual(['lost 0'])
    expect(lease.signal.reason).toMatchObject({ name: 'LockLostError' })
  })

  it('is ended by its release, and not kept alive any more', async () => {
    const host = new LocalHost()
    const lease = await Lease.grant(host, 1000, {})
    await lease.release()
    await lease.release()
    expect(host.objects.hasLease(lease.id)).toBe(false)
    expect(host.clock.timerCount).toBe(0)
    const told: string[] = []
    host.before = ({ type }) => {
      told.push(type)
    }
    await host.pass(5000)
    expect(told).toEqual([])
  })
})
