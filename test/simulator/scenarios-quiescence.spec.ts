import { describe, expect, it } from 'vitest'
import { Checkers } from '../../src/simulator/checkers/checkers.js'
import { World } from '../../src/simulator/world.js'
import { isDone, overSeeds, Scene, type SceneInit } from './scenes.js'

/** How many replicas rest, and rested no more, so far. */
function rests({ world: { coverage } }: Pick<Scene, 'world'>): number {
  return coverage.get('notice', 'rest') - coverage.get('notice', 'wake')
}

/** A group that `leader` leads, in which everyone has proposed, and everyone rests. */
async function resting(init: SceneInit, leader = 'A'): Promise<Scene> {
  const scene = await Scene.started(init, leader)
  await scene.soon('everyone rests', () => rests(scene) === scene.peerIds.length)
  return scene
}

/** How many messages were sent so far for one group each, and for all groups of a peer. */
function messages({ coverage }: World): { readonly ofGroups: number; readonly ofPeers: number } {
  let ofGroups = 0
  for (const [what, count] of Object.entries(coverage.toObject())) {
    if (what.startsWith('message ')) ofGroups += count
  }
  const ofPeers = coverage.get('message', 'probe') + coverage.get('message', 'probe-reply')
  return { ofGroups: ofGroups - ofPeers, ofPeers }
}

function eachOf(peerIds: string, act: (peerId: string) => void): void {
  for (const peerId of peerIds) act(peerId)
}

