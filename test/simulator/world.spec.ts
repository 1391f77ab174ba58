import { describe, expect, it } from 'vitest'
import type { Group } from '../../src/group/group.js'
import { Checkers } from '../../src/simulator/checkers/checkers.js'
import { Violation } from '../../src/simulator/observer.js'
import { World, type WorldInit } from '../../src/simulator/world.js'

function open(init: Partial<WorldInit> = {}): World {
  return new World({ seed: 1, peerCount: 3, observer: new Checkers(), ...init })
}

function groupAt(world: World, peerId: string, name?: string): Group {
  const group = world.group(peerId, name)
  if (group === undefined) throw new RangeError(`${peerId} has not opened the group`)
  return group
}

/** Proposes `count` values at every peer, and runs until all are chosen. */
async function work(world: World, count: number): Promise<void> {
  let chosen = 0
  for (const peerId of world.peerIds) {
    for (let i = 0; i < count; i += 1) {
      void groupAt(world, peerId)
        .propose(Uint8Array.of(peerId.charCodeAt(0), i))
        .then(() => {
          chosen += 1
        })
    }
  }
  const total = count * world.peerIds.length
  expect(await world.reach(() => chosen === total, 5000)).toBeDefined()
}

/** The log at a peer: each value's bytes. */
async function logOf(world: World, peerId: string): Promise<string[]> {
  const values: string[] = []
  let isDone = false
  const read = async (): Promise<void> => {
    for await (const { bytes } of groupAt(world, peerId).log({ live: false })) {
      values.push(bytes.join(' '))
    }
    isDone = true
  }
  void read()
  await world.reach(() => isDone, 1000)
  return values
}

describe('a simulated world', () => {
  it('founds a group, elects a leader and chooses values that everybody sees', async () => {
    const world = open()
    const leader = await world.elect()
    await work(world, 10)
    await world.run(1000)
    const log = await logOf(world, leader)
    expect(new Set(log).size).toBe(30)
    for (const peerId of world.peerIds) expect(await logOf(world, peerId)).toEqual(log)
  })

  it('makes whoever is wanted the leader', async () => {
    const world = open({ seed: 3 })
    for (const wanted of ['B', 'C', 'A']) expect(await world.elect(wanted)).toBe(wanted)
    expect(world.leaders()).toEqual(['A'])
    expect(world.leaderships.length).toBeGreaterThanOrEqual(3)
  })

  it('carries several groups over one store and one connection', async () => {
    const world = open({ groups: ['left', 'right'] })
    for (const name of ['left', 'right']) await world.elect('A', name)
    const left = groupAt(world, 'B', 'left').propose(Uint8Array.of(1))
    const right = groupAt(world, 'C', 'right').propose(Uint8Array.of(2))
    await world.run(1000)
    expect(await Promise.all([left, right])).toMatchObject([{ slot: 2 }, { slot: 2 }])
  })

  it('goes the same way every time, whether or not anybody watches', async () => {
    const hashes: string[] = []
    const lines: string[] = []
    for (const onLine of [undefined, (line: string) => lines.push(line)]) {
      const world = open({ ...(onLine !== undefined && { onLine }) })
      await world.elect()
      await work(world, 5)
      world.crash('A', 'reset')
      await world.run(1000)
      hashes.push(`${world.trace.hash} ${world.trace.events}`)
    }
    expect(hashes[0]).toBe(hashes[1])
    expect(lines.some(line => line.includes('A crashes (reset)'))).toBe(true)
  })

  it('goes another way with another seed', async () => {
    const hashes: string[] = []
    for (const seed of [1, 2, 2 ** 32 + 1]) {
      const world = open({ seed })
      await world.run(200)
      hashes.push(world.trace.hash)
    }
    expect(new Set(hashes).size).toBe(3)
  })

  it('sends bytes, and counts what it sends', async () => {
    const world = open()
    await world.elect()
    const { coverage, trace } = world
    expect(coverage.get('message', 'genesis-accept')).toBeGreaterThanOrEqual(2)
    expect(coverage.get('message', 'prepare')).toBeGreaterThan(0)
    expect(Object.keys(coverage.toObject())).toContain('message heartbeat-reply')
    expect(trace.events).toBeGreaterThan(20)
  })

  it('ends a run with what the observer found', async () => {
    class Strict extends Checkers {
      override onSettled(): void {
        throw new Violation('settled is true', 'not today')
      }
    }
    const world = open({ observer: new Strict() })
    await world.elect()
    const proposed = groupAt(world, 'A').propose(Uint8Array.of(1))
    proposed.catch(() => undefined)
    await expect(world.run(1000)).rejects.toMatchObject({ rule: 'settled is true' })
    // What was found stays found.
    await expect(world.run(1)).rejects.toMatchObject({ rule: 'settled is true' })
  })

  it('ends a run when a listener of the application throws', async () => {
    const world = open({
      onGroup: (_peerId, group) =>
        group.addEventListener('chosen', () => {
          throw new RangeError('a bug of the application')
        })
    })
    await world.elect()
    void groupAt(world, 'A').propose(Uint8Array.of(1))
    await expect(world.run(1000)).rejects.toThrow('a bug of the application')
  })

  it('knows no peer, link or group that is not there', () => {
    const world = open()
    expect(() => world.crash('Z')).toThrow('no peer Z')
    expect(() => world.cut('A', 'A')).toThrow('no link A>A')
    expect(() => world.disconnect('A', 'Z')).toThrow('no pair AZ')
    expect(world.group('A', 'another')).toBeUndefined()
    expect(() => open({ peerCount: 0 })).toThrow('a world needs a peer and a group')
  })
})
