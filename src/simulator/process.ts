import { InvalidOptionsError, JoinRefusedError } from '../errors.js'
import { Group } from '../group/group.js'
import type { StateMachine } from '../group/machine.js'
import type { GroupObserver } from '../group/observer.js'
import type { ResolvedOptions } from '../group/options.js'
import { ownDigests } from '../runtime/content-hash.js'
import type { Randomness } from '../runtime/ports.js'
import type { Store } from '../storage/store.js'
import type { AnyMessage, Frame, FrameSection } from '../wire/frame.js'
import { ProcessClock } from './clock.js'
import type { Ending, Network } from './network.js'
import {
  ObservedRuntime,
  observedStore,
  type RuntimeObserver,
  type StoreObserver
} from './observed-runtime.js'
import type { Random } from './random.js'
import type { Scheduler } from './scheduler.js'
import { SimulatedTransport } from './transport.js'

/** What is heard of one life of a process. */
export interface ProcessObserver extends RuntimeObserver, StoreObserver {
  onTimer(): void
  /** A message is about to leave, whether it arrives or not. */
  onSend(to: string, section: FrameSection, message: AnyMessage): void
  /** The frame left, if it could. */
  onSent(): void
  onDelivered(from: string, bytes: Uint8Array, frame: Frame): void
  onFault(fault: string): void
  /** A group is about to be made of another one, unless that was done in an earlier life. */
  onFork(group: string, of: string): void
  /** A group was opened: the process takes part in it. */
  onGroup(group: Group): void
  /** Something threw that never may. */
  onFailure(error: unknown): void
  /** The process could not start: its disk failed, or cannot be trusted. */
  onStartFailed(error: unknown): void
}

/** A group that a process opens. */
export interface GroupToOpen {
  /** With a founding the process is a founder of it, else it joins. */
  readonly options: ResolvedOptions<Uint8Array>
  /** Members that a process asks which joins. */
  readonly contacts: readonly string[]
  /** Name of the group that it is made of, unless an earlier life made it. */
  readonly forkOf?: string
}

export interface ProcessInit {
  readonly peerId: string
  readonly scheduler: Scheduler
  readonly random: Random
  readonly network: Network
  /** Gives the process the store of its peer. What it calls runs in the process. */
  readonly openDisk: (enter: (run: () => void) => void) => Store
  readonly groups: readonly GroupToOpen[]
  /** The machine with which a group is to be opened, if it has one. */
  readonly machine: (group: string) => StateMachine | undefined
  /** The id of a group, once it exists: what an invite tells. */
  readonly groupIdOf: (name: string) => Uint8Array | undefined
  /** The most milliseconds that a step may have to wait. */
  readonly busyMsMax: () => number
  readonly observer: ProcessObserver
}

/** One life of a process, from its start to its crash: the production runtime over simulated ports. */
export class Process {
  readonly clock: ProcessClock
  readonly groups: Map<string, Group> = new Map()
  readonly #init: ProcessInit
  readonly #transport: SimulatedTransport
  /** What is to happen in the process once it goes on. */
  #waiting: (() => void)[] | undefined

  constructor(init: ProcessInit) {
    const { scheduler, random, observer, busyMsMax } = init
    this.#init = init
    const busy = random.fork('busy')
    this.clock = new ProcessClock({
      scheduler,
      startMs: random.fork('clock').below(1_000_000),
      enter: run => this.#enter(run),
      onTimer: () => observer.onTimer(),
      busyMs: () => {
        const max = busyMsMax()
        return max === 0 ? 0 : busy.between(0, max)
      }
    })
    this.#transport = this.#createTransport()
  }

  get isPaused(): boolean {
    return this.#waiting !== undefined
  }

