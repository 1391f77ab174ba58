/** Bytes of a long frame that go into its digest, from its start and from its end. */
const digestBytes = 256

/** What happened in a run: a hash of everything, always, and lines for people, where somebody wants them. */
export class Trace {
  readonly #onLine: ((line: string) => void) | undefined
  #low = 0x243f6a88
  #high = 0x85a308d3
  #events = 0

  constructor(onLine?: (line: string) => void) {
    this.#onLine = onLine
  }

  /** Whether lines are wanted: building one costs more than the event it tells of. */
  get isOn(): boolean {
    return this.#onLine !== undefined
  }

  /** Delivered messages, finished flushes and fired timers. */
  get events(): number {
    return this.#events
  }

  /** 16 hexadecimal digits: equal for equal runs. */
  get hash(): string {
    return [this.#high, this.#low].map(half => (half >>> 0).toString(16).padStart(8, '0')).join('')
  }

  /** Counts `count` events. */
  count(count: number): void {
    this.#events += count
  }

  line(nowMs: number, text: string): void {
    this.#onLine?.(`${nowMs.toFixed(3).padStart(12)} ${text}`)
  }

  /** Mixes a whole number, of which the lowest 32 bits count, into the hash. */
  mix(value: number): void {
    const low = Math.imul(this.#low ^ value, 0xcc9e2d51)
    const high = Math.imul(this.#high ^ (low >>> 13) ^ value, 0x1b873593)
    this.#low = (low ^ (low >>> 15) ^ high) | 0
    this.#high = (high ^ (high >>> 16)) + 0x9e3779b9
  }

  mixTime(nowMs: number): void {
    this.mix(Math.round(nowMs * 1000))
  }

  mixText(text: string): void {
    for (let i = 0; i < text.length; i += 1) this.mix(text.charCodeAt(i))
  }

  mixBytes(bytes: Uint8Array): void {
    const { length } = bytes
    const headEnd = Math.min(length, digestBytes)
    let digest = 0x811c9dc5 ^ length
    for (let i = 0; i < headEnd; i += 1) digest = Math.imul(digest ^ (bytes[i] ?? 0), 0x01000193)
    const tailStart = Math.max(headEnd, length - digestBytes)
    for (let i = tailStart; i < length; i += 1) {
      digest = Math.imul(digest ^ (bytes[i] ?? 0), 0x01000193)
    }
    this.mix(digest)
  }
}
