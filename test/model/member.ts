import type { Batch } from '../../src/core/batch.js'
import type { Configuration } from '../../src/core/configuration.js'
import type { Envelope, Input } from '../../src/core/effects.js'
import type { Entry } from '../../src/core/entry.js'
import type { HeartbeatReplyMessage } from '../../src/core/messages.js'
import { coreOptions } from '../../src/core/options.js'
import type { Replica, ReplicaInit } from '../../src/core/replica.js'
import { peer, replyOf } from '../support/core-builders.js'
import { Disk } from './disk.js'

const heartbeatIntervalMs = 100

/** What a member needs of a replica: a broken one need not be a whole one. */
export type Stepper = Pick<Replica, 'restore' | 'step' | 'view'>

export interface MemberInit {
  readonly number: number
  readonly configuration: Configuration
  /** Builds the replica; replaced by a broken one's. */
  readonly createReplica: (init: ReplicaInit) => Stepper
}

/**
 * One production replica with its disk, driven by what happens in the model.
 *
 * The replica's own clock stands still but in {@link passRounds}, so that nothing happens for time alone. Elections are kept
 * out of the way: the other voters seem reachable and happy with some leader, for which a follower never campaigns and a
 * leader never gives up by itself.
 */
export class Member {
  readonly number: number
  readonly disk: Disk
  /** Batches under way, and the messages that leave when each is durable. */
  pending: { readonly batchId: number; readonly batch: Batch; readonly messages: Envelope[] }[] = []
  /** What the replica called chosen since it started. */
  learned: Entry[] = []
  readonly #init: MemberInit
  #replica: Stepper
  #nowMs = 0

  constructor(init: MemberInit) {
    this.#init = init
    this.number = init.number
    this.disk = new Disk(BigInt(init.number))
    this.#replica = this.#recover()
  }

  get view(): ReturnType<Stepper['view']> {
    return this.#replica.view()
  }

  /** The first step of a process, in which it hears of the others. */
  start(): readonly Envelope[] {
    return this.step(this.#others.map(other => this.#reply(other)))
  }

  /** Does one step and returns the messages that left. */
  step(inputs: readonly Input[]): readonly Envelope[] {
    const { persist, afterDurable, chosen, messages } = this.#replica.step(inputs, this.#nowMs)
    if (persist !== undefined) this.pending.push({ ...persist, messages: [] })
    if (afterDurable !== undefined) {
      const batch = this.pending.find(({ batchId }) => batchId === afterDurable.batchId)
      if (batch === undefined) throw new RangeError(`no batch ${afterDurable.batchId} is under way`)
      batch.messages.push(...afterDurable.messages)
    }
    this.learned.push(...chosen.map(({ entry }) => entry))
    return messages
  }

  /** Lets the oldest batch become durable: what waited for it leaves. */
  flush(): readonly Envelope[] {
    const oldest = this.pending.shift()
    if (oldest === undefined) throw new RangeError(`${peer(this.number)} has nothing to flush`)
    this.disk.apply(oldest.batch)
    return [...oldest.messages, ...this.step([{ type: 'durable', batchId: oldest.batchId }])]
  }

  /** Ends the process, of whose batches under way the first `survives` reach the disk, and starts it again. */
  crash(survives: number): readonly Envelope[] {
    for (const { batch } of this.pending.slice(0, survives)) this.disk.apply(batch)
    this.pending = []
    this.#replica = this.#recover()
    return this.start()
  }

  /** Starts a candidature, as asked for by a leader: above the promise, by the highest priority. */
  campaign(): readonly Envelope[] {
    const { phase, promisedBallot } = this.view
    const [other = 0] = this.#others
    const ballot = { ...promisedBallot, priority: 255, incarnation: BigInt(other) }
    const asked: Input = {
      type: 'message',
      from: peer(other),
      incarnation: BigInt(other),
      message: { type: 'transfer', ballot, target: peer(this.number) }
    }
    return this.step([...(phase === 'leader' ? this.#losesQuorum() : []), asked])
  }

  /** A leader that nobody answers gives up. */
  stepDown(): readonly Envelope[] {
    return this.step(this.#losesQuorum())
  }

  /**
   * Three rounds of heartbeats, the fewest after which everything unanswered was sent again. In the first two `source`, if
   * there is one, says that it knows everything up to `chosenSlotMax` to be chosen.
   */
  passRounds(source?: number, chosenSlotMax = 0): readonly Envelope[] {
    const say = (slot: number): Input[] =>
      source === undefined ? [] : [this.#reply(source, { chosenSlotMax: slot })]
    const sent: Envelope[] = []
    for (const inputs of [say(chosenSlotMax), [], say(0)]) {
      sent.push(...this.step(inputs))
      this.#nowMs += heartbeatIntervalMs
      sent.push(...this.step([{ type: 'tick' }]))
    }
    return sent
  }

  get #others(): number[] {
    const { configuration, number } = this.#init
    return configuration.voters
      .map(voter => Number(voter.incarnation))
      .filter(voter => voter !== number)
  }

  #recover(): Stepper {
    const { number, configuration, createReplica } = this.#init
    const replica = createReplica({
      self: { peerId: peer(number), incarnation: BigInt(number) },
      configuration,
      recovered: this.disk.recovered(),
      // Nobody is given up on for silence: a trace has far fewer rounds.
      options: coreOptions({ heartbeatIntervalMs, missedHeartbeatsMax: 1000 }),
      sessions: { keyWindowSlots: 64, snapshotEveryBytes: 2 ** 40 },
      nonce: 0n,
      nowMs: this.#nowMs
    })
    this.learned = replica.restore(this.disk.entries).map(({ entry }) => entry)
    return replica
  }

  #losesQuorum(): Input[] {
    return [
      ...this.#others.map(other => ({
        type: 'connectivity' as const,
        peerId: peer(other),
        connected: false
      })),
      ...this.#others.map(other => this.#reply(other))
    ]
  }

  #reply(from: number, given: Partial<HeartbeatReplyMessage> = {}): Input {
    return {
      type: 'message',
      from: peer(from),
      incarnation: BigInt(from),
      message: replyOf(0, { happy: true, ...given })
    }
  }
}
