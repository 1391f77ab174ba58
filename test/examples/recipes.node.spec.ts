import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { meet } from '../../examples/recipes/barrier.js'
import { follow } from '../../examples/recipes/follow.js'
import { ids } from '../../examples/recipes/ids.js'
import { lead } from '../../examples/recipes/lead.js'
import { announce } from '../../examples/recipes/presence.js'
import { put, take } from '../../examples/recipes/queue.js'
import { setCurrency, tag } from '../../examples/recipes/registers-and-sets.js'
import { throttle, withPermit } from '../../examples/recipes/semaphore.js'
import { update } from '../../examples/recipes/update.js'
import { jsonCodec, stringCodec } from '../../src/group/codec.js'
import type { Group } from '../../src/group/group.js'
import { nextEvent, Peers } from '../support/trio.js'

let peers = new Peers(0)

afterEach(async () => {
  await peers.stopAll()
  peers = new Peers(0)
})

async function openTrio(options = {}): Promise<readonly Group<string>[]> {
  peers = new Peers(3, options)
  await peers.open()
  await peers.ready()
  return peers.groups
}

/** Calls `call` of all members, `count` times each, at once. */
async function everywhere<R>(
  count: number,
  call: (group: Group<string>, i: number) => Promise<R>
): Promise<R[]> {
  const calls = peers.groups.flatMap(group =>
    Array.from({ length: count }, (_, i) => call(group, i))
  )
  return await Promise.all(calls)
}

