import {
  type Logger,
  type Startable,
  serviceCapabilities,
  serviceDependencies
} from '@libp2p/interface'
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr'
import { fromString } from 'uint8arrays/from-string'
import type { Notice } from '../core/effects.js'
import { InvalidOptionsError, NotStartedError } from '../errors.js'
import type { CallOptions } from '../group/call-limit.js'
import { Group, type GroupObserver } from '../group/group.js'
import {
  type FoundingOptions,
  type GroupOptions,
  type MemberOptions,
  memberOptions,
  type ResolvedOptions,
  resolveOptions,
  sameOptions
} from '../group/options.js'
import { toHex } from '../runtime/group-id.js'
import { PeerRuntime } from '../runtime/peer-runtime.js'
import { memoryStore } from '../storage/memory.js'
import type { Store } from '../storage/store.js'
import { peerIdOf } from './addresses.js'
import type { TransportComponents, TransportInit } from './components.js'
import { decodeInvite, encodeInvite, inviteAddressesMax } from './invite.js'
import { registerMetrics, type ServiceCounters, serviceCounters } from './metrics.js'
import { systemClock, systemDigests, systemRandomness } from './system-ports.js'
import { Libp2pTransport } from './transport.js'
import { watchVisibility } from './visibility.js'

/** Options of the service. */
export interface PaxosInit extends TransportInit {
  /**
   * Where votes are kept. Without one they are kept in memory, and a peer that restarts is another voter: a group that loses
   * more than half of its founders that way stands still for ever.
   *
   * @default memoryStore(), with a warning in the log
   */
  readonly store?: Store
}

/** What the service uses of its node. */
export type PaxosComponents = TransportComponents

/** Options of a group that is joined. */
export interface JoinOptions<T> extends MemberOptions<T> {
  /** Gives up asking when aborted, with the signal's reason. */
  readonly signal?: AbortSignal
}

interface Opened {
  readonly options: ResolvedOptions<unknown>
  /** Hexadecimal, if the group was joined. */
  readonly groupId: string | undefined
  readonly group: Promise<Group<unknown>>
}

/**
 * Paxos groups as a js-libp2p service.
 *
 * Peers are found by whatever discovery the node uses, and members are kept connected. What is agreed on travels on the
 * protocol's own streams over authenticated, encrypted connections only.
 */
export class Paxos implements Startable {
  readonly [Symbol.toStringTag] = 'libp2p-paxos'
  readonly [serviceCapabilities]: readonly string[] = ['libp2p-paxos']
  readonly [serviceDependencies]: readonly string[] = ['@libp2p/identify']

  readonly #transport: Libp2pTransport
  readonly #runtime: PeerRuntime
  readonly #log: Logger
  readonly #counters: ServiceCounters = serviceCounters()
  /** Groups that are open or being opened, by name. */
  readonly #opened = new Map<string, Opened>()
  #groups: readonly Group<unknown>[] = []
  #started = false
  #unwatch: () => void = () => undefined

