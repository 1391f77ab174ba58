import type { Ballot } from '../../src/core/ballot.js'
import { type Configuration, type ReplicaId, sameReplica } from '../../src/core/configuration.js'
import type { ChosenEntry, Effects, Envelope, Input } from '../../src/core/effects.js'
import type { LogImage } from '../../src/core/image.js'
import type { HeartbeatReplyMessage, ProposeMessage } from '../../src/core/messages.js'
import { coreOptions } from '../../src/core/options.js'
import type { Replica, ReplicaInit } from '../../src/core/replica.js'
import type { Snapshot } from '../../src/core/snapshot.js'
import { peer, replyOf } from '../support/core-builders.js'
import { contentOf, entryOf, historyOf, nextLife, type Offer, type Sent } from './abstraction.js'
import { Disk } from './disk.js'
import type { ModelEntry } from './trace.js'

const heartbeatIntervalMs = 100

/** What a member needs of a replica: a broken one need not be a whole one. */
export type Stepper = Pick<Replica, 'restore' | 'step' | 'view' | 'historyUpTo'>

export interface MemberInit {
  readonly number: number
  /** The first configuration of the group. */
  readonly configuration: Configuration
  /** Builds the replica; replaced by a broken one's. */
  readonly createReplica: (init: ReplicaInit) => Stepper
}

/** Something that leaves for another member. */
export interface Leaving {
  /** PeerId of the member. */
  readonly to: string
  readonly message: Sent
}

/** A batch under way: the disk after it, and the messages that leave once it is durable. */
interface Pending {
  readonly batchId: number
  readonly disk: Disk
  readonly messages: Envelope[]
}

/**
 * One member with its production replica and disk, driven by what happens in the model.
 *
 * The replica's own clock stands still but in {@link passRounds}, so that nothing happens for time alone. Elections are kept
 * out of the way: the other voters seem reachable and happy with some leader, for which a follower never campaigns and a
 * leader never gives up by itself.
 */
export class Member {
  readonly number: number
  disk: Disk
  pending: Pending[] = []
  /** What the replica called chosen, and what it took up from snapshots. */
  learned: ModelEntry[] = []
  readonly #init: MemberInit
  #replica: Stepper
  #nowMs = 0
  /** Contents of snapshots that were written, by slot. */
  readonly #contents = new Map<number, LogImage>()
  /** What the log amounts to at the end of `learned`, if a snapshot may be taken there; and one that was written. */
  #due: ChosenEntry['image']
  #taken: ChosenEntry['image']
  /** The epoch of which the replica was told that others are there. */
  #toldEpoch = 0
  /** PeerId of the one member that a replica that does not vote is connected to. */
  #source: string | undefined

  constructor(init: MemberInit) {
    this.#init = init
    this.number = init.number
    this.disk = Disk.born(BigInt(init.number))
    this.#replica = this.#recover()
  }

  get view(): ReturnType<Stepper['view']> {
    return this.#replica.view()
  }

