import { describe, expect, it } from 'vitest'
import { ballotOf, type Select } from './letters.js'
import { isDone, overSeeds, Scene } from './scenes.js'

const eio = { name: 'StoreError', cause: { code: 'EIO' } }
const enospc = { name: 'StoreError', cause: { code: 'ENOSPC' } }

describe('restart', () => {
  describe('one is killed and proposals go on: everything reaches the recovered', () => {
    it.each([
      ['leader', 'leader'],
      ['leader', 'follower'],
      ['follower', 'leader'],
      ['follower', 'follower']
    ])('killed: %s, proposing: %s', (killed, proposer) =>
      overSeeds(6, async seed => {
        const scene = await Scene.started({ seed }, 'A')
        const victim = killed === 'leader' ? 'A' : 'C'
        scene.world.crash(victim, scene.drawEnding())
        const others = scene.peerIds.filter(peerId => peerId !== victim)
        const leader = await scene.leads(others)
        const from = others.find(id => (id === leader) === (proposer === 'leader')) ?? ''
        await scene.allChosen(scene.proposeMany(from, 10))
        scene.world.start(victim)
        await scene.soon('the recovered knows all', () => {
          return scene.world.group(victim)?.chosenSlotMax === scene.chosenSlotMax
        })
        await scene.settle()
      })
    )
  })

  it('power cut at any moment: what was acknowledged is there', () =>
    overSeeds(40, async seed => {
      const scene = await Scene.started({ seed }, 'A')
      const { world } = scene
      const before = scene.calls.length
      const endMs = world.nowMs + scene.random.between(30, 100)
      do {
        scene.propose(scene.random.pick(scene.peerIds))
        await world.run(scene.random.between(0, 5))
      } while (world.nowMs < endMs)
      scene.propose('A')
      for (const peerId of scene.peerIds) world.crash(peerId, scene.drawEnding())
      const calls = scene.calls.slice(before)
      expect(calls.some(({ slot }) => slot !== undefined)).toBe(true)
      expect(calls.some(({ isLost }) => isLost)).toBe(true)
      await scene.settle()
    }))

  describe('a crash at every write boundary: what was acknowledged is there', () => {
    it.each(['append', 'send', 'flush'] as const)('at the next %s', aim =>
      overSeeds(6, async seed => {
        const scene = await Scene.started({ seed }, 'A')
        const { world } = scene
        for (let i = 0; i < 9; i += 1) {
          const victim = 'ABC'[i % 3] ?? ''
          const peer = world.peer(victim)
          if (i % 2 === 0) peer.alterDisk({ flushMs: [10, 40] })
          const leader = await scene.leads()
          scene.proposeEverywhere()
          world.crashAt(victim, aim, scene.drawEnding())
          if (i % 3 === 0) scene.transfer(leader, victim)
          scene.propose(leader)
          await scene.soon(`${victim} crashes`, () => !peer.isUp)
          await world.run(scene.random.between(0, 100))
          world.start(victim)
          await scene.soon(`${victim} is back`, () => world.group(victim) !== undefined)
        }
        expect(world.coverage.get('fault', `crash at ${aim}`)).toBe(9)
        await scene.settle()
      })
    )
  })

  it('a ballot that nobody heard of is not used again', () =>
    overSeeds(10, async seed => {
      const scene = await Scene.open({ seed }, 'B')
      const { world, letters } = scene
      const isPrepareOfA: Select = ({ from, message }) => from === 'A' && message.type === 'prepare'
      const hidden = letters.lose(({ from }) => from === 'A')
      scene.transfer('B', 'A')
      await scene.soon('A prepares', () => hidden.some(isPrepareOfA))
      const first = ballotOf(hidden.find(isPrepareOfA))
      world.crash('A', scene.drawEnding())
      letters.clear()
      const before = scene.changes().length
      world.start('A')
      // Whoever notices last that the leader is gone campaigns first: until then it holds the other back.
      world.peer('A').drift(0.5)
      await scene.soon('A is back and hears B', () => {
        return world.group('A')?.leader === 'B' && scene.reachable('A').includes('B')
      })
      world.crash('B', 'silent')
      const prepares = letters.lose(isPrepareOfA)
      await scene.soon('A prepares again', () => prepares.length > 0)
      expect(scene.changes()).toHaveLength(before)
      const second = ballotOf(prepares[0])
      expect(second.incarnation).toBe(first.incarnation)
      expect(second.round).toBeGreaterThan(first.round)
      await scene.settle()
    }))
})

