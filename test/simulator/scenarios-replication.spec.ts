import { describe, expect, it } from 'vitest'
import { sameBallot } from '../../src/core/ballot.js'
import { unchosenBytesMax } from '../../src/core/limits.js'
import type { Select } from './letters.js'
import { isDone, overSeeds, Scene, slotsOf } from './scenes.js'

const megabyte = 1_000_000

describe('replication', () => {
  describe('accepts dropped to one voter, then healed: resynchronised by the same leader', () => {
    it.each(['one', 'all for some time'])('%s', which =>
      overSeeds(8, async seed => {
        const scene = await Scene.started({ seed }, 'A')
        const before = scene.changes().length
        const { letters } = scene
        const reports = letters.watch(({ from, message }) => {
          return from === 'C' && message.type === 'promise'
        })
        const isAcceptToC: Select = ({ to, message }) => {
          return to === 'C' && message.type === 'accept' && message.entries.length > 0
        }
        const lost = which === 'one' ? letters.loseFirst(isAcceptToC) : letters.lose(isAcceptToC)
        for (let i = 0; i < 5; i += 1) await scene.allChosen([scene.propose('B')])
        if (which === 'one') {
          expect(lost).toHaveLength(1)
          await scene.soon('C reports the gap', () => reports.length > 0)
        } else {
          expect(lost.length).toBeGreaterThanOrEqual(5)
          expect(scene.status('C').lastSlot).toBeLessThan(scene.chosenSlotMax)
        }
        letters.clear()
        // Not by what it asks of others: the leader itself sends again what was not acknowledged.
        letters.lose(({ from, message }) => from === 'C' && message.type === 'catch-up-request')
        await scene.soon('C has all', () => scene.status('C').lastSlot === scene.chosenSlotMax)
        await scene.settle()
        expect(scene.changes(before)).toEqual([])
      })
    )
  })

  it('the old leader wrote to a minority: the value never shows up as chosen later', () =>
    overSeeds(8, async seed => {
      const scene = await Scene.started({ seed, peerCount: 5 }, 'A')
      const { world, chosenSlotMax } = scene
      world.linkOnly(['AB', 'CD', 'CE', 'DE'], { silently: true })
      const minority = scene.proposeMany('A', 5)
      await scene.soon('A and B hold it', () => {
        return ['A', 'B'].every(peerId => scene.holds(peerId, chosenSlotMax + 5))
      })
      expect(scene.chosenSlotMax).toBe(chosenSlotMax)
      world.crash('A', scene.drawEnding())
      const second = await scene.leads(['C', 'D', 'E'])
      await scene.allChosen([scene.propose('C'), scene.propose('D')])
      // Only B can lead next, whose log is the longest and the oldest, and it can only adopt what was chosen.
      world.crash(second, scene.drawEnding())
      scene.letters.lose(({ message }) => message.type === 'catch-up-request')
      world.linkOnly(['BC', 'BD', 'BE'])
      await scene.leads(['B'])
      await scene.allChosen([scene.propose('B')])
      expect(scene.chosenSlotMax).toBe(chosenSlotMax + 3)
      await scene.settle()
      await scene.allChosen(scene.proposeMany('A', 3))
      await scene.settle()
      const log = await scene.log('A')
      for (const call of minority) expect(slotsOf(log, call)).toEqual([])
      for (const peerId of scene.peerIds) {
        expect(scene.status(peerId).lastSlot).toBe(scene.chosenSlotMax)
      }
    }))

  it('a value on a majority under an old ballot counts only once accepted under the current one', () =>
    overSeeds(8, async seed => {
      const scene = await Scene.started({ seed }, 'A')
      const { chosenSlotMax } = scene
      const lost = scene.letters.lose(
        ({ message }) =>
          message.type === 'accepted' ||
          (message.type === 'promise' && sameBallot(message.ballot, message.acceptedBallot))
      )
      scene.world.cut('A', 'C')
      const proposal = scene.propose('A')
      await scene.soon('A and B hold it', () => scene.chosenSlotMax === chosenSlotMax + 1)
      scene.world.crash('A', scene.drawEnding())
      const leader = await scene.leads(['B', 'C'])
      const read = scene.read(leader)
      await scene.pass(2)
      expect(lost.length).toBeGreaterThan(1)
      expect(scene.status(leader).lastSlot).toBe(chosenSlotMax + 1)
      expect(scene.group(leader).chosenSlotMax).toBe(chosenSlotMax)
      expect(read.slot).toBeUndefined()
      await scene.settle()
      expect(slotsOf(await scene.log('A'), proposal)).toEqual([chosenSlotMax + 1])
      expect(read.slot).toBe(chosenSlotMax + 1)
    }))

  it('a voter with garbage that missed chosen entries: garbage goes, what was chosen stays', () =>
    overSeeds(8, async seed => {
      const scene = await Scene.started({ seed }, 'A')
      const { chosenSlotMax } = scene
      const garbageEnd = chosenSlotMax + 5
      scene.world.linkOnly(['BC'], { silently: true })
      const garbage = scene.proposeMany('A', 5)
      await scene.soon('A holds it', () => scene.holds('A', garbageEnd))
      scene.world.crash('A', scene.drawEnding())
      await scene.leads(['B', 'C'])
      const count = scene.random.pick([1, 5, 10])
      await scene.allChosen(scene.proposeMany('B', count))
      // The leader whom A will follow has adopted what was chosen meanwhile.
      const [leader = '', next = ''] = scene.leaders[0] === 'B' ? ['B', 'C'] : ['C', 'B']
      scene.transfer(leader, next)
      await scene.leads([next])
      scene.world.start('A')
      await scene.soon('A is back', () => scene.world.group('A') !== undefined)
      await scene.pass(1)
      expect(scene.status('A').lastSlot).toBe(garbageEnd)
      expect(scene.group('A').chosenSlotMax).toBeLessThanOrEqual(chosenSlotMax)
      await scene.settle()
      const log = await scene.log('A')
      for (const call of garbage) expect(slotsOf(log, call)).toEqual([])
      expect(scene.status('A').lastSlot).toBe(chosenSlotMax + count)
    }))

  it('a leader that is cut off holds a bounded log, and all is carried on later', () =>
    overSeeds(2, async seed => {
      const scene = await Scene.started({ seed }, 'A')
      scene.world.linkOnly(['BC'], { silently: true })
      const proposals = scene.proposeMany('A', 8, megabyte)
      await scene.pass(2)
      const { lastSlot, chosenSlotMax } = scene.status('A')
      expect(lastSlot).toBeGreaterThan(chosenSlotMax)
      expect((lastSlot - chosenSlotMax) * megabyte).toBeLessThan(unchosenBytesMax + megabyte)
      await scene.settle()
      expect(proposals.every(isDone)).toBe(true)
    }))

  describe('an accept quorum survives the loss of all its voters but one', () => {
    it.each([
      [2, 4],
      [3, 3],
      [4, 2]
    ])('%i of 5', (accept, prepare) =>
      overSeeds(8, async seed => {
        const scene = await Scene.started({ seed, peerCount: 5, quorum: { accept, prepare } }, 'A')
        const holders = scene.peerIds.slice(0, accept)
        const others = scene.peerIds.slice(accept)
        scene.letters.lose(({ to, message: { type } }) => {
          return others.includes(to) && (type === 'accept' || type === 'catch-up-reply')
        })
        const before = scene.chosenSlotMax
        const proposals = holders.map(peerId => scene.propose(peerId))
        await scene.allChosen(proposals)
        for (const peerId of others) expect(scene.status(peerId).lastSlot).toBe(before)
        for (const peerId of holders.slice(0, -1)) scene.world.crash(peerId, scene.drawEnding())
        scene.letters.clear()
        if (5 - (accept - 1) >= Math.max(accept, prepare)) {
          const leader = await scene.leads()
          await scene.soon('what survived is chosen', () => {
            return scene.group(leader).chosenSlotMax >= before + accept
          })
        } else {
          await scene.pass(4)
          expect(scene.leaders).toEqual([])
        }
        await scene.settle()
        expect(proposals.map(({ slot = 0 }) => slot > before)).not.toContain(false)
      })
    )
  })
})
