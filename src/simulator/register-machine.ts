import { ReplicaStoppedError } from '../errors.js'
import { stringCodec } from '../group/codec.js'
import type { LogEntry } from '../group/events.js'
import type { Group } from '../group/group.js'
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

/**
 * Registers as one process of a peer knows them: what the log of a group makes of them, applied in its order.
 *
 * What else is in the log is passed over. Meanwhile the `chosen` events are held against it: each slot of the log that is
 * learned after this was created has one, in order.
 */
export class RegisterMachine<T> {
  readonly group: Group<T>
  readonly #commands: Commands
  readonly #fail: (error: unknown) => void
  readonly #contents = new Map<string, Content>()
  readonly #applied = new Map<number, Applied>()
  /** Slots that an event told of and that are not applied yet. */
  #told: number[] = []
  #toldSlot: number
  readonly #toldFrom: number
  #appliedSlot = 0
  #applying: Promise<void> = Promise.resolve()

  /** `fail` is told if the events of the group are not what its log is. */
  constructor(group: Group<T>, commands: Commands, fail: (error: unknown) => void) {
    this.group = group
    this.#commands = commands
    this.#fail = fail
    this.#toldFrom = group.chosenSlotMax + 1
    this.#toldSlot = group.chosenSlotMax
    group.addEventListener('chosen', ({ detail: { slot } }) => {
      if (slot <= this.#toldSlot) {
        fail(new Violation('learned in order', `an event for slot ${slot} after ${this.#toldSlot}`))
      }
      this.#toldSlot = slot
      this.#told.push(slot)
    })
  }

  /** What the register held when everything up to the slot that was asked for last was applied. */
  content(register: string): Content {
    return this.#contents.get(register) ?? null
  }

  /** The command in `slot`, once it was applied. */
  at(slot: number): Applied | undefined {
    return this.#applied.get(slot)
  }

  /**
   * Applies everything up to `slot`, which must have been learned.
   *
   * @throws ReplicaStoppedError if the group closes meanwhile.
   */
  async applyTo(slot: number): Promise<void> {
    const applying = this.#applying.then(() => this.#apply(slot))
    this.#applying = applying.catch(() => undefined)
    await applying
  }

  /** The group's value for a text. */
  value(text: string): T {
    return this.group.options.codec.decode(stringCodec.encode(text))
  }

  /** The text that {@link RegisterMachine.value} made a value of. */
  text(value: T): string {
    return stringCodec.decode(this.group.options.codec.encode(value))
  }

  async #apply(slot: number): Promise<void> {
    if (slot <= this.#appliedSlot) return
    for await (const entry of this.group.log({ from: this.#appliedSlot + 1, to: slot })) {
      this.#hold(entry.slot)
      this.#appliedSlot = entry.slot
      const command = this.#commands.of(entry)
      if (command !== undefined) this.#run(entry.slot, command)
    }
    // A log that is read while its group closes just ends.
    if (this.group.status().state !== 'open') throw new ReplicaStoppedError('the group closed')
    this.#appliedSlot = Math.max(this.#appliedSlot, slot)
  }

  #run(slot: number, command: Command): void {
    const found = this.content(command.register)
    this.#applied.set(slot, { command, found })
    if (command.type === 'compare-and-set' && command.expected !== found) return
    this.#contents.set(command.register, command.value)
  }

  #hold(slot: number): void {
    if (slot < this.#toldFrom) return
    const told = this.#told.shift()
    if (told === slot) return
    const text = `the log has slot ${slot} where the events have ${told ?? 'nothing'}`
    this.#fail(new Violation('learned in order', text))
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

  /** The command that an entry holds; undefined if it holds something else. */
  of({ slot, bytes }: LogEntry<unknown>): Command | undefined {
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
