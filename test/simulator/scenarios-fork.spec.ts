import { describe, expect, it } from 'vitest'
import type { Aim } from '../../src/simulator/peer.js'
import { format, isDone, overSeeds, Scene, type SceneInit } from './scenes.js'

/** Snapshots after every few values, and hardly a log beside them. */
const withSnapshots: Partial<SceneInit> = {
  options: { snapshotEveryBytes: 500, logBytesMax: 0 },
  ledgerBytesMin: 0
}

const kinds: readonly (readonly [string, Partial<SceneInit>])[] = [
  ['a log', {}],
  ['a snapshot and a log', withSnapshots]
]

function othersThan(scene: Scene, ...some: readonly string[]): string[] {
  return scene.peerIds.filter(peerId => !some.includes(peerId))
}

/** Values are chosen one after the other, enough for snapshots. */
async function fill(scene: Scene, peerId: string): Promise<void> {
  for (let i = 0; i < 30; i += 1) await scene.allChosen([scene.propose(peerId)])
}

/** These lose their disks for good, at once or one after the other. */
async function loseDisks(scene: Scene, lost: readonly string[]): Promise<void> {
  for (const peerId of lost) {
    scene.world.crash(peerId, scene.drawEnding())
    scene.world.wipe(peerId)
    await scene.pass(scene.random.pick([0, 0, 0.02, 1]))
  }
}

/** Somebody decides to go on with what `survivor` holds: its group is closed, and all peers are started anew for the new one. */
async function decideOn(scene: Scene, survivor: string, of: string, name: string): Promise<void> {
  await scene.wait(scene.group(survivor).close())
  scene.world.fork(survivor, of, name)
  for (const peerId of scene.peerIds) {
    scene.world.crash(peerId, scene.drawEnding())
    scene.world.start(peerId)
  }
}

/** `survivor` leads the fork; everyone joins it and votes, and nothing is lost when all are started again. */
async function goOn(scene: Scene, survivor: string): Promise<void> {
  await scene.soon(`${survivor} leads the fork`, () => scene.leaders.includes(survivor))
  expect(scene.status(survivor).epoch).toBe(1)
  await scene.allChosen([scene.propose(survivor)])
  await scene.soon('everyone joined', () =>
    scene.peerIds.every(peerId => (scene.world.group(peerId)?.chosenSlotMax ?? 0) > 0)
  )
  const add = othersThan(scene, survivor)
  await scene.wait(scene.group(survivor).reconfigure({ add }))
  await scene.leads()
  await scene.allChosen(scene.proposeEverywhere())
  for (const peerId of scene.peerIds) scene.world.crash(peerId, scene.drawEnding())
  for (const peerId of scene.peerIds) scene.world.start(peerId)
  await scene.leads()
  scene.world.crash(survivor, scene.drawEnding())
  await scene.leads(add)
  await scene.allChosen(scene.proposeEverywhere())
  scene.world.start(survivor)
  await scene.world.elect()
}

/** The rule of `docs/operations.md`: the highest ballot that was accepted in, and then the longest log. */
function best(scene: Scene, survivors: readonly string[]): string {
  const [first = ''] = [...survivors].sort((a, b) => {
    const [left, right] = [scene.status(a), scene.status(b)]
    return (
      compareNumbers(right.acceptedBallot, left.acceptedBallot) || right.lastSlot - left.lastSlot
    )
  })
  return first
}

/** Compares ballots as people read them: number by number from the left. */
function compareNumbers(a = '', b = ''): number {
  const [left, right] = [a, b].map(text => text.split('.'))
  for (const [i, part] of (left ?? []).entries()) {
    const base = i === 3 ? 16 : 10
    const order = Number.parseInt(part, base) - Number.parseInt(right?.[i] ?? '', base)
    if (order !== 0) return order
  }
  return 0
}

/** Whoever was told of what only others held was told of what is lost. */
async function giveUpLost(scene: Scene, survivor: string): Promise<void> {
  const log = await scene.log(survivor)
  for (const call of scene.calls) {
    if (call.kind === 'read' || !isDone(call) || log.get(call.slot ?? 0) === call.number) continue
    call.isLost = true
    call.slot = undefined
  }
}

