import { ReplicaStoppedError, StoreError } from '../errors.js'
import type { Codec } from '../group/codec.js'
import type { Group } from '../group/group.js'
import type { StateMachine } from '../group/machine.js'
import type { Application, Pending } from './application.js'
import { drawPlan } from './draw-plan.js'
import type { SimulationEvent } from './events.js'
import type { Fault } from './plan.js'
import type { Random } from './random.js'
import { type RunResult, run } from './run.js'
import type { World, WorldInit } from './world.js'

/** What an application gets at one peer, anew for each life of its process. */
export interface SimulatedPeer<T, M = undefined> {
  /** Of this run. */
  readonly seed: number
  readonly peerId: string
  /** The group as the service's `open` returns it. */
  readonly group: Group<T>
  /** The state machine with which this life opened the group. */
  readonly machine: M
  /** The only chance and time that the application may use, if the same seed is to have the same run. */
  readonly random: Random
  /** Resolves after so many virtual milliseconds; never once the process is gone. */
  sleep(ms: number): Promise<void>
  /** Aborted when all faults are over: nothing new is to begin then. */
  readonly signal: AbortSignal
}

export interface SimulateOptions<
  App,
  T,
  M extends StateMachine<T> | undefined = StateMachine<T> | undefined
> {
  /**
   * Starts the application at a peer: called whenever a process opened the group, after every crash again. What it returns is handed
   * to `check`. If it throws or rejects, the run fails.
   */
  readonly start: (peer: SimulatedPeer<T, M>) => App | Promise<App>
  /**
   * What goes on at a peer, once the application started there: it must end soon after `signal` was aborted. If it rejects the run
   * fails, but for ReplicaStoppedError and StoreError: then the disk failed, and the process is started again.
   */
  readonly work?: (app: App, peer: SimulatedPeer<T, M>) => Promise<void>
  /**
   * Judges the applications of all peers, by PeerId, once all faults are healed, all work ended and every peer learned everything.
   * If it throws or rejects, the run fails.
   */
  readonly check?: (apps: ReadonlyMap<string, App>) => void | Promise<void>
  /** How values become bytes. Without it they are bytes. */
  readonly codec?: Codec<T>
  /**
   * Creates the state machine with which a process opens the group, anew for each life of it. With it the log is cut back to what
   * snapshots do not cover, under `logBytesMax` if it is among the options, or as drawn.
   *
   * @default none: the log is all there is, and everything is kept
   */
  readonly machine?: (peerId: string) => M
  /**
   * The first seed, and how many from there on.
   *
   * @default 1 and 100
   */
  readonly seeds?: { readonly first: number; readonly count: number }
  /**
   * Peers, all of them founders and voters.
   *
   * @default drawn from the seed, from 1 to 7
   */
  readonly peerCount?: number
  /**
   * Types of faults that strike: those of a network do not strike a single peer.
   *
   * @default drawn from the seed
   */
  readonly faults?: readonly Fault['type'][]
  /** Options of the group that differ from those that are drawn. */
  readonly options?: WorldInit['options']
  /** Receives a line for everything that happens. */
  readonly onLine?: (line: string) => void
  /** Receives what happens as events that a program can draw. They have no part in the hash of the run. */
  readonly onEvent?: (event: SimulationEvent) => void
}

/**
 * Runs an application on a simulated group, under every fault that a group promises to survive, once for each seed.
 *
 * The application is the code of the user; all else is what runs in production, on virtual time, with the network and the disks
 * simulated. Everything that the group promises is checked beside it.
 *
 * @returns what happened in each run.
 * @throws SimulationFailure naming the first seed with which something that may not be happened; run alone, that seed does it again.
 */
export async function simulate<
  App,
  T = Uint8Array,
  M extends StateMachine<T> | undefined = undefined
