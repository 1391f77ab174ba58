import type { Batch } from '../core/batch.js'
import type { ReplicaStore } from '../storage/store.js'
import type { AnyMessage } from '../wire/frame.js'
import type { Clock } from './ports.js'
import type { Postbox } from './postbox.js'

interface Letter {
  readonly to: string
  readonly message: AnyMessage
}

/** What a pure machine wants done: the part that is the same for all of them. */
export interface MachineEffects {
  readonly messages: readonly Letter[]
  readonly persist?: { readonly batchId: number; readonly batch: Batch } | undefined
  readonly afterDurable?:
    | { readonly batchId: number; readonly messages: readonly Letter[] }
    | undefined
  readonly wakeAtMs: number
}

export interface MachineLoopInit<Input, Effects extends MachineEffects> {
  readonly clock: Clock
  readonly store: Pick<ReplicaStore, 'append'>
  readonly postbox: Postbox
  readonly step: (inputs: readonly Input[], nowMs: number) => Effects
  readonly durable: (batchId: number) => Input
  /** Carries out what is particular to this machine, after the common part. */
  readonly onEffects: (effects: Effects) => void
  /** The machine or its store failed: it is not stepped any more. */
  readonly onFailure: (error: unknown) => void
}

/**
 * Feeds a pure machine with inputs and carries out its effects, in the order that safety needs: a message that depends on a
 * batch leaves only after the store made that batch durable, and never if the store failed.
 */
export class MachineLoop<Input, Effects extends MachineEffects> {
  readonly #init: MachineLoopInit<Input, Effects>
  #inputs: Input[] = []
  #scheduled = false
  #running = true
  /** Messages that wait for their batch, by ascending batch id. */
  #waiting: { readonly batchId: number; readonly messages: readonly Letter[] }[] = []
  #released: Letter[] = []
  #cancelTimer: (() => void) | undefined
  #timerAtMs = Number.POSITIVE_INFINITY

  constructor(init: MachineLoopInit<Input, Effects>) {
    this.#init = init
  }

  /** Takes an input; it is worked on soon, together with others that arrive until then. */
  submit(input: Input): void {
    if (!this.#running) return
    this.#inputs.push(input)
    this.#schedule()
  }

  /** Takes the first step. */
  start(): void {
    this.#schedule()
  }

  /** Ends the loop: inputs, timers and messages that wait are dropped. */
  stop(): void {
    this.#running = false
    this.#inputs = []
    this.#waiting = []
    this.#released = []
    this.#init.postbox.close()
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
  }

  #schedule(): void {
    if (this.#scheduled || !this.#running) return
    this.#scheduled = true
    this.#init.clock.soon(() => {
      this.#scheduled = false
      if (this.#running) this.#run()
    })
  }

  #run(): void {
    const { clock, postbox, step, onEffects } = this.#init
    const inputs = this.#inputs
    this.#inputs = []
    try {
      const effects = step(inputs, clock.nowMs())
      if (effects.afterDurable !== undefined) this.#waiting.push(effects.afterDurable)
      const released = this.#released
      this.#released = []
      // Before the store gets its batch: that takes a while, in which the peers can work already.
      postbox.send(released.length === 0 ? effects.messages : [...released, ...effects.messages])
      if (effects.persist !== undefined) this.#persist(effects.persist)
      this.#wakeAt(effects.wakeAtMs)
      onEffects(effects)
    } catch (error) {
      this.#fail(error)
    }
  }

  #persist({ batchId, batch }: { readonly batchId: number; readonly batch: Batch }): void {
    this.#init.store.append(batch).then(
      () => this.#onDurable(batchId),
      error => this.#fail(error)
    )
  }

  #onDurable(batchId: number): void {
    if (!this.#running) return
    while (this.#waiting[0] !== undefined && this.#waiting[0].batchId <= batchId) {
      for (const letter of this.#waiting.shift()?.messages ?? []) this.#released.push(letter)
    }
    this.submit(this.#init.durable(batchId))
  }

  #wakeAt(atMs: number): void {
    if (atMs >= this.#timerAtMs || atMs === Number.POSITIVE_INFINITY || !this.#running) return
    this.#cancelTimer?.()
    this.#timerAtMs = atMs
    this.#cancelTimer = this.#init.clock.setTimer(atMs, () => {
      this.#timerAtMs = Number.POSITIVE_INFINITY
      this.#cancelTimer = undefined
      this.#schedule()
    })
  }

  #fail(error: unknown): void {
    if (!this.#running) return
    this.stop()
    this.#init.onFailure(error)
  }
}
