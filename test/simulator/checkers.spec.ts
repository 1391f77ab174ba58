import { describe, expect, it } from 'vitest'
import { bottomBallot } from '../../src/core/ballot.js'
import type { Entry } from '../../src/core/entry.js'
import { StoreError } from '../../src/errors.js'
import { bornState } from '../../src/storage/durable-state.js'
import {
  accept,
  accepted,
  ballotOf,
  brokenBy,
  bytes,
  decide,
  first,
  group,
  heartbeatReply,
  incarnationOf,
  learned,
  open,
  other,
  prepare,
  promise,
  repeat,
  Scene,
  second,
  settle,
  value,
  wiped
} from './checkers-scene.js'

describe('what is allowed passes', () => {
  it('a group that loses a process, a leader and unsynced batches', () => {
    const scene = Scene.formed()
    const asked = [open('A'), value(1, 'x', 'k'), value(2, 'y', 'k'), decide(3, 'n', 'z')]
    for (const [i, entry] of asked.entries()) scene.ask('A', i, entry)
    const entries = asked.with(2, repeat(2, 'k'))
    scene.promise('AB', first)
    scene.send('A', prepare(first))
    scene.send('B', promise(first, bottomBallot(1)))
    scene.accept('A', first, 1, entries.slice(0, 1))
    scene.send('A', { ...accept(first), entries })
    scene.append('A', { log: { firstSlot: 2, entries: entries.slice(1) } })
    scene.checkers.onCrash('A')
    scene.flush('A', { log: { firstSlot: 2, entries: structuredClone(entries.slice(1)) } })
    scene.accept('B', first, 1, entries)
    scene.send('B', accepted(first, 4))
    scene.promise('BC', second)
    scene.send('C', promise(second, bottomBallot(1)))
    scene.accept('BC', second, 1, structuredClone(entries))
    scene.accept('BC', second, 5, [value(4, 'w', undefined, 1)])
    scene.checkers.onStart('A')
    scene.open('A')
    const log = { firstSlot: 5, entries: [value(4, 'w')] }
    scene.ask('A', 9, value(4, 'w'))
    scene.write('A', { promisedBallot: second, log, chosen: { slotMax: 5, ballot: second } })
    for (const peerId of ['A', 'B', 'C']) {
      scene.learn(peerId, 1, open('A'))
      scene.learn(peerId, 2, value(1, 'x', 'k'))
      scene.learn(peerId, 3, repeat(2, 'k'), { type: 'repeat', firstSlot: 2 })
      scene.learn(peerId, 4, decide(3, 'n', 'z'))
      scene.learn(peerId, 5, value(4, 'w'))
    }
    settle(scene, 5, 9)
    scene.checkers.onAsk('C', group, 1, 'read')
    scene.checkers.onRead('C', group, 1, 5)
    expect(scene.checkers.chosenSlotMax(group)).toBe(5)
    expect(scene.checkers.learnedSlotMax(group)).toBe(5)
    expect(scene.checkers.unfinished(group)).toEqual([])
  })

  it('a key that is used again after its window', () => {
    const scene = Scene.formed({ keyWindowSlots: 2 })
    scene.learnAll([open('A'), value(1, 'x', 'k'), value(2, 'y'), value(3, 'z', 'k')])
    expect(scene.checkers.learnedSlotMax(group)).toBe(4)
  })

  it('a leader that dies between telling an accept and writing it', () => {
    const scene = Scene.formed()
    scene.promise('AB', first)
    scene.accept('A', first, 1, [open('A')])
    scene.send('A', { ...accept(first), entries: [open('A'), value(1, 'x')] })
    scene.checkers.onCrash('A')
    scene.accept('BC', first, 1, [open('A'), value(1, 'x')])
    expect(scene.checkers.chosenSlotMax(group)).toBe(2)
  })

  it('accepts that leave before their leader writes, in any order', () => {
    const scene = Scene.formed()
    const entries = [open('A'), value(1, 'x'), value(2, 'y')]
    scene.promise('AB', first)
    const tell = (firstSlot: number): void =>
      scene.send('A', { ...accept(first), firstSlot, entries: entries.slice(firstSlot - 1) })
    tell(2)
    scene.accept('A', first, 1, entries.slice(0, 1))
    tell(3)
    tell(1)
    tell(2)
    scene.accept('A', first, 2, entries.slice(1))
    scene.accept('B', first, 1, entries)
    expect(scene.checkers.chosenSlotMax(group)).toBe(3)
  })

  it('a leader that dies in the step in which it began to lead', () => {
    const scene = Scene.formed()
    scene.promise('AB', first)
    scene.checkers.onCrash('A')
    scene.accept('B', first, 1, [open('A')])
    scene.send('B', accepted(first, 1))
    scene.promise('BC', second)
    scene.accept('BC', second, 1, [open('A')])
    expect(scene.checkers.chosenSlotMax(group)).toBe(1)
  })

  it('a cut of entries that catch-up shows to be wrong', () => {
    const scene = Scene.formed()
    scene.promise('AC', first)
    scene.accept('A', first, 1, [open('A')])
    scene.accept('A', first, 2, [value(1, 'x'), value(2, 'y')])
    scene.promise('BC', second)
    scene.accept('BC', second, 1, [open('B')])
    const log = { firstSlot: 1, entries: [open('B')] }
    scene.write('A', { promisedBallot: second, log, chosen: { slotMax: 1, ballot: second } })
    scene.learn('A', 1, open('B'), { type: 'applied' }, 'B')
    expect(scene.checkers.unfinished(group)).toEqual([
      'B: learned 0 of 1 slots',
      'C: learned 0 of 1 slots'
    ])
  })

  it('a leader that gives way in the step in which it began to lead', () => {
    const scene = Scene.formed()
    scene.promise('AB', first)
    const log = { firstSlot: 1, entries: [open('C')] }
    scene.write('A', { promisedBallot: second, acceptedBallot: first, log })
    scene.write('B', { acceptedBallot: first, log: { firstSlot: 1, entries: [open('A')] } })
    scene.send('B', accepted(first, 1))
    expect(scene.checkers.chosenSlotMax(group)).toBe(0)
  })

  it('an acceptance that becomes durable after its leader lost the entries', () => {
    const scene = new Scene({
      peerIds: ['A', 'B', 'C', 'D', 'E'],
      quorum: { prepare: 3, accept: 3 }
    })
    scene.form()
    const leads = ballotOf('D', 2)
    scene.promise('ABC', first)
    scene.accept('A', first, 1, [open('A'), value(1, 'x')])
    scene.promise('CDE', leads)
    scene.accept('DCE', leads, 1, [open('D')])
    const log = { firstSlot: 1, entries: [open('D')] }
    scene.write('A', { promisedBallot: leads, log, chosen: { slotMax: 1, ballot: leads } })
    scene.accept('B', first, 1, [open('A'), value(1, 'x')])
    scene.accept('B', leads, 1, [open('D')])
    expect(scene.checkers.chosenSlotMax(group)).toBe(1)
  })

  it('two leaders of one round', () => {
    const scene = Scene.formed()
    const third = ballotOf('C', 1)
    scene.promise('AB', first)
    scene.accept('A', first, 1, [open('A')])
    scene.promise('BC', third)
    scene.accept('CB', third, 1, [open('C')])
    scene.send('B', accepted(third, 1))
    scene.learn('C', 1, open('C'), { type: 'applied' }, 'C')
    expect(brokenBy(() => scene.send('B', accepted(first, 1)))).toBe('durable before said')
  })

  it('a batch that a crash took away', () => {
    const scene = Scene.formed()
    scene.choose([open('A')])
    scene.restart('B')
    scene.append('B', { log: { firstSlot: 2, entries: [value(1, 'x')] } })
    scene.restart('B')
    scene.append('B', { chosen: { slotMax: 1, ballot: first } })
    expect(scene.recovered('B').lastSlot).toBe(1)
  })

  it('late promises and confirmations', () => {
    const scene = Scene.formed()
    scene.choose([open('A')])
    scene.send('B', promise(first, bottomBallot(1)))
    scene.send('B', { type: 'confirmed', ballot: first, round: 1 })
    scene.send('B', { type: 'confirmed', ballot: second, round: 1 })
    scene.promise('B', second)
    scene.send('B', promise(second, first))
    expect(brokenBy(() => scene.send('B', promise(second, second)))).toBeUndefined()
  })

  it('chosen entries that are handed out to whoever lacks them', () => {
    const scene = Scene.formed()
    scene.choose([open('A'), value(1, 'x')])
    scene.send('B', {
      type: 'catch-up-reply',
      ballot: first,
      firstSlot: 1,
      entries: [open('A'), value(1, 'x')],
      chosenSlotMax: 2
    })
    expect(scene.checkers.chosenSlotMax(group)).toBe(2)
  })

  it('a decision that came too late, a key that was used before and an abort that came too late', () => {
    const scene = Scene.formed()
    const asked = [decide(1, 'n', 'x'), decide(2, 'n', 'y'), value(3, 'z', 'k'), value(4, 'w', 'k')]
    for (const [i, entry] of asked.entries()) scene.ask('A', i, entry)
    scene.choose([open('A'), ...asked.with(3, repeat(4, 'k'))])
    scene.learn('A', 1, open('A'))
    scene.learn('A', 2, decide(1, 'n', 'x'))
    scene.learn('A', 3, decide(2, 'n', 'y'), { type: 'decided', firstSlot: 2, value: bytes('x') })
    scene.learn('A', 4, value(3, 'z', 'k'))
    scene.learn('A', 5, repeat(4, 'k'), { type: 'repeat', firstSlot: 4 })
    settle(scene, 2, 0, 'x')
    settle(scene, 2, 1, 'x')
    settle(scene, 4, 2)
    scene.checkers.onSettled('A', group, { type: 'sent', ticket: 3 })
    settle(scene, 4, 3)
    expect(scene.checkers.unfinished(group)).toEqual([
      'B: learned 0 of 5 slots',
      'C: learned 0 of 5 slots'
    ])
  })

  it('a proposal that is in the log twice and takes effect once', () => {
    const scene = Scene.formed()
    scene.ask('A', 1, value(1, 'x'))
    scene.choose([open('A'), value(1, 'x'), value(1, 'x')])
    scene.learn('A', 1, open('A'))
    scene.learn('A', 2, value(1, 'x'))
    scene.learn('A', 3, value(1, 'x'), { type: 'nothing' })
    settle(scene, 2, 1)
    expect(scene.checkers.learnedSlotMax(group)).toBe(3)
  })

  it.each(['onCrash', 'onStart'] as const)('what a process leaves behind (%s)', end => {
    const scene = Scene.formed()
    scene.ask('A', 1, value(1, 'x'))
    scene.checkers.onAsk('A', group, 1, 'read')
    expect(scene.checkers.unfinished(group)).toEqual(['A: proposal 1', 'A: read 1'])
    scene.checkers[end]('A')
    expect(scene.checkers.unfinished(group)).toEqual([])
    scene.open('A')
    expect(scene.checkers.unfinished(group)).toEqual([])
    expect(brokenBy(() => scene.checkers.onRead('A', group, 1, 0))).toBe('reads are current')
  })

  it('a wiped replica that learns', () => {
    const scene = wiped()
    const log = { firstSlot: 1, entries: [open('A')] }
    scene.write('B', { promisedBallot: first, log, chosen: { slotMax: 1, ballot: first } })
    scene.send('B', heartbeatReply({ canVote: false }), other)
    scene.learn('B', 1, open('A'))
    expect(scene.checkers.unfinished(group)).toEqual(['C: learned 0 of 1 slots'])
  })

  it('a replica whose disk broke', () => {
    const scene = learned()
    scene.checkers.onHalt('B', group, new StoreError('EIO'))
    scene.checkers.onHalt('C', group, new StoreError('EIO'))
    expect(scene.checkers.unfinished(group)).toEqual(['A: proposal 1001'])
  })

  it('groups that have nothing to do with each other', () => {
    const scene = learned()
    const { checkers } = scene
    checkers.onBorn('A', 'another', 9n)
    checkers.onOpen('A', 'another', bornState(9n))
    const entry = { slot: 1, entry: open('A'), verdict: { type: 'applied' }, origin: 'A' } as const
    const learn = (): void => checkers.onChosen('A', 'another', [entry])
    expect(brokenBy(learn)).toBe('learned is chosen')
    expect(checkers.chosenSlotMax('another')).toBe(0)
    expect(checkers.chosenSlotMax(group)).toBe(2)
  })
})

