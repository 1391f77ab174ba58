import type { QuorumRule } from '../../src/core/configuration.js'
import type { Envelope, Input } from '../../src/core/effects.js'
import type { Message } from '../../src/core/messages.js'
import { Replica, type ReplicaInit } from '../../src/core/replica.js'
import { configurationOf, peer } from '../support/core-builders.js'
import { ballotOf, entryOf, messageOf, storeOf } from './abstraction.js'
import { Member, type Stepper } from './member.js'
import { canonical, type ModelMessage, type ModelReplica, type TraceState } from './trace.js'

export interface ReplayInit {
  /** Those of the model's group; majorities if left out. */
  readonly quorum?: QuorumRule
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
 * Equal must be, for every replica: role, ballots, log and watermark in memory, on disk and after every batch under way;
 * the messages that wait for each batch; what was reported as chosen. And all messages that ever left, each as a whole: only
 * those are delivered, in their own form, so what is tested is that replicas understand each other.
 *
 * Not in the model, and so not compared: heartbeats and whom a replica follows, proposals on their way to the leader,
 * sessions, reads, limits of size, and when a replica campaigns or asks again.
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
  readonly #members: ReadonlyMap<number, Member>
  /** Messages that left, by what they are in the model. */
  readonly #sent = new Map<string, Message>()

  constructor(voterCount: number, init: ReplayInit) {
    const configuration = configurationOf(voterCount, init.quorum)
    const createReplica = init.createReplica ?? (given => new Replica(given))
    const numbers = Array.from({ length: voterCount }, (_, index) => index + 1)
    this.#members = new Map(
      numbers.map(number => [number, new Member({ number, configuration, createReplica })])
    )
    for (const number of numbers) this.#send(number, member => member.start())
  }

  /** Does what led from the state `before` to `state`. */
  act({ action, picks, replicas }: TraceState, before: TraceState): void {
    switch (action) {
      case 'deliver':
      case 'deliverLate':
      case 'deliverAgain':
        return this.#deliver(given(picks.message))
      case 'flush':
        return this.#send(picks.member, member => member.flush())
      case 'crash':
        return this.#send(picks.member, member => member.crash(given(picks.survives)))
      case 'powerCut':
        return this.#send(picks.member, member => member.crash(0))
      case 'candidature':
      case 'election':
        return this.#send(picks.member, member => member.campaign())
      case 'stepDown':
        return this.#send(picks.member, member => member.stepDown())
      case 'proposal':
        return this.#send(picks.member, member =>
          member.step([proposal(given(replicas.get(member.number)))])
        )
      case 'repetition':
        return this.#send(picks.member, member => member.passRounds())
      case 'catchUp': {
        const source = given(picks.source)
        const chosenMax = given(before.replicas.get(source)).memory.chosenMax
        return this.#send(picks.member, member => member.passRounds(source, chosenMax))
      }
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
      const core = this.#describe(given(this.#members.get(number)))
      for (const [name, term] of Object.entries(this.#expected(model))) {
        const expected = canonical(term)
        const found = canonical(core[name])
        if (expected !== found) return `${name} of ${peer(number)} is ${found}, not ${expected}`
      }
    }
    for (const text of this.#sent.keys()) if (!state.sent.has(text)) return `${text} was sent`
    for (const text of state.sent) if (!this.#sent.has(text)) return `${text} was not sent`
    return undefined
  }

  #expected({ memory, disk, pending, role }: ModelReplica): Record<string, unknown> {
    return {
      role: role.tag.toLowerCase(),
      promised: memory.promised,
      accepted: memory.accepted,
      log: memory.log,
      chosenMax: memory.chosenMax,
      learned: memory.log.slice(0, memory.chosenMax),
      disk,
      pending: pending.map(({ store }) => store),
      waiting: pending.map(({ messages }) => messages.map(canonical).sort())
    }
  }

  #describe({ number, view, disk, pending, learned }: Member): Record<string, unknown> {
    const newest = disk.copy()
    const stores = pending.map(({ batch }) => {
      newest.apply(batch)
      return storeOf(newest, newest.entries)
    })
    return {
      role: view.phase,
      promised: ballotOf(view.promisedBallot),
      accepted: ballotOf(view.acceptedBallot),
      log: newest.entries.map(entryOf),
      chosenMax: view.chosenSlotMax,
      learned: learned.map(entryOf),
      disk: storeOf(disk, disk.entries),
      pending: stores,
      waiting: pending.map(({ messages }) => texts(number, messages).sort())
    }
  }

  #deliver(picked: ModelMessage): void {
    const message = this.#sent.get(canonical(picked))
    if (message === undefined) throw new RangeError('nobody sent that')
    const from = { from: peer(picked.from), incarnation: BigInt(picked.from) }
    this.#send(picked.to, member => member.step([{ type: 'message', ...from, message }]))
  }

  /** Adds to what was sent an accept-sync without its last entry: the core itself never splits one. */
  #split(picked: ModelMessage): void {
    const message = this.#sent.get(canonical(picked))
    if (message?.type !== 'accept-sync') throw new RangeError('nobody sent that')
    const part = { ...message, entries: message.entries.slice(0, -1) }
    this.#record(picked.from, [{ to: peer(picked.to), message: part }])
  }

  #send(number: number | undefined, act: (member: Member) => readonly Envelope[]): void {
    const member = given(this.#members.get(given(number)))
    this.#record(member.number, act(member))
  }

  #record(from: number, envelopes: readonly Envelope[]): void {
    for (const envelope of envelopes) {
      for (const text of texts(from, [envelope])) this.#sent.set(text, envelope.message)
    }
  }
}

/** Messages as the model has them, without those that it does without; each once. */
function texts(from: number, envelopes: readonly Envelope[]): string[] {
  const found = new Set<string>()
  for (const { to, message } of envelopes) {
    const sent = messageOf(from, Number(to.slice(1)), message)
    if (sent !== undefined) found.add(canonical(sent))
  }
  return [...found]
}

/** The entry that the model appended to a leader's log, proposed by somebody. */
function proposal({ memory }: ModelReplica): Input {
  const id = given(memory.log.at(-1)).id
  const from = memory.promised.voter === 1 ? 2 : 1
  return {
    type: 'message',
    from: peer(from),
    incarnation: BigInt(from),
    message: {
      type: 'propose',
      origin: 'client',
      proposals: [{ type: 'open-session', origin: 'client', nonce: BigInt(id) }],
      via: [peer(from)]
    }
  }
}

function given<T>(value: T | undefined): T {
  if (value === undefined) throw new RangeError('the trace does not say')
  return value
}
