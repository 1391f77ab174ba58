import { expect } from 'vitest'
import type { CallOptions } from '../../src/group/call-limit.js'
import type { Group, ProposeOptions } from '../../src/group/group.js'
import type { GroupStatus } from '../../src/group/status.js'
import { Checkers } from '../../src/simulator/checkers/checkers.js'
import { finish } from '../../src/simulator/finish.js'
import { goodLink } from '../../src/simulator/link.js'
import type { Ending } from '../../src/simulator/network.js'
import { Random } from '../../src/simulator/random.js'
import { type Leadership, World, type WorldInit } from '../../src/simulator/world.js'
import { Ledger } from './ledger.js'
import { Letters } from './letters.js'

/** Election timeouts within which what a scenario waits for must come about: the bound of a change of leader. */
const soonTimeouts = 4

/** Bytes of a value, unless a scenario wants more; the first four tell which call it is of. */
const valueBytes = 8

const environment: Readonly<Record<string, string | undefined>> = globalThis.process?.env ?? {}

/**
 * Plays a scenario under the seeds from 1 to `count`, one after the other; what fails tells its seed. In the environment `SEED`
 * stands for a single seed instead, `SEEDS` for another count, and `TRACE` for telling everything that happens.
 */
export async function overSeeds(
  count: number,
  play: (seed: number) => Promise<void>
): Promise<void> {
  const { SEED: only, SEEDS: last = count } = environment
  for (let seed = Number(only ?? 1); seed <= Number(only ?? last); seed += 1) {
    try {
      await play(seed)
    } catch (error) {
      if (error instanceof Error) error.message = `seed ${seed}: ${error.message}`
      throw error
    }
  }
}

/** A call of an application, and what came of it. */
export interface Call {
  /** From 1; the value that is proposed begins with it. */
  readonly number: number
  readonly peerId: string
  readonly kind: 'propose' | 'read'
  /** The slot of the proposal, or the one that a read reaches to; undefined while it waits, and for good if it failed. */
  slot: number | undefined
  error: unknown
  /** Whether its process crashed before it ended: nothing more comes of it. */
  isLost: boolean
}

export interface SceneInit
  extends Pick<WorldInit, 'seed' | 'quorum' | 'options' | 'priorities' | 'joinerCount'> {
  /** @default 3 */
  readonly peerCount?: number
  /**
   * Bytes that the state of each replica's machine has at least: see {@link Ledger}.
   *
   * @default there is no machine
   */
  readonly ledgerBytesMin?: number
}

/**
 * A world with one group, which the checkers watch. How fast links and disks are depends on the seed.
 *
 * A scenario ends with {@link Scene.settle}.
 */
export class Scene {
  readonly world: World
  readonly checkers: Checkers = new Checkers()
  readonly letters: Letters
  readonly random: Random
  /** Every call so far, in order. */
  readonly calls: Call[] = []

  constructor({ peerCount = 3, ledgerBytesMin, ...init }: SceneInit) {
    this.random = new Random(init.seed).fork('scene')
    const { random } = this
    const delayMs = random.pick([
      [0.2, 1],
      [1, 4],
      [3, 12]
    ] as const)
    const flushMs = random.pick([
      [0, 0],
      [0.5, 2],
      [2, 10]
    ] as const)
    this.world = new World({
      ...init,
      options: { churn: false, ...init.options },
      peerCount,
      links: { ...goodLink, delayMs },
      disks: { flushMs, readMs: [0.05, 0.2] },
      observer: this.checkers,
      ...(ledgerBytesMin !== undefined && { machine: () => new Ledger(ledgerBytesMin) }),
      onCrash: peerId => this.#onCrash(peerId),
      ...(environment['TRACE'] !== undefined && { onLine: line => console.log(line) })
    })
    this.letters = new Letters(this.world)
  }

  /** A group that `leader`, or anyone, leads. */
  static async open(init: SceneInit, leader?: string): Promise<Scene> {
    const scene = new Scene(init)
    await scene.world.elect(leader)
    return scene
  }