describe('nothing leaves that a hanging disk does not hold', () => {
  it('no acceptance, even if it is asked for again', () =>
    overSeeds(10, async seed => {
      const scene = await Scene.started({ seed }, 'A')
      const { world, letters } = scene
      const { chosenSlotMax } = scene
      world.linkOnly(['AB'], { silently: true })
      world.stall('B')
      const questions = letters.watch(({ to, message }) => {
        const hasEntries = message.type === 'accept' && message.entries.length > 0
        return to === 'B' && (hasEntries || message.type === 'prepare')
      })
      const answers = letters.watch(({ from, message }) => {
        const tells = message.type === 'accepted' || message.type === 'promise'
        return from === 'B' && tells && message.lastSlot > chosenSlotMax
      })
      const proposal = scene.propose('A')
      await scene.soon('it is asked for again', () => questions.length > 1)
      await world.run(50)
      expect(scene.status('B').lastSlot).toBe(chosenSlotMax + 1)
      expect(world.peer('B').disk.pendingBatches).toBeGreaterThan(0)
      expect(answers).toEqual([])
      expect(proposal.slot).toBeUndefined()
      world.unstall('B')
      await scene.allChosen([proposal])
      expect(answers).not.toEqual([])
      await scene.settle()
    }))

  it('no promise, even if it is asked for again', () =>
    overSeeds(10, async seed => {
      const scene = await Scene.started({ seed }, 'A')
      const { world, letters } = scene
      world.stall('B')
      const prepares = letters.watch(({ to, message }) => to === 'B' && message.type === 'prepare')
      const promises = letters.watch(({ from, message }) => {
        return from === 'B' && message.type === 'promise'
      })
      letters.lose(({ from, message }) => from === 'A' && message.type === 'promise')
      scene.transfer('A', 'C')
      await scene.soon('it is asked for again', () => prepares.length > 1)
      await world.run(50)
      expect(scene.status('C').role).toBe('candidate')
      expect(world.peer('B').disk.pendingBatches).toBeGreaterThan(0)
      expect(promises).toEqual([])
      world.unstall('B')
      await scene.leads(['C'])
      expect(promises).not.toEqual([])
      await scene.settle()
    }))

  it('no ballot of its own', () =>
    overSeeds(10, async seed => {
      const scene = await Scene.started({ seed }, 'A')
      const { world, letters } = scene
      world.stall('C')
      const prepares = letters.watch(({ from, message }) => {
        return from === 'C' && message.type === 'prepare'
      })
      scene.transfer('A', 'C')
      await scene.soon('C campaigns', () => scene.status('C').role === 'candidate')
      await world.run(300)
      expect(world.peer('C').disk.pendingBatches).toBeGreaterThan(0)
      expect(prepares).toEqual([])
      world.unstall('C')
      await scene.soon('C prepares', () => prepares.length > 0)
      await scene.settle()
    }))
})

describe('lost disks', () => {
  it('a member comes back with an empty disk: it has no vote, and nothing is lost with the leader', () =>
    overSeeds(10, async seed => {
      const scene = await Scene.started({ seed }, 'A')
      const { world } = scene
      world.linkOnly(['AC'], { silently: true })
      await scene.allChosen(scene.proposeMany('A', 3))
      const { chosenSlotMax } = scene
      expect(scene.status('B').lastSlot).toBeLessThan(chosenSlotMax)
      world.crash('C', scene.drawEnding())
      world.wipe('C')
      world.linkOnly(['BC'], { silently: true })
      world.start('C')
      await scene.soon('C is back', () => world.group('C') !== undefined)
      world.crash('A', scene.drawEnding())
      const proposals = [scene.propose('B'), scene.propose('C')]
      await scene.pass(10)
      expect(scene.status('C').votes).toBe(false)
      expect(scene.reachable('B')).toEqual(['C'])
      expect(scene.leaders).toEqual([])
      expect(proposals.some(({ slot }) => slot !== undefined)).toBe(false)
      expect(scene.chosenSlotMax).toBe(chosenSlotMax)
      await scene.settle()
      expect(scene.status('C').votes).toBe(false)
    }))

  it('a disk that is damaged is not an empty one: its replica never takes part', () =>
    overSeeds(15, async seed => {
      const scene = await Scene.started({ seed }, 'A')
      const { world } = scene
      const peer = world.peer('C')
      await scene.soon('C has written all', () => peer.disk.unflushedBytes === 0)
      world.crash('C', scene.drawEnding())
      peer.corrupt()
      const letters = scene.letters.watch(({ from }) => from === 'C')
      world.start('C')
      await scene.soon('C gives up', () => peer.isBroken)
      expect(peer.startError).toMatchObject({ name: 'StoreCorruptError' })
      world.crash('A', scene.drawEnding())
      const proposal = scene.propose('B')
      await scene.pass(10)
      expect(letters).toEqual([])
      expect(scene.leaders).toEqual([])
      expect(proposal.slot).toBeUndefined()
      await scene.settle()
      expect(scene.status('C').votes).toBe(false)
    }))
})

