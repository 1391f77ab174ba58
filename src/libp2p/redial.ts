import type { Logger, PeerId, PeerUpdate } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import type { Multiaddr } from '@multiformats/multiaddr'
import { backoffMs } from './backoff.js'
import type { TransportComponents, TransportOptions } from './components.js'
import type { TransportCounters } from './metrics.js'

/** Dials of a discovered peer that is no known member before it is left alone until discovery finds a new address. */
const discoveredAttemptsMax = 5

/** Weight of a member's tag in the peer store, so that libp2p closes connections to strangers first. */
const memberTagValue = 100

const memberTag = 'libp2p-paxos'

/** What a {@link Redialer} shares with the transport. */
export interface RedialContext {
  readonly components: TransportComponents
  readonly options: TransportOptions
  readonly counters: TransportCounters
  readonly log: Logger
}

/** A peer that is to be connected. */
interface Target {
  readonly peerId: PeerId
  failures: number
  dialling: boolean
  timer: ReturnType<typeof setTimeout> | undefined
  /** Addresses the peer store last knew; it forgets them after an hour, which a partition may outlast. */
  addresses: readonly Multiaddr[]
}

/**
 * Keeps members connected, and connects discovered peers that may be members.
 *
 * A member is dialled at once when it is named, when it disconnects and when a new address of it becomes known, and again
 * and again with backoff until it is connected. That no address is known is not an error: discovery may find one.
 */
export class Redialer {
  readonly #context: RedialContext
  readonly #wantedByKey = new Map<string, ReadonlySet<string>>()
  readonly #targets = new Map<string, Target>()
  #stop: AbortController | undefined

  constructor(context: RedialContext) {
    this.#context = context
  }

  /** Begins to dial the peers that are wanted. */
  start(): void {
    this.#stop = new AbortController()
    for (const target of this.#targets.values()) this.#dialNow(target)
  }

  /** Aborts dials and forgets discovered peers. What was asked for stays, and is dialled after the next start. */
  stop(): void {
    this.#stop?.abort()
    this.#stop = undefined
    for (const [id, target] of this.#targets) {
      clearTimeout(target.timer)
      target.failures = 0
      if (!this.isWanted(id)) this.#targets.delete(id)
    }
  }

  /** Asks to keep `peerIds` connected under `key`, instead of those it named before. */
  want(key: string, peerIds: readonly string[]): void {
    const before = this.#wantedByKey.get(key) ?? new Set<string>()
    const self = this.#context.components.peerId.toString()
    const wanted = new Set(peerIds.filter(id => id !== self))
    if (wanted.size === 0) this.#wantedByKey.delete(key)
    else this.#wantedByKey.set(key, wanted)
    for (const id of wanted) if (!before.has(id)) this.#begin(id)
    for (const id of before) if (!this.isWanted(id)) this.#end(id)
  }

  /** The peers that are to be kept connected under `key`. */
  wanted(key: string): ReadonlySet<string> {
    return this.#wantedByKey.get(key) ?? new Set()
  }

  /** The other peers that are wanted together with this one: members of the same groups. */
  fellowsOf(id: string): Set<string> {
    const fellows = new Set<string>()
    for (const wanted of this.#wantedByKey.values()) {
      if (wanted.has(id)) for (const other of wanted) fellows.add(other)
    }
    fellows.delete(id)
    return fellows
  }

  /** The last connection to a peer closed. */
  onDisconnected(id: string): void {
    const target = this.#targets.get(id)
    if (target !== undefined && !target.dialling) this.#dialLater(target)
  }

  /** A peer turned out to speak the protocol: it may be dialled without delay when it disconnects. */
  onEstablished(id: string): void {
    const target = this.#targets.get(id)
    if (target !== undefined) target.failures = 0
  }

  /** The peer store changed: dials the peer if that brought a new address, and it is wanted or may be a member. */
  onPeerUpdate({ peer, previous }: PeerUpdate): void {
    const known = new Set(previous?.addresses.map(({ multiaddr }) => multiaddr.toString()))
    if (peer.addresses.every(({ multiaddr }) => known.has(multiaddr.toString()))) return
    const id = peer.id.toString()
    const target = this.#targets.get(id) ?? this.#discovered(peer.id)
    if (target !== undefined) this.#dialNow(target)
  }

  #discovered(peerId: PeerId): Target | undefined {
    const { options } = this.#context
    if (this.#stop === undefined || !options.dialDiscovered || this.#isConnected(peerId)) {
      return undefined
    }
    const strangers = [...this.#targets.keys()].filter(id => !this.isWanted(id)).length
    if (strangers >= options.discoveredPeersMax) return undefined
    return this.#add(peerId)
  }

  #begin(id: string): void {
    const known = this.#targets.get(id)
    try {
      const target = known ?? this.#add(peerIdFromString(id))
      this.#tag(target.peerId, { value: memberTagValue })
      this.#dialNow(target)
    } catch (error) {
      this.#context.log.error('cannot keep %s connected, it is no PeerId: %e', id, error)
    }
  }