  /** Connects, opens the store and then every group. */
  start(): void {
    const { network, observer } = this.#init
    network.attach(this.#transport)
    this.#start().catch(error => {
      if (observer.isAlive) observer.onStartFailed(error)
    })
  }

  /** The process does nothing until `resume`: frames and timers wait. */
  pause(): void {
    this.#waiting ??= []
  }

  resume(): void {
    const waiting = this.#waiting ?? []
    this.#waiting = undefined
    for (const run of waiting) this.#init.scheduler.soon(() => this.#enter(run))
  }

  /** The process is gone: nothing that it began goes on. By now its observer must say so. */
  end(ending: Ending): void {
    this.#waiting = undefined
    this.clock.stop()
    this.#init.network.detach(this.#transport, ending)
  }

  async #start(): Promise<void> {
    const { openDisk, random, groups, machine, observer } = this.#init
    const runtime = new ObservedRuntime(
      {
        store: observedStore(
          openDisk(run => this.#enter(run)),
          observer
        ),
        clock: this.clock,
        randomness: randomness(random.fork('randomness')),
        digests: ownDigests,
        transport: this.#transport
      },
      observer
    )
    await runtime.start()
    for (const { options: given, contacts, forkOf } of groups) {
      if (forkOf !== undefined) await this.#fork(runtime, given, forkOf)
      const options = { ...given, machine: machine(given.name) }
      const group =
        options.founding === undefined
          ? await this.#join(runtime, options, contacts)
          : await Group.open(runtime, options, groupObserver(observer))
      this.groups.set(group.name, group)
      observer.onGroup(group)
    }
  }

  /** Makes a group of what the store holds of another one. */
  async #fork(
    runtime: ObservedRuntime,
    { name, founding }: ResolvedOptions<Uint8Array>,
    of: string
  ): Promise<void> {
    if (founding === undefined) throw new RangeError('who makes a fork founds it')
    this.#init.observer.onFork(name, of)
    try {
      await runtime.fork(of, founding)
    } catch (error) {
      // It is there already. If not, whoever watches sees that it begins with nothing.
      if (!(error instanceof InvalidOptionsError)) throw error
    }
  }

  /** Asks again and again: whoever was asked may have been about to open the group itself. */
  async #join(
    runtime: ObservedRuntime,
    options: ResolvedOptions<Uint8Array>,
    contacts: readonly string[]
  ): Promise<Group> {
    const { observer, groupIdOf } = this.#init
    const { name } = options
    for (;;) {
      const groupId = groupIdOf(name)
      try {
        if (groupId !== undefined) {
          const invitation = { name, groupId, contacts }
          return await Group.join(runtime, invitation, options, groupObserver(observer))
        }
      } catch (error) {
        if (!(error instanceof JoinRefusedError)) throw error
        observer.onFault('refused to join')
      }
      await this.#sleep(options.core.heartbeatIntervalMs)
    }
  }

  async #sleep(ms: number): Promise<void> {
    await new Promise<void>(resolve => {
      this.clock.setTimer(this.clock.nowMs() + ms, resolve)
    })
  }

  #createTransport(): SimulatedTransport {
    const { peerId, network, observer } = this.#init
    return new SimulatedTransport({
      peerId,
      network,
      enter: run => this.#enter(run),
      isAlive: () => observer.isAlive,
      isPaused: () => this.isPaused,
      onSend: (to, frame) => {
        for (const section of frame.sections) {
          for (const message of section.messages) observer.onSend(to, section, message)
        }
      },
      onSent: () => observer.onSent(),
      onDelivered: (from, bytes, frame) => observer.onDelivered(from, bytes, frame),
      onFault: fault => observer.onFault(fault),
      onFailure: error => observer.onFailure(error)
    })
  }

  #enter(run: () => void): void {
    if (!this.#init.observer.isAlive) return
    if (this.#waiting === undefined) run()
    else this.#waiting.push(run)
  }
}

function randomness(random: Random): Randomness {
  return { uint64: () => random.uint64() }
}

/** Listeners of groups belong to the simulated application, in which nothing may throw. */
function groupObserver(observer: ProcessObserver): GroupObserver {
  return {
    onNotice: () => undefined,
    onChosen: () => undefined,
    onListenerError: (_event, error) => observer.onFailure(error),
    onHalt: () => undefined,
    onClosed: () => undefined
  }
}
