import { describe, expect, it } from 'vitest'
import { OutcomeUnknownError } from '../../src/errors.js'
import { format, isDone, overSeeds, Scene, slotsOf } from './scenes.js'

describe('calls', () => {
  it('a leader is cut off while the application goes on proposing: it is told to wait, and until when', () =>
    overSeeds(8, async seed => {
      const scene = await Scene.started({ seed, options: { pendingCountMax: 20 } }, 'A')
      const group = scene.group('A')
      const drained: number[] = []
      group.addEventListener('drain', ({ detail }) => drained.push(detail.pendingCount))
      scene.world.linkOnly(['BC'], { silently: seed % 2 === 0 })
      const taken = scene.proposeMany('A', 20)
      const refused = scene.proposeMany('A', 30)
      await scene.pass(4)
      for (const { error } of refused) expect(error).toMatchObject({ name: 'OverloadedError' })
      expect(taken.some(isDone)).toBe(false)
      expect(group.canPropose).toBe(false)
      expect(group.status().pendingCount).toBe(20)
      expect(drained).toEqual([])
      scene.world.linkOnly(['AB', 'AC', 'BC'])
      await scene.soon('there is room', () => group.canPropose)
      await scene.allChosen([...taken, ...scene.proposeMany('A', 5)])
      expect(drained).toHaveLength(1)
      expect(drained[0]).toBeLessThanOrEqual(10)
      await scene.settle(refused)
    }))

  it('a proposal sent to an old leader is passed on, and applied once', () =>
    overSeeds(8, async seed => {
      const scene = await Scene.started({ seed }, 'A')
      scene.world.disconnect('B', 'C', { silently: seed % 2 === 0 })
      await scene.world.elect('B')
      await scene.soon('C knows that B is away', () => scene.reachable('C').join() === 'A')
      const passed = scene.letters.watch(({ message }) => message.type === 'propose')
      const proposals = scene.proposeMany('C', 10)
      await scene.allChosen(proposals)
      expect(scene.leaders).toEqual(['B'])
      expect(new Set(passed.map(({ from, to }) => from + to))).toEqual(new Set(['CA', 'AB']))
      await scene.settle()
      const log = await scene.log('C')
      for (const proposal of proposals) expect(slotsOf(log, proposal)).toHaveLength(1)
    }))

  it('a proposal that a deposed leader took is applied once, whoever leads next', () =>
    overSeeds(8, async seed => {
      const scene = await Scene.started({ seed, peerCount: 5 }, 'A')
      const { chosenSlotMax } = scene
      const links = ['AC', 'BC', 'BD', 'BE', 'CD', 'CE', 'DE']
      scene.world.linkOnly(links, { silently: true })
      const proposals = scene.proposeMany('C', 10)
      await scene.soon('A takes them', () => scene.status('A').lastSlot === chosenSlotMax + 10)
      expect(scene.leaders).toEqual(['A'])
      expect(proposals.some(isDone)).toBe(false)
      await scene.leads(['B', 'C', 'D', 'E'])
      await scene.allChosen(proposals)
      await scene.settle()
      const log = await scene.log('A')
      for (const proposal of proposals) expect(slotsOf(log, proposal)).toHaveLength(1)
    }))

  it('an aborted proposal does not block its session', () =>
    overSeeds(8, async seed => {
      const scene = await Scene.started({ seed }, 'A')
      const lost = scene.letters.lose(({ message }) => message.type === 'propose')
      const controller = new AbortController()
      const aborted = scene.propose('C', { signal: controller.signal })
      await scene.soon('it left', () => lost.length > 0)
      controller.abort(new Error('changed my mind'))
      const next = scene.propose('C')
      await scene.soon('C is told', () => aborted.error !== undefined)
      expect(aborted.error).toMatchObject({ cause: { message: 'changed my mind' } })
      const { error } = aborted
      if (!(error instanceof OutcomeUnknownError)) throw error
      await scene.pass(0.2)
      expect(next.slot).toBeUndefined()
      scene.letters.clear()
      await scene.allChosen([next])
      expect(await scene.wait(error.outcome())).toEqual({ chosen: false })
      await scene.settle([aborted])
      expect(slotsOf(await scene.log('C'), aborted)).toEqual([])
    }))

  it('many large proposals that were lost all arrive once the link is back', () =>
    overSeeds(2, async seed => {
      const scene = await Scene.started({ seed }, 'A')
      const lost = scene.letters.lose(({ message }) => message.type === 'propose')
      const proposals = scene.proposeMany('C', 12, 600_000)
      await scene.pass(1)
      expect(lost.length).toBeGreaterThanOrEqual(12)
      scene.letters.clear()
      await scene.allChosen(proposals)
      await scene.settle()
    }))

  it('an answer to a read of an earlier run answers none of this one', () =>
    overSeeds(8, async seed => {
      const scene = await Scene.started({ seed }, 'A')
      const held = scene.letters.lose(({ to, message }) => {
        return to === 'C' && message.type === 'read-reply'
      })
      const early = scene.read('C')
      await scene.soon('the first answer leaves', () => held.length > 0)
      scene.world.crash('C', scene.drawEnding())
      await scene.allChosen([scene.propose('B')])
      scene.world.start('C')
      await scene.soon('C is back', () => scene.world.group('C')?.leader === 'A')
      const read = scene.read('C')
      await scene.soon('the second answer leaves', () => held.length > 1)
      scene.letters.deliver(held.slice(0, 1))
      await scene.pass(1)
      expect(read.slot).toBeUndefined()
      await scene.settle()
      expect(early.isLost).toBe(true)
      expect(read.slot).toBe(scene.chosenSlotMax)
    }))

  describe('an unknown outcome may take effect later, and reads never go backwards', () => {
    it.each(['nobody else', 'a majority'])('the value reached %s', where =>
      overSeeds(8, async seed => {
        const scene = await Scene.started({ seed }, 'A')
        const slot = scene.chosenSlotMax + 1
        scene.letters.lose(({ to, message }) => to === 'A' && message.type === 'accepted')
        if (where === 'nobody else') scene.world.linkOnly(['BC'], { silently: true })
        const unknown = scene.propose('A', { timeoutMs: 100 })
        await scene.soon('A gives up', () => unknown.error !== undefined)
        const { error } = unknown
        if (!(error instanceof OutcomeUnknownError)) throw error
        expect(scene.holds('A', slot)).toBe(true)
        expect(scene.chosenSlotMax).toBe(where === 'a majority' ? slot : slot - 1)
        scene.world.linkOnly(['BC'], { silently: true })
        await scene.leads(['B', 'C'])
        const views: { readonly slot: number; readonly log: string }[] = []
        for (let i = 0; i < 12; i += 1) {
          if (i === 4) {
            scene.letters.clear()
            scene.world.heal()
          }
          if (i % 2 === 0) await scene.allChosen([scene.propose('B')])
          const peerId = 'ABC'[i < 5 ? 1 + (i % 2) : i % 3] ?? ''
          const read = scene.read(peerId)
          await scene.allChosen([read])
          views.push({ slot: read.slot ?? 0, log: format(await scene.log(peerId), read.slot) })
        }
        const outcome = await scene.wait(error.outcome())
        expect(outcome).toEqual(where === 'a majority' ? { chosen: true, slot } : { chosen: false })
        await scene.settle([unknown])
        const log = await scene.log('C')
        expect(slotsOf(log, unknown)).toEqual(where === 'a majority' ? [slot] : [])
        for (const [i, view] of views.entries()) {
          expect(view.slot).toBeGreaterThanOrEqual(views[i - 1]?.slot ?? slot)
          expect(view.log).toBe(format(log, view.slot))
        }
      })
    )
  })
})
