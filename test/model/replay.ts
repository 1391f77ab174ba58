import { majorityQuorum, type QuorumRule } from '../../src/core/configuration.js'
import { Replica, type ReplicaInit } from '../../src/core/replica.js'
import { peer } from '../support/core-builders.js'
import {
  ballotOf,
  configurationOf,
  entryOf,
  memberOf,
  messageOf,
  proposalOf,
  replicasOf,
  type Sent,
  storeOf
} from './abstraction.js'
import { type Leaving, Member, type Stepper } from './member.js'
import {
  canonical,
  entriesOf,
  type ModelMessage,
  type ModelReplica,
  type TraceState
} from './trace.js'

export interface ReplayInit {
  /** Members 1 to so many are the first voters; 3 if left out. */
  readonly voters?: number
  /** The quorums of so many voters, as in the model's group; majorities if left out. */
  readonly quorumOf?: (voters: number) => QuorumRule
  /** Builds the replicas: those that ship, if left out. */
  readonly createReplica?: (init: ReplicaInit) => Stepper
}

/** The core did something else than the model. */
export class Mismatch extends Error {
  override readonly name = 'Mismatch'
}

/**
 * Does with production replicas what a trace of the model did, action by action, and compares after each.
 *
 * Equal must be, for every replica: role, ballots, log, snapshot, watermark and epochs in memory, on disk and after every
 * batch under way; the messages that wait for each batch; what was reported as chosen. And the messages that leave, each as a
 * whole: only those are delivered, in their own form, so what is tested is that replicas understand each other.
 *
 * Not in the model, and so not compared: heartbeats and whom a replica follows, proposals on their way to the leader,
 * sessions, reads, limits of size, the parts of snapshots, and when a replica campaigns or asks again.
 *
 * @throws Mismatch
 */
export function replay(trace: readonly TraceState[], init: ReplayInit = {}): void {
  const group = new CoreGroup(trace[0]?.replicas.size ?? 0, init)
  for (const [index, state] of trace.entries()) {
    const before = trace[index - 1]
    try {
      if (before !== undefined) group.act(state, before)
    } catch (error) {
      throw new Mismatch(`state ${index}, ${state.action}: ${error}`, { cause: error })
    }
    const difference = group.difference(state)
    if (difference !== undefined) {
      throw new Mismatch(
        `state ${index}, after ${state.action} of ${canonical(state.picks)}: ${difference}`
      )
    }
  }
}

class CoreGroup {
  readonly #quorumOf: (voters: number) => QuorumRule
  readonly #first: ReturnType<typeof configurationOf>
  readonly #members: ReadonlyMap<number, Member>
  /** Messages that ever left, by what they are in the model. */
  readonly #sent = new Map<string, Sent>()
  /** What left since it was compared last. */
  #left = new Set<string>()
  /** What members were found to be, as long as they do nothing. */
  readonly #found = new Map<number, ModelReplica>()

