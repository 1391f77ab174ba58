import { describe, expect, it } from 'vitest'
import { bottomBallot } from '../../src/core/ballot.js'
import type { Configuration } from '../../src/core/configuration.js'
import { Random } from '../../src/simulator/random.js'
import { type Founder, Founders } from '../support/genesis-founders.js'

/** The one configuration that all founders know. */
function agreed(founders: Founders): Configuration {
  const [first, ...rest] = founders.configurations
  expect(first).toBeDefined()
  for (const configuration of rest) expect(configuration).toEqual(first)
  return first as Configuration
}

function incarnationsOf(configuration: Configuration): bigint[] {
  return configuration.voters.map(({ incarnation }) => incarnation)
}

describe('founders', () => {
  it.each([1, 2, 3, 5])('agree on a first configuration that binds each of them: %i', count => {
    const founders = new Founders(count, { prepare: count, accept: 1 })
    founders.run(5000)
    const configuration = agreed(founders)
    expect(configuration).toMatchObject({ epoch: 1, quorum: { prepare: count, accept: 1 } })
    expect(configuration.voters).toEqual(
      founders.all.map(({ peerId, incarnation }) => ({ peerId, incarnation }))
    )
  })

  it('begin epoch 1 in the batch that makes the choice durable', () => {
    const founders = new Founders(3)
    founders.run(5000)
    const last = founders.all[0]?.batches.at(-1)
    expect(last).toMatchObject({
      genesis: { chosen: true, accepted: { configuration: agreed(founders) } },
      promisedBallot: bottomBallot(1),
      acceptedBallot: bottomBallot(1)
    })
    expect(founders.all[0]?.batches.at(-2)).toEqual({
      genesis: expect.objectContaining({ chosen: false })
    })
  })

  it('do nothing more once the group exists, and know it after a restart', () => {
    const founders = new Founders(3)
    founders.run(5000)
    const configuration = agreed(founders)
    founders.deliver()
    for (const founder of founders.all) founders.restart(founder, false)
    for (const founder of founders.all) founders.step(founder, [{ type: 'tick' }])
    expect(founders.frames).toEqual([])
    expect(founders.all.map(({ wakeAtMs }) => wakeAtMs)).toEqual(
      Array(3).fill(Number.POSITIVE_INFINITY)
    )
    expect(agreed(founders)).toEqual(configuration)
  })

  it('wait for all, name who is missing, and go on when the last one comes', () => {
    const founders = new Founders(3)
    const first = founders.all[0] as Founder
    founders.step(first, [{ type: 'connectivity', peerId: 'p3', connected: false }])
    expect(first.machine.missing).toEqual(['p3'])
    founders.step(first, [
      { type: 'connectivity', peerId: 'p3', connected: true },
      { type: 'connectivity', peerId: 'p2', connected: false }
    ])
    expect(first.machine.missing).toEqual(['p2'])
    founders.copies = ({ from, to }) => (from === 'p3' || to === 'p3' ? 0 : 1)
    founders.run(3000)
    expect(founders.configurations).toEqual([undefined, undefined, undefined])
    founders.copies = () => 1
    founders.run(8000)
    agreed(founders)
  })

  it('agree though each kind of message is lost once to each founder, and all others come twice', () => {
    const founders = new Founders(3)
    const lost = new Set<string>()
    founders.copies = ({ to, message }) => {
      const kind = `${to} ${message.type}`
      if (lost.has(kind)) return 2
      lost.add(kind)
      return 0
    }
    founders.run(20_000)
    agreed(founders)
    expect(lost.size).toBeGreaterThan(6)
  })

  it('agree when two of them begin at once, whoever wins', () => {
    const founders = new Founders(3)
    founders.nowMs = 1000
    for (const founder of founders.all) founders.step(founder, [{ type: 'tick' }])
    expect(
      founders.frames.filter(({ message }) => message.type === 'genesis-prepare')
    ).toHaveLength(6)
    founders.run(10_000)
    agreed(founders)
  })
})

