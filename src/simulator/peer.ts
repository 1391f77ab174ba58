import type { Batch } from '../core/batch.js'
import type { Group } from '../group/group.js'
import { Disk, type DiskConditions } from './disk.js'
import type { Ending, Network } from './network.js'
import { groupOfKey } from './observed-runtime.js'
import { type GroupToOpen, Process } from './process.js'
import type { Random } from './random.js'
import { note, ProcessReports, type Reporting, tell } from './reports.js'

/**
 * What a crash waits for.
 *
 * - `append`: the peer's next batch, which is not durable then.
 * - `send`: its next frame; those that the same step would send after it never leave.
 * - `flush`: its next batch to become durable, before anything comes of that.
 * - `stage`: the next part of a snapshot's content that it writes, which is not durable then.
 * - `snapshot`: its next batch that names a snapshot to become durable, before anything comes of that.
 */
export type Aim = 'append' | 'send' | 'flush' | 'stage' | 'snapshot'

export interface PeerInit {
  /** How fast the disk is while nothing is wrong with it. */
  readonly disk: DiskConditions
  readonly peerId: string
  readonly random: Random
  readonly groups: readonly GroupToOpen[]
  readonly network: Network
  readonly reporting: Reporting
}

/** One simulated peer: a disk, and one life of a process after the other over it. */
export class Peer {
  readonly peerId: string
  readonly disk: Disk
  /** Milliseconds that a step of the process may wait until it is taken, together with what arrives meanwhile. */
  busyMsMax = 0
  /** Whether the disk was wiped since the world began: then this peer votes no more where it was a voter. */
  isWiped = false
  readonly #init: PeerInit
  #groupsToOpen: readonly GroupToOpen[]
  #process: Process | undefined
  #reports: ProcessReports | undefined
  #lives = 0
  #aim: { readonly aim: Aim; readonly ending: Ending; readonly onCrashed: () => void } | undefined
  #startError: unknown
  /** Whether the disk was damaged and not emptied since: what it holds cannot be trusted. */
  #isCorrupt = false
  readonly #halted = new Set<string>()

  constructor(init: PeerInit) {
    const { peerId, random, reporting } = init
    this.#init = init
    this.peerId = peerId
    this.#groupsToOpen = init.groups
    this.disk = new Disk({
      scheduler: reporting.scheduler,
      random: random.fork('disk'),
      observer: {
        onAppend: (key, batch) => this.#onAppend(groupOfKey(key), batch),
        onStage: () => this.#strike('stage'),
        onDurable: (key, batch) => this.#onDurable(groupOfKey(key), batch),
        onBorn: (key, incarnation) =>
          tell(reporting, observer => observer.onBorn(peerId, groupOfKey(key), incarnation))
      }
    })
    this.alterDisk()
  }

  /** Whether a process lives, paused or not. */
  get isUp(): boolean {
    return this.#process !== undefined
  }

  get isPaused(): boolean {
    return this.#process?.isPaused === true
  }

  /** Whether the process cannot take part for what its disk did: it failed to start, or a replica halted. */
  get isBroken(): boolean {
    return this.#startError !== undefined || this.#halted.size > 0
  }

  /** Why the process could not start. */
  get startError(): unknown {
    return this.#startError
  }

  /** The groups that the process opened so far. */
  get groups(): ReadonlyMap<string, Group> {
    return this.#process?.groups ?? new Map()
  }

