import { afterEach, describe, expect, it } from 'vitest'
import { jsonCodec, stringCodec, validatedCodec } from '../../../src/group/codec.js'
import { ObjectPeers } from '../../support/object-peers.js'

let peers = new ObjectPeers()

afterEach(async () => {
  await peers.stopAll()
})

async function start(options: ConstructorParameters<typeof ObjectPeers>[0] = {}): Promise<void> {
  peers = await new ObjectPeers(options).start()
}

describe('a map', () => {
  it('holds what any member sets, for all members', async () => {
    await start()
    const [a, b, c] = [peers.map(0), peers.map(1), peers.map(2)]
    expect(await a.get('x')).toBeUndefined()
    const { slot, existed } = await a.set('x', 'one')
    expect(existed).toBe(false)
    expect(await b.get('x')).toBe('one')
    const entry = { key: 'x', value: 'one', version: slot, createdSlot: slot }
    expect(await c.read('x')).toMatchObject({ entry })
    const { slot: version } = await b.set('x', 'two')
    expect(await c.read('x')).toMatchObject({ entry: { value: 'two', version, createdSlot: slot } })
    expect(await c.delete('x')).toMatchObject({ existed: true })
    expect(await a.delete('x')).toMatchObject({ existed: false })
    expect(await a.read('x')).toMatchObject({ entry: undefined })
  })

  it('has nothing to do with one of another name, or with other objects of its name', async () => {
    await start()
    await peers.map(0, 'a').set('bx', 'of a')
    await peers.map(0, 'ab').set('x', 'of ab')
    await peers.group(0).counter('a').add(7)
    expect(await peers.map(1, 'a').scan()).toMatchObject({ entries: [{ key: 'bx' }] })
    expect(await peers.map(1, 'ab').get('x')).toBe('of ab')
    expect(await peers.map(1, 'b').get('x')).toBeUndefined()
    expect(await peers.group(1).sequence('a').last()).toBe(0)
  })

  it.each(['__proto__', 'constructor', '', 'a\0b', 'schlüssel 🔑', '\uffff', 'x'.repeat(1024)])(
    'takes %j for a key like any other',
    async key => {
      await start()
      await peers.map(0).set(key, 'value')
      expect(await peers.map(1).get(key)).toBe('value')
      expect((await peers.map(1).scan()).entries).toMatchObject([{ key, value: 'value' }])
      expect(await peers.map(1).get(`${key}x`.slice(-1024))).toBe(
        key.length === 1024 ? 'value' : undefined
      )
    }
  )

  it('has bytes for keys, if asked for, in the same map', async () => {
    await start()
    const bytes = peers.group(0).map('map', { keys: 'bytes' })
    const key = Uint8Array.of(0, 255, 128)
    await bytes.set(key, Uint8Array.of(1))
    await peers.map(1).set('text', 'x')
    const { entries } = await bytes.scan()
    expect(entries.map(entry => entry.key)).toEqual([key, new TextEncoder().encode('text')])
    expect(await bytes.get(key)).toEqual(Uint8Array.of(1))
  })

  it('refuses what is no key or value, without effect', async () => {
    await start()
    const map = peers.map(0)
    const bad: [() => Promise<unknown>, string][] = [
      [() => map.set('x'.repeat(1025), ''), 'MessageTooLargeError'],
      [() => map.set('é'.repeat(513), ''), 'MessageTooLargeError'],
      [() => map.get('\ud800'), 'InvalidOptionsError'],
      [() => map.get(1 as unknown as string), 'InvalidOptionsError'],
      [() => map.set('k', 'x'.repeat(1024 * 1024)), 'MessageTooLargeError'],
      [() => map.compareAndSet('k', -1, 'x'), 'InvalidOptionsError'],
      [() => map.scan({ limit: 0 }), 'InvalidOptionsError'],
      [() => map.scan({ prefix: 'a', from: 'b' }), 'InvalidOptionsError'],
      [() => map.get('k', { consistency: 'strong' as 'local' }), 'InvalidOptionsError'],
      [
        () => map.transaction({ actions: Array(1025).fill({ type: 'get', key: 'k' }) }),
        'InvalidOptionsError'
      ],
      [() => map.set('k', undefined as unknown as string), 'InvalidOptionsError'],
      [
        () =>
          peers
            .group(0)
            .map('m')
            .set('k', 'text' as unknown as Uint8Array),
        'InvalidOptionsError'
      ]
    ]
    const text = 'text' as unknown as Uint8Array
    const office = peers.group(0).election('e')
    bad.push([() => office.campaign(text), 'InvalidOptionsError'])
    const compared = { conditions: [{ key: 'k', value: text }] }
    bad.push([() => peers.group(0).map('m').transaction(compared), 'InvalidOptionsError'])
    const watches = [
      { slot: 0 },
      { slot: 1.5 },
      { key: 'k', prefix: 'k' },
      { prefix: 'k', from: 'k' }
    ]
    for (const options of watches) {
      expect(() => map.watch(options)).toThrow(
        expect.objectContaining({ name: 'InvalidOptionsError' })
      )
    }
    const bytesMap = peers.group(0).map('b', { keys: 'bytes' })
    bad.push([() => bytesMap.get('x' as unknown as Uint8Array), 'InvalidOptionsError'])
    bad.push([() => bytesMap.get(new Uint8Array(2000)), 'MessageTooLargeError'])
    for (const [call, name] of bad) await expect(call()).rejects.toMatchObject({ name })
    for (const name of ['', 'x'.repeat(1025), '\ud800']) {
      expect(() => peers.group(0).map(name)).toThrow()
    }
    expect((await map.scan()).entries).toEqual([])
  })

  it('has values of any codec, and tells the caller what that throws', async () => {
    await start()
    const positive = (value: unknown): number => {
      if (typeof value === 'number' && value > 0) return value
      throw new RangeError(`${value} is not positive`)
    }
    const codec = validatedCodec(jsonCodec<unknown>(), positive)
    const map = peers.group(0).map<number>('numbers', { codec })
    await map.set('x', 3)
    expect(await map.get('x')).toBe(3)
    await expect(map.set('x', -3)).rejects.toThrow('-3 is not positive')
    await peers.map(1, 'numbers').set('x', '-4')
    await expect(map.get('x')).rejects.toThrow('-4 is not positive')
  })
})

