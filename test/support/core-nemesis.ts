import { checkQuorum, type QuorumRule } from '../../src/core/configuration.js'
import type { Payload } from '../../src/core/effects.js'
import { Random } from '../../src/simulator/random.js'
import { Cluster, type ClusterInit } from './core-cluster.js'
import { Violation } from './core-invariants.js'

/** What can go wrong in a random walk, and how much the walk does. */
export interface Walk {
  readonly faults: readonly Fault[]
  readonly faultMs: number
  readonly stepMsMax: number
  readonly keys: boolean
  /** Values so large that logs outgrow memory. */
  readonly large: boolean
}

const faults = [
  'crash',
  'pause',
  'stall',
  'partition',
  'isolate',
  'one-way',
  'silent-cut',
  'loss',
  'duplicate',
  'straggle',
  'reorder',
  'slow-disk',
  'gather',
  'abort',
  'transfer',
  'crash-all'
] as const

export type Fault = (typeof faults)[number]

export interface WalkResult {
  readonly learnedSlotMax: number
  readonly sent: ReadonlyMap<string, number>
}

/**
 * One random walk: draws a group and which faults are on from `seed`, lets everything happen at once, heals, and
 * expects that everything finishes. (Swarm testing: leaving faults out reaches states that all of them together do not.)
 *
 * @throws Violation
 */
export function walk(seed: number, given: Partial<ClusterInit> = {}): WalkResult {
  const random = new Random(seed + 2 ** 33)
  const voterCount = given.voterCount ?? random.pick([1, 2, 3, 3, 3, 4, 5, 5, 5, 7])
  const priorities = random.chance(0.2) ? { [random.pick(['A', 'B', 'C'])]: 5 } : {}
  const quorum = given.quorum ?? drawQuorum(random, voterCount)
  const cluster = new Cluster({
    seed,
    voterCount,
    priorities,
    ...(quorum !== undefined && { quorum }),
    ...given
  })
  const drawn: Walk = {
    faults: faults.filter(() => random.chance(0.4)),
    faultMs: random.between(2000, 12_000),
    stepMsMax: random.pick([20, 100, 400]),
    keys: random.chance(0.3),
    large: random.chance(0.1)
  }
  given.trace?.(`${voterCount} voters, quorum ${JSON.stringify(quorum)}, ${JSON.stringify(drawn)}`)
  disturb(cluster, drawn, random)
  cluster.heal()
  expectEverythingFinishes(cluster)
  return { learnedSlotMax: cluster.invariants.learnedSlotMax, sent: cluster.sent }
}

/** Runs `cluster` with faults and work drawn from `random`. */
export function disturb(cluster: Cluster, walk: Walk, random: Random): void {
  const endMs = cluster.nowMs + walk.faultMs
  const { conditions } = cluster
  const has = (fault: Fault): boolean => walk.faults.includes(fault)
  if (has('loss')) conditions.lossRate = random.pick([0.01, 0.1, 0.3])
  if (has('duplicate')) conditions.duplicateRate = random.pick([0.05, 0.3])
  if (has('straggle')) conditions.straggleRate = random.pick([0.02, 0.2])
  conditions.reorders = has('reorder')
  if (has('slow-disk')) conditions.flushMsMax = random.pick([20, 100, 300])
  if (has('gather')) conditions.gatherMsMax = random.pick([2, 20])
  conditions.delayMsMax = random.pick([1, 5, 20, 60])
  while (cluster.nowMs < endMs) {
    if (random.chance(0.6)) work(cluster, walk, random)
    else if (walk.faults.length > 0) strike(cluster, random.pick(walk.faults), random)
    cluster.run(random.between(0, walk.stepMsMax))
  }
}

function work(cluster: Cluster, walk: Walk, random: Random): void {
  const { peerId } = random.pick(cluster.hosts)
  if (cluster.host(peerId).replica === undefined) return
  if (random.chance(0.3)) {
    cluster.read(peerId)
    return
  }
  for (let count = walk.large ? 1 : random.pick([1, 1, 1, 4, 20]); count > 0; count -= 1) {
    const value = new Uint8Array(walk.large && random.chance(0.3) ? 900_000 : 8)
    const payload: Payload =
      walk.keys && random.chance(0.4)
        ? random.chance(0.5)
          ? { type: 'value', value, key: `key ${random.below(20)}` }
          : { type: 'decide', value, name: `name ${random.below(10)}` }
        : { type: 'value', value }
    cluster.propose(peerId, payload)
  }
}

