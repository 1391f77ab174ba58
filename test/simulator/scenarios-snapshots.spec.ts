import { describe, expect, it } from 'vitest'
import { snapshotChunkBytes } from '../../src/core/limits.js'
import { CompactedError } from '../../src/errors.js'
import type { Aim } from '../../src/simulator/peer.js'
import type { Select } from './letters.js'
import { overSeeds, Scene, type SceneInit } from './scenes.js'

/** Snapshots after every few values, and hardly a log beside them. */
const options = { snapshotEveryBytes: 500, logBytesMax: 0 } as const

/** A group that `A` leads, in which everyone has proposed. */
async function started(seed: number, init: Partial<SceneInit> = {}): Promise<Scene> {
  return await Scene.started({ seed, options, ledgerBytesMin: 0, ...init }, 'A')
}

/** Values are chosen until the log of `peerId` begins after everything that was chosen before. */
async function compact(scene: Scene, peerId: string): Promise<void> {
  const { chosenSlotMax } = scene
  for (let i = 0; i < 30; i += 1) await scene.allChosen([scene.propose(peerId)])
  await scene.soon(`the log of ${peerId} is short`, () => {
    return scene.status(peerId).firstSlot > chosenSlotMax
  })
}

/** Whether a letter tells `peerId` what is in the log, or what no longer is. */
const tellsOfLog = (peerId: string): Select => {
  const types = ['accept', 'accept-sync', 'catch-up-reply', 'compacted']
  return ({ to, message }) => to === peerId && types.includes(message.type)
}

const typed = (type: string): Select => {
  return ({ message }) => message.type === type
}

