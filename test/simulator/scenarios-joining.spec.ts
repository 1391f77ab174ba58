import { describe, expect, it } from 'vitest'
import type { VoterChange } from '../../src/group/reconfiguration.js'
import { overSeeds, Scene, type SceneInit } from './scenes.js'

/** A group that A leads, whose joiners have been admitted. */
async function joined(init: SceneInit): Promise<Scene> {
  const scene = await Scene.open(init, 'A')
  await scene.soon('everyone takes part', () =>
    scene.peerIds.every(peerId => scene.world.group(peerId) !== undefined)
  )
  await scene.allChosen(scene.proposeEverywhere())
  return scene
}

async function change(scene: Scene, peerId: string, voters: VoterChange): Promise<void> {
  await scene.wait(scene.group(peerId).reconfigure(voters))
}

/** Empties the disk of a peer that is up, and starts it again. */
async function loseDisk(scene: Scene, peerId: string): Promise<void> {
  scene.world.crash(peerId, scene.drawEnding())
  scene.world.wipe(peerId)
  scene.checkers.onLost(peerId)
  scene.world.start(peerId)
  await scene.soon(`${peerId} is back`, () => scene.world.group(peerId) !== undefined)
}

describe('a joiner', () => {
  it('learns, proposes and reads, and votes once it is made a voter', () =>
    overSeeds(10, async seed => {
      const scene = await joined({ seed, peerCount: 4, joinerCount: 1 })
      expect(scene.status('D')).toMatchObject({ votes: false, role: 'learner' })
      await scene.allChosen([scene.propose('D'), scene.read('D')])
      await change(scene, 'A', { add: ['D'], remove: ['B'] })
      await scene.soon('D votes', () => scene.status('D').votes)
      scene.world.crash('A', scene.drawEnding())
      await scene.leads(['C', 'D'])
      await scene.allChosen([scene.propose('D'), scene.propose('B')])
      await scene.settle()
    }))

  it('goes on with another member when the one that it learns from is gone', () =>
    overSeeds(10, async seed => {
      const scene = await joined({ seed, peerCount: 4, joinerCount: 1 })
      const { source = '' } = scene.status('D')
      scene.world.crash(source, scene.drawEnding())
      await scene.leads(['A', 'B', 'C'])
      await scene.allChosen([scene.propose('D'), scene.read('D')])
      expect(scene.status('D').source).not.toBe(source)
      await scene.settle()
    }))

  it('that restarts goes on with what it has', () =>
    overSeeds(10, async seed => {
      const scene = await joined({ seed, peerCount: 4, joinerCount: 1 })
      const { chosenSlotMax, incarnation } = scene.status('D')
      await scene.pass(1)
      scene.world.crash('D', scene.drawEnding())
      for (const peerId of 'ABC') scene.world.disconnect('D', peerId)
      scene.world.start('D')
      await scene.soon('D is back, alone', () => scene.world.group('D') !== undefined)
      expect(scene.status('D')).toMatchObject({ incarnation })
      expect(scene.status('D').lastSlot).toBeGreaterThanOrEqual(chosenSlotMax)
      await scene.settle()
    }))

  it('is made a voter only once it has caught up', () =>
    overSeeds(10, async seed => {
      const scene = await joined({ seed, peerCount: 4, joinerCount: 1 })
      for (const peerId of 'ABC') scene.world.hold(peerId, 'D')
      await scene.allChosen(scene.proposeMany('B', 20))
      let isDone = false
      const changed = scene.group('A').reconfigure({ add: ['D'] })
      const ended = changed.then(
        () => undefined,
        (error: Error) => error.name
      )
      void ended.then(() => {
        isDone = true
      })
      await scene.pass(1)
      expect(scene.status('A').epoch).toBe(1)
      expect(isDone).toBe(false)
      for (const peerId of 'ABC') scene.world.connect(peerId, 'D')
      expect(await scene.wait(ended)).toBeUndefined()
      await scene.settle()
      expect(scene.status('D').votes).toBe(true)
    }))
})

