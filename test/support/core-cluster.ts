import { formatBallot } from '../../src/core/ballot.js'
import type { Batch } from '../../src/core/batch.js'
import {
  type Configuration,
  majorityQuorum,
  type QuorumRule
} from '../../src/core/configuration.js'
import type {
  ChosenEntry,
  Effects,
  Envelope,
  Input,
  Payload,
  Settlement
} from '../../src/core/effects.js'
import type { Entry } from '../../src/core/entry.js'
import type { Message } from '../../src/core/messages.js'
import { type CoreOptions, coreOptions, electionTimeoutMs } from '../../src/core/options.js'
import { Replica, type ReplicaInit, type ReplicaSnapshot } from '../../src/core/replica.js'
import { EventQueue } from '../../src/simulator/event-queue.js'
import { Random } from '../../src/simulator/random.js'
import { describe, type Host, newHost, type Stepper } from './core-host.js'
import { Invariants, type ReadRecord } from './core-invariants.js'

export interface ClusterInit {
  readonly seed: number
  readonly voterCount: number
  readonly quorum?: QuorumRule
  readonly options?: Partial<CoreOptions>
  /** Priorities by PeerId; 0 for who is not named. */
  readonly priorities?: Readonly<Record<string, number>>
  /** Builds the replicas; replaced by a mutant's. */
  readonly createReplica?: (init: ReplicaInit) => Stepper
  /** Sends at once what should wait for the disk: the fault that the checkers must notice. */
  readonly sendsBeforeDurable?: boolean
  /** Receives a line for everything that happens. */
  readonly trace?: (line: string) => void
}

export interface ProposalRecord {
  readonly ticket: number
  readonly peerId: string
  readonly payload: Payload
  settlement: Settlement | undefined
}

/** Faults and delays that apply all the time; changed while the cluster runs. */
export interface Conditions {
  delayMsMax: number
  flushMsMax: number
  lossRate: number
  duplicateRate: number
  /** How often a message takes ten times as long as any other. */
  straggleRate: number
  /** Whether messages of one link overtake each other. */
  reorders: boolean
  /** How long inputs are gathered before a step takes them all. */
  gatherMsMax: number
}

/** Replicas in one thread under a virtual clock; every choice comes from one seed. */
export class Cluster {
  readonly hosts: readonly Host[]
  readonly random: Random
  readonly invariants: Invariants
  readonly options: CoreOptions
  readonly proposals: Map<number, ProposalRecord> = new Map()
  readonly reads: Map<number, ReadRecord & { slot?: number }> = new Map()
  readonly conditions: Conditions = {
    delayMsMax: 4,
    flushMsMax: 2,
    lossRate: 0,
    duplicateRate: 0,
    straggleRate: 0,
    reorders: false,
    gatherMsMax: 0
  }
  /** Who led, in order, as `peerId ballot`. */
  readonly leaderships: string[] = []
  /** Messages sent, by type. */
  readonly sent: Map<string, number> = new Map()
  /** Decides message by message what is lost, besides `conditions` and cut links. */
  drops: (from: string, to: string, message: Message) => boolean = () => false
  nowMs = 0
  readonly #init: ClusterInit
  readonly #configuration: Configuration
  readonly #events = new EventQueue()
  /** Links that carry nothing, as `from>to`. */
  readonly #cut = new Set<string>()
  /** When the last message of each link arrives. */
  readonly #arrivesMs = new Map<string, number>()
  #ticket = 0

  constructor(init: ClusterInit) {
    const quorum = init.quorum ?? majorityQuorum(init.voterCount)
    this.#init = init
    this.random = new Random(init.seed)
    this.options = coreOptions({ ...init.options })
    this.invariants = new Invariants(quorum.accept)
    this.hosts = Array.from({ length: init.voterCount }, (_, i) =>
      newHost(String.fromCharCode(65 + i), this.random.uint64())
    )
    const voters = this.hosts.map(({ peerId, disk }) => ({
      peerId,
      incarnation: disk.incarnation
    }))
    this.#configuration = { epoch: 1, voters, quorum }
    for (const { peerId, disk } of this.hosts) this.invariants.watch(peerId, disk)
    for (const { peerId } of this.hosts) this.start(peerId)
  }

  host(peerId: string): Host {
    const host = this.hosts.find(host => host.peerId === peerId)
    if (host === undefined) throw new RangeError(`no host ${peerId}`)
    return host
  }

  snapshot(peerId: string): ReplicaSnapshot | undefined {
    return this.host(peerId).replica?.snapshot()
  }

  /** PeerIds of the replicas that lead with a quorum behind them, as they see it. */
  get leaders(): string[] {
    return this.hosts
      .filter(({ replica, isPaused }) => {
        const snapshot = isPaused ? undefined : replica?.snapshot()
        return snapshot?.phase === 'leader' && snapshot.quorum === 'available'
      })
      .map(({ peerId }) => peerId)
  }

