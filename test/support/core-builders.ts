import type { Ballot } from '../../src/core/ballot.js'
import { bottomBallot } from '../../src/core/ballot.js'
import type { Batch, DurableState } from '../../src/core/batch.js'
import {
  type Configuration,
  majorityQuorum,
  type QuorumRule
} from '../../src/core/configuration.js'
import { type Context, Outbox, underConfiguration } from '../../src/core/context.js'
import type { Effects, Envelope, Input, Payload } from '../../src/core/effects.js'
import type { Entry, ValueProposal } from '../../src/core/entry.js'
import { type EndedEpoch, Epochs } from '../../src/core/epochs.js'
import type { LogImage } from '../../src/core/image.js'
import type { HeartbeatReplyMessage, Message, PromiseMessage } from '../../src/core/messages.js'
import { type CoreOptions, coreOptions } from '../../src/core/options.js'
import { Replica } from '../../src/core/replica.js'
import type { Snapshot } from '../../src/core/snapshot.js'
import { ReplicaState } from '../../src/core/state.js'

/** Builders for tests of single modules of the core: voters are called p1, p2, ..., with incarnations 1, 2, ... */

export type MessageOf<T extends Message['type']> = Extract<Message, { type: T }>

export function peer(voter: number): string {
  return `p${voter}`
}

/** A ballot of epoch 1 that `voter` leads. */
export function ballot(round: number, voter = 1, priority = 0): Ballot {
  return { epoch: 1, round, priority, incarnation: BigInt(voter) }
}

export const bottom: Ballot = bottomBallot(1)

