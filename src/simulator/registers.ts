import { OutcomeUnknownError, ReplicaStoppedError } from '../errors.js'
import type { CallOptions } from '../group/call-limit.js'
import type { Codec } from '../group/codec.js'
import type { Group } from '../group/group.js'
import { History } from './history.js'
import { checkLinearizable } from './linearizability.js'
import { Violation } from './observer.js'
import {
  type Command,
  Commands,
  encodeCommand,
  RegisterMachine,
  States
} from './register-machine.js'
import { type RegisterOperation, type RegisterResult, registerModel } from './sequential-models.js'

export interface RegistersInit<T> {
  /** How the values of the group become bytes. */
  readonly codec: Codec<T>
  /**
   * Bytes that each snapshot has at least.
   *
   * @default 0
   */
  readonly stateBytesMin?: number
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
  readonly #init: RegistersInit<T>
  readonly #commands = new Commands()
  readonly #states = new States()
  /** Of the peers whose processes opened the group. */
  readonly #machines = new Map<string, RegisterMachine<T>>()
  readonly #calls = new Map<number, OpenCall<T>>()
  /** Machines that are held against their logs. */
  readonly #audits = new Map<RegisterMachine<T>, string>()

  constructor(init: RegistersInit<T>) {
    this.#init = init
  }

  /** Calls and audits that have not ended. */
  get pending(): string[] {
    const calls = [...this.#calls.values()].map(
      ({ id, peerId, operation }) => `${operation.type} ${id} at ${peerId}`
    )
    return [...calls, ...this.#audits.values()]
  }

  /** A machine to open the group with. */
  createMachine(): RegisterMachine<T> {
    const { codec, fail, stateBytesMin = 0 } = this.#init
    return new RegisterMachine({
      codec,
      commands: this.#commands,
      states: this.#states,
      stateBytesMin,
      fail
    })
  }

  /**
   * A process of the peer opened the group with a machine that came from here: calls that persist go on there.
   *
   * @throws RangeError if the machine is another one.
   */
  attach(peerId: string, group: Group<T>): void {
    this.detach(peerId)
    const { machine } = group.options
    if (!(machine instanceof RegisterMachine)) throw new RangeError('the group has no registers')
    machine.attach(group)
    this.#machines.set(peerId, machine)
    for (const call of this.#calls.values()) {
      if (call.peerId === peerId) this.#begin(call, machine)
    }
  }

  /** The process of the peer is gone, and nobody hears of its calls. */
  detach(peerId: string): void {
    const machine = this.#machines.get(peerId)
    if (machine !== undefined) this.#audits.delete(machine)
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

  /** Holds the logs of all processes against what they applied. */
  async audit(): Promise<void> {
    const audits = [...this.#machines].map(async ([peerId, machine]) => {
      this.#audits.set(machine, `audit at ${peerId}`)
      try {
        await machine.audit()
      } catch (error) {
        if (!(error instanceof ReplicaStoppedError)) this.#init.fail(error)
      } finally {
        this.#audits.delete(machine)
      }
    })
    await Promise.all(audits)
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
    if (group === undefined) throw new ReplicaStoppedError('the group is not open')
    // Whoever tries again does not give up.
    const limits = call.isUnsure ? {} : limitsOf(options)
    switch (operation.type) {
      case 'read': {
        await group.barrier(limits)
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
        return resultAt(machine, slot, operation)
      }
    }
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
      this.#init.fail(error)
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
      else this.history.return(id, resultAt(machine, outcome.slot, operation))
    }
    follow().catch(reason => {
      if (!(reason instanceof Error && uncertain.has(reason.name))) this.#init.fail(reason)
    })
  }

  #end(call: OpenCall<T>): void {
    this.#calls.delete(call.id)
    call.done.resolve()
  }
}

/** What the command found that was chosen in `slot`; nothing if that is forgotten. */
function resultAt<T>(
  machine: RegisterMachine<T>,
  slot: number,
  operation: Command
): RegisterResult {
  const applied = machine.at(slot)
  if (applied === 'forgotten') return {}
  if (applied?.command.value === operation.value) return { found: applied.found }
  const what = JSON.stringify(applied?.command)
  throw new Violation('settled is true', `slot ${slot} holds ${what}, not ${operation.value}`)
}

function limitsOf({ signal, timeoutMs }: CallOptions): CallOptions {
  return {
    ...(signal !== undefined && { signal }),
    ...(timeoutMs !== undefined && { timeoutMs })
  }
}