  /** @throws InvalidOptionsError if an option is not valid. */
  constructor(components: PaxosComponents, init: PaxosInit = {}) {
    const { store = memoryStore(), ...transportInit } = init
    this.#log = components.logger.forComponent('libp2p:paxos')
    this.#transport = new Libp2pTransport(components, transportInit)
    this.#runtime = new PeerRuntime({
      store,
      clock: systemClock,
      randomness: systemRandomness,
      digests: systemDigests,
      transport: this.#transport
    })
    if (init.store === undefined) {
      this.#log.error('no store given: votes are kept in memory and lost with this process')
    }
    if (components.metrics !== undefined) this.#registerMetrics(components.metrics)
  }

  /** Takes the store and begins to listen. Called by the node. */
  async start(): Promise<void> {
    if (this.#started) return
    await this.#runtime.start()
    await this.#transport.start()
    this.#unwatch = watchVisibility(isHidden => this.#runtime.holdBack(isHidden))
    this.#started = true
  }

  /** Begins to dial members. Called by the node once all of it has started. */
  afterStart(): void {
    this.#transport.afterStart()
  }

  /** Does what `stop` does while there are still connections for what is to be said last. Called by the node. */
  async beforeStop(): Promise<void> {
    await this.stop()
  }

  /** Closes every group, then gives the store back. Called by the node. */
  async stop(): Promise<void> {
    if (!this.#started) return
    this.#started = false
    this.#unwatch()
    this.#runtime.giveUpJoining()
    const closing = [...this.#opened.values()].map(async ({ group }) => (await group).close())
    const closed = await Promise.allSettled(closing)
    await this.#transport.stop()
    await this.#runtime.stop()
    for (const result of closed) {
      if (result.status === 'rejected') this.#log.error('closing a group failed: %e', result.reason)
    }
  }

  /** Groups that are open, in the order they were opened. */
  get groups(): readonly Group<unknown>[] {
    return this.#groups
  }

  /**
   * Opens a group that its founders agreed on beforehand. Resolves after local recovery; `group.ready()` tells when a quorum is
   * available. Opening an open group again returns it.
   *
   * @param name What the founders call the group, at most 1,024 bytes.
   * @throws InvalidOptionsError for options out of range, or other options than those of the same group that is open.
   * @throws NotStartedError before the node was started.
   * @throws StoreCorruptError if the store's state of this group cannot be trusted; StoreError if the disk fails.
   */
  async open<T = Uint8Array>(name: string, options: GroupOptions<T>): Promise<Group<T>> {
    this.#checkStarted()
    const resolved = resolveOptions(name, this.#transport.peerId, options)
    return await this.#open(resolved, undefined, observer =>
      Group.open(this.#runtime, resolved, observer)
    )
  }

  /**
   * Founds a group alone; others join it later. Done again over an empty store this founds another group of the same name.
   *
   * @throws what `open` throws.
   */
  async found<T = Uint8Array>(name: string, options: FoundingOptions<T> = {}): Promise<Group<T>> {
    return await this.open(name, { ...options, founders: [this.#transport.peerId] })
  }

  /**
   * Founds a *new* group alone, out of what this peer holds of a closed one: for when so many voters of that are lost for good that it stands
   * still for ever.
   *
   * The new group begins with everything that this peer's log has, whether or not it knew it to be chosen, and its snapshot. What it
   * never heard of is lost, also if it was acknowledged to others. The old group is left as it was, and goes on by itself if its voters
   * come back after all: nothing joins the two again. Later on the new group is opened with `found`.
   *
   * @param name Of the old group.
   * @param as Of the new one: another name.
   * @throws InvalidOptionsError if the old group is open here, or not known, or never formed, or the new one is there already.
   * @throws what `open` throws.
   */
  async fork<T = Uint8Array>(
    name: string,
    as: string,
    options: FoundingOptions<T> = {}
  ): Promise<Group<T>> {
    this.#checkStarted()
    const self = this.#transport.peerId
    const { founding } = resolveOptions(as, self, { ...options, founders: [self] })
    if (name === as || founding === undefined) {
      throw new InvalidOptionsError('a fork has another name than the group that it is made of')
    }
    await this.#runtime.fork(name, founding)
    return await this.found(as, options)
  }

  /**
   * Joins a group that exists, by an invite of one of its members, as a learner; with the role `voter` as one that may be made a voter.
   * Resolves once a member admitted this peer, or at once if one did in an earlier life.
   *
   * @param options Like those of `open`; `role` is `learner` by default.
   * @throws InvalidOptionsError for something that is no invite, or other options than those of the same group that is open.
   * @throws JoinRefusedError if every member that the invite names refuses.
   * @throws NoQuorumError if `timeoutMs` ran out; the signal's reason if it was aborted.
   * @throws what `open` throws.
   */
  async join<T = Uint8Array>(invite: string, options: JoinOptions<T> = {}): Promise<Group<T>> {
    this.#checkStarted()
    const { name, groupId, addresses } = decodeInvite(invite)
    const { signal, ...given } = options
    const resolved = memberOptions(name, { role: 'learner', ...given })
    const contacts = new Set(addresses.map(peerIdOf))
    for (const contact of contacts) {
      const own = addresses.filter(address => peerIdOf(address) === contact)
      this.#transport.addAddresses(contact, own.map(String))
    }
    contacts.delete(this.#transport.peerId)
    const invitation = { name, groupId, contacts: [...contacts] }
    return await this.#open(resolved, toHex(groupId), observer =>
      Group.join(this.#runtime, invitation, resolved, observer, signal && { signal })
    )
  }

  /**
   * An invite to an open group, to be handed to a peer that is to join: a short text with the group's id and where this peer and other
   * members listen. It is no secret and admits nobody by itself: that is up to the members' `admit`.
   *
   * Waits until the group has formed.
   *
   * @throws InvalidOptionsError if no such group is open here.
   * @throws what `group.ready` throws.
   */
  async invite(name: string, options: CallOptions = {}): Promise<string> {
    const group = this.#groups.find(open => open.name === name)
    await group?.ready(options)
    const status = group?.status()
    if (status?.groupId === undefined) {
      throw new InvalidOptionsError(`there is no group '${name}' here to invite to`)
    }
    const self = this.#transport.peerId
    const members = new Set([self, ...status.members.map(({ peerId }) => peerId)])
    const found: Multiaddr[] = []
    for (const peerId of members) {
      const addresses = await this.#transport.addressesOf(peerId)
      found.push(...addresses.map(address => multiaddr(address)))
    }
    return encodeInvite({
      name,
      groupId: fromString(status.groupId, 'base16'),
      addresses: found.slice(0, inviteAddressesMax)
    })
  }

  #checkStarted(): void {
    if (!this.#started) throw new NotStartedError('start the libp2p node before opening a group')
  }

  /**
   * Deletes everything that was stored of the groups of this name. Only for groups that this peer will never take part in again:
   * as a founder it could not vote any more.
   *
   * @throws InvalidOptionsError if the group is open.
   * @throws NotStartedError before the node was started.
   */
  async forget(name: string): Promise<void> {
    if (!this.#started) throw new NotStartedError('start the libp2p node before forgetting a group')
    await this.#runtime.forget(name)
  }

  /** The group of this name that is open, or else what `begin` opens. */
  async #open<T>(
    resolved: ResolvedOptions<T>,
    groupId: string | undefined,
    begin: (observer: GroupObserver) => Promise<Group<T>>
  ): Promise<Group<T>> {
    const { name } = resolved
    const known = this.#opened.get(name)
    if (known !== undefined) {
      if (!sameOptions(resolved, known.options) || groupId !== known.groupId) {
        throw new InvalidOptionsError(`group '${name}' is open with other options`)
      }
      return (await known.group) as Group<unknown> as Group<T>
    }
    const opening = this.#begin(name, begin)
    this.#opened.set(name, {
      options: resolved as ResolvedOptions<unknown>,
      groupId,
      group: opening as Promise<Group<unknown>>
    })
    return await opening
  }

  async #begin<T>(
    name: string,
    begin: (observer: GroupObserver) => Promise<Group<T>>
  ): Promise<Group<T>> {
    try {
      const group = await begin(this.#observer(name))
      this.#groups = [...this.#groups, group as Group<unknown>]
      return group
    } catch (error) {
      this.#opened.delete(name)
      throw error
    }
  }

  #observer(name: string): GroupObserver {
    const log = this.#log.newScope(name)
    return {
      onNotice: notice => this.#onNotice(log, notice),
      onChosen: count => {
        this.#counters.entriesChosen += count
      },
      onListenerError: (event, error) => log.error('a listener of %s threw: %e', event, error),
      onHalt: error => {
        this.#counters.halts += 1
        log.error('the replica halted: %e', error)
      },
      onClosed: () => {
        this.#opened.delete(name)
        this.#groups = this.#groups.filter(group => group.name !== name)
      }
    }
  }

  #onNotice(log: Logger, notice: Notice): void {
    switch (notice.type) {
      case 'leader-change':
        this.#counters.leaderChanges += 1
        log('leader: %s', notice.leader?.peerId ?? 'none')
        return
      case 'campaign':
        this.#counters.campaigns += 1
        log('campaigns in round %d', notice.ballot.round)
        return
      case 'quorum-change':
        log('quorum: %s', notice.state)
        return
      case 'step-down':
        log('stepped down from round %d: %s', notice.ballot.round, notice.why)
        return
      case 'catch-up':
        this.#counters.entriesCaughtUp += notice.lastSlot - notice.firstSlot + 1
        log.trace('caught up slots %d to %d', notice.firstSlot, notice.lastSlot)
        return
      case 'ignored':
        this.#counters.messagesIgnored += 1
        log.trace('ignored %s of %s: %s', notice.message, notice.from, notice.why)
        return
      case 'epoch':
        log('epoch %d: %d voters', notice.configuration.epoch, notice.configuration.voters.length)
        return
      case 'install':
        log('installed a snapshot of slot %d', notice.lastSlot)
        return
      case 'divergence':
        log.error('%s has another state after slot %d', notice.peerId, notice.slot)
        return
      case 'diverged':
        log.error('this state is %s after slot %d', notice.verdict, notice.slot)
        return
      case 'refused':
        log('%s does not serve this peer', notice.by)
    }
  }

  #registerMetrics(metrics: NonNullable<PaxosComponents['metrics']>): void {
    const counters = this.#counters
    const sum = (count: (group: Group<unknown>) => number): number =>
      this.#groups.reduce((total, group) => total + count(group), 0)
    registerMetrics(metrics, {
      libp2p_paxos_entries_chosen_total: () => counters.entriesChosen,
      libp2p_paxos_entries_caught_up_total: () => counters.entriesCaughtUp,
      libp2p_paxos_campaigns_total: () => counters.campaigns,
      libp2p_paxos_leader_changes_total: () => counters.leaderChanges,
      libp2p_paxos_messages_ignored_total: () => counters.messagesIgnored,
      libp2p_paxos_halts_total: () => counters.halts,
      libp2p_paxos_groups: () => this.#groups.length,
      libp2p_paxos_groups_available: () => sum(group => (group.quorum === 'available' ? 1 : 0)),
      libp2p_paxos_groups_led: () =>
        sum(group => (group.leader === this.#transport.peerId ? 1 : 0)),
      libp2p_paxos_proposals_pending: () => sum(group => group.status().pendingCount)
    })
  }
}

/**
 * A factory of the service, for the `services` of a libp2p node, beside `identify`.
 *
 * @throws InvalidOptionsError, when the node is created, if an option is not valid.
 */
export function paxos(init: PaxosInit = {}): (components: PaxosComponents) => Paxos {
  return components => new Paxos(components, init)
}
