import { describe, expect, it } from 'vitest'
import { compareBallots, sameBallot } from '../../src/core/ballot.js'
import type { Leadership } from '../../src/simulator/world.js'
import { ballotOf, type Letter } from './letters.js'
import { overSeeds, Scene } from './scenes.js'

describe('leadership', () => {
  it('a leader without a quorum steps down and serves no reads', () =>
    overSeeds(10, async seed => {
      const scene = await Scene.started({ seed }, 'A')
      scene.world.linkOnly(['BC'], { silently: true })
      const read = scene.read('A')
      await scene.soon('A steps down', () => scene.status('A').role === 'follower')
      expect(scene.group('A').quorum).not.toBe('available')
      await scene.leads(['B', 'C'])
      await scene.allChosen([scene.propose('B')])
      const { chosenSlotMax } = scene
      await scene.pass(10)
      expect(read.slot).toBeUndefined()
      expect(scene.group('A').leader).toBeUndefined()
      await scene.settle()
      expect(read.slot).toBeGreaterThanOrEqual(chosenSlotMax)
    }))

  it('a leader steps down that reaches one voter only, and that one promised another (5 voters)', () =>
    overSeeds(10, async seed => {
      const scene = await Scene.open({ seed, peerCount: 5 }, 'A')
      const links = ['AB', 'BC', 'BD', 'BE', 'CD', 'CE', 'DE']
      scene.world.linkOnly(links, { silently: true })
      await scene.pass(4)
      expect(scene.reachable('A')).toEqual(['B'])
      expect(scene.status('A').role).toBe('follower')
      expect(scene.leaders).toHaveLength(1)
      await scene.settle()
    }))

  it('late messages of old ballots change nothing', () =>
    overSeeds(8, async seed => {
      const scene = await Scene.started({ seed }, 'A')
      const { world, letters } = scene
      const { lastSlot } = scene.status('C')
      const sent = letters.watch(({ message }) => 'ballot' in message)
      world.linkOnly(['AB'], { silently: true })
      for (const leader of ['B', 'A', 'B']) {
        scene.transfer('A', leader)
        await scene.leads([leader])
        await scene.allChosen([...scene.proposeMany('A', 2), scene.propose('B'), scene.read('A')])
      }
      // C learns of the newest ballot and of nothing else: an old log would fit onto its own.
      letters.lose(({ to, message: { type } }) => {
        return to === 'C' && ['accept', 'accept-sync', 'catch-up-reply'].includes(type)
      })
      const promises = letters.watch(({ from, to, message }) => {
        return from + to === 'CB' && message.type === 'promise'
      })
      world.linkOnly(['AB', 'AC', 'BC'])
      await scene.soon('C follows', () => promises.length > 0 && scene.group('C').leader === 'B')
      const changed = scene.changes().length
      const newest = scene.changes().at(-1)?.ballot
      const late = sent.filter(letter => {
        return newest && compareBallots(ballotOf(letter), newest) < 0
      })
      const types = [...new Set(late.map(({ message }) => message.type))]
      expect(types).toEqual(
        expect.arrayContaining(['prepare', 'promise', 'accept-sync', 'accept', 'accepted'])
      )
      expect(types).toEqual(expect.arrayContaining(['confirm', 'confirmed', 'transfer']))
      const states = (): unknown[] =>
        scene.peerIds.map(peerId => {
          const { role, leader, ballot, lastSlot, chosenSlotMax } = scene.status(peerId)
          return { role, leader, ballot, lastSlot, chosenSlotMax }
        })
      const before = states()
      letters.deliver(late)
      await scene.pass(2)
      expect(states()).toEqual(before)
      expect(scene.status('C').lastSlot).toBe(lastSlot)
      expect(scene.changes()).toHaveLength(changed)
      await scene.settle()
    }))

  it('a late promise does not bring back a leader that stepped down', () =>
    overSeeds(10, async seed => {
      const scene = await Scene.open({ seed }, 'B')
      const { world, letters } = scene
      const held = letters.lose(({ from, to, message }) => {
        return from + to === 'BA' && message.type === 'promise'
      })
      scene.transfer('B', 'A')
      await scene.leads(['A'])
      await scene.soon('B promises', () => held.length > 0)
      const ballot = ballotOf(held[0])
      const isThisOne = (led: Leadership): boolean => sameBallot(led.ballot, ballot)
      expect(scene.changes().filter(isThisOne)).toHaveLength(1)
      world.linkOnly(['BC'], { silently: true })
      await scene.leads(['B', 'C'])
      await scene.allChosen([scene.propose('B')])
      expect(scene.status('A').role).toBe('follower')
      letters.clear()
      world.network.link('B', 'A').mend()
      letters.deliver(held.slice(0, 1))
      await world.run(50)
      expect(scene.status('A').role).toBe('follower')
      await scene.settle()
      expect(scene.changes().filter(isThisOne)).toHaveLength(1)
    }))

  it('one voter is stuck on the promise of a dead candidate: the leader prepares above it', () =>
    overSeeds(10, async seed => {
      const scene = await Scene.started({ seed, peerCount: 5 }, 'A')
      scene.letters.lose(({ from, to, message }) => {
        return from === 'B' && to !== 'C' && message.type === 'prepare'
      })
      const promises = scene.letters.lose(({ from, message }) => {
        return from === 'C' && message.type === 'promise'
      })
      scene.transfer('A', 'B')
      await scene.soon('C promises B', () => promises.length > 0)
      const stuck = ballotOf(promises[0])
      scene.world.crash('B', scene.drawEnding())
      scene.letters.clear()
      expect(scene.status('A').role).toBe('leader')
      const before = scene.changes().length
      await scene.allChosen([scene.propose('C'), scene.propose('A')])
      await scene.soon('C is synchronised', () => {
        const ballot = scene.changes().at(-1)?.ballot
        return ballot !== undefined && compareBallots(ballot, stuck) > 0
      })
      const accepted = scene.letters.watch(({ from, message }) => {
        return from === 'C' && message.type === 'accepted'
      })
      await scene.allChosen([scene.propose('A')])
      await scene.soon('C accepts', () => accepted.length > 0)
      expect(scene.changes(before).map(({ peerId }) => peerId)).toEqual(['A'])
      await scene.settle()
    }))

  it('a lost promise is asked for and given again in the same ballot', () =>
    overSeeds(10, async seed => {
      const scene = await Scene.open({ seed }, 'B')
      const lost = scene.letters.loseFirst(({ message }) => message.type === 'promise')
      const prepares = scene.letters.watch(({ message }) => message.type === 'prepare')
      scene.transfer('B', 'A')
      await scene.leads(['A'])
      await scene.soon('both promised', () => lost.length === 2)
      expect(prepares.length).toBeGreaterThan(2)
      expect(new Set(prepares.map(letter => ballotOf(letter).round)).size).toBe(1)
      await scene.settle()
    }))

  it('a stalled flush makes the leader unhappy: another one takes over', () =>
    overSeeds(10, async seed => {
      const scene = await Scene.started({ seed }, 'A')
      scene.world.stall('A')
      scene.propose('A')
      const proposal = scene.propose('B')
      await scene.leads(['B', 'C'])
      expect(scene.world.peer('A').disk.pendingBatches).toBeGreaterThan(0)
      expect(scene.reachable('B')).toContain('A')
      await scene.allChosen([proposal])
      await scene.settle()
    }))

  it('a paused leader that resumes serves no stale read', () =>
    overSeeds(10, async seed => {
      const scene = await Scene.started({ seed }, 'A')
      const { world, letters } = scene
      await scene.soon('A has written all', () => world.peer('A').disk.pendingBatches === 0)
      const answers = letters.lose(({ to }) => to === 'A')
      const confirmations = (from: string): Letter[] =>
        answers.filter(answer => answer.from === from && answer.message.type === 'confirmed')
      const early = scene.read('A')
      await scene.soon('the others confirm', () => {
        return confirmations('B').length > 0 && confirmations('C').length > 0
      })
      world.pause('A')
      await scene.leads(['B', 'C'])
      await scene.allChosen([scene.propose('B'), scene.propose('C')])
      const { chosenSlotMax } = scene
      const late = scene.read('A')
      world.resume('A')
      letters.deliver(confirmations('B'))
      await scene.allChosen([early])
      letters.deliver(confirmations('C'))
      await world.run(20)
      expect(scene.status('A').role).toBe('leader')
      expect(early.slot).toBeLessThan(chosenSlotMax)
      expect(late.slot).toBeUndefined()
      letters.clear()
      await scene.allChosen([late])
      expect(late.slot).toBeGreaterThanOrEqual(chosenSlotMax)
      await scene.settle()
    }))

  describe('flexible quorums: a leader stays only while it reaches as many as accept (5 voters)', () => {
    it.each([
      [{ accept: 4, prepare: 2 }, ['AB', 'AC'], false],
      [{ accept: 4, prepare: 2 }, ['AB', 'AC', 'AD'], true],
      [{ accept: 2, prepare: 4 }, ['BC'], false],
      [{ accept: 2, prepare: 4 }, ['AB'], true]
    ] as const)('%o, with the links %s: %s', (quorum, links, stays) =>
      overSeeds(5, async seed => {
        const scene = await Scene.started({ seed, peerCount: 5, quorum }, 'A')
        scene.world.linkOnly(links, { silently: seed % 2 === 0 })
        const proposal = scene.propose('A')
        await scene.pass(10)
        expect(scene.leaders).toEqual(stays ? ['A'] : [])
        expect(scene.status('A').role === 'leader').toBe(stays)
        expect(scene.group('A').quorum === 'available').toBe(stays)
        expect(proposal.slot !== undefined).toBe(stays)
        await scene.settle()
      })
    )
  })

  it('transfer of leadership in a loop under load: nothing is lost', () =>
    overSeeds(3, async seed => {
      const scene = await Scene.open({ seed })
      for (let i = 0; i < 100; i += 1) {
        scene.transfer('A', 'ABC'[i % 3] ?? '')
        scene.proposeEverywhere()
        await scene.world.run(50)
      }
      await scene.settle()
      expect(scene.changes().length).toBeGreaterThan(30)
      expect(scene.chosenSlotMax).toBe(303)
    }))
})
