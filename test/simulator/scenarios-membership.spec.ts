import { describe, expect, it } from 'vitest'
import { type Call, isDone, overSeeds, Scene } from './scenes.js'

/** PeerIds of the voters that `peerId` knows of, joined. */
function voters(scene: Scene, peerId: string): string {
  return scene
    .status(peerId)
    .members.map(member => member.peerId)
    .join('')
}

describe('the voters change', () => {
  it('the leader removes itself: another one leads, and everyone knows (5 voters)', () =>
    overSeeds(10, async seed => {
      const scene = await Scene.started({ seed, peerCount: 5 }, 'A')
      const proposals = scene.proposeEverywhere()
      await scene.wait(scene.group('A').reconfigure({ remove: ['A'] }))
      expect(await scene.leads(['B', 'C', 'D', 'E'])).not.toBe('A')
      await scene.soon('A knows', () => scene.status('A').epoch === 2)
      expect(scene.status('A').votes).toBe(false)
      for (const peerId of scene.peerIds) expect(voters(scene, peerId)).toBe('BCDE')
      await scene.allChosen([...proposals, ...scene.proposeEverywhere()])
      await scene.settle()
    }))

  it('a removal shrinks the quorum: two that are left of five are enough', () =>
    overSeeds(10, async seed => {
      const scene = await Scene.started({ seed, peerCount: 5 }, 'A')
      for (const gone of ['E', 'D']) {
        await scene.wait(scene.group('A').reconfigure({ remove: [gone] }))
        scene.world.crash(gone, scene.drawEnding())
      }
      scene.world.crash('C', scene.drawEnding())
      await scene.leads(['A', 'B'])
      await scene.allChosen([scene.propose('A'), scene.propose('B'), scene.read('B')])
      await scene.settle()
      for (const peerId of scene.peerIds) expect(voters(scene, peerId)).toBe('ABC')
    }))

  it('a member is removed while it is away: it learns so when it is back', () =>
    overSeeds(10, async seed => {
      const scene = await Scene.started({ seed, peerCount: 3 }, 'A')
      scene.world.crash('C', scene.drawEnding())
      await scene.leads(['A', 'B'])
      await scene.wait(scene.group('B').reconfigure({ remove: ['C'] }))
      await scene.allChosen([scene.propose('A')])
      const before = scene.changes().length
      scene.world.start('C')
      await scene.soon('C knows', () => scene.world.group('C')?.status().epoch === 2)
      expect(scene.status('C').votes).toBe(false)
      await scene.pass(5)
      expect(scene.changes()).toHaveLength(before)
      await scene.allChosen([scene.propose('C'), scene.read('C')])
      await scene.settle()
    }))

  it('two changes at once: one takes effect, the other is told so', () =>
    overSeeds(10, async seed => {
      const scene = await Scene.started({ seed, peerCount: 5 }, 'A')
      const results = await scene.wait(
        Promise.allSettled([
          scene.group('B').reconfigure({ remove: ['E'] }),
          scene.group('C').reconfigure({ remove: ['D'] })
        ])
      )
      const failed = results.filter(result => result.status === 'rejected')
      expect(failed).toHaveLength(1)
      expect(failed[0]?.reason).toMatchObject({ name: 'ReconfigurationPendingError' })
      await scene.settle()
      expect(['ABCD', 'ABCE']).toContain(voters(scene, 'A'))
    }))

  it('a proposal after the stop entry is chosen in the next epoch, once', () =>
    overSeeds(10, async seed => {
      const scene = await Scene.started({ seed, peerCount: 3 }, 'A')
      const change = scene.group('A').reconfigure({ remove: ['B'] })
      const proposals: Call[] = []
      for (let i = 0; i < 50; i += 1) {
        proposals.push(scene.propose('A'), scene.propose('C'))
        await scene.world.run(1)
      }
      const { slot } = await scene.wait(change)
      await scene.allChosen(proposals)
      expect(proposals.some(call => (call.slot ?? 0) > slot)).toBe(true)
      await scene.settle()
    }))

  it('whoever holds the old quorum alone cannot go on by itself (5 voters)', () =>
    overSeeds(10, async seed => {
      const scene = await Scene.started({ seed, peerCount: 5 }, 'A')
      scene.world.linkOnly(['AB', 'AC', 'BC', 'DE'], { silently: true })
      await scene.leads(['A'])
      await scene.wait(scene.group('B').reconfigure({ remove: ['D', 'E'] }))
      const stale = [scene.propose('D'), scene.propose('E')]
      await scene.allChosen([scene.propose('A')])
      scene.world.crash('C', scene.drawEnding())
      await scene.leads(['A', 'B'])
      await scene.allChosen([scene.propose('B')])
      expect(stale.some(isDone)).toBe(false)
      expect(scene.status('D').epoch).toBe(1)
      await scene.settle()
      expect(voters(scene, 'D')).toBe('ABC')
    }))

  it('voters come and go one after the other, across restarts of all', () =>
    overSeeds(5, async seed => {
      const scene = await Scene.started({ seed, peerCount: 5 }, 'A')
      for (const [gone, other] of ['AB', 'BC', 'CD', 'DE', 'EA']) {
        const at = scene.peerIds.find(peerId => peerId !== gone) ?? ''
        await scene.wait(scene.group(other ?? at).reconfigure({ remove: [gone ?? ''] }))
        scene.world.crash(gone ?? '', scene.drawEnding())
        await scene.leads(scene.peerIds.filter(peerId => peerId !== gone))
        await scene.allChosen([scene.propose(at)])
        scene.world.start(gone ?? '')
        await scene.soon('it is back', () => scene.world.group(gone ?? '') !== undefined)
        await scene.wait(scene.group(at).reconfigure({ add: [gone ?? ''] }))
      }
      for (const peerId of scene.peerIds) scene.world.crash(peerId, scene.drawEnding())
      for (const peerId of scene.peerIds) scene.world.start(peerId)
      await scene.leads()
      await scene.settle()
      for (const peerId of scene.peerIds) expect(scene.status(peerId).epoch).toBe(11)
    }))
})