  /** A group that `leader` leads, in which everyone has proposed. */
  static async started(init: SceneInit, leader: string): Promise<Scene> {
    const scene = await Scene.open(init, leader)
    await scene.allChosen(scene.proposeEverywhere())
    return scene
  }

  get peerIds(): readonly string[] {
    return this.world.peerIds
  }

  /** PeerIds of the replicas that lead with a quorum behind them, as they see it. */
  get leaders(): readonly string[] {
    return this.world.leaders()
  }

  /** Who led since the first `from` changes. */
  changes(from = 0): readonly Leadership[] {
    return this.world.leaderships.slice(from)
  }

  /** Slots that are chosen, whether or not anybody knows it. */
  get chosenSlotMax(): number {
    return this.checkers.chosenSlotMax('group')
  }

  group(peerId: string): Group {
    const group = this.world.group(peerId)
    if (group === undefined) throw new RangeError(`${peerId} has not opened the group`)
    return group
  }

  status(peerId: string): GroupStatus {
    return this.group(peerId).status()
  }

  /** PeerIds of the others that answer `peerId`. */
  reachable(peerId: string): string[] {
    return this.status(peerId)
      .members.filter(member => member.reachable && member.peerId !== peerId)
      .map(member => member.peerId)
  }

  /** Whether the log of `peerId` reaches to `slot`, durably. */
  holds(peerId: string, slot: number): boolean {
    const { pendingBatches } = this.world.peer(peerId).disk
    return pendingBatches === 0 && this.status(peerId).lastSlot >= slot
  }

  propose(
    peerId: string,
    { bytes = valueBytes, ...options }: ProposeOptions & { readonly bytes?: number } = {}
  ): Call {
    const value = new Uint8Array(bytes)
    new DataView(value.buffer).setUint32(0, this.calls.length + 1)
    return this.#call(peerId, 'propose', this.group(peerId).propose(value, options))
  }

  /** Proposes `count` values at `peerId`. */
  proposeMany(peerId: string, count: number, bytes?: number): readonly Call[] {
    return Array.from({ length: count }, () => {
      return this.propose(peerId, bytes === undefined ? {} : { bytes })
    })
  }

  /** Proposes a value at every peer that is up. */
  proposeEverywhere(): readonly Call[] {
    return this.peerIds
      .filter(peerId => this.world.group(peerId) !== undefined)
      .map(peerId => this.propose(peerId))
  }

  read(peerId: string, options: CallOptions = {}): Call {
    return this.#call(peerId, 'read', this.group(peerId).barrier(options))
  }

  /** Asks at `peerId` that `target` leads. Whether that comes about shows in who leads. */
  transfer(peerId: string, target: string): void {
    this.group(peerId)
      .transferLeadership(target, { timeoutMs: this.world.electionTimeoutMs })
      .catch(() => undefined)
  }

  /** An ending of a process, drawn. */
  drawEnding(): Ending {
    return this.random.pick(['close', 'reset', 'silent'] as const)
  }

  /** Lets so many election timeouts pass. */
  async pass(timeouts: number): Promise<void> {
    await this.world.run(timeouts * this.world.electionTimeoutMs)
  }

  /** Expects that `isReached` comes true within four election timeouts. */
  async soon(what: string, isReached: () => boolean): Promise<void> {
    const tookMs = await this.world.reach(isReached, soonTimeouts * this.world.electionTimeoutMs)
    expect(tookMs, `${what}, soon`).toBeDefined()
  }

  /** Expects that `calls` succeed within four election timeouts. */
  async allChosen(calls: readonly Call[]): Promise<void> {
    await this.soon('all is chosen', () => calls.every(isDone))
  }

