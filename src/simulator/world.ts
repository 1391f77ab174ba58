import type { Ballot } from '../core/ballot.js'
import { majorityQuorum, type QuorumRule } from '../core/configuration.js'
import type { Notice } from '../core/effects.js'
import { type CoreOptions, electionTimeoutMs } from '../core/options.js'
import type { Group } from '../group/group.js'
import type { StateMachine } from '../group/machine.js'
import { type GroupOptions, memberOptions, resolveOptions } from '../group/options.js'
import { Coverage } from './coverage.js'
import { type DiskConditions, goodDisk } from './disk.js'
import type { SimulationEvent } from './events.js'
import { GroupNames } from './group-names.js'
import { goodLink, type LinkConditions } from './link.js'
import { type Ending, Network } from './network.js'
import type { Observer } from './observer.js'
import { type Aim, Peer } from './peer.js'
import { peerNames } from './peer-names.js'
import type { GroupToOpen } from './process.js'
import { Random } from './random.js'
import { note, type Reporting } from './reports.js'
import { Scheduler } from './scheduler.js'
import { Trace } from './trace.js'

export interface WorldInit {
  /** A whole number from 0 to 2^53 - 1: everything that is left to chance follows from it. */
  readonly seed: number
  /** Peers, founders of every group but for those that join: called A, B, C and so on. */
  readonly peerCount: number
  /**
   * How many of them, from the last one on, are no founders, and join every group once it exists.
   *
   * @default 0
   */
  readonly joinerCount?: number
  /**
   * Names of the groups that every peer opens, over one store.
   *
   * @default one group, `group`
   */
  readonly groups?: readonly string[]
  readonly quorum?: QuorumRule
  /** Options of every group at every peer. */
  readonly options?: Partial<
    Omit<GroupOptions<Uint8Array>, 'founders' | 'quorum' | 'codec' | 'machine'>
  >
  /** Priorities of peers that differ from `options`. */
  readonly priorities?: Readonly<Record<string, number>>
  /** How links carry frames at first. */
  readonly links?: LinkConditions
  /** How fast disks are at first. */
  readonly disks?: DiskConditions
  /** Is told everything that happens, and may end the run. */
  readonly observer: Observer
  /** Gives the machine with which a process is to open a group, in every life of it. */
  readonly machine?: (peerId: string, group: string) => StateMachine | undefined
  /** Called with every group that a process opened, in every life of it. */
  readonly onGroup?: (peerId: string, group: Group) => void
  /** Called when a process is gone: what it was asked for has no answer. */
  readonly onCrash?: (peerId: string) => void
  /** Called when a process cannot take part for what its disk did: it could not start, or a replica halted. */
  readonly onBroken?: (peerId: string) => void
  /** Receives a line for everything that happens. */
  readonly onLine?: (line: string) => void
  /** Receives what happens as events that a program can draw. They have no part in the hash of the run. */
  readonly onEvent?: (event: SimulationEvent) => void
}

/** A replica began to lead. */
export interface Leadership {
  readonly atMs: number
  readonly peerId: string
  readonly group: string
  readonly ballot: Ballot
}

/**
 * Peers with their disks and the network between them, in one thread and in virtual time.
 *
 * What runs at a peer is what runs in production. Everything else, the faults included, is up to who holds the world.
 */
export class World {
  readonly peerIds: readonly string[]
  readonly peers: ReadonlyMap<string, Peer>
  readonly scheduler: Scheduler = new Scheduler()
  readonly network: Network
  readonly random: Random
  readonly coverage: Coverage = new Coverage()
  readonly trace: Trace
  readonly core: CoreOptions
  readonly quorum: QuorumRule
  /** Who led which group, in order. */
  readonly leaderships: Leadership[] = []
  readonly #init: WorldInit
  readonly #reporting: Reporting
  /** What each peer opens. */
  readonly #groups: Map<string, readonly GroupToOpen[]>
  #groupNames: readonly string[]
  /** What groups were made of that are forks. */
  readonly #origins = new Map<string, string>()
  #failure: { readonly error: unknown } | undefined