describe('a fork of a group whose quorum is lost', () => {
  it.each(kinds)('begins with all that the survivor applied, and goes on: %s', (_, init) =>
    overSeeds(10, async seed => {
      const scene = await Scene.started({ seed, ...init }, 'A')
      await fill(scene, 'B')
      const survivor = scene.random.pick(scene.peerIds)
      await loseDisks(scene, othersThan(scene, survivor))
      const { chosenSlotMax } = scene.status(survivor)
      const before = await scene.log(survivor)
      await decideOn(scene, survivor, 'group', 'fork')
      await goOn(scene, survivor)
      expect(format(await scene.log(survivor), chosenSlotMax)).toBe(format(before))
      await scene.settle()
    })
  )

  it.each(kinds)('is made in the middle of everything (5 voters): %s', (_, init) =>
    overSeeds(20, async seed => {
      const scene = await Scene.started({ seed, ...init, peerCount: 5 }, 'A')
      const { random } = scene
      await fill(scene, 'B')
      const [cutOff = '', ...rest] = random.shuffled(scene.peerIds)
      if (random.chance(0.5)) for (const other of rest) scene.world.disconnect(cutOff, other)
      for (const peerId of scene.peerIds) scene.proposeMany(peerId, 10)
      await scene.pass(random.between(0, 0.5))
      const lost = random.shuffled(scene.peerIds).slice(0, 3)
      await loseDisks(scene, lost)
      await scene.pass(random.pick([0, 3]))
      const survivor = best(scene, othersThan(scene, ...lost))
      const { chosenSlotMax } = scene.status(survivor)
      const before = await scene.log(survivor)
      for (const other of rest) scene.world.connect(cutOff, other)
      await decideOn(scene, survivor, 'group', 'fork')
      const failed = scene.calls.filter(({ error }) => error !== undefined)
      await scene.soon('the fork is open', () => scene.leaders.includes(survivor))
      await giveUpLost(scene, survivor)
      await goOn(scene, survivor)
      expect(format(await scene.log(survivor), chosenSlotMax)).toBe(format(before))
      await scene.settle(failed)
    })
  )

  describe('is made again if its maker crashes at any step of it', () => {
    it.each<Aim>(['stage', 'append', 'flush', 'snapshot'])('%s', aim =>
      overSeeds(8, async seed => {
        const scene = await Scene.started({ seed, ...withSnapshots }, 'A')
        await fill(scene, 'A')
        await loseDisks(scene, ['A', 'B'])
        await decideOn(scene, 'C', 'group', 'fork')
        // Some crashes come when it is made already.
        for (let i = scene.random.below(3); i >= 0; i -= 1) {
          scene.world.crashAt('C', aim, scene.drawEnding())
          await scene.pass(1)
          scene.world.start('C')
        }
        await goOn(scene, 'C')
        await scene.settle()
      })
    )
  })

  it('has epochs of its own, whatever became of those of the old group', () =>
    overSeeds(8, async seed => {
      const scene = await Scene.started({ seed }, 'A')
      await scene.wait(scene.group('A').reconfigure({ remove: ['C'] }))
      await scene.soon('C knows', () => scene.status('C').epoch === 2)
      await scene.wait(scene.group('B').reconfigure({ add: ['C'] }))
      await scene.allChosen(scene.proposeEverywhere())
      await loseDisks(scene, ['A', 'B'])
      await decideOn(scene, 'C', 'group', 'fork')
      await goOn(scene, 'C')
      for (const peerId of scene.peerIds) expect(scene.status(peerId).epoch).toBe(2)
      await scene.settle()
    }))

  it('can be forked itself', () =>
    overSeeds(8, async seed => {
      const scene = await Scene.started({ seed, ...withSnapshots }, 'A')
      for (const [of = '', name = '', survivor = ''] of [
        ['group', 'fork', 'C'],
        ['fork', 'another fork', 'B']
      ]) {
        await fill(scene, 'A')
        await loseDisks(scene, othersThan(scene, survivor))
        await decideOn(scene, survivor, of, name)
        await goOn(scene, survivor)
      }
      await scene.settle()
    }))
})
