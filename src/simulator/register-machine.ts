import { concat } from 'uint8arrays/concat'
import { CompactedError, ReplicaStoppedError } from '../errors.js'
import { type Codec, stringCodec } from '../group/codec.js'
import type { Group } from '../group/group.js'
import type { ApplyContext, StateMachine } from '../group/machine.js'
import { sameBytes } from './bytes.js'
import { Violation } from './observer.js'
import type { Content, RegisterOperation } from './sequential-models.js'

/** What changes a register: the operations that go through the log. */
export type Command = Extract<RegisterOperation, { type: 'write' | 'compare-and-set' }>

/** A command in its slot, and what it found in its register. */
export interface Applied {
  readonly command: Command
  readonly found: Content
}

export interface RegisterMachineInit<T> {
  readonly codec: Codec<T>
  readonly commands: Commands
  readonly states: States
  /** Bytes that each snapshot has at least. */
  readonly stateBytesMin: number
  /** Told if the group breaks its word. */
  readonly fail: (error: unknown) => void
}

/** What a snapshot says, besides what fills it up. */
interface State {
  /** The slot that was applied last. */
  readonly slot: number
  readonly contents: readonly (readonly [string, Content])[]
}

/**
 * Registers as one process of a peer knows them: the state machine of a group.
 *
 * What else is chosen is passed over. Meanwhile the `chosen` events are held against what is applied: each slot that is applied once
 * this knows its group has one, in order.
 */
export class RegisterMachine<T> implements StateMachine<T> {
  readonly #init: RegisterMachineInit<T>
  readonly #contents = new Map<string, Content>()
  readonly #applied = new Map<number, Applied | undefined>()
  #appliedSlot = 0
  /** Up to here, some or all that was applied is known only by what it led to. */
  #restoredSlot = 0
  /** Slots that were applied, and that no event told of yet. */
  #untold: number[] = []
  #group: Group<T> | undefined

  constructor(init: RegisterMachineInit<T>) {
    this.#init = init
  }

  /** The group whose machine this is, once it is open. */
  get group(): Group<T> | undefined {
    return this.#group
  }

  /** The group is open, and tells of what is chosen from now on. */
  attach(group: Group<T>): void {
    this.#group = group
    this.#untold = []
    group.addEventListener('chosen', ({ detail: { slot } }) => {
      const applied = this.#untold.shift()
      if (applied !== slot) this.#onMismatch(`the event for slot ${slot}`, applied)
    })
    group.addEventListener('snapshot:install', ({ detail: { fromSlot } }) => {
      const [untold] = this.#untold
      if (untold !== undefined) this.#onMismatch(`a snapshot from slot ${fromSlot} on`, untold)
    })
  }

  /** What the register holds. */
  content(register: string): Content {
    return this.#contents.get(register) ?? null
  }

