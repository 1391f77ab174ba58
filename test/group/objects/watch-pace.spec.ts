import { describe, expect, it } from 'vitest'
import { stringCodec } from '../../../src/group/codec.js'
import { textKeys } from '../../../src/group/objects/key-codec.js'
import { type MapEvent, ReplicatedMap } from '../../../src/group/objects/map.js'
import type { Watch } from '../../../src/group/objects/watch.js'
import { LocalHost } from '../../support/local-host.js'

function setUp(): { host: LocalHost; map: ReplicatedMap<string> } {
  const host = new LocalHost()
  const onWatch = () => () => undefined
  const map = new ReplicatedMap({
    name: 'map',
    host,
    map: 'map',
    codec: stringCodec,
    keys: textKeys,
    onWatch
  })
  return { host, map }
}

type Read = MapEvent<string> | 'over' | { readonly name: string }

/** The next changes, as far as they are there, by slot, key and value. */
async function read(watch: Watch<MapEvent<string>>, count: number): Promise<string[]> {
  const told: string[] = []
  for (let i = 0; i < count; i += 1) {
    const next: Read = await watch.next().then(
      ({ value, done }) => (done ? 'over' : (value as MapEvent<string>)),
      (error: Error) => error
    )
    if (next === 'over') told.push(next)
    else told.push('name' in next ? next.name : `${next.slot} ${next.key} ${next.value}`)
  }
  return told
}

/** Has the host go on from a snapshot in which more was set. */
async function jump(host: LocalHost, keys: readonly string[]): Promise<void> {
  const ahead = setUp()
  ahead.host.jump(host.objects)
  for (const key of keys) await ahead.map.set(key, 'ahead')
  host.jump(ahead.host.objects)
}

describe('a watch', () => {
  it('tells what changes from now on, of its keys alone', async () => {
    const { host, map } = setUp()
    await map.set('a', '1')
    const watches = [map.watch(), map.watch({ key: 'b' }), map.watch({ prefix: 'b' })] as const
    const range = map.watch({ from: 'b', end: 'bb' })
    await map.set('b', '2')
    await map.set('bb', '3')
    await map.delete('b')
    await map.delete('none')
    host.close()
    for (const watch of [...watches, range]) watch.end()
    const all = ['2 b 2', '3 bb 3', '4 b undefined', 'over']
    expect(await read(watches[0], 4)).toEqual(all)
    expect(await read(watches[1], 3)).toEqual(all.filter(each => !each.includes('bb')))
    expect(await read(watches[2], 4)).toEqual(all)
    expect(await read(range, 3)).toEqual(all.filter(each => !each.includes('bb')))
  })

  it('tells what changed from a slot on, and goes on from there', async () => {
    const { map } = setUp()
    for (const value of ['1', '2', '3']) await map.set('k', value)
    const watch = map.watch({ slot: 2 })
    await map.set('k', '4')
    expect(await read(watch, 3)).toEqual(['2 k 2', '3 k 3', '4 k 4'])
    const next = read(watch, 1)
    await map.set('k', '5')
    expect(await next).toEqual(['5 k 5'])
  })

  it('tells nothing of before its slot, also if that is to come', async () => {
    const { map } = setUp()
    const watch = map.watch({ slot: 3 })
    for (const value of ['1', '2', '3']) await map.set('k', value)
    expect(await read(watch, 1)).toEqual(['3 k 3'])
    const later = map.watch({ slot: 5 })
    const next = read(later, 1)
    for (const value of ['4', '5']) await map.set('k', value)
    expect(await next).toEqual(['5 k 5'])
  })

  it('that is read slowly is told everything, in order', async () => {
    const { map } = setUp()
    const watch = map.watch()
    const values = Array.from({ length: 2500 }, (_, i) => `${i + 1}`)
    for (const value of values) await map.set('k', value)
    expect(await read(watch, 2500)).toEqual(values.map(value => `${value} k ${value}`))
  })

  it.each([
    ['from now on', {}],
    ['from a slot on', { slot: 2 }]
  ])(
    '%s is told what it missed by a snapshot, and nothing that comes after that',
    async (_, options) => {
      const { host, map } = setUp()
      await map.set('before', '1')
      const watch = map.watch(options)
      await jump(host, ['a', 'b'])
      await map.set('c', 'after')
      expect(await read(watch, 2)).toEqual(['CompactedError', 'over'])
    }
  )

  it('tells what it knows before it tells that it missed something', async () => {
    const { host, map } = setUp()
    const watch = map.watch()
    await map.set('a', '1')
    await jump(host, ['b'])
    expect(await read(watch, 3)).toEqual(['1 a 1', 'CompactedError', 'over'])
  })

  it('from a slot that is not known any more is refused, with the first one that is', async () => {
    const { host, map } = setUp()
    await map.set('before', '1')
    await jump(host, ['a'])
    expect(() => map.watch({ slot: 2 })).toThrow(expect.objectContaining({ firstSlot: 3 }))
    const watch = map.watch({ slot: 3 })
    await map.set('c', '3')
    expect(await read(watch, 1)).toEqual(['3 c 3'])
  })

  it('ends when it is aborted, with the reason', async () => {
    const { map } = setUp()
    const aborter = new AbortController()
    const watch = map.watch({ slot: 1, signal: aborter.signal })
    aborter.abort(new RangeError('enough'))
    await map.set('k', '1')
    expect(await read(watch, 2)).toEqual(['RangeError', 'over'])
  })
})

describe('what a map of bytes is read as', () => {
  it("is the reader's own: the state does not change with it", async () => {
    const host = new LocalHost()
    const value = Uint8Array.of(1, 2, 3)
    const map = new ReplicatedMap<Uint8Array>({
      name: 'map',
      host,
      map: 'map',
      codec: { encode: bytes => bytes, decode: bytes => bytes },
      keys: textKeys,
      onWatch: () => () => undefined
    })
    const watch = map.watch()
    await map.set('k', value)
    value.fill(7)
    const event = await watch.next()
    if (event.done !== true) event.value.value?.fill(8)
    ;(await map.get('k'))?.fill(9)
    ;(await map.read('k')).entry?.value.fill(9)
    for (const entry of (await map.scan()).entries) entry.value.fill(9)
    const absent = await map.setIfAbsent('k', value)
    if (!absent.succeeded) absent.entry?.value.fill(9)
    expect(host.objects.mapRow('map', 'k')?.value).toEqual(Uint8Array.of(1, 2, 3))
  })
})
