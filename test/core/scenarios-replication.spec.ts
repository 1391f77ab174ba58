import { describe, expect, it } from 'vitest'
import { sameBallot } from '../../src/core/ballot.js'
import { unchosenBytesMax } from '../../src/core/limits.js'
import type { Message } from '../../src/core/messages.js'
import { Cluster, type ProposalRecord } from '../support/core-cluster.js'
import { expectEverythingFinishes } from '../support/core-nemesis.js'

const seed = 1

function settle(cluster: Cluster): void {
  cluster.heal()
  expectEverythingFinishes(cluster)
}

/** Expects that `isReached` comes true within four election timeouts. */
function soon(cluster: Cluster, isReached: () => boolean): void {
  expect(cluster.reach(isReached, 4 * cluster.electionTimeoutMs)).toBeDefined()
}

function isChosen({ settlement }: ProposalRecord): boolean {
  return settlement?.type === 'chosen'
}

/** A cluster that `leader` leads, in which everyone has opened a session. */
function started(voterCount: number, leader: string): Cluster {
  const cluster = new Cluster({ seed, voterCount })
  cluster.elect(leader)
  const first = cluster.hosts.map(({ peerId }) => cluster.propose(peerId))
  soon(cluster, () => first.every(isChosen))
  return cluster
}

/** Slots in which the value of `proposal` was learned. */
function slotsOf(cluster: Cluster, proposal: ProposalRecord): number[] {
  const slots: number[] = []
  for (let slot = 1; slot <= cluster.invariants.learnedSlotMax; slot += 1) {
    const entry = cluster.invariants.learnedEntry(slot)
    if (entry?.type === 'value' && entry.value === proposal.payload.value) slots.push(slot)
  }
  return slots
}

