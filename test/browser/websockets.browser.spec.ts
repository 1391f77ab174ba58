import { afterEach, describe, expect, it, vi } from 'vitest'
import { Cast, type NodeActor } from '../support/browser/cast.js'

const cast = new Cast()

afterEach(() => cast.end())

describe('a tab among peers in Node, over WebSockets', () => {
  it('joins as a learner, proposes, and learns what all learn', async () => {
    const nodes = await cast.startNodes(3)
    const founders = nodes.map(({ peerId }) => peerId)
    await Promise.all(nodes.map(node => node.ask('open', founders)))
    const [first] = nodes as [NodeActor]
    await first.ask('propose', 'before')
    const tab = await cast.openTab()
    await tab.start({})
    await tab.ask('join', await first.ask('invite'))
    await tab.ask('propose', 'from the tab')
    await first.ask('propose', 'after')
    expect(await tab.ask('votes')).toBe(false)
    for (const peer of [tab, ...nodes]) {
      expect(await peer.ask('values')).toEqual(['before', 'from the tab', 'after'])
    }
  })

  it('votes as a founder, and has its log and its vote after the page was loaded again', async () => {
    const nodes = await cast.startNodes(2)
    const dial = nodes.flatMap(({ addresses }) => addresses)
    const tab = await cast.openTab()
    const founders = [...nodes, tab].map(({ peerId }) => peerId)
    await tab.start({ dial })
    await Promise.all([...nodes, tab].map(peer => peer.ask('open', founders)))
    await Promise.all([...nodes, tab].map(peer => peer.ask('ready')))
    await nodes[1]?.stop()
    // Of three voters the tab is one of two that are left: what is chosen is in its store.
    const slot = await tab.ask('propose', 'one')
    await tab.tab.reload()
    // Nobody is there to learn from.
    await tab.start({})
    await tab.ask('open', founders)
    expect(await tab.ask('lastSlot')).toBeGreaterThanOrEqual(slot)
    expect(await tab.ask('votes')).toBe(true)
    await tab.tab.reload()
    await tab.start({ dial: nodes[0]?.addresses ?? [] })
    await tab.ask('open', founders)
    await tab.ask('propose', 'two')
    expect(await nodes[0]?.ask('values')).toEqual(['one', 'two'])
    expect(await tab.ask('values')).toEqual(['one', 'two'])
  })

  it('halts once its store is deleted, and comes back as a voter without a past', async () => {
    const nodes = await cast.startNodes(2)
    const dial = nodes.flatMap(({ addresses }) => addresses)
    const tab = await cast.openTab()
    const founders = [...nodes, tab].map(({ peerId }) => peerId)
    await tab.start({ dial })
    await Promise.all([...nodes, tab].map(peer => peer.ask('open', founders)))
    await tab.ask('propose', 'one')
    await tab.tab.call('deleteStore', tab.store)
    await nodes[0]?.ask('propose', 'two')
    await vi.waitUntil(async () => (await tab.ask('state')) === 'halted, StoreError')
    await nodes[1]?.ask('propose', 'three')
    await tab.tab.reload()
    await tab.start({ dial })
    await tab.ask('open', founders)
    // It learns everything anew, and the group lets it vote as what it is now.
    await vi.waitUntil(async () => await tab.ask('votes'), { timeout: 20_000 })
    expect(await tab.ask('values')).toEqual(['one', 'two', 'three'])
  })
})