  start(): void {
    if (this.#process !== undefined) return
    const { peerId, random, network, reporting } = this.#init
    this.#lives += 1
    this.#startError = undefined
    this.#halted.clear()
    this.#note(`starts, life ${this.#lives}`)
    this.#tellChange('start')
    tell(reporting, observer => observer.onStart(peerId))
    this.#reports = new ProcessReports({
      peerId,
      reporting,
      onSent: () => this.#strike('send'),
      onHalted: group => {
        this.#halted.add(group)
        reporting.onBroken(peerId)
      },
      onStartFailed: error => {
        this.#startError = error
        reporting.onBroken(peerId)
      }
    })
    this.#process = new Process({
      peerId,
      scheduler: reporting.scheduler,
      random: random.fork(`life ${this.#lives}`),
      network,
      openDisk: enter => this.disk.store(enter),
      groups: this.#groupsToOpen,
      machine: group => reporting.machine(peerId, group),
      groupIdOf: name => reporting.names.idOf(name),
      busyMsMax: () => this.busyMsMax,
      observer: this.#reports
    })
    this.#process.start()
  }

  /** Opens these groups instead, from its next life on. */
  openInstead(groups: readonly GroupToOpen[]): void {
    this.#groupsToOpen = groups
  }

  crash(ending: Ending = 'close'): void {
    if (this.#process === undefined || this.#reports === undefined) return
    this.#note(`crashes (${ending})`)
    this.#tellChange('crash')
    this.#reports.isAlive = false
    this.#process.end(ending)
    this.#process = undefined
    this.#aim = undefined
    this.disk.crash()
    tell(this.#init.reporting, observer => observer.onCrash(this.peerId))
    this.#init.reporting.onCrash(this.peerId)
  }

  /** Crashes once `aim` comes about, and then calls `onCrashed`, unless it crashes for something else before. */
  crashAt(aim: Aim, ending: Ending, onCrashed: () => void = () => undefined): void {
    if (this.#process === undefined) return
    this.#note(`will crash at its next ${aim}`)
    this.#aim = { aim, ending, onCrashed }
  }

  pause(): void {
    if (this.#process === undefined || this.isPaused) return
    this.#note('pauses')
    this.#tellChange('pause')
    this.#process.pause()
  }

  resume(): void {
    if (!this.isPaused) return
    this.#note('goes on')
    this.#tellChange('resume')
    this.#process?.resume()
  }

  /** Resolves once the process's clock went on by so many milliseconds; never if the process is gone by then. */
  async sleep(ms: number): Promise<void> {
    await new Promise<void>(resolve => {
      const clock = this.#process?.clock
      clock?.setTimer(clock.nowMs() + ms, resolve)
    })
  }

  /** Makes the process's clock run `rate` times as fast as time. */
  drift(rate: number): void {
    this.#note(`has a clock that runs at ${rate}`)
    this.#process?.clock.drift(rate)
  }

  /** Sets the process's clock forward. */
  jump(aheadMs: number): void {
    this.#note(`has a clock that jumps by ${aheadMs} ms`)
    this.#process?.clock.jump(aheadMs)
  }

  /** Makes the disk as fast as `changes` say; without it as at first. */
  alterDisk(changes: Partial<DiskConditions> = {}): void {
    this.disk.conditions = { ...this.#init.disk, ...changes }
  }

  stall(isStalled: boolean): void {
    this.#note(isStalled ? 'has a disk that stalls' : 'has a disk that goes on')
    this.disk.stall(isStalled)
  }

  /** Empties the disk. The process must be down. */
  wipe(): void {
    this.#checkDown('wiped')
    this.#note('has its disk wiped')
    this.#tellChange('wipe')
    this.disk.wipe()
    this.isWiped = true
    this.#isCorrupt = false
  }

  /** Damages what the disk holds. The process must be down. */
  corrupt(): void {
    this.#checkDown('corrupted')
    this.#note('has its disk corrupted')
    this.disk.corrupt()
    this.#isCorrupt = true
  }

  /** Starts the process again if its disk kept it from taking part. */
  restartIfBroken(): void {
    if (!this.isBroken) return
    this.crash()
    this.start()
  }

  /** Ends every fault of this peer: it is up and well after that, if only as one that has lost its disk. */
  heal(): void {
    this.busyMsMax = 0
    this.#aim = undefined
    this.disk.heal()
    this.alterDisk()
    this.resume()
    if (this.isBroken || this.#isCorrupt) this.crash()
    if (this.#isCorrupt) this.wipe()
    this.start()
  }

  #checkDown(what: string): void {
    if (this.isUp) throw new RangeError(`${this.peerId} is up: its disk cannot be ${what}`)
  }

  #strike(aim: Aim): void {
    if (this.#aim?.aim !== aim) return
    const { scheduler, coverage } = this.#init.reporting
    const { ending, onCrashed } = this.#aim
    this.#aim = undefined
    coverage.add('fault', `crash at ${aim}`)
    const struck = this.#process
    const crash = (): void => {
      if (this.#process !== struck) return
      this.crash(ending)
      onCrashed()
    }
    if (aim === 'send') crash()
    // The disk is at work: it finishes what it is doing, but nothing comes of that before the crash.
    else scheduler.soon(crash)
  }

  #onAppend(group: string, batch: Batch): void {
    tell(this.#init.reporting, observer => observer.onAppend(this.peerId, group, batch))
    this.#strike('append')
  }

  #onDurable(group: string, batch: Batch): void {
    const { reporting } = this.#init
    const { trace, scheduler } = reporting
    trace.count(1)
    trace.mixTime(scheduler.nowMs)
    trace.mix(batch.log?.entries.length ?? -1)
    if (trace.isOn) {
      trace.line(scheduler.nowMs, `${this.peerId} has durable: ${Object.keys(batch).join(', ')}`)
    }
    tell(reporting, observer => observer.onDurable(this.peerId, group, batch))
    this.#strike('flush')
    if (batch.snapshot !== undefined) this.#strike('snapshot')
  }

  #tellChange(type: 'start' | 'crash' | 'pause' | 'resume' | 'wipe'): void {
    const { scheduler, onEvent } = this.#init.reporting
    onEvent?.({ type, atMs: scheduler.nowMs, peerId: this.peerId })
  }

  #note(text: string): void {
    note(this.#init.reporting, this.peerId, text)
  }
}