  /** The command in `slot`, if there is one. Whether there was one is forgotten after a restart, and where a snapshot was installed. */
  at(slot: number): Applied | 'forgotten' | undefined {
    if (slot > this.#appliedSlot) return undefined
    if (this.#applied.has(slot)) return this.#applied.get(slot)
    return slot <= this.#restoredSlot ? 'forgotten' : undefined
  }

  /** The group's value for a text. */
  value(text: string): T {
    return this.#init.codec.decode(stringCodec.encode(text))
  }

  /** The text that {@link RegisterMachine.value} made a value of. */
  text(value: T): string {
    return stringCodec.decode(this.#init.codec.encode(value))
  }

  apply(value: T, { slot }: ApplyContext): void {
    if (slot <= this.#appliedSlot) this.#onMismatch(`slot ${slot} is applied`, this.#appliedSlot)
    const command = this.#init.commands.of(slot, this.#init.codec.encode(value))
    this.#appliedSlot = slot
    if (this.#group !== undefined) this.#untold.push(slot)
    if (command === undefined) {
      this.#applied.set(slot, undefined)
      return
    }
    const found = this.content(command.register)
    this.#applied.set(slot, { command, found })
    if (command.type === 'compare-and-set' && command.expected !== found) return
    this.#contents.set(command.register, command.value)
  }

  async *snapshot(): AsyncGenerator<Uint8Array, void, undefined> {
    const bytes = stringCodec.encode(this.#state().padEnd(this.#init.stateBytesMin))
    const middle = Math.floor(bytes.length / 2)
    yield bytes.subarray(0, middle)
    yield bytes.subarray(middle)
  }

  async restore(source: AsyncIterable<Uint8Array>): Promise<void> {
    const pieces: Uint8Array[] = []
    for await (const piece of source) pieces.push(piece)
    const { slot, contents }: State = JSON.parse(stringCodec.decode(concat(pieces)))
    if (slot < this.#appliedSlot) this.#onMismatch(`slot ${slot} is restored`, this.#appliedSlot)
    this.#appliedSlot = slot
    this.#restoredSlot = slot
    this.#contents.clear()
    for (const [register, content] of contents) this.#contents.set(register, content)
    this.#state()
  }

  /**
   * Holds what the log of the group says, as far as it is kept, against what was applied.
   *
   * @throws ReplicaStoppedError if the group closes meanwhile.
   */
  async audit(): Promise<void> {
    const applied = new Map(this.#applied)
    const from = await this.#auditFrom(1, applied)
    // A log that is read while its group closes just ends.
    if (this.#group?.status().state !== 'open') throw new ReplicaStoppedError('the group closed')
    for (const slot of applied.keys()) {
      if (slot >= from) this.#onMismatch('the log ends', slot)
    }
  }

  /** Takes out of `applied` what the log has; returns the first slot that is kept. */
  async #auditFrom(from: number, applied: Map<number, Applied | undefined>): Promise<number> {
    const to = this.#appliedSlot
    if (this.#group === undefined || from > to) return from
    try {
      for await (const { slot, bytes } of this.#group.log({ from, to })) {
        const { value } = this.#init.commands.of(slot, bytes) ?? {}
        const isSame = applied.has(slot) && applied.get(slot)?.command.value === value
        if (!isSame && slot > this.#restoredSlot) {
          this.#onMismatch(`the log holds something else in slot ${slot}`, slot)
        }
        applied.delete(slot)
      }
      return from
    } catch (error) {
      if (error instanceof CompactedError) return await this.#auditFrom(error.firstSlot, applied)
      throw error
    }
  }

  /** The text of the state, which is the same for whoever applied as much. */
  #state(): string {
    const slot = this.#appliedSlot
    const state: State = { slot, contents: [...this.#contents] }
    const text = JSON.stringify(state)
    if (!this.#init.states.agree(slot, text)) {
      this.#init.fail(
        new Violation('one state per slot', `there are two states after slot ${slot}`)
      )
    }
    return text
  }

  #onMismatch(what: string, applied: number | undefined): void {
    const text = `${what}, and what was applied is ${applied ?? 'nothing'}`
    this.#init.fail(new Violation('learned in order', text))
  }
}

/** The states that the machines of one group were seen in. */
export class States {
  readonly #texts = new Map<number, string>()

  /** Whether nobody was seen in another state after `slot`. */
  agree(slot: number, text: string): boolean {
    const known = this.#texts.get(slot)
    if (known === undefined) this.#texts.set(slot, text)
    return known === undefined || known === text
  }
}

/** How the text of every command begins. */
const marker = stringCodec.encode('{"registers":true,')

/** The text of a command, of at least so many characters. */
export function encodeCommand(command: Command, lengthMin: number): string {
  return JSON.stringify({ registers: true, ...command }).padEnd(lengthMin)
}

/** The commands of one group's log, which every process of every peer reads anew. */
export class Commands {
  /** By slot: the bytes that were there last, and what they say. */
  readonly #known = new Map<number, { readonly bytes: Uint8Array; readonly command?: Command }>()

  /** The command that the bytes in `slot` hold; undefined if they hold something else. */
  of(slot: number, bytes: Uint8Array): Command | undefined {
    const known = this.#known.get(slot)
    if (known !== undefined && sameBytes(known.bytes, bytes)) return known.command
    const command = decodeCommand(bytes)
    this.#known.set(slot, command === undefined ? { bytes } : { bytes, command })
    return command
  }
}

function decodeCommand(bytes: Uint8Array): Command | undefined {
  const isCommand = marker.every((byte, i) => bytes[i] === byte)
  return isCommand ? JSON.parse(stringCodec.decode(bytes)) : undefined
}