describe('a voter that lost its disk', () => {
  it('does not vote, learns, and is made a voter again; then the leader crashes', () =>
    overSeeds(10, async seed => {
      const scene = await Scene.started({ seed }, 'A')
      await loseDisk(scene, 'C')
      await scene.allChosen([scene.propose('C'), scene.propose('B')])
      expect(scene.status('C').votes).toBe(false)
      await scene.soon('B knows', () => scene.status('B').candidates.includes('C'))
      await change(scene, 'B', { add: ['C'] })
      await scene.soon('C votes', () => scene.status('C').votes)
      scene.world.crash('A', scene.drawEnding())
      await scene.leads(['B', 'C'])
      await scene.allChosen([scene.propose('C')])
      await scene.settle()
    }))

  it('counts for nothing until then: the others are no quorum without one more (5 voters)', () =>
    overSeeds(10, async seed => {
      const scene = await Scene.started({ seed, peerCount: 5 }, 'A')
      scene.world.crash('B', 'silent')
      await loseDisk(scene, 'C')
      await loseDisk(scene, 'D')
      const call = scene.propose('E')
      await scene.pass(6)
      expect(call.slot).toBeUndefined()
      scene.world.start('B')
      await scene.allChosen([call])
      await scene.soon('E knows', () => scene.status('E').candidates.length === 2)
      await change(scene, 'E', { add: ['C', 'D'] })
      await scene.settle()
      for (const peerId of scene.peerIds) expect(scene.status(peerId).votes).toBe(true)
    }))
})

describe('a change of voters', () => {
  it('replaces every founder under load, one by one, and then none of them is left', () =>
    overSeeds(5, async seed => {
      const scene = await joined({ seed, peerCount: 6, joinerCount: 3 })
      for (const [gone = '', comes = ''] of ['AD', 'BE', 'CF']) {
        const load = [...scene.proposeMany('D', 10), ...scene.proposeMany('F', 10)]
        await change(scene, 'E', { add: [comes], remove: [gone] })
        await scene.allChosen(load)
      }
      for (const gone of 'ABC') scene.world.crash(gone, scene.drawEnding())
      await scene.leads(['D', 'E', 'F'])
      await scene.allChosen([scene.propose('D'), scene.propose('E'), scene.read('F')])
      await scene.settle()
    }))

  it('to voters of whom too few are there is not taken: the group goes on', () =>
    overSeeds(10, async seed => {
      const scene = await Scene.started({ seed, peerCount: 3 }, 'A')
      scene.world.crash('C', scene.drawEnding())
      await scene.pass(2)
      const refused = scene.group('A').reconfigure({ remove: ['B'] })
      const error = scene.wait(refused).catch((reason: Error) => reason.name)
      expect(await error).toBe('ReconfigurationPendingError')
      await scene.allChosen([scene.propose('A'), scene.propose('B')])
      await scene.settle()
      for (const peerId of scene.peerIds) expect(scene.status(peerId).epoch).toBe(1)
    }))

  it('of a leader that leaves: it hands over, and the others go on without a pause for its vote', () =>
    overSeeds(10, async seed => {
      const scene = await Scene.started({ seed, peerCount: 4 }, 'A')
      const left = scene.group('A')
      const load = scene.proposeMany('B', 20)
      await scene.wait(left.leave())
      expect(left.status().state).toBe('closed')
      scene.world.crash('A')
      await scene.leads(['B', 'C', 'D'])
      await scene.allChosen([...load, scene.propose('C')])
      for (const peerId of 'BCD') expect(scene.status(peerId).members).toHaveLength(3)
      await scene.settle()
    }))

  it('of the only voter that leaves is refused', () =>
    overSeeds(3, async seed => {
      const scene = await Scene.started({ seed, peerCount: 1 }, 'A')
      await expect(scene.wait(scene.group('A').leave())).rejects.toThrowError(/has 1 to 64 voters/)
      await scene.allChosen([scene.propose('A')])
      await scene.settle()
    }))

  it('that adds nobody who could vote is refused', () =>
    overSeeds(3, async seed => {
      const scene = await Scene.started({ seed, peerCount: 3 }, 'A')
      const refused = scene.wait(scene.group('B').reconfigure({ add: ['X'] }))
      await expect(refused).rejects.toMatchObject({ name: 'NotMemberError', peerIds: ['X'] })
      await scene.settle()
    }))
})

