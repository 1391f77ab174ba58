import type { CallOptions } from '../group/call-limit.js'
import type { Group } from '../group/group.js'
import { checkLinearizable } from './linearizability.js'
import { MapClients } from './map-clients.js'
import { Violation } from './observer.js'
import { effectOf, type Life, OpenCalls, RecordedCalls } from './open-calls.js'
import type { ObjectOperation } from './plan.js'
import type { Random } from './random.js'
import { type NumberOperation, type NumberResult, numberModel } from './sequential-models.js'
import { TurnClients } from './turn-clients.js'

export interface ObjectClientsInit {
  /** Decides who watches. */
  readonly random: Random
  /** Told what must never be. */
  readonly fail: (error: unknown) => void
  /** Told what happened, for it to be counted. */
  readonly count: (what: string) => void
  readonly nowMs: () => number
  /** Calls back after so many milliseconds. */
  readonly after: (ms: number, run: () => void) => void
  /** Whether all clocks ran as fast as time, so far. */
  readonly isTimeTrue: () => boolean
}

/** Part of the lives that watch the map. */
const watchRate = 0.5

/** Clients of the objects of one group, and a record of all that they are told. */
export class ObjectClients {
  readonly #init: ObjectClientsInit
  readonly #lives = new Map<string, Life>()
  readonly #open: OpenCalls
  readonly #map: MapClients
  readonly #turns: TurnClients
  readonly #numbers: RecordedCalls<NumberOperation, NumberResult>
  /** Those who have something for a while; undefined once nobody is to keep anything. */
  #sleepers: Set<() => void> | undefined = new Set()

  constructor(init: ObjectClientsInit) {
    const { random, fail, count, nowMs, isTimeTrue } = init
    this.#init = init
    this.#open = new OpenCalls(fail)
    this.#numbers = new RecordedCalls(this.#open, fail)
    const watches = ({ peerId }: Life): boolean => random.fork(peerId).chance(watchRate)
    this.#map = new MapClients({ open: this.#open, fail, count, watches })
    this.#turns = new TurnClients({
      open: this.#open,
      map: this.#map,
      fail,
      count,
      nowMs,
      isTimeTrue,
      sleep: ms => this.#sleep(ms)
    })
  }

  /** What has not ended. */
  get pending(): string[] {
    return this.#open.pending
  }

  /** A process of the peer opened the group. */
  attach(peerId: string, group: Group): void {
    this.detach(peerId)
    this.#lives.set(peerId, { peerId, group, isOver: false })
  }

  /** The process of the peer is gone, and nobody hears of its calls. */
  detach(peerId: string): void {
    const life = this.#lives.get(peerId)
    if (life === undefined) return
    life.isOver = true
    this.#lives.delete(peerId)
    this.#open.end(life)
    this.#map.end(life)
    this.#turns.end(life)
  }

  /** Does nothing if the peer has no process. How it ends, and what of that may not be, is judged here. */
  perform(peerId: string, operation: ObjectOperation): void {
    const life = this.#lives.get(peerId)
    if (life === undefined || life.group.status().state === 'halted') return
    this.#perform(life, operation).catch(error => {
      if (effectOf(error) === undefined) this.#init.fail(error)
    })
  }

  /** Everything was healed: nobody keeps a lock or a lease any longer, and what belongs to nobody must go. */
  audit(): void {
    const sleepers = this.#sleepers ?? []
    this.#sleepers = undefined
    for (const wake of sleepers) wake()
    for (const life of this.#lives.values()) this.#turns.audit(life)
  }

  /**
   * Judges what all calls so far were told.
   *
   * @throws Violation if it cannot be true.
   */
  async check(): Promise<void> {
    await this.#map.check()
    this.#turns.check()
    checkLinearizable(numberModel, this.#numbers.history.calls)
  }

  async #perform(life: Life, operation: ObjectOperation): Promise<void> {
    const limits: CallOptions =
      'timeoutMs' in operation && operation.timeoutMs !== undefined
        ? { timeoutMs: operation.timeoutMs }
        : {}
    switch (operation.type) {
      case 'map-read':
        return await this.#map.read(life, operation.key, operation.consistency, limits)
      case 'pair-read':
        return await this.#map.readPair(life, operation.key, operation.consistency, limits)
      case 'map-write':
        return await this.#map.write(life, operation.key, operation.how, limits)
      case 'pair-move':
        return await this.#map.move(life, operation.key, operation.amount, limits)
      case 'number-add':
      case 'number-read':
        return await this.#number(life, operation, limits)
      case 'lock':
        return await this.#turns.lock(life, operation, limits)
      case 'lease':
        return await this.#turns.lease(life, operation)
    }
  }

  async #number(
    life: Life,
    operation: Extract<ObjectOperation, { readonly type: 'number-add' | 'number-read' }>,
    limits: CallOptions
  ): Promise<void> {
    const { kind, name } = operation
    const sequence = life.group.sequence(name)
    const counter = life.group.counter(name)
    const part = `${kind} ${name}`
    if (operation.type === 'number-read') {
      await this.#numbers.call(life, { type: 'read', name: part }, async () => ({
        value: kind === 'counter' ? await counter.get(limits) : await sequence.last(limits)
      }))
      return
    }
    const { delta } = operation
    await this.#numbers.call(life, { type: 'add', name: part, delta }, async () => {
      if (kind === 'counter') return { value: await counter.add(delta, limits) }
      if (delta === 1) return { value: await sequence.next(limits) }
      const { first, last } = await sequence.take(delta, limits)
      if (last - first + 1 === delta) return { value: last }
      throw new Violation('settled is true', `${first} to ${last} are not ${delta} numbers`)
    })
  }

  async #sleep(ms: number): Promise<void> {
    await new Promise<void>(resolve => {
      const sleepers = this.#sleepers
      if (sleepers === undefined) {
        resolve()
        return
      }
      sleepers.add(resolve)
      this.#init.after(ms, () => {
        sleepers.delete(resolve)
        resolve()
      })
    })
  }
}
