import { OutcomeUnknownError } from '../errors.js'
import type { CallOptions } from '../group/call-limit.js'
import type { Group } from '../group/group.js'
import { History } from './history.js'
import { checkLinearizable } from './linearizability.js'
import { Violation } from './observer.js'
import { type Command, Commands, encodeCommand, RegisterMachine } from './register-machine.js'
import { type RegisterOperation, type RegisterResult, registerModel } from './sequential-models.js'

export interface RegistersInit {
  /** Told what must never be: a broken rule, or an error that no fault explains. It ends the run. */
  readonly fail: (error: unknown) => void
}

export interface WriteOptions extends CallOptions {
  /**
   * Whether the call goes on, under a key, until its fate is known, also after a restart of its process. The group must remember
   * keys for longer than the run.
   *
   * @default false
   */
  readonly persists?: boolean
  /**
   * Bytes that the proposed value has at least.
   *
   * @default 0
   */
  readonly bytesMin?: number
}

/** A call that has not ended. */
interface OpenCall<T> {
  readonly id: number
  readonly peerId: string
  readonly operation: RegisterOperation
  readonly options: WriteOptions
  /** The process that works on it; undefined while there is none. */
  machine: RegisterMachine<T> | undefined
  /** Whether an earlier attempt may take effect. */
  isUnsure: boolean
  readonly done: PromiseWithResolvers<void>
}

/** Errors that say that a call had no effect and never will. */
const withoutEffect: ReadonlySet<string> = new Set(['NoQuorumError', 'OverloadedError'])

/** Errors that leave it open. */
const uncertain: ReadonlySet<string> = new Set([
  'OutcomeUnknownError',
  'ReplicaStoppedError',
  'SessionExpiredError',
  'StoreError'
])

/**
 * Clients of a group that keep registers in its log and agree on values by name, and a record of all they are told.
 *
 * Each value is written once, so that whoever finds it knows by which call. All methods that begin a call resolve when it ended,
 * however it did, and do nothing if the peer has no process.
 */
export class Registers<T = Uint8Array> {
  readonly history: History<RegisterOperation, RegisterResult> = new History()
  readonly #fail: (error: unknown) => void
  readonly #commands = new Commands()
  readonly #machines = new Map<string, RegisterMachine<T>>()
  readonly #calls = new Map<number, OpenCall<T>>()

  constructor({ fail }: RegistersInit) {
    this.#fail = fail
  }

  /** Calls that have not ended. */
  get pending(): string[] {
    return [...this.#calls.values()].map(
      ({ id, peerId, operation }) => `${operation.type} ${id} at ${peerId}`
    )
  }

  /** A process of the peer opened the group: calls that persist go on there. */
  attach(peerId: string, group: Group<T>): void {
    this.detach(peerId)
    const machine = new RegisterMachine(group, this.#commands, this.#fail)
    this.#machines.set(peerId, machine)
    for (const call of this.#calls.values()) {
      if (call.peerId === peerId) this.#begin(call, machine)
    }
  }

  /** The process of the peer is gone, and nobody hears of its calls. */
  detach(peerId: string): void {
    this.#machines.delete(peerId)
    for (const call of this.#calls.values()) {
      if (call.peerId === peerId) this.#leaveOpen(call)
    }
  }

  async read(peerId: string, register: string, options: CallOptions = {}): Promise<void> {
    await this.#call(peerId, { type: 'read', register }, options)
  }

  async write(peerId: string, register: string, options: WriteOptions = {}): Promise<void> {
    await this.#call(peerId, { type: 'write', register, value: this.#nextValue }, options)
  }

  /** Sets the register if it still holds what this peer knew of it last. */
  async compareAndSet(peerId: string, register: string, options: WriteOptions = {}): Promise<void> {
    const expected = this.#machines.get(peerId)?.content(register) ?? null
    const value = this.#nextValue
    await this.#call(peerId, { type: 'compare-and-set', register, expected, value }, options)
  }

  async decide(peerId: string, name: string, options: CallOptions = {}): Promise<void> {
    await this.#call(peerId, { type: 'decide', name, value: this.#nextValue }, options)
  }

  /**
   * Judges what all calls so far were told.
   *
   * @throws LinearizabilityViolation if no order of them explains it.
   */
  check(): void {
    checkLinearizable(registerModel, this.history.calls)
  }

  get #nextValue(): string {
    return String(this.history.calls.length)
  }

