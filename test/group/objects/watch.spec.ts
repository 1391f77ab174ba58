import { afterEach, describe, expect, it } from 'vitest'
import { Changes } from '../../../src/group/objects/changes.js'
import { ObjectPeers, take } from '../../support/object-peers.js'

let peers = new ObjectPeers()

afterEach(async () => {
  await peers.stopAll()
})

async function start(options: ConstructorParameters<typeof ObjectPeers>[0] = {}): Promise<void> {
  peers = await new ObjectPeers(options).start()
}

function set(key: string, value: string): unknown {
  return { type: 'set', key, value }
}

function deleted(key: string): unknown {
  return { type: 'delete', key, value: undefined }
}

describe('a watch', () => {
  it('tells what changes from when it was begun, in order, each once', async () => {
    await start()
    await peers.map(0).set('before', 'x')
    await peers.map(1).get('before')
    const watch = peers.map(1).watch()
    for (const i of [0, 1, 2]) await peers.map(i).set('k', `${i}`)
    await peers.map(0).delete('k')
    await peers.map(0).delete('k')
    await peers.map(0).transaction({
      actions: [
        { type: 'set', key: 'a', value: '1' },
        { type: 'get', key: 'a' },
        { type: 'delete', key: 'a' }
      ]
    })
    expect(await take(watch, 6)).toEqual([
      set('k', '0'),
      set('k', '1'),
      set('k', '2'),
      deleted('k'),
      set('a', '1'),
      deleted('a')
    ])
  })

  it('is of a key, a prefix or a range, and of no other map', async () => {
    await start()
    const watches = [{ key: 'b/1' }, { prefix: 'b/' }, { from: 'b', end: 'c' }, {}].map(options =>
      peers.map(1).watch(options)
    )
    const keys = ['a', 'b', 'b/1', 'b/2', 'c']
    for (const key of keys) {
      await peers.map(0).set(key, 'x')
      await peers.map(0, 'other').set(key, 'y')
    }
    const seen = await Promise.all(watches.map((watch, i) => take(watch, [1, 2, 3, 5][i] ?? 0)))
    expect(seen.map(events => events.map(({ key }) => key))).toEqual([
      ['b/1'],
      ['b/1', 'b/2'],
      ['b', 'b/1', 'b/2'],
      keys
    ])
    expect(seen.flat().every(({ value }) => value === 'x')).toBe(true)
  })

  it('goes on from the slot after that of a read, without gap or repeat', async () => {
    await start()
    const map = peers.map(0)
    for (let i = 0; i < 10; i += 1) await map.set('k', `${i}`)
    const { slot, entry } = await map.read('k')
    for (let i = 10; i < 20; i += 1) await map.set('k', `${i}`)
    expect(entry?.value).toBe('9')
    const watch = map.watch({ slot: slot + 1 })
    expect((await take(watch, 10)).map(({ value }) => Number(value))).toEqual(
      Array.from({ length: 10 }, (_, i) => 10 + i)
    )
  })

  it('may begin in the future', async () => {
    await start()
    const map = peers.map(0)
    const { slot } = await map.set('k', '0')
    const watch = map.watch({ slot: slot + 3 })
    for (let i = 1; i <= 4; i += 1) await map.set('k', `${i}`)
    expect(await take(watch, 2)).toEqual([set('k', '3'), set('k', '4')])
  })

  it('holds a bounded number of changes, and takes up the others later', async () => {
    await start()
    const map = peers.map(0)
    const watch = map.watch({ prefix: 'k' })
    const count = 3_000
    await Promise.all(Array.from({ length: count }, (_, i) => map.set(`k${i % 7}`, `${i}`)))
    const events = await take(watch, count)
    expect(events.map(({ value }) => Number(value))).toEqual(
      Array.from({ length: count }, (_, i) => i)
    )
    await map.set('k', 'live again')
    expect(await take(watch, 1)).toEqual([set('k', 'live again')])
  })

  it('tells of values that do not decode, and goes on', async () => {
    await start()
    const watch = peers.map(1).watch({ key: 'k' })
    await peers.group(0).map('map').set('k', Uint8Array.of(0xff))
    await peers.map(0).set('k', 'text')
    const { value: first } = await watch.next()
    expect(first).toMatchObject({
      type: 'set',
      value: undefined,
      decodeError: expect.any(TypeError)
    })
    expect(await take(watch, 1)).toEqual([set('k', 'text')])
  })

  it('ends when it is ended, by its signal with the reason, or with the group', async () => {
    await start()
    const map = peers.map(0)
    const ended = map.watch()
    const waiting = ended.next()
    await ended.return()
    expect(await waiting).toEqual({ done: true, value: undefined })
    expect(await ended.next()).toEqual({ done: true, value: undefined })

    const controller = new AbortController()
    const aborted = map.watch({ signal: controller.signal })
    const next = aborted.next()
    controller.abort(new Error('enough'))
    await expect(next).rejects.toThrow('enough')
    expect(await aborted.next()).toMatchObject({ done: true })
    expect(() => map.watch({ signal: controller.signal })).toThrow('enough')

    const closed = map.watch()
    await map.set('k', 'last')
    await peers.group(0).close()
    expect(await take(closed, 2)).toEqual([set('k', 'last')])
    expect(() => map.watch()).toThrow('is closed')
  })

  it('is ended where it leaves the scope it was made for', async () => {
    await start()
    const map = peers.map(0)
    let left: ReturnType<typeof map.watch> | undefined
    {
      await using watch = map.watch()
      left = watch
    }
    expect(await left.next()).toMatchObject({ done: true })
  })

  it('is overtaken by a snapshot, and says from where to go on', async () => {
    await start({ snapshotEveryBytes: 500, logBytesMax: 0 })
    await peers.map(0).set('k', '0')
    await peers.map(2).get('k')
    peers.isolate(2)
    const watch = peers.map(2).watch()
    const next = watch.next()
    const failure = expect(next).rejects.toMatchObject({ name: 'CompactedError' })
    for (let i = 1; i < 60; i += 1) await peers.map(0).set('k', `${i}`)
    await expect.poll(() => peers.group(0).status().firstSlot).toBeGreaterThan(10)
    await expect.poll(() => peers.group(1).status().firstSlot).toBeGreaterThan(10)
    peers.reconnect(2)
    await failure
    const { firstSlot } = (await next.catch(error => error)) as { firstSlot: number }
    const { slot, entry } = await peers.map(2).read('k')
    expect(entry?.value).toBe('59')
    expect(slot).toBeGreaterThanOrEqual(firstSlot - 1)
    expect(() => peers.map(2).watch({ slot: 1 })).toThrow('not known here any more')
    const again = peers.map(2).watch({ slot: slot + 1 })
    await peers.map(0).set('k', 'on')
    expect(await take(again, 1)).toEqual([set('k', 'on')])
  })
})