describe('recipes', () => {
  it('sets a register if it is still what was read', async () => {
    const [first, second] = (await openTrio()) as [Group<string>, Group<string>]
    expect(await setCurrency(first, 'EUR')).toBe(true)
    expect(await setCurrency(second, 'CHF')).toBe(true)
    const settings = second.map('settings', { codec: stringCodec })
    expect(await settings.get('currency')).toBe('CHF')
  })

  it('keeps a set', async () => {
    const [first, second] = (await openTrio()) as [Group<string>, Group<string>]
    expect(await tag(first, 'urgent')).toEqual(['urgent'])
    expect(await tag(second, 'big')).toEqual(['big', 'urgent'])
    expect(await tag(second, 'urgent')).toEqual(['big'])
  })

  it('loses no update', async () => {
    await openTrio()
    const counts = (group: Group<string>) => group.map('counts', { codec: jsonCodec<number>() })
    const values = await everywhere(10, group =>
      update(counts(group), 'x', (value = 0) => value + 1)
    )
    expect(values.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1))
  })

  it('follows a map, also over a snapshot', async () => {
    const groups = await openTrio({ snapshotEveryBytes: 500, logBytesMax: 0 })
    const [first, , third] = groups as [Group<string>, Group<string>, Group<string>]
    const [a, b, c] = peers.founders as [string, string, string]
    const seen: string[] = []
    const last = Promise.withResolvers<void>()
    const following = (async () => {
      for await (const entries of follow(third.map('names', { codec: stringCodec }))) {
        seen.push(entries.map(({ value }) => value).join())
        if (seen.at(-1) === 'last') last.resolve()
      }
    })()
    await expect.poll(() => seen).toEqual([''])
    const names = first.map('names', { codec: stringCodec })
    await names.set('x', 'one')
    await names.set('x', 'two')
    await expect.poll(() => seen.at(-1)).toBe('two')

    for (const other of [a, b]) peers.network.cut(c, other)
    const installed = nextEvent(third, 'snapshot:install')
    for (let i = 0; i < 50; i += 1) await names.set('x', `unseen ${i}`)
    for (const other of [a, b]) peers.network.heal(c, other)
    await installed
    await names.set('x', 'last')
    await last.promise
    await third.close()
    await following
    expect(seen.filter(value => !value.startsWith('unseen'))).toEqual(['', 'one', 'two', 'last'])
  })

  it('lets nobody pass a barrier before all have come', async () => {
    await openTrio()
    let coming = 0
    const passed = await everywhere(1, async group => {
      await delay(coming * 30)
      coming += 1
      await meet(group.map('start'), group.status().peerId, 3)
      return coming
    })
    expect(passed).toEqual([3, 3, 3])
  })

  it('tells who is there, until they leave or are gone', async () => {
    const [first, second, third] = (await openTrio()) as [
      Group<string>,
      Group<string>,
      Group<string>
    ]
    const seen: string[] = []
    const following = (async () => {
      for await (const entries of follow(third.map('present', { codec: stringCodec }))) {
        seen.push(entries.map(({ value }) => value).join())
      }
    })()
    await expect.poll(() => seen).toEqual([''])
    const lease = await announce(first, 'a', 'attic', 2_000)
    await announce(second, 'b', 'barn', 2_000)
    await expect.poll(() => seen.at(-1)).toBe('attic,barn')
    await lease.release()
    await expect.poll(() => seen.at(-1)).toBe('barn')
    await second.close()
    await expect.poll(() => seen.at(-1), { timeout: 5_000 }).toBe('')
    await third.close()
    await following
    expect(seen).toEqual(['', 'attic', 'attic,barn', 'barn', ''])
  })

  it('gives out no more permits than there are', async () => {
    await openTrio()
    let users = 0
    let usersMax = 0
    await everywhere(3, group =>
      withPermit(group, 'printers', 2, async signal => {
        users += 1
        usersMax = Math.max(users, usersMax)
        await delay(10, undefined, { signal })
        users -= 1
      })
    )
    expect(usersMax).toBe(2)
  })

  it('begins no more than so many in any window of time', async () => {
    await openTrio()
    const begun: number[] = []
    const windowMs = 200
    await everywhere(2, group =>
      throttle(group, 'mails', 2, windowMs, async () => begun.push(performance.now()))
    )
    expect(begun).toHaveLength(6)
    for (let i = 2; i < begun.length; i += 1) {
      // A timer may be early by a millisecond.
      expect((begun[i] as number) - (begun[i - 2] as number)).toBeGreaterThan(windowMs - 2)
    }
  })

  it('hands out each item of a queue once, in order', async () => {
    await openTrio()
    const queue = (group: Group<string>) => group.map('tasks', { codec: stringCodec })
    const taking = everywhere(4, group => take(queue(group)))
    await everywhere(4, (group, i) =>
      put(queue(group), group.sequence('tasks'), `${group.status().peerId} ${i}`)
    )
    const items = peers.founders.flatMap(peerId => [0, 1, 2, 3].map(i => `${peerId} ${i}`))
    expect((await taking).toSorted()).toEqual(items.toSorted())

    const [first, second] = peers.groups as [Group<string>, Group<string>]
    for (const item of ['one', 'two']) await put(queue(first), first.sequence('tasks'), item)
    expect([await take(queue(second)), await take(queue(second))]).toEqual(['one', 'two'])
  })

  it('gives out no id twice', async () => {
    await openTrio()
    const blocks = await everywhere(2, async group => {
      const own: number[] = []
      for await (const id of ids(group.sequence('orders'), 10)) if (own.push(id) === 25) break
      return own
    })
    const all = blocks.flat()
    expect(new Set(all).size).toBe(6 * 25)
    for (const own of blocks) expect(own).toEqual(own.toSorted((x, y) => x - y))
  })

  it('works wherever the office is, and again if it was lost before the work was done', async () => {
    await openTrio()
    const worked: string[] = []
    const isCutOff = Promise.withResolvers<void>()
    const leading = everywhere(1, async group => {
      const { peerId } = group.status()
      const office = group.election('work', { codec: stringCodec, ttlMs: 500 })
      return await lead(office, peerId, async ({ signal }) => {
        worked.push(peerId)
        // Whoever comes first does not get ready before it has lost the office.
        if (worked.length > 1) return peerId
        isCutOff.resolve()
        return await delay(60_000, 'too late', { signal })
      })
    })
    await isCutOff.promise
    const [first = ''] = worked
    const others = peers.founders.filter(peerId => peerId !== first)
    for (const other of others) peers.network.cut(first, other)
    await expect.poll(() => new Set(worked).size).toBe(3)
    for (const other of others) peers.network.heal(first, other)
    expect((await leading).toSorted()).toEqual(peers.founders)
    expect(worked.filter(peerId => peerId === first).length).toBeGreaterThan(1)
  })
})
