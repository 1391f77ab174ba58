import type { Ballot } from './ballot.js'
import type { Configuration, ReplicaId } from './configuration.js'
import type { Envelope, Load, Notice, Settlement } from './effects.js'
import type { Epochs } from './epochs.js'
import type { Message } from './messages.js'
import type { CoreOptions } from './options.js'
import type { ReplicaState } from './state.js'

/** What the roles of one replica share. */
export interface Context {
  readonly self: ReplicaId
  readonly epochs: Epochs
  /** The configuration of the current epoch. */
  configuration: Configuration
  /** PeerIds of all voters but this one. */
  others: readonly string[]
  /** Whether this replica, with this incarnation, is a voter of the configuration. */
  isVoter: boolean
  readonly options: CoreOptions
  readonly state: ReplicaState
  readonly out: Outbox
  /** PeerIds of members with an open connection. */
  readonly connected: Set<string>
  /** PeerIds of those of them that are reached by way of third peers only. */
  readonly relayed: Set<string>
  /** Whether the owner of this replica wants others to lead. */
  isHeldBack: boolean
  /** The clock reading of the current step. */
  nowMs: number
  /** The group's time at which something is to happen. */
  alarmMs?: number | undefined
}

/** The context of a replica that begins. */
export function newContext(
  given: Pick<Context, 'self' | 'epochs' | 'options' | 'state' | 'nowMs'>,
  configuration: Configuration
): Context {
  return {
    ...given,
    ...underConfiguration(configuration, given.self),
    out: new Outbox(given.self.peerId),
    connected: new Set(),
    relayed: new Set(),
    isHeldBack: false
  }
}

/** What one step wants done, but for what concerns the store. */
export interface Outgoing {
  readonly messages: Envelope[]
  readonly messagesAfterDurable: Envelope[]
  readonly settled: Settlement[]
  readonly reads: { ticket: number; slot: number }[]
  readonly loads: Load[]
  snapshotFrom?: string
  readonly notices: Notice[]
}

/** Collects what one step wants done. */
export class Outbox {
  readonly #self: string
  #outgoing: Outgoing = noneOutgoing()
  #own: Message[] = []

  constructor(self: string) {
    this.#self = self
  }

  get settled(): Settlement[] {
    return this.#outgoing.settled
  }

  get reads(): { ticket: number; slot: number }[] {
    return this.#outgoing.reads
  }

  get loads(): Load[] {
    return this.#outgoing.loads
  }

  /** Asks for the snapshot of a member. */
  wantSnapshot(peerId: string): void {
    this.#outgoing.snapshotFrom = peerId
  }

  /** Whether this replica sent something to itself that it has not handled. */
  get hasOwn(): boolean {
    return this.#own.length > 0
  }

  send(to: string, message: Message): void {
    if (to === this.#self) this.#own.push(message)
    else this.#outgoing.messages.push({ to, message })
  }

  /**
   * Sends once everything this replica decided so far is durable: what it promises, accepts or proposes must not be
   * forgotten after others have heard of it. (Paxos Made Simple, section 2.5.)
   */
  sendWhenDurable(to: string, message: Message): void {
    this.#outgoing.messagesAfterDurable.push({ to, message })
  }

  /** Withdraws what waits to be durable: it was of an epoch that is over, and the batch that it waits for is of the next one. */
  withdraw(): void {
    this.#outgoing.messagesAfterDurable.length = 0
  }

  notice(notice: Notice): void {
    this.#outgoing.notices.push(notice)
  }

  /** Hands out what this replica sent to itself. */
  takeOwn(): Message[] {
    const own = this.#own
    this.#own = []
    return own
  }

  /** Hands out everything else, and starts anew. */
  take(): Outgoing {
    const outgoing = this.#outgoing
    this.#outgoing = noneOutgoing()
    return outgoing
  }
}

function noneOutgoing(): Outgoing {
  return {
    messages: [],
    messagesAfterDurable: [],
    settled: [],
    reads: [],
    loads: [],
    notices: []
  }
}

/** What of a context follows from the configuration. */
export function underConfiguration(
  configuration: Configuration,
  self: ReplicaId
): Pick<Context, 'configuration' | 'others' | 'isVoter'> {
  return {
    configuration,
    others: configuration.voters.map(v => v.peerId).filter(peerId => peerId !== self.peerId),
    isVoter: isVoterOf(configuration, self.peerId, self.incarnation)
  }
}

/** The voter that leads `ballot`, if it is one of this configuration. */
export function leaderOf(configuration: Configuration, ballot: Ballot): ReplicaId | undefined {
  if (ballot.epoch !== configuration.epoch) return undefined
  return configuration.voters.find(voter => voter.incarnation === ballot.incarnation)
}

/** Whether `peerId` with `incarnation` votes in this configuration. */
export function isVoterOf(
  configuration: Configuration,
  peerId: string,
  incarnation: bigint
): boolean {
  return configuration.voters.some(
    voter => voter.peerId === peerId && voter.incarnation === incarnation
  )
}