>(options: SimulateOptions<App, T, M>): Promise<RunResult[]> {
  const { seeds = { first: 1, count: 100 }, peerCount, faults, codec, machine } = options
  const { onLine, onEvent } = options
  const results: RunResult[] = []
  for (let seed = seeds.first; seed < seeds.first + seeds.count; seed += 1) {
    // What goes on in an aftermath is the plan's; the application ends with the faults.
    const { aftermath: _, ...drawn } = drawPlan(seed, {
      peerCount,
      faults,
      reconfigures: false
    })
    const { logBytesMax, ...drawnOptions } = drawn.options
    const isKept = machine === undefined || logBytesMax === undefined
    const result = await run(
      {
        ...drawn,
        options: isKept ? drawnOptions : { ...drawnOptions, logBytesMax },
        groups: drawn.groups.slice(0, 1),
        operations: []
      },
      {
        application: world => new UserApplication(seed, world, options),
        options: { ...options.options, ...(codec && { codec: asBytesCodec(codec) }) },
        command: `simulate({ seeds: { first: ${seed}, count: 1 }, onLine: console.log, ... })`,
        ...(onLine !== undefined && { onLine }),
        ...(onEvent !== undefined && { onEvent })
      }
    )
    results.push(result)
  }
  return results
}

/** The world handles groups of any values alike: it never looks at one. */
function asBytesCodec<T>(codec: Codec<T>): Codec<Uint8Array> {
  return codec as Codec<unknown> as Codec<Uint8Array>
}

/** Runs the user's application in every life of every process. */
class UserApplication<App, T, M extends StateMachine<T> | undefined> implements Application {
  readonly #seed: number
  readonly #world: World
  readonly #options: SimulateOptions<App, T, M>
  readonly #random: Random
  readonly #apps = new Map<string, App>()
  /** Of the last life of each peer. */
  readonly #machines = new Map<string, M | undefined>()
  /** The life of each peer that has not come to rest. */
  readonly #busy = new Map<string, object>()
  readonly #healed = new AbortController()
  #lives = 0

  constructor(seed: number, world: World, options: SimulateOptions<App, T, M>) {
    this.#seed = seed
    this.#world = world
    this.#options = options
    this.#random = world.random.fork('application')
  }

  get pending(): Pending[] {
    return [...this.#busy.keys()].map(peerId => ({
      what: `the work of the application at ${peerId}`
    }))
  }

  machine(peerId: string): StateMachine | undefined {
    const machine = this.#options.machine?.(peerId)
    this.#machines.set(peerId, machine)
    return machine as StateMachine<unknown> | undefined as StateMachine | undefined
  }

  onGroup(peerId: string, group: Group): void {
    this.#lives += 1
    const life = {}
    this.#busy.set(peerId, life)
    this.#run(peerId, group).then(
      () => {
        if (this.#busy.get(peerId) === life) this.#busy.delete(peerId)
      },
      error => {
        if (this.#busy.get(peerId) !== life) return
        this.#busy.delete(peerId)
        const name = error instanceof Error ? error.name : ''
        if (name === StoreError.name) this.#restart(peerId)
        else if (name !== ReplicaStoppedError.name) this.#world.fail(error)
      }
    )
  }

  onCrash(peerId: string): void {
    this.#busy.delete(peerId)
    this.#apps.delete(peerId)
  }

  perform(): void {
    // The plan holds no operations: what is done is up to the user.
  }

  onHealed(): void {
    this.#healed.abort()
  }

  async check(): Promise<void> {
    await this.#options.check?.(this.#apps)
  }

  /** A read of the disk failed, which stops nobody but whoever asked: as a process that does not expect it, it ends. */
  #restart(peerId: string): void {
    this.#world.crash(peerId)
    this.#world.start(peerId)
  }

  async #run(peerId: string, group: Group): Promise<void> {
    const { start, work } = this.#options
    const peer: SimulatedPeer<T, M> = {
      seed: this.#seed,
      peerId,
      group: group as Group<unknown> as Group<T>,
      // Without an option for it, there is none.
      machine: this.#machines.get(peerId) as M,
      random: this.#random.fork(`life ${this.#lives}`),
      sleep: ms => this.#world.peer(peerId).sleep(ms),
      signal: this.#healed.signal
    }
    const app = await start(peer)
    this.#apps.set(peerId, app)
    await work?.(app, peer)
  }
}
