import { expect } from 'vitest'
import type { Ballot } from '../../src/core/ballot.js'
import { bottomBallot } from '../../src/core/ballot.js'
import type { Batch, DurableState } from '../../src/core/batch.js'
import type { Configuration, QuorumRule } from '../../src/core/configuration.js'
import type { ChosenEntry, Verdict } from '../../src/core/effects.js'
import type { Entry } from '../../src/core/entry.js'
import type {
  AcceptedMessage,
  AcceptMessage,
  HeartbeatReplyMessage,
  PrepareMessage,
  PromiseMessage
} from '../../src/core/messages.js'
import { Checkers } from '../../src/simulator/checkers/checkers.js'
import { type Rule, Violation } from '../../src/simulator/observer.js'
import { bornState, nextState } from '../../src/storage/durable-state.js'
import type { AnyMessage } from '../../src/wire/frame.js'

export const group = 'g'

/** The incarnation that A, B and C are born with. */
export function incarnationOf(peerId: string): bigint {
  return BigInt(peerId.charCodeAt(0) - 'A'.charCodeAt(0) + 1)
}

/** A ballot of epoch 1 that `peerId` leads. */
export function ballotOf(peerId: string, round: number): Ballot {
  return { epoch: 1, round, priority: 0, incarnation: incarnationOf(peerId) }
}

export function genesisBallot(peerId: string, round: number): Ballot {
  return { ...ballotOf(peerId, round), epoch: 0 }
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

export function open(origin: string, logTimeMs = 0): Entry {
  return { type: 'open-session', origin, nonce: incarnationOf(origin), logTimeMs }
}

/** A value of the session that was opened in slot 1. */
export function value(sequence: number, text: string, key?: string, session = 1): Entry {
  const keyed = key !== undefined && { key }
  return { type: 'value', session, sequence, value: bytes(text), ...keyed, logTimeMs: 0 }
}

/** What is left in the log of a value of that session whose key was used before. */
export function repeat(sequence: number, key: string): Entry {
  return { type: 'repeat', session: 1, sequence, key, logTimeMs: 0 }
}

export function decide(sequence: number, name: string, text: string): Entry {
  return { type: 'decide', session: 1, sequence, name, value: bytes(text), logTimeMs: 0 }
}

export function configurationOf(
  peerIds: readonly string[],
  quorum: QuorumRule = { prepare: 2, accept: 2 }
): Configuration {
  const voters = peerIds.map(peerId => ({ peerId, incarnation: incarnationOf(peerId) }))
  return { epoch: 1, voters, quorum }
}

/** A prepare, promise, accept, accepted and heartbeat-reply as a peer may send them, of which only some fields matter. */
export function prepare(ballot: Ballot): PrepareMessage {
  const acceptedBallot = bottomBallot(1)
  return { type: 'prepare', ballot, acceptedBallot, lastSlot: 0, chosenSlotMax: 0 }
}

export function promise(ballot: Ballot, acceptedBallot: Ballot): PromiseMessage {
  const rest = { lastSlot: 0, chosenSlotMax: 0, firstSlot: 1, entries: [] }
  return { type: 'promise', ballot, acceptedBallot, ...rest }
}

export function accept(ballot: Ballot, chosenSlotMax = 0): AcceptMessage {
  return { type: 'accept', ballot, firstSlot: 1, entries: [], chosenSlotMax }
}

export function accepted(ballot: Ballot, lastSlot: number): AcceptedMessage {
  return { type: 'accepted', ballot, lastSlot }
}

export function heartbeatReply({ canVote }: { canVote: boolean }): HeartbeatReplyMessage {
  const promisedBallot = bottomBallot(1)
  const rest = {
    distance: 0,
    silent: 0n,
    learners: [],
    leads: false,
    happy: false,
    canVote,
    inReserve: false,
    chosenSlotMax: 0
  }
  return { type: 'heartbeat-reply', round: 1, epoch: 1, promisedBallot, ...rest }
}

export interface SceneInit {
  readonly keyWindowSlots?: number
  readonly peerIds?: readonly string[]
  readonly quorum?: QuorumRule
}

/** What some peers and their disks do, made by hand, and the checkers that watch them. */
export class Scene {
  readonly checkers: Checkers
  readonly configuration: Configuration
  readonly #disks = new Map<string, DurableState>()

  constructor(init: SceneInit = {}) {
    const { keyWindowSlots = 100, peerIds = ['A', 'B', 'C'] } = init
    this.checkers = new Checkers({ keyWindowSlots })
    this.configuration = configurationOf(peerIds, init.quorum)
  }

  /** A group of A, B and C that exists. */
  static formed(init: SceneInit = {}): Scene {
    const scene = new Scene(init)
    scene.form()
    return scene
  }

  form(): void {
    this.start()
    for (const peerId of this.peerIds) this.acceptGenesis(peerId)
    for (const peerId of this.peerIds) this.learnGenesis(peerId)
  }

  get peerIds(): string[] {
    return this.configuration.voters.map(({ peerId }) => peerId)
  }

  /** Every peer starts with an empty disk. */
  start(): void {
    for (const peerId of this.peerIds) {
      this.checkers.onStart(peerId)
      this.bear(peerId, incarnationOf(peerId))
    }
  }

  /** A store without any state is opened. */
  bear(peerId: string, incarnation: bigint): void {
    this.#disks.set(peerId, bornState(incarnation))
    this.checkers.onBorn(peerId, group, incarnation)
    this.open(peerId)
  }

  acceptGenesis(peerId: string, configuration = this.configuration, round = 1): void {
    const ballot = genesisBallot('A', round)
    const accepted = { ballot, configuration }
    this.write(peerId, { genesis: { promisedBallot: ballot, accepted, chosen: false } })
  }

  learnGenesis(peerId: string, configuration = this.configuration): void {
    const ballot = this.#disk(peerId).genesis.promisedBallot
    this.write(peerId, {
      genesis: { promisedBallot: ballot, accepted: { ballot, configuration }, chosen: true },
      promisedBallot: bottomBallot(1),
      acceptedBallot: bottomBallot(1)
    })
    this.checkers.onConfiguration(peerId, group, configuration)
  }

  append(peerId: string, batch: Batch): void {
    this.checkers.onAppend(peerId, group, batch)
  }

  flush(peerId: string, batch: Batch): void {
    this.checkers.onDurable(peerId, group, batch)
    this.#disks.set(peerId, nextState(this.#disk(peerId), batch))
  }

  /** A batch is handed out, and durable at once. */
  write(peerId: string, batch: Batch): void {
    this.append(peerId, batch)
    this.flush(peerId, batch)
  }

  promise(peerIds: string, ballot: Ballot): void {
    for (const peerId of peerIds) this.write(peerId, { promisedBallot: ballot })
  }

  /** Each of the peers accepts `entries` from `firstSlot` on in `ballot`. */
  accept(peerIds: string, ballot: Ballot, firstSlot: number, entries: readonly Entry[]): void {
    for (const peerId of peerIds) {
      this.write(peerId, {
        promisedBallot: ballot,
        acceptedBallot: ballot,
        log: { firstSlot, entries }
      })
    }
  }

  /** A leads round 1 with the promise of B, and the two accept `entries`, which are chosen then. */
  choose(entries: readonly Entry[]): void {
    this.promise('AB', ballotOf('A', 1))
    this.accept('AB', ballotOf('A', 1), 1, entries)
  }

  /** Like `choose`, and A learns it; proposals are asked for first. All of them must take effect. */
  learnAll(entries: readonly Entry[]): void {
    for (const [i, entry] of entries.entries()) this.ask('A', 1000 + i, entry)
    this.choose(entries)
    for (const [i, entry] of entries.entries()) this.learn('A', i + 1, entry)
  }

  /** The proposal that `entry` carries. */
  ask(peerId: string, ticket: number, entry: Entry): void {
    if (entry.type === 'value' || entry.type === 'decide') {
      const { session: _, sequence: __, logTimeMs: ___, ...payload } = entry
      this.checkers.onAsk(peerId, group, ticket, payload)
    }
  }

  learn(
    peerId: string,
    slot: number,
    entry: Entry,
    verdict: Verdict = { type: 'applied' },
    origin: string | undefined = 'A'
  ): void {
    const chosen: ChosenEntry = { slot, entry, verdict, origin }
    this.checkers.onChosen(peerId, group, [chosen])
  }

  send(from: string, message: AnyMessage, incarnation: bigint = incarnationOf(from)): void {
    this.checkers.onSend(from, 'X', group, incarnation, message)
  }

  open(peerId: string, recovered: DurableState = this.#disk(peerId)): void {
    this.checkers.onOpen(peerId, group, recovered)
  }

  restart(peerId: string): void {
    this.checkers.onCrash(peerId)
    this.checkers.onStart(peerId)
    this.open(peerId)
  }

  recovered(peerId: string): DurableState {
    return this.#disk(peerId)
  }

  #disk(peerId: string): DurableState {
    const disk = this.#disks.get(peerId)
    expect(disk).toBeDefined()
    return disk as DurableState
  }
}