function strike(cluster: Cluster, fault: Fault, random: Random): void {
  const { peerId } = random.pick(cluster.hosts)
  const other = random.pick(cluster.hosts).peerId
  const isOver = random.chance(0.5)
  switch (fault) {
    case 'crash':
      if (cluster.host(peerId).replica === undefined) cluster.start(peerId)
      else if (isOver) cluster.crash(peerId)
      return
    case 'crash-all':
      if (random.chance(0.7)) return
      for (const host of cluster.hosts) cluster.crash(host.peerId)
      for (const host of cluster.hosts) if (random.chance(0.7)) cluster.start(host.peerId)
      return
    case 'pause':
      if (isOver) cluster.resume(peerId)
      else if (cluster.host(peerId).replica !== undefined) cluster.pause(peerId)
      return
    case 'stall':
      if (isOver) cluster.unstall(peerId)
      else cluster.stall(peerId)
      return
    case 'partition':
      partition(cluster, isOver, random)
      return
    case 'isolate':
      for (const host of cluster.hosts) {
        if (host.peerId === peerId) continue
        if (isOver) cluster.connect(peerId, host.peerId)
        else cluster.disconnect(peerId, host.peerId)
      }
      return
    case 'one-way':
    case 'silent-cut':
      if (peerId === other) return
      if (isOver) cluster.connect(peerId, other)
      else if (fault === 'one-way') cluster.cut(peerId, other)
      else cluster.disconnect(peerId, other, true)
      return
    case 'abort':
      if (cluster.proposals.size > 0) cluster.abort(random.pick([...cluster.proposals.values()]))
      return
    case 'transfer':
      cluster.transfer(peerId, other)
      return
    case 'loss':
    case 'duplicate':
    case 'straggle':
    case 'reorder':
    case 'slow-disk':
    case 'gather':
  }
}

function partition(cluster: Cluster, isOver: boolean, random: Random): void {
  const left = cluster.hosts.filter(() => random.chance(0.5)).map(({ peerId }) => peerId)
  for (const { peerId: a } of cluster.hosts) {
    for (const { peerId: b } of cluster.hosts) {
      if (a >= b) continue
      if (isOver || left.includes(a) === left.includes(b)) cluster.connect(a, b)
      else cluster.disconnect(a, b, random.chance(0.3))
    }
  }
}

/** Expects that a healed cluster settles everything under one leader within 20 election timeouts. */
export function expectEverythingFinishes(cluster: Cluster): void {
  const unfinished = (): string[] => {
    const open: string[] = []
    for (const { ticket, peerId, settlement } of cluster.proposals.values()) {
      if (settlement === undefined || settlement.type === 'sent')
        open.push(`${ticket} at ${peerId}`)
    }
    for (const [ticket, read] of cluster.reads) {
      if (read.slot === undefined) open.push(`read ${ticket} at ${read.peerId}`)
    }
    if (open.length > 0) return open
    for (const { peerId } of cluster.hosts) {
      const chosenSlotMax = cluster.snapshot(peerId)?.chosenSlotMax
      if (chosenSlotMax !== cluster.invariants.learnedSlotMax) {
        open.push(`${peerId} knows ${chosenSlotMax} of ${cluster.invariants.learnedSlotMax} slots`)
      }
      const leader = cluster.snapshot(peerId)?.leader?.peerId
      if (leader === undefined || leader !== cluster.leaders[0])
        open.push(`${peerId} follows ${leader}`)
    }
    if (cluster.leaders.length !== 1) open.push(`leaders: ${cluster.leaders}`)
    return open
  }
  const endMs = cluster.nowMs + 20 * cluster.electionTimeoutMs
  while (cluster.nowMs < endMs) {
    cluster.run(cluster.options.heartbeatIntervalMs)
    if (unfinished().length === 0) return
  }
  throw new Violation('everything finishes', unfinished().slice(0, 10).join('; '))
}

function drawQuorum(random: Random, voterCount: number): QuorumRule | undefined {
  if (random.chance(0.6)) return undefined
  const accept = 1 + random.below(voterCount)
  const prepare = voterCount - accept + 1
  checkQuorum({ prepare, accept }, voterCount)
  return { prepare, accept }
}
