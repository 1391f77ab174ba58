import { type Ballot, bottomBallot, compareBallots, roundMax, sameBallot } from './ballot.js'
import type { Batch, GenesisRecord } from './batch.js'
import type { Configuration, QuorumRule, ReplicaId } from './configuration.js'
import type { GenesisMessage } from './genesis-messages.js'

export interface GenesisInit {
  readonly self: ReplicaId
  /** PeerIds of all founders, this one included, sorted. */
  readonly founders: readonly string[]
  /** Quorum sizes of the first configuration. */
  readonly quorum: QuorumRule
  /** SHA-256 of the group's name. */
  readonly nameHash: Uint8Array
  readonly recovered: GenesisRecord
  /** Founders that are connected already; of changes the inputs tell. */
  readonly connected: readonly string[]
  readonly heartbeatIntervalMs: number
  readonly nowMs: number
}

export type GenesisInput =
  | {
      readonly type: 'message'
      readonly from: string
      readonly incarnation: bigint
      readonly message: GenesisMessage
    }
  | { readonly type: 'connectivity'; readonly peerId: string; readonly connected: boolean }
  | { readonly type: 'durable'; readonly batchId: number }
  | { readonly type: 'tick' }

/** What must be done after a step; the fields mean what they mean in {@link Effects}. */
export interface GenesisEffects {
  readonly messages: readonly GenesisEnvelope[]
  readonly persist?: { readonly batchId: number; readonly batch: Batch } | undefined
  readonly afterDurable?: {
    readonly batchId: number
    readonly messages: readonly GenesisEnvelope[]
  }
  readonly wakeAtMs: number
  /** PeerId of a founder that disagrees, newly found. */
  readonly mismatch?: string
}

export interface GenesisEnvelope {
  readonly to: string
  readonly message: GenesisMessage
}

interface Attempt {
  readonly ballot: Ballot
  /** Incarnations of the founders that promised. */
  readonly promised: Map<string, bigint>
  readonly accepted: Set<string>
  best: { readonly ballot: Ballot; readonly configuration: Configuration } | undefined
  /** Chosen by phase 1: what this attempt asks to accept. */
  configuration: Configuration | undefined
}

/** Intervals for which a founder lets another one's attempt go on before it starts its own. */
const patienceIntervals = 10

/**
 * Epoch 0 of a group: single-value Paxos among the founders, in which all of them are every quorum. What is chosen is the first
 * configuration, which binds the incarnation of every founder.
 *
 * Acceptors are PeerIds here, since incarnations are only being agreed on. A founder that lost its store in the meantime
 * cannot undo a choice as long as one founder remembers it: everyone accepted it, and everyone is asked.
 */
export class Genesis {
  readonly #init: GenesisInit
  readonly #others: readonly string[]
  #promisedBallot: Ballot
  #accepted: GenesisRecord['accepted']
  #chosen: boolean
  #attempt: Attempt | undefined
  #roundSeen = 0
  #attemptAtMs: number
  #wakeAtMs: number
  #nowMs: number
  readonly #connected: Set<string>
  #changed = false
  #batchId = 0
  #durableBatchId = 0
  #messages: GenesisEnvelope[] = []
  #messagesAfterDurable: GenesisEnvelope[] = []
  #mismatch: string | undefined

  constructor(init: GenesisInit) {
    this.#init = init
    this.#others = init.founders.filter(peerId => peerId !== init.self.peerId)
    this.#connected = new Set(init.connected)
    this.#promisedBallot = init.recovered.promisedBallot
    this.#accepted = init.recovered.accepted
    this.#chosen = init.recovered.chosen
    this.#nowMs = init.nowMs
    this.#attemptAtMs = this.#afterPatience()
    this.#hurryIfAllConnected()
    this.#wakeAtMs = init.nowMs
  }

  /** The first configuration, once it is chosen. */
  get configuration(): Configuration | undefined {
    return this.#chosen ? this.#accepted?.configuration : undefined
  }

  /** Founders that are not connected, sorted. */
  get missing(): readonly string[] {
    return this.#others.filter(peerId => !this.#connected.has(peerId))
  }