describe('a disk that a group can do without', () => {
  const next = {
    epoch: 2,
    voters: [{ peerId: 'B', incarnation: incarnationOf('B') }],
    quorum: { prepare: 1, accept: 1 }
  }
  const stop: Entry = { type: 'stop', session: 1, sequence: 1, configuration: next, logTimeMs: 0 }

  it('is none that it takes to find out that an epoch is over', () => {
    const scene = Scene.formed()
    const { checkers } = scene
    expect(checkers.canLose('C')).toBe(true)
    checkers.onLost('C')
    expect(checkers.canLose('A')).toBe(false)
    scene.choose([open('A'), stop])
    // B would be the only voter, and does not know that it is.
    expect(checkers.canLose('A')).toBe(false)
    expect(checkers.isLost(group)).toBe(false)
    const bottom = bottomBallot(2)
    const ended = [{ configuration: scene.configuration, stopSlot: 2, ballot: first }]
    scene.write('B', {
      promisedBallot: bottom,
      acceptedBallot: bottom,
      chosen: { slotMax: 2, ballot: first },
      epoch: { ended, configuration: next },
      log: { firstSlot: 3, entries: [] }
    })
    expect(checkers.canLose('A')).toBe(true)
    expect(checkers.canLose('B')).toBe(false)
  })
})