  /** What the model calls the replica that this member is now. */
  get replica(): number {
    return Number(this.#self.incarnation)
  }

  /** The first step of a process, in which it hears of the others. */
  start(): readonly Leaving[] {
    return this.#step([])
  }

  /** Takes what another member, as the replica `incarnation`, sent. */
  receive(from: string, incarnation: bigint, message: Sent): readonly Leaving[] {
    if (message.type === 'snapshot-request') return this.#offer(from)
    if (message.type === 'snapshot-offer') return this.#install(message)
    return this.#step([{ type: 'message', from, incarnation, message }])
  }

  /** Appends `proposals` as a leader; the voters that they name seem to be there. */
  propose(proposals: ProposeMessage['proposals']): readonly Leaving[] {
    const [other] = this.#others
    if (other === undefined) throw new RangeError('nobody proposes anything')
    const named = proposals.flatMap(each => (each.type === 'stop' ? each.configuration.voters : []))
    const learners = named.map(id => ({ ...id, chosenSlotMax: Number.MAX_SAFE_INTEGER }))
    const { peerId: from, incarnation } = other
    const message: ProposeMessage = { type: 'propose', origin: 'client', proposals, via: [from] }
    return this.#step([
      this.#reply(other, { learners }),
      { type: 'message', from, incarnation, message }
    ])
  }

  /** Lets the oldest batch become durable: what waited for it leaves. */
  flush(): readonly Leaving[] {
    const oldest = this.pending.shift()
    if (oldest === undefined) throw new RangeError(`${peer(this.number)} has nothing to flush`)
    this.disk = oldest.disk
    return [...oldest.messages, ...this.#step([{ type: 'durable', batchId: oldest.batchId }])]
  }

  /** Ends the process, of whose batches under way the first `survives` reach the disk, and starts it again. */
  crash(survives: number): readonly Leaving[] {
    this.disk = this.pending[survives - 1]?.disk ?? this.disk
    this.#replica = this.#recover()
    return this.start()
  }

  /** Starts another replica, on an empty disk. */
  loseDisk(): readonly Leaving[] {
    this.disk = Disk.born(nextLife(this.#self.incarnation))
    this.#replica = this.#recover()
    return this.start()
  }

  /** Writes a snapshot of all that is known to be chosen. */
  takeSnapshot(): void {
    if (this.#due?.log.slot !== this.view.chosenSlotMax) throw new RangeError('none is due')
    this.#taken = this.#due
  }

  /** Names the snapshot that was written, and gives up the log before it. */
  compact(): readonly Leaving[] {
    if (this.#taken === undefined) throw new RangeError('none was taken')
    const { ballot, log: image } = this.#taken
    const snapshot = named(image, ballot)
    this.#taken = undefined
    this.#contents.set(image.slot, image)
    return this.#step([{ type: 'snapshot', snapshot, compactedSlotMax: image.slot }])
  }

  /** Learns from the member `source` from now on. */
  turnTo(source: number): readonly Leaving[] {
    const before = this.#source
    this.#source = peer(source)
    return this.#step([
      ...(before === undefined ? [] : [connectivity(before, false)]),
      connectivity(this.#source, true)
    ])
  }

  /** Starts a candidature, as asked for by a leader: above the promise, by the highest priority. */
  campaign(): readonly Leaving[] {
    const { phase, promisedBallot } = this.view
    const [other] = this.#others
    if (other === undefined) throw new RangeError('nobody else votes')
    const { peerId: from, incarnation } = other
    const ballot = { ...promisedBallot, priority: 255, incarnation }
    return this.#step([
      ...(phase === 'leader' ? this.#losesQuorum() : []),
      {
        type: 'message',
        from,
        incarnation,
        message: { type: 'transfer', ballot, target: peer(this.number) }
      }
    ])
  }

  /** A leader that nobody answers gives up. */
  stepDown(): readonly Leaving[] {
    return this.#step(this.#losesQuorum())
  }

  /**
   * Three rounds of heartbeats, the fewest after which everything unanswered was sent again. In the first two `source`, if
   * there is one, says that it knows everything up to `chosenSlotMax` to be chosen.
   */
  passRounds(source?: number, chosenSlotMax = 0): readonly Leaving[] {
    const voter = this.#others.find(({ peerId }) => source !== undefined && peerId === peer(source))
    const say = (slot: number): Input[] =>
      voter === undefined ? [] : [this.#reply(voter, { chosenSlotMax: slot })]
    const sent: Leaving[] = []
    for (const inputs of [say(chosenSlotMax), [], say(0)]) {
      sent.push(...this.#step(inputs))
      this.#nowMs += heartbeatIntervalMs
      sent.push(...this.#step([{ type: 'tick' }]))
    }
    return sent
  }

  get #self(): ReplicaId {
    return { peerId: peer(this.number), incarnation: this.disk.durable.incarnation }
  }

  /** The other voters of the replica's epoch. */
  get #others(): ReplicaId[] {
    const { peerId } = this.#self
    return this.view.configuration.voters.filter(voter => voter.peerId !== peerId)
  }

  #recover(): Stepper {
    const { configuration, createReplica } = this.#init
    this.pending = []
    this.#due = undefined
    this.#taken = undefined
    this.#toldEpoch = 0
    this.#source = undefined
    const { durable, image, entries } = this.disk
    const replica = createReplica({
      self: this.#self,
      configuration,
      recovered: durable,
      // Nobody is given up on for silence: a trace has far fewer rounds.
      options: coreOptions({ heartbeatIntervalMs, missedHeartbeatsMax: 1000 }),
      sessions: { keyWindowSlots: 64, snapshotEveryBytes: 1 },
      image,
      nonce: 0n,
      nowMs: this.#nowMs
    })
    this.learned = image === undefined ? [] : contentOf(image, historyOf(this.disk, configuration))
    this.#learn(replica.restore(entries))
    return replica
  }

  /** Does one step, and a second one if the epoch is new: in it the others are as they were. */
  #step(inputs: readonly Input[]): readonly Leaving[] {
    const sent = this.#take(this.#replica.step(inputs, this.#nowMs))
    const { configuration } = this.view
    if (configuration.epoch === this.#toldEpoch) return sent
    this.#toldEpoch = configuration.epoch
    const isVoter = configuration.voters.some(voter => sameReplica(voter, this.#self))
    if (!isVoter) return sent
    const left = this.#source === undefined ? [] : [connectivity(this.#source, false)]
    this.#source = undefined
    const replies = this.#others.map(other => this.#reply(other))
    return [...sent, ...this.#take(this.#replica.step([...left, ...replies], this.#nowMs))]
  }

  #take(effects: Effects): Leaving[] {
    const { persist, afterDurable, chosen, messages, snapshotFrom, loads } = effects
    if (loads.length > 0) throw new RangeError('all that is not given up is in memory')
    if (persist !== undefined) {
      const disk = (this.pending.at(-1)?.disk ?? this.disk).after(persist.batch, this.#contents)
      this.pending.push({ batchId: persist.batchId, disk, messages: [] })
    }
    if (afterDurable !== undefined) {
      const batch = this.pending.find(({ batchId }) => batchId === afterDurable.batchId)
      if (batch === undefined) throw new RangeError(`no batch ${afterDurable.batchId} is under way`)
      batch.messages.push(...afterDurable.messages)
    }
    this.#learn(chosen)
    if (snapshotFrom === undefined) return [...messages]
    return [...messages, { to: snapshotFrom, message: { type: 'snapshot-request' } }]
  }

  #learn(chosen: readonly ChosenEntry[]): void {
    for (const { entry, image } of chosen) {
      this.learned.push(entryOf(entry))
      this.#due = image
    }
  }

  /** The snapshot that the disk holds, if it does. */
  #offer(to: string): readonly Leaving[] {
    const { durable, image } = this.disk
    const { snapshot } = durable
    if (snapshot === undefined || image === undefined) return []
    const history = this.#replica.historyUpTo(snapshot.slot)
    return [{ to, message: { type: 'snapshot-offer', snapshot, image, ...history } }]
  }

  #install({ snapshot, image, endedEpochs, configuration }: Offer): readonly Leaving[] {
    const history = { endedEpochs, configuration }
    const isNews = snapshot.slot > this.view.chosenSlotMax
    this.#contents.set(snapshot.slot, image)
    const sent = this.#step([{ type: 'install', snapshot, image, history }])
    if (isNews && this.view.chosenSlotMax === snapshot.slot) {
      this.learned = contentOf(image, history)
      this.#due = undefined
    }
    return sent
  }

  #losesQuorum(): Input[] {
    return [
      ...this.#others.map(({ peerId }) => connectivity(peerId, false)),
      ...this.#others.map(other => this.#reply(other))
    ]
  }

  #reply(
    { peerId: from, incarnation }: ReplicaId,
    given: Partial<HeartbeatReplyMessage> = {}
  ): Input {
    const { epoch } = this.view.configuration
    const message = replyOf(0, { epoch, happy: true, ...given })
    return { type: 'message', from, incarnation, message }
  }
}

function connectivity(peerId: string, connected: boolean): Input {
  return { type: 'connectivity', peerId, connected }
}

/** The snapshot of which this is the image; hashes are the same at all members, and of no use here. */
function named({ slot }: LogImage, ballot: Ballot): Snapshot {
  return { slot, ballot, bytes: 1, hash: new Uint8Array(32) }
}
