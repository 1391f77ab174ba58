import { describe, expect, it } from 'vitest'
import { compareBallots } from '../../src/core/ballot.js'
import type { Message } from '../../src/core/messages.js'
import { Cluster } from '../support/core-cluster.js'
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

function votersBut(cluster: Cluster, ...peerIds: string[]): string[] {
  return cluster.hosts.map(({ peerId }) => peerId).filter(peerId => !peerIds.includes(peerId))
}

describe('election in partial connectivity', () => {
  describe('partition: only A reaches everyone (5 voters)', () => {
    it.each([true, false])('and takes over, connections closing silently: %s', silently => {
      const cluster = new Cluster({ seed, voterCount: 5 })
      cluster.elect('E')
      cluster.linkOnly(['AB', 'AC', 'AD', 'AE'], silently)
      soon(cluster, () => cluster.leaders.join() === 'A')
      expect(cluster.snapshot('E')?.phase).toBe('follower')
      const proposals = cluster.hosts.map(({ peerId }) => cluster.propose(peerId))
      soon(cluster, () => proposals.every(({ settlement }) => settlement?.type === 'chosen'))
      expect(cluster.leaderships.at(-1)).toMatch(/^A/)
      settle(cluster)
    })
  })

  it('quorum loss: the leader is dead and only A, whose log is old, reaches a quorum (5 voters)', () => {
    const cluster = new Cluster({ seed, voterCount: 5 })
    cluster.elect('E')
    cluster.linkOnly(['BC', 'BD', 'BE', 'CD', 'CE', 'DE'])
    const proposals = Array.from({ length: 20 }, () => cluster.propose('B'))
    soon(cluster, () => proposals.every(({ settlement }) => settlement?.type === 'chosen'))
    expect(cluster.snapshot('A')?.lastSlot).toBe(0)
    cluster.crash('E')
    cluster.linkOnly(['AB', 'AC', 'AD'])
    soon(cluster, () => cluster.leaders.join() === 'A')
    soon(cluster, () => cluster.snapshot('A')?.chosenSlotMax === 21)
    settle(cluster)
  })

  describe('chain: the leader at one end loses a link (3 voters)', () => {
    it.each([
      ['A', 'C'],
      ['C', 'A']
    ])('%s leads and loses its link to %s: at most one change', (leader, other) => {
      const cluster = new Cluster({ seed, voterCount: 3 })
      cluster.elect(leader)
      const before = cluster.leaderships.length
      cluster.disconnect(leader, other, true)
      cluster.run(20 * cluster.electionTimeoutMs)
      expect(cluster.leaderships.length - before).toBeLessThanOrEqual(1)
      expect(cluster.leaders).toHaveLength(1)
      const proposals = ['A', 'B', 'C'].map(peerId => cluster.propose(peerId))
      soon(cluster, () => proposals.every(({ settlement }) => settlement?.type === 'chosen'))
      settle(cluster)
      expect(cluster.leaderships.length - before).toBeLessThanOrEqual(1)
    })
  })

  const topologies: [string, number, string[]][] = [
    ['star', 5, ['CA', 'CB', 'CD', 'CE']],
    ['chain', 5, ['AB', 'BC', 'CD', 'DE', 'AC']],
    ['quorum loss', 5, ['BA', 'BC', 'BD', 'BE']],
    ['constrained', 5, ['AB', 'AC', 'BC', 'DE']],
    ['ring', 5, ['AB', 'BC', 'CD', 'DE', 'EA']],
    ['star', 7, ['DA', 'DB', 'DC', 'DE', 'DF', 'DG']]
  ]
  describe('topology: elects within four election timeouts, and changes leader at most once', () => {
    it.each(topologies)('%s of %i voters', (_, voterCount, links) => {
      for (let run = 1; run <= 10; run += 1) {
        const cluster = new Cluster({ seed: run, voterCount })
        cluster.elect()
        const before = cluster.leaderships.length
        cluster.linkOnly(links, run % 2 === 0)
        cluster.run(4 * cluster.electionTimeoutMs)
        expect(cluster.leaders).toHaveLength(1)
        cluster.run(20 * cluster.electionTimeoutMs)
        expect(cluster.leaderships.length - before).toBeLessThanOrEqual(1)
        settle(cluster)
      }
    })
  })

  describe('every elected leader is killed until only a quorum remains', () => {
    it.each([5, 7])('of %i voters', count => {
      const cluster = new Cluster({ seed, voterCount: count })
      const dead: string[] = []
      while (dead.length < (count - 1) / 2) {
        const leader = cluster.elect()
        expect(dead).not.toContain(leader)
        const proposal = cluster.propose(leader)
        soon(cluster, () => proposal.settlement?.type === 'chosen')
        cluster.crash(leader)
        dead.push(leader)
        soon(cluster, () => cluster.leaders.length === 1)
      }
      const proposal = cluster.propose(cluster.elect())
      soon(cluster, () => proposal.settlement?.type === 'chosen')
      settle(cluster)
    })
  })

  it('two candidates duel across a partition that heals: one leader, nothing lost (5 voters)', () => {
    const cluster = new Cluster({ seed, voterCount: 5 })
    cluster.elect('A')
    cluster.linkOnly(['AB', 'CD', 'CE', 'DE'], true)
    const proposals = cluster.hosts.map(({ peerId }) => cluster.propose(peerId))
    soon(cluster, () => cluster.leaders.some(leader => 'CDE'.includes(leader)))
    settle(cluster)
    expect(proposals.every(({ settlement }) => settlement?.type === 'chosen')).toBe(true)
  })

  it('an isolated voter returns: the healthy leader is not deposed', () => {
    const cluster = new Cluster({ seed, voterCount: 3 })
    cluster.elect('A')
    const before = cluster.leaderships.length
    cluster.linkOnly(['AB'], true)
    cluster.run(10 * cluster.electionTimeoutMs)
    cluster.linkOnly(['AB', 'AC', 'BC'])
    cluster.run(10 * cluster.electionTimeoutMs)
    expect(cluster.leaderships).toHaveLength(before)
    expect(cluster.leaders).toEqual(['A'])
  })

  describe('one-way links: a voter does not disrupt the leader', () => {
    it.each(['receive but not send', 'send but not receive'])('if it can %s', ability => {
      const cluster = new Cluster({ seed, voterCount: 3 })
      cluster.elect('A')
      const before = cluster.leaderships.length
      for (const other of ['A', 'B']) {
        if (ability.startsWith('receive')) cluster.cut('C', other)
        else cluster.cut(other, 'C')
      }
      const proposal = cluster.propose('B')
      cluster.run(10 * cluster.electionTimeoutMs)
      expect(proposal.settlement?.type).toBe('chosen')
      settle(cluster)
      expect(cluster.leaderships).toHaveLength(before)
    })
  })

  describe('half-open: a leader is replaced (3 voters)', () => {
    it.each(['only send', 'only receive'])('if it can %s', ability => {
      const cluster = new Cluster({ seed, voterCount: 3 })
      cluster.elect('A')
      for (const other of ['B', 'C']) {
        if (ability === 'only send') cluster.cut(other, 'A')
        else cluster.cut('A', other)
      }
      soon(cluster, () => cluster.leaders.length === 1 && cluster.leaders[0] !== 'A')
      const proposal = cluster.propose('B')
      soon(cluster, () => proposal.settlement?.type === 'chosen')
      settle(cluster)
    })
  })
})