describe('what changed', () => {
  const change = (slot: number, bytes: number) =>
    ({
      type: 'map',
      slot,
      map: 'm',
      key: 'k',
      row: {
        type: 'map',
        value: new Uint8Array(bytes),
        version: slot,
        createdSlot: 1,
        lease: 0
      }
    }) as const

  it('is kept within a number of bytes, the latest of it', () => {
    const changes = new Changes()
    const mebibyte = 1024 * 1024
    for (let slot = 1; slot <= 20; slot += 1) changes.push([change(slot, mebibyte)])
    expect(() => changes.indexOf(4)).toThrow(expect.objectContaining({ firstSlot: 5 }))
    expect(changes.at(changes.indexOf(5))?.slot).toBe(5)
    expect(changes.at(changes.indexOf(21))).toBeUndefined()
    expect(() => changes.at(0)).toThrow(expect.objectContaining({ name: 'CompactedError' }))
  })

  it('is kept up to a count', () => {
    const changes = new Changes()
    for (let slot = 1; slot <= 70_000; slot += 1) changes.push([change(slot, 1)])
    expect(changes.at(changes.indexOf(70_000 - 65_535))?.slot).toBe(70_000 - 65_535)
    expect(() => changes.indexOf(70_000 - 65_536)).toThrow()
    expect(changes.nextIndex).toBe(70_000)
  })
})
