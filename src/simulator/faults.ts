import type { Aim } from './peer.js'
import type { Fault } from './plan.js'
import type { Random } from './random.js'
import type { World } from './world.js'

/** Knows which disks a group can do without. */
export interface Disks {
  canLose(peerId: string): boolean
  onLost(peerId: string): void
}

/** Makes faults strike a world, and ends those that last. */
export class Faults {
  readonly #world: World
  readonly #disks: Disks
  readonly #random: Random
  /** Peers that are about to be started again. */
  readonly #restarting = new Set<string>()
  /** What would end the faults that still last. */
  readonly #lasting = new Set<() => void>()

  constructor(world: World, disks: Disks) {
    this.#world = world
    this.#disks = disks
    this.#random = world.random.fork('faults')
  }

  /** Somebody looks after processes that cannot take part any more, and starts them again after some time. */
  onBroken(peerId: string): void {
    if (this.#restarting.has(peerId)) return
    this.#restarting.add(peerId)
    const { nowMs, electionTimeoutMs } = this.#world
    this.#later(nowMs + electionTimeoutMs * this.#random.between(0.5, 2), () => {
      this.#restarting.delete(peerId)
      this.#world.peer(peerId).restartIfBroken()
    })
  }

  /** Makes `fault` strike now. What cannot strike, because the peer is down for example, does not. */
  strike(fault: Fault): void {
    const { scheduler, coverage } = this.#world
    if ((fault.type === 'wipe' || fault.type === 'corrupt') && !this.#lose(fault.peer)) return
    const end = carryOut(this.#world, fault)
    if (end === undefined) return
    coverage.add('fault', fault.type)
    if (fault.type === 'flap') this.#flap(fault)
    else if (fault.type === 'chase') this.#chase(fault)
    else if (fault.type === 'crash' && fault.aim !== undefined) this.#aim(fault, fault.aim, end)
    else if ('forMs' in fault) this.#later(scheduler.nowMs + fault.forMs, end)
  }

  /** A disk is not lost if a quorum needs it. */
  #lose(peerId: string): boolean {
    if (!this.#world.peer(peerId).isUp || !this.#disks.canLose(peerId)) return false
    this.#disks.onLost(peerId)
    return true
  }

  /** Ends everything. */
  heal(): void {
    for (const cancel of this.#lasting) cancel()
    this.#lasting.clear()
    this.#world.heal()
  }

  /** The peer comes back some time after the crash, which may be long after it was aimed. */
  #aim(
    { peer, ending, forMs }: Extract<Fault, { type: 'crash' }>,
    aim: Aim,
    end: () => void
  ): void {
    const { scheduler } = this.#world
    this.#world.peer(peer).crashAt(aim, ending, () => this.#later(scheduler.nowMs + forMs, end))
  }

  #flap({ a, b, periodMs, times }: Extract<Fault, { type: 'flap' }>): void {
    const { nowMs } = this.#world
    for (let i = 0; i < times; i += 1) {
      const startMs = nowMs + i * periodMs
      this.#later(startMs, () => this.#world.disconnect(a, b))
      this.#later(startMs + periodMs / 2, () => this.#world.connect(a, b))
    }
  }

  #chase(chase: Extract<Fault, { type: 'chase' }>): void {
    const { nowMs } = this.#world
    let end = nothing
    for (let i = 0; i < chase.times; i += 1) {
      this.#later(nowMs + i * chase.periodMs, () => {
        const [leader] = this.#world.leaders(chase.group)
        if (leader === undefined) return
        end()
        end = this.#cutOff(leader, chase)
      })
    }
    this.#later(nowMs + chase.times * chase.periodMs, () => end())
  }

  #cutOff(
    leader: string,
    { direction, isHeld, friends }: Extract<Fault, { type: 'chase' }>
  ): () => void {
    const world = this.#world
    const others = world.peerIds.filter(peerId => peerId !== leader)
    const cutOff = this.#random.shuffled(others).slice(friends)
    const block = (from: string, to: string): void =>
      isHeld ? world.hold(from, to) : world.cut(from, to)
    for (const other of cutOff) {
      if (direction !== 'in') block(leader, other)
      if (direction !== 'out') block(other, leader)
    }
    return () => {
      for (const other of cutOff) world.connect(leader, other)
    }
  }

  #later(atMs: number, run: () => void): void {
    const cancel = this.#world.scheduler.at(atMs, () => {
      this.#lasting.delete(cancel)
      run()
    })
    this.#lasting.add(cancel)
  }
}

/** What ends a fault that struck; undefined if it did not strike. */
type End = (() => void) | undefined

const nothing = (): void => undefined