describe('disks that fail', () => {
  describe('a disk that is full or fails: the replica halts and says so, the group goes on', () => {
    it.each([
      ['full', 'leader', enospc],
      ['full', 'follower', enospc],
      ['failing to write', 'leader', eio],
      ['failing to write', 'follower', eio],
      ['failing to flush', 'leader', eio],
      ['failing to flush', 'follower', eio]
    ])('%s, at the %s', (what, role, error) =>
      overSeeds(5, async seed => {
        const scene = await Scene.started({ seed }, 'A')
        const victim = role === 'leader' ? 'A' : 'C'
        const others = scene.peerIds.filter(peerId => peerId !== victim)
        const group = scene.group(victim)
        const halts: Error[] = []
        group.addEventListener('halt', ({ detail }) => halts.push(detail.error))
        const { disk } = scene.world.peer(victim)
        if (what === 'full') disk.full(true)
        else if (what === 'failing to write') disk.failWrite(1)
        else disk.failFlush(1)
        const pending = scene.propose(victim)
        const proposals = others.map(peerId => scene.propose(peerId))
        await scene.soon('it halts', () => halts.length > 0)
        expect(halts).toHaveLength(1)
        expect(halts[0]).toMatchObject(error)
        const letters = scene.letters.watch(({ from }) => from === victim)
        expect(group.status()).toMatchObject({ state: 'halted', votes: false, error })
        expect(group.canPropose).toBe(false)
        await scene.leads(others)
        await scene.allChosen(proposals)
        const late = [scene.propose(victim), scene.read(victim)]
        await scene.pass(1)
        // The others may have chosen it before its own disk failed.
        const failed = isDone(pending) ? late : [pending, ...late]
        for (const call of failed) {
          expect(call.error).toMatchObject({ name: 'ReplicaStoppedError' })
        }
        expect(letters).toEqual([])
        await scene.settle(failed)
      })
    )
  })

  describe('the store fails at any operation: the replica stops and acknowledges nothing', () => {
    it.each([
      ['write', 'failWrite', 20],
      ['flush', 'failFlush', 20],
      ['read', 'failRead', 3]
    ] as const)('at every %s', (_, fail, countMin) =>
      overSeeds(2, async seed => {
        let count = 0
        let isBroken: boolean
        do {
          count += 1
          const scene = new Scene({ seed: 1000 * seed + count })
          scene.world.peer('A').disk[fail](count)
          isBroken = await workUntilBroken(scene)
          if (isBroken) await expectStopped(scene)
          await scene.settle(scene.calls.filter(({ error }) => error !== undefined))
        } while (isBroken)
        expect(count).toBeGreaterThan(countMin)
      })
    )
  })
})

/** Founds, proposes, changes leaders and restarts, until the disk of A keeps it from taking part; returns whether it did. */
async function workUntilBroken(scene: Scene): Promise<boolean> {
  const { world } = scene
  const peer = world.peer('A')
  const transfer = (target: string): void => {
    for (const leader of scene.leaders) scene.transfer(leader, target)
  }
  const steps: (() => void)[] = [
    () => undefined,
    () => scene.proposeEverywhere(),
    () => transfer('A'),
    () => scene.proposeEverywhere(),
    () => transfer('B'),
    () => scene.proposeEverywhere(),
    () => world.disconnect('A', 'B'),
    () => scene.proposeMany('B', 3),
    () => world.connect('A', 'B'),
    () => world.crash('A', scene.drawEnding()),
    () => world.start('A'),
    () => scene.proposeEverywhere()
  ]
  for (const step of steps) {
    step()
    await world.reach(() => peer.isBroken, 2 * world.electionTimeoutMs)
    if (peer.isBroken) return true
  }
  return false
}

/** Expects that A has stopped for its disk, says so and nothing else, and that the others go on. */
async function expectStopped(scene: Scene): Promise<void> {
  const { world } = scene
  const letters = scene.letters.watch(({ from }) => from === 'A')
  const group = world.group('A')
  if (group === undefined) {
    expect(world.peer('A').startError).toMatchObject(eio)
  } else {
    expect(group.status()).toMatchObject({ state: 'halted', votes: false, error: eio })
    scene.propose('A')
  }
  if (scene.chosenSlotMax > 0) {
    await scene.leads(['B', 'C'])
    await scene.allChosen([scene.propose('B'), scene.propose('C')])
  }
  await scene.pass(1)
  expect(letters).toEqual([])
  for (const call of scene.calls) {
    if (call.peerId !== 'A' || call.slot !== undefined || call.isLost) continue
    expect(call.error).toMatchObject({ name: 'ReplicaStoppedError' })
  }
}
