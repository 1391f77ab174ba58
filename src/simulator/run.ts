import { type Struck, strikeForGood } from './aftermath.js'
import type { Application } from './application.js'
import { Checkers } from './checkers/checkers.js'
import { Clients } from './clients.js'
import type { SimulationEvent } from './events.js'
import { Faults } from './faults.js'
import { finish } from './finish.js'
import type { Aftermath, Plan } from './plan.js'
import { World, type WorldInit } from './world.js'

/** Parts of a plan's time that are carried out one after the other. */
const partCount = 20

export interface RunOptions {
  /**
   * What uses the groups.
   *
   * @default clients that carry out the operations of the plan, and check what they are told
   */
  readonly application?: (world: World) => Application
  /** Options of the groups that differ from those of the plan. */
  readonly options?: WorldInit['options']
  /**
   * How the run is seen again, for the failure to tell.
   *
   * @default the command that runs the plan of this seed
   */
  readonly command?: string
  /** Receives a line for everything that happens. */
  readonly onLine?: (line: string) => void
  /** Receives what happens as events that a program can draw. They have no part in the hash of the run. */
  readonly onEvent?: (event: SimulationEvent) => void
}

export interface RunResult {
  readonly seed: number
  /** 16 hexadecimal digits: equal for equal runs. */
  readonly hash: string
  /** Delivered messages, finished flushes and fired timers. */
  readonly events: number
  readonly simulatedMs: number
  /** How long it took from the end of all faults until everything had finished. */
  readonly healedMs: number
  /** How often what happened: faults, messages, reasons, notices, outcomes. */
  readonly coverage: Readonly<Record<string, number>>
}

/** A run broke a rule: there is a bug, in what was simulated or in the simulator. */
export class SimulationFailure extends Error {
  static override readonly name = 'SimulationFailure' as const
  override readonly name = 'SimulationFailure' as const
  readonly seed: number
  /** The rule that was broken; `crash` where something threw that never may. */
  readonly rule: string
  /** Shows the run again, with everything that happened. */
  readonly command: string

  constructor(seed: number, cause: unknown, command: string) {
    const rule = cause instanceof Error && 'rule' in cause ? String(cause.rule) : 'crash'
    super(`seed ${seed}: ${cause instanceof Error ? cause.message : String(cause)} (${command})`, {
      cause
    })
    this.seed = seed
    this.rule = rule
    this.command = command
  }
}

/**
 * Carries out a plan: first the faults and operations of its time, then everything is healed, and everything must finish.
 *
 * The same plan always has the same result.
 *
 * @throws SimulationFailure if a rule is broken.
 */
export async function run(plan: Plan, options: RunOptions = {}): Promise<RunResult> {
  try {
    return await new Run(plan, options).run()
  } catch (error) {
    const { command = `npm run simulate -- --seed ${plan.seed} --trace` } = options
    throw new SimulationFailure(plan.seed, error, command)
  }
}

/** Election timeouts after which replicas of a group in which nothing happens rest. */
const quietTimeouts = 4

class Run {
  readonly #plan: Plan
  readonly #world: World
  readonly #checkers: Checkers
  readonly #application: Application
  readonly #faults: Faults

  constructor(plan: Plan, options: RunOptions) {
    const { seed, peerCount, joinerCount = 0, groups, quorum, priorities, links, disks } = plan
    this.#plan = plan
    const groupOptions = { ...plan.options, ...options.options }
    this.#checkers = new Checkers({ keyWindowSlots: groupOptions.keyWindowSlots })
    this.#world = new World({
      seed,
      peerCount,
      joinerCount,
      groups,
      ...(quorum !== undefined && { quorum }),
      options: groupOptions,
      priorities,
      links,
      disks,
      observer: this.#checkers,
      machine: (peerId, group) => this.#application.machine(peerId, group),
      onGroup: (peerId, group) => this.#application.onGroup(peerId, group),
      onCrash: peerId => this.#application.onCrash(peerId),
      onBroken: peerId => this.#faults.onBroken(peerId),
      ...(options.onLine !== undefined && { onLine: options.onLine }),
      ...(options.onEvent !== undefined && { onEvent: options.onEvent })
    })
    const { application = (world: World) => new Clients(world, plan.stateBytesMin) } = options
    this.#application = application(this.#world)
    this.#faults = new Faults(this.#world, this.#checkers)
  }

  async run(): Promise<RunResult> {
    const { seed } = this.#plan
    const { trace, coverage } = this.#world
    await this.#carryOut()
    this.#faults.heal()
    this.#application.onHealed()
    const healedMs = await this.#finish()
    if (this.#plan.aftermath !== undefined) await this.#runAftermath(this.#plan.aftermath)
    await this.#application.check()
    return {
      seed,
      hash: trace.hash,
      events: trace.events,
      simulatedMs: this.#world.nowMs,
      healedMs,
      coverage: coverage.toObject()
    }
  }

  /** The whole plan, and then as much of it again as it takes until enough has happened. */
  async #carryOut(): Promise<void> {
    const { durationMs, eventsMin } = this.#plan
    const { trace } = this.#world
    let before = -1
    for (let i = 0; i < partCount || trace.events < eventsMin; i += 1) {
      const part = i % partCount
      if (part === 0) {
        // A plan in which nothing happens any more would go on for ever.
        if (trace.events === before) return
        before = trace.events
      }
      this.#schedule(part)
      await this.#world.run(durationMs / partCount)
    }
  }

  #schedule(part: number): void {
    const { durationMs, operations, faults } = this.#plan
    const { scheduler, nowMs } = this.#world
    const fromMs = (part * durationMs) / partCount
    const isMeant = ({ atMs }: { readonly atMs: number }): boolean =>
      part === Math.min(Math.floor((atMs * partCount) / durationMs), partCount - 1)
    for (const operation of operations.filter(isMeant)) {
      const atMs = nowMs + Math.max(0, operation.atMs - fromMs)
      scheduler.at(atMs, () => this.#application.perform(operation))
    }
    for (const fault of faults.filter(isMeant)) {
      const atMs = nowMs + Math.max(0, fault.atMs - fromMs)
      scheduler.at(atMs, () => this.#faults.strike(fault))
    }
  }

  #finish(struck?: Struck): Promise<number> {
    return finish({
      world: this.#world,
      checkers: this.#checkers,
      pending: () => this.#application.pending,
      ...(struck !== undefined && { except: struck.peers, links: struck.links })
    })
  }

  /**
   * What goes on working must work: only a few peers, or frames, are missing. In half of the plans it strikes groups in which nothing
   * happens, and those who are left must notice before anybody calls. (Of a disk that hangs nobody can know before it is written to.)
   */
  async #runAftermath(aftermath: Aftermath): Promise<void> {
    const world = this.#world
    const isQuiet = aftermath.type !== 'stall' && world.random.fork('quiet').chance(0.5)
    if (isQuiet) await world.run(quietTimeouts * world.electionTimeoutMs)
    const struck = strikeForGood(world, aftermath)
    world.coverage.add('aftermath', aftermath.type)
    if (isQuiet) await this.#finish(struck)
    for (const { atMs, ...operation } of aftermath.operations) {
      if (struck.peers.has(operation.peer)) continue
      world.scheduler.at(world.nowMs + atMs, () => this.#application.perform(operation))
    }
    await world.run(Math.max(0, ...aftermath.operations.map(({ atMs }) => atMs)))
    await this.#finish(struck)
  }
}
