import { describe, expect, it } from 'vitest'
import type { Letter, Select } from './letters.js'
import { overSeeds, Scene } from './scenes.js'

/** Lets a group form, work and lose its way, so that messages of every kind are sent. */
async function exchangeEverything(scene: Scene): Promise<void> {
  const { world, letters } = scene
  // Two founders begin, and the ballot of one is refused where the other's is known.
  world.hold('A', 'B')
  world.hold('A', 'C')
  await scene.pass(4)
  world.connect('A', 'B')
  world.connect('A', 'C')
  await world.elect('A')
  scene.proposeEverywhere()
  for (const peerId of scene.peerIds) scene.read(peerId)
  await scene.pass(1)
  // C learns from B what the leader cannot tell it.
  world.disconnect('A', 'C', { silently: true })
  scene.propose('A')
  await scene.pass(3)
  world.connect('A', 'C')
  await scene.pass(1)
  // The second proposal arrives and the first one does not.
  letters.loseFirst(({ from, message }) => from === 'C' && message.type === 'propose')
  for (let i = 0; i < 2; i += 1) {
    scene.propose('C')
    await scene.pass(0.1)
  }
  await scene.pass(1)
  // What a leader sent arrives when another one leads.
  world.hold('A', 'C')
  scene.propose('A')
  scene.transfer('A', 'B')
  await scene.pass(2)
  world.connect('A', 'C')
  // C is away until the others have given up what it lacks.
  await scene.pass(2)
  world.disconnect('A', 'C')
  world.disconnect('B', 'C')
  for (let i = 0; i < 20; i += 1) {
    scene.proposeMany('A', 2)
    await scene.pass(0.1)
  }
  world.connect('A', 'C')
  world.connect('B', 'C')
  await scene.pass(2)
}

/** Founders that disagree are none of one world, and neither is somebody who joins, or whose store is a copy: they alone send the kinds that are left out. */
type Kind = Exclude<
  Letter['message']['type'],
  'genesis-mismatch' | 'learn' | 'join' | 'welcome' | 'join-refused' | 'boot-refused'
>

const kinds: Readonly<Record<Kind, true>> = {
  'genesis-prepare': true,
  'genesis-promise': true,
  'genesis-accept': true,
  'genesis-accepted': true,
  'genesis-reject': true,
  'genesis-chosen': true,
  prepare: true,
  promise: true,
  reject: true,
  'accept-sync': true,
  accept: true,
  accepted: true,
  heartbeat: true,
  'heartbeat-reply': true,
  'catch-up-request': true,
  'catch-up-reply': true,
  compacted: true,
  'snapshot-request': true,
  'snapshot-offer': true,
  'snapshot-chunk': true,
  propose: true,
  'propose-reply': true,
  'read-request': true,
  'read-reply': true,
  confirm: true,
  confirmed: true,
  transfer: true
}

describe('messages', () => {
  describe('each kind of message is lost once on every link: all finishes without new traffic', () => {
    it.each(Object.keys(kinds))('%s', kind =>
      overSeeds(4, async seed => {
        const options = { snapshotEveryBytes: 500, logBytesMax: 0 }
        const scene = new Scene({ seed, options, ledgerBytesMin: 0 })
        const isMeant: Select = ({ message }) => message.type === kind
        const lost = scene.letters.loseFirst(isMeant)
        await exchangeEverything(scene)
        expect(lost).not.toEqual([])
        // Once more, and this time nothing follows.
        scene.letters.loseFirst(isMeant)
        scene.proposeEverywhere()
        for (const peerId of scene.peerIds) scene.read(peerId)
        const transfer = scene.group('A').transferLeadership('C')
        await scene.pass(1)
        await scene.settle()
        await scene.wait(transfer)
      })
    )
  })

  it('the last watermark and acknowledgement are lost: the rest learns without new traffic', () =>
    overSeeds(10, async seed => {
      const scene = await Scene.started({ seed }, 'A')
      scene.letters.lose(
        ({ to, message }) =>
          (message.type === 'accept' && message.entries.length === 0) ||
          (message.type === 'catch-up-reply' && to === 'C')
      )
      await scene.allChosen([scene.propose('A')])
      await scene.pass(1)
      expect(scene.group('C').chosenSlotMax).toBeLessThan(scene.chosenSlotMax)
      await scene.settle()
    }))
})

describe('cost', () => {
  it('a busy leader of 3 voters sends at most 4 accepts for a value, fewer under load', () =>
    overSeeds(3, async seed => {
      const perValue: number[] = []
      for (const gapMs of [10, 0.1]) {
        const scene = await Scene.started({ seed }, 'A')
        const { chosenSlotMax } = scene
        const { coverage } = scene.world
        const before = coverage.get('message', 'accept')
        for (let i = 0; i < 500; i += 1) {
          scene.propose('B')
          await scene.world.run(gapMs)
        }
        await scene.world.run(200)
        expect(scene.chosenSlotMax - chosenSlotMax).toBe(500)
        perValue.push((coverage.get('message', 'accept') - before) / 500)
        await scene.settle()
      }
      expect(perValue[0]).toBeLessThanOrEqual(4.1)
      expect(perValue[1]).toBeLessThan(3)
    }))

  it('messages out of order are not answered with a storm', () =>
    overSeeds(4, async seed => {
      const scene = await Scene.started({ seed }, 'A')
      const { world } = scene
      for (const link of world.network.links) link.alter({ delayMs: [15, 60], reorderRate: 0.5 })
      const letters = scene.letters.watch(() => true)
      for (let i = 0; i < 500; i += 1) {
        scene.propose('ABC'[i % 3] ?? '')
        await world.run(2)
      }
      await scene.pass(2)
      expect(world.coverage.get('fault', 'frame overtook')).toBeGreaterThan(500)
      let proposals = 0
      let entries = 0
      for (const { message } of letters) {
        if (message.type === 'propose') proposals += message.proposals.length
        if (message.type === 'accept') entries += message.entries.length
      }
      expect(proposals / 500).toBeLessThan(3)
      expect(entries / 500).toBeLessThan(16)
      await scene.settle()
    }))
})
