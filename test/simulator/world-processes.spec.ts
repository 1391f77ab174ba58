import { beforeEach, describe, expect, it } from 'vitest'
import { Checkers } from '../../src/simulator/checkers/checkers.js'
import { World } from '../../src/simulator/world.js'

describe('the processes of a world', () => {
  let world: World
  let lines: string[]

  beforeEach(async () => {
    lines = []
    world = new World({
      seed: 9,
      peerCount: 3,
      options: { churn: false },
      observer: new Checkers(),
      onLine: line => lines.push(line)
    })
    await world.elect('A')
  })

  /** Proposes at `peerId`; the result tells whether, and in which slot, the value was chosen. */
  const propose = (peerId: string): { slot: number | undefined } => {
    const call: { slot: number | undefined } = { slot: undefined }
    world
      .group(peerId)
      ?.propose(Uint8Array.of(1))
      .then(
        ({ slot }) => {
          call.slot = slot
        },
        () => undefined
      )
    return call
  }

  it('answers no call of a process that crashed, and keeps what is durable', async () => {
    const before = propose('B')
    await world.run(100)
    expect(before.slot).toBe(2)
    const lost = propose('B')
    world.crash('B')
    world.start('B')
    await world.run(1000)
    expect(lost.slot).toBeUndefined()
    expect(world.group('B')?.chosenSlotMax).toBeGreaterThanOrEqual(2)
    expect(world.group('B')?.status().votes).toBe(true)
    const after = propose('B')
    await world.run(100)
    expect(after.slot).toBeGreaterThan(2)
  })

  it('sends nothing from a process that crashed', async () => {
    world.crash('C')
    // What had left before arrives.
    await world.run(10)
    const from = lines.length
    await world.run(2000)
    expect(lines.slice(from).filter(line => / C > /.test(line))).toEqual([])
    expect(world.group('C')).toBeUndefined()
  })

  it('lets frames and timers of a paused process wait, and others go on without it', async () => {
    world.pause('A')
    const from = lines.length
    await world.run(4 * world.electionTimeoutMs)
    const meanwhile = lines.slice(from)
    expect(meanwhile.filter(line => / > A /.test(line))).toEqual([])
    expect(
      meanwhile.filter(line => / (B|C) group: leader-change leader (B|C)/.test(line))
    ).not.toEqual([])
    expect(world.leaders()).not.toContain('A')
    world.resume('A')
    await world.run(world.electionTimeoutMs)
    expect(lines.slice(from).filter(line => / > A /.test(line)).length).toBeGreaterThan(10)
    expect(world.group('A')?.leader).toBe(world.leaders()[0])
  })

  it('takes what arrives together in one step while a process is busy', async () => {
    world.peer('B').busyMsMax = 20
    const calls = [propose('C'), propose('A'), propose('B')]
    const took = await world.reach(() => calls.every(({ slot }) => slot !== undefined), 500)
    expect(took).toBeGreaterThan(1)
  })

  it.each([0.9, 1.1])('runs a clock at another rate (%d)', async rate => {
    // Nothing happens in the group, so that each peer asks after the others once in an election timeout.
    const probes = (): number => lines.filter(line => / B > A probe round/.test(line)).length
    const from = probes()
    world.peer('B').drift(rate)
    await world.run(100_000)
    const expected = (100_000 / world.electionTimeoutMs) * rate
    expect(probes() - from).toBeGreaterThan(expected * 0.97)
    expect(probes() - from).toBeLessThan(expected * 1.03)
  })

  it('sets a clock forward', async () => {
    const from = lines.length
    world.peer('B').jump(10_000)
    await world.run(1)
    expect(lines.slice(from).some(line => line.includes('jumps by 10000 ms'))).toBe(true)
    await world.run(2000)
    expect(world.leaders()).toHaveLength(1)
  })

  it.each([
    ['append', /B crashes/, 'has durable'],
    ['flush', /B crashes/, 'learns']
  ] as const)('crashes a process at its next %s', async (aim, crash, never) => {
    world.crashAt('B', aim)
    const from = lines.length
    const call = propose('A')
    await world.run(50)
    const after = lines.slice(from)
    const struck = after.findIndex(line => crash.test(line))
    expect(struck).toBeGreaterThan(0)
    expect(after.slice(0, struck).some(line => line.includes(`B ${never}`))).toBe(false)
    expect(world.coverage.get('fault', `crash at ${aim}`)).toBe(1)
    expect(world.peer('B').isUp).toBe(false)
    expect(call.slot).toBeDefined()
  })

  it('crashes a process between two frames of one step', async () => {
    world.crashAt('A', 'send')
    const from = lines.length
    propose('A')
    await world.run(20)
    const accepts = lines.slice(from).filter(line => / A > . accept /.test(line))
    expect(accepts).toHaveLength(1)
    expect(world.peer('A').isUp).toBe(false)
  })

  it('does not crash a process again for an aim of an earlier life', async () => {
    world.crashAt('B', 'append')
    world.crash('B')
    world.start('B')
    propose('A')
    await world.run(1000)
    expect(world.peer('B').isUp).toBe(true)
    expect(world.coverage.get('fault', 'crash at append')).toBe(0)
  })

  it('hangs a disk: nothing becomes durable until it goes on', async () => {
    world.stall('B')
    world.crash('C')
    const call = propose('A')
    await world.run(200)
    expect(call.slot).toBeUndefined()
    world.unstall('B')
    expect(await world.reach(() => call.slot !== undefined, 2000)).toBeDefined()
  })

  it('takes the vote from a peer whose disk was wiped', async () => {
    propose('A')
    await world.run(100)
    world.crash('B')
    world.wipe('B')
    world.start('B')
    await world.run(4 * world.electionTimeoutMs)
    expect(world.peer('B').isWiped).toBe(true)
    expect(world.group('B')?.status().votes).toBe(false)
    expect(world.group('B')?.chosenSlotMax).toBe(world.group('A')?.chosenSlotMax)
  })

  it('keeps a peer out whose disk is damaged, until it begins anew', async () => {
    propose('A')
    await world.run(100)
    world.crash('B')
    world.peer('B').corrupt()
    world.start('B')
    await world.run(1000)
    expect(world.peer('B').startError).toMatchObject({ name: 'StoreCorruptError' })
    expect(world.peer('B').isBroken).toBe(true)
    expect(world.group('B')).toBeUndefined()
    world.heal()
    await world.run(4 * world.electionTimeoutMs)
    expect(world.group('B')?.status().state).toBe('open')
  })

  it('halts a replica whose disk fails, and starts it again when all is healed', async () => {
    world.peer('B').disk.failWrite(1)
    propose('A')
    await world.run(100)
    expect(world.group('B')?.status().state).toBe('halted')
    expect(world.peer('B').isBroken).toBe(true)
    world.heal()
    await world.run(2000)
    expect(world.group('B')?.status()).toMatchObject({ state: 'open', votes: true })
  })

  it('wipes no disk that is in use', () => {
    expect(() => world.wipe('A')).toThrow('A is up: its disk cannot be wiped')
  })
})