  /** Takes what happened, in order. The same inputs always have the same effects. */
  step(inputs: readonly GenesisInput[], nowMs: number): GenesisEffects {
    this.#nowMs = nowMs
    for (const input of inputs) this.#take(input)
    if (nowMs >= this.#wakeAtMs) this.#tick()
    this.#advance()
    return this.#effects()
  }

  #take(input: GenesisInput): void {
    switch (input.type) {
      case 'message':
        if (this.#others.includes(input.from)) this.#receive(input)
        return
      case 'connectivity':
        if (input.connected) this.#connected.add(input.peerId)
        else this.#connected.delete(input.peerId)
        this.#wakeAtMs = this.#nowMs
        this.#hurryIfAllConnected()
        return
      case 'durable':
        this.#durableBatchId = input.batchId
        return
      case 'tick':
        return
    }
  }

  #receive(input: Extract<GenesisInput, { type: 'message' }>): void {
    const { from, message } = input
    switch (message.type) {
      case 'genesis-prepare':
        if (this.#answerIfChosen(from) || !this.#promise(from, message.ballot)) return
        this.#sendWhenDurable(from, {
          type: 'genesis-promise',
          ballot: message.ballot,
          ...(this.#accepted !== undefined && { accepted: this.#accepted })
        })
        return
      case 'genesis-accept':
        if (this.#answerIfChosen(from) || !this.#isOfThisGroup(from, message.configuration)) return
        if (!this.#promise(from, message.ballot)) return
        this.#accept(message.ballot, message.configuration)
        this.#sendWhenDurable(from, { type: 'genesis-accepted', ballot: message.ballot })
        return
      case 'genesis-promise':
        this.#onPromise(from, input.incarnation, message.ballot, message.accepted)
        return
      case 'genesis-accepted':
        if (this.#attempt !== undefined && sameBallot(this.#attempt.ballot, message.ballot)) {
          this.#attempt.accepted.add(from)
        }
        return
      case 'genesis-reject':
        this.#see(message.promisedBallot)
        if (this.#attempt !== undefined && sameBallot(this.#attempt.ballot, message.ballot)) {
          this.#giveWay()
        }
        return
      case 'genesis-chosen':
        this.#onChosen(from, message.configuration)
        return
      case 'genesis-mismatch':
        if (!this.#chosen) this.#mismatch = from
        return
    }
  }

  #onPromise(
    from: string,
    incarnation: bigint,
    ballot: Ballot,
    accepted: GenesisRecord['accepted']
  ): void {
    const attempt = this.#attempt
    if (attempt === undefined || !sameBallot(attempt.ballot, ballot)) return
    if (attempt.configuration !== undefined) return
    if (accepted !== undefined && !this.#isOfThisGroup(from, accepted.configuration)) return
    attempt.promised.set(from, incarnation)
    attempt.best = higher(attempt.best, accepted)
  }

  #onChosen(from: string, configuration: Configuration): void {
    if (!this.#isOfThisGroup(from, configuration)) return
    if (this.#chosen) {
      if (!sameConfiguration(this.#accepted?.configuration, configuration)) this.#mismatch = from
      return
    }
    this.#choose(configuration)
  }

  /** Begins an attempt when it is time, and repeats what was not answered. */
  #tick(): void {
    this.#wakeAtMs = this.#chosen
      ? Number.POSITIVE_INFINITY
      : this.#nowMs + this.#init.heartbeatIntervalMs
    if (this.#chosen) return
    if (this.#attempt === undefined && this.#nowMs >= this.#attemptAtMs) this.#begin()
    const attempt = this.#attempt
    if (attempt === undefined) return
    const { ballot, configuration } = attempt
    for (const to of this.#others) {
      if (configuration !== undefined) {
        if (!attempt.accepted.has(to)) {
          this.#sendWhenDurable(to, { type: 'genesis-accept', ballot, configuration })
        }
      } else if (!attempt.promised.has(to)) {
        const { nameHash } = this.#init
        this.#sendWhenDurable(to, { type: 'genesis-prepare', ballot, nameHash })
      }
    }
  }

  #begin(): void {
    this.#see(this.#promisedBallot)
    if (this.#roundSeen >= roundMax) return
    this.#roundSeen += 1
    const ballot: Ballot = {
      ...bottomBallot(0),
      round: this.#roundSeen,
      incarnation: this.#init.self.incarnation
    }
    this.#promisedBallot = ballot
    this.#changed = true
    this.#attempt = {
      ballot,
      promised: new Map(),
      accepted: new Set(),
      best: this.#accepted,
      configuration: undefined
    }
  }

  /** Goes from phase 1 to phase 2 and to the choice, once all founders answered. */
  #advance(): void {
    const attempt = this.#attempt
    if (attempt === undefined || this.#chosen) return
    const isDurable = !this.#changed && this.#durableBatchId === this.#batchId
    if (!isDurable) return
    if (attempt.configuration === undefined) {
      if (attempt.promised.size < this.#others.length) return
      attempt.configuration = attempt.best?.configuration ?? this.#bind(attempt.promised)
      this.#accept(attempt.ballot, attempt.configuration)
      this.#wakeAtMs = this.#nowMs
      this.#tick()
    } else if (attempt.accepted.size === this.#others.length) {
      this.#choose(attempt.configuration)
      for (const to of this.#others) this.#tellChosen(to)
    }
  }

  #bind(promised: ReadonlyMap<string, bigint>): Configuration {
    const { self, founders, quorum } = this.#init
    const voters = founders.map(peerId => ({
      peerId,
      incarnation:
        peerId === self.peerId ? self.incarnation : (promised.get(peerId) ?? self.incarnation)
    }))
    return { epoch: 1, voters, quorum }
  }

  #promise(from: string, ballot: Ballot): boolean {
    const order = compareBallots(ballot, this.#promisedBallot)
    if (order < 0) {
      const promisedBallot = this.#promisedBallot
      this.#messages.push({ to: from, message: { type: 'genesis-reject', ballot, promisedBallot } })
      return false
    }
    if (order > 0) {
      this.#promisedBallot = ballot
      this.#changed = true
      this.#see(ballot)
      this.#giveWay()
    }
    return true
  }

  #accept(ballot: Ballot, configuration: Configuration): void {
    if (this.#accepted !== undefined && sameBallot(this.#accepted.ballot, ballot)) return
    this.#accepted = { ballot, configuration }
    this.#changed = true
  }

  #choose(configuration: Configuration): void {
    this.#accepted = { ballot: this.#promisedBallot, configuration }
    this.#chosen = true
    this.#changed = true
    this.#attempt = undefined
  }

  #answerIfChosen(to: string): boolean {
    if (this.#chosen) this.#tellChosen(to)
    return this.#chosen
  }

  #tellChosen(to: string): void {
    const configuration = this.#accepted?.configuration
    if (configuration === undefined) return
    this.#sendWhenDurable(to, { type: 'genesis-chosen', configuration })
  }

  /** Lets another founder's attempt go on for a while. */
  #giveWay(): void {
    this.#attempt = undefined
    this.#attemptAtMs = this.#afterPatience()
  }

  /** A founder that reaches all others begins at once, in the order of PeerIds, so that attempts rarely meet. */
  #hurryIfAllConnected(): void {
    if (this.missing.length > 0) return
    const soonMs = this.#nowMs + this.#rank * this.#init.heartbeatIntervalMs
    this.#attemptAtMs = Math.min(this.#attemptAtMs, soonMs)
  }

  /** One that does not reach all of them asks later, since the group may exist without its knowledge. */
  #afterPatience(): number {
    return this.#nowMs + (patienceIntervals + this.#rank) * this.#init.heartbeatIntervalMs
  }

  get #rank(): number {
    return this.#init.founders.indexOf(this.#init.self.peerId)
  }