  constructor(init: WorldInit) {
    const { seed, peerCount, groups = ['group'], observer, onGroup = () => undefined } = init
    this.random = new Random(seed)
    this.trace = new Trace(init.onLine)
    this.peerIds = peerNames(peerCount)
    this.#init = init
    this.#groupNames = groups
    const founders = this.peerIds.slice(0, peerCount - (init.joinerCount ?? 0))
    this.quorum = init.quorum ?? majorityQuorum(founders.length)
    const groupsOf = (peerId: string): readonly GroupToOpen[] =>
      groups.map(name => resolve(init, { name, founders, quorum: init.quorum }, peerId))
    this.#groups = new Map(this.peerIds.map(peerId => [peerId, groupsOf(peerId)]))
    const [first] = this.#groups.get('A') ?? []
    if (first === undefined) throw new RangeError('a world needs a peer and a group')
    this.core = first.options.core
    this.#reporting = {
      scheduler: this.scheduler,
      trace: this.trace,
      coverage: this.coverage,
      observer,
      onEvent: init.onEvent,
      names: new GroupNames(groupsOf('A').flatMap(({ options }) => options.founding ?? [])),
      machine: init.machine ?? (() => undefined),
      onGroup,
      onCrash: init.onCrash ?? (() => undefined),
      onBroken: init.onBroken ?? (() => undefined),
      onNotice: (peerId, group, notice) => this.#onNotice(peerId, group, notice),
      fail: error => this.fail(error)
    }
    this.network = new Network({
      scheduler: this.scheduler,
      random: this.random.fork('network'),
      peerIds: this.peerIds,
      conditions: init.links ?? goodLink,
      onFault: fault => this.coverage.add('fault', fault)
    })
    const createPeer = (peerId: string): Peer =>
      new Peer({
        peerId,
        disk: init.disks ?? goodDisk,
        random: this.random.fork(`peer ${peerId}`),
        groups: this.#groups.get(peerId) ?? [],
        network: this.network,
        reporting: this.#reporting
      })
    this.peers = new Map(this.peerIds.map(peerId => [peerId, createPeer(peerId)]))
    for (const peerId of this.peerIds) this.start(peerId)
  }

  /** Names of the groups that peers open now. */
  get groupNames(): readonly string[] {
    return this.#groupNames
  }

  get nowMs(): number {
    return this.scheduler.nowMs
  }

  /** Milliseconds after which a silent peer is known to be unreachable. */
  get electionTimeoutMs(): number {
    return electionTimeoutMs(this.core)
  }

  peer(peerId: string): Peer {
    const peer = this.peers.get(peerId)
    if (peer === undefined) throw new RangeError(`no peer ${peerId}`)
    return peer
  }

  /** A group at a peer; undefined while the peer has not opened it. */
  group(peerId: string, name: string | undefined = this.groupNames[0]): Group | undefined {
    return name === undefined ? undefined : this.peer(peerId).groups.get(name)
  }

  /** PeerIds of the replicas of a group that lead with a quorum behind them, as they see it. */
  leaders(name?: string): string[] {
    return this.peerIds.filter(peerId => {
      if (this.peer(peerId).isPaused) return false
      const status = this.group(peerId, name)?.status()
      return status?.role === 'leader' && status.quorum === 'available'
    })
  }

  /**
   * Has `peerId` make the group `name` of what it holds of `of`, which no peer opens any more from its next life on. All others join the new
   * one then.
   */
  fork(peerId: string, of: string, name: string): void {
    const founding = { name, founders: [peerId], quorum: undefined }
    for (const [each, groups] of this.#groups) {
      const made = resolve(this.#init, founding, each)
      const group = each === peerId ? { ...made, forkOf: of } : made
      const others = groups.filter(({ options }) => options.name !== of)
      this.#groups.set(each, [...others, group])
      this.peer(each).openInstead([...others, group])
      if (made.options.founding !== undefined) this.#reporting.names.add(made.options.founding)
    }
    this.#origins.set(name, of)
    this.#groupNames = [...this.#groupNames.filter(known => known !== of), name]
  }

  /** The name of the group that the group `name` was made of, or that that was made of, and so on; its own if it is no fork. */
  originOf(name: string): string {
    const origin = this.#origins.get(name)
    return origin === undefined ? name : this.originOf(origin)
  }

  start(peerId: string): void {
    this.peer(peerId).start()
  }

  crash(peerId: string, ending?: Ending): void {
    this.peer(peerId).crash(ending)
  }

  /** Crashes the peer once `aim` comes about. */
  crashAt(peerId: string, aim: Aim, ending: Ending = 'close'): void {
    this.peer(peerId).crashAt(aim, ending)
  }

  pause(peerId: string): void {
    this.peer(peerId).pause()
  }

  resume(peerId: string): void {
    this.peer(peerId).resume()
  }

  stall(peerId: string): void {
    this.peer(peerId).stall(true)
  }

  unstall(peerId: string): void {
    this.peer(peerId).stall(false)
  }

  wipe(peerId: string): void {
    this.peer(peerId).wipe()
  }

  /** Closes the connection between two peers, and lets them open no other: both are told, unless it happens silently. */
  disconnect(a: string, b: string, options: { readonly silently?: boolean } = {}): void {
    if (options.silently === true) {
      this.cut(a, b)
      this.cut(b, a)
      return
    }
    this.#note(a, `is disconnected from ${b}`)
    this.#tellLink('cut', a, b)
    this.#tellLink('cut', b, a)
    this.network.disconnect(a, b)
  }

  /** Ends whatever keeps two peers from reaching each other. */
  connect(a: string, b: string): void {
    this.#note(a, `and ${b} can connect`)
    this.mend(a, b)
    this.mend(b, a)
    this.network.connect(a, b)
  }

  /** Loses what is sent from one peer to another from now on, of which nobody is told. */
  cut(from: string, to: string): void {
    this.#note(from, `no longer reaches ${to}`)
    this.#tellLink('cut', from, to)
    this.network.link(from, to).cut()
  }

  /** Keeps what is sent from one peer to another on its way, until they can connect again. Nobody is told. */
  hold(from: string, to: string): void {
    this.#note(from, `is held up on its way to ${to}`)
    this.#tellLink('cut', from, to)
    this.network.link(from, to).hold()
  }

  /** Ends what `cut` or `hold` did to what one peer sends to another. */
  mend(from: string, to: string): void {
    this.#tellLink('heal', from, to)
    this.network.link(from, to).mend()
  }

  /** Leaves only these links, each named by its two ends, as in `AB`. */
  linkOnly(links: readonly string[], options: { readonly silently?: boolean } = {}): void {
    this.#eachPair((a, b) => {
      if (links.includes(a + b) || links.includes(b + a)) this.connect(a, b)
      else this.disconnect(a, b, options)
    })
  }

  /**
   * Ends every fault: links and disks are as at first, and every process is up. Those whose disk kept them from taking part
   * begin anew, with an empty one if the old one is damaged.
   */
  heal(): void {
    this.network.heal()
    for (const [peerId, peer] of this.peers) {
      peer.heal()
      this.#note(peerId, 'is healed')
    }
    this.#eachPair((a, b) => this.connect(a, b))
  }

  /**
   * Lets everything happen that is due within `durationMs`.
   *
   * @throws what the observer threw, or whatever went wrong that never may.
   */
  async run(durationMs: number): Promise<void> {
    await this.reach(() => false, durationMs)
  }

  /**
   * Runs until `isReached`, for at most `withinMs`; returns after how many milliseconds it was, or undefined if it was not.
   *
   * @throws what the observer threw, or whatever went wrong that never may.
   */
  async reach(isReached: () => boolean, withinMs: number): Promise<number | undefined> {
    const startMs = this.nowMs
    const reached = await this.scheduler.runUntil(
      startMs + withinMs,
      () => this.#failure !== undefined || isReached()
    )
    if (this.#failure !== undefined) throw this.#failure.error
    return reached ? this.nowMs - startMs : undefined
  }

  /** Runs until one replica of the group leads and everyone who is up knows; `wanted` is made to lead if it does not. */
  async elect(wanted?: string, name?: string): Promise<string> {
    const isSettled = (): boolean => {
      const [leader, ...others] = this.leaders(name)
      return (
        leader !== undefined &&
        others.length === 0 &&
        this.peerIds.every(peerId => {
          const peer = this.peer(peerId)
          return !peer.isUp || peer.isPaused || this.group(peerId, name)?.leader === leader
        })
      )
    }
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await this.reach(isSettled, 8 * this.electionTimeoutMs)
      const [leader] = this.leaders(name)
      if (leader === undefined || !isSettled()) continue
      if (wanted === undefined || leader === wanted) return leader
      const timeoutMs = 4 * this.electionTimeoutMs
      // Whether it succeeded shows in who leads.
      this.group(leader, name)
        ?.transferLeadership(wanted, { timeoutMs })
        .catch(() => undefined)
      await this.reach(() => this.leaders(name).includes(wanted), this.electionTimeoutMs)
    }
    throw new Error(`${wanted ?? 'nobody'} was to lead, not ${this.leaders(name)}`)
  }

  /** Ends the run with `error`, as soon as the event that goes on now has ended. */
  fail(error: unknown): void {
    this.#failure ??= { error }
  }

  #onNotice(peerId: string, group: string, notice: Notice): void {
    if (notice.type !== 'leader-change' || notice.leader?.peerId !== peerId) return
    if (notice.ballot === undefined) return
    this.leaderships.push({ atMs: this.nowMs, peerId, group, ballot: notice.ballot })
  }

  #eachPair(run: (a: string, b: string) => void): void {
    for (const a of this.peerIds) for (const b of this.peerIds) if (a < b) run(a, b)
  }

  #tellLink(type: 'cut' | 'heal', from: string, to: string): void {
    this.#init.onEvent?.({ type, atMs: this.nowMs, from, to })
  }

  #note(peerId: string, text: string): void {
    note(this.#reporting, peerId, text)
  }
}

const everyone = (): boolean => true

interface GroupInit {
  readonly name: string
  readonly founders: readonly string[]
  readonly quorum: QuorumRule | undefined
}

/** How a peer opens a group: as a founder, or else as somebody that joins. */
function resolve(
  { options, priorities }: WorldInit,
  { name, founders, quorum }: GroupInit,
  peerId: string
): GroupToOpen {
  const priority = priorities?.[peerId] ?? options?.priority
  const given = { admit: everyone, ...options, ...(priority !== undefined && { priority }) }
  if (!founders.includes(peerId)) {
    return { options: memberOptions<Uint8Array>(name, given), contacts: founders }
  }
  const own = { ...given, ...(quorum !== undefined && { quorum }), founders }
  return { options: resolveOptions<Uint8Array>(name, peerId, own), contacts: founders }
}