describe('a leader looks after the voters', () => {
  const churn = { evictAfterMs: 500, graceMs: 200, changeIntervalMs: 500 }

  it('whoever lost its disk is made a voter again by itself', () =>
    overSeeds(10, async seed => {
      const scene = await Scene.started({ seed, options: { churn } }, 'A')
      for (const gone of 'CBA') {
        await loseDisk(scene, gone)
        await scene.soon(`${gone} votes`, () => scene.status(gone).votes)
      }
      await scene.allChosen(scene.proposeEverywhere())
      await scene.settle()
    }))

  it('whoever is gone is replaced by a learner, until no founder is left', () =>
    overSeeds(5, async seed => {
      const options = { churn: { ...churn, votersTarget: 3 } }
      const scene = await joined({ seed, peerCount: 6, joinerCount: 3, options })
      for (const gone of 'ABC') {
        scene.world.crash(gone, scene.drawEnding())
        const left = scene.peerIds.filter(peerId => scene.world.group(peerId) !== undefined)
        await scene.soon(`${gone} is replaced`, () =>
          left.every(at => !scene.status(at).members.some(({ peerId }) => peerId === gone))
        )
        await scene.allChosen([scene.propose('D')])
      }
      for (const peerId of 'DEF') expect(scene.status(peerId).votes).toBe(true)
      await scene.settle()
    }))

  it('a group that was founded alone grows by those who join', () =>
    overSeeds(5, async seed => {
      const options = { churn: { ...churn, votersTarget: 5 } }
      const scene = await joined({ seed, peerCount: 5, joinerCount: 4, options })
      await scene.soon('all vote', () =>
        scene.peerIds.every(peerId => scene.status(peerId).members.length === 5)
      )
      scene.world.crash('A', scene.drawEnding())
      await scene.leads(['B', 'C', 'D', 'E'])
      await scene.allChosen([scene.propose('E')])
      await scene.settle()
    }))

  it('whoever is gone is replaced, however often the leader changes', () =>
    overSeeds(5, async seed => {
      const options = { churn: { ...churn, votersTarget: 5 } }
      const scene = await joined({ seed, peerCount: 6, joinerCount: 1, options })
      scene.world.crash('E', scene.drawEnding())
      // None of them leads for as long as E has to be gone.
      for (const target of 'BCDA') {
        scene.transfer(scene.leaders[0] ?? 'A', target)
        await scene.pass(0.9)
      }
      const voters = scene.status('A').members.map(({ peerId }) => peerId)
      expect(voters).toEqual([...'ABCDF'])
      await scene.settle()
    }))

  it('whoever is gone is replaced sooner while no other can be spared', () =>
    overSeeds(5, async seed => {
      const options = { churn: { ...churn, evictAfterMs: 60_000, evictUrgentAfterMs: 500 } }
      const scene = await joined({ seed, peerCount: 4, joinerCount: 1, options })
      scene.world.crash('C', scene.drawEnding())
      await scene.soon('C is replaced', () =>
        scene.status('A').members.every(({ peerId }) => peerId !== 'C')
      )
      await scene.soon('D votes', () => scene.status('D').votes)
      await scene.settle()
    }))

  it('learners that would not vote stay learners', () =>
    overSeeds(5, async seed => {
      const options = { churn: { ...churn, votersTarget: 5 }, role: 'learner' } as const
      const scene = await joined({ seed, peerCount: 5, joinerCount: 2, options })
      await scene.pass(10)
      expect(scene.status('A')).toMatchObject({ epoch: 1, candidates: [] })
      await scene.settle()
    }))
})