describe('leadership', () => {
  it('a leader without a quorum steps down and serves no reads', () => {
    const cluster = new Cluster({ seed, voterCount: 3 })
    cluster.elect('A')
    cluster.linkOnly(['BC'], true)
    const read = cluster.read('A')
    soon(cluster, () => cluster.snapshot('A')?.phase === 'follower')
    expect(cluster.snapshot('A')?.quorum).not.toBe('available')
    cluster.run(10 * cluster.electionTimeoutMs)
    expect(read.slot).toBeUndefined()
    settle(cluster)
    expect(read.slot).toBeDefined()
  })

  it('a leader steps down that reaches one voter only, and that one promised another (5 voters)', () => {
    const cluster = new Cluster({ seed, voterCount: 5 })
    cluster.elect('A')
    cluster.linkOnly(['AB', 'BC', 'BD', 'BE', 'CD', 'CE', 'DE'], true)
    cluster.run(4 * cluster.electionTimeoutMs)
    expect(cluster.snapshot('A')?.phase).toBe('follower')
    expect(cluster.leaders).toHaveLength(1)
    settle(cluster)
  })

  it('late messages of old ballots change nothing', () => {
    const cluster = new Cluster({ seed, voterCount: 3 })
    const recorded: [string, string, Message][] = []
    cluster.drops = (from, to, message) => {
      if (!message.type.startsWith('heartbeat')) recorded.push([from, to, message])
      return false
    }
    for (const leader of ['A', 'B', 'C', 'A']) {
      cluster.elect(leader)
      cluster.propose('B')
      cluster.run(cluster.electionTimeoutMs)
    }
    const before = cluster.hosts.map(({ peerId }) => cluster.snapshot(peerId))
    const led = cluster.leaderships.length
    cluster.drops = () => false
    for (const late of recorded.splice(0)) {
      const { ballot } = late[2] as { ballot?: Message extends { ballot: infer B } ? B : never }
      if (late[2].type !== 'transfer' || ballot === undefined) cluster.transmit(...late)
    }
    cluster.run(4 * cluster.electionTimeoutMs)
    expect(cluster.leaderships).toHaveLength(led)
    for (const [i, { peerId }] of cluster.hosts.entries()) {
      const { lastSlot, promisedBallot, acceptedBallot } = cluster.snapshot(peerId) ?? {}
      expect({ lastSlot, promisedBallot, acceptedBallot }).toEqual({
        lastSlot: before[i]?.lastSlot,
        promisedBallot: before[i]?.promisedBallot,
        acceptedBallot: before[i]?.acceptedBallot
      })
    }
  })

  it('a late promise does not bring back a leader that stepped down', () => {
    const cluster = new Cluster({ seed, voterCount: 3 })
    cluster.elect('A')
    const held: [string, string, Message][] = []
    cluster.drops = (from, to, message) => {
      if (message.type === 'promise' && to === 'A') held.push([from, to, message])
      return message.type === 'promise' && to === 'A'
    }
    cluster.run(cluster.electionTimeoutMs)
    cluster.elect('B')
    cluster.transfer('B', 'A')
    cluster.reach(() => held.length > 0, cluster.electionTimeoutMs)
    soon(cluster, () => cluster.snapshot('A')?.phase === 'follower')
    const before = cluster.leaderships.filter(led => led.startsWith('A'))
    cluster.drops = () => false
    for (const late of held) cluster.transmit(...late)
    cluster.run(cluster.electionTimeoutMs / 10)
    expect(cluster.snapshot('A')?.phase).toBe('follower')
    expect(cluster.leaderships.filter(led => led.startsWith('A'))).toEqual(before)
    settle(cluster)
    expect(new Set(cluster.leaderships).size).toBe(cluster.leaderships.length)
  })

  it('one voter is stuck on the promise of a dead candidate: the leader prepares above it', () => {
    const cluster = new Cluster({ seed, voterCount: 3 })
    cluster.elect('A')
    const { incarnation } = cluster.host('B').disk
    const ballot = { epoch: 1, round: 50, priority: 0, incarnation }
    const prepare = { ballot, acceptedBallot: ballot, lastSlot: 0, chosenSlotMax: 0 }
    cluster.transmit('B', 'C', { type: 'prepare', ...prepare })
    cluster.run(cluster.electionTimeoutMs / 10)
    expect(cluster.snapshot('C')?.promisedBallot).toEqual(ballot)
    const proposal = cluster.propose('C')
    const isSynced = (): boolean => {
      const c = cluster.snapshot('C')
      return c !== undefined && compareBallots(c.acceptedBallot, ballot) > 0
    }
    soon(cluster, isSynced)
    soon(cluster, () => proposal.settlement?.type === 'chosen')
    expect(cluster.leaders).toEqual(['A'])
    settle(cluster)
  })

  it('a lost promise is asked for and given again in the same ballot', () => {
    const cluster = new Cluster({ seed, voterCount: 3 })
    cluster.elect('B')
    const lost = new Set<string>()
    const rounds = new Set<number>()
    cluster.drops = (from, _, message) => {
      if (message.type === 'prepare' && from === 'A') rounds.add(message.ballot.round)
      const isFirst = message.type === 'promise' && !lost.has(from)
      if (isFirst) lost.add(from)
      return isFirst
    }
    cluster.transfer('B', 'A')
    soon(cluster, () => cluster.leaders.join() === 'A')
    expect(lost.size).toBe(2)
    expect(rounds.size).toBe(1)
    settle(cluster)
  })

  it('a stalled flush makes the leader unhappy: another one takes over', () => {
    const cluster = new Cluster({ seed, voterCount: 3 })
    cluster.elect('A')
    cluster.stall('A')
    cluster.propose('A')
    const proposal = cluster.propose('B')
    soon(cluster, () => cluster.leaders.length === 1 && cluster.leaders[0] !== 'A')
    soon(cluster, () => proposal.settlement?.type === 'chosen')
    settle(cluster)
  })

  it('a paused leader that resumes serves no stale read', () => {
    const cluster = new Cluster({ seed, voterCount: 3 })
    cluster.elect('A')
    cluster.propose('A')
    cluster.run(cluster.electionTimeoutMs)
    const early = cluster.read('A')
    cluster.run(0)
    cluster.pause('A')
    soon(cluster, () => cluster.leaders.length === 1)
    const proposals = ['B', 'C'].map(peerId => cluster.propose(peerId))
    soon(cluster, () => proposals.every(({ settlement }) => settlement?.type === 'chosen'))
    const late = cluster.read('A')
    cluster.resume('A')
    soon(cluster, () => early.slot !== undefined && late.slot !== undefined)
    expect(late.slot).toBeGreaterThanOrEqual(cluster.invariants.learnedSlotMax)
    expect(votersBut(cluster, 'A')).toContain(cluster.elect())
  })

  it('transfer of leadership in a loop under load: nothing is lost', () => {
    const cluster = new Cluster({ seed, voterCount: 3 })
    cluster.elect()
    for (let i = 0; i < 100; i += 1) {
      cluster.transfer('A', 'ABC'[i % 3] as string)
      for (const { peerId } of cluster.hosts) cluster.propose(peerId)
      cluster.run(50)
    }
    settle(cluster)
    expect(cluster.leaderships.length).toBeGreaterThan(30)
    expect(cluster.invariants.learnedSlotMax).toBe(303)
  })
})