describe('a write that depends on what is there', () => {
  it('sets a key once', async () => {
    await start()
    const results = await Promise.all(
      [0, 1, 2].map(i => peers.map(i).setIfAbsent('name', `peer ${i}`))
    )
    const winners = results.flatMap((result, i) => (result.succeeded ? [i] : []))
    expect(winners).toHaveLength(1)
    const value = `peer ${winners[0]}`
    for (const result of results) {
      if (!result.succeeded) expect(result.entry).toMatchObject({ key: 'name', value })
    }
    expect(await peers.map(1).get('name')).toBe(value)
  })

  it('counts every one of many that compete, each once', async () => {
    await start()
    const increment = async (i: number): Promise<void> => {
      const map = peers.map(i)
      for (;;) {
        const { entry } = await map.read('n')
        const next = String(Number(entry?.value ?? 0) + 1)
        if ((await map.compareAndSet('n', entry?.version ?? 0, next)).succeeded) return
      }
    }
    await Promise.all(Array.from({ length: 30 }, (_, i) => increment(i % 3)))
    expect(await peers.map(0).get('n')).toBe('30')
  })

  it('knows a key that was deleted and set again from the one before', async () => {
    await start()
    const map = peers.map(0)
    const { slot } = await map.set('x', 'one')
    await map.delete('x')
    await map.set('x', 'one')
    expect(await map.compareAndSet('x', slot, 'two')).toMatchObject({
      succeeded: false,
      entry: { value: 'one' }
    })
    expect(await map.compareAndDelete('x', slot)).toMatchObject({ succeeded: false })
    const { entry } = await map.read('x')
    expect(await map.compareAndDelete('x', entry?.version ?? 0)).toMatchObject({ succeeded: true })
    expect(await map.get('x')).toBeUndefined()
  })

  it('does several things at once, or others', async () => {
    await start()
    const map = peers.map(0)
    await map.set('a', '10')
    await map.set('b', '0')
    const move = {
      conditions: [
        { key: 'a', value: '10' },
        { key: 'b', exists: true },
        { key: 'c', exists: false },
        { key: 'a', version: 0, is: 'above' }
      ],
      actions: [
        { type: 'set', key: 'a', value: '7' },
        { type: 'set', key: 'b', value: '3' },
        { type: 'get', key: 'b' },
        { type: 'delete', key: 'c' }
      ],
      otherwise: [{ type: 'get', key: 'a' }]
    } as const
    const done = await map.transaction(move)
    expect(done).toMatchObject({
      succeeded: true,
      found: [{ value: '10' }, { value: '0' }, { key: 'b', value: '3' }, undefined]
    })
    const { entries } = await peers.map(2).scan()
    expect(entries.map(({ value, version }) => [value, version])).toEqual([
      ['7', done.slot],
      ['3', done.slot]
    ])
    expect(await map.transaction(move)).toMatchObject({ succeeded: false, found: [{ value: '7' }] })
    expect(await map.transaction({})).toMatchObject({ succeeded: true, found: [] })
  })
})

