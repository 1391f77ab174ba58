import { describe, expect, it } from 'vitest'
import { overSeeds, Scene } from './scenes.js'

describe('election in partial connectivity', () => {
  describe('partition: only A reaches everyone (5 voters)', () => {
    it.each([true, false])('and takes over, connections closing silently: %s', silently =>
      overSeeds(10, async seed => {
        const scene = await Scene.open({ seed, peerCount: 5 }, 'E')
        const before = scene.changes().length
        scene.world.linkOnly(['AB', 'AC', 'AD', 'AE'], { silently })
        await scene.leads(['A'])
        expect(scene.status('E').role).toBe('follower')
        await scene.allChosen(scene.proposeEverywhere())
        await scene.pass(1)
        for (const peerId of 'BCDE') expect(scene.reachable(peerId)).toEqual(['A'])
        expect(scene.changes(before).map(({ peerId }) => peerId)).toEqual(['A'])
        await scene.settle()
      })
    )
  })

  it('quorum loss: the leader is dead and only A, whose log is old, reaches a quorum (5 voters)', () =>
    overSeeds(10, async seed => {
      const scene = await Scene.open({ seed, peerCount: 5 }, 'E')
      const { world, letters } = scene
      world.linkOnly(['BC', 'BD', 'BE', 'CD', 'CE', 'DE'])
      await scene.allChosen(scene.proposeMany('B', 10))
      // Of the newest entries nobody knows that they are chosen: A can only adopt them.
      letters.lose(({ message }) => message.type === 'accepted')
      const newest = scene.proposeMany('B', 10)
      await scene.soon('they are chosen', () => scene.chosenSlotMax === 21)
      expect(scene.status('A').lastSlot).toBe(0)
      world.crash('E', scene.drawEnding())
      world.linkOnly(['AB', 'AC', 'AD'])
      await scene.leads(['A'])
      expect(scene.status('A')).toMatchObject({ lastSlot: 21, chosenSlotMax: 11 })
      letters.clear()
      await scene.allChosen(newest)
      await scene.settle()
    }))

  describe('chain: the leader at one end loses a link (3 voters)', () => {
    it.each([
      ['A', 'C'],
      ['C', 'A']
    ])('%s leads and loses its link to %s: at most one change', (leader, other) =>
      overSeeds(10, async seed => {
        const scene = await Scene.open({ seed }, leader)
        const before = scene.changes().length
        scene.world.disconnect(leader, other, { silently: seed % 2 === 0 })
        await scene.pass(20)
        expect(scene.reachable(leader)).toEqual(['B'])
        expect(scene.changes(before).length).toBeLessThanOrEqual(1)
        expect(scene.leaders).toHaveLength(1)
        await scene.allChosen(scene.proposeEverywhere())
        await scene.settle()
        expect(scene.changes(before).length).toBeLessThanOrEqual(1)
      })
    )
  })

  const topologies: [string, number, string[]][] = [
    ['star', 5, ['CA', 'CB', 'CD', 'CE']],
    ['chain', 5, ['AB', 'BC', 'CD', 'DE', 'AC']],
    ['quorum loss', 5, ['BA', 'BC', 'BD', 'BE']],
    ['constrained', 5, ['AB', 'AC', 'BC', 'DE']],
    ['ring', 5, ['AB', 'BC', 'CD', 'DE', 'EA']],
    ['star', 7, ['DA', 'DB', 'DC', 'DE', 'DF', 'DG']]
  ]
  describe('topology: elects within four election timeouts, and changes leader at most once', () => {
    it.each(topologies)('%s of %i voters', (topology, peerCount, links) =>
      overSeeds(10, async seed => {
        const scene = await Scene.open({ seed, peerCount })
        const before = scene.changes().length
        scene.world.linkOnly(links, { silently: seed % 2 === 0 })
        await scene.pass(4)
        expect(scene.leaders).toHaveLength(1)
        await scene.pass(10)
        for (const peerId of scene.peerIds) {
          const linked = links.filter(link => link.includes(peerId))
          expect(scene.reachable(peerId)).toHaveLength(linked.length)
        }
        const changes = scene.changes(before)
        // In a chain two voters that do not reach each other may campaign at the same moment: then one leads until it hears.
        const startMs = (changes[0]?.atMs ?? 0) + scene.world.core.heartbeatIntervalMs
        const isLate = changes.some(({ atMs }) => atMs > startMs)
        expect(changes.length).toBeLessThanOrEqual(topology === 'chain' && !isLate ? 2 : 1)
        await scene.settle()
      })
    )
  })

  describe('every elected leader is killed until only a quorum remains', () => {
    it.each([5, 7])('of %i voters', peerCount =>
      overSeeds(8, async seed => {
        const scene = await Scene.open({ seed, peerCount })
        const dead: string[] = []
        while (dead.length < (peerCount - 1) / 2) {
          const leader = await scene.leads()
          expect(dead).not.toContain(leader)
          await scene.allChosen([scene.propose(leader)])
          scene.world.crash(leader, scene.drawEnding())
          dead.push(leader)
          await scene.leads()
        }
        await scene.allChosen(scene.proposeEverywhere())
        await scene.settle()
      })
    )
  })

  it('two candidates duel across a partition that heals: one leader, nothing lost (5 voters)', () =>
    overSeeds(10, async seed => {
      const scene = await Scene.started({ seed, peerCount: 5 }, 'A')
      const { world } = scene
      // Each campaigns before it hears of the other, and neither gets what it asks for.
      world.hold('B', 'C')
      world.hold('C', 'B')
      const isCandidate = (peerId: string): boolean => scene.status(peerId).role === 'candidate'
      const lost = scene.letters.lose(({ to, message }) => {
        return message.type === 'promise' && 'BC'.includes(to)
      })
      for (const peerId of 'BC') scene.transfer('A', peerId)
      await scene.soon('B and C campaign', () => isCandidate('B') && isCandidate('C'))
      const proposals = scene.proposeEverywhere()
      world.linkOnly(['AB', 'CD'], { silently: true })
      await scene.pass(3)
      expect(lost).not.toEqual([])
      expect(scene.leaders).toEqual([])
      expect(proposals.some(({ slot }) => slot !== undefined)).toBe(false)
      await scene.settle()
    }))

  it('an isolated voter returns: the healthy leader is not deposed', () =>
    overSeeds(10, async seed => {
      const scene = await Scene.open({ seed }, 'A')
      const before = scene.changes().length
      scene.world.linkOnly(['AB'], { silently: seed % 2 === 0 })
      await scene.pass(10)
      expect(scene.reachable('C')).toEqual([])
      expect(scene.group('C').quorum).not.toBe('available')
      scene.world.linkOnly(['AB', 'AC', 'BC'])
      await scene.pass(10)
      expect(scene.reachable('C')).toEqual(['A', 'B'])
      expect(scene.changes(before)).toEqual([])
      expect(scene.leaders).toEqual(['A'])
      await scene.settle()
    }))

  describe('one-way links: a voter does not disrupt the leader', () => {
    it.each(['receive but not send', 'send but not receive'])('if it can %s', ability =>
      overSeeds(8, async seed => {
        const scene = await Scene.open({ seed }, 'A')
        const before = scene.changes().length
        for (const other of ['A', 'B']) {
          if (ability.startsWith('receive')) scene.world.cut('C', other)
          else scene.world.cut(other, 'C')
        }
        const proposal = scene.propose('B')
        await scene.pass(10)
        expect(proposal.slot).toBeDefined()
        for (const peerId of 'AB') expect(scene.reachable(peerId)).not.toContain('C')
        expect(scene.reachable('C')).toEqual([])
        await scene.settle()
        expect(scene.changes(before)).toEqual([])
      })
    )
  })

  describe('half-open: a leader is replaced (3 voters)', () => {
    it.each(['only send', 'only receive'])('if it can %s', ability =>
      overSeeds(8, async seed => {
        const scene = await Scene.open({ seed }, 'A')
        for (const other of ['B', 'C']) {
          if (ability === 'only send') scene.world.cut(other, 'A')
          else scene.world.cut('A', other)
        }
        await scene.leads(['B', 'C'])
        expect(scene.status('A').role).not.toBe('leader')
        await scene.allChosen([scene.propose('B')])
        await scene.soon('nobody hears A', () => {
          return ['B', 'C'].every(other => !scene.reachable(other).includes('A'))
        })
        await scene.settle()
      })
    )
  })
})