  async #call(peerId: string, operation: RegisterOperation, options: WriteOptions): Promise<void> {
    const machine = this.#machines.get(peerId)
    if (machine === undefined) return
    const id = this.history.invoke(peerId, operation)
    const done = Promise.withResolvers<void>()
    const call = { id, peerId, operation, options, machine, isUnsure: false, done }
    this.#calls.set(id, call)
    this.#begin(call, machine)
    await done.promise
  }

  #begin(call: OpenCall<T>, machine: RegisterMachine<T>): void {
    call.machine = machine
    // What the call of a process that is gone comes to is not heard.
    this.#perform(call, machine).then(
      result => {
        if (call.machine !== machine) return
        this.history.return(call.id, result)
        this.#end(call)
      },
      error => {
        if (call.machine === machine) this.#onError(call, machine, error)
      }
    )
  }

  async #perform(call: OpenCall<T>, machine: RegisterMachine<T>): Promise<RegisterResult> {
    const { operation, options } = call
    const { group } = machine
    // Whoever tries again does not give up.
    const limits = call.isUnsure ? {} : limitsOf(options)
    switch (operation.type) {
      case 'read': {
        const { slot } = await group.barrier(limits)
        await machine.applyTo(slot)
        return { found: machine.content(operation.register) }
      }
      case 'decide': {
        const value = machine.value(JSON.stringify(operation.value))
        const decided = await group.decide(operation.name, value, limits)
        return { found: JSON.parse(machine.text(decided.value)) }
      }
      case 'write':
      case 'compare-and-set': {
        const value = machine.value(encodeCommand(operation, options.bytesMin ?? 0))
        const key = options.persists === true ? { key: `call ${call.id}` } : {}
        const { slot } = await group.propose(value, { ...limits, ...key })
        return await this.#resultAt(machine, slot, operation)
      }
    }
  }

  /** What the command found that was chosen in `slot`. */
  async #resultAt(
    machine: RegisterMachine<T>,
    slot: number,
    operation: Command
  ): Promise<RegisterResult> {
    await machine.applyTo(slot)
    const applied = machine.at(slot)
    if (applied?.command.value === operation.value) return { found: applied.found }
    const what = JSON.stringify(applied?.command)
    throw new Violation('settled is true', `slot ${slot} holds ${what}, not ${operation.value}`)
  }

  #onError(call: OpenCall<T>, machine: RegisterMachine<T>, error: unknown): void {
    const { id, operation, options } = call
    const { signal, persists = false } = options
    const name = error instanceof Error ? error.name : ''
    const isAborted = signal?.aborted === true && error === signal.reason
    if (isAborted || withoutEffect.has(name)) {
      if (call.isUnsure) this.history.unknown(id)
      else this.history.fail(id)
      this.#end(call)
    } else if (!uncertain.has(name)) {
      this.#fail(error)
    } else if (operation.type === 'read') {
      this.history.fail(id)
      this.#end(call)
    } else if (name === 'ReplicaStoppedError' || !persists) {
      this.#leaveOpen(call)
      if (error instanceof OutcomeUnknownError) this.#follow(id, operation, machine, error)
    } else {
      call.isUnsure = true
      this.#begin(call, machine)
    }
  }

  /** Waits for the next process if the call persists; else nobody knows what becomes of it. */
  #leaveOpen(call: OpenCall<T>): void {
    call.machine = undefined
    call.isUnsure = true
    if (call.options.persists === true) return
    this.history.unknown(call.id)
    this.#end(call)
  }

  /** Records what became of a call that was given up, if that is found out. */
  #follow(
    id: number,
    operation: RegisterOperation,
    machine: RegisterMachine<T>,
    error: OutcomeUnknownError
  ): void {
    if (operation.type !== 'write' && operation.type !== 'compare-and-set') return
    const follow = async (): Promise<void> => {
      const outcome = await error.outcome()
      if (!outcome.chosen) this.history.fail(id)
      else this.history.return(id, await this.#resultAt(machine, outcome.slot, operation))
    }
    follow().catch(reason => {
      if (!(reason instanceof Error && uncertain.has(reason.name))) this.#fail(reason)
    })
  }

  #end(call: OpenCall<T>): void {
    this.#calls.delete(call.id)
    call.done.resolve()
  }
}

function limitsOf({ signal, timeoutMs }: CallOptions): CallOptions {
  return {
    ...(signal !== undefined && { signal }),
    ...(timeoutMs !== undefined && { timeoutMs })
  }
}