  constructor(memberCount: number, init: ReplayInit) {
    const { voters = 3, quorumOf = majorityQuorum } = init
    const createReplica = init.createReplica ?? (given => new Replica(given))
    const numbers = Array.from({ length: memberCount }, (_, index) => index + 1)
    const configuration = configurationOf(1, numbers.slice(0, voters), quorumOf(voters))
    this.#quorumOf = quorumOf
    this.#first = configuration
    this.#members = new Map(
      numbers.map(number => [number, new Member({ number, configuration, createReplica })])
    )
    for (const number of numbers) this.#do(number, member => member.start())
  }

  /** Does what led from the state `before` to `state`. */
  act({ action, picks, replicas }: TraceState, before: TraceState): void {
    switch (action) {
      case 'deliver':
      case 'deliverLate':
      case 'deliverAgain':
        return this.#deliver(given(picks.message))
      case 'flush':
        return this.#do(picks.member, member => member.flush())
      case 'crash':
        return this.#do(picks.member, member => member.crash(given(picks.survives)))
      case 'powerCut':
        return this.#do(picks.member, member => member.crash(0))
      case 'diskLoss':
      case 'furtherDiskLoss':
        return this.#do(picks.member, member => member.loseDisk())
      case 'snapshot':
        return this.#members.get(given(picks.member))?.takeSnapshot()
      case 'compaction':
        return this.#do(picks.member, member => member.compact())
      case 'candidature':
      case 'election':
        return this.#do(picks.member, member => member.campaign())
      case 'stepDown':
        return this.#do(picks.member, member => member.stepDown())
      case 'proposal':
      case 'stopProposal':
        return this.#do(picks.member, member =>
          this.#propose(member, given(replicas.get(member.number)))
        )
      case 'repetition':
      case 'patience':
        return this.#do(picks.member, member => member.passRounds())
      case 'catchUp': {
        const source = given(picks.source)
        const chosenMax = given(before.replicas.get(source)).memory.chosenMax
        return this.#do(picks.member, member => member.passRounds(source, chosenMax))
      }
      case 'turn':
      case 'turnAway':
        return this.#do(picks.member, member => member.turnTo(given(picks.source)))
      case 'partialSync':
        return this.#split(given(picks.message))
      case 'isolate':
      case 'isolateLeader':
      case 'reunite':
        return
      default:
        throw new RangeError(`no such action: ${action}`)
    }
  }

  /** What differs between the model and the core, if anything does. */
  difference(state: TraceState): string | undefined {
    for (const [number, model] of state.replicas) {
      if (this.#found.get(number) === model) continue
      const core = this.#describe(given(this.#members.get(number)))
      for (const [name, term] of Object.entries(this.#expected(model))) {
        const expected = canonical(term)
        const found = canonical(core[name])
        if (expected !== found) return `${name} of ${peer(number)} is ${found}, not ${expected}`
      }
      this.#found.set(number, model)
    }
    const left = this.#left
    const expectedLeft = new Set(state.left)
    this.#left = new Set()
    const missing = [...expectedLeft].filter(text => !left.has(text))
    if (missing.length > 0) return `${missing.join(' and ')} did not leave`
    const others = [...left].filter(text => !expectedLeft.has(text))
    return others.length > 0 ? `${others.join(' and ')} left` : undefined
  }

  #expected({ id, memory, disk, pending, role, source }: ModelReplica): Record<string, unknown> {
    return {
      replica: id,
      role: role.tag.toLowerCase(),
      promised: memory.promised,
      accepted: memory.accepted,
      voters: memory.voters,
      snapshotSlot: memory.snapshot.image.length,
      log: memory.log,
      chosenMax: memory.chosenMax,
      learned: entriesOf(memory).slice(0, memory.chosenMax),
      source,
      disk,
      pending: pending.map(({ store }) => store),
      waiting: pending.map(({ messages }) => messages.map(canonical).sort())
    }
  }

  #describe({ replica, view, disk, pending, learned }: Member): Record<string, unknown> {
    const newest = pending.at(-1)?.disk ?? disk
    return {
      replica,
      role: view.phase,
      promised: ballotOf(view.promisedBallot),
      accepted: ballotOf(view.acceptedBallot),
      voters: replicasOf(view.configuration),
      snapshotSlot: view.snapshotSlot,
      log: newest.entries.map(entryOf),
      chosenMax: view.chosenSlotMax,
      learned,
      source: Number(view.source?.slice(1) ?? 0),
      disk: storeOf(disk, this.#first),
      pending: pending.map(batch => storeOf(batch.disk, this.#first)),
      waiting: pending.map(({ messages }) => texts(replica, messages).sort())
    }
  }

  #propose(member: Member, { memory }: ModelReplica): readonly Leaving[] {
    const entries = entriesOf(memory)
    const entry = given(entries.at(-1))
    const next = configurationOf(
      memory.promised.epoch + 1,
      entry.named,
      this.#quorumOf(entry.named.length),
      entry.id
    )
    return member.propose([proposalOf(entry, entries.slice(0, -1), next)])
  }

  #deliver(picked: ModelMessage): void {
    const message = this.#sent.get(canonical(picked))
    if (message === undefined) throw new RangeError('nobody sent that')
    const from = peer(memberOf(picked.from))
    this.#do(picked.to, member => member.receive(from, BigInt(picked.from), message))
  }

  /** Adds to what was sent an accept-sync without its last entry: the core itself never splits one. */
  #split(picked: ModelMessage): void {
    const message = this.#sent.get(canonical(picked))
    if (message?.type !== 'accept-sync') throw new RangeError('nobody sent that')
    const part = { ...message, entries: message.entries.slice(0, -1) }
    this.#record(picked.from, [{ to: peer(picked.to), message: part }])
  }

  #do(number: number | undefined, act: (member: Member) => readonly Leaving[]): void {
    const member = given(this.#members.get(given(number)))
    this.#found.delete(member.number)
    const sent = act(member)
    this.#record(member.replica, sent)
  }

  #record(from: number, sent: readonly Leaving[]): void {
    for (const leaving of sent) {
      for (const text of texts(from, [leaving])) {
        this.#sent.set(text, leaving.message)
        this.#left.add(text)
      }
    }
  }
}

/** Messages as the model has them, without those that it does without; each once. */
function texts(from: number, sent: readonly Leaving[]): string[] {
  const found = new Set<string>()
  for (const { to, message } of sent) {
    const known = messageOf(from, Number(to.slice(1)), message)
    if (known !== undefined) found.add(canonical(known))
  }
  return [...found]
}

function given<T>(value: T | undefined): T {
  if (value === undefined) throw new RangeError('the trace does not say')
  return value
}