/** The rule that `act` breaks; undefined if it breaks none. */
export function brokenBy(act: () => void): Rule | undefined {
  try {
    act()
  } catch (error) {
    if (error instanceof Violation) return error.rule
    throw error
  }
  return undefined
}

/** The rule, what breaks it, how it comes to that, and the one act that must be caught. */
export type Case = [Rule, string, () => Scene, (scene: Scene) => void]

/** A formed group, in which `act` happened. */
export function after(act: (scene: Scene) => void): () => Scene {
  return () => {
    const scene = Scene.formed()
    act(scene)
    return scene
  }
}

/** Ballots that A and B lead. */
export const first: Ballot = ballotOf('A', 1)
export const second: Ballot = ballotOf('B', 2)

/** The incarnation that B has after its disk was wiped. */
export const other = 77n

export const formed: () => Scene = after(() => undefined)
export const chosen: () => Scene = after(scene => scene.choose([open('A'), value(1, 'x')]))
export const learned: () => Scene = after(scene => scene.learnAll([open('A'), value(1, 'x')]))
export const wiped: () => Scene = after(scene => {
  scene.learnAll([open('A')])
  scene.checkers.onCrash('B')
  scene.checkers.onStart('B')
  scene.bear('B', other)
})

/** The proposal `ticket` of A is settled: for `text`, if it is a decision. */
export function settle(scene: Scene, slot: number, ticket = 1001, text?: string): void {
  const decided = text !== undefined && { value: bytes(text) }
  scene.checkers.onSettled('A', group, { type: 'chosen', ticket, slot, ...decided })
}
