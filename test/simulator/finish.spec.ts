import { expect, it } from 'vitest'
import type { Checkers } from '../../src/simulator/checkers/checkers.js'
import { finish } from '../../src/simulator/finish.js'
import type { Leadership, World } from '../../src/simulator/world.js'

type Led = readonly [peerId: string, epoch: number, round: number]

/** Three voters that are healed now, and of which these begin to lead one after the other. */
async function healed(...led: readonly Led[]): Promise<unknown> {
  const leaderships: Leadership[] = []
  const leader = led.at(-1)?.[0] ?? ''
  const world: Partial<World> = {
    core: { heartbeatIntervalMs: 100, missedHeartbeatsMax: 5 } as World['core'],
    electionTimeoutMs: 500,
    nowMs: 0,
    groupNames: ['group'],
    peerIds: ['A', 'B', 'C'],
    quorum: { prepare: 2, accept: 2 },
    leaderships,
    leaders: () => [leader],
    group: () => ({ leader }) as ReturnType<World['group']>,
    run: async () => {
      for (const [peerId, epoch, round] of led) {
        const ballot = { epoch, round, priority: 0, incarnation: 1n }
        leaderships.push({ atMs: 0, peerId, group: 'group', ballot })
      }
    }
  }
  const checkers: Partial<Checkers> = {
    isLost: () => false,
    unfinished: () => [],
    unsynced: () => []
  }
  return await finish({
    world: world as World,
    checkers: checkers as Checkers,
    pending: () => []
  })
}

it.each<{ readonly what: string; readonly led: readonly Led[] }>([
  {
    what: 'two changes',
    led: [
      ['A', 1, 1],
      ['B', 1, 2]
    ]
  },
  {
    what: 'candidates of one round',
    led: [
      ['A', 1, 1],
      ['B', 1, 1],
      ['C', 1, 2]
    ]
  },
  {
    what: 'who goes on in the next epoch',
    led: [
      ['A', 1, 1],
      ['B', 1, 2],
      ['B', 2, 1]
    ]
  }
])('a heal may cause $what', async ({ led }) => {
  await expect(healed(...led)).resolves.toBe(0)
})

it.each<{ readonly what: string; readonly led: readonly Led[] }>([
  {
    what: 'a third change',
    led: [
      ['A', 1, 1],
      ['B', 1, 2],
      ['A', 1, 3]
    ]
  },
  {
    what: 'the same one to lead anew',
    led: [
      ['A', 1, 1],
      ['A', 1, 2],
      ['A', 1, 3]
    ]
  },
  {
    what: 'another one to lead the next epoch',
    led: [
      ['A', 1, 1],
      ['B', 1, 2],
      ['A', 2, 1]
    ]
  }
])('a heal may not cause $what', async ({ led }) => {
  await expect(healed(...led)).rejects.toThrow('group had leaders in 3 rounds after the heal')
})