function carryOut(world: World, fault: Fault): End {
  switch (fault.type) {
    case 'crash':
    case 'crash-all':
    case 'wipe':
    case 'corrupt':
    case 'pause':
    case 'busy':
    case 'drift':
    case 'jump':
      return strikeProcess(world, fault)
    case 'stall':
    case 'slow-disk':
    case 'full-disk':
    case 'fail-disk':
      return strikeDisk(world, fault)
    case 'partition':
    case 'links':
    case 'cut':
    case 'hold':
    case 'bad-link':
    case 'reset':
    case 'flap':
    case 'chase':
      return strikeNetwork(world, fault)
  }
}

type ProcessFault = Extract<
  Fault,
  { type: 'crash' | 'crash-all' | 'wipe' | 'corrupt' | 'pause' | 'busy' | 'drift' | 'jump' }
>

function strikeProcess(world: World, fault: ProcessFault): End {
  if (fault.type === 'crash-all') {
    for (const peerId of world.peerIds) world.crash(peerId, fault.ending)
    return () => {
      for (const peerId of world.peerIds) world.start(peerId)
    }
  }
  const peer = world.peer(fault.peer)
  if (!peer.isUp) return undefined
  switch (fault.type) {
    case 'crash':
      if (fault.aim === undefined) peer.crash(fault.ending)
      return () => peer.start()
    case 'wipe':
      peer.crash()
      peer.wipe()
      return () => peer.start()
    case 'corrupt':
      peer.crash()
      peer.corrupt()
      peer.start()
      return () => replaceDisk(world, fault.peer)
    case 'pause':
      if (peer.isPaused) return undefined
      peer.pause()
      return () => peer.resume()
    case 'busy':
      peer.busyMsMax = fault.busyMsMax
      return () => {
        peer.busyMsMax = 0
      }
    case 'drift':
      peer.drift(fault.rate)
      return () => peer.drift(1)
    case 'jump':
      peer.jump(fault.aheadMs)
      return nothing
  }
}

/** A person notices that a disk cannot be read, and starts over with an empty one. */
function replaceDisk(world: World, peerId: string): void {
  const peer = world.peer(peerId)
  peer.crash()
  peer.wipe()
  peer.start()
}

type DiskFault = Extract<Fault, { type: 'stall' | 'slow-disk' | 'full-disk' | 'fail-disk' }>

function strikeDisk(world: World, fault: DiskFault): End {
  const peer = world.peer(fault.peer)
  const { disk } = peer
  switch (fault.type) {
    case 'stall':
      peer.stall(true)
      return () => peer.stall(false)
    case 'slow-disk':
      peer.alterDisk({ flushMs: fault.flushMs })
      return () => peer.alterDisk()
    case 'full-disk':
      disk.full(true)
      return () => disk.full(false)
    case 'fail-disk':
      if (fault.operation === 'write') disk.failWrite(fault.count)
      else if (fault.operation === 'flush') disk.failFlush(fault.count)
      else disk.failRead(fault.count)
      return nothing
  }
}

type NetworkFault = Extract<
  Fault,
  { type: 'partition' | 'links' | 'cut' | 'hold' | 'bad-link' | 'reset' | 'flap' | 'chase' }
>

function strikeNetwork(world: World, fault: NetworkFault): End {
  const { network, peerIds } = world
  switch (fault.type) {
    case 'partition': {
      const isCut = (a: string, b: string): boolean =>
        fault.left.includes(a) !== fault.left.includes(b)
      return cutPairs(
        world,
        pairs(peerIds).filter(pair => isCut(...pair)),
        fault.silently
      )
    }
    case 'links': {
      const isCut = (a: string, b: string): boolean =>
        !fault.links.includes(a + b) && !fault.links.includes(b + a)
      return cutPairs(
        world,
        pairs(peerIds).filter(pair => isCut(...pair)),
        fault.silently
      )
    }
    case 'cut':
      world.cut(fault.from, fault.to)
      return () => world.mend(fault.from, fault.to)
    case 'hold':
      world.hold(fault.from, fault.to)
      return () => world.mend(fault.from, fault.to)
    case 'bad-link': {
      const link = network.link(fault.from, fault.to)
      link.alter(fault.conditions)
      return () => link.alter()
    }
    case 'reset':
      network.reset(fault.a, fault.b)
      return nothing
    case 'flap':
    case 'chase':
      return nothing
  }
}

function cutPairs(world: World, cut: readonly Pair[], silently: boolean): End {
  for (const [a, b] of cut) world.disconnect(a, b, { silently })
  return () => {
    for (const [a, b] of cut) world.connect(a, b)
  }
}

type Pair = readonly [string, string]

function pairs(peerIds: readonly string[]): Pair[] {
  return peerIds.flatMap(a => peerIds.filter(b => a < b).map(b => [a, b] as const))
}
