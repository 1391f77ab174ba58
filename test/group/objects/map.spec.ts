import { afterEach, describe, expect, it } from 'vitest'
import { stringCodec } from '../../../src/group/codec.js'
import type { Group } from '../../../src/group/group.js'
import type { ReplicatedMap } from '../../../src/group/objects/map.js'
import { Peers } from '../../support/trio.js'

let peers = new Peers(0)

afterEach(async () => {
  await peers.stopAll()
  peers = new Peers(0)
})

async function openTrio(): Promise<[Group<string>, Group<string>, Group<string>]> {
  peers = new Peers(3)
  await peers.open()
  await peers.ready()
  return [peers.at(0).group, peers.at(1).group, peers.at(2).group]
}

function names(group: Group<string>): ReplicatedMap<string> {
  return group.map('names', { codec: stringCodec })
}

describe('a map', () => {
  it('holds what any member sets, for all members', async () => {
    const [first, second, third] = await openTrio()
    const [a, b, c] = [names(first), names(second), names(third)]
    expect(await a.get('x')).toBeUndefined()
    const { slot, existed } = await a.set('x', 'one')
    expect(existed).toBe(false)
    expect(await b.get('x')).toBe('one')
    expect(await c.read('x')).toMatchObject({
      entry: { key: 'x', value: 'one', version: slot, createdSlot: slot }
    })
    expect(await b.set('x', 'two')).toMatchObject({ existed: true })
    expect(await c.read('x')).toMatchObject({ entry: { value: 'two', createdSlot: slot } })
    expect(await c.delete('x')).toMatchObject({ existed: true })
    expect(await a.delete('x')).toMatchObject({ existed: false })
    expect(await a.read('x')).toMatchObject({ entry: undefined })
  })
})