describe('founders that crash', () => {
  const flushesOfOneRun = (() => {
    const founders = new Founders(3)
    founders.run(5000)
    return founders.flushes
  })()
  const flushes = Array.from({ length: flushesOfOneRun }, (_, i) => i + 1)

  it('write more than once in a run', () => {
    expect(flushesOfOneRun).toBeGreaterThan(6)
  })

  describe('between writing and sending agree all the same, at every write', () => {
    it.each(['lose', 'flush-and-crash'] as const)('what was written: %s', fate => {
      for (const crashAt of flushes) {
        const founders = new Founders(3)
        founders.fate = flush => (flush === crashAt ? fate : 'flush')
        founders.run(20_000)
        expect(incarnationsOf(agreed(founders))).toEqual([1n, 2n, 3n])
      }
    })
  })

  it('and lose their store never undo a choice, at whichever write', () => {
    for (const wipeAt of flushes) {
      const founders = new Founders(3)
      const known: Configuration[] = []
      founders.fate = flush => {
        for (const found of founders.configurations) if (found !== undefined) known.push(found)
        return flush === wipeAt ? 'wipe' : 'flush'
      }
      founders.run(20_000)
      const configuration = agreed(founders)
      for (const before of known) expect(before).toEqual(configuration)
    }
  })

  it('and lose their stores one after the other never undo a choice while one remembers', () => {
    for (const first of flushes) {
      for (const second of [first + 1, first + 3, first + 6]) {
        const founders = new Founders(3)
        const known: Configuration[] = []
        const wiped = new Set<Founder>()
        founders.fate = (flush, founder) => {
          for (const found of founders.configurations) if (found !== undefined) known.push(found)
          const isDue = wiped.size === 0 ? flush === first : wiped.size === 1 && flush >= second
          if (!isDue || wiped.has(founder)) return 'flush'
          wiped.add(founder)
          return 'wipe'
        }
        founders.run(20_000)
        const configuration = agreed(founders)
        for (const before of known) expect(before).toEqual(configuration)
      }
    }
  })

  it('or whose messages are lost, repeated and reordered agree all the same: 200 seeds', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const random = new Random(seed)
      const founders = new Founders(3)
      const known: Configuration[] = []
      founders.copies = frame => {
        const chance = random.unit()
        if (founders.nowMs < 5000 && chance < 0.2) return 0
        if (chance < 0.4 && founders.frames.length > 0) {
          founders.frames.push(frame)
          return 0
        }
        return chance < 0.6 ? 2 : 1
      }
      founders.fate = () => {
        for (const found of founders.configurations) if (found !== undefined) known.push(found)
        if (founders.nowMs >= 5000 || random.unit() > 0.1) return 'flush'
        return random.unit() < 0.5 ? 'lose' : 'flush-and-crash'
      }
      founders.run(60_000)
      const configuration = agreed(founders)
      for (const before of known) expect(before).toEqual(configuration)
    }
  })

  it('and all lose their stores found another history', () => {
    const founders = new Founders(3)
    founders.run(5000)
    const before = agreed(founders)
    for (const founder of founders.all) founders.restart(founder, true)
    founders.run(10_000)
    const after = agreed(founders)
    expect(incarnationsOf(after)).toEqual(founders.all.map(({ incarnation }) => incarnation))
    for (const incarnation of incarnationsOf(after)) {
      expect(incarnationsOf(before)).not.toContain(incarnation)
    }
  })

  it('and come back with an empty store are told of the group, and bound by their dead life', () => {
    const founders = new Founders(3)
    founders.run(5000)
    const before = agreed(founders)
    founders.restart(founders.get('p2'), true)
    founders.run(10_000)
    expect(agreed(founders)).toEqual(before)
    expect(incarnationsOf(before)).not.toContain(founders.get('p2').incarnation)
  })
})