  /** Expects that one of `peerIds`, and nobody else, leads within four election timeouts. */
  async leads(peerIds: readonly string[] = this.peerIds): Promise<string> {
    await this.soon(`one of ${peerIds} leads`, () => {
      const [leader = '', ...others] = this.leaders
      return peerIds.includes(leader) && others.length === 0
    })
    return this.leaders[0] ?? ''
  }

  /** Waits for something that takes virtual time. */
  async wait<T>(promise: Promise<T>): Promise<T> {
    let isSettled = false
    const settle = (): void => {
      isSettled = true
    }
    promise.then(settle, settle)
    await this.soon('it is settled', () => isSettled)
    return promise
  }

  /** What the machine at `peerId` was told. */
  ledger(peerId: string): Ledger {
    const { machine } = this.group(peerId).options
    if (machine instanceof Ledger) return machine
    throw new RangeError('the scene has no ledgers')
  }

  /** The log at `peerId`, as an application knows it: by slot, the number of the call whose value it holds. */
  async log(peerId: string): Promise<ReadonlyMap<number, number>> {
    if (this.group(peerId).options.machine !== undefined) return this.ledger(peerId).numbers
    const numbers = new Map<number, number>()
    const read = async (): Promise<void> => {
      for await (const { slot, bytes } of this.group(peerId).log({ live: false })) {
        numbers.set(slot, new DataView(bytes.buffer, bytes.byteOffset).getUint32(0))
      }
    }
    await this.wait(read())
    return numbers
  }

  /**
   * Ends every fault, and expects that everything finishes: every call but `failed` succeeds, everyone knows all that is chosen
   * and follows one leader, and what was acknowledged is in every log, once.
   */
  async settle(failed: readonly Call[] = []): Promise<void> {
    this.letters.clear()
    this.world.heal()
    await this.#finish()
    expect(this.calls.filter(({ error }) => error !== undefined)).toEqual(failed)
    const [first = '', ...others] = this.peerIds
    const log = await this.log(first)
    for (const peerId of others) {
      expect(format(await this.log(peerId)), `the log of ${peerId}`).toBe(format(log))
    }
    const numbers = [...log.values()]
    expect(new Set(numbers).size, 'values that were chosen').toBe(numbers.length)
    for (const { kind, number, slot } of this.calls) {
      if (kind === 'propose' && slot !== undefined) expect(log.get(slot)).toBe(number)
    }
  }

  /** Expects that everything finishes without new calls, as at the end of every run of the simulator. */
  async #finish(): Promise<void> {
    await finish({
      world: this.world,
      checkers: this.checkers,
      pending: () =>
        this.calls
          .filter(isPending)
          .map(({ kind, number, peerId }) => ({ what: `${kind} ${number} at ${peerId}` }))
    })
  }

  #call(peerId: string, kind: Call['kind'], outcome: Promise<{ readonly slot: number }>): Call {
    const number = this.calls.length + 1
    const call: Call = { number, peerId, kind, slot: undefined, error: undefined, isLost: false }
    this.calls.push(call)
    outcome.then(
      ({ slot }) => {
        call.slot = slot
      },
      error => {
        call.error = error
      }
    )
    return call
  }

  #onCrash(peerId: string): void {
    for (const call of this.calls) if (call.peerId === peerId && isPending(call)) call.isLost = true
  }
}

export function isDone({ slot }: Call): boolean {
  return slot !== undefined
}

function isPending({ slot, error, isLost }: Call): boolean {
  return slot === undefined && error === undefined && !isLost
}

/** Slots that hold the value of `call`. */
export function slotsOf(log: ReadonlyMap<number, number>, { number }: Call): number[] {
  return [...log].filter(([, other]) => other === number).map(([slot]) => slot)
}

/** A log up to `slotMax`, as text that is easy to compare. */
export function format(
  log: ReadonlyMap<number, number>,
  slotMax = Number.POSITIVE_INFINITY
): string {
  const slots = [...log].filter(([slot]) => slot <= slotMax)
  return slots.map(([slot, number]) => `${slot}:${number}`).join(' ')
}