describe('snapshots', () => {
  it('the log of the leader begins with a snapshot, and a follower has nothing', () =>
    overSeeds(8, async seed => {
      const scene = await Scene.open({ seed, options, ledgerBytesMin: 0 }, 'A')
      scene.world.crash('C', scene.drawEnding())
      await compact(scene, 'A')
      scene.world.crash('A', scene.drawEnding())
      scene.world.start('A')
      await scene.leads(['A', 'B'])
      scene.world.start('C')
      await scene.soon('C is there', () => scene.world.group('C') !== undefined)
      await scene.soon('C has it', () => scene.ledger('C').restored > 0)
      scene.world.crash('B', scene.drawEnding())
      await scene.leads(['A', 'C'])
      await scene.allChosen([scene.propose('A'), scene.propose('C')])
      await scene.settle()
    }))

  it('compaction overtakes a slow follower: it gets a snapshot, then the log', () =>
    overSeeds(8, async seed => {
      const scene = await started(seed)
      const { letters, world } = scene
      const lost = letters.lose(tellsOfLog('C'))
      await compact(scene, 'B')
      expect(lost.length).toBeGreaterThan(0)
      letters.clear()
      const replies = letters.watch(tellsOfLog('C'))
      await scene.soon('C has a snapshot', () => scene.ledger('C').restored > 0)
      const isLevel = (): boolean => scene.status('C').chosenSlotMax >= scene.chosenSlotMax
      await scene.soon('C has the log', isLevel)
      expect(replies.length).toBeGreaterThan(0)
      expect(world.group('C')?.status().state).toBe('open')
      await scene.settle()
    }))

  it('an older snapshot arrives late: it is left alone, and nothing waits for it', () =>
    overSeeds(8, async seed => {
      const scene = await started(seed)
      const { letters } = scene
      scene.world.disconnect('A', 'C')
      scene.world.disconnect('B', 'C')
      await compact(scene, 'A')
      const old = letters.lose(({ to, message }) => {
        return to === 'C' && ['snapshot-offer', 'snapshot-chunk'].includes(message.type)
      })
      scene.world.connect('A', 'C')
      scene.world.connect('B', 'C')
      await scene.soon('C was offered one', () => old.length > 0)
      await compact(scene, 'A')
      letters.clear()
      await scene.soon('C has a snapshot', () => scene.ledger('C').restored === 1)
      const { chosenSlotMax } = scene.status('C')
      letters.deliver(old)
      await scene.pass(1)
      expect(scene.status('C').chosenSlotMax).toBeGreaterThanOrEqual(chosenSlotMax)
      expect(scene.ledger('C').restored).toBe(1)
      await scene.settle()
    }))

  it('what waits for an entry that a snapshot stands for is told, once', () =>
    overSeeds(8, async seed => {
      const scene = await started(seed)
      scene.letters.lose(tellsOfLog('C'))
      const calls = [scene.propose('C'), scene.propose('C', { key: 'k' })]
      await scene.soon('it is chosen', () => {
        return calls.every(({ number }) => [...scene.ledger('A').numbers.values()].includes(number))
      })
      await compact(scene, 'A')
      expect(calls.map(({ slot }) => slot)).toEqual([undefined, undefined])
      scene.letters.clear()
      await scene.allChosen(calls)
      expect(scene.ledger('C').restored).toBeGreaterThan(0)
      await scene.settle()
    }))

  it('values are chosen while a large snapshot is written', () =>
    overSeeds(4, async seed => {
      const bytes = 6 * snapshotChunkBytes
      const scene = await started(seed, { ledgerBytesMin: bytes })
      scene.world.peer('A').alterDisk({ flushMs: [20, 20] })
      let meanwhile = 0
      for (let i = 0; i < 40; i += 1) {
        const { open } = scene.ledger('A')
        await scene.allChosen([scene.propose('B')])
        if (open > 0 && scene.ledger('A').open > 0) meanwhile += 1
      }
      expect(meanwhile).toBeGreaterThan(2)
      await scene.settle()
    }))

  it('whoever hands over a snapshot goes away: another one goes on where it stopped', () =>
    overSeeds(4, async seed => {
      const scene = await started(seed, { peerCount: 5, ledgerBytesMin: 6 * snapshotChunkBytes })
      const { letters, world } = scene
      world.crash('E', scene.drawEnding())
      await compact(scene, 'A')
      const others = ['A', 'B', 'C', 'D']
      const isWritten = (): boolean => others.every(peerId => scene.ledger(peerId).open === 0)
      const slots = (): number[] => others.map(peerId => scene.status(peerId).snapshotSlot)
      // All have the same snapshot.
      do {
        await scene.allChosen([scene.propose('A')])
        await scene.soon('snapshots are written', isWritten)
        await scene.pass(0.5)
      } while (new Set(slots()).size > 1)
      const parts = letters.watch(
        ({ to, message }) => to === 'E' && message.type === 'snapshot-chunk'
      )
      const lost = letters.lose(letter => typed('snapshot-chunk')(letter) && parts.length > 3)
      world.start('E')
      await scene.soon('it stops half way', () => lost.length > 0)
      const [first] = parts
      world.crash(first?.from ?? '', 'silent')
      letters.clear()
      const rest = letters.watch(typed('snapshot-chunk'))
      // Until it is noticed that nothing more comes.
      await scene.pass(4)
      await scene.soon(
        'E has it',
        () => scene.world.group('E') !== undefined && scene.ledger('E').restored === 1
      )
      const indices = rest.map(({ message }) => ('index' in message ? message.index : -1))
      expect(Math.min(...indices)).toBeGreaterThan(0)
      expect(rest.every(({ from }) => from !== first?.from)).toBe(true)
      await scene.settle()
    }))

  describe('a crash at any step of it: what was there before or comes after is there', () => {
    it.each<Aim>(['stage', 'append', 'flush', 'snapshot', 'send'])('%s', aim =>
      overSeeds(6, async seed => {
        const scene = await started(seed)
        scene.world.crash('C', scene.drawEnding())
        await compact(scene, 'A')
        scene.world.start('C')
        await scene.soon('C is there', () => scene.world.group('C') !== undefined)
        scene.world.crashAt('C', aim, scene.drawEnding())
        await scene.soon('C crashes', () => !scene.world.peer('C').isUp)
        scene.world.start('C')
        await scene.soon('C has all', () => {
          return scene.world.group('C')?.chosenSlotMax === scene.chosenSlotMax
        })
        await scene.settle()
      })
    )
  })

  it('the log stays short, however long a peer is away', () =>
    overSeeds(4, async seed => {
      const scene = await started(seed, { options: { ...options, logBytesMax: 2_000 } })
      scene.world.crash('C', scene.drawEnding())
      for (let round = 0; round < 4; round += 1) {
        await scene.allChosen(scene.proposeMany('A', 50))
        // Of what is chosen while a snapshot is written none is taken.
        for (let i = 0; i < 16; i += 1) {
          await scene.pass(0.2)
          await scene.allChosen([scene.propose('A')])
        }
        await scene.pass(0.2)
        for (const peerId of ['A', 'B']) {
          const { firstSlot, lastSlot } = scene.status(peerId)
          // A value of 8 bytes counts for 72.
          expect((lastSlot - firstSlot) * 72).toBeLessThan(2_000 + 3 * 500)
        }
      }
      const read = async (): Promise<void> => {
        for await (const _ of scene.group('A').log({ from: 1, live: false })) break
      }
      await expect(scene.wait(read())).rejects.toBeInstanceOf(CompactedError)
      await scene.settle()
    }))
})
