import { afterEach, describe, expect, it, vi } from 'vitest'
import { Cast, type NodeActor, type TabActor } from '../support/browser/cast.js'

const cast = new Cast()

afterEach(() => cast.end())

/** Tabs that can be reached at the relay, and by its help over WebRTC. */
async function startTabs(relay: NodeActor, count: number): Promise<TabActor[]> {
  const [address = ''] = relay.addresses
  const tabs: TabActor[] = []
  for (let i = 0; i < count; i += 1) {
    const tab = await cast.openTab()
    await tab.start({ relay: address, webRTC: true })
    tabs.push(tab)
  }
  return tabs
}

/** The addresses over which WebRTC is spoken with a peer. */
async function webRTCAddresses(tab: TabActor): Promise<string[]> {
  return await vi.waitUntil(async () => {
    const addresses = await tab.ask('addresses')
    const found = addresses.filter(address => address.includes('/webrtc/'))
    return found.length > 0 ? found : undefined
  })
}

describe('tabs among themselves, over WebRTC', () => {
  it('agree, also once the relay that brought them together is gone', async () => {
    const [relay] = (await cast.startNodes(1)) as [NodeActor]
    const tabs = await startTabs(relay, 2)
    const [first, second] = tabs as [TabActor, TabActor]
    await second.ask('introduce', first.peerId, await webRTCAddresses(first))
    const founders = tabs.map(({ peerId }) => peerId)
    await Promise.all(tabs.map(tab => tab.ask('open', founders)))
    await first.ask('propose', 'one')
    await second.ask('propose', 'two')
    for (const tab of tabs) expect(await tab.ask('values')).toEqual(['one', 'two'])
    await relay.stop()
    await vi.waitUntil(async () => {
      const connections = await second.ask('connections')
      return connections.every(
        address => !address.includes(relay.peerId) || address.includes('/webrtc')
      )
    })
    expect(await second.ask('connections')).toEqual([expect.stringMatching(/^\/.*\/webrtc\//)])
    await first.ask('propose', 'three')
    await second.ask('propose', 'four')
    for (const tab of tabs) {
      expect(await tab.ask('values')).toEqual(['one', 'two', 'three', 'four'])
    }
  })
})