describe('replication', () => {
  it('accepts dropped to one voter, then healed: resynchronised by the same leader', () => {
    const cluster = started(3, 'A')
    const led = cluster.leaderships.length
    cluster.drops = (_, to, message) => message.type === 'accept' && to === 'C'
    const proposals = Array.from({ length: 20 }, () => cluster.propose('B'))
    soon(cluster, () => proposals.every(isChosen))
    cluster.drops = () => false
    soon(cluster, () => cluster.snapshot('C')?.lastSlot === cluster.snapshot('A')?.lastSlot)
    settle(cluster)
    expect(cluster.leaderships).toHaveLength(led)
  })

  const types: Message['type'][] = [
    'prepare',
    'promise',
    'reject',
    'accept-sync',
    'accept',
    'accepted',
    'heartbeat',
    'heartbeat-reply',
    'catch-up-request',
    'catch-up-reply',
    'propose',
    'propose-reply',
    'read-request',
    'read-reply',
    'confirm',
    'confirmed'
  ]
  describe('each kind of message is lost once on every link: all finishes without new traffic', () => {
    it.each(types)('%s', type => {
      const cluster = new Cluster({ seed, voterCount: 3 })
      const lost = new Set<string>()
      cluster.drops = (from, to, message) => {
        const isFirst = message.type === type && !lost.has(from + to)
        if (isFirst) lost.add(from + to)
        return isFirst
      }
      for (const { peerId } of cluster.hosts) {
        cluster.propose(peerId)
        cluster.read(peerId)
      }
      expectEverythingFinishes(cluster)
      if (!['reject', 'catch-up-request', 'catch-up-reply', 'propose-reply'].includes(type)) {
        expect(lost.size).toBeGreaterThan(0)
      }
    })
  })

  it('the last watermark and acknowledgement are lost: the rest learns without new traffic', () => {
    const cluster = started(3, 'A')
    cluster.drops = (_, to, message) =>
      (message.type === 'accept' && message.entries.length === 0) ||
      (message.type === 'catch-up-reply' && to === 'C')
    const proposal = cluster.propose('A')
    soon(cluster, () => isChosen(proposal))
    cluster.run(cluster.electionTimeoutMs)
    expect(cluster.snapshot('C')?.chosenSlotMax).toBeLessThan(cluster.invariants.learnedSlotMax)
    cluster.drops = () => false
    expectEverythingFinishes(cluster)
  })

  it('the old leader wrote to a minority: the value never shows up as chosen later', () => {
    const cluster = started(5, 'A')
    cluster.linkOnly(['AB', 'CD', 'CE', 'DE'], true)
    const minority = cluster.propose('A')
    cluster.reach(() => cluster.snapshot('B')?.lastSlot === 11, cluster.electionTimeoutMs)
    expect(cluster.snapshot('B')?.lastSlot).toBe(11)
    cluster.crash('A')
    soon(cluster, () => cluster.leaders.length === 1)
    const proposals = ['C', 'D', 'E'].map(peerId => cluster.propose(peerId))
    soon(cluster, () => proposals.every(isChosen))
    const slots = cluster.invariants.learnedSlotMax
    settle(cluster)
    cluster.propose('A')
    settle(cluster)
    expect(slotsOf(cluster, minority)).toEqual([])
    expect(cluster.invariants.learnedSlotMax).toBeGreaterThan(slots)
    for (const { disk } of cluster.hosts) {
      for (const [i, entry] of disk.entries.entries()) {
        expect(entry).toEqual(cluster.invariants.learnedEntry(i + 1))
      }
    }
  })

  it('a value on a majority under an old ballot counts only once accepted under the current one', () => {
    const cluster = started(3, 'A')
    const before = cluster.invariants.learnedSlotMax
    cluster.drops = (_, __, message) =>
      message.type === 'accepted' ||
      (message.type === 'promise' && sameBallot(message.ballot, message.acceptedBallot))
    cluster.cut('A', 'C')
    const proposal = cluster.propose('A')
    cluster.reach(() => cluster.host('B').disk.lastSlot > before, cluster.electionTimeoutMs)
    cluster.crash('A')
    soon(cluster, () => cluster.leaders.length === 1)
    cluster.run(2 * cluster.electionTimeoutMs)
    const leader = cluster.leaders[0] as string
    expect(cluster.snapshot(leader)?.lastSlot).toBeGreaterThan(before)
    expect(cluster.snapshot(leader)?.chosenSlotMax).toBe(before)
    settle(cluster)
    expect(slotsOf(cluster, proposal)).toEqual([before + 1])
  })

  it('a leader that is cut off holds a bounded log, and all is carried on later', () => {
    const cluster = started(3, 'A')
    const value = (): Uint8Array => new Uint8Array(1_000_000)
    cluster.linkOnly(['BC'], true)
    const proposals = Array.from({ length: 30 }, () =>
      cluster.propose('A', { type: 'value', value: value() })
    )
    cluster.run(2 * cluster.electionTimeoutMs)
    const { lastSlot = 0, chosenSlotMax = 0 } = cluster.snapshot('A') ?? {}
    expect((lastSlot - chosenSlotMax) * 1_000_000).toBeLessThanOrEqual(unchosenBytesMax + 1_000_000)
    settle(cluster)
    expect(proposals.every(isChosen)).toBe(true)
  })

  it('a proposal sent to an old leader is passed on, and applied once', () => {
    const cluster = started(3, 'A')
    cluster.disconnect('B', 'C', true)
    cluster.elect('B')
    const proposals = Array.from({ length: 10 }, () => cluster.propose('C'))
    soon(cluster, () => proposals.every(isChosen))
    expect(cluster.leaders).toEqual(['B'])
    for (const proposal of proposals) expect(slotsOf(cluster, proposal)).toHaveLength(1)
    settle(cluster)
  })

  it('an aborted proposal does not block its session', () => {
    const cluster = started(3, 'A')
    cluster.drops = (_, __, message) => message.type === 'propose'
    const aborted = cluster.propose('C')
    cluster.run(50)
    cluster.abort(aborted)
    const next = cluster.propose('C')
    cluster.run(50)
    expect(aborted.settlement?.type).toBe('sent')
    cluster.drops = () => false
    soon(cluster, () => isChosen(next))
    expect(aborted.settlement?.type).toBe('skipped')
    expect(slotsOf(cluster, aborted)).toEqual([])
  })

  it('many large proposals that were lost all arrive once the link is back', () => {
    const cluster = started(3, 'A')
    cluster.drops = (_, __, message) => message.type === 'propose'
    const proposals = Array.from({ length: 30 }, () =>
      cluster.propose('C', { type: 'value', value: new Uint8Array(600_000) })
    )
    cluster.run(cluster.electionTimeoutMs)
    cluster.drops = () => false
    soon(cluster, () => proposals.every(isChosen))
  })

  it('an answer to a read of an earlier run answers none of this one', () => {
    const cluster = started(3, 'A')
    const held: Message[] = []
    cluster.drops = (_, to, message) => {
      const isHeld = to === 'C' && message.type === 'read-reply'
      if (isHeld) held.push(message)
      return isHeld
    }
    cluster.read('C')
    cluster.reach(() => held.length > 0, cluster.electionTimeoutMs)
    cluster.crash('C')
    const proposal = cluster.propose('B')
    soon(cluster, () => isChosen(proposal))
    cluster.start('C')
    const read = cluster.read('C')
    soon(cluster, () => held.length > 1)
    for (const late of held.splice(0, 1)) cluster.transmit('A', 'C', late)
    cluster.run(cluster.electionTimeoutMs)
    expect(read.slot).toBeUndefined()
    settle(cluster)
    expect(read.slot).toBeDefined()
  })

  it('an unknown outcome may take effect later, and reads never go backwards', () => {
    const cluster = started(3, 'A')
    cluster.linkOnly(['BC'], true)
    const unknown = cluster.propose('A')
    cluster.reach(() => cluster.host('A').disk.lastSlot === 7, cluster.electionTimeoutMs)
    cluster.crash('A')
    const slots: number[] = []
    for (let i = 0; i < 12; i += 1) {
      if (i === 4) cluster.heal()
      cluster.propose('B')
      const read = cluster.read('ABC'[i < 5 ? 1 + (i % 2) : i % 3] as string)
      soon(cluster, () => read.slot !== undefined)
      slots.push(read.slot ?? 0)
    }
    expect(slots).toEqual([...slots].sort((a, b) => a - b))
    expect(slotsOf(cluster, unknown)).toEqual([])
    settle(cluster)
  })

  describe('an accept quorum survives the loss of all its voters but one', () => {
    it.each([
      [2, 4],
      [3, 3],
      [4, 2]
    ])('%i of 5', (accept, prepare) => {
      const cluster = new Cluster({ seed, voterCount: 5, quorum: { accept, prepare } })
      const leader = cluster.elect()
      const proposals = cluster.hosts.map(({ peerId }) => cluster.propose(peerId))
      soon(cluster, () => proposals.every(isChosen))
      const others = cluster.hosts.map(({ peerId }) => peerId).filter(peerId => peerId !== leader)
      for (const peerId of [leader, ...others].slice(0, accept - 1)) cluster.crash(peerId)
      const survivors = cluster.hosts.filter(({ replica }) => replica !== undefined)
      const learned = survivors.map(({ peerId }) => cluster.snapshot(peerId)?.lastSlot ?? 0)
      expect(Math.max(...learned)).toBe(cluster.invariants.learnedSlotMax)
      if (survivors.length >= Math.max(accept, prepare)) {
        soon(cluster, () => cluster.leaders.length === 1)
        const proposal = cluster.propose(survivors[0]?.peerId ?? '')
        soon(cluster, () => isChosen(proposal))
      }
      settle(cluster)
      expect(proposals.every(proposal => slotsOf(cluster, proposal).length <= 1)).toBe(true)
    })
  })
})

