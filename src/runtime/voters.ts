import type { Configuration, Voter } from '../core/configuration.js'
import type { Replica } from '../core/replica.js'
import { addressBytesMax, voterAddressesMax } from '../wire/limits.js'
import { Churn, type ChurnOptions } from './churn.js'
import type { Clock, Transport } from './ports.js'
import type { Probes, Watcher } from './probes.js'

export interface VotersInit {
  readonly clock: Clock
  readonly transport: Transport
  readonly incarnation: bigint
  /** Under which key the transport keeps connections. */
  readonly key: string
  /** PeerIds of members that an invite named. */
  readonly contacts: readonly string[]
  readonly churn: ChurnOptions | undefined
  readonly heartbeatIntervalMs: number
  /** How often the peers of other voters are asked while nothing happens: who calls does not wait for that. */
  readonly probeIntervalMs: number
  readonly probes: Probes
  /** It is known of the peers of all other voters whether they are there, or no longer of one. */
  readonly onVouch: (holds: boolean) => void
  /** Asks the group to change to this configuration. */
  readonly propose: (configuration: Configuration) => void
  readonly onFailure: (error: unknown) => void
}

/**
 * What one replica does about the voters of its group: stays connected to them, replaces those that are gone while it leads, and has their
 * peers watched while nothing happens.
 */
export class Voters {
  readonly #init: VotersInit
  readonly #churn: Churn | undefined
  #checkedAtMs = Number.NEGATIVE_INFINITY
  #watcher: Watcher | undefined

  constructor(init: VotersInit) {
    this.#init = init
    this.#churn = init.churn && new Churn(init.churn)
  }

  /** To be called after every step. */
  check(replica: Replica): void {
    this.#watch(replica)
    this.#replace(replica)
  }

  /** Has nobody watched any more. */
  stop(): void {
    if (this.#watcher !== undefined) this.#init.probes.unwatch(this.#watcher)
    this.#watcher = undefined
  }

  #watch(replica: Replica): void {
    if (replica.isCalm === (this.#watcher !== undefined)) return
    if (!replica.isCalm) return this.stop()
    const { probes, onVouch, transport, probeIntervalMs: intervalMs } = this.#init
    const view = replica.view()
    if (replica.leads && this.#churn?.willLeaveOut(view) === true) return
    const voters = view.configuration.voters.map(({ peerId }) => peerId)
    const peerIds = voters.filter(peerId => peerId !== transport.peerId)
    this.#watcher = { peerIds, intervalMs, onVouch }
    probes.watch(this.#watcher)
  }

  /** Whoever leads sees to it, once for every round of heartbeats, that there are enough voters. The others only watch. */
  #replace(replica: Replica): void {
    const { clock, heartbeatIntervalMs, propose, onFailure } = this.#init
    const nowMs = clock.nowMs()
    const churn = this.#churn
    if (churn === undefined || nowMs - this.#checkedAtMs < heartbeatIntervalMs) return
    this.#checkedAtMs = nowMs
    const known = replica.view()
    const silent = known.configuration.voters.filter(voter => !replica.reaches(voter))
    const view = { ...known, silent }
    if (!replica.leads) return churn.watch(view, nowMs)
    const configuration = churn.next(view, nowMs)
    if (configuration === undefined) return
    this.withAddresses(configuration).then(propose, onFailure)
  }

  /** The same configuration, with where its voters are, so that whoever learns of it can find them. */
  async withAddresses(configuration: Configuration): Promise<Configuration> {
    const { transport } = this.#init
    const find = async ({ peerId, incarnation, addresses: before = [] }: Voter): Promise<Voter> => {
      const known = await transport.addressesOf(peerId)
      const addresses = (known.length > 0 ? known : before)
        .filter(address => address.length <= addressBytesMax)
        .slice(0, voterAddressesMax)
      return { peerId, incarnation, ...(addresses.length > 0 && { addresses }) }
    }
    return { ...configuration, voters: await Promise.all(configuration.voters.map(find)) }
  }

  /**
   * Everyone stays connected to the voters; who only learns also to the members that it was told of. Returns the PeerIds of those that are
   * connected already.
   */
  keepConnected({ voters }: Configuration): string[] {
    const { transport, contacts, incarnation, key } = this.#init
    const wanted = new Set(voters.map(voter => voter.peerId))
    if (!voters.some(voter => voter.incarnation === incarnation)) {
      for (const contact of contacts) wanted.add(contact)
    }
    wanted.delete(transport.peerId)
    const others = [...wanted]
    for (const { peerId, addresses = [] } of voters) {
      if (addresses.length > 0) transport.addAddresses(peerId, addresses)
    }
    transport.keepConnected(key, others)
    return others.filter(peerId => transport.isConnected(peerId))
  }
}