  get electionTimeoutMs(): number {
    return electionTimeoutMs(this.options)
  }

  /** Lets everything happen that is due within `durationMs`. */
  run(durationMs: number): void {
    this.#runUntil(this.nowMs + durationMs, () => false)
  }

  /** Runs until `isReached`, for at most `withinMs`; returns whether it was, after how many milliseconds. */
  reach(isReached: () => boolean, withinMs: number): number | undefined {
    const startMs = this.nowMs
    return this.#runUntil(startMs + withinMs, isReached) ? this.nowMs - startMs : undefined
  }

  start(peerId: string): void {
    const host = this.host(peerId)
    if (host.replica !== undefined) return
    this.#trace(`${peerId} starts`)
    host.run += 1
    host.clockAheadMs = this.random.below(1_000_000)
    const init: ReplicaInit = {
      self: { peerId, incarnation: host.disk.incarnation },
      configuration: this.#configuration,
      recovered: host.disk.recovered(),
      options: { ...this.options, priority: this.#init.priorities?.[peerId] ?? 0 },
      sessions: { keyWindowSlots: 64 },
      nonce: this.random.uint64(),
      nowMs: this.nowMs + host.clockAheadMs
    }
    const replica = this.#init.createReplica?.(init) ?? new Replica(init)
    const chunk = 1 + this.random.below(host.disk.lastSlot + 1)
    for (let slot = 1; slot <= host.disk.lastSlot; slot += chunk) {
      this.invariants.onLearned(peerId, replica.restore(host.disk.read(slot, slot + chunk)))
    }
    host.replica = replica
    for (const other of this.hosts) this.#tellConnectivity(host, other)
    this.#wake(host)
  }

  /** Ends the process: what is not durable may or may not have reached the disk, in order. */
  crash(peerId: string): void {
    const host = this.host(peerId)
    if (host.replica === undefined) return
    const survives = this.random.below(host.appended.length + 1)
    this.#trace(`${peerId} crashes; ${survives} of ${host.appended.length} batches survive`)
    for (const { batch } of host.appended.slice(0, survives)) this.#makeDurable(host, batch)
    Object.assign(host, { replica: undefined, isPaused: false, isFlushing: false })
    Object.assign(host, { mailbox: [], appended: [], waiting: [] })
    this.invariants.onCrash(peerId)
    for (const other of this.hosts) this.#tellConnectivity(host, other)
    for (const records of [this.proposals, this.reads] as Map<number, { peerId: string }>[]) {
      for (const [ticket, record] of records) if (record.peerId === peerId) records.delete(ticket)
    }
  }

  pause(peerId: string): void {
    this.#trace(`${peerId} pauses`)
    this.host(peerId).isPaused = true
  }

  resume(peerId: string): void {
    const host = this.host(peerId)
    if (!host.isPaused) return
    this.#trace(`${peerId} resumes`)
    host.isPaused = false
    this.#wake(host)
  }

  stall(peerId: string): void {
    this.#trace(`the disk of ${peerId} stalls`)
    this.host(peerId).isStalled = true
  }

  unstall(peerId: string): void {
    const host = this.host(peerId)
    if (host.isStalled) this.#trace(`the disk of ${peerId} goes on`)
    host.isStalled = false
    this.#flush(host)
  }

  /** Cuts one direction, which nobody is told. */
  cut(from: string, to: string): void {
    this.#trace(`${from} no longer reaches ${to}`)
    this.#cut.add(`${from}>${to}`)
  }

  /** Closes the connection between two replicas; both notice, unless it is done silently. */
  disconnect(a: string, b: string, silently = false): void {
    this.cut(a, b)
    this.cut(b, a)
    if (!silently) this.#tellConnectivity(this.host(a), this.host(b))
  }

  connect(a: string, b: string): void {
    const isDeleted = [this.#cut.delete(`${a}>${b}`), this.#cut.delete(`${b}>${a}`)]
    if (!isDeleted.includes(true)) return
    this.#trace(`${a} and ${b} reach each other`)
    this.#tellConnectivity(this.host(a), this.host(b))
  }

  /** Leaves only these links, each named by its two ends, as in `AB`. */
  linkOnly(links: readonly string[], silently = false): void {
    for (const { peerId: a } of this.hosts) {
      for (const { peerId: b } of this.hosts) {
        if (a >= b) continue
        if (links.includes(a + b) || links.includes(b + a)) this.connect(a, b)
        else if (!this.#cut.has(`${a}>${b}`)) this.disconnect(a, b, silently)
      }
    }
  }

  /** Ends every fault. */
  heal(): void {
    Object.assign(this.conditions, { lossRate: 0, duplicateRate: 0, straggleRate: 0 })
    this.conditions.reorders = false
    this.conditions.delayMsMax = Math.min(this.conditions.delayMsMax, 20)
    this.conditions.flushMsMax = Math.min(this.conditions.flushMsMax, 20)
    this.drops = () => false
    for (const { peerId } of this.hosts) {
      this.unstall(peerId)
      this.resume(peerId)
      this.start(peerId)
      for (const { peerId: other } of this.hosts) if (peerId < other) this.connect(peerId, other)
    }
  }

  propose(peerId: string, payload?: Payload): ProposalRecord {
    this.#ticket += 1
    const given = payload ?? { type: 'value' as const, value: new Uint8Array(8) }
    const record = { ticket: this.#ticket, peerId, payload: given, settlement: undefined }
    this.invariants.onPropose(given)
    this.proposals.set(record.ticket, record)
    this.#deliver(peerId, { type: 'propose', ticket: record.ticket, payload: given })
    return record
  }

  abort(record: ProposalRecord): void {
    this.#deliver(record.peerId, { type: 'abort', ticket: record.ticket })
  }

  read(peerId: string): ReadRecord {
    this.#ticket += 1
    const record = { peerId, slotMin: this.invariants.learnedSlotMax }
    this.reads.set(this.#ticket, record)
    this.#deliver(peerId, { type: 'read', ticket: this.#ticket })
    return record
  }

  /** Runs until one replica leads and everyone knows; `wanted` is made to lead if it does not. */
  elect(wanted?: string): string {
    const isSettled = (): boolean =>
      this.leaders.length === 1 &&
      this.hosts.every(({ peerId, replica }) => {
        return replica === undefined || this.snapshot(peerId)?.leader?.peerId === this.leaders[0]
      })
    for (let attempt = 0; attempt < 5; attempt += 1) {
      this.reach(isSettled, 8 * this.electionTimeoutMs)
      const [leader] = this.leaders
      if (leader === undefined || !isSettled()) continue
      if (wanted === undefined || leader === wanted) return leader
      this.transfer(leader, wanted)
      this.reach(() => this.leaders.includes(wanted), this.electionTimeoutMs)
    }
    throw new Error(`${wanted ?? 'nobody'} leads: ${this.leaders}`)
  }

  transfer(peerId: string, target: string): void {
    this.#deliver(peerId, { type: 'transfer', target })
  }

  /** Delivers a message, sent now or recorded earlier, after some time. */
  transmit(from: string, to: string, message: Message): void {
    const { incarnation } = this.host(from).disk
    const { delayMsMax, straggleRate, reorders } = this.conditions
    const factor = this.random.chance(straggleRate) ? 10 : 1
    const delayMs = this.random.between(delayMsMax / 4, delayMsMax) * factor
    const link = `${from}>${to}`
    const previousMs = reorders ? 0 : (this.#arrivesMs.get(link) ?? 0)
    const atMs = Math.max(previousMs, this.nowMs + delayMs)
    this.#arrivesMs.set(link, atMs)
    this.#events.add(atMs, () => {
      if (this.#init.trace !== undefined && !message.type.startsWith('heartbeat')) {
        this.#trace(`${from} > ${to} ${describe(message)}`)
      }
      this.#deliver(to, { type: 'message', from, incarnation, message })
    })
  }

  #runUntil(endMs: number, isReached: () => boolean): boolean {
    while (!isReached()) {
      const event = this.#events.takeUntil(endMs)
      if (event === undefined) {
        this.nowMs = endMs
        return isReached()
      }
      this.nowMs = event.atMs
      event.run()
    }
    return true
  }

  #deliver(peerId: string, input: Input): void {
    const host = this.host(peerId)
    if (host.replica === undefined) return
    host.mailbox.push(input)
    this.#wake(host)
  }

  #wake(host: Host): void {
    if (host.isStepDue || host.isPaused) return
    host.isStepDue = true
    const { gatherMsMax } = this.conditions
    const delayMs = gatherMsMax === 0 ? 0 : this.random.between(0, gatherMsMax)
    this.#events.add(this.nowMs + delayMs, () => {
      host.isStepDue = false
      if (!host.isPaused) this.#step(host)
    })
  }

  #step(host: Host): void {
    if (host.replica === undefined) return
    const isOneByOne = this.random.chance(0.3)
    const inputs = host.mailbox.splice(0, isOneByOne ? 1 : host.mailbox.length)
    for (const input of inputs) {
      if (input.type === 'durable') this.#release(host, input.batchId)
    }
    const effects = host.replica.step(inputs, this.nowMs + host.clockAheadMs)
    this.#carryOut(host, effects)
    if (host.mailbox.length > 0) this.#wake(host)
  }

  #carryOut(host: Host, effects: Effects): void {
    const { peerId } = host
    for (const notice of effects.notices) {
      if (notice.type === 'leader-change' && notice.leader?.peerId === peerId && notice.ballot) {
        this.leaderships.push(`${peerId} ${formatBallot(notice.ballot)}`)
      }
      if (this.#init.trace === undefined || notice.type === 'ignored') continue
      const ballot = 'ballot' in notice && notice.ballot ? formatBallot(notice.ballot) : ''
      this.#trace(`${peerId} ${notice.type} ${ballot}`)
    }
    if (effects.persist !== undefined) {
      this.invariants.onPersist(peerId, effects.persist.batch)
      host.appended.push(effects.persist)
      this.#flush(host)
    }
    if (effects.afterDurable !== undefined) {
      if (this.#init.sendsBeforeDurable === true) this.#send(host, effects.afterDurable.messages)
      else host.waiting.push(effects.afterDurable)
    }
    this.#send(host, effects.messages)
    this.#report(peerId, effects.chosen, effects)
    for (const { loadId, firstSlot, endSlot } of effects.loads) {
      const { run } = host
      this.#events.add(this.nowMs + this.random.between(0, this.conditions.flushMsMax), () => {
        const end = Math.min(endSlot, firstSlot + 1 + this.random.below(endSlot - firstSlot))
        const entries: readonly Entry[] = host.disk.read(firstSlot, end)
        if (host.run === run) this.#deliver(peerId, { type: 'loaded', loadId, firstSlot, entries })
      })
    }
    const wakeAtMs = effects.wakeAtMs - host.clockAheadMs
    if (wakeAtMs === host.wakeAtMs) return
    host.wakeAtMs = wakeAtMs
    this.#events.add(Math.max(this.nowMs, wakeAtMs), () => {
      if (host.wakeAtMs === wakeAtMs) this.#wake(host)
    })
  }

  #report(peerId: string, chosen: readonly ChosenEntry[], effects: Effects): void {
    if (chosen.length > 0) this.#trace(`${peerId} learns up to slot ${chosen.at(-1)?.slot}`)
    this.invariants.onLearned(peerId, chosen)
    for (const settlement of effects.settled) {
      const record = this.proposals.get(settlement.ticket)
      if (record === undefined) continue
      record.settlement = settlement
      this.invariants.onSettled(peerId, record.payload, settlement)
    }
    for (const { ticket, slot } of effects.reads) {
      const read = this.reads.get(ticket)
      if (read === undefined) continue
      this.invariants.onRead(read, slot)
      read.slot = slot
    }
  }

  #send(host: Host, envelopes: readonly Envelope[]): void {
    const { peerId: from } = host
    for (const { to, message } of envelopes) {
      this.sent.set(message.type, (this.sent.get(message.type) ?? 0) + 1)
      this.invariants.onSend(from, message)
      const { lossRate, duplicateRate } = this.conditions
      if (this.#cut.has(`${from}>${to}`) || this.drops(from, to, message)) continue
      if (this.random.chance(lossRate)) continue
      this.transmit(from, to, message)
      if (this.random.chance(duplicateRate)) this.transmit(from, to, message)
    }
  }

  /** One flush at a time; it makes some of the batches durable that were appended when it began. */
  #flush(host: Host): void {
    if (host.isFlushing || host.isStalled || host.appended.length === 0) return
    host.isFlushing = true
    const count = 1 + this.random.below(host.appended.length)
    const { run } = host
    this.#events.add(this.nowMs + this.random.between(0, this.conditions.flushMsMax), () => {
      if (host.run !== run || host.replica === undefined) return
      host.isFlushing = false
      if (host.isStalled) return
      const done = host.appended.splice(0, count)
      for (const { batchId, batch } of done) {
        this.#makeDurable(host, batch)
        this.#deliver(host.peerId, { type: 'durable', batchId })
      }
      this.#flush(host)
    })
  }

  #makeDurable(host: Host, batch: Batch): void {
    this.invariants.onDurable(host.peerId, batch)
  }

  #release(host: Host, batchId: number): void {
    while (host.waiting[0] !== undefined && host.waiting[0].batchId <= batchId) {
      this.#send(host, host.waiting.shift()?.messages ?? [])
    }
  }

  #tellConnectivity(a: Host, b: Host): void {
    if (a === b) return
    const isCut =
      this.#cut.has(`${a.peerId}>${b.peerId}`) && this.#cut.has(`${b.peerId}>${a.peerId}`)
    const connected = !isCut && a.replica !== undefined && b.replica !== undefined
    this.#deliver(a.peerId, { type: 'connectivity', peerId: b.peerId, connected })
    this.#deliver(b.peerId, { type: 'connectivity', peerId: a.peerId, connected })
  }

  #trace(line: string): void {
    this.#init.trace?.(`${this.nowMs.toFixed(1).padStart(9)} ${line}`)
  }
}
