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
    await tab.ask('propose', 'one')
    await nodes[0]?.ask('propose', 'two')
    expect(await tab.ask('values')).toEqual(['one', 'two'])
    const lastSlot = await tab.ask('lastSlot')
    await tab.tab.reload()
    // Nobody is there to learn from.
    await tab.start({})
    await tab.ask('open', founders)
    expect(await tab.ask('lastSlot')).toBe(lastSlot)
    expect(await tab.ask('known')).toContain('one')
    expect(await tab.ask('votes')).toBe(true)
    await tab.tab.reload()
    await tab.start({ dial })
    await tab.ask('open', founders)
    await nodes[1]?.stop()
    // Of three voters the tab is one of two that are left.
    await vi.waitFor(() => tab.ask('propose', 'three'), { timeout: 20_000 })
    expect(await nodes[0]?.ask('values')).toEqual(['one', 'two', 'three'])
    expect(await tab.ask('values')).toEqual(['one', 'two', 'three'])
  })
})
