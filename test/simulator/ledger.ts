import type { ApplyContext, StateMachine } from '../../src/group/machine.js'

/** The machine of a scenario: by slot, the number that each value begins with. */
export class Ledger implements StateMachine {
  readonly numbers = new Map<number, number>()
  /** Bytes that a snapshot has at least. */
  readonly #bytesMin: number
  /** Snapshots that are being read. */
  open = 0
  restored = 0

  constructor(bytesMin: number) {
    this.#bytesMin = bytesMin
  }

  apply(value: Uint8Array, { slot }: ApplyContext): void {
    if (this.numbers.has(slot)) throw new RangeError(`slot ${slot} is applied again`)
    this.numbers.set(slot, new DataView(value.buffer, value.byteOffset).getUint32(0))
  }

  async *snapshot(): AsyncGenerator<Uint8Array, void, undefined> {
    const text = JSON.stringify([...this.numbers]).padEnd(this.#bytesMin)
    const bytes = new TextEncoder().encode(text)
    this.open += 1
    for (let at = 0; at < bytes.length; at += 100_000) yield bytes.subarray(at, at + 100_000)
    this.open -= 1
  }

  async restore(source: AsyncIterable<Uint8Array>): Promise<void> {
    let text = ''
    const decoder = new TextDecoder()
    for await (const piece of source) text += decoder.decode(piece, { stream: true })
    this.numbers.clear()
    for (const [slot, number] of JSON.parse(text)) this.numbers.set(slot, number)
    this.restored += 1
  }
}
