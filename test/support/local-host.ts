import type { Entry } from '../../src/core/entry.js'
import { ReplicaStoppedError } from '../../src/errors.js'
import { Changes } from '../../src/group/objects/changes.js'
import type { ObjectsHost, Performed } from '../../src/group/objects/host.js'
import type { Clock } from '../../src/runtime/ports.js'
import { Objects } from '../../src/state/objects.js'
import type { Operation } from '../../src/state/operation.js'
import { encodeOperation } from '../../src/state/operation-codec.js'

interface Timer {
  readonly atMs: number
  readonly callback: () => void
}

/** A clock that stands still until it is told to go on. */
export class ManualClock implements Clock {
  readonly #timers = new Set<Timer>()
  #nowMs = 5000

  nowMs(): number {
    return this.#nowMs
  }

  setTimer(atMs: number, callback: () => void): () => void {
    const timer = { atMs, callback }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  soon(callback: () => void): void {
    queueMicrotask(callback)
  }

  turnEnd(callback: () => void): void {
    queueMicrotask(callback)
  }

  get timerCount(): number {
    return this.#timers.size
  }

  /** When the next timer is due. */
  get nextMs(): number {
    return Math.min(...[...this.#timers].map(({ atMs }) => atMs))
  }

  /** Moves on, and calls what is due then. */
  moveTo(nowMs: number): void {
    this.#nowMs = Math.max(this.#nowMs, nowMs)
    for (const timer of [...this.#timers].toSorted((a, b) => a.atMs - b.atMs)) {
      if (timer.atMs <= this.#nowMs && this.#timers.delete(timer)) timer.callback()
    }
  }
}

/** Runs what is ready to run, however many turns that takes. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 50; i += 1) await Promise.resolve()
}

/** The objects of a group of one, whose log and clock are in the hands of a test. */
export class LocalHost implements ObjectsHost {
  readonly objects: Objects = new Objects()
  readonly changes: Changes = new Changes()
  readonly clock: ManualClock = new ManualClock()
  readonly peerId = 'alice'
  readonly valueBytesMax = 1_000
  /** Asked before an operation is chosen: may let it wait, or throw. */
  before: (operation: Operation) => Promise<void> | void = () => undefined
  /** Told after an operation was chosen, before its caller is. */
  after: (operation: Operation) => void = () => undefined
  #isClosed = false
  #sequence = 0

  async perform(operation: Operation): Promise<Performed> {
    this.check()
    await this.before(operation)
    this.check()
    const performed = this.choose(operation)
    this.after(operation)
    return performed
  }

  async read({ signal }: { readonly signal?: AbortSignal }): Promise<void> {
    this.check()
    await settled()
    signal?.throwIfAborted()
  }

  limited<T>(options: T): T {
    return options
  }

  check(): void {
    if (this.#isClosed) throw new ReplicaStoppedError('the group is closed')
  }

  close(): void {
    this.#isClosed = true
    this.changes.end(undefined)
  }

  /** Has an operation chosen, by whomever. */
  choose(operation: Operation, origin = this.peerId): Performed {
    this.#sequence += 1
    const bytes = encodeOperation(operation)
    const { logTimeMs } = this
    const place = { session: 1, sequence: this.#sequence, acknowledged: this.#sequence - 1 }
    const slot = this.append({ type: 'operation', ...place, operation: bytes, logTimeMs }, origin)
    const result = this.objects.resultAt(slot)
    if (result === undefined) throw new Error('the operation came to nothing')
    return { slot, result }
  }

  append(entry: Entry, origin?: string): number {
    const slot = this.objects.slot + 1
    this.objects.apply({ slot, entry, verdict: { type: 'applied' }, origin })
    this.changes.push(this.objects.takeChanges())
    return slot
  }

  /** Goes on from a snapshot of these objects. */
  jump(objects: Objects): void {
    const restorer = this.objects.restorer()
    for (const piece of objects.snapshot()) restorer.add(piece)
    restorer.finish()
    this.changes.jump(this.objects.slot)
  }

  get logTimeMs(): number {
    return Math.floor(this.clock.nowMs())
  }

  /** Time passes, with all that is due in it, here and in the group. */
  async pass(elapsedMs: number): Promise<void> {
    const endMs = this.clock.nowMs() + elapsedMs
    await settled()
    for (;;) {
      const { alarmMs = Number.POSITIVE_INFINITY } = this.objects
      const nextMs = Math.min(alarmMs, this.clock.nextMs, endMs)
      this.clock.moveTo(nextMs)
      if (alarmMs <= nextMs) this.append({ type: 'tick', logTimeMs: this.logTimeMs })
      await settled()
      if (nextMs === endMs) return
    }
  }
}