  #see(ballot: Ballot): void {
    if (ballot.round <= roundMax) this.#roundSeen = Math.max(this.#roundSeen, ballot.round)
  }

  /** Whether a configuration is one that these founders, with this quorum, can have chosen. */
  #isOfThisGroup(from: string, configuration: Configuration): boolean {
    const { founders, quorum } = this.#init
    const isOurs =
      configuration.epoch === 1 &&
      configuration.quorum.prepare === quorum.prepare &&
      configuration.quorum.accept === quorum.accept &&
      configuration.voters.length === founders.length &&
      configuration.voters.every(({ peerId }, i) => peerId === founders[i])
    if (!isOurs) this.#mismatch = from
    return isOurs
  }

  #sendWhenDurable(to: string, message: GenesisMessage): void {
    this.#messagesAfterDurable.push({ to, message })
  }

  #effects(): GenesisEffects {
    let messages = this.#messages
    const messagesAfterDurable = this.#messagesAfterDurable
    const mismatch = this.#mismatch
    let persist: GenesisEffects['persist']
    if (this.#changed) {
      this.#changed = false
      this.#batchId += 1
      const genesis: GenesisRecord = {
        promisedBallot: this.#promisedBallot,
        ...(this.#accepted !== undefined && { accepted: this.#accepted }),
        chosen: this.#chosen
      }
      const epochStart = bottomBallot(1)
      const batch: Batch = this.#chosen
        ? { genesis, promisedBallot: epochStart, acceptedBallot: epochStart }
        : { genesis }
      persist = { batchId: this.#batchId, batch }
    }
    const mustWait = this.#durableBatchId < this.#batchId
    if (!mustWait) messages = [...messages, ...messagesAfterDurable]
    this.#messages = []
    this.#messagesAfterDurable = []
    this.#mismatch = undefined
    return {
      messages,
      ...(persist !== undefined && { persist }),
      ...(mustWait &&
        messagesAfterDurable.length > 0 && {
          afterDurable: { batchId: this.#batchId, messages: messagesAfterDurable }
        }),
      wakeAtMs: this.#wakeAtMs,
      ...(mismatch !== undefined && { mismatch })
    }
  }
}

type Accepted = NonNullable<GenesisRecord['accepted']>

function higher(a: Accepted | undefined, b: Accepted | undefined): Accepted | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return compareBallots(a.ballot, b.ballot) >= 0 ? a : b
}

function sameConfiguration(a: Configuration | undefined, b: Configuration): boolean {
  return (
    a !== undefined &&
    a.voters.length === b.voters.length &&
    a.voters.every(
      ({ peerId, incarnation }, i) =>
        peerId === b.voters[i]?.peerId && incarnation === b.voters[i]?.incarnation
    )
  )
}
