import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Cast, type NodeActor, type TabActor } from '../support/browser/cast.js'

const cast = new Cast()
let nodes: [NodeActor, NodeActor]
let tab: TabActor

afterEach(() => cast.end())

async function startTab(): Promise<void> {
  await tab.start({ dial: nodes.flatMap(({ addresses }) => addresses) })
  const peers = [...nodes, tab]
  await Promise.all(
    peers.map(peer =>
      peer.ask(
        'open',
        peers.map(({ peerId }) => peerId)
      )
    )
  )
  await tab.ask('ready')
}

/** Resolves once one of the peers in Node leads, as both know. */
async function untilNodeLeads(): Promise<void> {
  const { peerId } = tab
  await vi.waitUntil(
    async () => {
      const leaders = await Promise.all(nodes.map(node => node.ask('leader')))
      return leaders.every(leader => leader !== undefined && leader !== peerId)
    },
    { timeout: 10_000 }
  )
}

/** Resolves once timers of the tab have not fired for two seconds, to how often they did. */
async function untilThrottled(): Promise<number> {
  let ticks = -1
  await vi.waitUntil(
    async () => {
      const before = ticks
      ticks = await tab.tab.call('tickCount')
      return ticks === before
    },
    { timeout: 20_000, interval: 2_000 }
  )
  return ticks
}

describe('a tab that learns', () => {
  it('learns and proposes while its timers fire once a minute', async () => {
    nodes = (await cast.startNodes(2)) as [NodeActor, NodeActor]
    tab = await cast.openTab()
    await Promise.all(
      nodes.map(node =>
        node.ask(
          'open',
          nodes.map(({ peerId }) => peerId)
        )
      )
    )
    await tab.start({})
    await tab.ask('join', await nodes[0].ask('invite'))
    await tab.ask('propose', 'one')
    await tab.tab.hide()
    const ticks = await untilThrottled()
    // Nothing happens for longer than a learner that is gone is served.
    await new Promise(resolve => setTimeout(resolve, 6_000))
    await nodes[0].ask('propose', 'two')
    await vi.waitUntil(async () => (await tab.ask('known')).includes('two'), { timeout: 5_000 })
    const startMs = performance.now()
    await tab.ask('propose', 'three')
    expect(performance.now() - startMs).toBeLessThan(5_000)
    expect(await tab.tab.call('tickCount')).toBeLessThanOrEqual(ticks + 1)
  })
})

describe('a tab that leads', () => {
  /** Two peers in Node and a tab are the voters, and the tab leads. */
  beforeEach(async () => {
    nodes = (await cast.startNodes(2)) as [NodeActor, NodeActor]
    tab = await cast.openTab()
    await startTab()
    await nodes[0].ask('ready')
    await nodes[0].ask('transferLeadership', tab.peerId)
  })

  it('hands over when it is hidden, and takes part all the same', async () => {
    expect(await nodes[0].ask('leader')).toBe(tab.peerId)
    await tab.tab.hide()
    await untilNodeLeads()
    expect(await tab.ask('votes')).toBe(true)
    await tab.ask('propose', 'from a hidden tab')
    await nodes[1].ask('propose', 'to a hidden tab')
    expect(await tab.ask('values')).toEqual(['from a hidden tab', 'to a hidden tab'])
  })

  it('does not lead again while it is hidden, if another can', async () => {
    await tab.tab.hide()
    await untilNodeLeads()
    for (const [i, node] of nodes.entries()) {
      await node.ask('transferLeadership', tab.peerId)
      await untilNodeLeads()
      await node.ask('propose', `${i}`)
    }
    expect(await tab.ask('values')).toEqual(['0', '1'])
  })

  it('takes part while its timers fire once a minute', async () => {
    await tab.tab.hide()
    await untilNodeLeads()
    const ticks = await untilThrottled()
    const leader = await nodes[0].ask('leader')
    const [led, leading] = nodes[0].peerId === leader ? [nodes[1], nodes[0]] : nodes
    await led.stop()
    // Without its vote nothing can be chosen.
    const startMs = performance.now()
    await leading.ask('propose', 'one')
    await tab.ask('propose', 'two')
    expect(await tab.ask('values')).toEqual(['one', 'two'])
    expect(performance.now() - startMs).toBeLessThan(10_000)
    expect(await tab.tab.call('tickCount')).toBeLessThanOrEqual(ticks + 1)
  })

  it('is replaced when it is frozen, and learns what it missed once it goes on', async () => {
    await tab.tab.freeze()
    await nodes[0].ask('propose', 'one')
    await untilNodeLeads()
    await nodes[1].ask('propose', 'two')
    await tab.tab.thaw()
    expect(await tab.tab.call('freezeCount')).toBe(1)
    expect(await tab.ask('values')).toEqual(['one', 'two'])
    expect(await tab.ask('votes')).toBe(true)
    await tab.ask('propose', 'three')
    expect(await nodes[0].ask('values')).toEqual(['one', 'two', 'three'])
  })

  it('is replaced when it is closed', async () => {
    await tab.tab.close()
    await nodes[0].ask('propose', 'one')
    await untilNodeLeads()
    expect(await nodes[1].ask('values')).toEqual(['one'])
    cast.forget(tab)
  })

  it('is loaded again amid what it proposes, and proposes nothing twice', async () => {
    const keys = Array.from({ length: 20 }, (_, i) => `key-${i}`)
    const before = keys.map(key => tab.ask('propose', key, key).catch(() => undefined))
    await before[0]
    await tab.tab.reload()
    await Promise.all(before)
    await startTab()
    for (const key of keys) await tab.ask('propose', key, key)
    const values = await nodes[0].ask('values')
    expect(values.toSorted()).toEqual(keys.toSorted())
    expect(await tab.ask('values')).toEqual(values)
    expect(await tab.ask('votes')).toBe(true)
  })

  it('is replaced while it is offline, and what it proposes then is chosen later', async () => {
    await tab.tab.goOffline()
    const waiting = tab.ask('propose', 'from offline')
    await nodes[0].ask('propose', 'one')
    await untilNodeLeads()
    expect(await nodes[1].ask('values')).toEqual(['one'])
    await tab.tab.goOnline()
    await waiting
    expect(await nodes[1].ask('values')).toEqual(['one', 'from offline'])
    expect(await tab.ask('values')).toEqual(['one', 'from offline'])
  })
})
