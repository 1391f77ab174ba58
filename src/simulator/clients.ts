import type { CallOptions } from '../group/call-limit.js'
import { bytesCodec } from '../group/codec.js'
import type { Group } from '../group/group.js'
import type { StateMachine } from '../group/machine.js'
import type { Application, Pending } from './application.js'
import { ObjectClients } from './object-clients.js'
import type { ObjectOperation, Operation } from './plan.js'
import { Registers } from './registers.js'
import type { World } from './world.js'

/** What a call may be told for the faults of a world. Anything else is a bug. */
const expectedErrors: ReadonlySet<string> = new Set([
  'NoQuorumError',
  'OutcomeUnknownError',
  'OverloadedError',
  'ReconfigurationPendingError',
  'InvalidOptionsError',
  'NotMemberError',
  'ReplicaStoppedError',
  'SessionExpiredError'
])

interface Call {
  readonly peer: string
  readonly group: string
  readonly what: string
}

/**
 * Clients of the groups of a world. They carry out operations, know which have not finished, and judge in the end whether what they
 * were told can be true.
 */
export class Clients implements Application {
  readonly #world: World
  readonly #registers: ReadonlyMap<string, Registers>
  readonly #objects: ReadonlyMap<string, ObjectClients>
  /** Calls that are about no register and no object. */
  readonly #pending = new Set<Call>()
  #count = 0

  /** Snapshots have at least `stateBytesMin` bytes. */
  constructor(world: World, stateBytesMin = 0) {
    this.#world = world
    const fail = (error: unknown): void => world.fail(error)
    const create = (): Registers => new Registers({ codec: bytesCodec, stateBytesMin, fail })
    this.#registers = new Map(world.groupNames.map(name => [name, create()]))
    this.#objects = new Map(world.groupNames.map(name => [name, objectClients(world, name)]))
  }

  /** Calls that have not ended. */
  get pending(): Pending[] {
    return [
      ...[...this.#pending].map(({ peer, group, what }) => ({ what: `${what} at ${peer}`, group })),
      ...[...this.#registers, ...this.#objects].flatMap(([group, { pending }]) =>
        pending.map(what => ({ what, group }))
      )
    ]
  }

  machine(_peerId: string, group: string): StateMachine | undefined {
    return this.#registersOf(group)?.createMachine()
  }

  onGroup(peerId: string, group: Group): void {
    this.#registersOf(group.name)?.attach(peerId, group)
    this.#objects.get(this.#world.originOf(group.name))?.attach(peerId, group)
  }

  onCrash(peerId: string): void {
    for (const registers of this.#registers.values()) registers.detach(peerId)
    for (const objects of this.#objects.values()) objects.detach(peerId)
    for (const call of this.#pending) if (call.peer === peerId) this.#pending.delete(call)
  }

  onHealed(): void {
    for (const registers of this.#registers.values()) void registers.audit()
    for (const objects of this.#objects.values()) objects.audit()
  }

  /** Does nothing if the peer has not opened the group. */
  perform(operation: Operation): void {
    const name = this.#world.groupNames.find(
      known => this.#world.originOf(known) === operation.group
    )
    const group = this.#world.group(operation.peer, name)
    const registers = this.#registers.get(operation.group)
    if (group === undefined || registers === undefined) return
    this.#count += 1
    if (isPlain(operation)) {
      this.#call(group, operation)
    } else if (isOfObjects(operation)) {
      this.#objects.get(operation.group)?.perform(operation.peer, operation)
    } else {
      // How it ends, and what of that may not be, is the registers' business.
      void perform(registers, operation)
    }
  }

  /**
   * Judges what all calls so far were told.
   *
   * @throws Violation if it cannot be true.
   */
  async check(): Promise<void> {
    for (const registers of this.#registers.values()) registers.check()
    for (const objects of this.#objects.values()) await objects.check()
  }

  /** Whoever goes on in a fork knows no difference. */
  #registersOf(group: string): Registers | undefined {
    return this.#registers.get(this.#world.originOf(group))
  }

  #call(group: Group, operation: PlainOperation): void {
    const { coverage, core } = this.#world
    const { peer, type } = operation
    const call: Call = { peer, group: group.name, what: `${type} ${this.#count}` }
    this.#pending.add(call)
    const ended = this.#begin(group, operation, core.heartbeatIntervalMs)
    ended.then(
      () => {
        if (this.#pending.delete(call)) coverage.add('call', 'ok')
      },
      error => {
        if (this.#pending.delete(call)) this.#onError(error)
      }
    )
  }

  #begin(group: Group, operation: PlainOperation, timeoutMs: number): Promise<unknown> {
    switch (operation.type) {
      case 'transfer':
        return group.transferLeadership(operation.target, { timeoutMs })
      case 'reconfigure': {
        const { add, remove } = operation
        return group.reconfigure({ add: [add], remove: [remove] }, callOptions(operation))
      }
      case 'propose':
        return group.propose(this.#value(operation.bytes), callOptions(operation))
    }
  }

  #onError(error: unknown): void {
    const name = error instanceof Error ? error.name : String(error)
    this.#world.coverage.add('call', name)
    if (!expectedErrors.has(name)) this.#world.fail(error)
  }

  /** Bytes that are unlike those of any other call, where there is room for it. */
  #value(length: number): Uint8Array {
    const value = new Uint8Array(length)
    if (length >= 4) new DataView(value.buffer).setUint32(0, this.#count)
    return value
  }
}

type PlainOperation = Extract<Operation, { type: 'propose' | 'transfer' | 'reconfigure' }>
type RegisterOperation = Exclude<Operation, PlainOperation | ObjectOperation>

const registerOperations: ReadonlySet<string> = new Set([
  'read',
  'write',
  'compare-and-set',
  'decide'
])

function isPlain(operation: Operation): operation is PlainOperation {
  return ['propose', 'transfer', 'reconfigure'].includes(operation.type)
}

function isOfObjects(operation: Operation): operation is Extract<Operation, ObjectOperation> {
  return !registerOperations.has(operation.type) && !isPlain(operation)
}

function objectClients(world: World, group: string): ObjectClients {
  const { random, scheduler, coverage } = world
  return new ObjectClients({
    random: random.fork(`watches of ${group}`),
    fail: error => world.fail(error),
    count: what => coverage.add('object', what),
    nowMs: () => world.nowMs,
    after: (ms, run) => scheduler.at(world.nowMs + ms, run),
    isTimeTrue: () => coverage.get('fault', 'drift') + coverage.get('fault', 'jump') === 0
  })
}

async function perform(registers: Registers, operation: RegisterOperation): Promise<void> {
  const { peer } = operation
  const options = callOptions(operation)
  switch (operation.type) {
    case 'read':
      return await registers.read(peer, operation.register, options)
    case 'write':
    case 'compare-and-set': {
      const { persists = false, bytesMin = 0 } = operation
      const given = { ...options, persists, bytesMin }
      return operation.type === 'write'
        ? await registers.write(peer, operation.register, given)
        : await registers.compareAndSet(peer, operation.register, given)
    }
    case 'decide':
      return await registers.decide(peer, operation.name, options)
  }
}

function callOptions(operation: Operation): CallOptions & { readonly key?: string } {
  return {
    ...('timeoutMs' in operation && { timeoutMs: operation.timeoutMs }),
    ...('key' in operation && { key: operation.key })
  }
}
