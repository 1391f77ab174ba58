import { beforeEach, describe, expect, it } from 'vitest'
import { Checkers } from '../../src/simulator/checkers/checkers.js'
import { World } from '../../src/simulator/world.js'

describe('the network of a world', () => {
  let world: World

  beforeEach(async () => {
    world = new World({ seed: 5, peerCount: 3, observer: new Checkers() })
    await world.elect('A')
  })

  /** PeerIds of the others that answer `peerId`. */
  const reachable = (peerId: string): string[] =>
    (world.group(peerId)?.status().members ?? [])
      .filter(member => member.reachable && member.peerId !== peerId)
      .map(member => member.peerId)

  const count = (fault: string): number => world.coverage.get('fault', fault)

  it('tells both ends of a disconnection at once, and connects them again', async () => {
    world.disconnect('A', 'B')
    await world.run(10)
    expect(reachable('A')).toEqual(['C'])
    expect(reachable('B')).toEqual(['C'])
    await world.run(2000)
    expect(reachable('A')).toEqual(['C'])
    world.connect('A', 'B')
    await world.run(500)
    expect(reachable('A')).toEqual(['B', 'C'])
  })

  it('is healed of queues as well', async () => {
    world.network.link('A', 'B').alter({ bytesPerMs: 0.001 })
    await world.run(4 * world.electionTimeoutMs)
    expect(reachable('B')).toEqual(['C'])
    world.heal()
    await world.run(world.electionTimeoutMs)
    expect(reachable('B')).toEqual(['A', 'C'])
  })

  it('tells nobody of a silent cut, which loses everything', async () => {
    world.disconnect('A', 'B', { silently: true })
    await world.run(10)
    expect(reachable('A')).toEqual(['B', 'C'])
    await world.run(2 * world.electionTimeoutMs)
    expect(reachable('A')).toEqual(['C'])
    expect(count('frame cut off')).toBeGreaterThan(5)
    world.connect('A', 'B')
    await world.run(500)
    expect(reachable('A')).toEqual(['B', 'C'])
  })

  it('cuts one direction only', async () => {
    world.cut('A', 'C')
    const sent = world.coverage.get('message', 'heartbeat-reply')
    await world.run(2 * world.electionTimeoutMs)
    // Neither hears an answer of the other: what A says is lost, and so C has nothing to answer.
    expect(reachable('A')).toEqual(['B'])
    expect(reachable('C')).toEqual(['B'])
    expect(world.coverage.get('message', 'heartbeat-reply')).toBeGreaterThan(sent)
  })

  it('delivers late what was held up, and everything goes on', async () => {
    world.hold('A', 'B')
    world.hold('A', 'C')
    let slot: number | undefined
    void world
      .group('A')
      ?.propose(Uint8Array.of(1))
      .then(chosen => {
        slot = chosen.slot
      })
    await world.run(100)
    expect(slot).toBeUndefined()
    world.connect('A', 'B')
    world.connect('A', 'C')
    expect(await world.reach(() => slot !== undefined, 10)).toBeDefined()
    expect(count('frame cut off')).toBe(0)
  })

  it('loses what is under way on a connection that is reset, and opens another one', async () => {
    world.network.link('A', 'B').alter({ delayMs: [50, 50] })
    void world.group('A')?.propose(Uint8Array.of(1))
    await world.run(20)
    world.network.reset('A', 'B')
    await world.run(100)
    expect(count('frame lost with its connection')).toBeGreaterThan(0)
    expect(reachable('B')).toContain('A')
  })

  it('leaves only the links that are named', async () => {
    world.linkOnly(['AB', 'CB'])
    await world.run(2 * world.electionTimeoutMs)
    expect(reachable('A')).toEqual(['B'])
    expect(reachable('B')).toEqual(['A', 'C'])
    world.heal()
    await world.run(2 * world.electionTimeoutMs)
    expect(reachable('A')).toEqual(['B', 'C'])
  })

  it('delivers what a process sent before it crashed, or loses it by a reset', async () => {
    for (const [ending, isDelivered] of [
      ['close', true],
      ['reset', false],
      ['silent', true]
    ] as const) {
      const lost = count('frame lost with its connection')
      world.network.link('A', 'B').alter({ delayMs: [30, 30] })
      void world.group('A')?.propose(Uint8Array.of(1))
      await world.run(5)
      world.crash('A', ending)
      await world.run(100)
      expect(count('frame lost with its connection') > lost, ending).toBe(!isDelivered)
      world.heal()
      await world.elect('A')
    }
  })

  it('tells the others of a crash, unless it is silent', async () => {
    world.crash('B', 'close')
    await world.run(5)
    expect(reachable('A')).toEqual(['C'])
    world.start('B')
    await world.run(500)
    expect(reachable('A')).toEqual(['B', 'C'])
    world.crash('B', 'silent')
    await world.run(5)
    expect(reachable('A')).toEqual(['B', 'C'])
    await world.run(4 * world.electionTimeoutMs)
    expect(reachable('A')).toEqual(['C'])
    world.start('B')
    await world.run(500)
    expect(reachable('A')).toEqual(['B', 'C'])
  })
})