describe('restart', () => {
  describe('one is killed and proposals go on: everything reaches the recovered', () => {
    it.each([
      ['leader', 'leader'],
      ['leader', 'follower'],
      ['follower', 'leader'],
      ['follower', 'follower']
    ])('killed: %s, proposing: %s', (killed, proposer) => {
      const cluster = started(3, 'A')
      const victim = killed === 'leader' ? 'A' : 'C'
      cluster.crash(victim)
      soon(cluster, () => cluster.leaders.length === 1 && cluster.leaders[0] !== victim)
      const [leader] = cluster.leaders
      const from = cluster.hosts.find(
        ({ peerId }) => peerId !== victim && (peerId === leader) === (proposer === 'leader')
      )
      const proposals = Array.from({ length: 10 }, () => cluster.propose(from?.peerId ?? ''))
      soon(cluster, () => proposals.every(isChosen))
      cluster.start(victim)
      const { learnedSlotMax } = cluster.invariants
      soon(cluster, () => cluster.snapshot(victim)?.chosenSlotMax === learnedSlotMax)
      settle(cluster)
    })
  })

  it('power cut at any moment: what was acknowledged is there', () => {
    for (let atMs = 0; atMs < 60; atMs += 1) {
      const cluster = new Cluster({ seed: atMs + 1, voterCount: 3 })
      cluster.elect('A')
      const proposals = Array.from({ length: 20 }, (_, i) =>
        cluster.propose('ABC'[i % 3] as string)
      )
      cluster.run(atMs)
      const acknowledged = proposals.filter(isChosen)
      for (const { peerId } of cluster.hosts) cluster.crash(peerId)
      settle(cluster)
      for (const proposal of acknowledged) expect(slotsOf(cluster, proposal)).toHaveLength(1)
    }
  })
})

