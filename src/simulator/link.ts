import type { Lane } from '../runtime/ports.js'
import type { Random } from './random.js'
import type { Scheduler } from './scheduler.js'

/** A connection between two processes: frames that travel on it never arrive on another one. */
export interface Connection {
  /** Whether both processes still have it. */
  isOpen: boolean
  /** Whether what is under way on it is lost. */
  isReset: boolean
}

/** How one direction between two peers carries frames. */
export interface LinkConditions {
  /** The least and the most milliseconds that a frame is under way, besides what its size costs. */
  readonly delayMs: readonly [min: number, max: number]
  /** How fast bytes leave; frames that leave later wait for those before them. */
  readonly bytesPerMs: number
  /** How often a frame is lost. */
  readonly lossRate: number
  /** How often a frame arrives twice. */
  readonly duplicateRate: number
  /** How often a frame may overtake those before it. */
  readonly reorderRate: number
  /** How often a frame takes ten times as long as it may, and is overtaken meanwhile. */
  readonly straggleRate: number
}

export const goodLink: LinkConditions = {
  delayMs: [0.2, 1],
  bytesPerMs: 100_000,
  lossRate: 0,
  duplicateRate: 0,
  reorderRate: 0,
  straggleRate: 0
}

/** Bytes that wait to leave; what is above is dropped, as the transport over libp2p does. */
const queueBytesMax = 16 * 1024 * 1024

const straggleFactor = 10

/** What was sent on one lane: another one neither waits for it nor shares its order. */
interface Queue {
  /** When everything that was sent will have left. */
  leftMs: number
  /** When the last frame arrives that does not overtake. */
  arrivesMs: number
}

const newQueue = (): Queue => ({ leftMs: 0, arrivesMs: 0 })

interface InFlight {
  readonly connection: Connection
  readonly bytes: Uint8Array
}

export interface LinkInit {
  readonly scheduler: Scheduler
  readonly random: Random
  readonly conditions: LinkConditions
  /** A frame arrived at the other end. */
  readonly onArrival: (connection: Connection, bytes: Uint8Array) => void
  /** Something out of the ordinary happened to a frame. */
  readonly onFault: (fault: string) => void
}

/** One direction between two peers: takes frames, and delivers them after some time, or not. */
export class Link {
  #conditions: LinkConditions
  readonly #init: LinkInit
  readonly #queues: Readonly<Record<Lane, Queue>> = { log: newQueue(), snapshot: newQueue() }
  #isCut = false
  /** What arrived while the link is held up, in order. */
  #held: InFlight[] | undefined

  constructor(init: LinkInit) {
    this.#init = init
    this.#conditions = init.conditions
  }

  /** Whether what is sent now arrives some time, but for ordinary loss. */
  get isOpen(): boolean {
    return !this.#isCut && this.#held === undefined
  }

  /** Carries frames in another way from now on, in what `changes` names; without it as at first. */
  alter(changes: Partial<LinkConditions> = {}): void {
    this.#conditions = { ...this.#init.conditions, ...changes }
  }

  /** Milliseconds until everything that was sent will have left. */
  get backlogMs(): number {
    const { log, snapshot } = this.#queues
    return Math.max(0, Math.max(log.leftMs, snapshot.leftMs) - this.#init.scheduler.nowMs)
  }

  /** Forgets what waits to leave: the connection that it was sent on is gone. */
  clear(): void {
    Object.assign(this.#queues.log, newQueue())
    Object.assign(this.#queues.snapshot, newQueue())
  }

  /** Loses every frame that is sent from now on. Nobody is told. */
  cut(): void {
    this.#isCut = true
  }

  /** Delivers nothing from now on, but keeps it: it all arrives when the link is mended. Nobody is told. */
  hold(): void {
    this.#held ??= []
  }

  /** Ends a cut or a hold. */
  mend(): void {
    this.#isCut = false
    const held = this.#held ?? []
    this.#held = undefined
    for (const { connection, bytes } of held) this.#init.onArrival(connection, bytes)
  }

  send(connection: Connection, bytes: Uint8Array, lane: Lane = 'log'): void {
    const { random, onFault } = this.#init
    const { lossRate, duplicateRate } = this.#conditions
    if (this.#isCut) {
      onFault('frame cut off')
      return
    }
    if (lossRate > 0 && random.chance(lossRate)) {
      onFault('frame lost')
      return
    }
    this.#transmit(connection, bytes, this.#queues[lane])
    if (duplicateRate > 0 && random.chance(duplicateRate)) {
      onFault('frame duplicated')
      this.#transmit(connection, bytes, this.#queues[lane])
    }
  }

  /** When something that leaves now, after everything sent so far, arrives. */
  arrivalMs(): number {
    const { log, snapshot } = this.#queues
    const atMs = this.#init.scheduler.nowMs + this.#delayMs()
    return Math.max(log.arrivesMs, snapshot.arrivesMs, atMs)
  }

  #transmit(connection: Connection, bytes: Uint8Array, queue: Queue): void {
    const { scheduler, random, onFault } = this.#init
    const { bytesPerMs, reorderRate, straggleRate } = this.#conditions
    const startMs = Math.max(queue.leftMs, scheduler.nowMs)
    if ((startMs - scheduler.nowMs) * bytesPerMs + bytes.length > queueBytesMax) {
      onFault('frame dropped from a full queue')
      return
    }
    queue.leftMs = startMs + bytes.length / bytesPerMs
    let atMs = queue.leftMs + this.#delayMs()
    if (straggleRate > 0 && random.chance(straggleRate)) {
      onFault('frame straggled')
      atMs = queue.leftMs + this.#conditions.delayMs[1] * straggleFactor
    } else if (reorderRate > 0 && random.chance(reorderRate)) {
      if (atMs < queue.arrivesMs) onFault('frame overtook')
    } else {
      atMs = Math.max(atMs, queue.arrivesMs)
      queue.arrivesMs = atMs
    }
    scheduler.at(atMs, () => {
      if (this.#held === undefined) this.#init.onArrival(connection, bytes)
      else this.#held.push({ connection, bytes })
    })
  }

  #delayMs(): number {
    const [min, max] = this.#conditions.delayMs
    return this.#init.random.between(min, max)
  }
}