describe('quiescence', () => {
  it.each([3, 5])('a group of %i voters in which nothing happens sends nothing', peerCount =>
    overSeeds(5, async seed => {
      const scene = await resting({ seed, peerCount })
      const letters = scene.letters.watch(() => true)
      await scene.pass(100)
      expect(letters).toEqual([])
      expect(scene.status('B').quorum).toBe('available')
      await scene.settle()
    })
  )

  it('20 groups in which nothing happens send as many probes as one', () =>
    overSeeds(3, async seed => {
      const sent: number[] = []
      for (const count of [1, 20]) {
        const groups = Array.from({ length: count }, (_, i) => `group ${i}`)
        const observer = new Checkers()
        const world = new World({ seed, peerCount: 3, groups, observer, options: { churn: false } })
        expect(await world.reach(() => rests({ world }) === 3 * count, 10_000)).toBeDefined()
        const before = messages(world)
        await world.run(10_000)
        const after = messages(world)
        expect(after.ofGroups).toBe(before.ofGroups)
        sent.push(after.ofPeers - before.ofPeers)
      }
      expect(sent[1]).toBeLessThanOrEqual(1.02 * (sent[0] ?? 0))
    }))

  it('what is proposed is chosen as soon as ever, and then everyone rests again', () =>
    overSeeds(10, async seed => {
      const scene = await resting({ seed })
      for (const peerId of scene.peerIds) {
        const call = scene.propose(peerId)
        const tookMs = await scene.world.reach(() => isDone(call), 100)
        expect(tookMs).toBeDefined()
        await scene.soon('everyone rests', () => rests(scene) === 3)
      }
      await scene.settle()
    }))

  it('a read wakes nobody who has nothing to tell', () =>
    overSeeds(5, async seed => {
      const scene = await resting({ seed })
      await scene.allChosen([scene.read('B')])
      await scene.soon('everyone rests', () => rests(scene) === 3)
      await scene.settle()
    }))

  describe('the leader of a group in which nothing happens is replaced', () => {
    const ends: [string, (scene: Scene) => void][] = [
      ['it crashes', ({ world }) => world.crash('A', 'silent')],
      ['it is paused', ({ world }) => world.pause('A')],
      ['it reaches nobody', ({ world }) => eachOf('BC', peerId => world.cut('A', peerId))],
      ['nobody reaches it', ({ world }) => eachOf('BC', peerId => world.cut(peerId, 'A'))],
      ['it closed the group', scene => void scene.group('A').close()]
    ]
    it.each(ends)('%s', (_, end) =>
      overSeeds(10, async seed => {
        const scene = await resting({ seed })
        end(scene)
        await scene.soon('another one leads', () => {
          return ['B', 'C'].every(peerId => ['B', 'C'].includes(scene.status(peerId).leader ?? ''))
        })
        await scene.allChosen([scene.propose('B'), scene.propose('C')])
      })
    )
  })

  it('who closed one of two groups is missed in that, though its peer answers', () =>
    overSeeds(10, async seed => {
      const groups = ['one', 'two']
      const observer = new Checkers()
      const world = new World({ seed, peerCount: 3, groups, observer, options: { churn: false } })
      expect(await world.reach(() => rests({ world }) === 6, 10_000)).toBeDefined()
      const leader = world.group('A', 'one')?.leader ?? ''
      const closing = world.peerIds.find(peerId => peerId !== leader) ?? ''
      world
        .group(closing, 'one')
        ?.close()
        .catch(error => world.fail(error))
      const isMissed = (name: string): boolean => {
        const members = world.group(leader, name)?.status().members ?? []
        return members.some(({ peerId, reachable }) => peerId === closing && !reachable)
      }
      expect(await world.reach(() => isMissed('one'), 4 * world.electionTimeoutMs)).toBeDefined()
      expect(isMissed('two')).toBe(false)
    }))

  it('a change reaches everyone who rests, though what first tells of it is lost', () =>
    overSeeds(10, async seed => {
      const scene = await resting({ seed })
      const { letters } = scene
      // A hands over, and C hears nothing of it but by the heartbeats that come later.
      letters.lose(({ to, message }) => to === 'C' && message.type !== 'heartbeat')
      const lost = letters.loseFirst(
        ({ to, message }) => to === 'C' && message.type === 'heartbeat'
      )
      scene.transfer('A', 'B')
      await scene.soon('B leads', () => scene.leaders.includes('B'))
      expect(lost.length).toBeGreaterThan(0)
      letters.clear()
      await scene.soon('C knows', () => scene.status('C').leader === 'B')
      await scene.soon('everyone rests', () => rests(scene) === 3)
      await scene.settle()
    }))

  it('a group with a voter that is gone rests, until that comes back', () =>
    overSeeds(10, async seed => {
      const scene = await resting({ seed })
      const { world } = scene
      if (seed % 2 === 0) world.crash('C', scene.drawEnding())
      else world.pause('C')
      await scene.soon('nobody reaches it', () => {
        return ['A', 'B'].every(peerId => !scene.reachable(peerId).includes('C'))
      })
      await scene.pass(4)
      const letters = scene.letters.watch(() => true)
      await scene.pass(10)
      expect(letters).toEqual([])
      if (seed % 2 === 0) world.start('C')
      else world.resume('C')
      await scene.soon('everyone reaches it', () => {
        return ['A', 'B'].every(peerId => scene.reachable(peerId).includes('C'))
      })
      await scene.allChosen(scene.proposeEverywhere())
      await scene.settle()
    }))

  it('who cannot reach the leader learns what is chosen from others, although the leader rests', () =>
    overSeeds(10, async seed => {
      const scene = await resting({ seed })
      scene.world.disconnect('A', 'C', { silently: seed % 2 === 0 })
      await scene.soon('they miss each other', () => !scene.reachable('A').includes('C'))
      await scene.pass(10)
      const letters = scene.letters.watch(({ from }) => from === 'A')
      await scene.pass(4)
      expect(letters.map(({ message }) => message.type)).not.toContain('heartbeat')
      await scene.allChosen([scene.propose('A')])
      await scene.soon('C knows', () => scene.group('C').chosenSlotMax === scene.chosenSlotMax)
      await scene.settle()
    }))

  it('voters that are gone are left out, although nothing happens', () =>
    overSeeds(3, async seed => {
      const churn = { evictAfterMs: 5_000, changeIntervalMs: 1_000 }
      const scene = await resting({ seed, peerCount: 5, options: { churn } })
      for (const peerId of ['D', 'E']) scene.world.crash(peerId, scene.drawEnding())
      const voters = (): string[] => scene.status('A').members.map(({ peerId }) => peerId)
      expect(await scene.world.reach(() => voters().length === 3, 20_000)).toBeDefined()
      await scene.pass(4)
      const letters = scene.letters.watch(() => true)
      await scene.pass(10)
      expect(letters).toEqual([])
    }))
})