describe('cost', () => {
  it.each([
    [3, 120],
    [5, 400]
  ])(
    'a quiet group of %i voters sends %i heartbeats and replies a second, and nothing else',
    (voterCount, perSecond) => {
      const cluster = new Cluster({ seed, voterCount })
      cluster.elect()
      cluster.run(1000)
      cluster.sent.clear()
      cluster.run(10_000)
      const {
        heartbeat = 0,
        'heartbeat-reply': replies = 0,
        ...rest
      } = Object.fromEntries(cluster.sent)
      expect(rest).toEqual({})
      expect(heartbeat + replies).toBeLessThanOrEqual(10 * perSecond)
    }
  )

  it('a busy leader of 3 voters sends at most 4 accepts for a value, fewer under load', () => {
    const perValue = [10, 0.1].map(gapMs => {
      const cluster = started(3, 'A')
      const before = cluster.invariants.learnedSlotMax
      cluster.sent.clear()
      for (let i = 0; i < 1000; i += 1) {
        cluster.propose('B')
        cluster.run(gapMs)
      }
      cluster.run(100)
      expect(cluster.invariants.learnedSlotMax - before).toBe(1000)
      return (cluster.sent.get('accept') ?? 0) / 1000
    })
    expect(perValue[0]).toBeLessThanOrEqual(4.1)
    expect(perValue[1]).toBeLessThan(2)
  })

  it('messages out of order are not answered with a storm', () => {
    const cluster = started(3, 'A')
    cluster.conditions.reorders = true
    cluster.conditions.delayMsMax = 60
    cluster.sent.clear()
    for (let i = 0; i < 1000; i += 1) {
      cluster.propose('ABC'[i % 3] as string, { type: 'value', value: new Uint8Array(600_000) })
      cluster.run(5)
    }
    const total = [...cluster.sent.values()].reduce((sum, count) => sum + count, 0)
    expect(total).toBeLessThan(100_000)
    settle(cluster)
  })
})