  /** Leaves a peer alone; a connection that is open stays. */
  #end(id: string): void {
    const target = this.#targets.get(id)
    if (target === undefined) return
    this.#tag(target.peerId, undefined)
    this.#forget(target)
  }

  #add(peerId: PeerId): Target {
    const target: Target = {
      peerId,
      failures: 0,
      dialling: false,
      timer: undefined,
      addresses: []
    }
    this.#targets.set(peerId.toString(), target)
    return target
  }

  #forget(target: Target): void {
    clearTimeout(target.timer)
    this.#targets.delete(target.peerId.toString())
  }

  #dialNow(target: Target): void {
    clearTimeout(target.timer)
    const stop = this.#stop
    if (stop === undefined || target.dialling || this.#isConnected(target.peerId)) return
    target.dialling = true
    void this.#dial(target, stop.signal).then(connected => {
      target.dialling = false
      if (stop.signal.aborted || this.#targets.get(target.peerId.toString()) !== target) return
      if (!connected) target.failures += 1
      if (!this.#isConnected(target.peerId)) this.#dialLater(target)
    })
  }

  #dialLater(target: Target): void {
    clearTimeout(target.timer)
    if (this.#stop === undefined) return
    const wanted = this.isWanted(target.peerId.toString())
    if (!wanted && target.failures >= discoveredAttemptsMax) {
      this.#forget(target)
      return
    }
    const { redialIntervalMinMs, redialIntervalMaxMs } = this.#context.options
    const delayMs = backoffMs(target.failures, redialIntervalMinMs, redialIntervalMaxMs)
    target.timer = setTimeout(() => this.#dialNow(target), delayMs)
  }

  /** Dials once. Resolves to whether a connection was opened; never rejects. */
  async #dial(target: Target, stopped: AbortSignal): Promise<boolean> {
    const { components, options, counters, log } = this.#context
    const signal = AbortSignal.any([stopped, AbortSignal.timeout(options.dialTimeoutMs)])
    try {
      await this.#findAddresses(target, signal)
      await components.connectionManager.openConnection(target.peerId, { signal })
      counters.dials.ok += 1
      return true
    } catch (error) {
      if (stopped.aborted) return false
      const noAddress = error instanceof Error && error.name === 'NoValidAddressesError'
      counters.dials[noAddress ? 'no-address' : 'failed'] += 1
      log('could not dial %p: %e', target.peerId, error)
      return false
    }
  }

  /**
   * Sees to it that the peer store knows what can be known of the peer's addresses. libp2p asks peer routing itself if the
   * store knows none; if those it knows do not answer, they may be out of date.
   */
  async #findAddresses(target: Target, signal: AbortSignal): Promise<void> {
    const { peerStore, peerRouting } = this.#context.components
    const known = await peerStore.get(target.peerId, { signal }).catch(ignoreNamed('NotFoundError'))
    if (known !== undefined && known.addresses.length > 0) {
      target.addresses = known.addresses.map(({ multiaddr }) => multiaddr)
      if (target.failures % 4 === 2) {
        await peerRouting
          .findPeer(target.peerId, { signal })
          .catch(ignoreNamed('NoPeerRoutersError', 'NotFoundError'))
      }
    } else if (target.addresses.length > 0) {
      await peerStore.merge(target.peerId, { multiaddrs: [...target.addresses] }, { signal })
    }
  }

  #tag(peerId: PeerId, tag: { value: number } | undefined): void {
    const { components, log } = this.#context
    components.peerStore
      .merge(peerId, { tags: { [memberTag]: tag } })
      .catch((error: unknown) => log.error('could not tag %p: %e', peerId, error))
  }

  /** Whether a peer is to be kept connected. */
  isWanted(id: string): boolean {
    for (const wanted of this.#wantedByKey.values()) if (wanted.has(id)) return true
    return false
  }

  #isConnected(peerId: PeerId): boolean {
    const connections = this.#context.components.connectionManager.getConnections(peerId)
    return connections.some(connection => connection.status === 'open')
  }
}

function ignoreNamed(...names: readonly string[]): (error: unknown) => undefined {
  return error => {
    if (error instanceof Error && names.includes(error.name)) return undefined
    throw error
  }
}