export function configurationOf(voterCount: number, quorum?: QuorumRule): Configuration {
  const voters = Array.from({ length: voterCount }, (_, i) => ({
    peerId: peer(i + 1),
    incarnation: BigInt(i + 1)
  }))
  return { epoch: 1, voters, quorum: quorum ?? majorityQuorum(voterCount) }
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

export function text(value: Uint8Array): string {
  return new TextDecoder().decode(value)
}

export function value(session: number, sequence: number, label = 'v'): ValueProposal {
  return { type: 'value', session, sequence, value: bytes(label) }
}

/** An entry that is told apart by `label`. */
export function entry(label: string, logTimeMs = 0): Entry {
  return { ...value(1, 1, label), logTimeMs }
}

/** Entries labelled `a1`, `a2`, ... for `log(1, 2, 'a')`: by the slot and by what wrote them. */
export function log(firstSlot: number, lastSlot: number, tag = 'a'): Entry[] {
  const entries: Entry[] = []
  for (let slot = firstSlot; slot <= lastSlot; slot += 1) entries.push(entry(`${tag}${slot}`))
  return entries
}

/** Labels of entries made by {@link entry}. */
export function labels(entries: readonly Entry[]): string[] {
  return entries.map(found => ('value' in found ? text(found.value) : found.type))
}

/** An entry of at least `size` bytes; entries of one size share their bytes. */
export function bigEntry(size: number, sequence = 1): Entry {
  let shared = big.get(size)
  if (shared === undefined) {
    shared = new Uint8Array(size)
    big.set(size, shared)
  }
  return { type: 'value', session: 1, sequence, value: shared, logTimeMs: 0 }
}

const big = new Map<number, Uint8Array>()

export interface StateInit {
  readonly promised?: Ballot
  readonly accepted?: Ballot
  readonly chosen?: number
  readonly chosenBallot?: Ballot
  readonly log?: readonly Entry[]
  /** Last slot in the store, if not all of it is restored at once. */
  readonly lastSlot?: number
  readonly endedEpochs?: readonly EndedEpoch[]
  /** The configuration of the current epoch, if it is not the first one. */
  readonly current?: Configuration
  readonly snapshot?: Snapshot
  readonly compactedSlotMax?: number
}

export function durableState(init: StateInit, incarnation = 1n): DurableState {
  const accepted = init.accepted ?? bottom
  return {
    incarnation,
    boot: { count: 1, nonce: 1 },
    promisedBallot: init.promised ?? accepted,
    acceptedBallot: accepted,
    chosenSlotMax: init.chosen ?? 0,
    chosenBallot: init.chosenBallot ?? bottom,
    lastSlot: init.lastSlot ?? init.log?.length ?? 0,
    compactedSlotMax: init.compactedSlotMax ?? 0,
    genesis: { promisedBallot: bottomBallot(0), chosen: true },
    endedEpochs: init.endedEpochs ?? [],
    ...(init.current && { configuration: init.current }),
    ...(init.snapshot && { snapshot: init.snapshot })
  }
}

export function stateOf(init: StateInit): ReplicaState {
  const state = new ReplicaState(durableState(init))
  state.restore(init.log ?? [])
  return state
}

export interface ContextInit extends StateInit {
  readonly voters?: number
  /** Which voter this replica is; above `voters` for one that does not vote. */
  readonly self?: number
  readonly quorum?: QuorumRule
  readonly options?: Partial<CoreOptions>
}

/** The context of one module, with a real state and outbox, and what ends a step. */
export interface TestContext extends Context {
  /** Ends the step as a replica does: a batch of what changed, and the messages. */
  end(): StepEnd
  /** Ends the step, makes everything durable and returns all messages. */
  settle(): Envelope[]
}

export interface StepEnd {
  readonly batchId: number | undefined
  readonly batch: Batch | undefined
  readonly now: readonly Envelope[]
  readonly afterDurable: readonly Envelope[]
}

export function contextOf(init: ContextInit = {}): TestContext {
  const voters = init.voters ?? 3
  const number = init.self ?? 1
  const configuration = configurationOf(voters, init.quorum)
  const self = { peerId: peer(number), incarnation: BigInt(number) }
  const state = stateOf(init)
  const out = new Outbox(self.peerId)
  const context: TestContext = {
    self,
    epochs: new Epochs([], configuration),
    connected: new Set(),
    relayed: new Set(),
    heldBack: new Set(),
    ...underConfiguration(configuration, self),
    options: coreOptions(init.options ?? {}),
    state,
    out,
    nowMs: 0,
    end() {
      const taken = state.takeBatch(context.nowMs)
      const { messages, messagesAfterDurable } = out.take()
      return {
        batchId: taken?.batchId,
        batch: taken?.batch,
        now: messages,
        afterDurable: messagesAfterDurable
      }
    },
    settle() {
      const { now, afterDurable } = context.end()
      state.onDurable(state.batchId)
      return [...now, ...afterDurable]
    }
  }
  return context
}

/** The messages of one type among `envelopes`, in order. */
export function messagesOf<T extends Message['type']>(
  envelopes: readonly Envelope[],
  type: T,
  to?: string
): MessageOf<T>[] {
  const found: MessageOf<T>[] = []
  for (const envelope of envelopes) {
    if (to !== undefined && envelope.to !== to) continue
    if (isOf(envelope.message, type)) found.push(envelope.message)
  }
  return found
}

function isOf<T extends Message['type']>(message: Message, type: T): message is MessageOf<T> {
  return message.type === type
}

/** A promise of `ballot` by a voter whose whole log is `entries`, from `firstSlot` on. */
export function promiseOf(
  promised: Ballot,
  init: {
    readonly accepted?: Ballot
    readonly firstSlot?: number
    readonly entries?: readonly Entry[]
    readonly lastSlot?: number
    readonly chosen?: number
  } = {}
): PromiseMessage {
  const entries = init.entries ?? []
  const firstSlot = init.firstSlot ?? (init.lastSlot ?? 0) - entries.length + 1
  return {
    type: 'promise',
    ballot: promised,
    acceptedBallot: init.accepted ?? bottom,
    lastSlot: init.lastSlot ?? firstSlot + entries.length - 1,
    chosenSlotMax: init.chosen ?? 0,
    firstSlot,
    entries
  }
}

export interface DriverInit extends ContextInit {
  readonly nonce?: bigint
  readonly keyWindowSlots?: number
  readonly snapshotEveryBytes?: number
  /** What the snapshot says of the log before its slot. */
  readonly image?: LogImage
  /** Whether every batch is durable as soon as it is asked for. On by default. */
  readonly instantDisk?: boolean
}

/** Drives one replica by hand. With an instant disk, the effects of the flush are added to those of the step. */
export class Driver {
  readonly replica: Replica
  readonly number: number
  nowMs = 0
  /** Everything that left so far, in the order of leaving. */
  readonly sent: Envelope[] = []
  readonly #instantDisk: boolean

  constructor(init: DriverInit = {}) {
    this.number = init.self ?? 1
    this.#instantDisk = init.instantDisk ?? true
    this.replica = new Replica({
      self: { peerId: peer(this.number), incarnation: BigInt(this.number) },
      configuration: configurationOf(init.voters ?? 3, init.quorum),
      recovered: durableState(init, BigInt(this.number)),
      options: coreOptions(init.options ?? {}),
      sessions: {
        keyWindowSlots: init.keyWindowSlots ?? 1000,
        snapshotEveryBytes: init.snapshotEveryBytes ?? 2 ** 40
      },
      image: init.image,
      nonce: init.nonce ?? 7n,
      nowMs: 0
    })
    this.replica.restore(init.log ?? [])
  }

  step(inputs: readonly Input[] = [], afterMs = 0): Effects {
    this.nowMs += afterMs
    const effects = this.replica.step(inputs, this.nowMs)
    this.sent.push(...effects.messages)
    if (!this.#instantDisk || effects.persist === undefined) return effects
    this.sent.push(...(effects.afterDurable?.messages ?? []))
    const { afterDurable, ...rest } = effects
    const more = this.step([{ type: 'durable', batchId: effects.persist.batchId }])
    return {
      ...rest,
      messages: [...rest.messages, ...(afterDurable?.messages ?? []), ...more.messages],
      chosen: [...rest.chosen, ...more.chosen],
      settled: [...rest.settled, ...more.settled],
      reads: [...rest.reads, ...more.reads],
      loads: [...rest.loads, ...more.loads],
      notices: [...rest.notices, ...more.notices],
      wakeAtMs: more.wakeAtMs
    }
  }

  /** Delivers a message of voter `from`. */
  receive(from: number, message: Message, incarnation: bigint = BigInt(from)): Effects {
    return this.step([{ type: 'message', from: peer(from), incarnation, message }])
  }

  propose(ticket: number, payload: Payload): Effects {
    return this.step([{ type: 'propose', ticket, payload }])
  }

  tick(afterMs: number): Effects {
    return this.step([{ type: 'tick' }], afterMs)
  }
}

/** A heartbeat reply of a voter that follows nobody, but for what `given` says. */
export function replyOf(
  round: number,
  given: Partial<HeartbeatReplyMessage> = {}
): HeartbeatReplyMessage {
  return {
    type: 'heartbeat-reply',
    round,
    epoch: 1,
    promisedBallot: bottom,
    leads: false,
    happy: false,
    canVote: true,
    inReserve: false,
    distance: 0,
    silent: 0n,
    learners: [],
    chosenSlotMax: 0,
    ...given
  }
}