describe('a scan', () => {
  it('goes through keys in the order of their bytes, either way, page by page', async () => {
    await start()
    const map = peers.map(0)
    const keys = ['a', 'a\0', 'ab', 'b', 'B', 'é', '🔑', '\ue000', '']
    await Promise.all(keys.map(key => map.set(key, key)))
    const bytes = (text: string): string => Buffer.from(text).toString('latin1')
    const sorted = [...keys].sort((a, b) => (bytes(a) < bytes(b) ? -1 : 1))
    for (const limit of [1, 2, 4, 100]) {
      for (const reverse of [false, true]) {
        const found: string[] = []
        for await (const { key } of map.entries({ limit, reverse })) found.push(key)
        expect(found).toEqual(reverse ? sorted.toReversed() : sorted)
      }
    }
    const page = await map.scan({ limit: keys.length })
    expect(page.hasMore).toBe(false)
    expect((await map.scan({ limit: keys.length - 1 })).hasMore).toBe(true)
  })

  it('is of a prefix, or from one key to before another', async () => {
    await start()
    const map = peers.map(0)
    for (const key of ['a', 'b/1', 'b/2', 'b0', 'c', '\u{10ffff}']) await map.set(key, key)
    const keysOf = async (options: Parameters<typeof map.scan>[0]): Promise<string[]> =>
      (await map.scan(options)).entries.map(({ key }) => key)
    expect(await keysOf({ prefix: 'b/' })).toEqual(['b/1', 'b/2'])
    expect(await keysOf({ prefix: 'b/', after: 'b/1' })).toEqual(['b/2'])
    expect(await keysOf({ prefix: 'b/', after: 'a' })).toEqual(['b/1', 'b/2'])
    expect(await keysOf({ prefix: 'b/', after: 'b/2', reverse: true })).toEqual(['b/1'])
    expect(await keysOf({ prefix: 'b/', after: 'c', reverse: true })).toEqual(['b/2', 'b/1'])
    expect(await keysOf({ prefix: '\u{10ffff}' })).toEqual(['\u{10ffff}'])
    expect(await keysOf({ from: 'b', end: 'c' })).toEqual(['b/1', 'b/2', 'b0'])
    expect(await keysOf({ from: 'c' })).toEqual(['c', '\u{10ffff}'])
    expect(await keysOf({ end: 'b' })).toEqual(['a'])
    expect(await keysOf({ from: 'c', end: 'a' })).toEqual([])
  })
})

it('a map, a counter and a sequence come back with their group', async () => {
  await start({ snapshotEveryBytes: 500, logBytesMax: 0 })
  const { slot } = await peers.map(0).set('first', 'value')
  for (let i = 0; i < 40; i += 1) await peers.map(0).set(`${i % 5}`, `${i}`)
  await peers.group(0).counter('c').add(-5)
  await peers.group(0).sequence('s').take(9)
  await expect.poll(() => peers.group(2).status().firstSlot).toBeGreaterThan(slot)
  const before = await peers.map(0).scan()
  await peers.stop(2)
  await peers.restart(2)
  const { entries } = await peers.map(2).scan()
  expect(entries).toEqual(before.entries)
  expect(await peers.group(2).counter('c').get()).toBe(-5)
  expect(await peers.group(2).sequence('s').next()).toBe(10)
})

it('strings of the codec for text are what a map of bytes has', async () => {
  await start()
  await peers.map(0).set('x', 'ä')
  expect(await peers.group(1).map('map').get('x')).toEqual(stringCodec.encode('ä'))
})
